//! Numbers of the North American plan, with area code.

use super::groups::divided;
use super::words::{COUNTED, OTHERS, SIZES, WORDS};
use crate::entity::patterns::chars::{divides_digits, is_hyphen};
use crate::entity::patterns::cursor::Cursor;
use crate::entity::patterns::label;

const MEBIBYTE: u64 = 1 << 20;
/// Of hashes (FNV, Knuth's, Murmur, xxHash), CRC-32 and the Mersenne Twister, and the last 32-bit numbers.
const CONSTANTS: [u64; 15] = [
    2_147_483_646,
    2_166_136_261,
    2_246_822_507,
    2_246_822_519,
    2_567_483_615,
    2_636_928_640,
    2_654_435_761,
    2_654_435_769,
    3_266_489_909,
    3_266_489_917,
    3_432_918_353,
    3_988_292_384,
    4_022_730_752,
    4_294_967_291,
    4_294_967_294,
];

/// `(415) 555-0132`, `1-541-754-3010`, `123.456.7890`, `4156667777`.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
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

/// Whether digits are a size or a limit of a machine, such as 2147483647 or 4 GiB in bytes, or a constant of many
/// programs: a million times likelier than a number that is one by chance.
fn is_of_machine(digits: &str) -> bool {
    let number = digits.parse::<u64>().unwrap_or(1);
    // `randint(1000000000, 9999999999)`
    let limit = digits.bytes().all(|digit| digit == b'9');
    limit
        || number.is_multiple_of(MEBIBYTE)
        || (number + 1).is_multiple_of(MEBIBYTE)
        || CONSTANTS.contains(&number)
}
