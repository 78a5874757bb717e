//! What was found so far: the graph and the counts.

use midflight_core::graph::{Change, Node, Target};
use midflight_core::{Engine, Event, GraphDelta, KnowledgeGraph, Limits, NodeId};

use crate::term::{EdgeRow, NodeRow};

/// How much was found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    pub(crate) mentions: u64,
    pub(crate) entities: u64,
    pub(crate) relations: u64,
}

/// The graph of a document, and the counts of all documents.
pub(crate) struct Facts {
    limits: Limits,
    graph: KnowledgeGraph,
    /// Of all documents before this one.
    earlier: u64,
    found: Found,
}

/// A node that is to be written out.
pub(crate) struct Told<'g> {
    pub(crate) id: u32,
    pub(crate) node: Node<'g>,
    /// The number of the node that this one turned out to be.
    pub(crate) same_as: Option<u32>,
}

impl Facts {
    pub(crate) fn new(engine: &Engine) -> Self {
        let (limits, graph) = (engine.limits().clone(), KnowledgeGraph::new(engine));
        Self {
            limits,
            graph,
            earlier: 0,
            found: Found::default(),
        }
    }

    /// Another document begins; its nodes are numbered anew.
    pub(crate) fn forget(&mut self) {
        let nodes = self.graph.counts().nodes;
        if nodes > 0 {
            self.earlier += nodes as u64;
            self.graph = KnowledgeGraph::with_limits(&self.limits);
        }
    }

    /// Takes an event in; hands every node that it changes to `tell`.
    pub(crate) fn learn(&mut self, event: &Event<'_>, tell: &mut dyn FnMut(&Told<'_>)) {
        match event {
            Event::Mention(_) => self.found.mentions += 1,
            Event::Triple(_) => self.found.relations += 1,
            Event::Graph(delta) => self.apply(delta, tell),
            _ => {}
        }
    }

    fn apply(&mut self, delta: &GraphDelta<'_>, tell: &mut dyn FnMut(&Told<'_>)) {
        match self.graph.apply(delta) {
            Change::NewNode(id) | Change::Node(id) => self.tell(id, None, tell),
            Change::Merged { kept, gone } => {
                self.tell(kept, None, tell);
                self.tell(gone, Some(kept), tell);
            }
            Change::Nothing | Change::NewEdge | Change::Refused => {}
        }
    }

    fn tell(&self, id: u32, same_as: Option<u32>, tell: &mut dyn FnMut(&Told<'_>)) {
        if let Some(node) = self.graph.at(id) {
            tell(&Told { id, node, same_as });
        }
    }

    /// The number of a node.
    pub(crate) fn number(&self, node: NodeId) -> Option<u32> {
        self.graph.index_of(node)
    }

    /// What all documents brought.
    pub(crate) fn found(&self) -> Found {
        let entities = self.earlier + self.graph.counts().nodes as u64;
        Found {
            entities,
            ..self.found
        }
    }

    /// How many nodes and edges the graph has.
    pub(crate) fn size(&self) -> (usize, usize) {
        let counts = self.graph.counts();
        (counts.nodes, counts.edges)
    }

    /// The nodes that are mentioned most.
    pub(crate) fn top_nodes(&self, most: usize) -> Vec<NodeRow<'_>> {
        let mut nodes: Vec<_> = self.graph.nodes().collect();
        nodes.sort_by_key(|node| std::cmp::Reverse(node.count()));
        nodes.truncate(most);
        nodes.iter().map(node_row).collect()
    }

    /// The latest edges: those between two entities, then those to words that name none. Each
    /// group begins with its oldest.
    pub(crate) fn last_edges(&self, most: usize) -> Vec<EdgeRow<'_>> {
        let rows = self.graph.edges().map(|edge| edge_row(&edge));
        let (mut between, mut words): (Vec<_>, Vec<_>) =
            rows.partition(|row| row.object_kind.is_some());
        between.drain(..between.len().saturating_sub(most));
        words.drain(..words.len().saturating_sub(most - between.len()));
        between.append(&mut words);
        between
    }
}

fn node_row<'g>(node: &Node<'g>) -> NodeRow<'g> {
    let aliases = node.aliases().into_iter().map(|alias| alias.name).collect();
    NodeRow {
        name: node.name(),
        kind: node.kind(),
        count: node.count(),
        aliases,
    }
}

fn edge_row<'g>(edge: &midflight_core::graph::Edge<'g>) -> EdgeRow<'g> {
    let subject = edge.subject();
    let (object, object_kind) = match edge.object() {
        Target::Node(node) => (node.name(), Some(node.kind())),
        Target::Literal(text) => (text, None),
    };
    EdgeRow {
        subject: subject.name(),
        subject_kind: subject.kind(),
        predicate: edge.predicate(),
        object,
        object_kind,
        asserted: edge.is_asserted(),
    }
}
