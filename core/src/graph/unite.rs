//! Two classes that turn out to be one.

use super::arena::NONE;
use super::edge::{End, Key, State};
use super::{Change, KnowledgeGraph};

impl KnowledgeGraph {
    /// Makes one class of those of two slots. The lighter one is walked, so that all joins together
    /// cost n log n at most.
    pub(super) fn unite(&mut self, a: u32, b: u32) -> Change {
        let (a, b) = (self.nodes.root(a), self.nodes.root(b));
        if a == b {
            return Change::Nothing;
        }
        let lighter = self.nodes.at(a).weight < self.nodes.at(b).weight;
        let (kept, gone) = if lighter { (b, a) } else { (a, b) };
        let change = self.join_indices(kept, gone);
        self.move_facts(kept, gone);
        self.move_names(kept, gone);
        self.move_edges(kept, gone);
        change
    }

    /// The smaller index stands.
    fn join_indices(&mut self, kept: u32, gone: u32) -> Change {
        let (standing, other) = (self.nodes.at(kept).index, self.nodes.at(gone).index);
        let least = standing.min(other);
        self.nodes.at_mut(kept).index = least;
        if standing == NONE && other != NONE {
            self.reveal_edges(kept);
        }
        if standing == NONE || other == NONE {
            return Change::Nothing;
        }
        self.nodes.visible -= 1;
        Change::Merged {
            kept: least,
            gone: standing.max(other),
        }
    }

    fn move_facts(&mut self, kept: u32, gone: u32) {
        self.nodes.move_votes(gone, kept);
        self.nodes.join_least(kept, gone);
        let from = self.nodes.at_mut(gone);
        from.parent = kept;
        let (count, weight) = (from.count, from.weight);
        let places = core::mem::take(&mut from.places);
        let to = self.nodes.at_mut(kept);
        to.count = to.count.saturating_add(count);
        to.weight = to.weight.saturating_add(weight);
        to.places.extend(&places, &self.sources);
    }

    fn move_names(&mut self, kept: u32, gone: u32) {
        self.write_uses(gone);
        let mut at = core::mem::replace(&mut self.nodes.at_mut(gone).names, NONE);
        while at != NONE {
            let record = *self.aliases.at(at);
            if let Some(known) = self.name_of(kept, self.strings.name(record.name)) {
                self.retire_name(at);
                self.use_name(kept, known, record.count);
            } else if self.has_name_room(kept) {
                self.link_name(kept, at);
                self.use_name(kept, at, 0);
            } else {
                self.retire_name(at);
                self.refused += 1;
            }
            at = record.next;
        }
    }

    fn move_edges(&mut self, kept: u32, gone: u32) {
        let slot = self.nodes.at_mut(gone);
        let mut out = core::mem::replace(&mut slot.outgoing, NONE);
        let mut into = core::mem::replace(&mut slot.incoming, NONE);
        while out != NONE {
            let next = self.edges.at(out).next_out;
            if self.move_edge(out, kept, gone) {
                self.edges.at_mut(out).next_out = self.nodes.at(kept).outgoing;
                self.nodes.at_mut(kept).outgoing = out;
            }
            out = next;
        }
        while into != NONE {
            let next = self.edges.at(into).next_in;
            if self.move_edge(into, kept, gone) {
                self.edges.at_mut(into).next_in = self.nodes.at(kept).incoming;
                self.nodes.at_mut(kept).incoming = into;
            }
            into = next;
        }
    }

    /// Puts `kept` in the place of `gone`; false for an edge that has gone into another.
    fn move_edge(&mut self, edge: u32, kept: u32, gone: u32) -> bool {
        if self.edges.at(edge).state == State::Dead {
            return false;
        }
        let before = self.edges.at(edge).key();
        let key = replaced(before, kept, gone);
        let left = if key == before {
            edge
        } else {
            self.edges.rekey(edge, key, &mut self.nodes, &self.sources)
        };
        self.reveal(left);
        left == edge
    }

    /// Counts the edges of a class that was mentioned for the first time.
    pub(super) fn reveal_edges(&mut self, root: u32) {
        let mut at = self.nodes.at(root).outgoing;
        while at != NONE {
            self.reveal(at);
            at = self.edges.at(at).next_out;
        }
        let mut at = self.nodes.at(root).incoming;
        while at != NONE {
            self.reveal(at);
            at = self.edges.at(at).next_in;
        }
    }

    /// Counts an edge if both its ends have been mentioned.
    pub(super) fn reveal(&mut self, edge: u32) -> bool {
        let Key {
            subject, object, ..
        } = self.edges.at(edge).key();
        let object = match object {
            End::Node(object) => self.nodes.is_shown(object),
            End::Literal(_) => true,
        };
        let shown = object && self.nodes.is_shown(subject);
        if shown {
            self.edges.show(edge);
        }
        shown
    }
}

fn replaced(key: Key, kept: u32, gone: u32) -> Key {
    let end = |root| if root == gone { kept } else { root };
    Key {
        subject: end(key.subject),
        object: match key.object {
            End::Node(object) => End::Node(end(object)),
            literal @ End::Literal(_) => literal,
        },
        ..key
    }
}
