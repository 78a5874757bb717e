//! One histogram.

use hdrhistogram::Histogram;

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

/// A histogram of 1 ns to 60 s with 2 significant digits, some 15 KiB.
#[derive(Clone, Debug)]
pub(super) struct Recorder(Histogram<u32>);

impl Recorder {
    pub(super) fn new() -> Self {
        let histogram = Histogram::new_with_bounds(1, LONGEST, 2);
        Self(histogram.expect("the bounds are constants that hdrhistogram takes"))
    }

    pub(super) fn record(&mut self, nanoseconds: u64, times: u32) {
        self.0.saturating_record_n(nanoseconds.min(LONGEST), times);
    }

    pub(super) fn figures(&self) -> Figures {
        let max = self.0.max();
        // With a bin that is full, the bins may add up to less than the count; then 0 comes back.
        let zeros = self.0.count_at(0) > 0;
        let at = |quantile| match self.0.value_at_quantile(quantile) {
            0 if !zeros => max,
            value => value.min(max),
        };
        if self.0.is_empty() {
            return Figures::default();
        }
        Figures {
            count: self.0.len(),
            p50: at(0.50),
            p95: at(0.95),
            p99: at(0.99),
            max,
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        // Equal bounds, so every value of the other has its bin here.
        let added = self.0.add(&other.0);
        debug_assert!(added.is_ok());
    }

    pub(super) fn reset(&mut self) {
        self.0.reset();
    }
}
