//! What is known of words: one look-up a word gives a set of classes that every later stage reads.

use super::inflect::{self, Form};
use super::letters::Letters;
use super::words::Words;

/// A set of word classes. A word is often in several (`May`, `will`, `Mark`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes(pub u64);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $file:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            /// Every class with the name that the word lists give it.
            pub const NAMED: &'static [(&'static str, Self)] = &[$(($file, Self::$name)),*];
        }
    };
}

classes! {
    /// the, a, this, every
    DETERMINER = 0, "determiner";
    /// his, her, its, their
    POSSESSIVE = 1, "possessive";
    /// he, she, it, they, who
    PRONOUN = 2, "pronoun";
    /// in, of, by, from
    PREPOSITION = 3, "preposition";
    /// and, or, but, while
    CONJUNCTION = 4, "conjunction";
    /// is, was, been
    BE = 5, "be";
    /// has, had
    HAVE = 6, "have";
    /// does, did
    DO = 7, "do";
    /// will, may, should
    MODAL = 8, "modal";
    /// not, never, n't
    NEGATION = 9, "negation";
    /// Any form of a verb.
    VERB = 10, "verb";
    /// A past tense or past participle (`wrote`, `founded`).
    PAST = 11, "past";
    /// A form in -ing.
    GERUND = 12, "gerund";
    /// quickly, also, very
    ADVERB = 13, "adverb";
    /// large, new
    ADJECTIVE = 14, "adjective";
    /// one, seventy
    NUMBER_WORD = 15, "number-word";
    /// January, Jan
    MONTH = 16, "month";
    /// Monday, Mon
    WEEKDAY = 17, "weekday";
    /// today, yesterday, tonight
    DAY_WORD = 18, "day-word";
    /// kg, miles, hours
    UNIT = 19, "unit";
    /// dollars, euro, EUR
    CURRENCY = 20, "currency";
    /// thousand, million, k, bn
    MAGNITUDE = 21, "magnitude";
    /// Mr, Dr, President, Queen: before a person's name
    TITLE = 22, "title";
    /// founder, professor, singer: says what a person is
    ROLE = 23, "role";
    /// A given name.
    FIRST_NAME = 24, "first-name";
    /// A family name.
    SURNAME = 25, "surname";
    /// A country, city, region, river (one word, or the first word of several: see `phrases`).
    PLACE = 26, "place";
    /// German, Kenyan
    DEMONYM = 27, "demonym";
    /// A well-known organization.
    ORGANIZATION = 28, "organization";
    /// Inc, Ltd, Corp: ends an organization's name
    ORG_SUFFIX = 29, "org-suffix";
    /// University, Bank, Ministry: a name with it is an organization's
    ORG_WORD = 30, "org-word";
    /// River, Street, County, Mount: a name with it is a place's
    PLACE_WORD = 31, "place-word";
    /// van, de, bin: within a person's name
    PARTICLE = 32, "particle";
    /// Written with a dot that ends no sentence (`Dr`, `vs`, `etc`, `No`).
    ABBREVIATION = 33, "abbreviation";
    /// Common as a lower-case word, so that a capital at a sentence's start says nothing.
    COMMON = 34, "common";
    /// said, told, wrote: verbs of which persons are subjects
    REPORTING = 35, "reporting";
    /// who, which, that
    RELATIVE = 36, "relative";
    /// second, hours, days, years: a unit of time
    TIME_UNIT = 37, "time-unit";
    /// Festival, Prize, War, Olympics: a name with it is an event's
    EVENT_WORD = 38, "event-word";
    /// A noun that is common in lower case.
    NOUN = 39, "noun";
    /// jr, sr, iii, phd: behind a person's name
    NAME_SUFFIX = 40, "name-suffix";
    /// A well-known product or programming language.
    PRODUCT = 41, "product";
    /// because, although, if: begins a subordinate clause
    SUBORDINATOR = 42, "subordinator";
    /// wrote, took: a past tense that is no participle
    PRETERITE = 43, "preterite";
    /// written, taken: a participle that is no past tense
    PARTICIPLE = 44, "participle";
    /// next, early, half, noon: may begin a date, a time or an amount
    LEAD = 45, "lead";
    /// The first word of a name that is known by several words only (New, United).
    PHRASE = 46, "phrase";
    /// write, found: a verb as it stands in a dictionary
    BASE = 47, "base";
    /// wrote, is: a form of a verb that no rule gives
    IRREGULAR = 48, "irregular";
}

impl Classes {
    /// Whether one of `other` holds.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Words with their classes, looked up without regard to case.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: Words,
}

/// The language itself: what every session needs.
const LANGUAGE: [&str; 5] = [
    include_str!("../../data/lexicon/function-words.txt"),
    include_str!("../../data/lexicon/verbs.txt"),
    include_str!("../../data/lexicon/abbreviations.txt"),
    include_str!("../../data/lexicon/calendar.txt"),
    include_str!("../../data/lexicon/units.txt"),
];

/// Lines of an irregular form and its base form, in order.
pub(crate) const IRREGULAR_VERBS: &str = include_str!("../../data/verbs/irregular.txt");

/// Names, and the frequent words that are told from names: what a browser loads as a file of its own, where
/// names are wanted.
const NAMES: [&str; 6] = [
    include_str!("../../data/lexicon/common.txt"),
    include_str!("../../data/lexicon/given-names.txt"),
    include_str!("../../data/lexicon/surnames.txt"),
    include_str!("../../data/lexicon/places.txt"),
    include_str!("../../data/lexicon/organizations.txt"),
    include_str!("../../data/lexicon/roles.txt"),
];

impl Lexicon {
    /// The language's own words: without the lists of names, and of the words that are none.
    #[must_use]
    pub fn language() -> Self {
        let mut words = LANGUAGE.into_iter().fold(Self::default(), Self::with);
        for form in IRREGULAR_VERBS.split_whitespace().step_by(2) {
            words.add(form, Classes::IRREGULAR);
        }
        words
    }

    /// The language's own words and the lists of names.
    #[must_use]
    pub fn builtin() -> Self {
        NAMES.into_iter().fold(Self::language(), Self::with)
    }

    /// Longest word that is looked up, in bytes.
    const WORD_BYTES: usize = 32;

    /// Reads word lists: `[class]` lines, each followed by words; `#` begins a comment, unless
    /// it stands in a word (`c#`). Words are divided by white space and written in lower case. Unknown classes are passed over. A line
    /// may name several classes (`[verb noun]`). Words of `[verb …]` are base forms: their regular
    /// inflections are derived, the one in -s with all classes of the line.
    #[must_use]
    pub fn with(mut self, lists: &str) -> Self {
        self.words.reserve(lists.len() / 8);
        let mut class = Classes::default();
        let mut inflected = false;
        for line in lists.lines() {
            let line = without_comment(line).trim();
            if let Some(names) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                class = named(names);
                inflected = names.starts_with("verb");
            } else if class != Classes::default() {
                for word in line.split_whitespace() {
                    self.add(word, class);
                    if inflected {
                        self.add(word, Classes::BASE);
                        self.add_inflected(word, class);
                    }
                }
            }
        }
        self
    }

    fn add(&mut self, word: &str, class: Classes) {
        self.words.add(word, class);
    }

    fn add_inflected(&mut self, base: &str, class: Classes) {
        inflect::forms(base, &mut |word, form| {
            let class = match form {
                Form::Third => class,
                Form::Past => Classes::VERB.with(Classes::PAST),
                Form::Gerund => Classes::VERB.with(Classes::GERUND),
            };
            self.add(word, class);
        });
    }

    /// The classes of a word, whatever its case and whichever apostrophe it has.
    #[inline]
    pub fn classes(&self, word: &str) -> Classes {
        self.classes_of(word.as_bytes())
    }

    /// The same of a word in UTF-8.
    #[inline]
    pub(crate) fn classes_of(&self, word: &[u8]) -> Classes {
        if word.len() > Self::WORD_BYTES {
            return Classes::default();
        }
        let (classes, ascii) = self.words.look_up(word);
        if classes == Classes::default() && !ascii {
            return self.folded(core::str::from_utf8(word).unwrap_or_default());
        }
        classes
    }

    /// The same of a word of ASCII letters alone, whose `bytes` are asked for where it is long.
    #[inline(always)]
    pub(super) fn classes_of_letters<'t>(
        &self,
        word: &Letters,
        bytes: impl FnOnce() -> &'t [u8],
    ) -> Classes {
        if word.length <= Words::SHORT {
            self.words.get_short(word.first)
        } else {
            self.classes_of(bytes())
        }
    }

    /// The classes of a word with letters beyond ASCII, which may be capitals.
    #[cold]
    fn folded(&self, word: &str) -> Classes {
        let mut lower = [0; 2 * Self::WORD_BYTES];
        let mut len = 0;
        for c in word.chars().flat_map(crate::text::lower) {
            let c = if c == '’' { '\'' } else { c };
            let Some(room) = lower.get_mut(len..len + c.len_utf8()) else {
                return Classes::default();
            };
            len += c.encode_utf8(room).len();
        }
        self.words.get(&lower[..len])
    }
}

/// A line of a word list before its comment.
fn without_comment(line: &str) -> &str {
    let bytes = line.as_bytes();
    let begins = |&at: &usize| at == 0 || bytes[at - 1].is_ascii_whitespace();
    let comment = memchr::memchr_iter(b'#', bytes).find(begins);
    &line[..comment.unwrap_or(line.len())]
}

/// The classes that a section's line names.
fn named(names: &str) -> Classes {
    let of = |name| Classes::NAMED.iter().find(|(known, _)| *known == name);
    names
        .split_whitespace()
        .filter_map(of)
        .fold(Classes::default(), |set, &(_, class)| set.with(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_lists_is_known() {
        let lexicon = Lexicon::builtin();
        let lines = LANGUAGE.into_iter().chain(NAMES).flat_map(str::lines);
        let words = lines.filter(|line| !line.starts_with(['#', '[']));
        for word in words.flat_map(str::split_whitespace) {
            assert_ne!(lexicon.classes(word), Classes::default(), "{word}");
        }
    }

    #[test]
    fn comments_stand_apart_from_words() {
        let lexicon = Lexicon::default().with("# [place]\n[product]\nx# harbourscript # mill\n");
        for (word, expected) in [
            ("x#", true),
            ("harbourscript", true),
            ("mill", false),
            ("#", false),
        ] {
            assert_eq!(
                lexicon.classes(word).any(Classes::PRODUCT),
                expected,
                "{word}"
            );
        }
    }
}
