//! Verb groups: auxiliaries, adverbs, verb, and verbs in the infinitive behind it.

use super::{Chunk, Kind, Verb, chunk};
use crate::relation::items::Items;
use crate::relation::linking::{HELPING, takes_participle};
use crate::relation::tag::Tag;
use crate::text::list::list;
use crate::text::{Classes, View, WordShape};

/// The verb group from `at`, which may begin with adverbs, `not` or `to`.
pub(super) fn verb(items: &Items, view: &View<'_>, at: usize) -> Option<Chunk> {
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
            Tag::Verb | Tag::Past => match tag {
                Tag::Ger => self.begins_action(),
                Tag::Verb => self.helps(),
                Tag::Past => self.links(),
                _ => false,
            },
            _ => false,
        }
    }

    /// `helps build`
    fn helps(&self) -> bool {
        let word = self.head.map(|head| self.items.bytes(self.view, head));
        word.is_some_and(|word| HELPING.has(word))
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

    /// `became known`: a verb behind which stands what its subject is like.
    fn links(&self) -> bool {
        self.head
            .is_some_and(|head| takes_participle(self.items.bytes(self.view, head)))
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
            Some(Tag::Be | Tag::Verb | Tag::Past) => self.verb.set(Verb::PASSIVE),
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
