//! What is known of a stream, and what it came to.

use std::sync::Arc;

use midflight_core::latency::Timing;
use midflight_core::{Delta, Event, Usage, Wire};
use serde::Serialize;
use serde_json::json;

use super::live::Live;
use super::metrics::Model;
use crate::client::Update;

/// Where a stream comes from.
#[derive(Clone, Debug)]
pub(in crate::proxy) struct Seen {
    /// The upstream's name.
    pub(in crate::proxy) upstream: Arc<str>,
    /// The path that was asked for, without its query.
    pub(in crate::proxy) path: String,
    /// The model that was asked for, as far as that is known.
    pub(in crate::proxy) model: Option<Arc<str>>,
}

impl Seen {
    /// The same, where the request's body asks for this model.
    pub(in crate::proxy) fn asking(self: &Arc<Self>, model: Option<Arc<str>>) -> Arc<Self> {
        if model.is_none() {
            return Arc::clone(self);
        }
        let seen = Self::clone(self);
        Arc::new(Self { model, ..seen })
    }
}

/// What a stream says, told to those who listen.
pub(in crate::proxy) struct Account {
    stream: u64,
    wire: Wire,
    /// The model that was asked for.
    model: Option<Arc<str>>,
    usage: Usage,
    ending: &'static str,
}

#[derive(Serialize)]
struct Told<'u> {
    stream: u64,
    #[serde(flatten)]
    update: &'u Update,
}

impl Account {
    pub(in crate::proxy) fn begin(stream: u64, seen: &Seen, wire: Wire, live: &Live) -> Self {
        live.metrics.open.inc();
        live.tell("begin", || {
            json!({"type": "begin", "stream": stream, "upstream": &*seen.upstream,
                "path": live.shown(&seen.path), "wire": wire.name()})
            .to_string()
        });
        Self {
            stream,
            wire,
            model: seen.model.clone(),
            usage: Usage::default(),
            ending: "unknown",
        }
    }

    /// Takes what the session tells.
    pub(in crate::proxy) fn take(&mut self, event: &Event<'_>, live: &Live) {
        match event {
            Event::Wire(wire) => self.wire = *wire,
            Event::Delta(Delta::Usage(usage)) => self.usage.update(*usage),
            Event::Mention(mention) => live.metrics.mention(mention.kind.name()),
            Event::Triple(_) => drop(live.metrics.relations.inc()),
            Event::Graph(delta) => live.apply(delta),
            Event::End(ending) => self.ending = ending.name(),
            _ => {}
        }
        if let Some(kind) = told(event) {
            live.tell(kind, || self.line(event));
        }
    }

    fn line(&self, event: &Event<'_>) -> String {
        let update = Update::of(event);
        let told = update.as_ref().map(|update| Told {
            stream: self.stream,
            update,
        });
        serde_json::to_string(&told).unwrap_or_default()
    }

    /// The stream goes on and is no longer analysed.
    pub(in crate::proxy) fn give_up(self, live: &Live) {
        live.metrics.dropped_streams.inc();
        live.metrics.open.dec();
        live.tell("dropped", || {
            json!({"type": "dropped", "stream": self.stream}).to_string()
        });
    }

    /// The stream is at its end; `answered` is the model's name.
    pub(in crate::proxy) fn end(self, timing: &Timing, answered: Option<&str>, live: &Live) {
        let models = &live.metrics.models;
        let model = Model {
            asked: models.name(self.model.as_deref()),
            answered: models.name(answered),
            ..model(self.wire)
        };
        let (first, next) = (timing.time_to_first_token(), timing.inter_token());
        live.metrics.pace(&model, first, next);
        let counts = [
            ("input", self.usage.input_tokens),
            ("output", self.usage.output_tokens),
        ];
        for (kind, tokens) in counts {
            if let Some(tokens) = tokens {
                live.metrics.tokens(&model, kind, tokens);
            }
        }
        live.metrics.ended(self.wire.name(), self.ending);
        live.metrics.open.dec();
        live.tell("latency", || {
            json!({"type": "latency", "stream": self.stream, "tokens": timing.tokens(),
                "time_to_first_token_ns": first, "inter_token_ns": next,
                "tokens_per_second": timing.tokens_per_second()})
            .to_string()
        });
    }
}

/// What is told to those who listen: what was found, and nothing of the text besides.
fn told(event: &Event<'_>) -> Option<&'static str> {
    match event {
        Event::Wire(_) => Some("wire"),
        Event::Mention(_) => Some("mention"),
        Event::Triple(_) => Some("relation"),
        Event::Diagnostic(_) => Some("diagnostic"),
        Event::End(_) => Some("end"),
        Event::Delta(Delta::Usage(_)) => Some("usage"),
        Event::Delta(Delta::Finish { .. }) => Some("finish"),
        Event::Delta(Delta::ToolCall { .. }) => Some("tool_call"),
        Event::Delta(Delta::Error { .. }) => Some("error"),
        _ => None,
    }
}

/// OpenTelemetry's names for who speaks a wire.
fn model(wire: Wire) -> Model {
    let provider = match wire {
        Wire::OpenAiChat | Wire::OpenAiResponses | Wire::OpenAiRealtime => "openai",
        Wire::Anthropic => "anthropic",
        Wire::Gemini | Wire::GeminiArray => "gcp.gen_ai",
        Wire::Bedrock => "aws.bedrock",
        Wire::Mistral => "mistral_ai",
        Wire::Cohere => "cohere",
        wire => wire.name(),
    };
    let operation = match wire {
        Wire::LlamaCpp | Wire::Tgi => "text_completion",
        Wire::Gemini | Wire::GeminiArray => "generate_content",
        _ => "chat",
    };
    Model {
        operation,
        provider,
        asked: None,
        answered: None,
    }
}
