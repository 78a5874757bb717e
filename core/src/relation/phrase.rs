//! The sentence as phrases, and how far an argument reaches in them.

use core::ops::Range;

use super::chunk::{Chunk, Kind, Verb};
use super::items::Items;
use super::reading;
use super::tag::Tag;
use super::{Part, Sentence};
use crate::text::{Classes, Span, Token, View};

/// Longest argument, in items.
const WORDS: usize = 40;
/// How far a search goes, in chunks.
pub(super) const REACH: usize = 24;

/// An argument: a range of items with its head noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) first: usize,
    /// The item behind its last.
    pub(super) last: usize,
    pub(super) head: usize,
}

impl Phrase {
    pub(super) fn of(chunk: &Chunk) -> Self {
        Self {
            first: usize::from(chunk.first),
            last: usize::from(chunk.last),
            head: usize::from(chunk.head),
        }
    }

    /// The same phrase up to the end of `chunk`.
    pub(super) fn up_to(self, chunk: &Chunk) -> Self {
        Self {
            last: usize::from(chunk.last),
            ..self
        }
    }
}

/// A sentence that was divided into phrases.
#[derive(Clone, Copy)]
pub(super) struct Phrases<'s> {
    pub(super) sentence: &'s Sentence<'s>,
    pub(super) items: &'s Items,
    pub(super) chunks: &'s [Chunk],
    /// Whether a quote stands anywhere in it.
    pub(super) quoted: bool,
}

impl<'s> Phrases<'s> {
    pub(super) fn view(&self) -> &'s View<'s> {
        &self.sentence.view
    }

    pub(super) fn kind(&self, at: usize) -> Kind {
        self.chunks.get(at).map_or(Kind::Stop, |chunk| chunk.kind)
    }

    /// The kind of the chunk before `at`; `Stop` before the first.
    pub(super) fn kind_before(&self, at: usize) -> Kind {
        at.checked_sub(1)
            .map_or(Kind::Stop, |before| self.kind(before))
    }

    /// Whether chunk `at` is a verb group of that sort.
    pub(super) fn is_verb(&self, at: usize, sort: Verb) -> bool {
        self.kind(at) == Kind::Verb && self.chunks[at].verb.is(sort)
    }

    /// Whether chunk `at` is a verb group that has a tense, or a past form that may have one.
    pub(super) fn is_tensed(&self, at: usize) -> bool {
        self.is_verb(at, Verb::FINITE) || self.is_verb(at, Verb::BARE_PAST)
    }

    /// The first word of a chunk.
    pub(super) fn word(&self, at: usize) -> &'s [u8] {
        let first = self.chunks.get(at).map(|chunk| usize::from(chunk.first));
        first.map_or(b"", |first| self.items.bytes(self.view(), first))
    }

    /// The word at the head of a chunk.
    pub(super) fn head(&self, at: usize) -> &'s [u8] {
        let head = self.chunks.get(at).map(|chunk| usize::from(chunk.head));
        head.map_or(b"", |head| self.items.bytes(self.view(), head))
    }

    pub(super) fn token(&self, item: usize) -> &'s Token {
        &self.view().tokens[self.items.token(item)]
    }

    pub(super) fn is_pronoun(&self, phrase: Phrase) -> bool {
        self.items.tag(phrase.first) == Tag::Pron
    }

    /// The bytes of items, with the apostrophe before `'re` and the quote that closes one opened
    /// among them.
    pub(super) fn bytes(&self, first: usize, last: usize) -> Range<usize> {
        let view = self.view();
        let mut from = self.items.token(first);
        let mut to = self.items.last_token(last - 1);
        if from > 0 && reading::opens_clitic(view, from - 1) {
            from -= 1;
        }
        if self.quoted && is_open(view, &view.tokens[from..=to]) {
            let closes = view.get(to + 1).is_some_and(|t| is_quote(view, t));
            to += usize::from(closes);
        }
        usize::from(view.tokens[from].start)..usize::from(view.tokens[to].end)
    }

    /// Whether a quote stands directly before an item.
    pub(super) fn opens_quote(&self, item: usize) -> bool {
        let before = self.items.token(item).checked_sub(1);
        before.is_some_and(|at| is_quote(self.view(), &self.view().tokens[at]))
    }

    /// The argument with the mention that its head is.
    pub(super) fn part(&self, phrase: Phrase) -> Part {
        Part {
            range: self.bytes(phrase.first, phrase.last),
            mention: self.mention(phrase),
        }
    }

    /// The mention that a phrase's head is in.
    fn mention(&self, phrase: Phrase) -> Option<usize> {
        let head = self.items.token(phrase.head);
        let mentions = self.sentence.mentions;
        let at = mentions.partition_point(|m| usize::from(m.last) <= head);
        let holds = |m: &Span| usize::from(m.first) <= head;
        mentions.get(at).is_some_and(holds).then_some(at)
    }

    /// Whether a phrase's head is a name or a mention.
    #[inline]
    pub(super) fn is_named(&self, phrase: Phrase) -> bool {
        self.items.tag(phrase.head) == Tag::Name || self.mention(phrase).is_some()
    }

    /// Whether a phrase's head is the name of a place.
    pub(super) fn is_place(&self, phrase: Phrase) -> bool {
        let mention = self.mention(phrase);
        let located = |at: usize| self.sentence.mentions[at].kind == crate::Kind::Location;
        mention.is_some_and(located) || self.token(phrase.head).classes.any(Classes::PLACE)
    }

    /// Where a conjunct begins behind chunk `at`: behind `and`, or behind a comma of a list.
    pub(super) fn conjunct(&self, at: usize) -> Option<usize> {
        let next = match (self.kind(at + 1), self.kind(at + 2)) {
            (Kind::And | Kind::Comma, Kind::Noun) => at + 2,
            (Kind::Comma, Kind::And) if self.kind(at + 3) == Kind::Noun => at + 3,
            _ => return None,
        };
        let joined = self.kind(next - 1) == Kind::And || self.list_goes_on(next);
        (joined && !self.is_subject(next)).then_some(next)
    }

    /// Whether an `and` follows before the list of noun phrases at `at` ends.
    fn list_goes_on(&self, at: usize) -> bool {
        let list = |k: &usize| {
            matches!(
                self.kind(*k),
                Kind::Noun | Kind::Comma | Kind::Prep | Kind::And
            )
        };
        let mut within = (at..at + REACH).take_while(list);
        within.any(|k| self.kind(k) == Kind::And && self.kind(k + 1) == Kind::Noun)
    }

    /// Whether the noun phrase at `at` (with what is attached to it) is the subject of a verb.
    fn is_subject(&self, at: usize) -> bool {
        let mut k = at + 1;
        while self.kind(k) == Kind::Prep && self.kind(k + 1) == Kind::Noun && k < at + REACH {
            k += 2;
        }
        while self.kind(k) == Kind::Adverb {
            k += 1;
        }
        self.is_verb(k, Verb::FINITE)
            || self.is_verb(k, Verb::BARE_PAST) && self.kind(k + 1) == Kind::Noun
    }

    /// The last chunk of the noun phrase at `at` with the prepositions that are attached to it:
    /// `of` alone, or all.
    pub(super) fn attached(&self, at: usize, all: bool) -> usize {
        let mut end = at;
        while self.kind(end + 1) == Kind::Prep
            && self.kind(end + 2) == Kind::Noun
            && (all || self.word(end + 1) == b"of")
            && self.within(at, end + 2)
        {
            end += 2;
        }
        end
    }

    /// Whether chunks `from` to `to` are no longer than an argument may be.
    pub(super) fn within(&self, from: usize, to: usize) -> bool {
        let (first, last) = (self.chunks[from].first, self.chunks[to].last);
        usize::from(last - first) <= WORDS
    }

    /// The argument that begins at chunk `at` and reaches to chunk `end`.
    pub(super) fn phrase(&self, at: usize, end: usize) -> Phrase {
        Phrase::of(&self.chunks[at]).up_to(&self.chunks[end])
    }

    /// The clause that ends before the comma at chunk `comma`, where it has a verb.
    pub(super) fn clause_before(&self, comma: usize) -> Option<Phrase> {
        let stop = (0..comma).rev().find(|&k| self.kind(k) == Kind::Stop);
        let first = stop.map_or(0, |k| k + 1);
        let verb = (first..comma).any(|k| self.is_tensed(k));
        (verb && self.within(first, comma - 1)).then(|| self.phrase(first, comma - 1))
    }
}

/// Whether a quote among the tokens is not closed.
fn is_open(view: &View<'_>, tokens: &[Token]) -> bool {
    let quotes = tokens.iter().filter(|token| is_quote(view, token));
    quotes.count() % 2 == 1
}

#[inline(always)]
fn is_quote(view: &View<'_>, token: &Token) -> bool {
    token.kind.marks() && quotes_word(view.word(token))
}

#[inline(never)]
pub(super) fn quotes_word(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "``" | "''")
}
