//! The entities, and which of them turned out to be one.

use std::cmp::Reverse;

use super::NodeId;
use super::place::Places;
use super::table::Index;
use crate::Kind;

/// No slot, no record, no index.
pub(super) const NONE: u32 = u32::MAX;

/// An entity's id. The slot that is the root of its class also holds all that is known of the class.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) own_id: NodeId,
    /// The smallest id of the class, by which it is known outside.
    pub(super) least: NodeId,
    /// Where it was mentioned.
    pub(super) places: Places,
    /// How often it was mentioned.
    pub(super) count: u64,
    /// The slot itself, for a root.
    pub(super) parent: u32,
    /// Its number in the order of appearance; `NONE` until it is mentioned.
    pub(super) index: u32,
    /// How much there is to walk when the class joins another; the lighter one joins the heavier.
    pub(super) weight: u32,
    /// Its names: the head of a list, its length, and the canonical one.
    pub(super) names: u32,
    pub(super) name_count: u32,
    pub(super) best: u32,
    /// What it was taken for: the head of a list of votes.
    pub(super) votes: u32,
    /// Edges by their subject and by their object: heads of lists.
    pub(super) outgoing: u32,
    pub(super) incoming: u32,
}

/// The sum of the confidence with which a class was taken for a kind.
#[derive(Clone, Copy, Debug)]
struct Vote {
    kind: Kind,
    next: u32,
    weight: u64,
}

/// All entities.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    pub(super) slots: Vec<Slot>,
    by_id: Index,
    votes: Vec<Vote>,
    /// The slots in the order of their indices.
    pub(super) shown: Vec<u32>,
    /// Classes that were mentioned.
    pub(super) visible: usize,
}

impl Nodes {
    pub(super) fn find(&self, id: NodeId) -> Option<u32> {
        self.find_hashed(self.by_id.hash(&id), id)
    }

    fn find_hashed(&self, hash: u32, id: NodeId) -> Option<u32> {
        self.by_id.find(hash, |slot| self.at(slot).own_id == id)
    }

    /// The root of the class of `id`, if the id is known.
    pub(super) fn class(&self, id: NodeId) -> Option<u32> {
        self.find(id).map(|slot| self.root(slot))
    }

    /// The slot of `id`, which gets one if it has none.
    pub(super) fn ensure(&mut self, id: NodeId) -> u32 {
        let hash = self.by_id.hash(&id);
        if let Some(known) = self.find_hashed(hash, id) {
            return known;
        }
        let slot = self.slots.len() as u32;
        self.slots.push(Slot::new(id, slot));
        self.by_id.insert(hash, slot);
        slot
    }

    /// The root of a slot's class. Joining by weight keeps the way there logarithmic.
    pub(super) fn root(&self, slot: u32) -> u32 {
        let mut at = slot;
        while self.slots[at as usize].parent != at {
            at = self.slots[at as usize].parent;
        }
        at
    }

    pub(super) fn at(&self, slot: u32) -> &Slot {
        &self.slots[slot as usize]
    }

    pub(super) fn at_mut(&mut self, slot: u32) -> &mut Slot {
        &mut self.slots[slot as usize]
    }

    pub(super) fn is_shown(&self, root: u32) -> bool {
        self.at(root).index != NONE
    }

    /// Gives a class its index.
    pub(super) fn show(&mut self, root: u32) {
        self.at_mut(root).index = self.shown.len() as u32;
        self.shown.push(root);
        self.visible += 1;
    }

    /// Adds to the evidence that a class is of `kind`.
    pub(super) fn vote(&mut self, root: u32, kind: Kind, weight: u64) {
        let head = self.at(root).votes;
        let known = self
            .votes(head)
            .find(|&at| self.votes[at as usize].kind == kind);
        if let Some(at) = known {
            let vote = &mut self.votes[at as usize];
            vote.weight = vote.weight.saturating_add(weight);
        } else {
            let vote = Vote {
                kind,
                next: head,
                weight,
            };
            self.at_mut(root).votes = self.votes.len() as u32;
            self.votes.push(vote);
        }
    }

    /// What speaks most for; among equals the first in the order of `Kind`.
    pub(super) fn kind(&self, root: u32) -> Option<Kind> {
        self.kinds(root)
            .max_by_key(|&(kind, weight)| (weight, Reverse(kind)))
            .map(|(kind, _)| kind)
    }

    /// The evidence for each kind, in no order. There are at most as many as there are kinds.
    pub(super) fn kinds(&self, root: u32) -> impl Iterator<Item = (Kind, u64)> + use<'_> {
        self.votes(self.at(root).votes).map(|at| {
            let vote = self.votes[at as usize];
            (vote.kind, vote.weight)
        })
    }

    /// Adds the evidence of one class to another's.
    pub(super) fn move_votes(&mut self, from: u32, to: u32) {
        let mut at = self.at(from).votes;
        while at != NONE {
            let Vote { kind, next, weight } = self.votes[at as usize];
            self.vote(to, kind, weight);
            at = next;
        }
    }

    /// Forgets what was counted; ids, classes, names and indices stay.
    pub(super) fn reset_counts(&mut self) {
        for slot in &mut self.slots {
            slot.count = 0;
            slot.places = Places::default();
        }
        self.votes.iter_mut().for_each(|vote| vote.weight = 0);
    }

    fn votes(&self, head: u32) -> impl Iterator<Item = u32> + use<'_> {
        let mut at = head;
        core::iter::from_fn(move || {
            let vote = self.votes.get(at as usize)?;
            Some(core::mem::replace(&mut at, vote.next))
        })
    }
}

impl Slot {
    fn new(id: NodeId, slot: u32) -> Self {
        Self {
            own_id: id,
            least: id,
            places: Places::default(),
            count: 0,
            parent: slot,
            index: NONE,
            weight: 1,
            names: NONE,
            name_count: 0,
            best: NONE,
            votes: NONE,
            outgoing: NONE,
            incoming: NONE,
        }
    }
}
