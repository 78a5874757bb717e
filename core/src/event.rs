//! What a session tells, and who listens.

use crate::{Delta, Diagnostic, Ending, GraphDelta, Mention, Triple, Wire};

/// Something that a session found. It borrows from the session's buffers: keep what you need.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// With [`Wire::Auto`]: what the stream was taken for.
    Wire(Wire),
    /// What the wire said.
    Delta(Delta<'a>),
    /// An entity's mention; written once, when it can no longer change.
    Mention(Mention<'a>),
    /// A relation out of a closed sentence.
    Triple(Triple<'a>),
    /// A change of the graph. A node's change comes before the mention that caused it.
    Graph(GraphDelta<'a>),
    /// Something malformed that the stream went on behind.
    Diagnostic(Diagnostic),
    /// The end; nothing follows.
    End(Ending),
}

/// What receives a session's events. A closure is one, a `KnowledgeGraph` is one, and a pair of
/// sinks is one.
pub trait Sink {
    /// Takes one event.
    fn receive(&mut self, event: &Event<'_>);
}

impl<F: FnMut(&Event<'_>)> Sink for F {
    fn receive(&mut self, event: &Event<'_>) {
        self(event);
    }
}

impl<A: Sink, B: Sink> Sink for (A, B) {
    fn receive(&mut self, event: &Event<'_>) {
        self.0.receive(event);
        self.1.receive(event);
    }
}

impl Sink for &mut dyn Sink {
    fn receive(&mut self, event: &Event<'_>) {
        (**self).receive(event);
    }
}
