//! Payment cards: the ranges of the issuers, their lengths, and the check digit of ISO/IEC 7812.

use super::cursor::Cursor;
use super::{label, number};
use crate::text::list::{List, list};

const SHORTEST: usize = 12;
const LONGEST: usize = 19;

/// Words in the name of a card's number.
const WORDS: &List = list!(
    "card cards cc pan pay payment payments visa mastercard amex maestro discover jcb diners karte karten kartennummer kreditkarte kreditkartennummer"
);

/// The card number that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let count = c.digit_count();
    // Few numbers of eight digits need a second look.
    let half = count == 8 && matches!(c.peek(), b'3'..=b'6');
    if count != 4 && !half && !(SHORTEST..=LONGEST).contains(&count) || !may_begin(c) {
        return None;
    }
    let mut digits = [0; LONGEST];
    let (length, end) = match count {
        4 => grouped(c, &mut digits)?,
        8 => halves(c, &mut digits)?,
        _ => (copy(c, &mut digits, 0, count)?, c.skip(count)),
    };
    let digits = &digits[..length];
    let more = matches!(end.peek(), b'.' | b'+') && end.byte(1).is_ascii_digit();
    (!more && !end.goes_on() && is_issued(digits) && is_checked(digits))
        .then_some(end)?
        .ends()
}

fn may_begin(c: Cursor<'_>) -> bool {
    let told = || label::announces(c, WORDS) || label::leads(c, WORDS);
    number::stands_alone(c) || told() || label::is_numbered(c)
}

/// Spaces and line ends as forms, pages and formulas write them.
const CODED: [&str; 6] = ["+", "%20", "&nbsp;", "<br>", "<br/>", "\\,"];

/// Two groups of eight.
fn halves<'i>(c: Cursor<'i>, digits: &mut [u8; LONGEST]) -> Option<(usize, Cursor<'i>)> {
    let length = copy(c, digits, 0, 8)?;
    let end = c.skip(8);
    let mark = end.divider().filter(|mark| *mark != '.');
    let next = end.divided(mark)?;
    let sound = next.digit_count() == 8 && !number::is_rest(c, mark);
    let length = sound.then(|| copy(next, digits, length, 8))??;
    Some((length, next.skip(8)))
}

/// Behind what divides two groups, where `mark` is the hyphen, dash or dot that does. Either may be emphasised.
fn apart(c: Cursor<'_>, mark: Option<char>) -> Option<Cursor<'_>> {
    let c = c.unmarked();
    if mark.is_none() && matches!(c.peek(), b'+' | b'%' | b'&' | b'<' | b'\\') {
        return CODED.iter().find_map(|code| c.text(code));
    }
    c.divided(mark).map(Cursor::unmarked)
}

/// Behind a number whose last emphasis began within it.
fn closed<'i>(c: Cursor<'i>, end: Cursor<'i>) -> Cursor<'i> {
    let runs = c.text_to(end).split(['*', '_', '`']);
    let runs = runs.filter(|part| !part.is_empty()).count();
    if runs % 2 == 0 { end.unmarked() } else { end }
}

/// Groups of four, or four, six and the rest, all divided in the same way; a hyphen may stand in the middle.
fn grouped<'i>(c: Cursor<'i>, digits: &mut [u8; LONGEST]) -> Option<(usize, Cursor<'i>)> {
    let mut length = copy(c, digits, 0, 4)?;
    let mut end = c.skip(4);
    let mark = end.unmarked().divider();
    let second = apart(end, mark)?;
    if number::is_rest(c, mark) {
        return None;
    }
    let sizes: &[usize] = if second.digit_count() == 6 {
        &[6, 5]
    } else {
        &[4, 4, 4]
    };
    for (at, &size) in sizes.iter().enumerate() {
        let middle = at == 1 && mark.is_none() && end.peek() == b'-';
        let next = if middle {
            end.lit(b'-')?
        } else {
            apart(end, mark)?
        };
        let short = size == 5 && next.digit_count() == 4;
        let size = size - usize::from(short);
        if next.digit_count() != size {
            return None;
        }
        length = copy(next, digits, length, size)?;
        end = next.skip(size);
    }
    Some((length, closed(c, end)))
}

fn copy(c: Cursor<'_>, digits: &mut [u8; LONGEST], from: usize, count: usize) -> Option<usize> {
    let target = digits.get_mut(from..from + count)?;
    let source = c.rest().as_bytes().get(..count)?;
    for (digit, byte) in target.iter_mut().zip(source) {
        *digit = byte - b'0';
    }
    Some(from + count)
}

/// Whether digits are a card's number.
pub(super) fn is_number(digits: &[u8]) -> bool {
    (SHORTEST..=LONGEST).contains(&digits.len()) && is_issued(digits) && is_checked(digits)
}

/// Whether an issuer has this beginning with this length.
fn is_issued(digits: &[u8]) -> bool {
    let head = |count: usize| {
        digits[..count]
            .iter()
            .fold(0_u32, |n, d| n * 10 + u32::from(*d))
    };
    let (length, two, three, four) = (digits.len(), head(2), head(3), head(4));
    match two {
        10..=19 | 34 | 37 => length == 15,
        21 => length == 15 && four == 2131,
        30 | 36 | 38 | 39 => {
            (14..=19).contains(&length) && (two != 30 || three < 306 || three == 309)
        }
        35 => (16..=19).contains(&length),
        40..=49 => matches!(length, 13 | 16 | 19),
        51..=55 => length == 16,
        22..=27 => length == 16 && (2221..=2720).contains(&four),
        50 | 56..=58 | 60 | 62..=65 | 67 | 69 => length >= SHORTEST && (two != 60 || length > 15),
        _ => false,
    }
}

/// The Luhn check.
fn is_checked(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let weighed = digits.iter().rev().enumerate();
    let sum: u32 = weighed
        .map(|(at, &digit)| u32::from(if at % 2 == 1 { doubled(digit) } else { digit }))
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|&digit| digit > 0)
}
