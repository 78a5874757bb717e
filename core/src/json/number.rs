//! Numbers.

use super::Fault;

/// The byte behind the number that begins at `at`, and its value where it is a whole number that
/// fits 64 bits unsigned.
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Result<(usize, Option<u64>), Fault> {
    let first = at + usize::from(bytes.get(at) == Some(&b'-'));
    let whole = digits(bytes, first)?;
    if whole > first + 1 && bytes[first] == b'0' {
        return Err(Fault::invalid(first + 1, "no digit behind a leading 0"));
    }
    let mut end = whole;
    if bytes.get(end) == Some(&b'.') {
        end = digits(bytes, end + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = matches!(bytes.get(end + 1), Some(b'+' | b'-'));
        end = digits(bytes, end + 1 + usize::from(sign))?;
    }
    let plain = first == at && end == whole;
    Ok((end, plain.then(|| value(&bytes[at..end])).flatten()))
}

/// The byte behind the digits that begin at `at`, of which there must be one.
#[inline]
fn digits(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let mut end = at;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    if end == at {
        return Err(Fault::invalid(at, "a digit"));
    }
    Ok(end)
}

fn value(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |value, digit| {
        let digit = u64::from(digit - b'0');
        value.checked_mul(10)?.checked_add(digit)
    })
}
