//! The relations between classes.

use super::Place;
use super::arena::{Arena, NONE};
use super::fetch::fetch;
use super::index::Index;
use super::node::Nodes;
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

/// What speaks for an edge anew.
pub(super) struct Fresh<'p> {
    /// In ten-thousandths.
    pub(super) confidence: u16,
    pub(super) support: u32,
    pub(super) places: &'p [Place],
}

/// A relation: its key, how well it is supported, and the next edges of its ends. One cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Record {
    subject: u32,
    predicate: u32,
    object: u32,
    /// How many statements.
    pub(super) support: u32,
    /// The next edge of its subject, and of its object.
    pub(super) next_out: u32,
    pub(super) next_in: u32,
    /// Where they stand.
    pub(super) places: Places,
    /// The highest confidence of a statement, in ten-thousandths.
    pub(super) confidence: u16,
    form: Form,
    pub(super) state: State,
}

/// What kind of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Form(u8);

impl Form {
    const LITERAL: u8 = 1;
    const ASSERTED: u8 = 2;

    fn of(key: &Key) -> Self {
        let literal = u8::from(matches!(key.object, End::Literal(_))) * Self::LITERAL;
        Self(literal | (u8::from(key.asserted) * Self::ASSERTED))
    }
}

/// Whether an edge is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not yet: one of its ends was not mentioned.
    Hidden,
    /// Both its ends were mentioned.
    Shown,
    /// It has gone into another.
    Dead,
}

impl Record {
    fn new(key: Key) -> Self {
        let mut record = Self {
            subject: NONE,
            predicate: NONE,
            object: NONE,
            support: 0,
            next_out: NONE,
            next_in: NONE,
            places: Places::default(),
            confidence: 0,
            form: Form(0),
            state: State::Hidden,
        };
        record.set_key(key);
        record
    }

    pub(super) fn key(&self) -> Key {
        Key {
            subject: self.subject,
            predicate: self.predicate,
            object: match self.form.0 & Form::LITERAL {
                0 => End::Node(self.object),
                _ => End::Literal(self.object),
            },
            asserted: self.form.0 & Form::ASSERTED != 0,
        }
    }

    fn set_key(&mut self, key: Key) {
        self.form = Form::of(&key);
        (self.subject, self.predicate) = (key.subject, key.predicate);
        self.object = match key.object {
            End::Node(number) | End::Literal(number) => number,
        };
    }

    pub(super) fn add_fresh(&mut self, fresh: &Fresh<'_>, sources: &mut Sources) {
        self.confidence = self.confidence.max(fresh.confidence);
        self.support = self.support.saturating_add(fresh.support);
        for &place in fresh.places {
            self.places.insert(place, sources);
        }
    }

    /// Adds what supports another. Two of them add up in any order.
    fn add(&mut self, other: &Self, sources: &Sources) {
        self.confidence = self.confidence.max(other.confidence);
        self.support = self.support.saturating_add(other.support);
        self.places.extend(&other.places, sources);
    }

    fn reset_counts(&mut self) {
        (self.confidence, self.support) = (0, 0);
        self.places = Places::default();
    }
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

    /// Asks for an edge from memory.
    pub(super) fn fetch(&self, edge: u32) {
        if let Some(edge) = self.records.get(edge) {
            fetch(edge);
        }
    }

    pub(super) fn find(&self, key: &Key, nodes: &Nodes) -> Option<u32> {
        let hash = self.by_key.hash(key);
        let subject = nodes.at(key.subject);
        let is = |edge| self.at(edge).key() == *key;
        if subject.lone_hash == hash && subject.lone != NONE && is(subject.lone) {
            return Some(subject.lone);
        }
        let index = subject.has_more.then_some(&self.by_key)?;
        index.find(hash, is)
    }

    /// A new edge. The caller puts it into the lists of its ends.
    pub(super) fn push(&mut self, key: Key, nodes: &mut Nodes) -> u32 {
        let edge = self.records.push(Record::new(key));
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
            self.at_mut(edge).set_key(key);
            self.index(edge, nodes);
            return edge;
        };
        self.bury(edge);
        let gone = self.at(edge).clone();
        self.at_mut(equal).add(&gone, sources);
        equal
    }

    /// Forgets what was counted.
    pub(super) fn reset_counts(&mut self) {
        self.records.iter_mut().for_each(Record::reset_counts);
    }

    /// Counts an edge whose ends have been mentioned.
    pub(super) fn show(&mut self, edge: u32) {
        let record = self.at_mut(edge);
        if record.state == State::Hidden {
            record.state = State::Shown;
            self.visible += 1;
        }
    }

    fn bury(&mut self, edge: u32) {
        let record = self.at_mut(edge);
        if core::mem::replace(&mut record.state, State::Dead) == State::Shown {
            self.visible -= 1;
        }
    }

    fn index(&mut self, edge: u32, nodes: &mut Nodes) {
        let key = self.records.at(edge).key();
        let hash = self.by_key.hash(&key);
        let subject = nodes.at_mut(key.subject);
        if subject.lone == NONE {
            (subject.lone, subject.lone_hash) = (edge, hash);
        } else {
            subject.has_more = true;
            self.by_key.insert(hash, edge);
        }
    }

    fn take_out(&mut self, edge: u32, nodes: &mut Nodes) {
        let key = self.records.at(edge).key();
        let subject = nodes.at_mut(key.subject);
        if subject.lone == edge {
            subject.lone = NONE;
        } else {
            self.by_key.remove(self.by_key.hash(&key), edge);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_a_cache_line() {
        assert_eq!(size_of::<Record>(), 64);
    }

    #[test]
    fn a_key_comes_back_as_it_was() {
        for object in [End::Node(3), End::Literal(3)] {
            for asserted in [true, false] {
                let key = Key {
                    subject: 1,
                    predicate: 2,
                    object,
                    asserted,
                };
                assert_eq!(Record::new(key).key(), key);
            }
        }
    }
}
