//! From mentions and triples to a knowledge graph.
//!
//! A [`KnowledgeGraph`] is a replica: [`GraphDelta`]s come to it in any order, once or twice, and
//! what can be read from it is a function of the set of deltas alone. The entities that turned out
//! to be one form a class (a union-find over their ids); every fact is kept with its class and is
//! combined by an operation that knows no order: sums, maxima, the smallest few.

mod ahead;
mod alias;
mod applied;
mod apply;
mod arena;
pub mod delta;
mod edge;
pub mod export;
mod fetch;
pub mod identity;
mod index;
pub mod knowledge;
mod merge;
mod naming;
mod near;
mod node;
mod place;
pub mod read;
pub mod resolve;
mod source;
mod strings;
mod text;
mod unite;

pub use applied::Overlap;
pub use delta::{DeltaId, GraphDelta, GraphOp, Object, Place};
pub use identity::{EdgeId, NodeId, StreamId};
pub use knowledge::{Change, Counts, KnowledgeGraph};
pub use read::{Alias, Edge, Node, Target};
pub use resolve::{Resolved, Resolver};
