//! Short lists of words to choose from.

/// Words, and what tells most others apart from all of them at a glance.
#[derive(Clone, Copy)]
pub(crate) struct List {
    /// One behind the other, the shorter ones first.
    words: &'static [u8],
    /// How many there are of each length.
    counts: [u8; LONGEST + 1],
    /// By the last three bits of a word's length: what is made of the last five bits of the first and of the
    /// last byte of those that are so long, which are the same in either case.
    ends: [u32; 8],
}

/// Bytes of the longest word of a list.
const LONGEST: usize = 20;

/// A list that is made when the program is compiled, of words in ASCII or whose case does not matter,
/// divided by spaces.
macro_rules! list {
    ($words:literal $(,)?) => {
        const {
            const WORDS: &[u8] = $words.as_bytes();
            const SORTED: [u8; WORDS.len()] = $crate::text::list::sorted(WORDS);
            &$crate::text::list::List::of(WORDS, &SORTED)
        }
    };
}
pub(crate) use list;

impl List {
    /// A list of `words`, which stand in `sorted` by their length.
    pub(crate) const fn of(words: &[u8], sorted: &'static [u8]) -> Self {
        let (mut counts, mut ends) = ([0; LONGEST + 1], [0; 8]);
        let mut at = 0;
        while let Some((start, end)) = next(words, at) {
            counts[end - start] += 1;
            ends[(end - start) % 8] |= bit(words[start], words[end - 1]);
            at = end;
        }
        Self {
            words: sorted,
            counts,
            ends,
        }
    }

    /// Whether `word` is one of the words, in whatever case.
    #[inline]
    pub(crate) fn has(&self, word: impl AsRef<[u8]>) -> bool {
        let word = word.as_ref();
        self.may_have(Glance::of(word)) && self.search(word)
    }

    /// Whether a glance at a word does not rule out that it is one of the words.
    #[inline]
    pub(crate) fn may_have(&self, glance: Glance) -> bool {
        self.ends[glance.length as usize % 8] & glance.bit != 0
    }

    /// Whether `word`, which is not empty, is one of the words: the look behind the glance.
    #[inline(never)]
    pub(crate) fn search(&self, word: &[u8]) -> bool {
        let length = word.len();
        let Some((&count, shorter)) = self.counts.get(..=length).and_then(<[u8]>::split_last)
        else {
            return false;
        };
        let bytes = |(length, count): (usize, &u8)| length * usize::from(*count);
        let start: usize = shorter.iter().enumerate().map(bytes).sum();
        let mut alike = &self.words[start..start + length * usize::from(count)];
        while let Some((known, rest)) = alike.split_at_checked(length.max(1)) {
            if same(known, word) {
                return true;
            }
            alike = rest;
        }
        false
    }
}

/// Whether two words of one length are the same but for their case, which the first letter mostly tells.
#[inline]
fn same(known: &[u8], word: &[u8]) -> bool {
    let mut letters = known.iter().zip(word);
    letters.all(|(a, b)| a == b || a ^ b == 0x20 && a.is_ascii_alphabetic())
}

/// What tells most words apart from those of several lists at one glance.
pub(crate) struct Glances([u32; 8]);

impl Glances {
    pub(crate) const fn of(lists: &[&List]) -> Self {
        let mut all = Self([0; 8]);
        let mut at = 0;
        while at < lists.len() {
            all = all.and(lists[at]);
            at += 1;
        }
        all
    }

    /// Those of one more list, too.
    pub(crate) const fn and(self, list: &List) -> Self {
        let Self(mut ends) = self;
        let mut length = 0;
        while length < ends.len() {
            ends[length] |= list.ends[length];
            length += 1;
        }
        Self(ends)
    }

    /// Whether a glance at a word does not rule out that it is one of the words.
    #[inline]
    pub(crate) fn may_have(&self, glance: Glance) -> bool {
        self.0[glance.length as usize % 8] & glance.bit != 0
    }
}

/// What of a word tells whether a list may have it, so that one glance does for many lists.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Glance {
    length: u32,
    bit: u32,
}

impl Glance {
    /// Bytes of the word.
    #[inline]
    pub(crate) fn length(self) -> usize {
        self.length as usize
    }

    #[inline]
    pub(crate) fn of(word: &[u8]) -> Self {
        match word {
            [first, ..] => Self {
                length: word.len() as u32,
                bit: bit(*first, word[word.len() - 1]),
            },
            [] => Self::default(),
        }
    }
}

/// Words divided by spaces, those of each length together and without the spaces.
pub(crate) const fn sorted<const BYTES: usize>(words: &[u8]) -> [u8; BYTES] {
    let (mut sorted, mut filled) = ([0; BYTES], 0);
    let mut length = 1;
    while length <= LONGEST {
        let mut at = 0;
        while let Some((start, end)) = next(words, at) {
            assert!(end - start <= LONGEST, "expected words of 20 bytes at most");
            let mut from = start;
            while end - start == length && from < end {
                sorted[filled] = words[from];
                filled += 1;
                from += 1;
            }
            at = end;
        }
        length += 1;
    }
    sorted
}

/// Where the next word from `at` on begins and ends.
const fn next(words: &[u8], at: usize) -> Option<(usize, usize)> {
    let mut start = at;
    while start < words.len() && words[start] == b' ' {
        start += 1;
    }
    let mut end = start;
    while end < words.len() && words[end] != b' ' {
        end += 1;
    }
    if start == end {
        None
    } else {
        Some((start, end))
    }
}

const fn bit(first: u8, last: u8) -> u32 {
    1 << (first.wrapping_add(last.wrapping_mul(7)) & 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_its_words_in_either_case_and_no_others() {
        let words = list!("kg Lb ℃ dekagrams a2345678901234567890");
        for word in ["kg", "KG", "lb", "℃", "Dekagrams", "A2345678901234567890"] {
            assert!(words.has(word), "{word}");
        }
        let others = [
            "", "k", "kgs", "gk", "℉", "dekagram", " ", "kg Lb", "Lb ℃", "gL", "kgLb",
        ];
        for word in others {
            assert!(!words.has(word), "{word}");
        }
        assert!(!words.has("a234567890123456789012345678901"));
        assert!(!list!("").has("a"));
    }

    #[test]
    fn one_glance_rules_out_no_word_of_its_lists() {
        let lists = [list!("kg lb"), list!("may june"), list!("today")];
        let all = Glances::of(&lists[..2]).and(lists[2]);
        for word in ["kg", "LB", "May", "june", "today"] {
            assert!(all.may_have(Glance::of(word.as_bytes())), "{word}");
        }
        for word in ["", "x", "of", "yesterday"] {
            assert!(!all.may_have(Glance::of(word.as_bytes())), "{word}");
        }
    }
}
