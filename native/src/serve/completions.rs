//! The older text completions: the answers of a chat, in the form that `/v1/completions` has. What it says
//! besides text has no place there.

use axum::body::Bytes;
use midflight_core::Framing;
use serde_json::{Value, json};

use super::{Recording, events};

/// The stream as `/v1/completions` sends it. When its events came is not known of these.
pub(super) fn stream(chat: &Recording) -> Recording {
    let event = |data: &str| match serde_json::from_str(data) {
        Ok(chunk) => completion(chunk, "delta").map(|chunk| format!("data: {chunk}\n\n")),
        Err(_) => Some(format!("data: {data}\n\n")),
    };
    let text = String::from_utf8_lossy(&chat.bytes);
    Recording {
        bytes: Bytes::from(events::data(&text).filter_map(event).collect::<String>()),
        framing: Framing::Sse,
        timing: None,
        ..chat.clone()
    }
}

/// An answer that does not stream.
pub(super) fn whole(answer: Value) -> Value {
    completion(answer, "message").unwrap_or_default()
}

/// A chat's answer, or a chunk of one, whose text stands under `said`; `None` where that says nothing.
fn completion(mut answer: Value, said: &str) -> Option<Value> {
    let mut tells = answer["usage"].is_object() || said == "message";
    for choice in answer["choices"].as_array_mut().into_iter().flatten() {
        let text = choice[said]["content"].as_str().unwrap_or_default();
        tells |= !text.is_empty() || choice["finish_reason"].is_string();
        *choice = json!({"text": text, "index": choice["index"], "logprobs": null,
            "finish_reason": choice["finish_reason"]});
    }
    answer["object"] = json!("text_completion");
    tells.then_some(answer)
}
