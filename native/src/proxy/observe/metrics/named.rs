//! What figures are called, once for all who tell them: the names and units of OpenTelemetry's semantic
//! conventions for generative AI where there are such.

/// A figure's name, unit and meaning.
#[derive(Clone, Copy, Debug)]
pub(in crate::proxy) struct Figure {
    /// As OpenTelemetry writes it; OpenMetrics writes `_` for `.`.
    pub(in crate::proxy) name: &'static str,
    /// In the Unified Code for Units of Measure; empty for a count.
    pub(in crate::proxy) unit: &'static str,
    pub(in crate::proxy) help: &'static str,
}

const fn figure(name: &'static str, unit: &'static str, help: &'static str) -> Figure {
    Figure { name, unit, help }
}

pub(in crate::proxy) const TIME_TO_FIRST_TOKEN: Figure = figure(
    "gen_ai.server.time_to_first_token",
    "s",
    "Time from the request to the first token of its answer",
);
pub(in crate::proxy) const TIME_PER_OUTPUT_TOKEN: Figure = figure(
    "gen_ai.server.time_per_output_token",
    "s",
    "Mean time from one token of an answer to the next",
);
pub(in crate::proxy) const TOKEN_USAGE: Figure = figure(
    "gen_ai.client.token.usage",
    "{token}",
    "Tokens of a request and of its answer, as the provider tells them",
);
pub(in crate::proxy) const REQUESTS: Figure =
    figure("midflight.requests", "", "Requests that were answered");
pub(in crate::proxy) const STREAMS: Figure = figure("midflight.streams", "", "Streams that ended");
pub(in crate::proxy) const FORWARDED: Figure =
    figure("midflight.forwarded", "By", "Bytes that were forwarded");
pub(in crate::proxy) const MENTIONS: Figure = figure("midflight.mentions", "", "Mentions found");
pub(in crate::proxy) const STAGE: Figure =
    figure("midflight.stage", "s", "Time of a unit of a stage");
pub(in crate::proxy) const HELD: Figure = figure(
    "midflight.masking_held",
    "By",
    "Bytes of text that masking held back behind a delta, of streams that ended",
);

/// The figures without labels that are counted up.
pub(in crate::proxy) const COUNTERS: [Figure; 6] = [
    figure("midflight.masked_answers", "", "Answers that were masked"),
    figure(
        "midflight.analysis_dropped",
        "By",
        "Bytes that were forwarded and not analysed",
    ),
    figure(
        "midflight.analysis_dropped_streams",
        "",
        "Streams that were analysed in part or not at all",
    ),
    figure(
        "midflight.analysis_unread_answers",
        "",
        "Answers that were packed so that they could not be analysed",
    ),
    figure(
        "midflight.analysis_panics",
        "",
        "Panics that cost a stream its analysis",
    ),
    figure("midflight.relations", "", "Relations found"),
];

/// Those that tell how things stand.
pub(in crate::proxy) const GAUGES: [Figure; 4] = [
    figure("midflight.streams_open", "", "Streams that are analysed"),
    figure(
        "midflight.masking_held_deltas",
        "",
        "Deltas that this was measured behind",
    ),
    figure("midflight.graph_nodes", "", "Nodes of the graph"),
    figure("midflight.graph_edges", "", "Edges of the graph"),
];

/// The bounds that OpenTelemetry recommends for [`TIME_TO_FIRST_TOKEN`], in seconds.
pub(in crate::proxy) const FIRST_TOKEN_BOUNDS: [f64; 16] = [
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];
/// Those for [`TIME_PER_OUTPUT_TOKEN`], in seconds.
pub(in crate::proxy) const OUTPUT_TOKEN_BOUNDS: [f64; 13] = [
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5,
];
/// Those for [`TOKEN_USAGE`], in tokens.
pub(in crate::proxy) const TOKEN_BOUNDS: [f64; 14] = [
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
