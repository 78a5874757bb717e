//! An HDR histogram for builds without `std`, which the crate `hdrhistogram` needs: the same bins, and so
//! the same figures.
//!
//! Values up to a power of two have a bin each; beyond it the bins of each doubling are twice as wide. The
//! functions have the names and types of that crate.
#![allow(clippy::unnecessary_wraps)]

use alloc::{vec, vec::Vec};
use core::convert::Infallible;

/// Counts of values from 1 to a longest one, to a number of significant digits.
#[derive(Clone, Debug)]
pub(super) struct Histogram {
    counts: Vec<u32>,
    /// Half of the bins of the first range, as a power of two.
    half: u32,
    longest: u64,
    total: u64,
    largest: u64,
}

impl Histogram {
    /// `_lowest` is 1: every value is told from the next.
    pub(super) fn new_with_bounds(
        _lowest: u64,
        longest: u64,
        digits: u8,
    ) -> Result<Self, Infallible> {
        let exact = 2 * 10_u64.pow(u32::from(digits));
        let half = exact.next_power_of_two().ilog2() - 1;
        let mut histogram = Self {
            counts: Vec::new(),
            half,
            longest,
            total: 0,
            largest: 0,
        };
        let ranges = histogram.range(longest) as usize + 1;
        histogram.counts = vec![0; (ranges + 1) << half];
        Ok(histogram)
    }

    /// How often a value was doubled to come out of the first range.
    fn range(&self, value: u64) -> u32 {
        (value >> (self.half + 1))
            .checked_ilog2()
            .map_or(0, |log| log + 1)
    }

    fn bin(&self, value: u64) -> usize {
        let range = self.range(value);
        ((range as usize) << self.half) + (value >> range) as usize
    }

    /// The smallest value of a bin, and how many it stands for.
    fn values(&self, bin: usize) -> (u64, u64) {
        let range = (bin >> self.half).saturating_sub(1);
        let first = (bin - (range << self.half)) as u64;
        (first << range, 1 << range)
    }

    pub(super) fn saturating_record_n(&mut self, value: u64, times: u32) {
        let value = value.min(self.longest);
        let bin = self.bin(value);
        self.counts[bin] = self.counts[bin].saturating_add(times);
        self.total = self.total.saturating_add(u64::from(times));
        self.largest = self.largest.max(value);
    }

    pub(super) fn add(&mut self, other: &Self) -> Result<(), Infallible> {
        let mut added = 0_u64;
        for (own, &others) in self.counts.iter_mut().zip(&other.counts) {
            *own = own.saturating_add(others);
            added = added.saturating_add(u64::from(others));
        }
        // A full bin's own count is no longer what was counted.
        let total = if self.total == 0 { other.total } else { added };
        self.total = self.total.saturating_add(total);
        self.largest = self.largest.max(other.largest);
        Ok(())
    }

    pub(super) fn reset(&mut self) {
        self.counts.fill(0);
        self.total = 0;
        self.largest = 0;
    }

    pub(super) fn len(&self) -> u64 {
        self.total
    }

    pub(super) fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub(super) fn count_at(&self, value: u64) -> u32 {
        self.counts[self.bin(value.min(self.longest))]
    }

    pub(super) fn max(&self) -> u64 {
        let (first, width) = self.values(self.bin(self.largest));
        if self.largest == 0 {
            0
        } else {
            first + width - 1
        }
    }

    /// The largest value that stands for the same bin as what a share of all did not exceed.
    #[allow(clippy::cast_sign_loss)]
    pub(super) fn value_at_quantile(&self, share: f64) -> u64 {
        let wanted = libm::ceil(share.clamp(0.0, 1.0) * self.total as f64) as u64;
        let wanted = wanted.max(1);
        let mut seen = 0;
        let found = self.counts.iter().position(|&count| {
            seen += u64::from(count);
            seen >= wanted
        });
        let (first, width) = found.map_or((0, 1), |bin| self.values(bin));
        if share <= 0.0 {
            first
        } else {
            first + width - 1
        }
    }

    pub(super) fn mean(&self) -> f64 {
        let bins = self
            .counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0);
        bins.fold(0.0, |sum, (bin, &count)| {
            let (first, width) = self.values(bin);
            sum + (first + width / 2) as f64 * f64::from(count) / self.total as f64
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Histogram;

    const LONGEST: u64 = 60_000_000_000;

    /// Values of every size, some above the longest.
    fn values() -> impl Strategy<Value = Vec<(u64, u32)>> {
        let value = (0_u32..38, any::<u64>()).prop_map(|(bits, value)| value >> (63 - bits));
        let times = prop_oneof![1_u32..5, Just(u32::MAX)];
        proptest::collection::vec((value, times), 0..40)
    }

    fn own(values: &[(u64, u32)], digits: u8) -> Histogram {
        let mut own = Histogram::new_with_bounds(1, LONGEST, digits).unwrap();
        for &(value, times) in values {
            own.saturating_record_n(value, times);
        }
        own
    }

    fn theirs(values: &[(u64, u32)], digits: u8) -> hdrhistogram::Histogram<u32> {
        let mut theirs = hdrhistogram::Histogram::new_with_bounds(1, LONGEST, digits).unwrap();
        for &(value, times) in values {
            theirs.saturating_record_n(value.min(LONGEST), times);
        }
        theirs
    }

    proptest! {
        #[test]
        fn it_tells_what_the_library_tells(
            first in values(), second in values(), digits in 1_u8..=3, share in 0.0..=1.0,
        ) {
            let (mut one, mut same) = (own(&first, digits), theirs(&first, digits));
            for _ in 0..2 {
                prop_assert_eq!(one.counts.len(), same.distinct_values());
                prop_assert_eq!((one.len(), one.is_empty()), (same.len(), same.is_empty()));
                prop_assert_eq!(one.max(), same.max());
                prop_assert_eq!(one.count_at(0), same.count_at(0));
                for share in [0.0, share, 0.5, 0.99, 1.0, 2.0] {
                    prop_assert_eq!(one.value_at_quantile(share), same.value_at_quantile(share));
                }
                prop_assert!((one.mean() - same.mean()).abs() <= one.mean() * 1e-12);
                one.add(&own(&second, digits)).unwrap();
                same.add(theirs(&second, digits)).unwrap();
            }
            one.reset();
            prop_assert_eq!((one.len(), one.max(), one.value_at_quantile(0.5)), (0, 0, 0));
        }
    }
}
