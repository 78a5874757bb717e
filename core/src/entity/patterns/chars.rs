//! Questions about characters.

/// Where scripts begin that are written without spaces: their letters end a value.
const UNSPACED: char = '\u{E00}';

/// Whether `c` goes on a word: a letter or digit of a script that writes spaces, or a low line.
#[inline]
pub(super) fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c == '_'
        || (!c.is_ascii() && c < UNSPACED && c.is_alphanumeric() && !is_note(c))
}

/// Whether `c` is a small figure that leads to a note.
pub(super) fn is_note(c: char) -> bool {
    matches!(c, '¹' | '²' | '³')
}

/// Whether `c` is a hyphen, or a dash as wide as a digit, an en dash or a minus sign, which some write for one.
#[inline]
pub(crate) fn divides_digits(c: char) -> bool {
    is_hyphen(c) || matches!(c, '\u{2012}' | '\u{2013}' | '\u{2212}')
}

/// Whether `c` is a hyphen: ASCII's, or one of those that typography has for it, of which one is seen at a line's
/// end alone.
#[inline]
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}
