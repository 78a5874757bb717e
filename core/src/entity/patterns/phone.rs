//! Telephone numbers: international ones, those of the North American plan with area code, and those that a word
//! announces.

mod american;
mod groups;
mod international;
mod national;
mod words;

use groups::FEWEST;
use international::plus;
use national::NAMES;
use words::{PARTS, WORDS};

use super::chars::{is_hyphen, is_word_char};
use super::cursor::Cursor;
use super::label::{self, Label};
use crate::text::list::list;

/// Digits behind a plus sign that are no amount.
const SURE: usize = 10;

/// The telephone number that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let coded = matches!(c.peek(), b'%' | b'\\');
    if !coded && !c.may_have_digits(FEWEST) || !may_begin(c) {
        return None;
    }
    let domestic = || american::find(c).filter(|_| !is_of_part(c));
    let end = international::find(c)
        .or_else(domestic)
        .or_else(|| national::find(c))?;
    if c.before() == '=' && c.peek() != b'(' && !is_assigned(c, end) {
        return None;
    }
    let end = extension(end).unwrap_or(end);
    let percent = end.peek() == b'%' && !end.byte(1).is_ascii_hexdigit();
    let bad = percent || matches!(end.peek(), b'$' | b'@' | b'=') || end.text("°").is_some();
    (!bad && !amounts(c, end) && !end.goes_on())
        .then_some(end)?
        .ends()
}

/// Whether a number behind an equals sign is one: a label says so, or its own form does, where the name before
/// it is no variable of arithmetic.
fn is_assigned(c: Cursor<'_>, end: Cursor<'_>) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let text = c.text_to(end);
    let named = c.before_back(1).is_alphanumeric() && c.before_back(2).is_alphanumeric();
    let named = named || label::is_query(c);
    let formed = if plus(c).is_some() {
        digits(text) >= SURE
    } else {
        named && digits(text) < text.len()
    };
    formed || label::names(c, WORDS)
}

/// Whether the digits go on as those of an amount or a version do. In a list without spaces another element
/// follows.
fn amounts(c: Cursor<'_>, end: Cursor<'_>) -> bool {
    if !end.byte(1).is_ascii_digit() {
        return false;
    }
    let in_a_row = |text: &str| text[1..].bytes().all(|byte| byte.is_ascii_digit());
    match end.peek() {
        b'.' => true,
        b'/' | b',' => in_a_row(c.text_to(end)) && c.peek() == b'+' && end.pos - c.pos <= SURE,
        _ => false,
    }
}

fn may_begin(c: Cursor<'_>) -> bool {
    let before = c.before();
    let digit = c.before_back(1).is_ascii_digit();
    if c.after_markup() {
        return true;
    }
    match (c.peek(), before) {
        (_, '=') => true,
        (_, '/' | '#') if label::names(c, WORDS) || follows_one(c) => true,
        (_, '#' | '.') if label::leads(c, WORDS) || label::leads(c, NAMES) => true,
        (b'+', _) => !before.is_ascii_digit() && before != ')',
        (b'(', _) => !before.is_ascii_digit() && before != '$',
        (_, ',') => true,
        (_, '.' | ':') => !digit && before != '.',
        (_, mark) if is_hyphen(mark) => !digit,
        (_, '/' | '#' | '\\' | '+' | '*') => false,
        (_, '(') => c.before_back(1) != '(',
        _ => !is_word_char(before) && !is_currency(before),
    }
}

/// Whether a stroke stands before it, and the last group of another number before that.
fn follows_one(c: Cursor<'_>) -> bool {
    let before = c.text_before(6).as_bytes();
    let group = |group: &[u8]| group.len() == 4 && group.iter().all(u8::is_ascii_digit);
    matches!(before, [b'-' | b'.' | b' ', last @ .., b'/'] if group(last))
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥')
}

/// ` x456`, `, ext 7246433`, ` ext. 12`.
fn extension(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.space();
    let next = next.lit(b',').map_or(next, Cursor::space);
    let word = next.letters();
    if !list!("x ext extn extension").has(word) {
        return None;
    }
    let number = next.skip(word.len()).maybe(b'.').maybe(b':').space();
    let (_, end) = number.digits(1, 7)?;
    end.ends()
}

/// Whether it is called the number of a thing or of an order.
fn is_of_part(c: Cursor<'_>) -> bool {
    let Label { name, set_off, .. } = label::of(c);
    let known = || label::has(name, PARTS) || name.ends_with("P/N");
    set_off && known() && !label::has(name, WORDS)
}
