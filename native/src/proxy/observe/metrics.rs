//! Figures for OpenMetrics, with the names of OpenTelemetry's semantic conventions for generative
//! AI where there are such.

mod model;
pub(in crate::proxy) mod named;
pub(in crate::proxy) mod recorded;

use std::sync::atomic::AtomicU64;

use midflight_core::latency::Figures;
use midflight_core::{Latency, Stage};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry, Unit};

pub(in crate::proxy) use model::{Model, Models};
use named::{COUNTERS, Figure, GAUGES};
use recorded::{Counters, Histograms, Label, Name, plain};

type Labels<const N: usize> = [Label; N];
type Seconds = Gauge<f64, AtomicU64>;

/// Everything that is counted.
pub(in crate::proxy) struct Metrics {
    registry: Registry,
    pub(in crate::proxy) first_token: Histograms,
    pub(in crate::proxy) output_token: Histograms,
    pub(in crate::proxy) token_usage: Histograms,
    pub(in crate::proxy) requests: Counters<2>,
    pub(in crate::proxy) streams: Counters<2>,
    pub(in crate::proxy) forwarded: Counters<1>,
    pub(in crate::proxy) mentions: Counters<1>,
    pub(in crate::proxy) relations: Counter,
    pub(in crate::proxy) open: Gauge,
    pub(in crate::proxy) dropped_bytes: Counter,
    pub(in crate::proxy) dropped_streams: Counter,
    pub(in crate::proxy) unread: Counter,
    pub(in crate::proxy) panics: Counter,
    pub(in crate::proxy) masked: Counter,
    stages: Family<Labels<2>, Seconds>,
    held: Family<Labels<1>, Gauge>,
    held_deltas: Gauge,
    nodes: Gauge,
    edges: Gauge,
    /// The names of models that figures are told by.
    pub(in crate::proxy) models: Models,
}

impl Metrics {
    pub(in crate::proxy) fn new() -> Self {
        use named::{FIRST_TOKEN_BOUNDS, OUTPUT_TOKEN_BOUNDS, TOKEN_BOUNDS};
        let mut metrics = Self {
            registry: Registry::default(),
            first_token: Histograms::new(|| Histogram::new(FIRST_TOKEN_BOUNDS)),
            output_token: Histograms::new(|| Histogram::new(OUTPUT_TOKEN_BOUNDS)),
            token_usage: Histograms::new(|| Histogram::new(TOKEN_BOUNDS)),
            requests: Counters::new(),
            streams: Counters::new(),
            forwarded: Counters::new(),
            mentions: Counters::new(),
            relations: Counter::default(),
            open: Gauge::default(),
            dropped_bytes: Counter::default(),
            dropped_streams: Counter::default(),
            unread: Counter::default(),
            panics: Counter::default(),
            masked: Counter::default(),
            stages: Family::default(),
            held: Family::default(),
            held_deltas: Gauge::default(),
            nodes: Gauge::default(),
            edges: Gauge::default(),
            models: Models::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let counters = self.counters().map(Clone::clone);
        let gauges = self.gauges().map(Clone::clone);
        let registry = &mut self.registry;
        for (figure, histograms) in [
            (&named::TIME_TO_FIRST_TOKEN, &self.first_token),
            (&named::TIME_PER_OUTPUT_TOKEN, &self.output_token),
            (&named::TOKEN_USAGE, &self.token_usage),
        ] {
            register(registry, figure, histograms.family.clone());
        }
        register(registry, &named::REQUESTS, self.requests.family.clone());
        register(registry, &named::STREAMS, self.streams.family.clone());
        register(registry, &named::FORWARDED, self.forwarded.family.clone());
        register(registry, &named::MENTIONS, self.mentions.family.clone());
        register(registry, &named::STAGE, self.stages.clone());
        register(registry, &named::HELD, self.held.clone());
        for (figure, counter) in COUNTERS.iter().zip(counters) {
            register(registry, figure, counter);
        }
        for (figure, gauge) in GAUGES.iter().zip(gauges) {
            register(registry, figure, gauge);
        }
    }

    /// What [`COUNTERS`] names.
    pub(in crate::proxy) fn counters(&self) -> [&Counter; COUNTERS.len()] {
        [
            &self.masked,
            &self.dropped_bytes,
            &self.dropped_streams,
            &self.unread,
            &self.panics,
            &self.relations,
        ]
    }

    /// What [`GAUGES`] names.
    pub(in crate::proxy) fn gauges(&self) -> [&Gauge; GAUGES.len()] {
        [&self.open, &self.held_deltas, &self.nodes, &self.edges]
    }

    /// A request was answered with this status.
    pub(in crate::proxy) fn request(&self, upstream: &str, status: u16) {
        let labels = [
            label("upstream", upstream),
            label("status", &status.to_string()),
        ];
        self.requests.add(&labels, 1);
    }

    /// Bytes went `to` the client or the upstream.
    pub(in crate::proxy) fn forwarded(&self, to: &'static str, bytes: u64) {
        self.forwarded.add(&[label("to", to)], bytes);
    }

    /// A stream came to its end.
    pub(in crate::proxy) fn ended(&self, wire: &str, ending: &str) {
        let labels = [label("wire", wire), label("ending", ending)];
        self.streams.add(&labels, 1);
    }

    pub(in crate::proxy) fn mention(&self, kind: &str) {
        self.mentions.add(&[label("kind", kind)], 1);
    }

    /// How long an answer's tokens took, in nanoseconds.
    pub(in crate::proxy) fn pace(&self, model: &Model, first: Option<u64>, next: Option<u64>) {
        let labels = model.labels();
        let figures = [(&self.first_token, first), (&self.output_token, next)];
        for (histograms, nanoseconds) in figures {
            if let Some(nanoseconds) = nanoseconds {
                histograms.observe(&labels, nanoseconds as f64 / 1e9);
            }
        }
    }

    pub(in crate::proxy) fn tokens(&self, model: &Model, kind: &'static str, tokens: u64) {
        let mut labels = model.labels();
        labels.push(label("gen_ai.token.type", kind));
        self.token_usage.observe(&labels, tokens as f64);
    }

    /// How things stand.
    pub(in crate::proxy) fn refresh(
        &self,
        latency: &Latency,
        held: &Figures,
        nodes: usize,
        edges: usize,
    ) {
        for (labels, nanoseconds) in stages(latency) {
            let seconds = self.stages.get_or_create(&labels);
            seconds.set(nanoseconds as f64 / 1e9);
        }
        self.held_deltas.set(gauge(held.count));
        for (labels, bytes) in quantiles(held) {
            self.held.get_or_create(&[labels]).set(gauge(bytes));
        }
        self.nodes.set(gauge(nodes as u64));
        self.edges.set(gauge(edges as u64));
    }

    /// All figures, in the text format of OpenMetrics.
    pub(in crate::proxy) fn text(&self) -> String {
        let mut text = String::new();
        // A string takes everything.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

fn register(registry: &mut Registry, figure: &Figure, metric: impl Metric) {
    let name = plain(figure.name);
    match figure.unit {
        "s" => registry.register_with_unit(name, figure.help, Unit::Seconds, metric),
        "By" => registry.register_with_unit(name, figure.help, Unit::Bytes, metric),
        _ => registry.register(name, figure.help, metric),
    }
}

fn label(name: &'static str, value: &str) -> Label {
    (Name(name), value.to_owned())
}

/// The time of each stage's units, in nanoseconds.
pub(in crate::proxy) fn stages(latency: &Latency) -> impl Iterator<Item = (Labels<2>, u64)> {
    Stage::ALL.into_iter().flat_map(|stage| {
        let figures = quantiles(&latency.figures(stage));
        figures.map(|(quantile, figure)| ([label("stage", stage.name()), quantile], figure))
    })
}

pub(in crate::proxy) fn quantiles(figures: &Figures) -> [(Label, u64); 4] {
    [
        (label("quantile", "0.5"), figures.p50),
        (label("quantile", "0.95"), figures.p95),
        (label("quantile", "0.99"), figures.p99),
        (label("quantile", "1"), figures.max),
    ]
}

fn gauge(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
