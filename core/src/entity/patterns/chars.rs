//! Questions about characters and short word lists.

/// Where scripts begin that are written without spaces: their letters end a value.
const UNSPACED: char = '\u{E00}';

/// Whether `c` goes on a word: a letter or digit of a script that writes spaces, or a low line.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && c < UNSPACED && c.is_alphanumeric())
}

/// Whether `word` is one of the words of `list`, which are divided by spaces, in whatever case.
pub(super) fn one_of(word: &str, list: &str) -> bool {
    let (word, list) = (word.as_bytes(), list.as_bytes());
    let Some(first) = word.first() else {
        return false;
    };
    let is_there = |at: usize| {
        let end = at + word.len();
        let begins = at == 0 || list[at - 1] == b' ';
        begins
            && list.get(end).is_none_or(|&behind| behind == b' ')
            && list
                .get(at..end)
                .is_some_and(|known| known.eq_ignore_ascii_case(word))
    };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    memchr::memchr2_iter(lower, upper, list).any(is_there)
}
