//! The entities, and which of them turned out to be one.

use core::cmp::Reverse;

use super::NodeId;
use super::arena::{Arena, NONE};
use super::fetch::fetch;
use super::index::Index;
use super::near::Near;
use super::place::Places;
use crate::Kind;

/// An entity's id. The slot that is the root of its class also holds all that is known of the class:
/// two cache lines that are read at once, so that a mention waits for memory as seldom as can be. The
/// first is all that is read of an object.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(super) struct Slot {
    pub(super) own_id: NodeId,
    /// How often it was mentioned.
    pub(super) count: u64,
    /// The hash of the canonical name, and how often that was used since its record was written last:
    /// a mention by this name, as most are, looks at neither the record nor the text.
    pub(super) best_hash: u64,
    pub(super) best_uses: u32,
    /// The slot itself, for a root.
    pub(super) parent: u32,
    /// Its number in the order of appearance; `NONE` until it is mentioned.
    pub(super) index: u32,
    /// Edges by their subject and by their object: heads of lists.
    pub(super) outgoing: u32,
    pub(super) incoming: u32,
    /// The edge of it as a subject that is found without the index, and the hash of its key.
    pub(super) lone: u32,
    pub(super) lone_hash: u32,
    /// What it was taken for: first, and, behind the places, the head of a list of further votes.
    kind: Option<Kind>,
    /// Whether further edges of it are, or were, in the index.
    pub(super) has_more: bool,
    pub(super) name_count: u16,
    kind_weight: u64,
    /// Where it was mentioned.
    pub(super) places: Places,
    votes: u32,
    /// The slot of the smallest id of the class, by which it is known outside.
    least: u32,
    /// How much there is to walk when the class joins another; the lighter one joins the heavier.
    pub(super) weight: u32,
    /// Its names: the head of a list, and the canonical one.
    pub(super) names: u32,
    pub(super) best: u32,
}

/// The sum of the confidence with which a class was taken for a further kind.
#[derive(Clone, Copy, Debug)]
struct Vote {
    kind: Kind,
    next: u32,
    weight: u64,
}

/// All entities.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    pub(super) slots: Arena<Slot>,
    by_id: Index,
    pub(super) near: Near,
    votes: Arena<Vote>,
    /// The slots in the order of their indices.
    pub(super) shown: Arena<u32>,
    /// Classes that were mentioned.
    pub(super) visible: usize,
}

impl Nodes {
    pub(super) fn find(&self, id: NodeId) -> Option<u32> {
        let near = self.near.slot(id);
        if let Some(slot) = near.filter(|&slot| self.is(slot, id)) {
            return Some(slot);
        }
        self.find_hashed(self.hash(id), id)
    }

    fn is(&self, slot: u32, id: NodeId) -> bool {
        self.slots.get(slot).is_some_and(|slot| slot.own_id == id)
    }

    pub(super) fn hash(&self, id: NodeId) -> u32 {
        self.by_id.hash(&id)
    }

    pub(super) fn fetch_segment(&self, hash: u32) {
        self.by_id.fetch_segment(hash);
    }

    /// Asks for what finds the id of this hash from memory.
    pub(super) fn fetch_hashed(&self, hash: u32) {
        self.by_id.fetch(hash);
    }

    /// The slot that is probably the one of this hash, or `NONE`.
    pub(super) fn guess(&self, hash: u32) -> u32 {
        self.by_id.find(hash, |_| true).unwrap_or(NONE)
    }

    /// Asks for the line of a slot that tells whose it is and of which class.
    pub(super) fn fetch_slot(&self, slot: u32) {
        if let Some(slot) = self.slots.get(slot) {
            fetch(&slot.own_id);
        }
    }

    /// Asks for the other line of a slot.
    pub(super) fn fetch_facts(&self, slot: u32) {
        if let Some(slot) = self.slots.get(slot) {
            fetch(&slot.places);
        }
    }

    /// Lets `id` be found at once, if it is in this slot.
    pub(super) fn remember(&mut self, id: NodeId, slot: u32) {
        if self.is(slot, id) {
            self.near.remember(id, slot);
        }
    }

    fn find_hashed(&self, hash: u32, id: NodeId) -> Option<u32> {
        self.by_id.find(hash, |slot| self.at(slot).own_id == id)
    }

    /// Asks for what finds `id` from memory.
    pub(super) fn fetch(&self, id: NodeId) {
        self.by_id.fetch(self.hash(id));
    }

    /// The root of the class of `id`, if the id is known.
    pub(super) fn class(&self, id: NodeId) -> Option<u32> {
        self.find(id).map(|slot| self.root(slot))
    }

    /// The slot of `id`, which gets one if it has none.
    pub(super) fn ensure(&mut self, id: NodeId) -> u32 {
        let hash = self.hash(id);
        if let Some(known) = self.find_hashed(hash, id) {
            return known;
        }
        let slot = self.slots.push(Slot::new(id, self.slots.len()));
        self.by_id.insert(hash, slot);
        self.near.remember(id, slot);
        slot
    }

    /// The root of a slot's class. Joining by weight keeps the way there logarithmic.
    pub(super) fn root(&self, slot: u32) -> u32 {
        let mut at = slot;
        loop {
            let parent = self.at(at).parent;
            if parent == at {
                return at;
            }
            at = parent;
        }
    }

    /// The smallest id of a class.
    pub(super) fn least(&self, root: u32) -> NodeId {
        self.at(self.at(root).least).own_id
    }

    /// Lets a class have the smallest id of another one too.
    pub(super) fn join_least(&mut self, kept: u32, gone: u32) {
        if self.least(gone) < self.least(kept) {
            self.at_mut(kept).least = self.at(gone).least;
        }
    }

    pub(super) fn at(&self, slot: u32) -> &Slot {
        self.slots.at(slot)
    }

    pub(super) fn at_mut(&mut self, slot: u32) -> &mut Slot {
        self.slots.at_mut(slot)
    }

    pub(super) fn is_shown(&self, root: u32) -> bool {
        self.at(root).index != NONE
    }

    /// Gives a class its index.
    pub(super) fn show(&mut self, root: u32) {
        self.at_mut(root).index = self.shown.push(root);
        self.visible += 1;
    }

    /// Adds to the evidence that a class is of `kind`.
    pub(super) fn vote(&mut self, root: u32, kind: Kind, weight: u64) {
        let slot = self.at_mut(root);
        let head = slot.votes;
        if *slot.kind.get_or_insert(kind) == kind {
            slot.kind_weight = slot.kind_weight.saturating_add(weight);
        } else {
            self.vote_further(root, head, kind, weight);
        }
    }

    fn vote_further(&mut self, root: u32, head: u32, kind: Kind, weight: u64) {
        let known = self.votes(head).find(|&at| self.votes.at(at).kind == kind);
        if let Some(at) = known {
            let vote = self.votes.at_mut(at);
            vote.weight = vote.weight.saturating_add(weight);
        } else {
            let next = head;
            self.at_mut(root).votes = self.votes.push(Vote { kind, next, weight });
        }
    }

    /// What speaks most for; among equals the first in the order of `Kind`.
    pub(super) fn kind(&self, root: u32) -> Option<Kind> {
        let slot = self.at(root);
        if slot.votes == NONE {
            return slot.kind;
        }
        self.kinds(root)
            .max_by_key(|&(kind, weight)| (weight, Reverse(kind)))
            .map(|(kind, _)| kind)
    }

    /// The evidence for each kind, in no order. There are at most as many as there are kinds.
    pub(super) fn kinds(&self, root: u32) -> impl Iterator<Item = (Kind, u64)> + use<'_> {
        let slot = self.at(root);
        let further = self.votes(slot.votes).map(|at| {
            let vote = self.votes.at(at);
            (vote.kind, vote.weight)
        });
        let first = slot.kind.map(|kind| (kind, slot.kind_weight));
        first.into_iter().chain(further)
    }

    /// Adds the evidence of one class to another's.
    pub(super) fn move_votes(&mut self, from: u32, to: u32) {
        let from = self.at(from);
        let mut at = from.votes;
        if let (Some(kind), weight) = (from.kind, from.kind_weight) {
            self.vote(to, kind, weight);
        }
        while at != NONE {
            let Vote { kind, next, weight } = *self.votes.at(at);
            self.vote(to, kind, weight);
            at = next;
        }
    }

    /// Forgets what was counted; ids, classes, names and indices stay.
    pub(super) fn reset_counts(&mut self) {
        for slot in self.slots.iter_mut() {
            slot.count = 0;
            slot.best_uses = 0;
            slot.places = Places::default();
            slot.kind_weight = 0;
        }
        self.votes.iter_mut().for_each(|vote| vote.weight = 0);
    }

    fn votes(&self, head: u32) -> impl Iterator<Item = u32> + use<'_> {
        let mut at = head;
        core::iter::from_fn(move || {
            let vote = self.votes.get(at)?;
            Some(core::mem::replace(&mut at, vote.next))
        })
    }
}

impl Slot {
    fn new(id: NodeId, slot: u32) -> Self {
        Self {
            own_id: id,
            places: Places::default(),
            count: 0,
            least: slot,
            parent: slot,
            index: NONE,
            weight: 1,
            names: NONE,
            name_count: 0,
            best: NONE,
            best_hash: 0,
            best_uses: 0,
            kind: None,
            kind_weight: 0,
            votes: NONE,
            outgoing: NONE,
            incoming: NONE,
            lone: NONE,
            lone_hash: 0,
            has_more: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_two_cache_lines() {
        assert_eq!(size_of::<Slot>(), 2 * 64);
    }
}
