//! The objects of the contract, one a line.

use midflight_core::{Channel, Diagnostic, Ending, Usage};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::facts::{Found, Told};
use crate::meter::{Figures, Spread};

/// One line of output.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Record<'a> {
    Wire {
        wire: &'a str,
    },
    Text {
        choice: u32,
        text: &'a str,
    },
    Reasoning {
        choice: u32,
        text: &'a str,
    },
    Refusal {
        choice: u32,
        text: &'a str,
    },
    ToolCall {
        choice: u32,
        call: u32,
        id: &'a str,
        name: &'a str,
    },
    ToolArguments {
        choice: u32,
        call: u32,
        text: &'a str,
    },
    Usage(Tokens),
    Finish {
        choice: u32,
        reason: &'a str,
    },
    Error {
        code: &'a str,
        message: &'a str,
    },
    Diagnostic {
        code: &'a str,
        offset: u64,
        message: &'a str,
    },
    End {
        complete: bool,
        ending: &'a str,
    },
    Frame(FrameRecord<'a>),
    Mention(MentionRecord<'a>),
    Entity(EntityRecord<'a>),
    Relation(RelationRecord<'a>),
    Summary(SummaryRecord<'a>),
}

#[derive(Serialize)]
pub(super) struct Tokens {
    #[serde(rename = "input_tokens", skip_serializing_if = "Option::is_none")]
    input: Option<u64>,
    #[serde(rename = "output_tokens", skip_serializing_if = "Option::is_none")]
    output: Option<u64>,
    #[serde(
        rename = "cached_input_tokens",
        skip_serializing_if = "Option::is_none"
    )]
    cached_input: Option<u64>,
    #[serde(rename = "reasoning_tokens", skip_serializing_if = "Option::is_none")]
    reasoning: Option<u64>,
}

#[derive(Default, Serialize)]
pub(super) struct FrameRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) event: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data_base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
}

/// Where something was said.
#[derive(Serialize)]
pub(super) struct Place {
    channel: &'static str,
    choice: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct MentionRecord<'a> {
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) kind: &'a str,
    pub(super) text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entity: Option<u32>,
    #[serde(with = "super::confidence")]
    pub(super) confidence: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct EntityRecord<'a> {
    pub(super) id: u32,
    pub(super) name: &'a str,
    pub(super) kind: &'a str,
    pub(super) aliases: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) same_as: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct RelationRecord<'a> {
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) subject: TermRecord<'a>,
    pub(super) predicate: &'a str,
    pub(super) normalized: &'a str,
    pub(super) object: TermRecord<'a>,
    #[serde(skip_serializing_if = "is_true")]
    pub(super) asserted: bool,
    #[serde(with = "super::confidence")]
    pub(super) confidence: f32,
    pub(super) start: u64,
    pub(super) end: u64,
}

#[derive(Serialize)]
pub(super) struct TermRecord<'a> {
    pub(super) text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entity: Option<u32>,
}

impl From<&Usage> for Tokens {
    fn from(usage: &Usage) -> Self {
        Self {
            input: usage.input_tokens,
            output: usage.output_tokens,
            cached_input: usage.cached_input_tokens,
            reasoning: usage.reasoning_tokens,
        }
    }
}

impl From<Channel> for Place {
    fn from(channel: Channel) -> Self {
        Self {
            channel: channel.name(),
            choice: channel.choice(),
            call: channel.call(),
        }
    }
}

impl<'a> From<&'a Diagnostic> for Record<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        let Diagnostic {
            code,
            offset,
            message,
        } = diagnostic;
        Self::Diagnostic {
            code: code.as_str(),
            offset: *offset,
            message,
        }
    }
}

impl From<Ending> for Record<'_> {
    fn from(ending: Ending) -> Self {
        Self::End {
            complete: ending.is_complete(),
            ending: ending.name(),
        }
    }
}

impl<'a> Record<'a> {
    /// A piece of a channel's text.
    pub(super) fn piece(channel: Channel, text: &'a str) -> Self {
        match channel {
            Channel::Text { choice } => Self::Text { choice, text },
            Channel::Reasoning { choice } => Self::Reasoning { choice, text },
            Channel::Refusal { choice } => Self::Refusal { choice, text },
            Channel::Tool { choice, call } => Self::ToolArguments { choice, call, text },
        }
    }
}

impl<'a> EntityRecord<'a> {
    pub(super) fn new(told: &Told<'a>) -> Self {
        let node = told.node;
        Self {
            id: told.id,
            name: node.name(),
            kind: node.kind().name(),
            aliases: node.aliases().into_iter().map(|alias| alias.name).collect(),
            same_as: told.same_as,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_true(value: &bool) -> bool {
    *value
}

/// The counts and latencies of a run; durations in nanoseconds.
#[derive(Serialize)]
pub(super) struct SummaryRecord<'a> {
    bytes: u64,
    mentions: u64,
    entities: u64,
    relations: u64,
    /// What the wire did not know.
    unknown: UnknownRecord,
    latency_ns: Stages<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_to_first_token_ns: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inter_token_ns: Option<SpreadRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens_per_second: Option<f64>,
}

impl<'a> SummaryRecord<'a> {
    pub(super) fn new(figures: &'a Figures, found: Found) -> Self {
        Self {
            bytes: figures.bytes,
            mentions: found.mentions,
            entities: found.entities,
            relations: found.relations,
            unknown: UnknownRecord {
                events: figures.unknown.events,
                fields: figures.unknown.fields,
            },
            latency_ns: Stages(&figures.stages),
            time_to_first_token_ns: figures.first_token,
            inter_token_ns: figures.inter_token.as_ref().map(SpreadRecord::from),
            tokens_per_second: figures
                .tokens_per_second
                .map(|rate| (rate * 10.0).round() / 10.0),
        }
    }
}

#[derive(Serialize)]
struct UnknownRecord {
    events: u64,
    fields: u64,
}

#[derive(Serialize)]
struct SpreadRecord {
    count: u64,
    p50: u64,
    p95: u64,
    p99: u64,
    max: u64,
}

impl From<&Spread> for SpreadRecord {
    fn from(
        &Spread {
            count,
            p50,
            p95,
            p99,
            max,
        }: &Spread,
    ) -> Self {
        Self {
            count,
            p50,
            p95,
            p99,
            max,
        }
    }
}

/// An object with the stages in the order of the way of a byte.
struct Stages<'a>(&'a [(&'static str, Spread)]);

impl Serialize for Stages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, spread) in self.0 {
            map.serialize_entry(name, &SpreadRecord::from(spread))?;
        }
        map.end()
    }
}
