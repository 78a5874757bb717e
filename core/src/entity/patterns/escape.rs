//! Text that quotes JSON or code: a line end stands there as `\n`, whose letter is no part of the word behind it.

use crate::text::{Flags, View};

/// Whether token `at` begins with the letter of an escape and a value may stand behind that. A word of a
/// path is none.
pub(super) fn ends(view: &View<'_>, at: usize) -> bool {
    let token = &view.tokens[at];
    let (text, start) = (view.text.as_bytes(), usize::from(token.start));
    let escape = text[..start].ends_with(b"\\") && matches!(text[start], b'n' | b'r' | b't');
    let number = || text.get(start + 1).is_some_and(u8::is_ascii_digit);
    escape && (token.flags.any(Flags::FIELD_AT.with(Flags::FIELD_LONG)) || number())
}
