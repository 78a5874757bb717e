//! Time as the caller tells it. The core reads no clock.

use core::ops::Sub;

/// A point in time in nanoseconds, counted from any fixed point that the caller chooses, such as
/// the start of the process. It must not run backwards within a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub u64);

impl Sub for Timestamp {
    /// Nanoseconds.
    type Output = u64;

    /// The nanoseconds from `earlier` to `self`; 0 where the clock ran backwards.
    fn sub(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A monotonic clock that a caller lends to a session in order to get figures for each stage.
pub trait Clock {
    /// The time now, on the same scale as the timestamps passed to the session.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}
