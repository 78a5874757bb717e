//! Statements with what stands apart from the verb: before its subject, or further behind it.

use super::{Claim, Clause, Shape};
use crate::relation::chunk::{Kind, Verb};
use crate::relation::items::ends_in_s;
use crate::relation::linking::LINKING;
use crate::relation::phrase::{Phrase, REACH};
use crate::relation::subject::Way;
use crate::relation::tag::Tag;
use crate::text::Classes;
use crate::text::list::{List, list};

impl Clause<'_> {
    /// `the army that Ada raised`: the object stands before the clause.
    pub(super) fn gap(&self, next: usize, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        let Some(noun) = self.subject.at.checked_sub(2) else {
            return;
        };
        let opens = list!("that which whom").has(phrases.word(noun + 1))
            && matches!(phrases.kind(noun + 1), Kind::Sub | Kind::Rel);
        let open = matches!(
            phrases.kind(next),
            Kind::Stop | Kind::Comma | Kind::Verb | Kind::And
        );
        let acts = self.subject.way == Way::Direct && self.state() == Shape::Active;
        let object = phrases.kind(noun) == Kind::Noun && !CONTENTS.has(phrases.head(noun));
        if opens && open && acts && object {
            let object = Phrase::of(&phrases.chunks[noun]);
            out(self.claim(Shape::Active, self.end_of_group(), object));
        }
    }

    /// `In 2006, Google …`: a preposition before the subject.
    pub(super) fn leading(&self, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        let direct = self.subject.way == Way::Direct && !self.verb.is(Verb::COPULA);
        let Some(at) = self.leads().filter(|_| direct) else {
            return;
        };
        let opens = matches!(phrases.kind_before(at), Kind::Stop | Kind::Sub);
        // Of `because of` and the like, the last word alone would stand in the relation.
        let single = phrases.chunks[at].last - phrases.chunks[at].first == 1;
        if opens && single && self.tells_more(at) {
            let object = phrases.phrase(at + 1, phrases.attached(at + 1, true));
            out(self.further(Some(at), object));
        }
    }

    /// The preposition of the phrase that ends before the subject, with or without a comma.
    fn leads(&self) -> Option<usize> {
        let phrases = self.phrases;
        let before = self.subject.at.checked_sub(1)?;
        let comma = phrases.kind(before) == Kind::Comma;
        let mut noun = if comma {
            before.checked_sub(1)?
        } else {
            before
        };
        while phrases.kind(noun) == Kind::Noun && phrases.kind_before(noun) == Kind::Prep {
            let prep = noun - 1;
            match phrases.kind_before(prep) {
                Kind::Noun => noun = prep - 1,
                _ => return Some(prep),
            }
        }
        None
    }

    /// A statement with the preposition at chunk `prep` if there is one, which stands apart from the verb.
    pub(super) fn further(&self, prep: Option<usize>, object: Phrase) -> Claim {
        let shape = if self.is_passive() {
            Shape::DistantPassive
        } else {
            Shape::Distant
        };
        Claim {
            preposition: prep.map(|at| usize::from(self.phrases.chunks[at].last) - 1),
            ..self.claim(shape, self.end_of_group(), object)
        }
    }

    /// Prepositions behind the object: `wrote Hamlet in 1600` is a statement about 1600 as well.
    pub(super) fn distant(&self, out: &mut dyn FnMut(Claim)) {
        let phrases = self.phrases;
        let start = self.behind_adverbs(self.at + 1);
        let describes = self.describes(start);
        let first = start + 1 + usize::from(phrases.kind(start) == Kind::Prep);
        // `attributed the rise specifically to …`
        let mut at = self.behind_adverbs(first);
        while at < start + REACH && phrases.kind(at) == Kind::Prep {
            if phrases.kind(at + 1) != Kind::Noun {
                return;
            }
            if self.tells_more(at) && (!describes || self.is_time(at + 1)) {
                let end = phrases.attached(at + 1, false);
                out(self.further(Some(at), phrases.phrase(at + 1, end)));
            }
            at += 2;
        }
    }

    /// `faster than Ada`, but not `than 300 people`
    pub(super) fn compares(&self, prep: usize) -> bool {
        let phrases = self.phrases;
        let number = || phrases.items.tag(usize::from(phrases.chunks[prep].last)) == Tag::Num;
        list!("than").has(phrases.word(prep)) && !number()
    }

    /// Whether the noun phrase at `at` says what the subject is like, so that a preposition behind belongs to that and
    /// not to the verb: `became very ill with …`, where no list knows `ill`.
    fn describes(&self, at: usize) -> bool {
        let phrases = self.phrases;
        if phrases.kind(at) == Kind::Adjective {
            return true;
        }
        if phrases.kind(at) != Kind::Noun || !LINKING.has(phrases.head(self.at)) {
            return false;
        }
        let phrase = Phrase::of(&phrases.chunks[at]);
        let determined = matches!(
            phrases.items.tag(phrase.first),
            Tag::Det | Tag::Poss | Tag::Num | Tag::Name
        );
        let bare = phrases.items.tag(phrase.head) == Tag::Noun && !ends_in_s(phrases.head(at));
        bare && !determined
    }

    /// Whether the noun phrase at `at` is a time: `1998`, `March`.
    pub(super) fn is_time(&self, at: usize) -> bool {
        let phrase = Phrase::of(&self.phrases.chunks[at]);
        let month = self.phrases.token(phrase.head).classes.any(Classes::MONTH);
        month || self.phrases.items.tag(phrase.head) == Tag::Num
    }

    /// Whether the preposition at `at` belongs to the verb: behind a form of be, only those of time. What is done
    /// `instead of` something is not done to it.
    fn tells_more(&self, at: usize) -> bool {
        let time = list!("since from until during");
        let word = self.phrases.word(at);
        let another = list!("instead rather unlike according").has(word);
        word != b"of"
            && !another
            && !self.compares(at)
            && (!self.verb.is(Verb::COPULA) || time.has(word))
    }
}

/// Nouns behind which `that` begins what they hold, or when, where, why or how.
const CONTENTS: &List = list!(
    "fact news idea claim claims rumor rumors rumour rumours report reports statement belief view sign signs evidence \
     problem warning warnings hope hopes fear fears conclusion announcement argument decision notion theory assumption \
     time times day days year years moment way reason place point extent thing something anything nothing everything \
     allegation allegations proof doubt suggestion proposal concern concerns feeling possibility chance risk"
);
