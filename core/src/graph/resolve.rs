//! Which entity a mention names, within one stream.
//!
//! A name is folded to a normal form (`normal`) and looked up; a known one costs a few look-ups
//! and allocates nothing. A new one is remembered with the shorter names that people go on with
//! (`aliases`): a person's family name, given name and initial, an organization without its legal
//! form, by its initials or by its first word. Where two bear the same shorter name, it names the
//! one whose full name was said last. When a shorter name comes first, it is an entity of its own,
//! until a longer one turns out to be the same ([`Resolved::same_as`]).

mod aliases;
mod buffer;
mod names;
mod normal;

use alloc::vec::Vec;

use super::{NodeId, StreamId};
use crate::Kind;
use crate::buffer::Reset;
use crate::entity::names::Known;
use aliases::aliases;
use buffer::Alias;
use names::Names;
use normal::Normal;

/// What a mention was resolved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The entity.
    pub node: NodeId,
    /// Another entity of this stream that turns out to be the same one (a shorter name came first).
    pub same_as: Option<NodeId>,
}

impl Resolved {
    fn plain(node: NodeId) -> Self {
        Self {
            node,
            same_as: None,
        }
    }
}

/// An entity of the stream.
#[derive(Clone, Copy, Debug)]
struct Entity {
    node: NodeId,
    /// Its name says so little that a longer one may name the same.
    short: bool,
}

/// The entities of one stream by the names that they go by. An empty one owns no memory.
#[derive(Clone, Debug, Default)]
pub struct Resolver {
    stream: StreamId,
    limit: usize,
    entities: Vec<Entity>,
    names: Names,
    normal: Normal,
    alias: Alias,
}

impl Resolver {
    /// One for a stream, which remembers at most `limit` entities.
    pub fn new(stream: StreamId, limit: usize) -> Self {
        Self {
            stream,
            limit,
            ..Self::default()
        }
    }

    /// Remembers at most so many entities from here on.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Bytes of the names that it remembers.
    pub(crate) fn bytes(&self) -> usize {
        self.names.bytes()
    }

    /// Forgets everything and begins another stream; memory and limit stay.
    pub fn begin(&mut self, stream: StreamId) {
        self.reset();
        self.stream = stream;
    }

    /// The entity of a mention; `None` when the limit is reached and the name is new, or when the
    /// text holds no name.
    pub fn resolve(&mut self, kind: Kind, text: &str) -> Option<Resolved> {
        self.normal.fold(kind, text);
        if self.normal.text().is_empty() {
            return None;
        }
        if self.normal.text().len() > Names::BYTES {
            return Some(Resolved::plain(self.node(kind)));
        }
        match self.names.get_claimed(kind, self.normal.text()) {
            Some((entity, true)) => Some(Resolved::plain(self.entities[entity as usize].node)),
            Some((entity, false)) => Some(self.said_again(kind, entity)),
            None => self.said_first(kind),
        }
    }

    fn node(&self, kind: Kind) -> NodeId {
        let name = self.normal.text();
        if kind == Kind::Person && self.normal.is_short(kind) {
            NodeId::within(self.stream, kind, name)
        } else {
            NodeId::global(kind, name)
        }
    }

    /// A known name. When it is the full one, its shorter names are this entity's from now on.
    fn said_again(&mut self, kind: Kind, entity: u32) -> Resolved {
        let known = self.entities[entity as usize];
        let full = !self.normal.is_short(kind) && !known.short;
        let same_as = if full { self.claim(kind, entity) } else { None };
        Resolved {
            node: known.node,
            same_as,
        }
    }

    fn said_first(&mut self, kind: Kind) -> Option<Resolved> {
        if let Some(entity) = self.same_by_fuller_name(kind) {
            self.names.set(kind, self.normal.text(), entity);
            return Some(self.said_again(kind, entity));
        }
        if self.entities.len() >= self.limit {
            return None;
        }
        let entity = self.entities.len() as u32;
        let node = self.node(kind);
        let short = self.normal.is_short(kind);
        self.entities.push(Entity { node, short });
        self.names.set(kind, self.normal.text(), entity);
        let same_as = self.claim(kind, entity);
        Some(Resolved { node, same_as })
    }

    /// A person known by first and last name, of whom a middle name is new; an organization with
    /// another legal form.
    fn same_by_fuller_name(&mut self, kind: Kind) -> Option<u32> {
        let fuller = match kind {
            Kind::Person => self.normal.outer_words(&mut self.alias),
            Kind::Organization => self.normal.without_form(&mut self.alias),
            _ => false,
        };
        if !fuller {
            return None;
        }
        self.names
            .get(kind, self.alias.text())
            .filter(|&entity| !self.entities[entity as usize].short)
    }

    /// Gives the entity the shorter names of the normal form. One that was an entity of its own is
    /// told as the same, one at a time.
    fn claim(&mut self, kind: Kind, entity: u32) -> Option<NodeId> {
        let (mut same_as, mut left) = (None, false);
        for way in 0..aliases::WAYS {
            if !aliases(kind, &self.normal, way, &mut self.alias) {
                continue;
            }
            let holder = self.names.get(kind, self.alias.text());
            match holder.map(|holder| (holder, self.entities[holder as usize])) {
                Some((holder, _)) if holder == entity => {}
                Some((_, other)) if other.short && same_as.is_some() => left = true,
                Some((_, other)) if other.short => {
                    same_as = Some(other.node);
                    self.names.set(kind, self.alias.text(), entity);
                }
                Some(_) if kind != Kind::Person => {}
                _ => self.names.set(kind, self.alias.text(), entity),
            }
        }
        if !left {
            self.names.claim(kind, self.normal.text());
        }
        same_as
    }
}

impl Reset for Resolver {
    fn reset(&mut self) {
        self.entities.clear();
        self.names.clear();
    }
}

impl Known for Resolver {
    fn kind_of(&self, word: &str) -> Option<Kind> {
        self.names.kind_of(word)
    }
}
