//! How a value that is assigned is set off from what follows.

use super::trim::{trim_end, up_to};

/// What a value may stand in, with the mark before a quote in a string.
pub(super) const QUOTES: &[char] = &['\\', '"', '\'', '`', '“'];

/// The quote that closes what `quote` opens.
pub(super) fn closing(quote: char) -> char {
    if quote == '“' { '”' } else { quote }
}

/// Marks that divide values.
const MARKS: &[u8] = b"'\"`;,<>&|)}]";

/// What ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bounds {
    /// The end of the string that it is all of.
    Whole,
    /// The quote that closes the one before it.
    Quote(char),
    /// It is one of the pairs of a connection string or of a URL's query, which say nothing else.
    Connection,
    /// What a shell sets: a name in capitals or an option is directly before its sign.
    Shell,
    /// The white space behind what is said, or a mark that divides values.
    Said,
    /// Any mark that divides values.
    Mark,
}

impl Bounds {
    /// Those of the value behind `before`, which is assigned to `name`.
    pub(super) fn of(before: &str, name: &str) -> Self {
        if let Some(quote) = before.chars().next_back().filter(|c| "\"'`".contains(*c)) {
            let coded = before[..before.len() - 1].ends_with('\\');
            return if coded {
                Self::Mark
            } else {
                Self::Quote(quote)
            };
        }
        if before.trim_end_matches([' ', '\n']).ends_with(':') {
            return Self::Said;
        }
        let head = before
            .strip_suffix('=')
            .and_then(|head| head.strip_suffix(name.trim_start()));
        let pair = head.is_some_and(|head| head.trim_end_matches(' ').ends_with([';', '?', '&']));
        let set = name.rsplit([' ', '\t']).next().unwrap_or_default();
        let shell = before.ends_with('=')
            && (set.starts_with("--") || !set.bytes().any(|b| b.is_ascii_lowercase()));
        match (pair, shell) {
            (true, _) => Self::Connection,
            (_, true) => Self::Shell,
            _ => Self::Mark,
        }
    }

    /// Where a value at the front of `text` ends.
    pub(super) fn end(self, text: &str) -> usize {
        let marks: &[u8] = match self {
            Self::Whole => b"",
            Self::Quote(of) => {
                let inside = text.split(closing(of)).next();
                return up_to(inside.unwrap_or_default(), b"").len();
            }
            Self::Said | Self::Shell => return said(text),
            Self::Connection | Self::Mark => MARKS,
        };
        up_to(text, marks).len()
    }

    /// The text without the brace that a pair of a connection string may set its value in.
    pub(super) fn braces(self, text: &str) -> &str {
        let inner = text.strip_prefix('{').filter(|_| self == Self::Connection);
        inner
            .filter(|inner| inner[self.end(inner)..].starts_with('}'))
            .unwrap_or(text)
    }
}

/// Where a value at the front of `text` ends in which marks may stand, but no other value behind one of them.
fn said(text: &str) -> usize {
    let first = up_to(text, MARKS);
    let all = up_to(text, b"'\"`<|");
    let behind = &all[first.len()..];
    let coded = behind.starts_with('&') && behind.contains(';');
    if coded || behind.contains([':', '=', '(', '[', '{']) {
        return first.len();
    }
    trim_end(all, b";,&>)}]").len()
}
