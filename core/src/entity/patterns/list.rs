//! Short lists of words to choose from.

/// Words divided by spaces, and what tells most others apart from all of them at a glance.
#[derive(Clone, Copy)]
pub(super) struct List {
    words: &'static str,
    /// By the last three bits of a word's length: the last five bits of the first bytes of those that
    /// are so long, which are the same in either case.
    initials: [u32; 8],
}

/// A list that is made when the program is compiled.
macro_rules! list {
    ($words:literal) => {
        const { &$crate::entity::patterns::list::List::of($words) }
    };
}
pub(super) use list;

impl List {
    /// A list of words in ASCII, or of words whose case does not matter.
    pub(super) const fn of(words: &'static str) -> Self {
        let bytes = words.as_bytes();
        let mut initials = [0; 8];
        let (mut start, mut at) = (0, 0);
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at] == b' ' {
                if at > start {
                    initials[(at - start) % 8] |= initial(bytes[start]);
                }
                start = at + 1;
            }
            at += 1;
        }
        Self { words, initials }
    }

    /// Whether `word` is one of the words, in whatever case.
    #[inline]
    pub(super) fn has(&self, word: &str) -> bool {
        let word = word.as_bytes();
        let Some(&first) = word.first() else {
            return false;
        };
        self.initials[word.len() % 8] & initial(first) != 0 && self.search(word)
    }

    #[inline(never)]
    fn search(&self, word: &[u8]) -> bool {
        let mut known = self.words.as_bytes().split(|&byte| byte == b' ');
        known.any(|known| known.eq_ignore_ascii_case(word))
    }
}

const fn initial(first: u8) -> u32 {
    1 << (first & 31)
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
