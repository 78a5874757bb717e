//! What can be read from a graph.

use alloc::vec::Vec;

use super::arena::NONE;
use super::edge::{End, Record, State};
use super::node::Slot;
use super::{EdgeId, KnowledgeGraph, NodeId, Place};
use crate::{Kind, order};

/// An entity of a graph.
#[derive(Clone, Copy, Debug)]
pub struct Node<'g> {
    graph: &'g KnowledgeGraph,
    root: u32,
}

/// A relation of a graph.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'g> {
    graph: &'g KnowledgeGraph,
    record: &'g Record,
}

/// A name of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias<'g> {
    /// The name as it was written.
    pub name: &'g str,
    /// How often it was used.
    pub count: u32,
}

/// An edge's object.
#[derive(Clone, Copy, Debug)]
pub enum Target<'g> {
    /// An entity.
    Node(Node<'g>),
    /// Words that name none.
    Literal(&'g str),
}

impl KnowledgeGraph {
    /// The nodes, in the order of their indices.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.shown.len()).filter_map(|index| {
            let node = self.at(index)?;
            (node.index() == index).then_some(node)
        })
    }

    /// The node that this id belongs to.
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        self.shown(self.nodes.class(id)?)
    }

    /// The node of an index; also by one that has given way to a smaller one.
    pub fn at(&self, index: u32) -> Option<Node<'_>> {
        let slot = *self.nodes.shown.get(index)?;
        self.shown(self.nodes.root(slot))
    }

    /// The index of a node: nodes are numbered from 0 as they appear, and the smaller number stands
    /// when two turn out to be one.
    pub fn index_of(&self, id: NodeId) -> Option<u32> {
        self.node(id).map(|node| node.index())
    }

    /// The nodes that go by this name, whatever its case; those mentioned most come first, then
    /// those of the smaller id.
    pub fn find(&self, name: &str) -> Vec<Node<'_>> {
        let alike = self.aliases.alike(name, &self.strings);
        let used = alike.into_iter().filter(|&alias| self.uses(alias) > 0);
        let roots = used.map(|alias| self.nodes.root(self.aliases.at(alias).owner));
        let mut found: Vec<_> = roots.filter_map(|root| self.shown(root)).collect();
        order::by_key(&mut found, |node| {
            (core::cmp::Reverse(node.count()), node.id())
        });
        found.dedup_by_key(|node| node.root);
        found
    }

    /// The edges, in the order of their appearance.
    pub fn edges(&self) -> impl Iterator<Item = Edge<'_>> {
        self.edges
            .records
            .iter()
            .filter_map(|record| self.edge(record))
    }

    /// The edges that a node is the subject of, then those that it is the object of. An edge from a
    /// node to itself comes once.
    pub fn edges_of(&self, id: NodeId) -> impl Iterator<Item = Edge<'_>> {
        let root = self.nodes.class(id);
        root.into_iter().flat_map(|root| {
            let slot = self.nodes.at(root);
            let outgoing = self.list(slot.outgoing, |record| record.next_out);
            let incoming = self.list(slot.incoming, |record| record.next_in);
            let incoming = incoming.filter(move |record| record.key().subject != root);
            outgoing
                .chain(incoming)
                .filter_map(|record| self.edge(record))
        })
    }

    fn list(&self, head: u32, next: impl Fn(&Record) -> u32) -> impl Iterator<Item = &Record> {
        let mut at = head;
        core::iter::from_fn(move || {
            let record = self.edges.records.get(at)?;
            at = next(record);
            Some(record)
        })
    }

    fn shown(&self, root: u32) -> Option<Node<'_>> {
        let node = Node { graph: self, root };
        self.nodes.is_shown(root).then_some(node)
    }

    fn edge<'g>(&'g self, record: &'g Record) -> Option<Edge<'g>> {
        let edge = Edge {
            graph: self,
            record,
        };
        (record.state == State::Shown).then_some(edge)
    }
}

impl<'g> Node<'g> {
    fn slot(&self) -> &'g Slot {
        self.graph.nodes.at(self.root)
    }

    /// Its id: the smallest of those that turned out to be one.
    pub fn id(&self) -> NodeId {
        self.graph.nodes.least(self.root)
    }

    /// Its number in the order of appearance.
    pub fn index(&self) -> u32 {
        self.slot().index
    }

    /// Its canonical name: of most words, then used most often, then first in the order of bytes.
    pub fn name(&self) -> &'g str {
        match self.slot().best {
            NONE => "",
            best => self.graph.strings.name(self.graph.aliases.at(best).name),
        }
    }

    /// Its kind: the one with the highest sum of confidence, then the first in the order of `Kind`.
    pub fn kind(&self) -> Kind {
        self.graph.nodes.kind(self.root).unwrap_or(Kind::Identifier)
    }

    /// The sum of the confidence with which it was taken for each kind, in the order of `Kind`.
    pub fn kinds(&self) -> Vec<(Kind, f64)> {
        let kinds = self.graph.nodes.kinds(self.root);
        let mut kinds: Vec<_> = kinds
            .map(|(kind, sum)| (kind, sum as f64 / 10_000.0))
            .collect();
        order::by_key(&mut kinds, |&(kind, _)| kind);
        kinds
    }

    /// How often it was mentioned.
    pub fn count(&self) -> u64 {
        self.slot().count
    }

    /// All names that it goes by, the canonical one too, in the order of their bytes.
    pub fn names(&self) -> Vec<Alias<'g>> {
        let list = self.graph.aliases.list(self.slot().names);
        let mut names: Vec<_> = list.map(|alias| self.alias(alias)).collect();
        order::by_key(&mut names, |&name| name);
        names
    }

    /// The names beside the canonical one, in the order of their bytes.
    pub fn aliases(&self) -> Vec<Alias<'g>> {
        let mut names = self.names();
        names.retain(|alias| alias.name != self.name());
        names
    }

    /// The smallest three of the places where it was mentioned, in order.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<'g> {
        self.slot().places.iter(&self.graph.sources)
    }

    fn alias(&self, alias: u32) -> Alias<'g> {
        let record = self.graph.aliases.at(alias);
        Alias {
            name: self.graph.strings.name(record.name),
            count: self.graph.uses(alias),
        }
    }
}

impl<'g> Edge<'g> {
    /// Its id, made of the ids that its ends have now.
    pub fn id(&self) -> EdgeId {
        let (subject, predicate) = (self.subject().id(), self.predicate());
        match self.object() {
            Target::Node(object) => EdgeId::of(subject, predicate, object.id(), self.is_asserted()),
            Target::Literal(text) => {
                EdgeId::of_literal(subject, predicate, text, self.is_asserted())
            }
        }
    }

    /// Of what something is said.
    pub fn subject(&self) -> Node<'g> {
        Node {
            graph: self.graph,
            root: self.record.key().subject,
        }
    }

    /// The normalised predicate.
    pub fn predicate(&self) -> &'g str {
        self.graph.strings.text(self.record.key().predicate)
    }

    /// What is said of it.
    pub fn object(&self) -> Target<'g> {
        let graph = self.graph;
        match self.record.key().object {
            End::Node(root) => Target::Node(Node { graph, root }),
            End::Literal(text) => Target::Literal(graph.strings.text(text)),
        }
    }

    /// Whether it is stated, not denied or supposed.
    pub fn is_asserted(&self) -> bool {
        self.record.key().asserted
    }

    /// The highest confidence of its statements, from 0 to 1, in steps of a ten-thousandth.
    pub fn confidence(&self) -> f32 {
        f32::from(self.record.confidence) / 10_000.0
    }

    /// How many statements it was read from.
    pub fn support(&self) -> u32 {
        self.record.support
    }

    /// The smallest three of the places where it was said, in order.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<'g> {
        self.record.places.iter(&self.graph.sources)
    }
}
