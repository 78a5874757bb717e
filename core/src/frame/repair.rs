//! Invalid UTF-8 replaced as the decoder of the Encoding standard does it: one U+FFFD for each
//! maximal subpart of a sequence, which is also what [`String::from_utf8_lossy`] does.

use core::str::from_utf8;

use crate::buffer::{Carry, Exhausted};

pub(super) const REPLACEMENT: &str = "\u{FFFD}";

/// How long `bytes` are once what is invalid is replaced.
pub(super) fn repaired_len(bytes: &[u8]) -> usize {
    let len = |invalid: &[u8]| match invalid {
        [] => 0,
        _ => REPLACEMENT.len(),
    };
    bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().len() + len(chunk.invalid()))
        .sum()
}

/// Replaces what is invalid, in place. `len` is what [`repaired_len`] says.
///
/// # Errors
///
/// [`Exhausted`] when the pool has no buffer that is large enough; the content is unchanged.
pub(super) fn repair(carry: &mut Carry, len: usize) -> Result<(), Exhausted> {
    let growth = len - carry.len();
    carry.resize(len)?;
    let bytes = carry.as_mut_slice();
    bytes.copy_within(..len - growth, growth);
    close_up(bytes, growth);
    Ok(())
}

/// Moves what stands from `read` on to the front and replaces what is invalid on the way. A
/// replacement is never shorter than what it replaces, so writing never overtakes reading.
fn close_up(bytes: &mut [u8], mut read: usize) {
    let mut write = 0;
    while read < bytes.len() {
        let (valid, invalid) = match from_utf8(&bytes[read..]) {
            Ok(text) => (text.len(), 0),
            Err(error) => {
                let valid = error.valid_up_to();
                let rest = bytes.len() - read - valid;
                (valid, error.error_len().unwrap_or(rest))
            }
        };
        bytes.copy_within(read..read + valid, write);
        read += valid + invalid;
        write += valid;
        if invalid > 0 {
            bytes[write..write + REPLACEMENT.len()].copy_from_slice(REPLACEMENT.as_bytes());
            write += REPLACEMENT.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::buffer::{BufferPool, PoolSizes};

    #[test]
    fn replaces_what_the_standard_replaces() {
        let pool = BufferPool::new(&PoolSizes {
            bytes: vec![(64, 2)],
            windows: 0,
        });
        let table: [&[u8]; 7] = [
            b"",
            b"plain",
            b"\xFF",
            b"a\xF0\x9F\x98b\xC3\xA9\xE2\x82",
            b"\xED\xA0\x80\xF8\x88\x80\x80\x80",
            b"\xE2\x82\xE2\x82\xAC",
            b"\xF0\x9F\x98\x80\xF0\x9F\x98\xF0\x9F\xF0",
        ];
        for bytes in table {
            let mut carry = Carry::new(&pool);
            carry.push(bytes).unwrap();
            let expected = String::from_utf8_lossy(bytes);
            assert_eq!(repaired_len(bytes), expected.len(), "{bytes:?}");
            repair(&mut carry, expected.len()).unwrap();
            assert_eq!(carry.as_slice(), expected.as_bytes(), "{bytes:?}");
        }
    }
}
