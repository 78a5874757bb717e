//! What a recorded stream says in all, as the answer of a provider that was not asked to stream.

use std::collections::BTreeMap;

use midflight_core::{Channel, Delta, Engine, Heard, Usage, Wire};
use serde_json::{Map, Value, json};

use super::Recording;

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

/// The answer in the form of that wire's provider.
pub(super) fn json(wire: Wire, whole: &Whole) -> Value {
    match wire {
        Wire::OpenAiResponses => responses(whole),
        Wire::Anthropic => anthropic(whole),
        Wire::Gemini => gemini(whole),
        Wire::Ollama => ollama(whole),
        _ => openai_chat(whole),
    }
}

fn optional(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        json!(text)
    }
}

fn openai_chat(whole: &Whole) -> Value {
    let call = |call: &Call| {
        json!({"id": call.id, "type": "function",
            "function": {"name": call.name, "arguments": call.arguments}})
    };
    let mut message = json!({"role": "assistant", "content": optional(&whole.text),
        "refusal": optional(&whole.refusal)});
    if !whole.reasoning.is_empty() {
        message["reasoning_content"] = json!(whole.reasoning);
    }
    if !whole.calls.is_empty() {
        message["tool_calls"] = whole.calls.values().map(call).collect();
    }
    let choice = json!({"index": 0, "message": message, "logprobs": null,
        "finish_reason": whole.reason});
    json!({"id": "chatcmpl-replay", "object": "chat.completion", "created": 1_773_500_000,
        "model": "replay", "choices": [choice],
        "usage": {"prompt_tokens": whole.input(), "completion_tokens": whole.output(),
            "total_tokens": whole.input() + whole.output()}})
}

fn responses(whole: &Whole) -> Value {
    let mut output = Vec::new();
    if !whole.reasoning.is_empty() {
        let summary = json!([{"type": "summary_text", "text": whole.reasoning}]);
        output.push(json!({"id": "rs_replay", "type": "reasoning", "summary": summary}));
    }
    if !whole.text.is_empty() {
        let content = json!([{"type": "output_text", "text": whole.text, "annotations": []}]);
        output.push(
            json!({"id": "msg_replay", "type": "message", "status": "completed",
            "role": "assistant", "content": content}),
        );
    }
    let call = |(number, call): (&u32, &Call)| {
        json!({"id": format!("fc_replay_{number}"), "type": "function_call", "status": "completed",
            "call_id": call.id, "name": call.name, "arguments": call.arguments})
    };
    output.extend(whole.calls.iter().map(call));
    json!({"id": "resp_replay", "object": "response", "created_at": 1_773_500_000,
        "status": "completed", "model": "replay", "output": output, "error": null,
        "usage": {"input_tokens": whole.input(), "output_tokens": whole.output(),
            "total_tokens": whole.input() + whole.output()}})
}

fn anthropic(whole: &Whole) -> Value {
    let mut content = Vec::new();
    if !whole.reasoning.is_empty() {
        content.push(json!({"type": "thinking", "thinking": whole.reasoning, "signature": ""}));
    }
    if !whole.text.is_empty() {
        content.push(json!({"type": "text", "text": whole.text}));
    }
    let call = |call: &Call| json!({"type": "tool_use", "id": call.id, "name": call.name, "input": call.value()});
    content.extend(whole.calls.values().map(call));
    json!({"id": "msg_replay", "type": "message", "role": "assistant", "model": "replay",
        "content": content, "stop_reason": whole.reason, "stop_sequence": null,
        "usage": {"input_tokens": whole.input(), "output_tokens": whole.output()}})
}

fn gemini(whole: &Whole) -> Value {
    let mut parts = Vec::new();
    if !whole.reasoning.is_empty() {
        parts.push(json!({"text": whole.reasoning, "thought": true}));
    }
    if !whole.text.is_empty() {
        parts.push(json!({"text": whole.text}));
    }
    let call = |call: &Call| json!({"functionCall": {"name": call.name, "args": call.value()}});
    parts.extend(whole.calls.values().map(call));
    let candidate = json!({"index": 0, "content": {"role": "model", "parts": parts},
        "finishReason": whole.reason});
    json!({"candidates": [candidate], "modelVersion": "replay",
        "usageMetadata": {"promptTokenCount": whole.input(),
            "candidatesTokenCount": whole.output(),
            "totalTokenCount": whole.input() + whole.output()}})
}

fn ollama(whole: &Whole) -> Value {
    let mut message = json!({"role": "assistant", "content": whole.text});
    if !whole.reasoning.is_empty() {
        message["thinking"] = json!(whole.reasoning);
    }
    let call = |call: &Call| json!({"function": {"name": call.name, "arguments": call.value()}});
    if !whole.calls.is_empty() {
        message["tool_calls"] = whole.calls.values().map(call).collect();
    }
    json!({"model": "replay", "created_at": "2026-03-14T09:26:53.589793Z", "message": message,
        "done": true, "done_reason": whole.reason, "prompt_eval_count": whole.input(),
        "eval_count": whole.output()})
}
