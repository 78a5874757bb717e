//! What looks like the beginning of a value at the end of a text.

use crate::entity::patterns::{begins_key, divides_digits};
use crate::text::is_gap;
use crate::{Kind, Kinds};

/// The shortest value of all.
pub(super) const SHORTEST: usize = 6;
/// Digits of which fewer tell nothing; one less where something divides them, as nothing does a year's.
const DIGITS: usize = 5;

/// Where it begins; the end of `text` where nothing does. A plain word or a short number is none.
pub(super) fn start(text: &str, kinds: Kinds) -> usize {
    let field = text.rfind(is_gap);
    let field = field.map_or(0, |at| text.ceil_char_boundary(at + 1));
    let last = &text[field..];
    let address = kinds.has(Kind::Email) && begins_address(last);
    let secret = kinds.has(Kind::Secret).then(|| begins_key(text)).flatten();
    let word = if address { field } else { text.len() };
    let start = word.min(secret.unwrap_or(text.len()));
    if NUMBERS.iter().any(|kind| kinds.has(*kind)) {
        start.min(number(text))
    } else {
        start
    }
}

/// Whether a sign stands in it behind what may be a local part.
fn begins_address(word: &str) -> bool {
    let mut signs = word.match_indices(['@', '＠']);
    signs.any(|(at, _)| word[..at].ends_with(|c: char| c.is_alphanumeric() || "_-+\\".contains(c)))
}

/// Kinds of values that are numbers.
const NUMBERS: [Kind; 5] = [
    Kind::Phone,
    Kind::CreditCard,
    Kind::Iban,
    Kind::Ssn,
    Kind::Ip,
];

/// Where the number at the end begins, with its groups and the letters of an account's country.
fn number(text: &str) -> usize {
    let goes_on = |c: char| c.is_numeric() || " .()+/".contains(c) || divides_digits(c);
    let run = text.len() - text.trim_end_matches(goes_on).len();
    let (before, number) = text.split_at(text.len() - run);
    let trimmed = number.trim_start_matches([' ', '.', ')']);
    let marks = trimmed.trim_end().chars().filter(|c| !c.is_numeric());
    let digits = trimmed.chars().filter(|c| c.is_numeric()).count();
    if digits < DIGITS - marks.count().min(1) || is_date(trimmed) || is_decimal(trimmed) {
        return text.len();
    }
    let start = text.len() - trimmed.len();
    let (between, _) = number.split_at(number.len() - trimmed.len());
    if between.contains([' ', '.']) || !before.ends_with(char::is_alphanumeric) {
        return start;
    }
    let word = before.len() - before.trim_end_matches(char::is_alphanumeric).len();
    let country = &before[before.len() - word..];
    if word == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return start - word;
    }
    // Digits of a longer word, as hexadecimal data ends.
    text.len()
}

/// Whether it is written as `2026-11-20`.
fn is_date(number: &str) -> bool {
    let bytes = number.as_bytes();
    let fits = |at: usize| matches!(at, 4 | 7) != bytes[at].is_ascii_digit();
    bytes.len() == 10 && (0..10).all(fits)
}

/// Whether it is written as `0.0025`.
fn is_decimal(number: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    number
        .split_once('.')
        .is_some_and(|(whole, part)| whole.len() < 3 && digits(whole) && digits(part))
}

#[cfg(test)]
mod tests {
    use super::start;
    use crate::Kinds;

    #[test]
    fn what_may_become_a_value_is_told() {
        let check = |text: &str, free: &str| {
            assert_eq!(&text[..start(text, Kinds::sensitive())], free, "{text}");
        };
        for text in [
            "",
            "so",
            "Ask her.",
            "in 2026",
            "room 415",
            "2026-11-20",
            "at 0.00251",
            "https://x.org/12345",
            "gpt-4o-mini",
            "ada@example.org said",
            "so @ada",
            "@example.org/x",
            "4111 1111 of",
            "fp_44709d61234",
        ] {
            check(text, text);
        }
        check("Mail ada@exa", "Mail ");
        check("no. 4111 11", "no. ");
        check("+1 (415) ", "");
        check("SSN 536-9", "SSN ");
        check("SSN #536-9", "SSN #");
        check("Tel.415-5", "Tel.");
        check("to DE89 3704", "to ");
        check("key: ghp_a1B2", "key: ");
        check("key=sk-proj-a4", "key=");
        check("sk-learn", "sk-learn");
        check("a\n-----BEGIN RSA PRIVATE KEY-----\nMII x", "a\n");
    }
}
