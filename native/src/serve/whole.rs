//! What a recorded stream says in all, as the answer of a provider that was not asked to stream.

mod forms;

use std::collections::BTreeMap;

use midflight_core::{Channel, Delta, Engine, Heard, Usage};
use serde_json::{Map, Value};

use super::Recording;

pub(super) use forms::json;

/// A call of a tool.
#[derive(Clone, Debug, Default)]
struct Call {
    id: String,
    name: String,
    arguments: String,
}

/// Everything that a stream says.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole {
    text: String,
    reasoning: String,
    refusal: String,
    calls: BTreeMap<u32, Call>,
    usage: Usage,
    reason: String,
}

impl Whole {
    /// Reads a recording; its first choice is what counts.
    pub(super) fn read(recording: &Recording, engine: &Engine) -> Self {
        let mut whole = Self::default();
        let mut hear = |heard: Heard<'_>| {
            if let Heard::Delta(delta) = heard {
                whole.take(&delta);
            }
        };
        let mut decoder = recording.decoder(engine);
        // A recording that is cut short says what it says.
        let _ = decoder
            .write(&recording.bytes, &mut hear)
            .and_then(|()| decoder.finish(&mut hear).map(drop));
        whole
    }

    fn take(&mut self, delta: &Delta<'_>) {
        match delta {
            Delta::Text { channel, text, .. } => self.channel(*channel).push_str(text),
            Delta::ToolCall { call, id, name, .. } => {
                let call = self.calls.entry(*call).or_default();
                (call.id, call.name) = ((*id).to_owned(), (*name).to_owned());
            }
            Delta::Usage(usage) => self.usage.update(*usage),
            Delta::Finish { reason, .. } => (*reason).clone_into(&mut self.reason),
            _ => {}
        }
    }

    fn channel(&mut self, channel: Channel) -> &mut String {
        match channel {
            Channel::Text { .. } => &mut self.text,
            Channel::Reasoning { .. } => &mut self.reasoning,
            Channel::Refusal { .. } => &mut self.refusal,
            Channel::Tool { call, .. } => &mut self.calls.entry(call).or_default().arguments,
        }
    }

    fn input(&self) -> u64 {
        self.usage.input_tokens.unwrap_or(0)
    }

    fn output(&self) -> u64 {
        self.usage.output_tokens.unwrap_or(0)
    }
}

impl Call {
    /// The arguments as the JSON that they are.
    fn value(&self) -> Value {
        serde_json::from_str(&self.arguments).unwrap_or_else(|_| Value::Object(Map::new()))
    }
}
