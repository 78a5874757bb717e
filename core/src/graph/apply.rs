//! How a change is applied.

use super::applied::Noted;
use super::edge::{End, Fresh, Key};
use super::naming::Named;
use super::{Change, GraphDelta, GraphOp, KnowledgeGraph, NodeId, Object, Place};
use crate::Kind;

/// A mention of a node.
struct Mention<'a> {
    kind: Kind,
    name: &'a str,
    /// In ten-thousandths.
    confidence: u16,
    place: Place,
}

/// What an edge says.
pub(super) struct Statement<'a> {
    pub(super) subject: NodeId,
    pub(super) predicate: &'a str,
    pub(super) object: Object<'a>,
    pub(super) asserted: bool,
}

impl KnowledgeGraph {
    /// Applies a delta, unless it was applied before.
    pub fn apply(&mut self, delta: &GraphDelta<'_>) -> Change {
        match self.applied.note(delta.id) {
            Noted::Before => return Change::Nothing,
            Noted::Full => return self.refuse(),
            Noted::New => {}
        }
        match delta.op {
            GraphOp::Observe {
                node,
                kind,
                name,
                confidence,
                place,
            } => {
                let mention = Mention {
                    kind,
                    name,
                    confidence: fixed(confidence),
                    place,
                };
                self.observe(node, &mention)
            }
            GraphOp::Same { a, b } => self.same(a, b),
            GraphOp::Relate {
                subject,
                predicate,
                object,
                asserted,
                confidence,
                place,
                ..
            } => {
                let fresh = Fresh {
                    confidence: fixed(confidence),
                    support: 1,
                    places: &[place],
                };
                let statement = Statement {
                    subject,
                    predicate,
                    object,
                    asserted,
                };
                self.relate(&statement, &fresh)
            }
        }
    }

    fn observe(&mut self, node: NodeId, mention: &Mention<'_>) -> Change {
        match self.nodes.class(node) {
            Some(root) if self.nodes.is_shown(root) => self.mention(root, mention),
            known => self.appear(node, known, mention),
        }
    }

    /// Another mention of a node.
    fn mention(&mut self, root: u32, mention: &Mention<'_>) -> Change {
        let before = (self.nodes.at(root).best, self.nodes.kind(root));
        let named = self.use_named(root, mention.name, 1);
        self.record(root, mention);
        let after = (self.nodes.at(root).best, self.nodes.kind(root));
        if named == Named::New || before != after {
            return Change::Node(self.nodes.at(root).index);
        }
        match named {
            Named::Refused => Change::Refused,
            _ => Change::Nothing,
        }
    }

    /// The first mention of a node.
    fn appear(&mut self, node: NodeId, known: Option<u32>, mention: &Mention<'_>) -> Change {
        if !self.has_node_room(usize::from(known.is_none())) {
            return self.refuse();
        }
        let Some(name) = self.strings.push(mention.name) else {
            return self.refuse();
        };
        let root = known.unwrap_or_else(|| self.nodes.ensure(node));
        self.show(root);
        self.add_name(root, name, 1);
        self.record(root, mention);
        Change::NewNode(self.nodes.at(root).index)
    }

    fn record(&mut self, root: u32, mention: &Mention<'_>) {
        self.nodes
            .vote(root, mention.kind, mention.confidence.into());
        let slot = self.nodes.at_mut(root);
        slot.count = slot.count.saturating_add(1);
        slot.places.insert(mention.place, &mut self.sources);
    }

    pub(super) fn show(&mut self, root: u32) {
        self.nodes.show(root);
        self.reveal_edges(root);
    }

    fn same(&mut self, a: NodeId, b: NodeId) -> Change {
        if a == b {
            return Change::Nothing;
        }
        let new = [a, b]
            .into_iter()
            .filter(|&id| self.nodes.find(id).is_none());
        if !self.has_node_room(new.count()) {
            return self.refuse();
        }
        let (a, b) = (self.nodes.ensure(a), self.nodes.ensure(b));
        self.unite(a, b)
    }

    pub(super) fn relate(&mut self, statement: &Statement<'_>, fresh: &Fresh<'_>) -> Change {
        if let Some(edge) = self
            .key(statement)
            .and_then(|key| self.edges.find(&key, &self.nodes))
        {
            let known = self.edges.at_mut(edge);
            known.add_fresh(fresh, &mut self.sources);
            return Change::Nothing;
        }
        let Some(key) = self.make_key(statement) else {
            return self.refuse();
        };
        let edge = self.edges.push(key, &mut self.nodes);
        let record = self.edges.at_mut(edge);
        record.add_fresh(fresh, &mut self.sources);
        self.link_edge(edge);
        if self.reveal(edge) {
            Change::NewEdge
        } else {
            Change::Nothing
        }
    }

    /// A statement's key, where all of it is known.
    fn key(&self, statement: &Statement<'_>) -> Option<Key> {
        if let Object::Node(id) = statement.object {
            self.nodes.fetch(id);
        }
        let subject = self.nodes.class(statement.subject)?;
        self.edges.fetch(self.nodes.at(subject).lone);
        Some(Key {
            subject,
            predicate: self.strings.find(statement.predicate)?,
            object: match statement.object {
                Object::Node(id) => End::Node(self.nodes.class(id)?),
                Object::Literal(text) => End::Literal(self.strings.find(text)?),
            },
            asserted: statement.asserted,
        })
    }

    /// The key of a new edge; `None` where there is no room for what it needs.
    fn make_key(&mut self, statement: &Statement<'_>) -> Option<Key> {
        let object = match statement.object {
            Object::Node(id) if id != statement.subject => Some(id),
            _ => None,
        };
        let ends = [Some(statement.subject), object];
        let new = ends
            .into_iter()
            .flatten()
            .filter(|&id| self.nodes.find(id).is_none());
        if self.edges.records.len() as usize >= self.limits.edges
            || !self.has_node_room(new.count())
        {
            return None;
        }
        let predicate = self.strings.intern(statement.predicate)?;
        let object = match statement.object {
            Object::Literal(text) => End::Literal(self.strings.intern(text)?),
            Object::Node(id) => End::Node(self.make_class(id)),
        };
        let subject = self.make_class(statement.subject);
        let asserted = statement.asserted;
        Some(Key {
            subject,
            predicate,
            object,
            asserted,
        })
    }

    fn make_class(&mut self, id: NodeId) -> u32 {
        let slot = self.nodes.ensure(id);
        self.nodes.root(slot)
    }

    fn link_edge(&mut self, edge: u32) {
        let record = self.edges.at_mut(edge);
        let key = record.key();
        let subject = self.nodes.at_mut(key.subject);
        record.next_out = core::mem::replace(&mut subject.outgoing, edge);
        subject.weight = subject.weight.saturating_add(1);
        if let End::Node(object) = key.object {
            let object = self.nodes.at_mut(object);
            record.next_in = core::mem::replace(&mut object.incoming, edge);
            object.weight = object.weight.saturating_add(1);
        }
    }
}

/// A confidence in ten-thousandths, so that sums of it do not depend on their order; no number is 0.
#[expect(clippy::cast_sign_loss, reason = "clamped")]
fn fixed(confidence: f32) -> u16 {
    (f64::from(confidence.clamp(0.0, 1.0) * 10_000.0) + 0.5) as u16
}
