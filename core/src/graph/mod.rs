//! From mentions and triples to a knowledge graph.

pub mod delta;
pub mod identity;
pub mod knowledge;
pub mod resolve;

pub use delta::{DeltaId, GraphDelta, GraphOp, Object, Place};
pub use identity::{EdgeId, NodeId, StreamId};
pub use knowledge::KnowledgeGraph;
pub use resolve::{Resolved, Resolver};
