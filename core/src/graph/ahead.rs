//! Many changes in a row. What they need lies all over a large graph, and to wait for memory takes
//! longer than the change itself. So before a change is applied, what it needs is on its way: first
//! the segments of the index, then their lines, the nodes that these lead to, and the edges of the nodes.

use super::arena::NONE;
use super::{Change, GraphDelta, GraphOp, KnowledgeGraph, NodeId, Object};

/// How many changes are applied between two stages of another: memory has that time.
const APART: usize = 12;
/// Changes on their way.
const RING: usize = 4 * APART;

/// A node that a change is about and that was not near.
#[derive(Clone, Copy)]
struct Wanted {
    id: NodeId,
    hash: u32,
    slot: u32,
}

/// The subject and the object of a change, where they have to be fetched.
#[derive(Clone, Copy, Default)]
struct Ends {
    subject: Option<Wanted>,
    object: Option<Wanted>,
}

impl KnowledgeGraph {
    /// Applies deltas in their order, each as [`apply`](Self::apply) does, and tells what each
    /// changed. In a graph that is larger than the processor's caches this takes a third to a half of the time of
    /// applying them one by one.
    pub fn apply_all(&mut self, deltas: &[GraphDelta<'_>], mut changed: impl FnMut(Change)) {
        let mut ring = [Ends::default(); RING];
        let mut last = None;
        for step in 0..deltas.len() + 4 * APART {
            let at = |stage: usize| {
                step.checked_sub(stage * APART)
                    .filter(|&at| at < deltas.len())
            };
            if let Some(at) = at(0) {
                ring[at % RING] = self.fetch_index(&deltas[at].op, &mut last);
            }
            if let Some(at) = at(1) {
                self.fetch_lines(&ring[at % RING]);
            }
            if let Some(at) = at(2) {
                self.fetch_nodes(&mut ring[at % RING]);
            }
            if let Some(at) = at(3) {
                self.fetch_facts(&ring[at % RING]);
            }
            if let Some(at) = at(4) {
                changed(self.apply(&deltas[at]));
            }
        }
    }

    /// Asks for what finds the nodes of a change; `last` is the node that was asked for last.
    fn fetch_index(&self, op: &GraphOp<'_>, last: &mut Option<NodeId>) -> Ends {
        let mut want = |id: NodeId| {
            let is_asked = last.replace(id) == Some(id) || self.nodes.near.slot(id).is_some();
            (!is_asked).then(|| {
                let hash = self.nodes.hash(id);
                self.nodes.fetch_segment(hash);
                let slot = NONE;
                Wanted { id, hash, slot }
            })
        };
        let (subject, object) = ends(op);
        Ends {
            subject: want(subject),
            object: object.and_then(want),
        }
    }

    fn fetch_lines(&self, ends: &Ends) {
        for wanted in [&ends.subject, &ends.object].into_iter().flatten() {
            self.nodes.fetch_hashed(wanted.hash);
        }
    }

    fn fetch_nodes(&self, ends: &mut Ends) {
        for wanted in [&mut ends.subject, &mut ends.object].into_iter().flatten() {
            wanted.slot = self.nodes.guess(wanted.hash);
            self.nodes.fetch_slot(wanted.slot);
        }
        if let Some(subject) = &ends.subject {
            self.nodes.fetch_facts(subject.slot);
        }
    }

    fn fetch_facts(&mut self, ends: &Ends) {
        for wanted in [ends.subject, ends.object].into_iter().flatten() {
            self.nodes.remember(wanted.id, wanted.slot);
        }
        let subject = ends.subject.map_or(NONE, |wanted| wanted.slot);
        if let Some(slot) = self.nodes.slots.get(subject) {
            self.edges.fetch(slot.lone);
        }
    }
}

/// The nodes that a change is about.
fn ends(op: &GraphOp<'_>) -> (NodeId, Option<NodeId>) {
    match *op {
        GraphOp::Observe { node, .. } => (node, None),
        GraphOp::Same { a, b } => (a, Some(b)),
        GraphOp::Relate {
            subject, object, ..
        } => match object {
            Object::Node(object) => (subject, Some(object)),
            Object::Literal(_) => (subject, None),
        },
    }
}
