//! Short lists of words to choose from.

/// Words divided by spaces, and what tells most others apart from all of them at a glance.
#[derive(Clone, Copy)]
pub(crate) struct List {
    words: &'static str,
    /// By the last three bits of a word's length: what is made of the last five bits of the first and of the
    /// last byte of those that are so long, which are the same in either case.
    ends: [u32; 8],
}

/// A list that is made when the program is compiled.
macro_rules! list {
    ($words:literal) => {
        const { &$crate::text::list::List::of($words) }
    };
}
pub(crate) use list;

impl List {
    /// A list of words in ASCII, or of words whose case does not matter.
    pub(crate) const fn of(words: &'static str) -> Self {
        let bytes = words.as_bytes();
        let mut ends = [0; 8];
        let (mut start, mut at) = (0, 0);
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at] == b' ' {
                if at > start {
                    ends[(at - start) % 8] |= end_bit(bytes[start], bytes[at - 1]);
                }
                start = at + 1;
            }
            at += 1;
        }
        Self { words, ends }
    }

    /// Whether `word` is one of the words, in whatever case.
    #[inline]
    pub(crate) fn has(&self, word: &str) -> bool {
        let word = word.as_bytes();
        let (Some(&first), Some(&last)) = (word.first(), word.last()) else {
            return false;
        };
        self.ends[word.len() % 8] & end_bit(first, last) != 0 && self.search(word)
    }

    #[inline(never)]
    fn search(&self, word: &[u8]) -> bool {
        let mut known = self.words.as_bytes().split(|&byte| byte == b' ');
        known.any(|known| known.eq_ignore_ascii_case(word))
    }
}

const fn end_bit(first: u8, last: u8) -> u32 {
    1 << (first.wrapping_add(last.wrapping_mul(7)) & 31)
}

#[cfg(test)]
mod tests {

    #[test]
    fn has_its_words_in_either_case_and_no_others() {
        let words = list!("kg Lb ℃ dekagrams");
        for word in ["kg", "KG", "lb", "℃", "Dekagrams"] {
            assert!(words.has(word), "{word}");
        }
        for word in ["", "k", "kgs", "gk", "℉", "dekagram", " ", "kg Lb", "Lb ℃"] {
            assert!(!words.has(word), "{word}");
        }
        let long = list!("a234567890123456789012345678901234567890 b");
        assert!(long.has("a234567890123456789012345678901234567890"));
        assert!(!long.has("a234567890123456789012345678901"));
        assert!(!list!("").has("a"));
    }
}
