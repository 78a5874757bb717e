//! Latency: one histogram a stage, and the figures of a stream.

pub mod probe;

pub use probe::{Probe, Stage, Untimed};

/// Placeholder until the histograms land.
#[derive(Debug, Default)]
pub struct Latency;
