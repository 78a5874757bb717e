//! The latencies of a run.

use std::cell::RefCell;
use std::rc::Rc;

use midflight::Monotonic;
use midflight_core::latency::{self, Probe, Timed, Timing, Wait};
use midflight_core::{Clock, Latency, Stage, Timestamp, Unknown};

/// The distribution of some durations, in nanoseconds.
pub(crate) type Spread = latency::Figures;

/// Everything that was measured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) bytes: u64,
    /// What the wire did not know, of the latest stream.
    pub(crate) unknown: Unknown,
    pub(crate) stages: Vec<(&'static str, Spread)>,
    /// Of the latest stream, in nanoseconds.
    pub(crate) first_token: Option<u64>,
    /// Of all streams.
    pub(crate) inter_token: Option<Spread>,
    /// Of the latest stream.
    pub(crate) tokens_per_second: Option<f64>,
}

impl Figures {
    /// The whole way of a token.
    pub(crate) fn total(&self) -> Spread {
        let total = self
            .stages
            .iter()
            .find(|(name, _)| *name == Stage::Total.name());
        total.map(|(_, spread)| *spread).unwrap_or_default()
    }
}

/// Takes the times of the sessions of a run. Its clones share what they measure.
#[derive(Clone)]
pub(crate) struct Meter(Rc<RefCell<State>>);

struct State {
    clock: Monotonic,
    probe: Timed<Monotonic, Latency>,
    timing: Timing,
    /// When the latest bytes came.
    now: Timestamp,
}

impl Meter {
    pub(crate) fn new(clock: Monotonic) -> Self {
        let (probe, timing) = (Timed::new(clock, Latency::new()), Timing::default());
        Self(Rc::new(RefCell::new(State {
            clock,
            probe,
            timing,
            now: clock.now(),
        })))
    }

    /// What was measured so far.
    pub(crate) fn figures(&self, bytes: u64) -> Figures {
        let state = self.0.borrow();
        let latency = state.probe.latency();
        let inter_token = latency.inter_token();
        Figures {
            bytes,
            unknown: Unknown::default(),
            stages: Stage::ALL
                .map(|stage| (stage.name(), latency.figures(stage)))
                .to_vec(),
            first_token: state.timing.time_to_first_token(),
            inter_token: (inter_token.count > 0).then_some(inter_token),
            tokens_per_second: state.timing.tokens_per_second(),
        }
    }
}

impl Probe for Meter {
    fn begin(&mut self) {
        let state = &mut *self.0.borrow_mut();
        state.now = state.clock.now();
        state.probe.begin();
    }

    fn lap(&mut self, stage: Stage, units: u32) {
        self.0.borrow_mut().probe.lap(stage, units);
    }

    fn wait(&mut self, wait: Wait) {
        let state = &mut *self.0.borrow_mut();
        if let Wait::First(nanoseconds) = wait {
            state.timing = Timing::default();
            state
                .timing
                .start(Timestamp(state.now.0.saturating_sub(nanoseconds)));
        }
        state.timing.token(state.now);
        state.probe.wait(wait);
    }

    fn end(&mut self) {
        self.0.borrow_mut().probe.end();
    }
}
