//! Clauses as objects: what somebody says, thinks or knows.

use super::{Claim, Clause, Shape};
use crate::relation::chunk::Kind;
use crate::relation::subject::{SAYING, Way};
use crate::text::list::{List, list};

impl Clause<'_> {
    /// `…, she said`: what was said stands before.
    pub(super) fn speech(&self) -> Option<Claim> {
        let phrases = self.phrases;
        if self.subject.way == Way::Inverted {
            let said = phrases.clause_before(self.at - 1)?;
            return Some(self.claim(Shape::Content, self.end_of_group(), said));
        }
        let ends = matches!(phrases.kind(self.at + 1), Kind::Stop | Kind::Comma);
        let comma = self.subject.at.checked_sub(1)?;
        let behind = self.subject.way == Way::Direct && phrases.kind(comma) == Kind::Comma;
        if !ends || !behind || !SAYING.has(phrases.head(self.at)) {
            return None;
        }
        let said = phrases.clause_before(comma)?;
        Some(self.claim(Shape::Content, self.end_of_group(), said))
    }

    /// `Ada said: …`
    pub(super) fn announces(&self, stop: usize) -> bool {
        let phrases = self.phrases;
        let clause = phrases.chunks.len() > stop + 2;
        clause && phrases.word(stop) == b":" && REPORTING.has(phrases.head(self.at))
    }

    /// Whether the noun phrase at `at` is the subject of a clause that the verb introduces.
    pub(super) fn begins_clause(&self, at: usize) -> bool {
        let phrases = self.phrases;
        let behind = phrases.attached(at, true) + 1;
        let behind = self.behind_adverbs(behind);
        let says = SAYING.has(phrases.head(self.at)) || self.quotes(at);
        says && phrases.is_tensed(behind)
    }

    /// Whether a quote opens before chunk `at`.
    fn quotes(&self, at: usize) -> bool {
        let phrases = self.phrases;
        phrases.quoted
            && phrases
                .chunks
                .get(at)
                .is_some_and(|chunk| phrases.opens_quote(usize::from(chunk.first)))
    }

    /// `Ada said, “We sell it.”`
    pub(super) fn cites(&self, comma: usize) -> bool {
        let says = |list: &List| list.has(self.phrases.head(self.at));
        self.quotes(comma + 1) && (says(REPORTING) || says(SAYING))
    }

    /// `said that …`
    pub(super) fn content(&self, at: usize, out: &mut dyn FnMut(Claim)) {
        if list!("that how whether where why").has(self.phrases.word(at)) {
            let last = usize::from(self.phrases.chunks[at].last);
            self.clause_object(at + 1, last, out);
        } else {
            self.participle(out);
        }
    }

    /// `said after the trial that …`: what was said stands behind the preposition.
    pub(super) fn content_behind(&self, at: usize, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        let sub = phrases.attached(at, true) + 1;
        let said = REPORTING.has(phrases.head(self.at)) || SAYING.has(phrases.head(self.at));
        if said && phrases.kind(sub) == Kind::Sub && phrases.word(sub) == b"that" {
            self.clause_object(sub + 1, self.end_of_group(), out);
        }
    }

    /// A whole clause from chunk `at` as object.
    pub(super) fn clause_object(&self, at: usize, last: usize, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        let within = |k: &usize| phrases.kind(*k) != Kind::Stop && phrases.within(at, *k);
        let end = (at..phrases.chunks.len()).take_while(within).last();
        let Some(end) = end else { return };
        let end = if phrases.kind(end) == Kind::Comma && end > at {
            end - 1
        } else {
            end
        };
        out(self.claim(Shape::Content, last, phrases.phrase(at, end)));
    }
}

/// Verbs of saying behind which a clause stands with `that` or a colon.
const REPORTING: &List = list!(
    "noted notes wrote writes explained explains announced announces concluded concludes remarked replied stated states \
     warned warns argued argues insisted observed recalled declared commented asked answered adds added said says"
);
