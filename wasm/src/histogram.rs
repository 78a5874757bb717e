//! HDR histograms for what JavaScript measures.

use wasm_bindgen::prelude::*;

/// The longest time that is told from a longer one: a minute, in nanoseconds.
const LONGEST: u64 = 60_000_000_000;

/// Times of 1 ns to a minute, with three significant digits.
#[wasm_bindgen]
pub struct Histogram(hdrhistogram::Histogram<u32>);

#[wasm_bindgen]
impl Histogram {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let histogram = hdrhistogram::Histogram::new_with_bounds(1, LONGEST, 3);
        Self(histogram.expect("the bounds are constants that hdrhistogram takes"))
    }

    /// Counts so many of a time, in nanoseconds.
    pub fn record(&mut self, nanoseconds: f64, times: u32) {
        let nanoseconds = (nanoseconds.max(0.0).round() as u64).min(LONGEST);
        self.0.saturating_record_n(nanoseconds, times);
    }

    /// How many were counted.
    pub fn count(&self) -> f64 {
        self.0.len() as f64
    }

    /// The time that a share of all, from 0 to 1, did not exceed, in nanoseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        self.0.value_at_quantile(share).min(self.0.max()) as f64
    }

    /// The mean, in nanoseconds.
    pub fn mean(&self) -> f64 {
        self.0.mean()
    }

    /// The longest, in nanoseconds.
    pub fn max(&self) -> f64 {
        self.0.max() as f64
    }

    /// Forgets all.
    pub fn reset(&mut self) {
        self.0.reset();
    }
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Histogram;

    #[test]
    fn shares_are_of_what_was_counted() {
        let mut histogram = Histogram::new();
        for nanoseconds in 1..=1000 {
            histogram.record(f64::from(nanoseconds), 2);
        }
        assert!((histogram.count() - 2000.0).abs() < f64::EPSILON);
        assert!((histogram.quantile(0.5) - 500.0).abs() <= 1.0);
        assert!((histogram.quantile(1.0) - 1000.0).abs() <= 1.0);
        histogram.record(f64::NAN, 1);
        histogram.record(1e30, 1);
        assert!((histogram.max() - 6e10).abs() < 1e8);
    }
}
