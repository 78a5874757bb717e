//! Whole graphs into one.

use alloc::vec;
use alloc::vec::Vec;

use super::apply::Statement;
use super::arena::NONE;
use super::edge::{End, Fresh, Key, State};
use super::naming::Named;
use super::{KnowledgeGraph, Object, Overlap};

impl KnowledgeGraph {
    /// Adds what `other` holds, with the same result as if its deltas had been applied here.
    ///
    /// A graph keeps sums, not the deltas that they were made of. So it can be merged as a whole
    /// where it is certain what is counted here already: when the two have no delta in common, and
    /// when one has all deltas of the other (then the result is the larger one). That covers one
    /// graph a thread or a machine, merged any number of times; replicas that have each got some of
    /// the same deltas exchange the deltas themselves.
    ///
    /// What finds no room is refused and counted. Where `other`'s streams find none
    /// ([`Limits::graph_streams`](crate::Limits::graph_streams)), all of it is, as one.
    ///
    /// # Errors
    ///
    /// [`Overlap`] where each has got deltas that the other lacks, and some that it has. Nothing is
    /// changed then.
    pub fn merge(&mut self, other: &Self) -> Result<(), Overlap> {
        let (shared, stream) = self.applied.shared_with(&other.applied);
        if shared == other.applied.changes() {
            return Ok(());
        }
        let contained = shared == self.applied.changes();
        if let (Some(stream), false) = (stream, contained) {
            return Err(Overlap { stream });
        }
        if !self.applied.has_room_for(&other.applied, contained) {
            let _ = self.refuse();
            return Ok(());
        }
        if contained {
            self.reset_counts();
        }
        self.absorb(other);
        Ok(())
    }

    /// Forgets what was counted, so that the same can be counted again. Nodes, edges, names and
    /// indices stay.
    fn reset_counts(&mut self) {
        self.applied.clear();
        self.nodes.reset_counts();
        self.aliases.reset_counts();
        self.edges.reset_counts();
    }

    /// Adds a graph that has no delta in common with this one.
    fn absorb(&mut self, other: &Self) {
        self.applied.extend(&other.applied);
        let slots = self.absorb_slots(other);
        for (index, &slot) in other.nodes.shown.iter().enumerate() {
            let from = other.nodes.root(slot);
            let to = slots[from as usize];
            if other.nodes.at(from).index as usize == index && to != NONE {
                self.absorb_class(self.nodes.root(to), other, from);
            }
        }
        let mut places = Vec::new();
        let records = other.edges.records.iter();
        for record in records.filter(|record| record.state != State::Dead) {
            places.clear();
            places.extend(record.places.iter(&other.sources));
            let fresh = Fresh {
                confidence: record.confidence,
                support: record.support,
                places: &places,
            };
            let _ = self.relate(&statement(other, &record.key()), &fresh);
        }
    }

    /// Makes room for every id of `other`, in its order of appearance, and joins those that are one
    /// there. Returns their slots here; `NONE` for those that found no room.
    fn absorb_slots(&mut self, other: &Self) -> Vec<u32> {
        let all = 0..other.nodes.slots.len();
        let mut slots = vec![NONE; all.len()];
        for slot in other.nodes.shown.iter().copied().chain(all.clone()) {
            if slots[slot as usize] == NONE {
                slots[slot as usize] = self.absorb_slot(other, slot);
            }
        }
        for slot in all {
            let (a, b) = (slots[slot as usize], slots[other.nodes.root(slot) as usize]);
            match (a, b) {
                (NONE, _) => self.refused += 1,
                (_, NONE) => {}
                (a, b) => drop(self.unite(a, b)),
            }
        }
        slots
    }

    fn absorb_slot(&mut self, other: &Self, slot: u32) -> u32 {
        let id = other.nodes.at(slot).own_id;
        match self.nodes.find(id) {
            Some(known) => known,
            None if self.has_node_room(1) => self.nodes.ensure(id),
            None => NONE,
        }
    }

    fn absorb_class(&mut self, to: u32, other: &Self, from: u32) {
        let slot = other.nodes.at(from);
        for alias in other.aliases.list(slot.names) {
            let record = other.aliases.at(alias);
            let _: Named = self.use_named(to, other.strings.name(record.name), other.uses(alias));
        }
        if self.nodes.at(to).names == NONE {
            return;
        }
        if !self.nodes.is_shown(to) {
            self.show(to);
        }
        for (kind, weight) in other.nodes.kinds(from) {
            self.nodes.vote(to, kind, weight);
        }
        let own = self.nodes.at_mut(to);
        own.count = own.count.saturating_add(slot.count);
        for place in slot.places.iter(&other.sources) {
            own.places.insert(place, &mut self.sources);
        }
    }
}

fn statement<'g>(graph: &'g KnowledgeGraph, key: &Key) -> Statement<'g> {
    Statement {
        subject: graph.nodes.at(key.subject).own_id,
        predicate: graph.strings.text(key.predicate),
        object: match key.object {
            End::Node(object) => Object::Node(graph.nodes.at(object).own_id),
            End::Literal(text) => Object::Literal(graph.strings.text(text)),
        },
        asserted: key.asserted,
    }
}
