//! Words found by a hash that costs no copy and no check; those of eight letters or fewer by a number that they are.

use alloc::vec;
use alloc::vec::Vec;

use super::Classes;
use super::letters::{HIGH, LOWER, load};

/// Words in lower case with their classes.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Those that are not short, one behind the other.
    letters: Vec<u8>,
    /// A power of two of them, each word in the first free one from where its hash points to.
    places: Vec<Entry>,
    count: usize,
}

/// 16 bytes, so that those that are looked at one after the other stand side by side in memory.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// A short word itself. Of another one the mark, and in the lower half where it starts. 0 where the place is
    /// free.
    key: u64,
    classes: Classes,
}

impl Entry {
    /// Set in the key of a word that is not short, which no byte of ASCII has.
    const LONG: u64 = 1 << 63;

    fn mark(self) -> u64 {
        self.key & !u64::from(u32::MAX)
    }

    fn hash(self, letters: &[u8]) -> u64 {
        match self.key & Self::LONG {
            0 => mix(self.key),
            _ => hash(self.word(letters)).0,
        }
    }

    /// The word, where it is not short.
    fn word(self, letters: &[u8]) -> &[u8] {
        let start = self.key as u32 as usize;
        let len = (self.key >> 32) as usize & Words::LONGEST;
        letters.get(start..start + len).unwrap_or_default()
    }
}

impl Words {
    /// Bytes of the longest word, as a mask.
    const LONGEST: usize = 255;
    /// Bytes of a short word, which is its own key.
    pub(super) const SHORT: usize = 8;

    /// Makes room for `count` more words.
    pub(super) fn reserve(&mut self, count: usize) {
        // Words pile up where more than three of four places are taken.
        let places = ((self.count + count) * 4 / 3 + 1).next_power_of_two();
        if places <= self.places.len() {
            return;
        }
        let before = core::mem::replace(&mut self.places, vec![Entry::default(); places]);
        for entry in before.into_iter().filter(|entry| entry.key != 0) {
            let hash = entry.hash(&self.letters);
            let (Ok(at) | Err(at)) = self.place(hash, |_| false);
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
        let place = match short(word) {
            Some(key) => self.place(mix(key), |entry| entry.key == key),
            None => self.place_of(word).0,
        };
        match place {
            Ok(at) => self.places[at].classes = self.places[at].classes.with(classes),
            Err(at) => {
                let key = short(word).unwrap_or_else(|| self.keep(word));
                self.count += 1;
                self.places[at] = Entry { key, classes };
            }
        }
    }

    /// Keeps a word that is not short; returns its key.
    fn keep(&mut self, word: &[u8]) -> u64 {
        let start = self.letters.len() as u64;
        self.letters.extend_from_slice(word);
        mark(hash(word).0, word) | start
    }

    /// The classes of a word. One of ASCII letters, digits, hyphens and apostrophes alone counts
    /// in either case.
    pub(super) fn get(&self, word: &[u8]) -> Classes {
        self.look_up(word).0
    }

    /// The same, and whether the word is of ASCII.
    pub(super) fn look_up(&self, word: &[u8]) -> (Classes, bool) {
        if let Some(key) = short(word) {
            return (self.get_short(key), true);
        }
        let (place, ascii) = self.place_of(word);
        (self.classes_at(place), ascii)
    }

    /// The classes of a word of ASCII that is its own key: its bytes as a number, in lower case.
    #[inline]
    pub(super) fn get_short(&self, key: u64) -> Classes {
        self.classes_at(self.place(mix(key), |entry| entry.key == key))
    }

    #[inline]
    fn classes_at(&self, place: Result<usize, usize>) -> Classes {
        let entry = place.ok().and_then(|at| self.places.get(at));
        entry.map_or(Classes::default(), |entry| entry.classes)
    }

    /// The place of a word that is not short, and whether it is of ASCII.
    #[inline(never)]
    fn place_of(&self, word: &[u8]) -> (Result<usize, usize>, bool) {
        let (hash, ascii) = hash(word);
        let mark = mark(hash, word);
        let is = |entry: &Entry| {
            entry.mark() == mark && {
                let known = entry.word(&self.letters);
                same(known, word) && (ascii || known == word)
            }
        };
        (self.place(hash, is), ascii)
    }

    /// The place of the word that it `is`, or else the free one that it would have.
    #[inline]
    fn place(&self, hash: u64, is: impl Fn(&Entry) -> bool) -> Result<usize, usize> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            match self.places.get(at) {
                Some(entry) if entry.key == 0 => return Err(at),
                Some(entry) if is(entry) => return Ok(at),
                Some(_) => at = (at + 1) & mask,
                None => return Err(at),
            }
        }
    }
}

/// The key of a short word, which is of ASCII.
#[inline]
fn short(word: &[u8]) -> Option<u64> {
    let bytes = load(word);
    if word.len() > Words::SHORT || bytes & HIGH != 0 {
        return None;
    }
    let lower = LOWER.checked_shr(64 - 8 * word.len() as u32);
    Some(bytes | lower.unwrap_or_default())
}

/// What the word of an entry is told from most others by. No word is longer than the bits of its length.
fn mark(hash: u64, word: &[u8]) -> u64 {
    Entry::LONG | hash & !0xff_ffff_ffff | (word.len() as u64) << 32
}

/// The same for a word in either case, and whether it is of ASCII. A load and a multiplication for eight bytes.
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
    let bytes = load(rest);
    (mix(state ^ (bytes | LOWER)), (all | bytes) & HIGH == 0)
}

/// Whether two words of ASCII are the same but for their case.
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
    (load(known) ^ load(word)) & !LOWER == 0
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
