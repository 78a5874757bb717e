//! Where a name may end: the run of words that belong together from a first word on.

use super::look::Look;
use crate::text::list::{List, list};
use crate::text::{Classes, Flags, Token, TokenKind, WordShape};

/// What tells one product from others of its name.
const EDITIONS: &List =
    list!("pro max mini ultra plus flash turbo sonnet opus haiku air nano lite medium large");

/// Words that a name has at most.
const WORDS: usize = 10;

/// Kinds of words that no name goes on with, though they have a capital.
const FUNCTION: Classes = Classes::DETERMINER
    .with(Classes::PRONOUN)
    .with(Classes::POSSESSIVE)
    .with(Classes::PREPOSITION)
    .with(Classes::CONJUNCTION)
    .with(Classes::BE)
    .with(Classes::HAVE)
    .with(Classes::DO)
    .with(Classes::NEGATION);

/// Kinds of words that open sentences and begin no name there.
const OPENING: Classes = Classes::SUBORDINATOR.with(Classes::ADVERB);

/// A word of one of these is what a longer name is called by (`Bank of …`, `… River`).
const HEAD: Classes = Classes::ORG_WORD
    .with(Classes::PLACE_WORD)
    .with(Classes::EVENT_WORD)
    .with(Classes::ORG_SUFFIX);

const TITLE: Classes = Classes::TITLE.with(Classes::ROLE);

const CALENDAR: Classes = Classes::MONTH.with(Classes::WEEKDAY);

const NAMES: Classes = Classes::FIRST_NAME
    .with(Classes::SURNAME)
    .with(Classes::PLACE)
    .with(Classes::ORGANIZATION)
    .with(Classes::PRODUCT);

/// A run of words that may be a name.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent signs, each of which has a weight"
)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    words: [u16; WORDS],
    count: usize,
    head: usize,
    /// The token behind its last.
    pub(super) end: usize,
    /// A preposition binds two parts of it.
    pub(super) bound: bool,
    /// `and` or `&` stands in it.
    pub(super) joined: bool,
    /// A particle stands in it.
    pub(super) particle: bool,
    /// An initial with its dot stands in it.
    pub(super) initial: bool,
    /// A possessive stands in it.
    pub(super) possessive: bool,
}

/// Whether the word can stand in a name by its capitals.
pub(super) fn is_named(token: &Token) -> bool {
    token.kind == TokenKind::Word && !matches!(token.shape, WordShape::Lower | WordShape::None)
}

/// Whether the word is a function word, which no name begins with.
pub(super) fn is_function(token: &Token) -> bool {
    token.classes.any(FUNCTION) && !token.classes.any(NAMES) || is_opening(token)
}

/// Whether the word has its capital from the sentence that it opens: `When Ada Park left`, but not `First Republic`.
pub(super) fn is_opening(token: &Token) -> bool {
    token.flags.has(Flags::START)
        && token.classes.any(OPENING)
        && !token.classes.any(NAMES.with(Classes::ADJECTIVE))
}

/// Whether the word stands before names or tells who somebody is.
pub(super) fn is_title(token: &Token) -> bool {
    token.classes.any(TITLE)
}

/// Whether the word is a month or a day.
pub(super) fn is_calendar(token: &Token) -> bool {
    token.classes.any(CALENDAR) && !token.classes.any(NAMES)
}

impl Run {
    /// The longest run from token `at`.
    pub(super) fn longest(look: &Look<'_, '_>, at: usize) -> Self {
        Self::one(at).grown(look)
    }

    /// The run from token `at` to before token `end`, without regard to what follows.
    pub(super) fn fixed(look: &Look<'_, '_>, at: usize, end: usize) -> Self {
        let mut run = Self::one(at);
        for index in at + 1..end {
            if look.token(index).is_some_and(is_named) {
                run.add(index, index + 1);
            }
        }
        run.end = end;
        run
    }

    fn one(at: usize) -> Self {
        Self {
            words: [at as u16; WORDS],
            count: 1,
            head: 0,
            end: at + 1,
            bound: false,
            joined: false,
            particle: false,
            initial: false,
            possessive: false,
        }
    }

    fn grown(mut self, look: &Look<'_, '_>) -> Self {
        while self.count < WORDS && self.grow(look) {}
        self
    }

    /// The indices of its words with a capital.
    pub(super) fn words(&self) -> impl DoubleEndedIterator<Item = usize> + use<'_> {
        self.words[..self.count].iter().map(|&at| usize::from(at))
    }

    /// How many words with a capital it has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn first(&self) -> usize {
        usize::from(self.words[0])
    }

    pub(super) fn last(&self) -> usize {
        usize::from(self.words[self.count - 1])
    }

    /// The word that says what it is: the one before its first preposition, or the last.
    pub(super) fn head(&self) -> usize {
        if self.bound {
            usize::from(self.words[self.head])
        } else {
            self.last()
        }
    }

    fn add(&mut self, word: usize, end: usize) {
        if self.count < WORDS {
            self.words[self.count] = word as u16;
            self.count += 1;
            self.end = end;
        }
    }

    fn grow(&mut self, look: &Look<'_, '_>) -> bool {
        let Some(next) = look.token(self.end) else {
            return false;
        };
        if next.flags.any(Flags::LINE.with(Flags::CODE)) {
            return false;
        }
        match next.kind {
            TokenKind::Word if is_named(next) => self.take_word(look, next),
            TokenKind::Word => self.take_lower(look, next),
            TokenKind::Punctuation => self.take_mark(look, next),
            TokenKind::Number => self.take_number(look, next),
            _ => false,
        }
    }

    /// `Ada` `Lovelace`
    fn take_word(&mut self, look: &Look<'_, '_>, next: &Token) -> bool {
        let Some(last) = look.token(self.last()) else {
            return false;
        };
        let fits =
            next.flags.has(Flags::SPACE) && (!parts(last, next) || self.is_general(look, next));
        if fits {
            self.add(self.end, self.end + 1);
        }
        fits
    }

    /// `Bergen` `General` `Hospital`, where nobody has a rank.
    fn is_general(&self, look: &Look<'_, '_>, next: &Token) -> bool {
        let body = |t: &Token| is_named(t) && t.classes.any(HEAD);
        look.bytes(next) == b"General" && look.token(self.end + 1).is_some_and(body)
    }

    /// `Bank` `of` `England`, `Ludwig` `van` `Beethoven`, `King` `'s` `College`
    fn take_lower(&mut self, look: &Look<'_, '_>, next: &Token) -> bool {
        let Some(last) = look.token(self.last()) else {
            return false;
        };
        let word = look.word(next);
        if matches!(word, "'s" | "’s") {
            return self.take_possessive(look, last);
        }
        match word {
            "of" if last.classes.any(HEAD) => self.take_bound(look, Classes::default()),
            "for" | "on" if last.classes.any(Classes::ORG_WORD) => {
                self.take_bound(look, Classes::PLACE)
            }
            "and" if self.bound => self.take_and(look),
            "and" if self.count == 1 => self.take_pair(look, last),
            _ if next.classes.any(Classes::PARTICLE) => self.take_particle(look),
            _ => false,
        }
    }

    /// The name behind a preposition (and its article), unless it is one of `not`.
    fn take_bound(&mut self, look: &Look<'_, '_>, not: Classes) -> bool {
        let mut index = self.end + 1;
        if look.token(index).is_some_and(|t| look.word(t) == "the") {
            index += 1;
        }
        let fits = look.token(index).is_some_and(|t| {
            is_named(t) && !is_function(t) && !is_calendar(t) && !t.classes.any(not)
        });
        if fits {
            if !self.bound {
                self.head = self.count - 1;
            }
            self.bound = true;
            self.add(index, index + 1);
        }
        fits
    }

    /// `Department of Health and Human Services`, but not `Bank of England and Barclays`
    fn take_and(&mut self, look: &Look<'_, '_>) -> bool {
        const SUBJECTS: &List = list!("institute institutes department ministry centers centres");
        let index = self.end + 1;
        // Any word may be a field that one of these works in: `Institute of Allergy and Infectious Diseases`.
        let head = look.token(self.head()).map_or("", |t| look.word(t));
        let another = |t: &Token| {
            list!("university institute college school academy company").has(look.word(t))
        };
        let any = SUBJECTS.has(head) && !self.joined && !look.token(index + 1).is_some_and(another);
        let field = |t: &Token| any && t.shape == WordShape::Capital && !t.classes.any(NAMES);
        let common = |t: &Token| t.classes.any(Classes::COMMON) || field(t);
        let plain = |t: &Token| is_named(t) && common(t) && !is_function(t);
        let fits = look.token(self.last()).is_some_and(plain)
            && look
                .token(index)
                .is_some_and(|t| plain(t) && !t.classes.any(NAMES));
        if fits {
            self.joined = true;
            self.add(index, index + 1);
        }
        fits
    }

    /// `Food and Drug Administration`
    fn take_pair(&mut self, look: &Look<'_, '_>, first: &Token) -> bool {
        let index = self.end + 1;
        let plain = |t: &Token| {
            is_named(t) && t.classes.any(Classes::COMMON) && !t.classes.any(NAMES.with(CALENDAR))
        };
        let body = |t: &Token| {
            is_named(t) && t.classes.any(Classes::ORG_WORD) && t.flags.has(Flags::SPACE)
        };
        let fits = plain(first)
            && look.token(index).is_some_and(|t| plain(t) && !is_title(t))
            && look.token(index + 1).is_some_and(body);
        if fits {
            self.joined = true;
            self.add(index, index + 1);
        }
        fits
    }

    fn take_particle(&mut self, look: &Look<'_, '_>) -> bool {
        let particle = |t: &&Token| t.classes.any(Classes::PARTICLE) && t.shape == WordShape::Lower;
        let more = look.token(self.end + 1).filter(particle);
        let index = self.end + 1 + usize::from(more.is_some());
        let fits = look
            .token(index)
            .is_some_and(|t| is_named(t) && !is_function(t) && !is_title(t));
        if fits {
            self.particle = true;
            self.add(index, index + 1);
        }
        fits
    }

    /// `St. John's University`, but not `Google's Board`
    fn take_possessive(&mut self, look: &Look<'_, '_>, last: &Token) -> bool {
        let owner = Classes::PLACE.with(Classes::ORGANIZATION).with(HEAD);
        if last.classes.any(owner) {
            return false;
        }
        let index = self.end + 1;
        let body = Classes::ORG_WORD.with(Classes::PLACE_WORD);
        let fits = look
            .token(index)
            .is_some_and(|t| is_named(t) && t.classes.any(body));
        if fits {
            self.possessive = true;
            self.add(index, index + 1);
        }
        fits
    }

    fn take_mark(&mut self, look: &Look<'_, '_>, mark: &Token) -> bool {
        match look.word(mark) {
            "." if !mark.flags.has(Flags::SPACE) => self.take_dot(look),
            "&" => self.take_ampersand(look, mark),
            "," => self.take_suffix(look),
            "-" if !mark.flags.has(Flags::SPACE) => self.take_version(look),
            _ => false,
        }
    }

    /// The dot of an initial or an abbreviation, when a name goes on behind it.
    fn take_dot(&mut self, look: &Look<'_, '_>) -> bool {
        let Some(last) = look.token(self.last()) else {
            return false;
        };
        let saint = matches!(look.word(last), "St" | "Ft" | "Mt");
        if last.shape != WordShape::Initial && !saint {
            return false;
        }
        let next = look.token(self.end + 1);
        let acronym = last.shape == WordShape::Initial && !last.flags.has(Flags::SPACE);
        let Some(next) = next.filter(|t| is_named(t) && !t.flags.has(Flags::LINE)) else {
            self.end += usize::from(acronym && self.initial);
            return false;
        };
        let fits =
            !(is_function(next) || parts(last, next) || acronym && next.flags.has(Flags::START));
        if fits {
            self.initial = true;
            self.add(self.end + 1, self.end + 2);
        } else {
            self.end += usize::from(acronym && self.initial);
        }
        fits
    }

    fn take_ampersand(&mut self, look: &Look<'_, '_>, mark: &Token) -> bool {
        let spaced = mark.flags.has(Flags::SPACE);
        let fits = look
            .token(self.end + 1)
            .is_some_and(|t| is_named(t) && !is_function(t) && t.flags.has(Flags::SPACE) == spaced);
        if fits {
            self.joined = true;
            self.add(self.end + 1, self.end + 2);
        }
        fits
    }

    /// `Acme, Inc.`, `Ada Park, Jr.`
    fn take_suffix(&mut self, look: &Look<'_, '_>) -> bool {
        let suffix = Classes::ORG_SUFFIX.with(Classes::NAME_SUFFIX);
        let fits = look
            .token(self.end + 1)
            .is_some_and(|t| is_named(t) && t.classes.any(suffix) && t.flags.has(Flags::SPACE));
        if fits {
            self.add(self.end + 1, self.end + 2);
        }
        fits
    }

    /// `Windows 11`, `Claude 3.5 Sonnet`
    fn take_number(&mut self, look: &Look<'_, '_>, next: &Token) -> bool {
        let short = next.end - next.start <= 4;
        if !(self.is_product(look) && short && next.flags.has(Flags::SPACE)) {
            return false;
        }
        self.end += 1;
        let edition =
            |t: &Token| t.flags.has(Flags::SPACE) && is_named(t) && EDITIONS.has(look.bytes(t));
        if look.token(self.end).is_some_and(edition) {
            self.add(self.end, self.end + 1);
        }
        false
    }

    /// `GPT-4o`
    fn take_version(&mut self, look: &Look<'_, '_>) -> bool {
        let glued = |index: usize, kind: TokenKind| {
            let token = look.token(index);
            token.is_some_and(|t| t.kind == kind && !t.flags.has(Flags::SPACE))
        };
        if self.is_product(look) && glued(self.end + 1, TokenKind::Number) {
            self.end += 2;
            self.end += usize::from(glued(self.end, TokenKind::Word));
        }
        false
    }

    fn is_product(&self, look: &Look<'_, '_>) -> bool {
        look.token(self.last())
            .is_some_and(|t| names_product(look, t))
    }

    /// Whether it is a product that a number or an edition tells: `GPT-4o`, `Galaxy S24`.
    pub(super) fn is_version(&self, look: &Look<'_, '_>) -> bool {
        let product = |t: &Token| names_product(look, t);
        let digit = |t: &Token| {
            t.flags.has(Flags::FIELD_DIGIT) && look.bytes(t).iter().any(u8::is_ascii_digit)
        };
        let numbered = self.end > self.last() + 1
            || look
                .token(self.last())
                .is_some_and(|t| digit(t) || self.count > 1 && EDITIONS.has(look.bytes(t)));
        numbered && look.token(self.first()).is_some_and(product)
    }
}

/// Whether a word may be a product's: alone, Claude is a person's name.
fn names_product(look: &Look<'_, '_>, token: &Token) -> bool {
    token.classes.any(Classes::PRODUCT) || list!("claude").has(look.bytes(token))
}

/// Whether a name ends between two words with capitals.
fn parts(last: &Token, next: &Token) -> bool {
    let ends = last
        .classes
        .any(Classes::ORG_SUFFIX.with(Classes::NAME_SUFFIX))
        && !next.classes.any(HEAD.with(Classes::NAME_SUFFIX));
    let titled = is_title(next)
        && !next
            .classes
            .any(HEAD.with(Classes::SURNAME).with(Classes::NAME_SUFFIX));
    ends || titled || is_function(next) || is_calendar(next)
}
