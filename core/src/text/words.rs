//! Words in one string, found by a hash that costs no copy and no check.

use alloc::vec;
use alloc::vec::Vec;

use super::Classes;

/// Words in lower case with their classes. The words stand one behind the other in one string.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    letters: Vec<u8>,
    /// A power of two of them, each word in the first free one from where its hash points to.
    places: Vec<Entry>,
    count: usize,
}

/// 16 bytes, so that those that are looked at one after the other stand side by side in memory.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    start: u32,
    /// The word's length and bits of its hash; 0 where the place is free.
    mark: u32,
    classes: Classes,
}

impl Entry {
    fn word(self, letters: &[u8]) -> &[u8] {
        let start = self.start as usize;
        let len = self.mark as usize & Words::LONGEST;
        letters.get(start..start + len).unwrap_or_default()
    }
}

impl Words {
    /// Bytes of the longest word, as a mask.
    const LONGEST: usize = 255;

    /// Makes room for `count` more words.
    pub(super) fn reserve(&mut self, count: usize) {
        // Words pile up where more than three of four places are taken.
        let places = ((self.count + count) * 4 / 3 + 1).next_power_of_two();
        if places <= self.places.len() {
            return;
        }
        let before = core::mem::replace(&mut self.places, vec![Entry::default(); places]);
        for entry in before.into_iter().filter(|entry| entry.mark != 0) {
            let (hash, _) = hash(entry.word(&self.letters));
            let (Ok(at) | Err(at)) = self.place(hash, |other| other.start == entry.start);
            self.places[at] = entry;
        }
    }

    /// Adds `classes` to those of a word, which is in lower case.
    pub(super) fn add(&mut self, word: &str, classes: Classes) {
        let word = word.as_bytes();
        if word.is_empty() || word.len() > Self::LONGEST {
            return;
        }
        self.reserve(1);
        let (hash, _) = hash(word);
        let mark = mark(hash, word);
        match self.place(hash, |entry| {
            entry.mark == mark && entry.word(&self.letters) == word
        }) {
            Ok(at) => self.places[at].classes = self.places[at].classes.with(classes),
            Err(at) => {
                let start = self.letters.len() as u32;
                self.letters.extend_from_slice(word);
                self.count += 1;
                self.places[at] = Entry {
                    start,
                    mark,
                    classes,
                };
            }
        }
    }

    /// The classes of a word. One of ASCII letters, digits, hyphens and apostrophes alone counts
    /// in either case.
    pub(super) fn get(&self, word: &[u8]) -> Classes {
        self.look_up(word).0
    }

    /// The same, and whether the word is of ASCII.
    pub(super) fn look_up(&self, word: &[u8]) -> (Classes, bool) {
        let (hash, ascii) = hash(word);
        let mark = mark(hash, word);
        let is = |entry: &Entry| {
            entry.mark == mark && {
                let known = entry.word(&self.letters);
                same(known, word) && (ascii || known == word)
            }
        };
        let classes = match self.place(hash, is) {
            Ok(at) => self.places[at].classes,
            Err(_) => Classes::default(),
        };
        (classes, ascii)
    }

    /// The place of the word that it `is`, or else the free one that it would have.
    #[inline]
    fn place(&self, hash: u64, is: impl Fn(&Entry) -> bool) -> Result<usize, usize> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            match self.places.get(at) {
                Some(entry) if entry.mark == 0 => return Err(at),
                Some(entry) if is(entry) => return Ok(at),
                Some(_) => at = (at + 1) & mask,
                None => return Err(at),
            }
        }
    }
}

/// What an entry's word is told from most others by. No word is longer than the bits of its length.
fn mark(hash: u64, word: &[u8]) -> u32 {
    (hash >> 32) as u32 & !(Words::LONGEST as u32) | word.len() as u32
}

/// Bit 5 of every byte: set, it puts ASCII letters in lower case and leaves digits, hyphens and
/// apostrophes as they are.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// What is set in bytes beyond ASCII.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The same for a word in either case, and whether it is of ASCII. Two or three loads and a multiplication
/// each.
#[inline(always)]
fn hash(word: &[u8]) -> (u64, bool) {
    let mut rest = word;
    let mut state = word.len() as u64;
    let mut all = 0;
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let bytes = u64::from_le_bytes(*head);
        all |= bytes;
        state = mix(state ^ (bytes | LOWER));
        rest = tail;
    }
    let bytes = tail(rest);
    (mix(state ^ (bytes | LOWER)), (all | bytes) & HIGH == 0)
}

/// Whether two words of ASCII are the same but for their case.
// Kept out of the look at the marks, which nearly always is all that places before the word's own need.
#[inline(never)]
fn same(known: &[u8], word: &[u8]) -> bool {
    if known.len() != word.len() {
        return false;
    }
    let (mut known, mut word) = (known, word);
    while let (Some((a, known_tail)), Some((b, word_tail))) = (
        known.split_first_chunk::<8>(),
        word.split_first_chunk::<8>(),
    ) {
        if (u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b)) & !LOWER != 0 {
            return false;
        }
        (known, word) = (known_tail, word_tail);
    }
    (tail(known) ^ tail(word)) & !LOWER == 0
}

/// Up to 7 bytes as a number: the first half and the last half, which may overlap.
#[inline]
fn tail(rest: &[u8]) -> u64 {
    if let (Some(head), Some(tail)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*head)) << 32 | u64::from(u32::from_le_bytes(*tail));
    }
    match *rest {
        [] => 0,
        [a] => u64::from(a),
        [a, b] => u64::from(a) | u64::from(b) << 8,
        [a, b, c, ..] => u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16,
    }
}

/// One multiplication, whose upper half depends on all bits, and so does the lower one then.
fn mix(state: u64) -> u64 {
    let product = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_of_every_length_in_either_case() {
        let mut words = Words::default();
        let alphabet = "abcdefghijklmnopqrstuvwxyz-abcdefgh";
        for len in 1..=alphabet.len() {
            words.add(&alphabet[..len], Classes(1 << len));
        }
        for len in 1..=alphabet.len() {
            let word = &alphabet[..len];
            assert_eq!(words.get(word.as_bytes()), Classes(1 << len));
            let upper = word.to_ascii_uppercase();
            assert_eq!(words.get(upper.as_bytes()), Classes(1 << len));
        }
        assert_eq!(words.get(b"abd"), Classes::default());
        assert_eq!(words.get(b"abcdefghijkm"), Classes::default());
        assert_eq!(words.get(b""), Classes::default());
    }

    #[test]
    fn adds_classes_to_a_word_that_is_there() {
        let mut words = Words::default();
        words.add("may", Classes::MODAL);
        words.add("may", Classes::MONTH);
        let both = Classes::MODAL.with(Classes::MONTH);
        assert_eq!(words.get(b"May"), both);
    }
}
