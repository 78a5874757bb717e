//! Subjects of verbs without a tense: participles and infinitives.

use super::{Finder, Subject, Way};
use crate::relation::chunk::{Kind, Verb};
use crate::relation::phrase::REACH;
use crate::relation::subject::SAYING;
use crate::relation::tag::Tag;
use crate::text::list::{List, list};

impl Finder<'_> {
    /// `Founded in 1990, Acme makes …`, `while selling`, `by selling`, `to save time`
    pub(super) fn leading(&self, at: usize) -> Option<Subject> {
        let verb = self.phrases.chunks[at].verb;
        if !verb.is(Verb::GERUND) && !verb.is(Verb::BARE_PAST) && !verb.is(Verb::INFINITIVE) {
            return None;
        }
        let comma = (at + 1..at + REACH).find(|&k| self.phrases.kind(k) == Kind::Comma)?;
        let noun = comma + 1;
        (self.phrases.kind(noun) == Kind::Noun)
            .then(|| self.subject(noun, self.phrases.attached(noun, false), Way::Leading))
            .flatten()
    }

    /// Whether a clause begins with the preposition at `prep`, behind which an action is what is done: `By selling`, but
    /// not `Instead of selling`.
    pub(super) fn opens_with_action(&self, prep: usize) -> bool {
        list!("by in after before upon on through since").has(self.phrases.word(prep))
            && self.phrases.kind_before(prep) == Kind::Stop
    }

    /// Who does what an infinitive behind the noun phrase at `noun` says: whose verb stands before, unless that
    /// says that another is to do it (`asked Ada to`).
    pub(super) fn purpose(&self, noun: usize) -> Option<Subject> {
        let phrases = self.phrases;
        let way = Way::Participle;
        // `by efforts to`: whose they are is not said.
        if phrases.kind_before(noun) == Kind::Prep && EFFORTS.has(phrases.head(noun)) {
            return None;
        }
        let plain = |k: usize| {
            matches!(
                phrases.kind(k),
                Kind::Noun | Kind::Prep | Kind::And | Kind::Adjective | Kind::Adverb
            )
        };
        let before = self.memory.verb.filter(|&(verb, _)| {
            (verb + 1..noun).all(plain) && !phrases.is_verb(verb, Verb::COPULA)
        });
        let Some((verb, subject)) = before else {
            return self.subject(noun, noun, way);
        };
        let given = phrases.kind(verb + 1) == Kind::Noun && phrases.kind(verb + 2) == Kind::Noun;
        let sends = given || sends(phrases.head(verb));
        if phrases.is_verb(verb, Verb::PASSIVE) == sends {
            return Some(Subject { way, ..subject });
        }
        // `asked Ada to`, `gave Ada a chance to`; the road that was built by Romans does nothing.
        let first = if given { verb + 1 } else { noun };
        sends.then(|| self.subject(first, first, way)).flatten()
    }

    /// Whether the verb at `at`, behind a noun, has no tense.
    pub(super) fn is_participle(&self, at: usize) -> bool {
        let verb = self.phrases.chunks[at].verb;
        verb.is(Verb::GERUND)
            || verb.is(Verb::PARTICIPLE)
            || (verb.is(Verb::BARE_PAST) && self.is_reduced(at))
    }

    /// A past form without auxiliary is a participle where the clause has another verb, and where
    /// no object follows.
    fn is_reduced(&self, at: usize) -> bool {
        let phrases = self.phrases;
        if phrases.kind(at + 1) == Kind::Noun {
            return false;
        }
        if list!("by").has(phrases.word(at + 1))
            && phrases.items.tag(usize::from(phrases.chunks[at + 1].last)) != Tag::Num
        {
            return true;
        }
        let plain = |k: &usize| {
            matches!(
                phrases.kind(*k),
                Kind::Noun | Kind::Prep | Kind::Adjective | Kind::Adverb
            )
        };
        let behind = (at + 1..at + REACH).find(|k| !plain(k));
        let before = || (at.saturating_sub(REACH)..at).rev().find(|k| !plain(k));
        let tensed = |k| phrases.is_tensed(k);
        let states = |k: usize| tensed(k) && !SAYING.has(phrases.head(k));
        behind.is_some_and(tensed) || before().is_some_and(states)
    }

    /// `set out to do`: who did what the verb directly before says.
    pub(super) fn of_verb(&self, before: usize) -> Option<Subject> {
        let way = Way::Participle;
        self.subject_of(before)
            .map(|subject| Subject { way, ..subject })
    }
}

/// Nouns that say in an infinitive what they are.
const EFFORTS: &List = list!(
    "effort efforts attempt attempts plan plans plot bid bids move moves decision decisions ability abilities right rights \
     power powers failure refusal desire way ways need needs chance chances opportunity agreement promise proposal \
     proposals permission willingness intention intentions readiness campaign pledge threat threats"
);

/// Whether the verb says that its object is to do something: what such verbs begin with.
fn sends(verb: &[u8]) -> bool {
    const BEGINNINGS: &str = "ask tell told want hir allow enabl help forc urg order requ caus get got persuad \
        convinc invit encourag permit expect teach taught train lead led let appoint elect select choos chos \
        authori instruct push press advis warn remind send sent pay paid need recruit employ inspir motivat \
        compel design beg prefer forb bad like";
    let begins = |head: &str| {
        let begin = verb.get(..head.len());
        begin.is_some_and(|b| b.eq_ignore_ascii_case(head.as_bytes()))
    };
    BEGINNINGS.split(' ').any(begins)
}
