//! The relations between classes.

use super::node::NONE;
use super::place::Places;
use super::table::Index;

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

impl Evidence {
    pub(super) fn add(&mut self, other: &Self) {
        self.confidence = self.confidence.max(other.confidence);
        self.support = self.support.saturating_add(other.support);
        self.places.extend(&other.places);
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
    pub(super) records: Vec<Record>,
    by_key: Index,
    /// Edges that are shown.
    pub(super) visible: usize,
}

impl Edges {
    pub(super) fn at(&self, edge: u32) -> &Record {
        &self.records[edge as usize]
    }

    pub(super) fn at_mut(&mut self, edge: u32) -> &mut Record {
        &mut self.records[edge as usize]
    }

    pub(super) fn find(&self, key: &Key) -> Option<u32> {
        let hash = self.by_key.hash(key);
        self.by_key.find(hash, |edge| self.at(edge).key == *key)
    }

    /// A new edge. The caller puts it into the lists of its ends.
    pub(super) fn push(&mut self, key: Key, evidence: Evidence) -> u32 {
        let edge = self.records.len() as u32;
        self.records.push(Record {
            key,
            evidence,
            shown: false,
            dead: false,
            next_out: NONE,
            next_in: NONE,
        });
        self.index(edge);
        edge
    }

    /// Gives an edge another key. Where an edge has that key already, the first goes into it; the
    /// one that is left is returned.
    pub(super) fn rekey(&mut self, edge: u32, key: Key) -> u32 {
        self.by_key
            .remove(self.by_key.hash(&self.at(edge).key), edge);
        let Some(equal) = self.find(&key) else {
            self.at_mut(edge).key = key;
            self.index(edge);
            return edge;
        };
        let evidence = core::mem::take(&mut self.at_mut(edge).evidence);
        self.at_mut(equal).evidence.add(&evidence);
        self.bury(edge);
        equal
    }

    /// Forgets what was counted.
    pub(super) fn reset_counts(&mut self) {
        for record in &mut self.records {
            record.evidence = Evidence::default();
        }
    }

    /// Counts an edge whose ends have been mentioned.
    pub(super) fn show(&mut self, edge: u32) {
        let record = &mut self.records[edge as usize];
        if !record.shown && !record.dead {
            record.shown = true;
            self.visible += 1;
        }
    }

    fn bury(&mut self, edge: u32) {
        let record = &mut self.records[edge as usize];
        record.dead = true;
        if core::mem::take(&mut record.shown) {
            self.visible -= 1;
        }
    }

    fn index(&mut self, edge: u32) {
        let hash = self.by_key.hash(&self.at(edge).key);
        self.by_key.insert(hash, edge);
    }
}
