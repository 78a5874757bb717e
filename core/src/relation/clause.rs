//! Verbs with their subjects and objects.

mod apart;
mod complement;
mod content;

use super::chunk::{Kind, Verb};
use super::phrase::{Phrase, Phrases};
use super::subject::{Subject, Way};
use super::tag::Tag;
use crate::text::list::list;

/// A statement as items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) subject: Phrase,
    /// First item of the predicate and the item behind its last.
    pub(super) predicate: (usize, usize),
    /// The head verb, or the noun of `CEO of`.
    pub(super) head: usize,
    /// The preposition that belongs to the relation.
    pub(super) preposition: Option<usize>,
    pub(super) object: Phrase,
    pub(super) asserted: bool,
    pub(super) shape: Shape,
    pub(super) way: Way,
}

/// What the predicate is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Verb and object: `bought`.
    Active,
    /// Verb and preposition: `lives in`.
    Prepositional,
    /// A participle with or without a form of be: `was founded by`.
    Passive,
    /// A form of be alone: `is`.
    Copula,
    /// A form of be with a noun or adjective: `is the CEO of`, `is aware of`.
    Role,
    /// A noun without a verb: `CEO of`.
    Apposition,
    /// A clause as object: `said that`.
    Content,
    /// A verb with a preposition further on: `wrote … in`.
    Distant,
    /// The same of a passive: `was founded … in`.
    DistantPassive,
}

/// Hands the statements of the verb group at chunk `at` to `out`.
pub(super) fn claims(
    phrases: &Phrases<'_>,
    at: usize,
    subject: &Subject,
    out: &mut dyn FnMut(Claim),
) {
    let clause = Clause {
        phrases,
        at,
        verb: phrases.chunks[at].verb,
        subject,
    };
    clause.read(out);
}

struct Clause<'a> {
    phrases: &'a Phrases<'a>,
    at: usize,
    verb: Verb,
    subject: &'a Subject,
}

impl Clause<'_> {
    fn read(&self, out: &mut dyn FnMut(Claim)) {
        if let Some(claim) = self.speech() {
            return out(claim);
        }
        self.leading(out);
        let next = self.behind_adverbs(self.at + 1);
        match self.phrases.kind(next) {
            Kind::Noun => self.noun(next, out),
            Kind::Prep => self.preposition(next, out),
            Kind::Adjective => self.adjective(next, out),
            Kind::Sub => self.content(next, out),
            Kind::Stop if self.announces(next) => {
                self.clause_object(next + 1, self.end_of_group(), out);
            }
            Kind::Comma if self.cites(next) => {
                self.clause_object(next + 1, self.end_of_group(), out);
            }
            Kind::Stop if self.lists(next) => {
                self.objects(next + 1, self.state(), self.end_of_group(), None, out);
            }
            // `suggests taking a sample`
            Kind::Verb if self.phrases.is_verb(next, Verb::GERUND) => {
                let end = self.action_end(next);
                let object = self.phrases.phrase(next, end);
                out(self.claim(self.state(), self.end_of_group(), object));
            }
            _ => self.participle(out),
        }
        self.gap(next, out);
    }

    /// `The tools include: …`
    fn lists(&self, stop: usize) -> bool {
        self.phrases.word(stop) == b":" && self.phrases.kind(stop + 1) == Kind::Noun
    }

    fn behind_adverbs(&self, from: usize) -> usize {
        let adverb = |k: &usize| self.phrases.kind(*k) == Kind::Adverb;
        from + (from..from + 4).take_while(adverb).count()
    }

    fn claim(&self, shape: Shape, last: usize, object: Phrase) -> Claim {
        let chunk = &self.phrases.chunks[self.at];
        Claim {
            subject: self.subject.phrase,
            predicate: (usize::from(chunk.first), last),
            head: usize::from(chunk.head),
            preposition: None,
            object,
            asserted: self.asserted(),
            shape,
            way: self.subject.way,
        }
    }

    fn asserted(&self) -> bool {
        let denied = self.verb.is(Verb::DENIED) || self.verb.is(Verb::SUPPOSED);
        let first = self
            .phrases
            .items
            .bytes(self.phrases.view(), self.subject.phrase.first);
        let nobody = list!("no nobody none nothing neither").has(first);
        !denied && !nobody && !self.subject.supposed && !self.is_limited()
    }

    /// `nearly bought`
    fn is_limited(&self) -> bool {
        let phrases = self.phrases;
        let chunk = &phrases.chunks[self.at];
        let word = |at| phrases.items.bytes(phrases.view(), at);
        let mut group = usize::from(chunk.first)..usize::from(chunk.head);
        group.any(|at| list!("almost nearly").has(word(at)))
    }

    fn is_passive(&self) -> bool {
        let bare = matches!(self.subject.way, Way::Participle | Way::Leading);
        self.verb.is(Verb::PASSIVE) || (bare && self.verb.is(Verb::BARE_PAST))
    }

    /// What the group is together with an object directly behind.
    fn state(&self) -> Shape {
        if self.verb.is(Verb::COPULA) {
            Shape::Copula
        } else if self.is_passive() {
            Shape::Passive
        } else {
            Shape::Active
        }
    }

    fn end_of_group(&self) -> usize {
        usize::from(self.phrases.chunks[self.at].last)
    }

    /// A noun phrase directly behind: object, or what a form of be says.
    fn noun(&self, at: usize, out: &mut dyn FnMut(Claim)) {
        if self.begins_clause(at) {
            return self.clause_object(at, self.end_of_group(), out);
        }
        let shape = self.state();
        if shape != Shape::Copula && self.is_when(at) {
            let when = self.phrases.phrase(at, at);
            out(self.further(None, when));
            return self.distant(out);
        }
        self.objects(at, shape, self.end_of_group(), None, out);
        if shape == Shape::Copula {
            self.role(at, out);
        }
        self.distant(out);
    }

    /// `this week`, `last year`, `every night`: a noun phrase that says when.
    fn is_when(&self, at: usize) -> bool {
        let phrases = self.phrases;
        list!("this last next every each several many that").has(phrases.word(at))
            && list!("time times day days night week month quarter year morning evening summer winter spring monday tuesday \
                 wednesday thursday friday saturday sunday")
                .has(phrases.head(at))
    }

    /// The object at chunk `at`. Names joined by `and` are objects each, other lists are one.
    fn objects(
        &self,
        at: usize,
        shape: Shape,
        last: usize,
        preposition: Option<usize>,
        out: &mut dyn FnMut(Claim),
    ) {
        let mut give = |from, to| {
            let claim = self.claim(shape, last, self.phrases.phrase(from, to));
            out(Claim {
                preposition,
                ..claim
            });
        };
        let end = self.list_end(at);
        if !self.names_only(at, end) {
            return give(at, end);
        }
        let mut next = Some(at);
        while let Some(first) = next {
            let single = self.single_end(first);
            give(first, single);
            next = self.phrases.conjunct(single).filter(|&at| at <= end);
        }
    }

    /// Whether every conjunct of the list from chunk `at` to `end` is a name.
    fn names_only(&self, at: usize, end: usize) -> bool {
        let noun = |k: &usize| self.phrases.kind(*k) == Kind::Noun;
        let mut nouns = (at..=end).filter(noun);
        nouns.all(|k| self.phrases.is_named(Phrase::of(&self.phrases.chunks[k])))
    }

    /// The last chunk of the object that begins at `at`, without what is joined to it.
    fn single_end(&self, at: usize) -> usize {
        let phrase = Phrase::of(&self.phrases.chunks[at]);
        let number = self.phrases.items.tag(phrase.head) == Tag::Num;
        self.phrases
            .attached(at, !number && !self.phrases.is_named(phrase))
    }

    /// The last chunk of the object that begins at `at`.
    fn list_end(&self, at: usize) -> usize {
        let mut end = self.single_end(at);
        while let Some(next) = self.phrases.conjunct(end) {
            let next = self.single_end(next);
            if !self.phrases.within(at, next) {
                break;
            }
            end = next;
        }
        end
    }

    /// `is the CEO of Acme`: a statement about Acme as well.
    fn role(&self, at: usize, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        if phrases.kind(at + 1) != Kind::Prep || phrases.kind(at + 2) != Kind::Noun {
            return;
        }
        let prep = usize::from(phrases.chunks[at + 1].last);
        let head = usize::from(phrases.chunks[at].head);
        self.objects(at + 2, Shape::Role, prep, Some(prep - 1), &mut |claim| {
            out(Claim { head, ..claim });
        });
    }

    /// A preposition directly behind belongs to the predicate.
    fn preposition(&self, at: usize, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        // `ran faster than Ada`
        if self.compares(at) {
            return;
        }
        let last = usize::from(phrases.chunks[at].last);
        let shape = if self.is_passive() {
            Shape::Passive
        } else {
            Shape::Prepositional
        };
        match phrases.kind(at + 1) {
            Kind::Noun => {
                self.objects(at + 1, shape, last, Some(last - 1), out);
                self.distant(out);
                self.content_behind(at + 1, out);
            }
            Kind::Stop if self.lists(at + 1) => {
                self.objects(at + 2, shape, last, Some(last - 1), out);
            }
            Kind::Verb if phrases.is_verb(at + 1, Verb::GERUND) => {
                let end = self.action_end(at + 1);
                let claim = self.claim(shape, last, phrases.phrase(at + 1, end));
                out(Claim {
                    preposition: Some(last - 1),
                    ..claim
                });
            }
            _ => {}
        }
    }

    /// `by adding a potato`: to the end of what the verb at `at` has behind it.
    fn action_end(&self, at: usize) -> usize {
        match (self.phrases.kind(at + 1), self.phrases.kind(at + 2)) {
            (Kind::Noun, _) => self.list_end(at + 1),
            (Kind::Prep, Kind::Noun) => self.list_end(at + 2),
            _ => at,
        }
    }
}
