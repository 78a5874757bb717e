//! Letters of ASCII, eight bytes at a time.

use super::WordShape;

const ONES: u64 = 0x0101_0101_0101_0101;

/// Bit 5 of every byte: set, it puts ASCII letters in lower case and leaves digits, hyphens and
/// apostrophes as they are.
pub(super) const LOWER: u64 = 0x20 * ONES;

/// What is set in bytes beyond ASCII.
pub(super) const HIGH: u64 = 0x80 * ONES;

/// A word of letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    /// Its bytes.
    pub length: usize,
    /// The first eight of them in lower case, as [`load`] has them.
    pub first: u64,
    pub shape: WordShape,
}

impl Letters {
    /// The same as a call, which is small, for what is read less often.
    #[inline(never)]
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::at(bytes)
    }

    /// The letters that `bytes` begins with.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8]) -> Self {
        let head = load(bytes);
        let mask = leading(head);
        let (mut length, mut last) = (length(mask), mask);
        // Capitals behind the first letter, and small letters.
        let mut inner = !head & LOWER & mask & !0xff;
        let mut small = head & LOWER & mask;
        while last == u64::MAX {
            let next = load(bytes.get(length..).unwrap_or_default());
            last = leading(next);
            length += self::length(last);
            inner |= !next & LOWER & last;
            small |= next & LOWER & last;
        }
        Self {
            length,
            first: (head | LOWER) & mask,
            shape: shape(head & 0x20 == 0, inner != 0, small != 0),
        }
    }
}

/// How many letters of ASCII `bytes` begins with.
#[inline]
pub(crate) fn letters_at(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(first) if first.is_ascii_alphabetic() => Letters::at(bytes).length,
        _ => 0,
    }
}

/// How a word is capitalised that begins with a `capital`, has such behind its first letter (`inner`) and `small` ones.
#[inline(always)]
fn shape(capital: bool, inner: bool, small: bool) -> WordShape {
    match (capital, inner, small) {
        (false, false, _) => WordShape::Lower,
        (true, false, true) => WordShape::Capital,
        (true, false, false) => WordShape::Initial,
        (true, true, false) => WordShape::Upper,
        _ => WordShape::Mixed,
    }
}

/// All bits of the bytes before the first one that is no letter.
#[inline(always)]
fn leading(bytes: u64) -> u64 {
    let low = (bytes | LOWER) & !HIGH;
    let (from_a, behind_z) = (low + 0x1f * ONES, low + 0x05 * ONES);
    let others = !(from_a & !behind_z & !bytes) & HIGH;
    // The bits below the lowest one.
    let below = others & others.wrapping_neg();
    (below >> 7).wrapping_sub(1)
}

/// How many bytes a mask of [`leading`] has.
#[inline(always)]
fn length(mask: u64) -> usize {
    mask.trailing_ones() as usize / 8
}

/// The first eight bytes as a number, the first one in its lowest bits; zeros behind the last.
#[inline(always)]
pub(super) fn load(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => load_few(bytes),
    }
}

/// The same of fewer than eight bytes: the first half and the last half, which may overlap.
#[inline(always)]
fn load_few(bytes: &[u8]) -> u64 {
    if let (Some(head), Some(tail)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let tail = u64::from(u32::from_le_bytes(*tail));
        return u64::from(u32::from_le_bytes(*head)) | tail << (8 * (bytes.len() - 4));
    }
    match *bytes {
        [a] => u64::from(a),
        [a, b] => u64::from(a) | u64::from(b) << 8,
        [a, b, c, ..] => u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16,
        [] => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_letters_at_the_front() {
        for length in 0..40 {
            for behind in [
                "",
                " ",
                "@",
                "[",
                "`",
                "{",
                "é",
                "\u{7f}",
                "0 and more of it",
            ] {
                let text = std::format!("{}{behind}", "qZ".repeat(length));
                assert_eq!(Letters::at(text.as_bytes()).length, 2 * length, "{text}");
            }
        }
    }

    #[test]
    fn tells_how_words_are_capitalised() {
        let check = |word: &str, expected: WordShape| {
            assert_eq!(Letters::at(word.as_bytes()).shape, expected, "{word}");
        };
        check("a", WordShape::Lower);
        check("paragraphs AND", WordShape::Lower);
        check("I Am", WordShape::Initial);
        check("ABCDEFGHIJ", WordShape::Upper);
        check("Paragraphs", WordShape::Capital);
        check("ParagrapHs", WordShape::Mixed);
        check("ABCDEFGHIj", WordShape::Mixed);
        check("paragraphS", WordShape::Mixed);
        check("aB", WordShape::Mixed);
    }
}
