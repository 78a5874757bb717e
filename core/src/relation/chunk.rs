//! Phrases: noun phrases, verb groups and what stands between them.

mod group;
mod nominal;

use alloc::vec::Vec;

use super::items::{Items, ends_in_s};
use super::tag::Tag;
use crate::text::View;
use crate::text::list::{List, list};
use group::verb;
use nominal::noun;

/// What a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A noun phrase without what is attached to it.
    Noun,
    /// An adjective phrase that stands alone.
    Adjective,
    /// A verb group: auxiliaries, adverbs, verb, and verbs in the infinitive behind it.
    Verb,
    /// A preposition.
    Prep,
    /// and, or, but
    And,
    Comma,
    /// Begins a subordinate clause.
    Sub,
    /// who, which, that
    Rel,
    Adverb,
    /// Ends every phrase.
    Stop,
}

/// How a verb group stands in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verb(u16);

impl Verb {
    /// It has a tense (or could have: `founded`).
    pub(super) const FINITE: Self = Self(1);
    /// Its subject undergoes it: `was founded`.
    pub(super) const PASSIVE: Self = Self(1 << 1);
    /// `not`, `never`.
    pub(super) const DENIED: Self = Self(1 << 2);
    /// `would`, `might`.
    pub(super) const SUPPOSED: Self = Self(1 << 3);
    /// It is a form of be.
    pub(super) const COPULA: Self = Self(1 << 4);
    /// A past form without auxiliary: a past tense, or a participle.
    pub(super) const BARE_PAST: Self = Self(1 << 5);
    /// A form in -ing without auxiliary.
    pub(super) const GERUND: Self = Self(1 << 6);
    /// It begins with `to`.
    pub(super) const INFINITIVE: Self = Self(1 << 7);
    /// A participle that is no past tense: `written`.
    pub(super) const PARTICIPLE: Self = Self(1 << 8);

    pub(super) fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A phrase: a range of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) kind: Kind,
    pub(super) verb: Verb,
    pub(super) first: u16,
    /// The item behind its last.
    pub(super) last: u16,
    /// The head noun, or the verb that says what the group means.
    pub(super) head: u16,
}

/// Chunks of one sentence; what is behind them is not read.
pub(super) const CHUNKS: usize = 224;

/// Divides items into phrases.
pub(super) fn chunks(items: &Items, view: &View<'_>, out: &mut Vec<Chunk>) {
    out.clear();
    let mut at = 0;
    while at < items.len() && out.len() < CHUNKS {
        let chunk = next(items, view, at);
        at = usize::from(chunk.last);
        out.push(chunk);
    }
    mark_clauses(items, view, out);
}

/// Words such as `before` begin a clause where their noun phrase is the subject of a verb.
fn mark_clauses(items: &Items, view: &View<'_>, chunks: &mut [Chunk]) {
    const BOTH: &List = list!("before after since until as than for like");
    let first_verb = chunks.iter().position(|chunk| chunk.kind == Kind::Verb);
    let mut subject = false;
    for at in (0..chunks.len()).rev() {
        let chunk = chunks[at];
        subject = match chunk.kind {
            Kind::Verb => chunk.verb.is(Verb::FINITE) || is_past_tense(chunks, at),
            Kind::Noun | Kind::Adverb => subject,
            Kind::Prep => {
                let word = items.bytes(view, usize::from(chunk.first));
                // `A manual for beginners describes …`: the verb is that of the manual.
                let attached = list!("for like").has(word) && first_verb > Some(at) && at > 0;
                let begins = subject && BOTH.has(word) && !attached;
                if begins {
                    chunks[at].kind = Kind::Sub;
                }
                subject && !begins && (attached || list!("of").has(word))
            }
            _ => false,
        };
    }
}

/// Whether the past form at `at` is no participle by what stands behind it: `after Ada left and`.
fn is_past_tense(chunks: &[Chunk], at: usize) -> bool {
    let behind = chunks.get(at + 1).map_or(Kind::Stop, |chunk| chunk.kind);
    chunks[at].verb.is(Verb::BARE_PAST)
        && matches!(behind, Kind::Noun | Kind::And | Kind::Stop | Kind::Comma)
}

fn next(items: &Items, view: &View<'_>, at: usize) -> Chunk {
    let single = |kind| chunk(kind, at, at + 1, at);
    match items.tag(at) {
        Tag::Pron => single(Kind::Noun),
        Tag::Rel => single(Kind::Rel),
        Tag::And => single(Kind::And),
        Tag::Sub => single(Kind::Sub),
        Tag::Comma => single(Kind::Comma),
        Tag::Stop | Tag::Hyphen => single(Kind::Stop),
        Tag::Prep => preposition(items, at),
        Tag::To | Tag::Not | Tag::Adv => verb(items, view, at)
            .or_else(|| phrase_behind_adverb(items, view, at))
            .unwrap_or_else(|| single(Kind::Adverb)),
        tag if tag.verbal() => verb(items, view, at).unwrap_or_else(|| single(Kind::Stop)),
        _ => noun(items, view, at),
    }
}

fn chunk(kind: Kind, first: usize, last: usize, head: usize) -> Chunk {
    Chunk {
        kind,
        verb: Verb::default(),
        first: first as u16,
        last: last as u16,
        head: head as u16,
    }
}

/// Prepositions in a row are one: `out of`, `up to`.
fn preposition(items: &Items, at: usize) -> Chunk {
    let run = (at..items.len()).take_while(|&i| items.tag(i) == Tag::Prep);
    let last = run.last().unwrap_or(at);
    chunk(Kind::Prep, at, last + 1, last)
}

/// Adverbs that have an adjective behind them.
const DEGREE: &List =
    list!("very so too even quite rather fairly extremely highly increasingly far much");

/// `very large companies`, `more than a million`: adverbs that belong to the phrase behind them.
fn phrase_behind_adverb(items: &Items, view: &View<'_>, at: usize) -> Option<Chunk> {
    let adverb = |i: &usize| items.tag(*i) == Tag::Adv;
    let from = at + (at..at + 3).take_while(adverb).count();
    let opens = match items.tag(from) {
        Tag::Adj | Tag::Num => from > at,
        // What no list knows is a noun: `very ill`, `even closer`.
        Tag::Noun => from > at && DEGREE.has(items.bytes(view, from - 1)),
        Tag::Det => from > at && list!("than").has(items.bytes(view, from - 1)),
        _ => false,
    };
    let phrase = opens.then(|| noun(items, view, from))?;
    let alone = phrase.last as usize == from + 1;
    let kind = if items.tag(from) == Tag::Noun && alone && !ends_in_s(items.bytes(view, from)) {
        Kind::Adjective
    } else {
        phrase.kind
    };
    Some(Chunk {
        kind,
        first: at as u16,
        ..phrase
    })
}
