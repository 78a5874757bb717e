//! Questions about characters and short word lists.

/// Where scripts begin that are written without spaces: their letters end a value.
const UNSPACED: char = '\u{E00}';

/// Whether `c` goes on a word: a letter or digit of a script that writes spaces, or a low line.
#[inline]
pub(super) fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && c < UNSPACED && c.is_alphanumeric())
}
