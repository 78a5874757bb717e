//! Google's Gemini.

use serde_json::{Value, json};

use super::{Kind, Part, count};

/// As server-sent events.
pub(super) fn events(parts: &[Part]) -> String {
    let events = responses(parts);
    let events: Vec<_> = events
        .iter()
        .map(|response| format!("data: {response}\r\n\r\n"))
        .collect();
    events.concat()
}

/// As one array.
pub(super) fn array(parts: &[Part]) -> String {
    let elements = responses(parts).into_iter();
    let elements = elements
        .map(|response| format!("{response:#}"))
        .collect::<Vec<_>>();
    format!("[{}\n]\n", elements.join("\n,\r\n"))
}

fn responses(parts: &[Part]) -> Vec<Value> {
    let mut out = Vec::new();
    for part in parts {
        match &part.kind {
            Kind::Reasoning => out.extend(
                part.pieces
                    .iter()
                    .map(|piece| said(&json!({"text": piece, "thought": true}))),
            ),
            Kind::Text => out.extend(
                part.pieces
                    .iter()
                    .map(|piece| said(&json!({"text": piece}))),
            ),
            Kind::Tool { name, .. } => out.push(said(&call(name, &part.pieces.concat()))),
        }
    }
    let stop = json!({"content": {"parts": [{"text": ""}], "role": "model"}, "finishReason": "STOP", "index": 0});
    let mut last = response(&stop);
    last["usageMetadata"] = json!({"promptTokenCount": 287, "candidatesTokenCount": count(parts),
        "totalTokenCount": 287 + count(parts)});
    out.push(last);
    out
}

fn call(name: &str, arguments: &str) -> Value {
    let arguments: Value = serde_json::from_str(arguments).unwrap_or_default();
    json!({"functionCall": {"name": name, "args": arguments}})
}

fn said(part: &Value) -> Value {
    response(&json!({"content": {"parts": [part], "role": "model"}, "index": 0}))
}

fn response(candidate: &Value) -> Value {
    json!({"candidates": [candidate], "modelVersion": "demo-1", "responseId": "demo"})
}
