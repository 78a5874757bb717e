//! Social security numbers of the US, without the areas, groups and serials that are never given.

use super::cursor::Cursor;
use super::number;
use crate::text::list::list;

/// The number that begins here. Nine digits in a row are one only where a word says so.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let count = c.digit_count();
    if !matches!(count, 3 | 9)
        || !number::may_begin(c)
        || matches!(c.before(), '-' | '+' | '/' | '.')
    {
        return None;
    }
    let (parts, end) = match count {
        9 if c.context(list!("ssn social security")) => in_a_row(c)?,
        3 => divided(c)?,
        _ => return None,
    };
    let more = matches!(end.peek(), b'-' | b'.' | b'/') && end.byte(1).is_ascii_alphanumeric();
    (is_given(parts) && !more).then_some(end)?.ends()
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
    let hyphen = end.peek() == b'-';
    let at = |end| step(end, hyphen);
    let (group, end) = at(end)?.digits(2, 2)?;
    let (serial, end) = at(end)?.digits(4, 4)?;
    Some(([area, group, serial], end))
}

#[inline]
fn step(c: Cursor<'_>, hyphen: bool) -> Option<Cursor<'_>> {
    if hyphen { c.lit(b'-') } else { c.gap() }
}

fn is_given([area, group, serial]: [u32; 3]) -> bool {
    area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
}
