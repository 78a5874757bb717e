//! The graph.

use super::GraphDelta;
use crate::{Event, Limits, Sink};

/// A knowledge graph: what many streams said of which entities. Deltas merge in any order, once or
/// twice, to the same graph, as long as no limit is reached.
#[derive(Debug, Default)]
pub struct KnowledgeGraph {}

impl KnowledgeGraph {
    /// An empty graph with the limits of `limits`.
    pub fn with_limits(limits: &Limits) -> Self {
        let _ = limits;
        Self {}
    }

    /// Applies a delta, unless it was applied before.
    pub fn apply(&mut self, delta: &GraphDelta<'_>) {
        let _ = delta;
    }
}

impl Sink for KnowledgeGraph {
    fn receive(&mut self, event: &Event<'_>) {
        if let Event::Graph(delta) = event {
            self.apply(delta);
        }
    }
}

impl Sink for &mut KnowledgeGraph {
    fn receive(&mut self, event: &Event<'_>) {
        (**self).receive(event);
    }
}
