//! A probe with a clock.

use core::borrow::BorrowMut;

use super::{Latency, Probe, Stage, Wait};
use crate::{Clock, Timestamp};

/// A probe that reads a lent clock and records into a [`Latency`], its own (`Latency`,
/// `Box<Latency>`) or a lent one (`&mut Latency`).
///
/// The laps of a write are summed up by stage, and recorded at its end as one group a stage
/// ([`Latency::record_group`]). What a stage spent on units that are not whole yet, such as half a
/// frame, is kept and counted with the write that completes them. `Total` is the time from the
/// beginning to the end of the writes, over the units of `Text`. The clock is read once at the
/// beginning of a write, once a lap, and once at its end.
///
/// ```
/// use core::cell::Cell;
/// use midflight_core::Timestamp;
/// use midflight_core::latency::{Latency, Probe, Stage, Timed};
///
/// let time = Cell::new(0);
/// let clock = || Timestamp(time.replace(time.get() + 100));
/// let mut latency = Latency::new();
/// let mut probe = Timed::new(clock, &mut latency);
/// probe.begin();
/// probe.lap(Stage::Text, 2);
/// probe.end();
/// assert_eq!(latency.figures(Stage::Text).count, 2);
/// assert_eq!(latency.figures(Stage::Text).max, 50);
/// assert_eq!(latency.figures(Stage::Total).max, 100);
/// ```
#[derive(Clone, Debug)]
pub struct Timed<C, L = Latency> {
    clock: C,
    latency: L,
    begun: Timestamp,
    last: Timestamp,
    laps: [Lap; Stage::ALL.len()],
}

/// What a stage spent since it was last recorded.
#[derive(Clone, Copy, Debug, Default)]
struct Lap {
    nanoseconds: u64,
    units: u32,
}

impl Lap {
    fn add(&mut self, nanoseconds: u64, units: u32) {
        self.nanoseconds = self.nanoseconds.saturating_add(nanoseconds);
        self.units = self.units.saturating_add(units);
    }
}

impl<C: Clock, L: BorrowMut<Latency>> Timed<C, L> {
    /// A probe of this clock and these histograms.
    pub fn new(clock: C, latency: L) -> Self {
        Self {
            clock,
            latency,
            begun: Timestamp::default(),
            last: Timestamp::default(),
            laps: [Lap::default(); Stage::ALL.len()],
        }
    }

    /// What was recorded so far.
    pub fn latency(&self) -> &Latency {
        self.latency.borrow()
    }

    /// The histograms, in order to reset them or to record a stream's waits.
    pub fn latency_mut(&mut self) -> &mut Latency {
        self.latency.borrow_mut()
    }

    /// Gives the histograms back.
    pub fn into_latency(self) -> L {
        self.latency
    }
}

impl<C: Clock, L: BorrowMut<Latency>> Probe for Timed<C, L> {
    fn begin(&mut self) {
        self.begun = self.clock.now();
        self.last = self.begun;
    }

    fn lap(&mut self, stage: Stage, units: u32) {
        let now = self.clock.now();
        self.laps[stage as usize].add(now - self.last, units);
        self.last = now;
        if stage == Stage::Text {
            self.laps[Stage::Total as usize].add(0, units);
        }
    }

    fn wait(&mut self, wait: Wait) {
        self.latency.borrow_mut().record_wait(wait);
    }

    fn end(&mut self) {
        let passed = self.clock.now() - self.begun;
        self.laps[Stage::Total as usize].add(passed, 0);
        let latency = self.latency.borrow_mut();
        for (stage, lap) in Stage::ALL.into_iter().zip(&mut self.laps) {
            if lap.units > 0 {
                latency.record_group(stage, lap.nanoseconds, lap.units);
                *lap = Lap::default();
            }
        }
    }
}
