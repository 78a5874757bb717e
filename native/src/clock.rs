//! The clock that the core does not have.

use std::time::Instant;

use midflight_core::{Clock, Timestamp};

/// The system's monotonic clock, in nanoseconds since it was made.
#[derive(Clone, Copy, Debug)]
pub struct Monotonic(Instant);

impl Monotonic {
    /// A clock that begins now.
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for Monotonic {
    fn now(&self) -> Timestamp {
        let passed = self.0.elapsed().as_nanos();
        Timestamp(u64::try_from(passed).unwrap_or(u64::MAX))
    }
}
