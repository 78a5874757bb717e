//! Telephone numbers: international ones, and those of the North American plan with area code.

use super::chars::{divides_digits, is_hyphen, is_word_char};
use super::cursor::Cursor;
use super::label::{self, Label};
use super::national;
use crate::text::list::{List, list};

/// Most digits of a number (E.164).
const MOST: usize = 15;
const LEAST: usize = 8;
/// Those of one as it is dialled within a country.
pub(super) const FEWEST: usize = 7;
/// Digits behind a plus sign that are no amount.
const SURE: usize = 10;

const MEBIBYTE: u64 = 1 << 20;

/// How a plus sign is written in URLs and in strings of code.
const PLUS: [&str; 4] = ["%2B", "%2b", "\\u002B", "\\u002b"];

/// Words in the name of a number.
const WORDS: &List = list!(
    "phone call tel telephone mobile cell cellphone fax contact dial text sms msisdn whatsapp phonenumber"
);
/// Words in the name of other numbers of ten digits.
pub(super) const OTHERS: &List =
    list!("order account invoice id ticket number# isbn card tracking reference ref case serial");
/// Words in the name of a thing's number.
const PARTS: &List = list!("sku part pn model article serial order invoice isbn item");
/// Words in the name of what ten digits in a row count or stand for.
pub(super) const SIZES: &List = list!(
    "views size length count total offset hash seed ns ms bytes elapsed duration population timestamp item rows"
);
/// Words for what ten digits in a row count.
pub(super) const COUNTED: &List = list!(
    "people persons inhabitants users customers visitors views times bytes bits tokens parameters rows records items \
    entries lines files requests events messages operations cycles years days hours minutes seconds milliseconds ms \
    microseconds nanoseconds ns dollars euros pounds yen rupees won usd eur shares units copies cells atoms stars"
);

/// The telephone number that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let coded = matches!(c.peek(), b'%' | b'\\');
    if !coded && !c.may_have_digits(FEWEST) || !may_begin(c) {
        return None;
    }
    let domestic = || american(c).filter(|_| !is_of_part(c));
    let end = international(c)
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

/// `+44 20 3456 7890`, `(+45) 12 34 56 78`, `0049 176 12345678`, `011-82-10-1234-5678`.
fn international(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let bracket = c.lit(b'(');
    let start = bracket.unwrap_or(c);
    let code = match plus(start) {
        Some(code) => code,
        None => dialled(start)?,
    };
    if !matches!(code.peek(), b'1'..=b'9') {
        return None;
    }
    let (mut end, mut digits) = (code, 0);
    if bracket.is_some() {
        let count = code.digit_count();
        (end, digits) = (code.skip(count).lit(b')').filter(|_| count < 4)?, count);
    }
    let american = code.peek() == b'1';
    while let Some((next, count)) = group(end, digits) {
        if digits + count > MOST {
            return (next.pos > end.pos && end.gap().is_some())
                .then_some(end)
                .filter(|_| digits >= LEAST);
        }
        (end, digits) = (next.skip(count), digits + count);
        if american && digits == 11 {
            break;
        }
    }
    (digits >= LEAST && (!american || digits == 11)).then_some(end)
}

/// Behind a plus sign, as it is or in code.
fn plus(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let coded = || PLUS.iter().find_map(|code| c.text(code));
    c.lit(b'+').or_else(coded)
}

/// Behind the prefix that dials abroad.
fn dialled(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let us = c.text("011-").or_else(|| c.text("011 "));
    let end = us.or_else(|| c.text("00"))?;
    let end = end.space();
    let whole = end.digit_count() > 3
        || end.pos > c.pos + 2
        || !matches!(end.byte(end.digit_count()), b'.' | b',' | b':');
    let grouped = end.digit_count() < 4;
    (whole && (grouped || c.before() != '(')).then_some(end)
}

/// Whether it is called the number of a thing or of an order.
fn is_of_part(c: Cursor<'_>) -> bool {
    let Label { name, set_off, .. } = label::of(c);
    let known = || label::has(name, PARTS) || name.ends_with("P/N");
    set_off && known() && !label::has(name, WORDS)
}

/// The next group of digits, past what divides groups, and how many it has.
pub(super) fn group(c: Cursor<'_>, digits: usize) -> Option<(Cursor<'_>, usize)> {
    let at = if digits == 0 { c } else { divided(c)? };
    if let Some(inner) = at.lit(b'(') {
        let count = inner.digit_count();
        let closed = inner.skip(count).lit(b')');
        return (closed.is_some() && (1..6).contains(&count)).then_some((inner, count));
    }
    let count = at.digit_count();
    // A dash may also part two numbers.
    let other = c.peek() >= 0x80 && digits + count > MOST;
    (count > 0 && !other).then_some((at, count))
}

/// Behind what may stand between two groups.
fn divided(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let closed = c.maybe(b')');
    if closed.peek() >= 0x80 {
        let (_, behind) = closed.hyphen()?;
        return behind.peek().is_ascii_digit().then_some(behind);
    }
    let spaced = closed.space();
    let mark =
        matches!(spaced.peek(), b'-' | b'.' | b'/') && !matches!(spaced.byte(1), b'-' | b'.');
    let marked = if mark { spaced.skip(1).space() } else { spaced };
    (marked.pos > c.pos || marked.peek() == b'(').then_some(marked)
}

/// `(415) 555-0132`, `1-541-754-3010`, `123.456.7890`, `4156667777`.
fn american(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = bare(c) {
        return Some(end);
    }
    let area = match c.digits(1, 1) {
        Some((1, end)) => divided(end)?,
        _ => c,
    };
    let bracket = area.lit(b'(');
    let (_, end) = bracket.unwrap_or(area).digits(3, 3)?;
    let end = if bracket.is_some() {
        end.lit(b')')?
    } else {
        end
    };
    if bracket.is_some() && end.digit_count() == 7 {
        return Some(end.skip(7));
    }
    let exchange = if end.peek().is_ascii_digit() {
        end
    } else {
        divided(end)?
    };
    let (_, end) = exchange.digits(3, 3)?;
    let (_, end) = divided(end)?.digits(4, 4)?;
    if is_in_row(c, end) {
        return None;
    }
    let assigned = bracket.unwrap_or(area).peek() > b'1' && exchange.peek() > b'1';
    is_typeset(c, end, assigned, bracket.is_some()).then_some(end)
}

/// Whether spaces alone divide it, and it is a part of a row of numbers.
fn is_in_row(c: Cursor<'_>, end: Cursor<'_>) -> bool {
    let text = c.text_to(end);
    if !text.bytes().all(|b| b == b' ' || b.is_ascii_digit()) || !text.contains(' ') {
        return false;
    }
    let follows = matches!(c.number_before(), 2 | 3);
    let next = end.space();
    let goes_on = next.pos > end.pos && !matches!(next.digit_count(), 0 | 1 | 3);
    let goes_on = goes_on && next.skip(next.digit_count()).stops();
    (text.contains("  ") || follows || goes_on) && !c.context(WORDS)
}

/// Whether the marks of typography, if there are any, are those of a number: dashes part ranges and sums
/// as well, where they do not stand in both places.
fn is_typeset(c: Cursor<'_>, end: Cursor<'_>, assigned: bool, bracket: bool) -> bool {
    let is_mark = |c: &char| !c.is_ascii() && divides_digits(*c);
    let mut marks = c.text_to(end).chars().filter(is_mark);
    let Some(mark) = marks.next() else {
        return true;
    };
    let sure = is_hyphen(mark) || bracket || marks.next() == Some(mark);
    assigned && sure && c.before() != mark
}

/// Ten digits in a row: area and exchange never begin with 0 or 1, and other numbers are announced.
fn bare(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let start = if c.digit_count() == 11 {
        c.lit(b'1')?
    } else {
        c
    };
    let (area, exchange) = (start.peek(), start.byte(3));
    if start.digit_count() != 10 || area <= b'1' || exchange <= b'1' {
        return None;
    }
    let other = || c.context(OTHERS) || label::keys(c, OTHERS);
    let told = c.context(WORDS) || label::keys(c, WORDS);
    let end = start.skip(10);
    let counts = || end.then(COUNTED).is_some();
    // `INV-2125550147`, `2125550147.jpg`
    let joined = is_hyphen(c.before()) && c.before_back(1).is_alphabetic();
    let joined = joined || label::assigns(c, SIZES);
    let file = end.peek() == b'.' && end.byte(1).is_ascii_alphabetic();
    (told || !joined && !file && !other() && !is_of_machine(start.text_to(end)) && !counts())
        .then_some(end)
}

/// Whether digits are a size or a limit of a machine, such as 2147483647 or 4 GiB in bytes: a million times
/// likelier than a number that is one by chance.
fn is_of_machine(digits: &str) -> bool {
    let number = digits.parse::<u64>().unwrap_or(1);
    number.is_multiple_of(MEBIBYTE) || (number + 1).is_multiple_of(MEBIBYTE)
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
