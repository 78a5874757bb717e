//! Whose verb it is.

mod infinite;
mod insertion;
mod relative;

use super::chunk::{Kind, Verb};
use super::phrase::{Phrase, Phrases, REACH};
use crate::text::list::{List, list};

/// How a verb came to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It stands directly before the verb.
    Direct,
    /// The verb shares it with the verb before (`came and saw`).
    Shared,
    /// The verb is in a relative clause (`who came`).
    Relative,
    /// The verb is a participle behind it (`founded by`).
    Participle,
    /// The verb stands between what was said and who said it.
    Inverted,
    /// The participle stands before the clause (`Founded in 1990, Acme …`).
    Leading,
}

/// A verb's subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) phrase: Phrase,
    pub(super) way: Way,
    /// Whether what is said of it is supposed, denied or called false: `if`, `neither`, `it is false that`.
    pub(super) supposed: bool,
    /// Its first chunk.
    pub(super) at: usize,
    /// Its last chunk.
    end: usize,
}

impl Subject {
    /// Hands over each of the names joined by `and` that it is, or itself.
    pub(super) fn each(self, phrases: &Phrases<'_>, out: &mut dyn FnMut(&Self)) {
        let noun = |k: &usize| phrases.kind(*k) == Kind::Noun;
        let list = |k: usize| matches!(phrases.kind(k), Kind::Noun | Kind::Comma | Kind::And);
        let named = |k: usize| phrases.is_named(Phrase::of(&phrases.chunks[k]));
        let mut all = self.at..=self.end;
        if all.all(|k| list(k) && (!noun(&k) || named(k))) {
            let before = self.at.checked_sub(1);
            let not = before.is_some_and(|k| list!("not").has(phrases.word(k)));
            for at in (self.at..=self.end).filter(noun) {
                out(&Self {
                    phrase: Phrase::of(&phrases.chunks[at]),
                    // `Not Ada but Bob`: of Bob it is said.
                    supposed: self.supposed && (at == self.at || !not),
                    ..self
                });
            }
        } else {
            out(&self);
        }
    }
}

/// What was found for the verb before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// The last verb of a main or subordinate clause with its subject.
    clause: Option<Subject>,
    /// The last verb with its subject.
    verb: Option<(usize, Subject)>,
}

/// The subject of the verb group at chunk `at`.
pub(super) fn find(phrases: &Phrases<'_>, at: usize, memory: &mut Memory) -> Option<Subject> {
    let finder = Finder { phrases, memory };
    let subject = finder.find(at)?;
    if matches!(subject.way, Way::Direct | Way::Shared) {
        memory.clause = Some(subject);
    }
    memory.verb = Some((at, subject));
    Some(subject)
}

struct Finder<'a> {
    phrases: &'a Phrases<'a>,
    memory: &'a Memory,
}

impl Finder<'_> {
    fn find(&self, at: usize) -> Option<Subject> {
        if let Some(speaker) = self.speaker(at) {
            return Some(speaker);
        }
        let before = self.spoken_before(at);
        match before.map(|k| self.phrases.kind(k)) {
            Some(Kind::Sub) if self.is_relative(at, before?) => self.relative(before?),
            None | Some(Kind::Sub) => self.leading(at),
            Some(Kind::Prep) if self.opens_with_action(before?) => self.leading(at),
            Some(Kind::Verb) if self.phrases.is_verb(at, Verb::INFINITIVE) => self.of_verb(before?),
            Some(Kind::Verb) => self.behind_gap(at, before?),
            Some(Kind::Noun) if list!("nor").has(self.phrases.word(at)) => self.shared(),
            Some(Kind::Noun) => self.behind_noun(at, before?),
            Some(Kind::Rel) => self.relative(before?),
            Some(Kind::And) => self.shared(),
            Some(Kind::Comma) => self.behind_comma(at, before?),
            _ => None,
        }
    }

    /// `…, said Ada`: the subject behind a verb of saying.
    fn speaker(&self, at: usize) -> Option<Subject> {
        let phrases = self.phrases;
        let inverted = phrases.kind_before(at) == Kind::Comma
            && SAYING.has(phrases.head(at))
            && phrases.kind(at + 1) == Kind::Noun
            && phrases.chunks[at].verb.is(Verb::BARE_PAST)
            && phrases.clause_before(at - 1).is_some();
        if !inverted {
            return None;
        }
        let end = phrases.attached(at + 1, false);
        let closed = |k| matches!(phrases.kind(k), Kind::Stop | Kind::Comma | Kind::Prep);
        closed(end + 1)
            .then(|| self.subject(at + 1, end, Way::Inverted))
            .flatten()
    }

    /// The chunk before `at` that is no adverb.
    fn spoken_before(&self, at: usize) -> Option<usize> {
        (at.saturating_sub(REACH)..at)
            .rev()
            .find(|&k| self.phrases.kind(k) != Kind::Adverb)
    }

    fn subject(&self, at: usize, end: usize, way: Way) -> Option<Subject> {
        let phrases = self.phrases;
        phrases.within(at, end).then(|| Subject {
            phrase: phrases.phrase(at, end),
            way,
            supposed: at.checked_sub(1).is_some_and(|k| self.is_supposing(k)),
            at,
            end,
        })
    }

    /// Whether the chunk at `at`, before a subject, says that what follows is not so, or may not be.
    fn is_supposing(&self, at: usize) -> bool {
        let phrases = self.phrases;
        let word = phrases.word(at);
        match phrases.kind(at) {
            Kind::Sub if list!("that").has(word) => self.is_doubted(at),
            Kind::Sub => list!("if unless whether lest").has(word),
            Kind::Adverb => list!("neither not").has(word),
            _ => false,
        }
    }

    /// Whether what stands before the `that` at chunk `that` calls the clause false: `It is a myth that`.
    fn is_doubted(&self, that: usize) -> bool {
        let phrases = self.phrases;
        let Some(before) = that.checked_sub(1) else {
            return false;
        };
        let told = phrases.kind(before) == Kind::Verb;
        let verb = if told {
            before
        } else {
            before.saturating_sub(1)
        };
        let denied = phrases.is_verb(verb, Verb::DENIED)
            && (phrases.is_verb(verb, Verb::COPULA) || told && SAYING.has(phrases.head(verb)));
        denied
            || [before, verb]
                .iter()
                .any(|&k| DOUBTING.has(phrases.head(k)))
    }

    /// The subject of the verb at `verb`, where that is the one before.
    fn subject_of(&self, verb: usize) -> Option<Subject> {
        let known = self.memory.verb.filter(|&(at, _)| at == verb);
        known.map(|(_, subject)| subject)
    }

    fn shared(&self) -> Option<Subject> {
        let way = Way::Shared;
        self.memory.clause.map(|subject| Subject { way, ..subject })
    }

    fn behind_noun(&self, at: usize, noun: usize) -> Option<Subject> {
        if self.is_participle(at) {
            return self.antecedent(noun, Way::Participle);
        }
        if self.phrases.is_verb(at, Verb::INFINITIVE) {
            return self.purpose(noun);
        }
        self.chain(noun)
    }

    /// The noun phrase that ends at chunk `end`, with what is attached before it.
    fn chain(&self, end: usize) -> Option<Subject> {
        let mut first = end;
        let mut cut = None;
        while let Some((next, joined)) = self.extends(first, cut.is_some()) {
            // `he and Ada` do something, whatever stands before
            if joined && NOMINATIVE.has(self.phrases.word(next)) {
                return self.subject(next, end, Way::Direct);
            }
            if joined {
                cut = cut.or(Some(first));
            }
            first = next;
        }
        match self.verb_before(first) {
            Some(verb) => self.behind_verb(verb, cut.unwrap_or(first), end, cut.is_some()),
            None => self.subject(first, end, Way::Direct),
        }
    }

    /// The verb of which the noun phrase at `first` is the complement: directly, behind a preposition, or behind an
    /// adjective with one (`who remained faithful to Ada left`).
    fn verb_before(&self, first: usize) -> Option<usize> {
        let is = |k: usize, kind| self.phrases.kind(k) == kind;
        let mut at = first.checked_sub(1)?;
        if is(at, Kind::Prep) {
            at = at.checked_sub(1)?;
            if is(at, Kind::Adjective) {
                at = at.checked_sub(1)?;
            }
        }
        is(at, Kind::Verb).then_some(at)
    }

    /// The noun phrase that the one at `first` is attached to or joined with.
    fn extends(&self, first: usize, joined: bool) -> Option<(usize, bool)> {
        let before = first.checked_sub(2)?;
        if self.phrases.kind(before) != Kind::Noun {
            let comma = self.phrases.kind(before) == Kind::Comma && before > 0;
            let list = comma && self.phrases.kind(first - 1) == Kind::And;
            return (list && self.phrases.kind(before - 1) == Kind::Noun)
                .then(|| (before - 1, true));
        }
        match self.phrases.kind(first - 1) {
            Kind::Prep => Some((before, false)),
            Kind::And => Some((before, true)),
            Kind::Comma if joined && self.phrases.kind_before(before) != Kind::Prep => {
                Some((before, true))
            }
            _ => None,
        }
    }

    /// The noun phrase behind another verb: its own subject (`said Acme grew`), or an object of a
    /// relative clause, so that the verb is that of the antecedent (`who founded Acme lives`).
    fn behind_verb(&self, verb: usize, first: usize, end: usize, joined: bool) -> Option<Subject> {
        if joined {
            return self.subject(first, end, Way::Direct);
        }
        match self.subject_of(verb) {
            Some(subject) if matches!(subject.way, Way::Relative | Way::Participle) => {
                let chain = self.chain_before(subject.at);
                self.subject(chain, subject.at, Way::Direct)
            }
            Some(subject) => self
                .explained(subject)
                .or_else(|| self.subject(first, end, Way::Direct)),
            None => self.subject(first, end, Way::Direct),
        }
    }

    /// The first chunk of the noun phrase that chunk `at` is attached to.
    fn chain_before(&self, at: usize) -> usize {
        let mut first = at;
        while let Some((next, false)) = self.extends(first, false) {
            first = next;
        }
        first
    }
}

/// Pronouns that are subjects alone.
const NOMINATIVE: &List = list!("he she we they i");

/// Verbs behind which a clause may stand without `that`.
pub(super) const SAYING: &List = list!(
    "say says said think thinks thought believe believes believed know knew claims claimed \
     added adds told tells hope hopes hoped saying suggests argues means"
);

/// What calls a clause behind it false or open.
const DOUBTING: &List = list!(
    "deny denies denied denying doubt doubts doubted dispute disputes disputed refute refutes refuted false untrue \
     wrong incorrect impossible unlikely doubtful unclear myth lie rumor rumors rumour rumours hoax misconception \
     allegation allegations"
);
