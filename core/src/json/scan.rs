//! Finding the bytes of a string that matter, eight at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The first byte at or behind `at` that is a quote, a backslash or a control character; the
/// length of `bytes` where there is none.
#[inline(always)]
pub(super) fn special(bytes: &[u8], at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    while let Some((eight, behind)) = rest.split_first_chunk::<8>() {
        let found = marks(u64::from_le_bytes(*eight));
        if found != 0 {
            return bytes.len() - rest.len() + (found.trailing_zeros() / 8) as usize;
        }
        rest = behind;
    }
    bytes.len() - rest.len() + special_in_tail(rest)
}

/// Only the last bytes of a document come here.
#[cold]
fn special_in_tail(tail: &[u8]) -> usize {
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    tail.iter().position(is_special).unwrap_or(tail.len())
}

/// The high bit of every special byte; above the lowest one set, others may be set wrongly.
#[inline]
fn marks(word: u64) -> u64 {
    // With this bit turned, the quote is the byte behind the control characters.
    let low = word ^ (ONES * 0x02);
    let low = low.wrapping_sub(ONES * 0x21) & !low;
    let slash = word ^ (ONES * 0x5c);
    let slash = slash.wrapping_sub(ONES) & !slash;
    (low | slash) & HIGH
}

#[cfg(test)]
mod tests {
    use super::special;

    #[test]
    fn finds_every_special_byte_at_every_place() {
        for byte in 0..=255u8 {
            for place in 0..20 {
                let mut bytes = [0xf0; 24];
                bytes[place] = byte;
                bytes[21] = b'"';
                let wanted = match byte {
                    b'"' | b'\\' | 0..0x20 => place,
                    _ => 21,
                };
                assert_eq!(special(&bytes, 0), wanted, "byte {byte} at {place}");
            }
        }
    }
}
