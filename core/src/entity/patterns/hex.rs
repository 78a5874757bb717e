//! Identifiers in hexadecimal digits: UUIDs and hardware addresses.

use super::cursor::Cursor;
use super::label;
use crate::text::list::{List, list};

/// Words in the name of a hardware address.
const WORDS: &List = list!("mac hwaddr hw ether addr address bssid");

/// The UUID that begins here, in the form of RFC 9562.
pub(super) fn uuid(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if !c.fresh() || c.before() == '-' {
        return None;
    }
    let mut place = group(c, 8)?;
    for length in [4, 4, 4, 12] {
        place = group(place.lit(b'-')?, length)?;
    }
    place
        .ends()
        .filter(|end| end.peek() != b'-' || !end.byte(1).is_ascii_hexdigit())
}

/// The EUI-48 address that begins here: six pairs or three groups of four. That of everyone and
/// that of nobody belong to no device.
pub(super) fn mac(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (length, count, divider) = match (c.byte(2), c.byte(4)) {
        (mark @ (b':' | b'-'), _) => (2, 6, mark),
        (_, b'.') => (4, 3, b'.'),
        _ => return None,
    };
    let end = groups(c, length, count, divider)?;
    let within =
        matches!(c.before(), ':' | '-' | '.') && !label::names(c, WORDS) && !label::is_word(c);
    if !c.fresh() || within {
        return None;
    }
    let text = &c.rest()[..end.pos - c.pos];
    let plain = |digit: u8| {
        let mut hex = text.bytes().filter(u8::is_ascii_hexdigit);
        hex.all(|b| b.eq_ignore_ascii_case(&digit))
    };
    let goes_on = end.peek() == divider && end.byte(1).is_ascii_hexdigit();
    (!plain(b'0') && !plain(b'f') && !goes_on)
        .then_some(end)?
        .ends()
}

fn groups(c: Cursor<'_>, length: usize, count: usize, divider: u8) -> Option<Cursor<'_>> {
    let first = group(c, length)?;
    (1..count).try_fold(first, |place, _| group(place.lit(divider)?, length))
}

/// Behind exactly `length` hexadecimal digits.
fn group(c: Cursor<'_>, length: usize) -> Option<Cursor<'_>> {
    (0..length)
        .all(|at| c.byte(at).is_ascii_hexdigit())
        .then(|| c.skip(length))
}
