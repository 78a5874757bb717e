//! What speaks for and against a run of words being a name of some kind.
//!
//! Every sign has a place in one vector of bits: classes of the words inside, their capitals, and
//! what stands before and behind. [`super::weigh`] gives each bit its weight.

use super::Known;
use super::context::{Neighbour, before, behind, is_said_to_persons, lexical, neighbour};
use super::event;
use super::look::Look;
use super::phrases::Phrase;
use super::run::{Run, is_named};
use crate::Kind;
use crate::text::{Classes, Flags, Token, TokenKind, WordShape};

/// The first bit of each group of signs.
const SINGLE: usize = 0;
const FIRST: usize = SINGLE + CLASSES;
const LAST: usize = FIRST + CLASSES;
const HEAD: usize = LAST + CLASSES;
const BEFORE: usize = HEAD + CLASSES;
const BEHIND: usize = BEFORE + Neighbour::COUNT;
const WORD_BEFORE: usize = BEHIND + Neighbour::COUNT;
const WORD_BEFORE_ARTICLE: usize = WORD_BEFORE + lexical::COUNT;
const BEHIND_COMMA: usize = WORD_BEFORE_ARTICLE + lexical::COUNT;
const WORD_BEHIND: usize = BEHIND_COMMA + Neighbour::COUNT;
const SHAPE: usize = WORD_BEHIND + lexical::COUNT;
const WHOLE: usize = SHAPE + 8;
/// How many signs there are.
pub(super) const SIGNS: usize = WHOLE + 25;

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence([u64; SIGNS.div_ceil(64)]);

impl Evidence {
    fn add(&mut self, sign: usize) {
        self.0[sign / 64] |= 1 << (sign % 64);
    }

    fn add_if(&mut self, holds: bool, sign: usize) {
        if holds {
            self.add(sign);
        }
    }

    /// Adds the signs from `first` on whose bits are set.
    #[inline]
    fn add_all(&mut self, first: usize, signs: u32) {
        let signs = u128::from(signs) << (first % 64);
        self.0[first / 64] |= signs as u64;
        if let Some(further) = self.0.get_mut(first / 64 + 1) {
            *further |= (signs >> 64) as u64;
        }
    }

    /// Hands over the signs that are there, in order.
    #[inline]
    pub(super) fn each(&self, mut out: impl FnMut(usize)) {
        for (at, &word) in self.0.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                out(at * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }
}

/// All signs of a run.
pub(super) fn of(
    look: &Look<'_, '_>,
    run: &Run,
    phrase: Option<Phrase>,
    known: &impl Known,
) -> Evidence {
    let mut evidence = Evidence::default();
    inside(&mut evidence, look, run);
    shapes(&mut evidence, look, run);
    whole(&mut evidence, look, run);
    around(&mut evidence, look, run);
    evidence.add_if(phrase == Some(Phrase::Place), WHOLE + 19);
    evidence.add_if(phrase == Some(Phrase::Organization), WHOLE + 20);
    if let Some(kind) = named_before(look, run, known) {
        evidence.add(WHOLE + 21 + kind);
    }
    evidence
}

/// Word classes that tell something of a name, each with its place in a group.
const CLASSES: usize = 16;

/// The classes of a word, as bits of their places; the last for a word of none of them.
fn classes(token: &Token) -> u32 {
    const OF: [Classes; CLASSES - 1] = [
        Classes::FIRST_NAME,
        Classes::SURNAME,
        Classes::PLACE,
        Classes::ORGANIZATION,
        Classes::COMMON,
        Classes::DEMONYM,
        Classes::TITLE.with(Classes::ROLE),
        Classes::ORG_WORD,
        Classes::PLACE_WORD,
        Classes::EVENT_WORD,
        Classes::PRODUCT,
        Classes::ORG_SUFFIX,
        Classes::NAME_SUFFIX,
        Classes::MONTH.with(Classes::WEEKDAY),
        Classes::VERB
            .with(Classes::ADVERB)
            .with(Classes::ADJECTIVE)
            .with(Classes::NUMBER_WORD),
    ];
    match bits(OF.map(|class| token.classes.any(class))) {
        0 => 1 << (CLASSES - 1),
        listed => listed,
    }
}

/// The bits of those that hold.
fn bits<const COUNT: usize>(signs: [bool; COUNT]) -> u32 {
    let back = signs.into_iter().rev();
    back.fold(0, |bits, holds| bits << 1 | u32::from(holds))
}

fn inside(evidence: &mut Evidence, look: &Look<'_, '_>, run: &Run) {
    let mut group = |base: usize, index: usize| {
        if let Some(token) = look.token(index) {
            evidence.add_all(base, classes(token));
        }
    };
    if run.count() == 1 {
        return group(SINGLE, run.first());
    }
    group(FIRST, run.first());
    group(LAST, run.last());
    if run.bound {
        group(HEAD, run.head());
    }
}

fn shapes(evidence: &mut Evidence, look: &Look<'_, '_>, run: &Run) {
    let Some(first) = look.token(run.first()) else {
        return;
    };
    let word = look.bytes(first);
    let upper = |index: usize| {
        look.token(index)
            .is_some_and(|t| t.shape == WordShape::Upper)
    };
    let single = run.count() == 1;
    evidence.add_if(single && upper(run.first()) && word.len() == 2, SHAPE);
    evidence.add_if(
        single && upper(run.first()) && (3..6).contains(&word.len()),
        SHAPE + 1,
    );
    evidence.add_if(single && upper(run.first()) && word.len() > 5, SHAPE + 2);
    evidence.add_if(first.shape == WordShape::Mixed, SHAPE + 3);
    // The field's flags tell most words that hold neither.
    let field = |flag: Flags| first.flags.has(flag);
    let digit = field(Flags::FIELD_DIGIT) && word.iter().any(u8::is_ascii_digit);
    let hyphen = field(Flags::FIELD_HYPHEN) && word.contains(&b'-');
    evidence.add_if(digit, SHAPE + 4);
    evidence.add_if(hyphen, SHAPE + 5);
    evidence.add_if(first.shape == WordShape::Initial, SHAPE + 6);
    evidence.add_if(!single && run.words().all(upper), SHAPE + 7);
}

fn whole(evidence: &mut Evidence, look: &Look<'_, '_>, run: &Run) {
    let classes = |index: usize| look.token(index).map_or(Classes::default(), |t| t.classes);
    let has = |index: usize, class: Classes| classes(index).any(class);
    let flags = look
        .token(run.first())
        .map_or(Flags::default(), |t| t.flags);
    let flag = |flag: Flags| flags.has(flag);
    let (first, last, count) = (classes(run.first()), classes(run.last()), run.count());
    let common = |index: usize| has(index, Classes::COMMON);
    let opens_common = first.any(Classes::COMMON);
    let given = first.any(Classes::FIRST_NAME);
    let signs = [
        count == 2,
        count == 3,
        count > 3,
        run.bound,
        run.joined,
        run.particle,
        run.initial,
        run.possessive,
        count > 1 && given && last.any(Classes::SURNAME),
        count > 1 && given && last == Classes::default(),
        count > 1 && run.words().all(common),
        count > 1 && run.words().any(common),
        flag(Flags::START),
        flag(Flags::START) && count == 1 && opens_common,
        flag(Flags::HEADING),
        count > 1 && flag(Flags::START) && opens_common,
        run.words().skip(1).any(|at| has(at, Classes::ORG_WORD)),
        run.words().skip(1).any(|at| has(at, Classes::PLACE)),
        shouted(look, run),
    ];
    evidence.add_all(WHOLE, bits(signs));
}

/// Whether the words around are in capitals too, so that they say nothing.
fn shouted(look: &Look<'_, '_>, run: &Run) -> bool {
    let upper = |token: &Token| token.shape == WordShape::Upper && token.end - token.start > 2;
    let first = look.token(run.first()).is_some_and(upper);
    first
        && look
            .spoken_before(run.first())
            .is_some_and(|(_, t)| upper(t))
}

fn around(evidence: &mut Evidence, look: &Look<'_, '_>, run: &Run) {
    let before = before(look, run.first());
    let previous = match before {
        Some((index, token)) if opens_with_year(look, index, token) => Neighbour::Comma,
        _ => neighbour(look, before),
    };
    evidence.add(BEFORE + previous as usize);
    let next = behind(look, run.end);
    evidence.add(BEHIND + next as usize);
    if let Some((index, token)) = before {
        evidence.add_if(is_said_to_persons(look, token), WHOLE + 24);
        if let Some(word) = lexical::of(look.bytes(token)) {
            evidence.add(WORD_BEFORE + word);
        }
        let article = token
            .classes
            .any(Classes::DETERMINER.with(Classes::POSSESSIVE));
        let earlier = look.spoken_before(index).filter(|_| article);
        if let Some(word) = earlier.and_then(|(_, t)| lexical::of(look.bytes(t))) {
            evidence.add(WORD_BEFORE_ARTICLE + word);
        }
    }
    if let Some((index, token)) = look.spoken(run.end) {
        if next == Neighbour::Comma {
            evidence.add(BEHIND_COMMA + behind(look, index + 1) as usize);
        } else if let Some(word) = lexical::of(look.bytes(token)) {
            evidence.add(WORD_BEHIND + word);
        }
    }
}

/// `In 2019 Germany held …`: as behind a comma, which many leave out there.
fn opens_with_year(look: &Look<'_, '_>, index: usize, token: &Token) -> bool {
    let starts = |(_, token): (usize, &Token)| token.flags.has(Flags::START);
    event::is_year(look, token) && look.spoken_before(index).is_some_and(starts)
}

/// The kind that this stream knows the run's only word as, or a person's last: a relative's name is none of a
/// common word and a family name.
fn named_before(look: &Look<'_, '_>, run: &Run, known: &impl Known) -> Option<usize> {
    if run.count() > 2 {
        return None;
    }
    let (first, last) = (look.token(run.first())?, look.token(run.last())?);
    debug_assert!(is_named(first) || first.kind == TokenKind::Word);
    let given = || !first.classes.any(Classes(!Classes::FIRST_NAME.0));
    match (known.kind_of(look.word(last))?, run.count()) {
        (Kind::Person, 1) => Some(0),
        (Kind::Person, 2) if given() => Some(0),
        (Kind::Organization, 1) => Some(1),
        (Kind::Location, 1) => Some(2),
        _ => None,
    }
}
