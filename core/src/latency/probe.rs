//! Where a session lets a caller's clock tick.

use super::Wait;

/// A stage of the way of a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Chunks to frames; one unit is a frame.
    Frame,
    /// Frames to deltas; one unit is a frame.
    Wire,
    /// Deltas to tokens and sentences; one unit is a delta.
    Text,
    /// Tokens to mentions; one unit is a delta.
    Entity,
    /// Closed sentences to triples; one unit is a sentence.
    Relation,
    /// Mentions and triples to graph deltas; one unit is a graph delta.
    Graph,
    /// All of it; one unit is a delta.
    Total,
}

impl Stage {
    /// Every stage, in the order of the way.
    pub const ALL: [Self; 7] = [
        Self::Frame,
        Self::Wire,
        Self::Text,
        Self::Entity,
        Self::Relation,
        Self::Graph,
        Self::Total,
    ];

    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Wire => "wire",
            Self::Text => "text",
            Self::Entity => "entity",
            Self::Relation => "relation",
            Self::Graph => "graph",
            Self::Total => "total",
        }
    }
}

/// Takes the time between stages. [`Untimed`] does nothing and costs nothing.
pub trait Probe {
    /// A write begins.
    fn begin(&mut self);

    /// What passed since the last call was spent in `stage`, on `units` more of its units (0 where
    /// a unit is counted later).
    fn lap(&mut self, stage: Stage, units: u32);

    /// A delta with text came, and the stream had waited so long for it.
    fn wait(&mut self, wait: Wait);

    /// A write ends.
    fn end(&mut self);
}

/// No clock, no figures, no cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Untimed;

impl Probe for Untimed {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn lap(&mut self, _: Stage, _: u32) {}

    #[inline]
    fn wait(&mut self, _: Wait) {}

    #[inline]
    fn end(&mut self) {}
}
