//! What only stands for a value: variables, words in brackets, `****`, `changeme`.

use super::trim::trim_end;
use crate::text::list::{List, list};

/// Words that stand for a value.
const WORDS: &List = list!(
    "password passwd passphrase pwd pass secret token test example changeme changeit user username hidden redacted \
    none null true false your"
);

/// What is said of a value in its place.
const SAID: &List = list!(
    "required optional missing invalid incorrect wrong expired empty enabled disabled unset undefined unknown masked \
    reset forgot forgotten changed string value text"
);

/// Digits of the longest number in brackets, which counts placeholders.
const COUNT: usize = 5;

/// Whether a value only stands for one. White space or a mark may have cut off the bracket that closes it.
pub(super) fn is_placeholder(value: &str) -> bool {
    // Marks of parameters, and those of the sentence.
    let mut word = trim_end(value, b"?:,.;)]}>").as_bytes();
    while let [b':' | b'@' | b'#' | b'&' | b'?' | b'!' | b'~', rest @ ..] = word {
        word = rest;
    }
    is_crossed(value.as_bytes()) || is_word(word) || is_variable(value.as_bytes())
}

/// Whether all of a value does, as in a URL, where nothing cuts it.
pub(super) fn is_whole(value: &str) -> bool {
    let bytes = value.as_bytes();
    is_crossed(bytes) || is_word(bytes) || is_closed(value) && is_variable(bytes)
}

fn is_word(value: &[u8]) -> bool {
    WORDS.has(value) || SAID.has(value)
}

/// Whether it is crossed out, or all of one letter.
fn is_crossed(value: &[u8]) -> bool {
    let (mut same, mut run, mut crosses) = (0, 0, 0);
    for (at, byte) in value.iter().enumerate() {
        same += usize::from(byte.eq_ignore_ascii_case(&value[0]));
        let goes_on = at > 0 && value[at - 1] == *byte;
        run = if goes_on { run + 1 } else { 1 };
        if matches!(byte, b'x' | b'X' | b'*') && run > 2 {
            // The third counts for those before it, too.
            crosses += if run == 3 { 3 } else { 1 };
        }
    }
    same == value.len() || crosses * 2 > value.len()
}

/// Whether it is a variable of a shell, a template or a format, or a word in brackets.
fn is_variable(value: &[u8]) -> bool {
    match value {
        [b'$' | b'%', b'{' | b'(', ..] | [b'{', b'{' | b'%', ..] | [b'<', b'%' | b'?', ..] => true,
        [b'%', letter] => letter.is_ascii_alphabetic(),
        [b'$', name @ ..] | [b'%', name @ .., b'%'] => is_constant(name) || is_spelled(value),
        [b'<' | b'{' | b'[' | b'(' | b'*' | b'`', ..] => is_spelled(value),
        _ => false,
    }
}

/// Whether the bracket that it begins with is closed at its end.
fn is_closed(value: &str) -> bool {
    let close = match value.as_bytes() {
        [b'$' | b'%', b'{', ..] | [b'{', ..] => "}",
        [b'%', b'(', ..] => ")s",
        [b'$', b'(', ..] | [b'(', ..] => ")",
        [b'<', ..] => ">",
        [b'[', ..] => "]",
        [b'*', ..] => "*",
        _ => "",
    };
    value.ends_with(close)
}

/// Whether it is a name in capitals: `DB_PASSWORD_2`.
fn is_constant(name: &[u8]) -> bool {
    name.iter()
        .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
}

/// Whether it is words that a person reads, which may be numbered, and marks of names and code between them.
fn is_spelled(value: &[u8]) -> bool {
    let (mut letters, mut digits) = (false, 0);
    for byte in value {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'!' | b'#' | b'&' | b'@' | b'^' | b'~' | b'+' | b';' | b'\\' => return false,
            // Digits within a word.
            b'A'..=b'Z' | b'a'..=b'z' | 0x80.. if digits > 0 => return false,
            b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => letters = true,
            _ => (letters, digits) = (false, 0),
        }
        if digits > if letters { 1 } else { COUNT } {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{is_placeholder, is_whole};

    #[test]
    fn what_stands_for_a_value_is_told_from_one() {
        for text in [
            "$TOKEN_2",
            "$token",
            "$db->word",
            "${PW}",
            "%PW%",
            "%s",
            "%(pw)s",
            "<word>",
            "<a-b.c>",
            "{pw}",
            "{{pw}}",
            "[WORD_12]",
            "****",
            "xxxx-xxxx",
            "sk-xxxxxx",
            "*gone*",
            "changeme",
            "(none)",
        ] {
            assert!(is_placeholder(text) && is_whole(text), "{text}");
        }
        for text in ["<your", "$(cat", "${PW", ":password", "null}", "(see"] {
            assert!(is_placeholder(text) && !is_whole(text), "{text}");
        }
        for text in [
            "%23Zq8v",
            "%Zq8v",
            "$ecr3t",
            "(Zq8v",
            "{Zq8v}",
            "[Zq8v]",
            "*Zq8v",
            "<Zq8v>",
            "xXxX8v",
            "secret20",
            "Pass123",
            "Password1!",
        ] {
            assert!(!is_placeholder(text) && !is_whole(text), "{text}");
        }
    }
}
