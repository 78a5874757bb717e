//! How placeholders are written: `[EMAIL_1]`.

use alloc::string::String;
use core::fmt::{Display, Write};

use crate::Kind;

/// What stands for text that was masked before it was decided.
pub(super) const UNDECIDED: &str = "UNDECIDED";

/// Writes one.
pub(super) fn write(kind: Option<Kind>, mark: Option<impl Display>, out: &mut String) {
    out.push('[');
    match kind {
        Some(kind) => out.extend(kind.name().chars().map(|c| c.to_ascii_uppercase())),
        None => out.push_str(UNDECIDED),
    }
    if let Some(mark) = mark {
        // A string takes everything.
        let _ = write!(out, "_{mark}");
    }
    out.push(']');
}

/// Whether the placeholders of a kind bear that name.
pub(super) fn names(kind: Kind, name: &str) -> bool {
    kind.name().eq_ignore_ascii_case(name) && !name.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether a byte may stand between the brackets.
pub(super) fn fits(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
}

/// Everything in `text` that is written like a numbered one: all of it, its name, its number.
pub(super) fn all(text: &str) -> impl Iterator<Item = (&str, &str, u32)> {
    text.match_indices('[').filter_map(|(at, _)| {
        let inner = &text[at + 1..];
        let end = inner.bytes().position(|byte| !fits(byte))?;
        let (name, number) = inner[..end].rsplit_once('_')?;
        let whole = text.get(at..at + end + 2)?;
        let number = number.parse().ok()?;
        whole.ends_with(']').then_some((whole, name, number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_found_again() {
        let check = |text: &str, expected: &[(&str, &str, u32)]| {
            assert_eq!(all(text).collect::<Vec<_>>(), expected, "{text}");
        };
        let mut text = String::from("To ");
        write(Some(Kind::CreditCard), Some(12), &mut text);
        write(None, Some(1), &mut text);
        check(
            &text,
            &[
                ("[CREDIT_CARD_12]", "CREDIT_CARD", 12),
                ("[UNDECIDED_1]", "UNDECIDED", 1),
            ],
        );
        check("[[A_1]", &[("[A_1]", "A", 1)]);
        check("[A_1", &[]);
        check("[a_1] [A_] [A_x] [A] [] [A_1é] [_99999999999]", &[]);
    }
}
