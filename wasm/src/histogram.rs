//! HDR histograms for what JavaScript measures.

use wasm_bindgen::prelude::*;

/// Times of 1 ns to a minute, with three significant digits.
#[wasm_bindgen]
pub struct Histogram(midflight_core::latency::Histogram);

#[wasm_bindgen]
impl Histogram {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self(midflight_core::latency::Histogram::new(3))
    }

    /// Counts so many of a time, in nanoseconds.
    pub fn record(&mut self, nanoseconds: f64, times: u32) {
        // A cast takes what is below 0, and what is no number, as 0.
        self.0.record((nanoseconds + 0.5) as u64, times);
    }

    /// How many were counted.
    pub fn count(&self) -> f64 {
        self.0.count() as f64
    }

    /// The time that a share of all, from 0 to 1, did not exceed, in nanoseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        self.0.quantile(share) as f64
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
