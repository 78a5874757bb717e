//! Words: where they end and how they are capitalised.

use super::WordShape;
use super::chars::{CLASS, DIGIT, HIGH, LETTER, UPPER, char_at, is_apostrophe, is_inherited};
use super::letters::Letters;

/// Letters and digits that may stand directly behind a number: a unit's.
const LONGEST_UNIT: usize = 8;

/// The end of the word that begins at byte `at`, which is a letter.
pub(super) fn word_end(field: &str, mut at: usize) -> usize {
    let bytes = field.as_bytes();
    at += Letters::of(&bytes[at..]).length;
    while let Some(&byte) = bytes.get(at) {
        if CLASS[usize::from(byte)] & (LETTER | DIGIT) != 0 {
            at += 1;
            continue;
        }
        let joint = byte == b'\'' || byte == b'-' || byte >= 0x80;
        let next = if joint { within(field, at) } else { at };
        if next == at {
            break;
        }
        at = next;
    }
    at
}

/// The byte behind the character at `at`, if it belongs to the word before it.
fn within(field: &str, at: usize) -> usize {
    let c = char_at(field, at);
    let end = at + c.len_utf8();
    let joins = match c {
        '-' | '\u{ad}' | '\u{2010}' | '\u{2011}' => char_at(field, end).is_alphabetic(),
        _ if is_apostrophe(c) => {
            char_at(field, end).is_alphabetic() && clitic_end(field, at).is_none()
        }
        _ => c.is_alphanumeric() || is_inherited(c),
    };
    if joins { end } else { at }
}

/// What an apostrophe parts from the word before it, as `isn't` is not parted: `Ada's`, `they've`.
const CLITICS: [&str; 6] = ["s", "d", "m", "ve", "re", "ll"];

/// The end of the possessive or shortened word (`'s`, `'ve`) that begins at byte `at`.
pub(super) fn clitic_end(field: &str, at: usize) -> Option<usize> {
    let mark = char_at(field, at);
    let start = at + mark.len_utf8();
    let rest = field.get(start..).filter(|_| is_apostrophe(mark))?;
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let end = start + letters;
    let is_clitic = CLITICS
        .iter()
        .any(|clitic| rest[..letters].eq_ignore_ascii_case(clitic));
    let ends = !char_at(field, end).is_alphanumeric() && !is_joint(field, end);
    (is_clitic && ends).then_some(end)
}

/// Whether a hyphen or apostrophe with a letter behind it stands at byte `at`.
fn is_joint(field: &str, at: usize) -> bool {
    is_apostrophe(char_at(field, at)) && char_at(field, at + 1).is_alphabetic()
}

/// The end of the number that begins at byte `at`, which is a digit.
pub(super) fn number_end(field: &str, mut at: usize) -> usize {
    loop {
        let c = char_at(field, at);
        let end = at + c.len_utf8();
        let inner = match c {
            '.' => char_at(field, end).is_numeric(),
            ',' => char_at(field, end).is_numeric() && joins(&field[..at], &field[end..]),
            _ => false,
        };
        if !(c.is_numeric() || inner || (c > '\u{7f}' && is_inherited(c))) {
            return at;
        }
        at = end;
    }
}

/// Whether a comma between two runs of digits is a number's, and parts no values of a list: groups have three
/// digits and at most three stand before the first, decimals behind a comma are few.
fn joins(before: &str, behind: &str) -> bool {
    let head = before.trim_end_matches(char::is_numeric);
    let (dotted, first) = (head.ends_with('.'), before.len() - head.len());
    let rest = behind.trim_start_matches(char::is_numeric);
    match behind.len() - rest.len() {
        1 | 2 => (!dotted || first == 3) && !is_other(rest),
        3 => !dotted && first < 4 && !is_divided(rest),
        _ => !behind.starts_with(|c: char| c.is_ascii()),
    }
}

/// Whether one or two digits go on as those of an address, a key or a telephone number.
fn is_other(rest: &str) -> bool {
    let marked = begins_group(rest, b'.') || begins_group(rest, b':') || is_divided(rest);
    let part = rest.bytes().take_while(u8::is_ascii_alphanumeric);
    marked || part.count() > LONGEST_UNIT
}

/// Whether two more groups of digits follow, as in an address or a telephone number.
fn is_divided(rest: &str) -> bool {
    let Some(mark @ (b'.' | b'-')) = rest.bytes().next() else {
        return false;
    };
    let behind = rest[1..].trim_start_matches(char::is_numeric);
    begins_group(rest, mark) && begins_group(behind, mark)
}

fn begins_group(rest: &str, mark: u8) -> bool {
    let bytes = rest.as_bytes();
    bytes.first() == Some(&mark) && bytes.get(1).is_some_and(u8::is_ascii_digit)
}

/// How any word is capitalised. A possessive counts as lower case.
pub(super) fn shape(word: &str) -> WordShape {
    let mut seen = 0;
    for &byte in word.as_bytes() {
        seen |= CLASS[usize::from(byte)];
    }
    if seen & (UPPER | HIGH) == 0 || word.starts_with(is_apostrophe) {
        return WordShape::Lower;
    }
    Count::of(word).shape()
}

/// What a word's letters are, counted.
#[derive(Default)]
struct Count {
    upper: usize,
    lower: usize,
    others: usize,
    /// Capitals that begin no part of the word.
    inner: usize,
    first: bool,
}

impl Count {
    fn of(word: &str) -> Self {
        let mut letters = Self::default();
        let mut begins = true;
        for (index, c) in word.chars().enumerate() {
            let upper = c.is_uppercase();
            letters.first |= index == 0 && upper;
            letters.upper += usize::from(upper);
            letters.inner += usize::from(upper && !begins);
            letters.lower += usize::from(c.is_lowercase());
            letters.others += usize::from(c.is_numeric());
            begins = !c.is_alphanumeric() && !is_inherited(c);
        }
        letters
    }

    fn shape(&self) -> WordShape {
        match (self.upper, self.lower) {
            (0, _) => WordShape::Lower,
            (1, 0) if self.others == 0 => WordShape::Initial,
            (_, 0) => WordShape::Upper,
            _ if self.first && self.inner == 0 => WordShape::Capital,
            _ => WordShape::Mixed,
        }
    }
}
