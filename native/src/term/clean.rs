//! A stream's characters as a terminal may have them.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with control characters escaped, line ends and tabs too, so that a model can neither
/// write to the terminal's control sequences nor hide text from a person.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe)
}

/// The same, with line ends and tabs kept.
pub(crate) fn clean_text(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_unsafe(c) && c != '\n' && c != '\t')
}

fn escaped(text: &str, bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&bad) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' if bad(c) => out.push_str("\\n"),
            '\t' if bad(c) => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if bad(c) => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Controls (C0, DEL, C1), and marks that turn the direction of the text around.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_not_obeyed() {
        assert_eq!(clean("plain, é 🚀"), "plain, é 🚀");
        assert_eq!(
            clean("a\u{1b}[31mred\nb\tc\r"),
            "a\\u{1b}[31mred\\nb\\tc\\r"
        );
        assert_eq!(clean_text("a\n\tb\u{9b}\u{7f}"), "a\n\tb\\u{9b}\\u{7f}");
        assert_eq!(clean("a\u{202e}b"), "a\\u{202e}b");
    }
}
