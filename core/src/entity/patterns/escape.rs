//! Text that quotes JSON, code or a part of a URL: a line end stands there as `\n`, a quote as `\u0022` or `%22`,
//! whose letters and digits are no part of the word behind them.

use crate::text::{Flags, View};

/// Bytes of the longest code, `\u0022`.
const LONGEST: usize = 6;

/// How many bytes of token `at` belong to a code before it, where a value may stand behind that.
pub(super) fn behind(view: &View<'_>, at: usize) -> Option<usize> {
    let token = &view.tokens[at];
    if token.flags.has(Flags::FIELD) {
        return None;
    }
    let (text, start) = (view.text.as_bytes(), usize::from(token.start));
    let from = start.saturating_sub(LONGEST);
    let mut near = text[from..start].iter();
    let begin = from + near.rposition(|byte| matches!(byte, b'%' | b'\\'))?;
    let end = begin + code(&text[begin..])?;
    let line = matches!(text[begin..end], [b'\\', b'n' | b'r' | b't']);
    if line && end > start && !(end == start + 1 && begins_value(&text[end..], token.flags)) {
        return None;
    }
    (start..usize::from(token.end))
        .contains(&end)
        .then(|| end - start)
}

/// Whether `text` begins with the code of a character that parts words.
pub(super) fn begins(text: &str) -> bool {
    text.starts_with(['%', '\\']) && code(text.as_bytes()).is_some()
}

/// The length of the code of a character that parts words, with which `text` begins.
fn code(text: &[u8]) -> Option<usize> {
    let (head, length) = match text {
        [b'%', ..] => (1, 3),
        [b'\\', b'x', ..] => (2, 4),
        [b'\\', b'u', b'0', b'0', ..] => (4, 6),
        [b'\\', b'u', digits @ ..] if is_unseen(digits) => return Some(6),
        [b'\\', b'n' | b'r' | b't', ..] => return Some(2),
        _ => return None,
    };
    let mut digits = text.get(head..length)?.iter();
    let byte = digits.try_fold(0, |byte, digit| {
        Some(byte << 4 | char::from(*digit).to_digit(16)? as u8)
    })?;
    let parts = byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"+-.@_".contains(&byte);
    parts.then_some(length)
}

/// Whether digits are the code of a space of no width.
fn is_unseen(digits: &[u8]) -> bool {
    let code = |code: &&[u8]| {
        digits
            .get(..4)
            .is_some_and(|digits| digits.eq_ignore_ascii_case(code))
    };
    [b"200b", b"2060", b"feff"]
        .iter()
        .any(|known| code(&known.as_slice()))
}

/// Whether what stands behind a line end is a value and not the rest of a path's word.
fn begins_value(text: &[u8], field: Flags) -> bool {
    let account = |text: &[u8]| {
        matches!(
            text,
            [b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9', ..]
        )
    };
    let number = text.first().is_some_and(u8::is_ascii_digit);
    number || account(text) || field.any(Flags::FIELD_AT.with(Flags::FIELD_LONG))
}
