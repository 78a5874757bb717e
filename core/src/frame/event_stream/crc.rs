//! The CRC-32 of IEEE 802.3.

/// The checksum of `bytes`.
#[cfg(feature = "std")]
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

/// The checksum of `bytes`. The tables of `crc32fast` are 16 KiB, which nothing compresses; this one is 64
/// bytes.
#[cfg(not(feature = "std"))]
pub(super) use small as crc32;

/// The polynomial, its lowest power first.
#[cfg(any(test, not(feature = "std")))]
const POLYNOMIAL: u32 = 0xedb8_8320;

/// What four bits do to a checksum.
#[cfg(any(test, not(feature = "std")))]
static STEPS: [u32; 16] = {
    let mut steps = [0; 16];
    let mut bits = 0;
    while bits < 16 {
        let mut step = bits as u32;
        let mut bit = 0;
        while bit < 4 {
            step = (step >> 1) ^ (POLYNOMIAL & (step & 1).wrapping_neg());
            bit += 1;
        }
        steps[bits] = step;
        bits += 1;
    }
    steps
};

#[cfg(any(test, not(feature = "std")))]
pub(super) fn small(bytes: &[u8]) -> u32 {
    let step = |sum: u32, bits: u32| (sum >> 4) ^ STEPS[((sum ^ bits) & 0xf) as usize];
    let sum = bytes.iter().fold(!0, |sum, &byte| {
        let byte = u32::from(byte);
        step(step(sum, byte), byte >> 4)
    });
    !sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::small;

    #[test]
    fn the_check_value_is_that_of_the_catalogue() {
        assert_eq!(small(b"123456789"), 0xcbf4_3926);
        assert_eq!(small(b""), 0);
    }

    proptest! {
        #[test]
        fn it_is_what_the_library_tells(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(small(&bytes), crc32fast::hash(&bytes));
        }
    }
}
