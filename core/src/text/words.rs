//! Words in one string, found by a hash that costs no copy and no check.

use alloc::vec::Vec;

use hashbrown::HashTable;

use super::Classes;

/// Words in lower case with their classes. The words stand one behind the other in one string.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    letters: Vec<u8>,
    table: HashTable<Entry>,
}

/// 16 bytes.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    len: u32,
    classes: Classes,
}

impl Entry {
    fn word(self, letters: &[u8]) -> &[u8] {
        let start = self.start as usize;
        letters
            .get(start..start + self.len as usize)
            .unwrap_or_default()
    }
}

impl Words {
    /// Makes room for `count` more words.
    pub(super) fn reserve(&mut self, count: usize) {
        let letters = &self.letters;
        self.table.reserve(count, |entry| hash(entry.word(letters)));
    }

    /// Adds `classes` to those of a word, which is in lower case.
    pub(super) fn add(&mut self, word: &str, classes: Classes) {
        let Self { letters, table } = self;
        let word = word.as_bytes();
        let hash_of = hash(word);
        if let Some(entry) = table.find_mut(hash_of, |entry| entry.word(letters) == word) {
            entry.classes = entry.classes.with(classes);
            return;
        }
        let entry = Entry {
            start: letters.len() as u32,
            len: word.len() as u32,
            classes,
        };
        letters.extend_from_slice(word);
        table.insert_unique(hash_of, entry, |entry| hash(entry.word(letters)));
    }

    /// The classes of a word. One of ASCII letters, digits, hyphens and apostrophes alone counts
    /// in either case.
    pub(super) fn get(&self, word: &[u8]) -> Classes {
        let ascii = word.is_ascii();
        let found = self.table.find(hash(word), |entry| {
            let known = entry.word(&self.letters);
            if ascii {
                same(known, word)
            } else {
                known == word
            }
        });
        found.map_or_else(Classes::default, |entry| entry.classes)
    }
}

/// Bit 5 of every byte: set, it puts ASCII letters in lower case and leaves digits, hyphens and
/// apostrophes as they are.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// The same for a word in either case. Two or three loads and a multiplication each.
#[inline]
fn hash(word: &[u8]) -> u64 {
    let mut rest = word;
    let mut state = word.len() as u64;
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        state = mix(state ^ (u64::from_le_bytes(*head) | LOWER));
        rest = tail;
    }
    mix(state ^ (tail(rest) | LOWER))
}

/// Whether two words of ASCII are the same but for their case.
#[inline]
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

fn mix(state: u64) -> u64 {
    let wide = u128::from(state) * 0x9e37_79b9_7f4a_7c15;
    (wide >> 64) as u64 ^ wide as u64
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
