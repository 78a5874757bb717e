//! Cohere's chat, version 2. What is thought before a tool call is its plan.

use serde_json::{Value, json};

use super::{Kind, Part, count, named};

pub(super) fn make(parts: &[Part]) -> String {
    let empty = json!({"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [],
        "citations": []});
    let mut out = named(&json!({"id": "demo", "type": "message-start",
        "delta": {"message": empty}}));
    for (index, part) in parts.iter().enumerate() {
        out += &self::part(index, part);
    }
    let tokens = json!({"input_tokens": 305, "output_tokens": count(parts)});
    let delta = json!({"finish_reason": "COMPLETE", "usage": {"tokens": tokens}});
    out + &named(&json!({"type": "message-end", "delta": delta})) + "data: [DONE]\n\n"
}

/// The type of the event that bears a piece, and its message.
type Piece = fn(&str) -> (&'static str, Value);

fn part(index: usize, part: &Part) -> String {
    let event = |kind: &str, message: Value| {
        named(&json!({"type": kind, "index": index, "delta": {"message": message}}))
    };
    let (begin, piece): (_, Piece) = match &part.kind {
        Kind::Reasoning => (String::new(), |piece| {
            ("tool-plan-delta", json!({"tool_plan": piece}))
        }),
        Kind::Text => {
            let empty = json!({"content": {"type": "text", "text": ""}});
            (event("content-start", empty), |piece| {
                ("content-delta", json!({"content": {"text": piece}}))
            })
        }
        Kind::Tool { name, id } => {
            let call = json!({"id": id, "type": "function",
                "function": {"name": name, "arguments": ""}});
            (
                event("tool-call-start", json!({"tool_calls": call})),
                |piece| {
                    let call = json!({"function": {"arguments": piece}});
                    ("tool-call-delta", json!({"tool_calls": call}))
                },
            )
        }
    };
    let mut out = begin;
    for text in &part.pieces {
        let (kind, message) = piece(text);
        out += &event(kind, message);
    }
    out + &end(index, &part.kind)
}

fn end(index: usize, kind: &Kind) -> String {
    let kind = match kind {
        Kind::Reasoning => return String::new(),
        Kind::Text => "content-end",
        Kind::Tool { .. } => "tool-call-end",
    };
    named(&json!({"type": kind, "index": index}))
}
