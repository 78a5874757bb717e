//! Groups of digits, and what divides them.

use crate::entity::patterns::cursor::Cursor;

/// Most digits of a number (E.164).
pub(super) const MOST: usize = 15;
/// Fewest of one as it is dialled within a country.
pub(super) const FEWEST: usize = 7;

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
pub(super) fn divided(c: Cursor<'_>) -> Option<Cursor<'_>> {
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
