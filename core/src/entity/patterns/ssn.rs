//! Social security numbers of the US, without the areas, groups and serials that are never given.

use super::cursor::Cursor;
use super::{label, number};
use crate::text::list::{List, list};

/// Words that say that nine digits are one.
const WORDS: &List = list!("ssn social security");

/// The number that begins here. Nine digits in a row are one only where a word says so.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let count = c.digit_count();
    let first = count == 3 && !c.skip(3).is_last();
    if !first && count != 9 || !may_begin(c) {
        return None;
    }
    let (parts, end) = match count {
        9 if is_told(c) => in_a_row(c)?,
        3 => divided(c)?,
        _ => return None,
    };
    let more = match end.peek() {
        b'-' | b'/' => end.byte(1).is_ascii_alphanumeric(),
        b'.' => end.byte(1).is_ascii_digit(),
        _ => false,
    };
    (is_given(parts) && !more && !end.goes_on())
        .then_some(end)?
        .ends()
}

fn may_begin(c: Cursor<'_>) -> bool {
    number::stands_alone(c) || label::announces(c, WORDS) || label::leads(c, WORDS)
}

fn is_told(c: Cursor<'_>) -> bool {
    c.context(WORDS) || label::keys(c, WORDS)
}

fn in_a_row(c: Cursor<'_>) -> Option<([u32; 3], Cursor<'_>)> {
    let (number, end) = c.digits(9, 9)?;
    Some((
        [number / 1_000_000, number / 10_000 % 100, number % 10_000],
        end,
    ))
}

fn divided(c: Cursor<'_>) -> Option<([u32; 3], Cursor<'_>)> {
    let (area, end) = c.digits(3, 3)?;
    let mark = end.divider();
    // Versions and dates have dots, too.
    let told = mark != Some('.') || is_told(c) || label::names(c, WORDS);
    if !told || number::is_rest(c, mark) {
        return None;
    }
    let (group, end) = end.divided(mark)?.digits(2, 2)?;
    let (serial, end) = end.divided(mark)?.digits(4, 4)?;
    let row = c.text_to(end).contains("  ") || mark.is_none() && c.number_before() > 0;
    if row && !is_told(c) {
        return None;
    }
    Some(([area, group, serial], end))
}

/// Whether area, group and serial are ones that are given.
pub(super) fn is_given([area, group, serial]: [u32; 3]) -> bool {
    area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
}
