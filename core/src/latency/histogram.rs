//! One histogram.

#[cfg(not(feature = "std"))]
use super::hdr::Histogram as Hdr;
#[cfg(feature = "std")]
use hdrhistogram::Histogram as Hdr;

/// The longest time that is told from a longer one, in nanoseconds.
const LONGEST: u64 = 60_000_000_000;

/// What a histogram tells, in nanoseconds; 0 where nothing was recorded. Right within 1 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many were recorded.
    pub count: u64,
    /// Half of them took no longer.
    pub p50: u64,
    /// 95 of 100 took no longer.
    pub p95: u64,
    /// 99 of 100 took no longer.
    pub p99: u64,
    /// None took longer.
    pub max: u64,
}

/// An HDR histogram of 1 ns to 60 s with a number of significant digits: some 15 KiB with two, 110 KiB
/// with three. What took longer counts as 60 s; a bin counts to 4,294,967,295 and stays there.
#[derive(Clone, Debug)]
pub struct Histogram(Inner);

#[cfg(feature = "std")]
type Inner = Hdr<u32>;
#[cfg(not(feature = "std"))]
type Inner = Hdr;

impl Histogram {
    /// An empty one, for 1 to 3 `digits`; more are taken as 3.
    pub fn new(digits: u8) -> Self {
        Self::up_to(LONGEST, digits)
    }

    /// One of something else than time.
    pub(crate) fn up_to(most: u64, digits: u8) -> Self {
        let inner = Inner::new_with_bounds(1, most, digits.clamp(1, 3));
        Self(inner.expect("the bounds are constants that every histogram takes"))
    }

    /// Counts so many of a time.
    pub fn record(&mut self, nanoseconds: u64, times: u32) {
        self.0.saturating_record_n(nanoseconds.min(LONGEST), times);
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.0.len()
    }

    /// The time that a share of all, from 0 to 1, did not exceed, in nanoseconds.
    pub fn quantile(&self, share: f64) -> u64 {
        let max = self.max();
        match self.0.value_at_quantile(share) {
            // With a bin that is full, the bins may add up to less than the count; then 0 comes back.
            0 if self.0.count_at(0) == 0 => max,
            value => value.min(max),
        }
    }

    /// The mean, in nanoseconds.
    pub fn mean(&self) -> f64 {
        self.0.mean()
    }

    /// The longest, in nanoseconds.
    pub fn max(&self) -> u64 {
        self.0.max()
    }

    /// What it tells in short.
    pub fn figures(&self) -> Figures {
        if self.0.is_empty() {
            return Figures::default();
        }
        Figures {
            count: self.count(),
            p50: self.quantile(0.50),
            p95: self.quantile(0.95),
            p99: self.quantile(0.99),
            max: self.max(),
        }
    }

    /// Adds what another of as many digits counted.
    pub fn merge(&mut self, other: &Self) {
        let added = self.0.add(&other.0);
        debug_assert!(added.is_ok());
    }

    /// Forgets all and keeps the memory.
    pub fn reset(&mut self) {
        self.0.reset();
    }
}
