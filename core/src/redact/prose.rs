//! Words of a field that is not whole yet, in which no sensitive value can begin.
//!
//! Recognisers are asked about whole fields, and a field ends with white space. Where that alone let text
//! go, the comma behind a word would hold both back until the next word comes.

use crate::entity::patterns::secrets::holds;
use crate::text::is_gap;

/// Letters of such a word. The shortest secret of letters alone that a name before it makes one has 14.
const LETTERS: usize = 12;

/// Bytes at the front of `field`, the open one, that are words in small letters and the marks between
/// them; `before` is the text before it.
///
/// Addresses and keys go on over letters, digits and the dots, signs and dashes within them, never over
/// these marks; a password without a mark or digit is one behind its name alone; names begin with a capital.
pub(super) fn length(before: &str, field: &str) -> usize {
    // Nothing begins with these marks.
    let mut length = count(field, |byte| b"\"'*".contains(byte));
    while let Some(word) = word(&field[length..]) {
        length += word;
    }
    if length > 0 && (is_told(before) || names_password(before)) {
        return 0;
    }
    length
}

/// Whether what stands last before a field, as a command's option does, may say what the field is.
fn is_told(before: &str) -> bool {
    let last = before.rsplit(is_gap).find(|word| !word.is_empty());
    let plain = |c: char| c.is_alphanumeric() || !c.is_ascii() || ",;:.'\"()!?*".contains(c);
    last.is_some_and(|word| word != "-" && !word.chars().all(plain))
}

/// Whether one of the last words before a field may be what a password is called, of which any word can be one.
fn names_password(before: &str) -> bool {
    let words = before.rsplit(is_gap).filter(|word| !word.is_empty());
    let called = |word: &str| {
        ["pass", "pwd", "phrase", "mnemonic"]
            .iter()
            .any(|part| holds(word, part))
    };
    words.take(3).any(called)
}

/// The bytes of the word that `text` begins with and of the marks behind it, if there are any.
fn word(text: &str) -> Option<usize> {
    let opening = count(text, |byte| b"\"'(*".contains(byte));
    let letters = count(&text[opening..], u8::is_ascii_lowercase);
    let stop = opening + letters + usize::from(text[opening + letters..].starts_with('.'));
    // An apostrophe may stand within a word.
    let closing = count(&text[stop..], |byte| b",;)\"".contains(byte));
    let ends = (1..=LETTERS).contains(&letters) && closing > 0;
    ends.then_some(stop + closing)
}

fn count(text: &str, is: fn(&u8) -> bool) -> usize {
    text.bytes().take_while(is).count()
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn words_are_free_up_to_a_mark_that_no_value_holds() {
        let check = |before: &str, field: &str, expected: usize| {
            assert_eq!(length(before, field), expected, "{before:?} {field:?}");
        };
        check("", "crates,", 7);
        check("the usual ", "crates,", 7);
        check("the usual ", "crates", 0);
        check("the usual ", "crates.", 0);
        check("", "isn't", 0);
        check("", "(quay),", 7);
        check("so, ", "\"yes,\"she", 6);
        check("", "ada@x", 0);
        check("", "so,ada@x", 3);
        check("", "Weather,", 0);
        check("", "a1,", 0);
        check("", "incontrovertible,", 0);
        check("curl -u ", "ada,x:pw", 0);
        check("password: ", "tall,x", 0);
        check("My Passphrase is ", "\"tall,x", 0);
        check("password: ", "tall!\"", 0);
        check("", "\"W", 1);
        check("", "(4", 0);
        check("", "this.\"", 6);
        check("- ", "dry,", 4);
        check("--user=", "tall,x", 0);
        check("\"Yes!\" ", "they,", 5);
    }
}
