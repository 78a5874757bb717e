//! How sure a statement is.

use super::clause::{Claim, Shape};
use super::phrase::Phrases;
use super::subject::Way;
use super::tag::Tag;

/// From 0 to 1, by what the statement was read from.
pub(super) fn of(phrases: &Phrases<'_>, claim: &Claim) -> f32 {
    let shape = match claim.shape {
        Shape::Active | Shape::Passive => 0.85,
        Shape::Content => 0.9,
        Shape::Prepositional => 0.8,
        Shape::Apposition | Shape::Copula => 0.75,
        Shape::Role => 0.7,
        Shape::DistantPassive if by_agent(phrases, claim) => 0.6,
        Shape::Distant | Shape::DistantPassive if is_number(phrases, claim) => 0.4,
        Shape::Distant | Shape::DistantPassive => 0.35,
    };
    let way = match claim.way {
        Way::Direct | Way::Inverted => 1.0,
        Way::Relative | Way::Shared => 0.9,
        Way::Participle | Way::Leading => 0.7,
    };
    let pronoun = if phrases.is_pronoun(claim.subject) {
        0.9
    } else {
        1.0
    };
    let vague = if phrases.is_pronoun(claim.object) {
        0.8
    } else {
        1.0
    };
    shape
        * way
        * tense(phrases, claim)
        * pronoun
        * vague
        * distance(claim)
        * length(phrases.items.len())
}

fn by_agent(phrases: &Phrases<'_>, claim: &Claim) -> bool {
    let word = |at| phrases.items.word(phrases.view(), at);
    claim.preposition.is_some_and(|at| word(at) == "by")
}

/// A year or another number tells what its preposition is about.
fn is_number(phrases: &Phrases<'_>, claim: &Claim) -> bool {
    phrases.items.tag(claim.object.head) == Tag::Num
}

/// Less sure of a verb without a tense, which may not be done.
fn tense(phrases: &Phrases<'_>, claim: &Claim) -> f32 {
    match phrases.items.tag(claim.predicate.0) {
        Tag::To => 0.8,
        Tag::Ger => 0.9,
        _ => 1.0,
    }
}

/// Less sure the more words stand between the subject and its verb.
fn distance(claim: &Claim) -> f32 {
    let between = claim.predicate.0.saturating_sub(claim.subject.last);
    1.0 - 0.01 * between.min(20) as f32
}

/// Less sure the longer the sentence.
fn length(words: usize) -> f32 {
    1.0 - 0.003 * words.min(60) as f32
}
