//! Subjects of verbs in and behind relative clauses.

use super::{Finder, Subject, Way};
use crate::relation::chunk::{Kind, Verb};
use crate::text::list::list;

impl Finder<'_> {
    /// Whether the `that` at `that` stands for the noun before it: `the party that holds the seat`.
    pub(super) fn is_relative(&self, at: usize, that: usize) -> bool {
        let phrases = self.phrases;
        that + 1 == at
            && phrases.word(that) == b"that"
            && phrases.kind_before(that) == Kind::Noun
            && phrases.is_verb(at, Verb::FINITE)
    }

    pub(super) fn relative(&self, rel: usize) -> Option<Subject> {
        let before = rel.checked_sub(1)?;
        let noun = match self.phrases.kind(before) {
            // `many of whom`
            Kind::Prep => {
                let some = before.checked_sub(1)?;
                let part = self.phrases.kind(some) == Kind::Noun
                    && list!("of").has(self.phrases.word(before));
                return part.then(|| self.subject(some, rel, Way::Relative))?;
            }
            Kind::Comma => before.checked_sub(1)?,
            _ => before,
        };
        (self.phrases.kind(noun) == Kind::Noun)
            .then(|| self.antecedent(noun, Way::Relative))
            .flatten()
    }

    /// The noun phrase at `noun`, or of what a form of be says that it is it: `Rust is a language
    /// developed by …`.
    pub(super) fn antecedent(&self, noun: usize, way: Way) -> Option<Subject> {
        let states = |verb: usize| self.phrases.is_verb(verb, Verb::COPULA);
        match self.memory.verb {
            Some((verb, subject)) if verb + 1 == noun && states(verb) => {
                Some(Subject { way, ..subject })
            }
            _ => self.subject(noun, noun, way),
        }
    }

    /// `The space that Ada left is …`: the noun before the clause that ends here.
    pub(super) fn behind_gap(&self, at: usize, before: usize) -> Option<Subject> {
        let tensed = self.phrases.is_verb(at, Verb::FINITE);
        self.explained(self.subject_of(before).filter(|_| tensed)?)
    }

    /// `The rumor that Acme bought Foo is …`: the noun phrase before the clause that has this subject.
    pub(super) fn explained(&self, subject: Subject) -> Option<Subject> {
        let phrases = self.phrases;
        let that = subject.at.checked_sub(1)?;
        let noun = that.checked_sub(1)?;
        let clause = list!("that").has(phrases.word(that)) && phrases.kind(noun) == Kind::Noun;
        let first = self.chain_before(noun);
        (clause
            && matches!(
                phrases.kind_before(first),
                Kind::Stop | Kind::Comma | Kind::Sub
            ))
        .then(|| self.subject(first, noun, Way::Direct))
        .flatten()
    }
}
