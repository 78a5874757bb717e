//! The host's clock.

use alloc::boxed::Box;

use midflight_core::latency::{Latency, Probe, Stage, Timed, Wait};
use midflight_core::{Clock, Timestamp};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;
}

/// `performance.now()`. Its step is 5 µs where the page is cross-origin isolated, and 100 µs where
/// not.
#[derive(Clone, Copy)]
pub(crate) struct HostClock;

impl Clock for HostClock {
    fn now(&self) -> Timestamp {
        timestamp(milliseconds())
    }
}

/// Milliseconds of the host as a time.
pub(crate) fn timestamp(milliseconds: f64) -> Timestamp {
    Timestamp((milliseconds * 1e6) as u64)
}

/// Figures for each stage, where they are wanted.
pub(crate) struct Stopwatch(Option<Box<Timed<HostClock>>>);

impl Stopwatch {
    pub(crate) fn new(wanted: bool) -> Self {
        Self(wanted.then(|| Box::new(Timed::new(HostClock, Latency::new()))))
    }

    pub(crate) fn latency(&self) -> Option<&Latency> {
        self.0.as_ref().map(|timed| timed.latency())
    }
}

impl Probe for Stopwatch {
    #[inline]
    fn begin(&mut self) {
        if let Some(timed) = &mut self.0 {
            timed.begin();
        }
    }

    #[inline]
    fn lap(&mut self, stage: Stage, units: u32) {
        if let Some(timed) = &mut self.0 {
            timed.lap(stage, units);
        }
    }

    #[inline]
    fn wait(&mut self, wait: Wait) {
        if let Some(timed) = &mut self.0 {
            timed.wait(wait);
        }
    }

    #[inline]
    fn end(&mut self) {
        if let Some(timed) = &mut self.0 {
            timed.end();
        }
    }
}
