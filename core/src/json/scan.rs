//! Finding the bytes of a string that matter, eight at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The first byte at or behind `at` that is a quote, a backslash or a control character; the
/// length of `bytes` where there is none.
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = marks(u64::from_le_bytes(*eight));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while at < bytes.len() && !matches!(bytes[at], b'"' | b'\\' | 0..0x20) {
        at += 1;
    }
    at
}

/// The high bit of every special byte; above the lowest one set, others may be set wrongly.
#[inline]
fn marks(word: u64) -> u64 {
    let quote = word ^ (ONES * b'"' as u64);
    let slash = word ^ (ONES * b'\\' as u64);
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    let quote = quote.wrapping_sub(ONES) & !quote;
    let slash = slash.wrapping_sub(ONES) & !slash;
    (control | quote | slash) & HIGH
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
