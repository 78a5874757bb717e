//! Values, and where they end.

use super::trim::trim_end;

/// A value at the front of a text.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub(super) rule: &'static str,
    /// Its bytes.
    pub(super) length: usize,
}

/// Whether `text` ends with `word`, in small or capital letters.
pub(super) fn ends_with(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    // The last byte tells most others.
    let last = |of: &[u8]| of.last().map(u8::to_ascii_lowercase);
    let start = text.len().checked_sub(word.len());
    last(text) == last(word) && start.is_some_and(|start| text[start..].eq_ignore_ascii_case(word))
}

/// The padding of base64 that `text` begins with: its bytes, of which no more than `most` are taken.
pub(super) fn padding(text: &str, most: usize) -> usize {
    text.bytes()
        .take(most)
        .take_while(|byte| *byte == b'=')
        .count()
}

/// Whether a token ends at byte `at` of `text`: nothing stands there that would go on with it.
pub(super) fn ends(text: &str, at: usize) -> bool {
    let mut behind = text[at..].chars();
    match behind.next() {
        Some(c) if c.is_ascii_alphanumeric() || c == '_' => false,
        Some('%') if is_code(behind.as_str()) => true,
        Some('.' | '-' | '/' | '@' | '%' | '+' | '=' | '~' | ':') => {
            !behind.next().is_some_and(char::is_alphanumeric)
        }
        _ => true,
    }
}

/// How much of `text` behind a token belongs to it: a mark and what stands there, where that is no word.
pub(super) fn rest_behind(text: &str) -> usize {
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || b"_~+=-./:".contains(byte);
    let run = text.bytes().take_while(goes_on).count();
    let run = trim_end(&text[..run], b".:-/").len();
    let random = run > 8 && text[..run].bytes().any(|byte| byte.is_ascii_digit());
    if random { run } else { 0 }
}

/// Whether `text` behind a percent sign says with it which character stands there.
fn is_code(text: &str) -> bool {
    let digits = text.as_bytes().get(..2);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// Whether an assigned value ends at byte `at` of `text`: a quote, white space or a divider closes it.
pub(super) fn is_closed(text: &str, at: usize) -> bool {
    let mut behind = text[at..].chars();
    match behind.next() {
        None | Some('"' | '\'' | '`' | ';' | ',' | ')' | '}' | ']' | '&' | '|' | '\\') => true,
        Some('<') => !is_parameter(behind.as_str()),
        Some('.') => behind.next().is_none(),
        Some(c) => c.is_whitespace(),
    }
}

/// Whether what stands in pointed brackets is a type's, and no element's: `Seed<Bytes>`, `Seed<'a>`.
pub(super) fn is_parameter(inside: &str) -> bool {
    inside.starts_with(|c: char| c.is_ascii_uppercase() || c == '\'')
}
