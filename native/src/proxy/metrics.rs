//! Figures for OpenMetrics, with the names of OpenTelemetry's semantic conventions for generative
//! AI where there are such.

use std::sync::atomic::AtomicU64;

use midflight_core::latency::Figures;
use midflight_core::{Latency, Stage};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

type Labels<const N: usize> = [(&'static str, String); N];
type Counters<const N: usize> = Family<Labels<N>, Counter>;
type Histograms<const N: usize> = Family<Labels<N>, Histogram, fn() -> Histogram>;
type Seconds = Gauge<f64, AtomicU64>;

/// Everything that is counted.
pub(super) struct Metrics {
    registry: Registry,
    first_token: Histograms<2>,
    output_token: Histograms<2>,
    token_usage: Histograms<3>,
    requests: Counters<2>,
    streams: Counters<2>,
    forwarded: Counters<1>,
    mentions: Counters<1>,
    pub(super) relations: Counter,
    pub(super) open: Gauge,
    pub(super) dropped_bytes: Counter,
    pub(super) dropped_streams: Counter,
    pub(super) unread: Counter,
    pub(super) panics: Counter,
    pub(super) masked: Counter,
    stages: Family<Labels<2>, Seconds>,
    held: Family<Labels<1>, Gauge>,
    held_deltas: Gauge,
    nodes: Gauge,
    edges: Gauge,
}

/// The bounds that OpenTelemetry recommends for `gen_ai.server.time_to_first_token`, in seconds.
const FIRST_TOKEN: [f64; 16] = [
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];
/// Those for `gen_ai.server.time_per_output_token`, in seconds.
const OUTPUT_TOKEN: [f64; 12] = [
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0,
];
/// Those for `gen_ai.client.token.usage`, in tokens.
const TOKENS: [f64; 14] = [
    1.0,
    4.0,
    16.0,
    64.0,
    256.0,
    1024.0,
    4096.0,
    16384.0,
    65536.0,
    262_144.0,
    1_048_576.0,
    4_194_304.0,
    16_777_216.0,
    67_108_864.0,
];

impl Metrics {
    pub(super) fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::default(),
            first_token: Family::new_with_constructor(|| Histogram::new(FIRST_TOKEN)),
            output_token: Family::new_with_constructor(|| Histogram::new(OUTPUT_TOKEN)),
            token_usage: Family::new_with_constructor(|| Histogram::new(TOKENS)),
            requests: Family::default(),
            streams: Family::default(),
            forwarded: Family::default(),
            mentions: Family::default(),
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
        };
        metrics.register_models();
        metrics.register_traffic();
        metrics.register_analysis();
        metrics
    }

    fn register_models(&mut self) {
        let registry = &mut self.registry;
        registry.register_with_unit(
            "gen_ai_server_time_to_first_token",
            "Time from the request to the first token of its answer",
            Unit::Seconds,
            self.first_token.clone(),
        );
        registry.register_with_unit(
            "gen_ai_server_time_per_output_token",
            "Mean time from one token of an answer to the next",
            Unit::Seconds,
            self.output_token.clone(),
        );
        let help = "Tokens of a request and of its answer, as the provider tells them";
        registry.register("gen_ai_client_token_usage", help, self.token_usage.clone());
    }

    fn register_traffic(&mut self) {
        let registry = self.registry.sub_registry_with_prefix("midflight");
        let help = "Requests that were answered";
        registry.register("requests", help, self.requests.clone());
        registry.register("streams", "Streams that ended", self.streams.clone());
        registry.register(
            "streams_open",
            "Streams that are analysed",
            self.open.clone(),
        );
        let help = "Bytes that were forwarded";
        registry.register_with_unit("forwarded", help, Unit::Bytes, self.forwarded.clone());
        let help = "Answers that were masked";
        registry.register("masked_answers", help, self.masked.clone());
        let help = "Bytes of text that masking held back behind a delta, of streams that ended";
        registry.register_with_unit("masking_held", help, Unit::Bytes, self.held.clone());
        let help = "Deltas that this was measured behind";
        registry.register("masking_held_deltas", help, self.held_deltas.clone());
    }

    fn register_analysis(&mut self) {
        let registry = self.registry.sub_registry_with_prefix("midflight");
        let help = "Bytes that were forwarded and not analysed";
        registry.register_with_unit(
            "analysis_dropped",
            help,
            Unit::Bytes,
            self.dropped_bytes.clone(),
        );
        let help = "Streams that were analysed in part or not at all";
        registry.register(
            "analysis_dropped_streams",
            help,
            self.dropped_streams.clone(),
        );
        let help = "Answers that were packed so that they could not be analysed";
        registry.register("analysis_unread_answers", help, self.unread.clone());
        let help = "Panics that cost a stream its analysis";
        registry.register("analysis_panics", help, self.panics.clone());
        registry.register("mentions", "Mentions found", self.mentions.clone());
        registry.register("relations", "Relations found", self.relations.clone());
        registry.register("graph_nodes", "Nodes of the graph", self.nodes.clone());
        registry.register("graph_edges", "Edges of the graph", self.edges.clone());
        let help = "Time of a unit of a stage";
        registry.register_with_unit("stage", help, Unit::Seconds, self.stages.clone());
    }

    /// A request was answered with this status.
    pub(super) fn request(&self, upstream: &str, status: u16) {
        let labels = [
            ("upstream", upstream.to_owned()),
            ("status", status.to_string()),
        ];
        self.requests.get_or_create(&labels).inc();
    }

    /// Bytes went `to` the client or the upstream.
    pub(super) fn forwarded(&self, to: &'static str, bytes: u64) {
        let labels = [("to", to.to_owned())];
        self.forwarded.get_or_create(&labels).inc_by(bytes);
    }

    /// A stream came to its end.
    pub(super) fn ended(&self, wire: &str, ending: &str) {
        let labels = [("wire", wire.to_owned()), ("ending", ending.to_owned())];
        self.streams.get_or_create(&labels).inc();
    }

    pub(super) fn mention(&self, kind: &str) {
        self.mentions
            .get_or_create(&[("kind", kind.to_owned())])
            .inc();
    }

    /// How long an answer's tokens took, in nanoseconds.
    pub(super) fn pace(&self, model: &Model, first: Option<u64>, next: Option<u64>) {
        let labels = model.labels();
        let seconds = |nanoseconds: u64| nanoseconds as f64 / 1e9;
        if let Some(first) = first {
            self.first_token
                .get_or_create(&labels)
                .observe(seconds(first));
        }
        if let Some(next) = next {
            self.output_token
                .get_or_create(&labels)
                .observe(seconds(next));
        }
    }

    pub(super) fn tokens(&self, model: &Model, kind: &'static str, tokens: u64) {
        let [operation, provider] = model.labels();
        let labels = [operation, provider, ("gen_ai_token_type", kind.to_owned())];
        self.token_usage
            .get_or_create(&labels)
            .observe(tokens as f64);
    }

    /// All figures, in the text format of OpenMetrics.
    pub(super) fn text(&self, latency: &Latency, nodes: usize, edges: usize) -> String {
        for stage in Stage::ALL {
            self.stage(stage, &latency.figures(stage));
        }
        self.nodes.set(gauge(nodes as u64));
        self.edges.set(gauge(edges as u64));
        let mut text = String::new();
        // A string takes everything.
        let _ = encode(&mut text, &self.registry);
        text
    }

    /// What masking held back.
    pub(super) fn held_back(&self, figures: &Figures) {
        self.held_deltas.set(gauge(figures.count));
        for (quantile, bytes) in quantiles(figures) {
            let labels = [("quantile", quantile.to_owned())];
            self.held.get_or_create(&labels).set(gauge(bytes));
        }
    }

    fn stage(&self, stage: Stage, figures: &Figures) {
        for (quantile, nanoseconds) in quantiles(figures) {
            let labels = [
                ("stage", stage.name().to_owned()),
                ("quantile", quantile.to_owned()),
            ];
            self.stages
                .get_or_create(&labels)
                .set(nanoseconds as f64 / 1e9);
        }
    }
}

fn quantiles(figures: &Figures) -> [(&'static str, u64); 4] {
    [
        ("0.5", figures.p50),
        ("0.95", figures.p95),
        ("0.99", figures.p99),
        ("1", figures.max),
    ]
}

fn gauge(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// What OpenTelemetry wants to know of who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Model {
    /// `gen_ai.operation.name`
    pub(super) operation: &'static str,
    /// `gen_ai.provider.name`
    pub(super) provider: &'static str,
}

impl Model {
    fn labels(&self) -> Labels<2> {
        [
            ("gen_ai_operation_name", self.operation.to_owned()),
            ("gen_ai_provider_name", self.provider.to_owned()),
        ]
    }
}
