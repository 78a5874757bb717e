//! Changes of a graph, with identity, so that they merge in any order, once or twice.

use super::{EdgeId, NodeId, StreamId};
use crate::{Channel, Kind};

/// A change of the graph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GraphDelta<'a> {
    /// Which change of which stream it is.
    pub id: DeltaId,
    /// What changes.
    pub op: GraphOp<'a>,
}

/// The identity of a change: a graph applies each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeltaId {
    /// The stream.
    pub stream: StreamId,
    /// Its changes, counted from 0.
    pub sequence: u32,
}

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GraphOp<'a> {
    /// An entity was mentioned.
    Observe {
        /// The entity.
        node: NodeId,
        /// What the mention was taken for.
        kind: Kind,
        /// The name that was used.
        name: &'a str,
        /// How sure the recogniser was, from 0 to 1.
        confidence: f32,
        /// Where it was mentioned.
        place: Place,
    },
    /// Two entities turned out to be one.
    Same {
        /// The one.
        a: NodeId,
        /// The other.
        b: NodeId,
    },
    /// A relation was stated.
    Relate {
        /// The relation.
        edge: EdgeId,
        /// Of what something is said.
        subject: NodeId,
        /// The normalised predicate.
        predicate: &'a str,
        /// What is said of it.
        object: Object<'a>,
        /// Whether it is stated, or denied or supposed.
        asserted: bool,
        /// How sure the extractor was, from 0 to 1.
        confidence: f32,
        /// Where it was said.
        place: Place,
    },
}

/// A relation's object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Object<'a> {
    /// An entity.
    Node(NodeId),
    /// Words that name none.
    Literal(&'a str),
}

/// Where something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The stream.
    pub stream: StreamId,
    /// The channel.
    pub channel: Channel,
    /// The first byte within the channel's text.
    pub start: u64,
}
