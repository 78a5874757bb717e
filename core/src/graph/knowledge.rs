//! The graph.

use super::DeltaId;
use super::alias::Aliases;
use super::applied::Applied;
use super::arena::NONE;
use super::edge::Edges;
use super::node::Nodes;
use super::source::Sources;
use super::strings::Strings;
use crate::{Engine, Event, Limits, Sink};

/// A knowledge graph: what many streams said of which entities. Deltas merge in any order, once or
/// twice, to the same graph, as long as no limit is reached.
///
/// What can be read from it is a function of the set of deltas alone (but for the indices, which
/// follow the order of appearance):
///
/// - A node is a class of entity ids that turned out to be one; its id is the smallest of them. It
///   is there from its first mention on.
/// - Its canonical name is the one of most words, then the one used most often, then the first in
///   the order of bytes. Its kind is the one with the highest sum of confidence, then the first in
///   the order of [`Kind`](crate::Kind).
/// - Statements of one subject, predicate and object are one edge, apart for what is asserted and
///   what is not; the subject and object being classes, edges meet when their ends turn out to be
///   one. Its confidence is the highest of its statements, its support their number. An edge whose
///   node was not mentioned yet is kept, and is there when the node is.
/// - Nodes and edges keep the smallest three of the places where they were said.
///
/// At a limit ([`Limits::graph_nodes`] and the following) what is new is refused and
/// [counted](Self::refused), and what is in stays. A node takes about 180 bytes and an edge about
/// 64, beside their names. Growing moves nothing and rehashes no more than a few hundred entries
/// at a time, so no change waits for it.
///
/// ```
/// use midflight_core::graph::{Change, DeltaId, GraphDelta, GraphOp, KnowledgeGraph, NodeId, Place};
/// use midflight_core::{Channel, Kind, Limits, StreamId};
///
/// let mut graph = KnowledgeGraph::with_limits(&Limits::default());
/// let stream = StreamId(0);
/// let ada = GraphDelta {
///     id: DeltaId { stream, sequence: 0 },
///     op: GraphOp::Observe {
///         node: NodeId::global(Kind::Person, "ada lovelace"),
///         kind: Kind::Person,
///         name: "Ada Lovelace",
///         confidence: 0.9,
///         place: Place { stream, channel: Channel::Text { choice: 0 }, start: 0 },
///     },
/// };
/// assert_eq!(graph.apply(&ada), Change::NewNode(0));
/// assert_eq!(graph.apply(&ada), Change::Nothing);
/// assert_eq!(graph.find("ADA LOVELACE")[0].name(), "Ada Lovelace");
/// ```
#[derive(Clone, Debug)]
pub struct KnowledgeGraph {
    pub(super) strings: Strings,
    pub(super) nodes: Nodes,
    pub(super) aliases: Aliases,
    pub(super) edges: Edges,
    pub(super) applied: Applied,
    pub(super) sources: Sources,
    pub(super) refused: u64,
    pub(super) limits: Room,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) nodes: usize,
    pub(super) edges: usize,
    pub(super) names: usize,
}

/// What a delta changed that a reader may want to write out. Nodes are told by their indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "tells which node to write out again"]
pub enum Change {
    /// Nothing, or only counts, places and confidences.
    Nothing,
    /// The first mention of a node.
    NewNode(u32),
    /// A node's name, kind or aliases.
    Node(u32),
    /// Two nodes turned out to be one.
    Merged {
        /// The index that stands.
        kept: u32,
        /// The index that now leads to the same node.
        gone: u32,
    },
    /// The first statement of a relation.
    NewEdge,
    /// Something new found no room.
    Refused,
}

/// How much a graph holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nodes that were mentioned.
    pub nodes: usize,
    /// Edges between them.
    pub edges: usize,
    /// Bytes of names, predicates and literals.
    pub bytes: usize,
}

/// Channels of a stream whose places are kept, on an average.
const CHANNELS: usize = 4;

impl Default for KnowledgeGraph {
    fn default() -> Self {
        Self::with_limits(&Limits::default())
    }
}

impl KnowledgeGraph {
    /// An empty graph with the engine's limits.
    pub fn new(engine: &Engine) -> Self {
        Self::with_limits(engine.limits())
    }

    /// An empty graph with the limits of `limits`.
    pub fn with_limits(limits: &Limits) -> Self {
        let most = NONE as usize;
        Self {
            strings: Strings::new(limits.graph_bytes),
            nodes: Nodes::default(),
            aliases: Aliases::default(),
            edges: Edges::default(),
            applied: Applied::new(limits.graph_streams),
            sources: Sources::new(limits.graph_streams.saturating_mul(CHANNELS)),
            refused: 0,
            limits: Room {
                nodes: limits.graph_nodes.min(most),
                edges: limits.graph_edges.min(most),
                names: limits.graph_names.clamp(1, u16::MAX.into()),
            },
        }
    }

    /// Whether the change was applied, or refused at a limit of nodes, edges, names or bytes.
    pub fn has(&self, id: DeltaId) -> bool {
        self.applied.has(id)
    }

    /// How many nodes, edges, names and changes found no room.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// How much it holds.
    pub fn counts(&self) -> Counts {
        Counts {
            nodes: self.nodes.visible,
            edges: self.edges.visible,
            bytes: self.strings.bytes(),
        }
    }

    pub(super) fn has_node_room(&self, new: usize) -> bool {
        self.nodes.slots.len() as usize + new <= self.limits.nodes
    }

    pub(super) fn has_name_room(&self, root: u32) -> bool {
        usize::from(self.nodes.at(root).name_count) < self.limits.names
    }

    pub(super) fn refuse(&mut self) -> Change {
        self.refused += 1;
        Change::Refused
    }
}

impl Sink for KnowledgeGraph {
    fn receive(&mut self, event: &Event<'_>) {
        if let Event::Graph(delta) = event {
            let _ = self.apply(delta);
        }
    }
}

impl Sink for &mut KnowledgeGraph {
    fn receive(&mut self, event: &Event<'_>) {
        (**self).receive(event);
    }
}
