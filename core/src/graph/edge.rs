//! The relations between classes.

use super::Place;
use super::ahead::fetch;
use super::arena::Arena;
use super::index::Index;
use super::node::{NONE, Nodes, Slot};
use super::place::Places;
use super::source::Sources;

/// What makes two statements one edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The root of the subject's class.
    pub(super) subject: u32,
    /// The predicate's string.
    pub(super) predicate: u32,
    pub(super) object: End,
    pub(super) asserted: bool,
}

/// An object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// The root of its class.
    Node(u32),
    /// A string.
    Literal(u32),
}

/// How well an edge is supported. Two of them add up in any order.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// The highest confidence of a statement, in ten-thousandths.
    pub(super) confidence: u16,
    /// How many statements.
    pub(super) support: u32,
    /// Where they stand.
    pub(super) places: Places,
}

/// What speaks for an edge anew.
pub(super) struct Fresh<'p> {
    pub(super) confidence: u16,
    pub(super) support: u32,
    pub(super) places: &'p [Place],
}

impl Evidence {
    pub(super) fn add_fresh(&mut self, fresh: &Fresh<'_>, sources: &mut Sources) {
        self.confidence = self.confidence.max(fresh.confidence);
        self.support = self.support.saturating_add(fresh.support);
        for &place in fresh.places {
            self.places.insert(place, sources);
        }
    }

    pub(super) fn add(&mut self, other: &Self, sources: &Sources) {
        self.confidence = self.confidence.max(other.confidence);
        self.support = self.support.saturating_add(other.support);
        self.places.extend(&other.places, sources);
    }
}

/// A relation.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) key: Key,
    pub(super) evidence: Evidence,
    /// Whether it is counted: both its ends were mentioned.
    pub(super) shown: bool,
    /// Whether it has gone into another.
    pub(super) dead: bool,
    /// The next edge of its subject, and of its object.
    pub(super) next_out: u32,
    pub(super) next_in: u32,
}

/// All relations.
#[derive(Clone, Debug, Default)]
pub(super) struct Edges {
    pub(super) records: Arena<Record>,
    /// All edges but one of each subject, which its node knows: most have no more.
    by_key: Index,
    /// Edges that are shown.
    pub(super) visible: usize,
}

impl Edges {
    pub(super) fn at(&self, edge: u32) -> &Record {
        self.records.at(edge)
    }

    pub(super) fn at_mut(&mut self, edge: u32) -> &mut Record {
        self.records.at_mut(edge)
    }

    /// Fetches a subject's edge from memory.
    pub(super) fn touch(&self, subject: &Slot) {
        if let Some(edge) = self.records.get(subject.lone) {
            core::hint::black_box(edge.evidence.support);
        }
    }

    /// Asks for an edge from memory.
    pub(super) fn fetch(&self, edge: u32) {
        if let Some(edge) = self.records.get(edge) {
            fetch(&edge.key.subject);
            fetch(&edge.evidence.places);
            fetch(&edge.shown);
        }
    }

    pub(super) fn find(&self, key: &Key, nodes: &Nodes) -> Option<u32> {
        let hash = self.by_key.hash(key);
        let subject = nodes.at(key.subject);
        let is = |edge| self.at(edge).key == *key;
        if subject.lone_hash == hash && subject.lone != NONE && is(subject.lone) {
            return Some(subject.lone);
        }
        let index = subject.has_more.then_some(&self.by_key)?;
        index.find(hash, is)
    }

    /// A new edge. The caller puts it into the lists of its ends.
    pub(super) fn push(&mut self, key: Key, evidence: Evidence, nodes: &mut Nodes) -> u32 {
        let edge = self.records.push(Record {
            key,
            evidence,
            shown: false,
            dead: false,
            next_out: NONE,
            next_in: NONE,
        });
        self.index(edge, nodes);
        edge
    }

    /// Gives an edge another key. Where an edge has that key already, the first goes into it; the
    /// one that is left is returned.
    pub(super) fn rekey(
        &mut self,
        edge: u32,
        key: Key,
        nodes: &mut Nodes,
        sources: &Sources,
    ) -> u32 {
        self.take_out(edge, nodes);
        let Some(equal) = self.find(&key, nodes) else {
            self.at_mut(edge).key = key;
            self.index(edge, nodes);
            return edge;
        };
        let evidence = core::mem::take(&mut self.at_mut(edge).evidence);
        self.at_mut(equal).evidence.add(&evidence, sources);
        self.bury(edge);
        equal
    }

    /// Forgets what was counted.
    pub(super) fn reset_counts(&mut self) {
        for record in self.records.iter_mut() {
            record.evidence = Evidence::default();
        }
    }

    /// Counts an edge whose ends have been mentioned.
    pub(super) fn show(&mut self, edge: u32) {
        let record = self.at_mut(edge);
        if !record.shown && !record.dead {
            record.shown = true;
            self.visible += 1;
        }
    }

    fn bury(&mut self, edge: u32) {
        let record = self.at_mut(edge);
        record.dead = true;
        if core::mem::take(&mut record.shown) {
            self.visible -= 1;
        }
    }

    fn index(&mut self, edge: u32, nodes: &mut Nodes) {
        let key = &self.records.at(edge).key;
        let hash = self.by_key.hash(key);
        let subject = nodes.at_mut(key.subject);
        if subject.lone == NONE {
            (subject.lone, subject.lone_hash) = (edge, hash);
        } else {
            subject.has_more = true;
            self.by_key.insert(hash, edge);
        }
    }

    fn take_out(&mut self, edge: u32, nodes: &mut Nodes) {
        let key = &self.records.at(edge).key;
        let subject = nodes.at_mut(key.subject);
        if subject.lone == edge {
            subject.lone = NONE;
        } else {
            self.by_key.remove(self.by_key.hash(key), edge);
        }
    }
}
