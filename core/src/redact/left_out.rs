//! The rest of a value that was masked before all of it had come.

use alloc::string::String;

use crate::text::is_gap;

/// What is not written any more.
#[derive(Debug, Default)]
pub(super) enum LeftOut {
    #[default]
    Nothing,
    /// The word at hand.
    Word,
    /// A private key, up to its end mark, with the last of it.
    Key(&'static Marks, String),
    /// The checksum behind a key's mark, and whether it has begun.
    Checksum(bool),
}

/// How a private key begins and ends.
#[derive(Debug)]
pub(super) struct Marks {
    begin: &'static str,
    /// One of these begins the mark of its end.
    ends: &'static [&'static str],
    /// What closes that mark; where it is nothing, a checksum follows.
    close: &'static str,
}

const MARKS: [Marks; 3] = [
    Marks {
        begin: "-----BEGIN",
        ends: &["-----END"],
        close: "-----",
    },
    Marks {
        begin: "---- BEGIN",
        ends: &["---- END"],
        close: "----",
    },
    Marks {
        begin: "PuTTY-User-Key-File-",
        ends: &["Private-MAC:", "Private-Hash:"],
        close: "",
    },
];
/// Bytes in which an end mark fits.
const MARK: usize = 80;

impl Marks {
    /// Where the mark of the end begins, and where what stands behind its first words does.
    fn end(&self, text: &str) -> Option<(usize, usize)> {
        let found = |end: &&str| text.find(end).map(|at| (at, at + end.len()));
        self.ends.iter().find_map(found)
    }

    /// Where such a key begins that `value` ends within.
    fn begin(&self, value: &str) -> Option<usize> {
        let begin = value.rfind(self.begin);
        begin.filter(|at| self.end(&value[*at..]).is_none())
    }
}

/// Where a private key begins that `text` ends within.
pub(super) fn begins(text: &str) -> Option<usize> {
    MARKS.iter().find_map(|marks| marks.begin(text))
}

impl LeftOut {
    /// What may follow `value`.
    pub(super) fn behind(value: &str) -> Self {
        let Some(marks) = MARKS.iter().find(|marks| marks.begin(value).is_some()) else {
            return Self::Word;
        };
        let mut last = String::new();
        keep(&mut last, value);
        Self::Key(marks, last)
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// What of the next text is not left out.
    pub(super) fn take_from<'t>(&mut self, text: &'t str) -> &'t str {
        let end = match self {
            Self::Nothing => return text,
            Self::Word => text.find(|c: char| is_gap(c) || "\"'<>`".contains(c)),
            Self::Key(marks, last) => match end_of_key(marks, last, text) {
                Some(end) if marks.close.is_empty() => {
                    *self = Self::Checksum(false);
                    return self.take_from(&text[end..]);
                }
                end => end,
            },
            Self::Checksum(begun) => end_of_checksum(begun, text),
        };
        match end {
            Some(end) => {
                *self = Self::Nothing;
                &text[end..]
            }
            None => "",
        }
    }
}

/// Where in `text` the key ends of which `last` is what came last.
fn end_of_key(marks: &Marks, last: &mut String, text: &str) -> Option<usize> {
    let before = last.len();
    last.push_str(text);
    let close = marks.end(last).and_then(|(_, behind)| {
        let close = last[behind..].find(marks.close)?;
        Some(behind + close + marks.close.len())
    });
    if let Some(end) = close.and_then(|end| end.checked_sub(before)) {
        return Some(end);
    }
    let whole = core::mem::take(last);
    keep(last, &whole);
    None
}

/// Where in `text` the checksum ends, of which some came before if it has `begun`.
fn end_of_checksum(begun: &mut bool, text: &str) -> Option<usize> {
    let space = if *begun {
        0
    } else {
        text.len() - text.trim_start().len()
    };
    let end = text[space..].find(|c: char| !c.is_ascii_hexdigit());
    *begun |= space < text.len();
    end.map(|end| space + end)
}

/// Keeps the last bytes of `text`.
fn keep(last: &mut String, text: &str) {
    let from = text.ceil_char_boundary(text.len().saturating_sub(MARK));
    last.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::LeftOut;

    #[test]
    fn what_follows_a_value_is_left_out_up_to_its_end() {
        let check = |value: &str, text: &str, expected: &str| {
            let mut left_out = LeftOut::behind(value);
            assert_eq!(left_out.take_from(text), expected, "{value} {text}");
            let mut left_out = LeftOut::behind(value);
            let pieces = text.split_inclusive(|_| true);
            let rest: String = pieces.map(|piece| left_out.take_from(piece)).collect();
            assert_eq!(rest, expected, "{value} {text}");
        };
        check("aB3", "cD4", "");
        check("aB3", "cD4 and so", " and so");
        check("aB3", "cD4\"}", "\"}");
        let key = "-----BEGIN PRIVATE KEY-----\nMII";
        check(key, "Ab3\ncD4\n", "");
        check(key, "Ab3\n-----END PRIVATE KEY-----\nso", "\nso");
        check(
            "-----BEGIN A KEY-----\nMII\n---",
            "--END A KEY-----, so",
            ", so",
        );
        let key = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nAAAA";
        check(key, "C3Nz\nPrivate-MAC: 01ab\nso", "\nso");
        check(key, "C3Nz\nPrivate-Hash: 01ab, so", ", so");
        check(
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nMII",
            "Ab3\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\nso",
            "\nso",
        );
    }
}
