//! What adjectives and participles behind a verb say of its subject.

use super::{Claim, Clause, Shape, claims};
use crate::relation::chunk::{Kind, Verb};
use crate::relation::linking::{links, takes_participle};
use crate::relation::phrase::Phrase;
use crate::text::list::{List, list};

impl Clause<'_> {
    /// `became outdated`: a participle that says what the subject is like, with nothing behind it.
    pub(super) fn participle(&self, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        let chunk = &phrases.chunks[self.at];
        let (first, last, head) = (
            usize::from(chunk.first),
            usize::from(chunk.last),
            usize::from(chunk.head),
        );
        let links = |item| takes_participle(phrases.items.bytes(phrases.view(), item));
        if self.verb.is(Verb::PASSIVE) && head > first && links(head - 1) {
            let object = Phrase {
                first: head,
                last,
                head,
            };
            out(Claim {
                head: head - 1,
                ..self.claim(Shape::Active, head, object)
            });
        }
    }

    /// Whether an adjective behind the verb says how its subject is.
    fn links(&self) -> bool {
        self.verb.is(Verb::COPULA) || !self.is_passive() && links(self.phrases.head(self.at))
    }

    /// `is able to`: whether what the infinitive behind the adjective at `at` says is the subject's doing.
    fn enables(&self, at: usize) -> bool {
        let phrases = self.phrases;
        let acts = phrases.is_verb(at + 1, Verb::INFINITIVE) && phrases.kind(at + 2) == Kind::Noun;
        acts && self.links() && CONTROL.has(phrases.head(at))
    }

    /// `is able to halve its costs`: the infinitive at `at` with the words before it as one relation.
    fn enabled(&self, at: usize, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        let adjective = phrases.head(at - 1);
        let (first, _) = self.claim(Shape::Active, 0, self.subject.phrase).predicate;
        let asserted = self.asserted() && list!("able").has(adjective);
        claims(phrases, at, self.subject, &mut |claim| {
            out(Claim {
                predicate: (first, claim.predicate.1),
                asserted: claim.asserted && asserted,
                ..claim
            });
        });
    }

    /// `is aware of the risk`, `is large`
    pub(super) fn adjective(&self, at: usize, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        if self.enables(at) {
            return self.enabled(at + 1, out);
        }
        // `responsible only for the roof`
        let next = self.behind_adverbs(at + 1);
        let time = phrases.kind(next + 1) == Kind::Noun && self.is_time(next + 1);
        let linked = self.verb.is(Verb::COPULA) || self.links() && !time;
        if linked && phrases.kind(next) == Kind::Prep && phrases.kind(next + 1) == Kind::Noun {
            let prep = usize::from(phrases.chunks[next].last);
            let end = self.list_end(next + 1);
            let claim = self.claim(Shape::Role, prep, phrases.phrase(next + 1, end));
            let head = usize::from(phrases.chunks[at].head);
            out(Claim {
                head,
                preposition: Some(prep - 1),
                ..claim
            });
        } else {
            let end = if phrases.is_verb(at + 1, Verb::INFINITIVE) {
                self.action_end(at + 1)
            } else {
                at
            };
            let object = phrases.phrase(at, end);
            out(self.claim(self.state(), self.end_of_group(), object));
            self.distant(out);
        }
    }
}

/// Adjectives whose infinitive has their own subject.
const CONTROL: &List = list!(
    "able unable likely unlikely ready willing unwilling eager keen due free bound reluctant set certain sure prepared \
     entitled quick slow"
);
