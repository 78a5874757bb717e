//! Exponential back-off with full jitter.

use std::time::Duration;

/// How long to wait before the next attempt: a random time from nothing to a bound that doubles
/// with each attempt, up to a cap, so that clients that failed together do not come back together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The first bound. Default: 500 ms.
    pub first: Duration,
    /// The largest bound. Default: 20 s.
    pub cap: Duration,
    /// Attempts after the first, until one succeeds. Default: 4.
    pub retries: u32,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            retries: 4,
        }
    }
}

impl Backoff {
    /// One that never tries again.
    pub fn never() -> Self {
        Self {
            retries: 0,
            ..Self::default()
        }
    }

    /// The bound before retry `number`, counted from 0; `None` when there are to be no more.
    fn bound(&self, number: u32) -> Option<Duration> {
        let factor = 2_u32.checked_pow(number).unwrap_or(u32::MAX);
        let bound = self.first.saturating_mul(factor).min(self.cap);
        (number < self.retries).then_some(bound)
    }
}

/// How often it was tried.
#[derive(Clone, Debug)]
pub(super) struct Attempts {
    backoff: Backoff,
    made: u32,
}

impl Attempts {
    pub(super) fn new(backoff: Backoff) -> Self {
        Self { backoff, made: 0 }
    }

    /// How long to wait before the next attempt, at least `least`; `None` when there are to be no
    /// more.
    pub(super) fn next(&mut self, least: Duration) -> Option<Duration> {
        let bound = self.backoff.bound(self.made)?;
        self.made += 1;
        Some(least.saturating_add(bound.mul_f64(fastrand::f64())))
    }

    /// One succeeded.
    pub(super) fn succeeded(&mut self) {
        self.made = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backoff() -> Backoff {
        Backoff {
            first: Duration::from_millis(100),
            cap: Duration::from_secs(1),
            retries: 40,
        }
    }

    #[test]
    fn bounds_double_up_to_the_cap_and_then_end() {
        let check = |number, expected: Option<u64>| {
            let bound = backoff().bound(number);
            assert_eq!(bound, expected.map(Duration::from_millis), "{number}");
        };
        check(0, Some(100));
        check(1, Some(200));
        check(3, Some(800));
        check(4, Some(1000));
        check(39, Some(1000));
        check(40, None);
        assert_eq!(Backoff::never().bound(0), None);
    }

    #[test]
    fn waits_are_spread_over_all_of_the_bound_and_begin_anew_after_a_success() {
        let least = Duration::from_millis(7);
        let mut attempts = Attempts::new(backoff());
        let mut first = || {
            attempts.succeeded();
            attempts.next(least).unwrap().saturating_sub(least)
        };
        let waits: Vec<_> = (0..1000).map(|_| first()).collect();
        assert!(waits.iter().all(|wait| *wait <= Duration::from_millis(100)));
        assert!(waits.iter().any(|wait| *wait < Duration::from_millis(20)));
        assert!(waits.iter().any(|wait| *wait > Duration::from_millis(80)));
    }
}
