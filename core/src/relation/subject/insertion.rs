//! Subjects of verbs behind a comma.

use super::{Finder, Subject, Way};
use crate::relation::chunk::{Kind, Verb};
use crate::relation::phrase::REACH;
use crate::relation::tag::Tag;

impl Finder<'_> {
    /// Whether a past form behind a comma is a participle: the sentence has another verb, and no
    /// object follows.
    fn inserted(&self, at: usize, comma: usize) -> bool {
        let phrases = self.phrases;
        let open = phrases.kind_before(comma) == Kind::Noun && phrases.kind(at + 1) != Kind::Noun;
        let tensed = |k| phrases.is_tensed(k);
        let other = self.memory.clause.is_some() || (at + 1..at + REACH).any(tensed);
        open && other
    }

    /// Behind a comma: the end of an insertion, a participle, or one more verb of the subject.
    pub(super) fn behind_comma(&self, at: usize, comma: usize) -> Option<Subject> {
        let verb = self.phrases.chunks[at].verb;
        if let Some(noun) = self
            .before_adverb(comma)
            .filter(|_| self.phrases.is_tensed(at))
        {
            return self.chain(noun);
        }
        if verb.is(Verb::BARE_PAST) && self.inserted(at, comma) {
            return self.subject(comma - 1, comma - 1, Way::Participle);
        }
        if verb.is(Verb::GERUND) {
            let way = Way::Participle;
            return self.shared().map(|s| Subject { way, ..s }).or_else(|| {
                let noun = comma.checked_sub(1)?;
                (self.phrases.kind(noun) == Kind::Noun).then(|| self.subject(noun, noun, way))?
            });
        }
        self.before_insertion(comma).or_else(|| self.shared())
    }

    /// `The company however, left`: the noun phrase before an adverb that no comma opens.
    fn before_adverb(&self, comma: usize) -> Option<usize> {
        let noun = comma.checked_sub(2)?;
        let adverb = self.phrases.kind(comma - 1) == Kind::Adverb;
        (adverb && self.phrases.kind(noun) == Kind::Noun && self.memory.clause.is_none())
            .then_some(noun)
    }

    /// `Ada Park, 61, of Boston, …`: the noun phrase before the number at `at`, where commas divide them.
    fn before_number(&self, at: usize) -> usize {
        let phrases = self.phrases;
        let number = phrases.kind(at) == Kind::Noun
            && phrases.items.tag(usize::from(phrases.chunks[at].head)) == Tag::Num
            && phrases.kind_before(at) == Kind::Comma;
        let noun = at
            .checked_sub(2)
            .filter(|&k| number && phrases.kind(k) == Kind::Noun);
        noun.unwrap_or(at)
    }

    /// `Acme, which …, grew`: the noun phrase before the comma that opens the insertion.
    fn before_insertion(&self, close: usize) -> Option<Subject> {
        let from = close.saturating_sub(REACH);
        let open = (from..close)
            .rev()
            .find(|&k| self.phrases.kind(k) == Kind::Comma)?;
        let noun = self.before_number(open.checked_sub(1)?);
        let opens = matches!(
            self.phrases.kind(open + 1),
            Kind::Noun
                | Kind::Rel
                | Kind::Verb
                | Kind::Prep
                | Kind::Adjective
                | Kind::Adverb
                | Kind::Sub
        );
        (self.phrases.kind(noun) == Kind::Noun && opens)
            .then(|| self.chain(noun))
            .flatten()
    }
}
