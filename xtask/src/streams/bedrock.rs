//! Amazon Bedrock's `converse-stream`: messages of an AWS event stream.

use serde_json::{Value, json};

use super::{Kind, Part, count};

pub(super) fn messages(parts: &[Part]) -> Vec<u8> {
    let mut out = message("messageStart", &json!({"role": "assistant"}));
    for (index, part) in parts.iter().enumerate() {
        if let Kind::Tool { name, id } = &part.kind {
            let start = json!({"toolUse": {"toolUseId": id, "name": name}});
            out.extend(message(
                "contentBlockStart",
                &json!({"contentBlockIndex": index, "start": start}),
            ));
        }
        for piece in &part.pieces {
            let delta = json!({"contentBlockIndex": index, "delta": delta(&part.kind, piece)});
            out.extend(message("contentBlockDelta", &delta));
        }
        out.extend(message(
            "contentBlockStop",
            &json!({"contentBlockIndex": index}),
        ));
    }
    out.extend(message("messageStop", &json!({"stopReason": "tool_use"})));
    let usage = json!({"inputTokens": 302, "outputTokens": count(parts), "totalTokens": 302 + count(parts)});
    out.extend(message(
        "metadata",
        &json!({"usage": usage, "metrics": {"latencyMs": 2100}}),
    ));
    out
}

fn delta(kind: &Kind, piece: &str) -> Value {
    match kind {
        Kind::Reasoning => json!({"reasoningContent": {"text": piece}}),
        Kind::Text => json!({"text": piece}),
        Kind::Tool { .. } => json!({"toolUse": {"input": piece}}),
    }
}

/// A message: lengths, their checksum, headers, payload, checksum.
fn message(name: &str, payload: &Value) -> Vec<u8> {
    let headers = [
        (":event-type", name),
        (":content-type", "application/json"),
        (":message-type", "event"),
    ];
    let headers: Vec<u8> = headers
        .iter()
        .flat_map(|(name, value)| header(name, value))
        .collect();
    let payload = payload.to_string();
    let total = 16 + headers.len() + payload.len();
    let mut out = [total, headers.len()]
        .map(|len| (len as u32).to_be_bytes())
        .concat();
    out.extend(crc32fast::hash(&out).to_be_bytes());
    out.extend(headers);
    out.extend(payload.as_bytes());
    out.extend(crc32fast::hash(&out).to_be_bytes());
    out
}

/// A header of the type 7, text.
fn header(name: &str, value: &str) -> Vec<u8> {
    let mut out = vec![name.len() as u8];
    out.extend(name.as_bytes());
    out.push(7);
    out.extend((value.len() as u16).to_be_bytes());
    out.extend(value.as_bytes());
    out
}
