//! Text that quotes JSON or code: a line end stands there as `\n`, whose letter is no part of the word behind it.

use crate::text::{Flags, Token, View};

/// Whether token `at` begins with the letter of an escape and a value may stand behind that.
#[inline]
pub(super) fn ends(view: &View<'_>, at: usize) -> bool {
    let token = &view.tokens[at];
    token.flags.has(Flags::FIELD_SLASH) && is_escaped(view, token)
}

fn is_escaped(view: &View<'_>, token: &Token) -> bool {
    let (text, start) = (view.text.as_bytes(), usize::from(token.start));
    let escape = text[..start].ends_with(b"\\") && matches!(text[start], b'n' | b'r' | b't');
    // A word of a path is none.
    let value = Flags::FIELD_AT.with(Flags::FIELD_LONG);
    escape && (token.flags.any(value) || begins_number(view, token))
}

/// Whether a digit stands behind the letter.
pub(super) fn begins_number(view: &View<'_>, token: &Token) -> bool {
    let behind = view.text.as_bytes().get(usize::from(token.start) + 1);
    behind.is_some_and(u8::is_ascii_digit)
}
