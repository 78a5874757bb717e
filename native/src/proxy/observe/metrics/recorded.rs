//! Figures with labels, which are recorded as they come: for OpenMetrics, and for who pushes them.

use std::fmt::{Error, Write};
#[cfg(feature = "otlp")]
use std::sync::OnceLock;

#[cfg(feature = "otlp")]
use opentelemetry::{KeyValue, metrics};
use prometheus_client::encoding::{EncodeLabelKey, LabelKeyEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;

/// A label's name, as OpenTelemetry writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::proxy) struct Name(pub(in crate::proxy) &'static str);

impl EncodeLabelKey for Name {
    fn encode(&self, encoder: &mut LabelKeyEncoder<'_>) -> Result<(), Error> {
        encoder.write_str(&plain(self.0))
    }
}

/// The name as OpenMetrics writes it, which has no dots.
pub(super) fn plain(name: &str) -> String {
    name.replace('.', "_")
}

pub(in crate::proxy) type Label = (Name, String);

/// Counters of one name.
pub(in crate::proxy) struct Counters<const N: usize> {
    pub(super) family: Family<[Label; N], Counter>,
    #[cfg(feature = "otlp")]
    pub(in crate::proxy) pushed: OnceLock<metrics::Counter<u64>>,
}

impl<const N: usize> Counters<N> {
    pub(super) fn new() -> Self {
        Self {
            family: Family::default(),
            #[cfg(feature = "otlp")]
            pushed: OnceLock::new(),
        }
    }

    pub(super) fn add(&self, labels: &[Label; N], count: u64) {
        #[cfg(feature = "otlp")]
        if let Some(pushed) = self.pushed.get() {
            pushed.add(count, &attributes(labels));
        }
        self.family.get_or_create(labels).inc_by(count);
    }
}

/// Histograms of one name.
pub(in crate::proxy) struct Histograms {
    pub(super) family: Family<Vec<Label>, Histogram, fn() -> Histogram>,
    #[cfg(feature = "otlp")]
    pub(in crate::proxy) pushed: OnceLock<metrics::Histogram<f64>>,
}

impl Histograms {
    pub(super) fn new(make: fn() -> Histogram) -> Self {
        Self {
            family: Family::new_with_constructor(make),
            #[cfg(feature = "otlp")]
            pushed: OnceLock::new(),
        }
    }

    pub(super) fn observe(&self, labels: &Vec<Label>, value: f64) {
        #[cfg(feature = "otlp")]
        if let Some(pushed) = self.pushed.get() {
            pushed.record(value, &attributes(labels));
        }
        self.family.get_or_create(labels).observe(value);
    }
}

/// The labels as OpenTelemetry takes them.
#[cfg(feature = "otlp")]
pub(in crate::proxy) fn attributes(labels: &[Label]) -> Vec<KeyValue> {
    let attribute = |(name, value): &Label| KeyValue::new(name.0, value.clone());
    labels.iter().map(attribute).collect()
}
