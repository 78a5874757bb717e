//! Phrases: noun phrases, verb groups and what stands between them.

use alloc::vec::Vec;

use super::items::Items;
use super::tag::Tag;
use crate::text::list::{List, list};
use crate::text::{Classes, View, WordShape};

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
    let mut subject = false;
    for at in (0..chunks.len()).rev() {
        let chunk = chunks[at];
        subject = match chunk.kind {
            Kind::Verb => chunk.verb.is(Verb::FINITE),
            Kind::Noun | Kind::Adverb => subject,
            Kind::Prep if subject && BOTH.has(items.bytes(view, usize::from(chunk.first))) => {
                chunks[at].kind = Kind::Sub;
                false
            }
            Kind::Prep => subject && list!("of").has(items.bytes(view, usize::from(chunk.first))),
            _ => false,
        };
    }
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

/// `very large companies`, `more than a million`: adverbs that belong to the phrase behind them.
fn phrase_behind_adverb(items: &Items, view: &View<'_>, at: usize) -> Option<Chunk> {
    let adverb = |i: &usize| items.tag(*i) == Tag::Adv;
    let from = at + (at..at + 3).take_while(adverb).count();
    let opens = match items.tag(from) {
        Tag::Adj | Tag::Num => from > at,
        Tag::Det => from > at && list!("than").has(items.bytes(view, from - 1)),
        _ => false,
    };
    opens.then(|| Chunk {
        first: at as u16,
        ..noun(items, view, from)
    })
}

// Noun phrases

/// A noun phrase or an adjective phrase from `at`; at least one item long.
fn noun(items: &Items, view: &View<'_>, at: usize) -> Chunk {
    let mut end = at + 1;
    while goes_on(items, view, at, end) {
        end += 1;
    }
    if matches!(items.tag(end - 1), Tag::Hyphen | Tag::Mark) && end - 1 > at {
        end -= 1;
    }
    let head = (at..end).rev().find(|&i| items.tag(i).heads());
    match head {
        Some(head) => chunk(Kind::Noun, at, end, head),
        None if items.tag(end - 1) == Tag::Adj && items.tag(at) != Tag::Det => {
            chunk(Kind::Adjective, at, end, end - 1)
        }
        None => chunk(Kind::Noun, at, end, end - 1),
    }
}

/// Whether the item at `end` belongs to the noun phrase that begins at `at`.
fn goes_on(items: &Items, view: &View<'_>, at: usize, end: usize) -> bool {
    let (last, tag) = (items.tag(end - 1), items.tag(end));
    match tag {
        Tag::Noun | Tag::Name => !year_before_name(items, view, at, end),
        Tag::Num | Tag::Adj => true,
        Tag::Mark | Tag::Hyphen => last.nominal(),
        Tag::Det | Tag::Poss => last == Tag::Det,
        Tag::Past => last == Tag::Hyphen,
        Tag::Adv => matches!(last, Tag::Det | Tag::Poss) && items.tag(end + 1) == Tag::Adj,
        Tag::And => joins_within(items, view, end),
        Tag::Comma => {
            last == Tag::Adj && items.tag(end + 1) == Tag::Adj && behind_adjectives(items, end + 1)
        }
        _ => false,
    }
}

/// `In 1990 Acme grew`: a year ends its phrase.
fn year_before_name(items: &Items, view: &View<'_>, at: usize, end: usize) -> bool {
    let alone = end == at + 1 && items.tag(at) == Tag::Num && at > 0;
    alone
        && items.tag(at - 1) == Tag::Prep
        && items.word(view, at).len() == 4
        && items.tag(end) == Tag::Name
}

/// `large and small companies`, `Johnson & Johnson`.
fn joins_within(items: &Items, view: &View<'_>, and: usize) -> bool {
    let adjectives = items.tag(and - 1) == Tag::Adj && items.tag(and + 1) == Tag::Adj;
    (adjectives && behind_adjectives(items, and + 1))
        || (items.word(view, and) == "&" && items.tag(and + 1) == Tag::Name)
        || (items.tag(and - 1) == Tag::Num && items.tag(and + 1) == Tag::Num)
}

fn behind_adjectives(items: &Items, from: usize) -> bool {
    let mut at = from;
    while items.tag(at) == Tag::Adj && at < from + 4 {
        at += 1;
    }
    items.tag(at).heads()
}

// Verb groups

/// The verb group from `at`, which may begin with adverbs, `not` or `to`.
fn verb(items: &Items, view: &View<'_>, at: usize) -> Option<Chunk> {
    let mut group = Group::new(items, view, at);
    group.read();
    let head = group.head?;
    Some(Chunk {
        verb: group.verb,
        head: head as u16,
        ..chunk(Kind::Verb, at, group.end, head)
    })
}

struct Group<'w> {
    items: &'w Items,
    view: &'w View<'w>,
    end: usize,
    head: Option<usize>,
    verb: Verb,
    infinitive: bool,
}

impl<'w> Group<'w> {
    fn new(items: &'w Items, view: &'w View<'w>, at: usize) -> Self {
        Self {
            items,
            view,
            end: at,
            head: None,
            verb: Verb::default(),
            infinitive: false,
        }
    }

    fn read(&mut self) {
        let first = self.end;
        let mut at = first;
        while self.takes(at) {
            at += 1;
        }
        if self.head.is_some() {
            self.particle();
        }
    }

    /// Takes the item at `at` into the group, if it belongs there.
    fn takes(&mut self, at: usize) -> bool {
        let tag = self.items.tag(at);
        match tag {
            Tag::Adv => return self.verb_behind(at),
            Tag::Not => self.verb.set(Verb::DENIED),
            Tag::To if self.verb_behind(at) => self.to(),
            Tag::Modal if self.head.is_none() => self.modal(at),
            Tag::Be | Tag::Have | Tag::Do if self.links_to(tag) => self.auxiliary(at, tag),
            Tag::Verb if self.links_to(tag) => self.base(at),
            Tag::Past if self.links_to(tag) => self.past(at),
            Tag::Ger if self.links_to(tag) => self.gerund(at),
            Tag::Noun if self.after_modal() => self.base(at),
            _ => return false,
        }
        if tag != Tag::Not || self.head.is_some() {
            self.end = at + 1;
        }
        true
    }

    fn last_tag(&self) -> Option<Tag> {
        let last = self.head?;
        Some(self.items.tag(last))
    }

    /// A modal or `to` directly before: the next word is a verb whatever it looks like.
    fn after_modal(&self) -> bool {
        self.head.is_some_and(|head| {
            matches!(self.items.tag(head), Tag::Modal | Tag::Do) && self.end == head + 1
        }) && self.items.tag(self.end + 1) != Tag::Verb
    }

    /// Whether a verb of that tag can follow what the group has.
    fn links_to(&self, tag: Tag) -> bool {
        let Some(last) = self.last_tag() else {
            return true;
        };
        match last {
            _ if self.infinitive => matches!(tag, Tag::Verb | Tag::Be | Tag::Have | Tag::Do),
            Tag::Modal | Tag::Do => {
                matches!(tag, Tag::Verb | Tag::Be | Tag::Have | Tag::Do | Tag::Past)
            }
            Tag::Be => matches!(tag, Tag::Past | Tag::Ger | Tag::Be),
            Tag::Have => matches!(tag, Tag::Past | Tag::Be | Tag::Have | Tag::Do),
            Tag::Verb | Tag::Past => tag == Tag::Ger && self.begins_action(),
            _ => false,
        }
    }

    /// `started selling`
    fn begins_action(&self) -> bool {
        const ASPECT: [&str; 6] = ["start", "began", "begin", "stop", "continue", "keep"];
        let word = self
            .head
            .map_or("", |head| self.items.word(self.view, head));
        let starts = |verb: &&str| {
            word.get(..verb.len())
                .is_some_and(|w| w.eq_ignore_ascii_case(verb))
        };
        ASPECT.iter().any(starts)
    }

    /// Whether only adverbs stand between `at` and a verb that can follow.
    fn verb_behind(&self, at: usize) -> bool {
        let skipped = |t| matches!(t, Tag::Adv | Tag::Not | Tag::To);
        let next = (at + 1..at + 5)
            .map(|i| self.items.tag(i))
            .find(|&t| !skipped(t));
        let crosses_to = (at..at + 4).any(|i| self.items.tag(i) == Tag::To);
        next.is_some_and(|t| {
            if crosses_to {
                matches!(t, Tag::Verb | Tag::Be | Tag::Have | Tag::Do)
            } else {
                t.verbal() && self.links_to(t)
            }
        })
    }

    fn to(&mut self) {
        self.infinitive = true;
        if self.head.is_none() {
            self.verb.set(Verb::INFINITIVE);
        }
    }

    fn take(&mut self, at: usize) {
        self.infinitive = false;
        self.head = Some(at);
    }

    fn modal(&mut self, at: usize) {
        self.verb.set(Verb::FINITE);
        if list!("would could might may should").has(self.items.bytes(self.view, at)) {
            self.verb.set(Verb::SUPPOSED);
        }
        self.note_contraction(at);
        self.take(at);
    }

    fn auxiliary(&mut self, at: usize, tag: Tag) {
        let word = self.items.word(self.view, at);
        if self.head.is_none() && !self.verb.is(Verb::INFINITIVE) {
            self.verb.set(match word {
                _ if list!("being having doing").has(word) => Verb::GERUND,
                _ if list!("been").has(word) => Verb::BARE_PAST,
                _ => Verb::FINITE,
            });
        }
        self.note_contraction(at);
        self.verb.0 &= !(Verb::COPULA.0 | Verb::PASSIVE.0);
        if tag == Tag::Be {
            self.verb.set(Verb::COPULA);
        }
        self.take(at);
    }

    fn note_contraction(&mut self, at: usize) {
        let word = self.items.word(self.view, at);
        if word.ends_with("n't") || word.ends_with("n’t") || list!("cannot").has(word) {
            self.verb.set(Verb::DENIED);
        }
    }

    fn base(&mut self, at: usize) {
        if self.head.is_none() && !self.verb.is(Verb::INFINITIVE) {
            self.verb.set(Verb::FINITE);
        }
        self.verb.0 &= !(Verb::COPULA.0 | Verb::PASSIVE.0);
        self.take(at);
    }

    fn past(&mut self, at: usize) {
        match self.last_tag() {
            None => self.bare_past(at),
            Some(Tag::Be) => self.verb.set(Verb::PASSIVE),
            Some(_) => {}
        }
        self.verb.0 &= !Verb::COPULA.0;
        self.take(at);
    }

    fn bare_past(&mut self, at: usize) {
        let classes = self.view.tokens[self.items.token(at)].classes;
        self.verb.set(if classes.any(Classes::PRETERITE) {
            Verb::FINITE
        } else {
            Verb::BARE_PAST
        });
        if classes.any(Classes::PARTICIPLE) {
            self.verb.set(Verb::PARTICIPLE);
        }
    }

    fn gerund(&mut self, at: usize) {
        if self.head.is_none() {
            self.verb.set(Verb::GERUND);
        }
        self.verb.0 &= !Verb::COPULA.0;
        self.take(at);
    }

    /// `set up`, `carried out`
    fn particle(&mut self) {
        let word = self.items.bytes(self.view, self.end);
        let lower = self.view.tokens[self.items.token(self.end - 1)].shape == WordShape::Lower;
        let particles = list!("up out off away back down apart forward together");
        if lower && self.items.tag(self.end) != Tag::Stop && particles.has(word) {
            self.end += 1;
        }
    }
}
