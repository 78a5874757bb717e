//! Numbers.

use super::{Expected, Fault};

/// The byte behind the number that begins at `at`.
pub(super) fn number(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let first = at + usize::from(bytes.get(at) == Some(&b'-'));
    let whole = digits(bytes, first)?;
    if whole > first + 1 && bytes[first] == b'0' {
        return Err(Fault::new(first + 1, Expected::NoDigit));
    }
    let mut end = whole;
    if bytes.get(end) == Some(&b'.') {
        end = digits(bytes, end + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = matches!(bytes.get(end + 1), Some(b'+' | b'-'));
        end = digits(bytes, end + 1 + usize::from(sign))?;
    }
    Ok(end)
}

/// The byte behind the digits that begin at `at`, of which there must be one.
#[inline]
fn digits(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let mut end = at;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    if end == at {
        return Err(Fault::new(at, Expected::Digit));
    }
    Ok(end)
}

/// The value of a number of a few digits and no other sign, and the byte behind it.
#[inline]
pub(super) fn short(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (mut value, mut end) = (0, at);
    while let Some(digit @ b'0'..=b'9') = bytes.get(end) {
        value = value * 10 + u64::from(digit - b'0');
        end += 1;
        if end - at > 9 {
            return None;
        }
    }
    let plain = !matches!(bytes.get(end), Some(b'.' | b'e' | b'E'));
    let sound = bytes[at] != b'0' || end == at + 1;
    (plain && sound).then_some((value, end))
}

/// The value of a number that is whole and fits 64 bits unsigned.
pub(super) fn whole(number: &[u8]) -> Option<u64> {
    number.iter().try_fold(0u64, |value, byte| {
        let digit = u64::from(byte.wrapping_sub(b'0'));
        let value = value.checked_mul(10)?.checked_add(digit)?;
        (digit < 10).then_some(value)
    })
}
