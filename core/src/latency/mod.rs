//! Latency: one histogram a stage, and the figures of a stream.
//!
//! The core reads no clock. A caller that wants figures for each stage lends one to a session, in a
//! [`Timed`] probe; without one ([`Untimed`]) they cost nothing. The times at which a stream's
//! bytes came are passed in anyway: [`Timing`] makes time to first token, inter-token latency and
//! tokens a second of them.

#[cfg(any(test, not(feature = "std")))]
mod hdr;
mod histogram;
pub mod probe;
mod timed;
mod timing;

pub use histogram::{Figures, Histogram};
pub use probe::{Probe, Stage, Untimed};
pub use timed::Timed;
pub use timing::{Timing, Wait};

/// How long what took: a histogram for each stage, one for the time to first token, and one for the
/// time between two tokens.
///
/// Each covers 1 ns to 60 s with 2 significant digits, so a figure is right within 1 %; what took
/// longer counts as 60 s. All memory (some 135 KiB) is taken at creation; recording takes none. A
/// bin counts to 4,294,967,295 and stays there; [`reset`](Self::reset) before that.
///
/// ```
/// use midflight_core::latency::{Latency, Stage};
///
/// let mut latency = Latency::new();
/// latency.record(Stage::Frame, 250);
/// latency.record_group(Stage::Frame, 900, 3);
/// let frame = latency.figures(Stage::Frame);
/// assert_eq!((frame.count, frame.max), (4, 301));
/// ```
#[derive(Clone, Debug)]
pub struct Latency {
    stages: [Histogram; Stage::ALL.len()],
    first_token: Histogram,
    inter_token: Histogram,
}

impl Default for Latency {
    fn default() -> Self {
        Self::new()
    }
}

impl Latency {
    /// Empty histograms, with all the memory that they will ever take.
    pub fn new() -> Self {
        let empty = Histogram::new(2);
        Self {
            stages: core::array::from_fn(|_| empty.clone()),
            first_token: empty.clone(),
            inter_token: empty,
        }
    }

    /// One unit of `stage` took `nanoseconds`.
    pub fn record(&mut self, stage: Stage, nanoseconds: u64) {
        self.stages[stage as usize].record(nanoseconds, 1);
    }

    /// `units` of `stage` took `nanoseconds` together. Most stages are too short to be timed one
    /// unit at a time: reading the clock would take longer than the work. So the units of one
    /// write are timed as a group, and each counts with their mean, rounded to the nearest
    /// nanosecond. Percentiles are therefore those of a write's mean, weighted by its units; with
    /// one unit a write, as a live stream mostly has it, they are exact. No units, no record.
    pub fn record_group(&mut self, stage: Stage, nanoseconds: u64, units: u32) {
        if units > 0 {
            let half = u64::from(units) / 2;
            let mean = nanoseconds.saturating_add(half) / u64::from(units);
            self.stages[stage as usize].record(mean, units);
        }
    }

    /// What [`Timing::token`] returned: a stream waited for a token.
    pub fn record_wait(&mut self, wait: Wait) {
        match wait {
            Wait::First(nanoseconds) => self.first_token.record(nanoseconds, 1),
            Wait::Next(nanoseconds) => self.inter_token.record(nanoseconds, 1),
        }
    }

    /// How long a unit of `stage` took.
    pub fn figures(&self, stage: Stage) -> Figures {
        self.stages[stage as usize].figures()
    }

    /// The time from a stream's start to its first token.
    pub fn first_token(&self) -> Figures {
        self.first_token.figures()
    }

    /// The time from one token of a stream to the next.
    pub fn inter_token(&self) -> Figures {
        self.inter_token.figures()
    }

    /// Adds what another thread or session recorded, with the same result as if it had been
    /// recorded here.
    pub fn merge(&mut self, other: &Self) {
        for (own, others) in self.stages.iter_mut().zip(&other.stages) {
            own.merge(others);
        }
        self.first_token.merge(&other.first_token);
        self.inter_token.merge(&other.inter_token);
    }

    /// Forgets all records and keeps the memory.
    pub fn reset(&mut self) {
        self.stages.iter_mut().for_each(Histogram::reset);
        self.first_token.reset();
        self.inter_token.reset();
    }
}
