//! The rest of a value that was masked before all of it had come.

use alloc::string::String;

/// What is not written any more.
#[derive(Debug, Default)]
pub(super) enum LeftOut {
    #[default]
    Nothing,
    /// The word at hand.
    Word,
    /// A private key, up to its end mark, with the last of it.
    Key(String),
}

const BEGIN: &str = "-----BEGIN";
const END: &str = "-----END";
const CLOSE: &str = "-----";
/// Bytes in which an end mark fits.
const MARK: usize = 80;

impl LeftOut {
    /// What may follow `value`.
    pub(super) fn behind(value: &str) -> Self {
        match value.rfind(BEGIN) {
            Some(_) if !value.contains(END) => {
                let mut last = String::new();
                keep(&mut last, value);
                Self::Key(last)
            }
            _ => Self::Word,
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// What of the next text is not left out.
    pub(super) fn take_from<'t>(&mut self, text: &'t str) -> &'t str {
        let end = match self {
            Self::Nothing => return text,
            Self::Word => text.find(|c: char| c.is_whitespace() || "\"'<>`".contains(c)),
            Self::Key(last) => end_of_key(last, text),
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
fn end_of_key(last: &mut String, text: &str) -> Option<usize> {
    let before = last.len();
    last.push_str(text);
    let mark = last.find(END).map(|at| at + END.len());
    let close = mark.and_then(|at| Some(at + last[at..].find(CLOSE)? + CLOSE.len()));
    if let Some(end) = close.and_then(|end| end.checked_sub(before)) {
        return Some(end);
    }
    let whole = core::mem::take(last);
    keep(last, &whole);
    None
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
    }
}
