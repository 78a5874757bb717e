//! The latencies of all sessions of a worker, in one set of histograms.

use std::cell::RefCell;
use std::rc::Rc;

use midflight_core::Latency;
use midflight_core::latency::{Probe, Stage, Timed, Wait};

use crate::Monotonic;

/// Its clones share what they measure.
#[derive(Clone)]
pub(super) struct Shared(Rc<RefCell<Timed<Monotonic, Latency>>>);

impl Shared {
    pub(super) fn new(clock: Monotonic) -> Self {
        let timed = Timed::new(clock, Latency::new());
        Self(Rc::new(RefCell::new(timed)))
    }

    /// What was measured so far.
    pub(super) fn latency(&self) -> Latency {
        self.0.borrow().latency().clone()
    }
}

impl Probe for Shared {
    fn begin(&mut self) {
        self.0.borrow_mut().begin();
    }

    fn lap(&mut self, stage: Stage, units: u32) {
        self.0.borrow_mut().lap(stage, units);
    }

    fn wait(&mut self, wait: Wait) {
        self.0.borrow_mut().wait(wait);
    }

    fn end(&mut self) {
        self.0.borrow_mut().end();
    }
}
