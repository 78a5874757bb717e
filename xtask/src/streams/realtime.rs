//! OpenAI's Realtime: a message a line; the model speaks, so that its text is a transcript.

use serde_json::{Value, json};

use super::{Kind, Part, count};

pub(super) fn make(parts: &[Part]) -> String {
    let session = json!({"object": "realtime.session", "id": "sess_demo", "model": "demo-1"});
    let begun = json!({"id": "resp_demo", "status": "in_progress", "output": []});
    let mut out = line(json!({"type": "session.created", "session": session}));
    out += &line(json!({"type": "response.created", "response": begun}));
    for (index, part) in parts.iter().enumerate() {
        out += &item(index, part);
    }
    let usage = json!({"input_tokens": 214, "output_tokens": count(parts),
        "input_token_details": {"cached_tokens": 128}});
    let done = json!({"id": "resp_demo", "status": "completed", "output": [], "usage": usage});
    out + &line(json!({"type": "response.done", "response": done}))
}

fn item(index: usize, part: &Part) -> String {
    let (item, name, field) = if let Kind::Tool { name, id } = &part.kind {
        let item = json!({"id": "item_demo", "type": "function_call", "call_id": id,
            "name": name, "arguments": ""});
        (item, "function_call_arguments", "arguments")
    } else {
        let item = json!({"id": "item_demo", "type": "message", "role": "assistant",
            "content": []});
        (item, "output_audio_transcript", "transcript")
    };
    let event = |kind: &str, field: &str, value: &Value| {
        line(
            json!({"type": kind, "response_id": "resp_demo", "output_index": index,
            field: value}),
        )
    };
    let mut out = event("response.output_item.added", "item", &item);
    for piece in &part.pieces {
        out += &event(&format!("response.{name}.delta"), "delta", &json!(piece));
    }
    let whole = json!(part.pieces.concat());
    out + &event(&format!("response.{name}.done"), field, &whole)
}

fn line(mut message: Value) -> String {
    message["event_id"] = json!("event_demo");
    format!("{message}\n")
}
