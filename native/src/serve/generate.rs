//! Ollama's `/api/generate`: the answers of its chat, in the form that this endpoint has.

use axum::body::Bytes;
use serde_json::Value;

use super::Recording;

/// The stream as `/api/generate` sends it. When its lines came is not known of these.
pub(super) fn stream(chat: &Recording) -> Recording {
    let text = String::from_utf8_lossy(&chat.bytes);
    let lines = text.lines().map(|line| match serde_json::from_str(line) {
        Ok(answer) => whole(answer).to_string() + "\n",
        Err(_) => format!("{line}\n"),
    });
    Recording {
        bytes: Bytes::from(lines.collect::<String>()),
        timing: None,
        ..chat.clone()
    }
}

/// An answer, or a part of one: the message's text and thinking stand at its own level.
pub(super) fn whole(mut answer: Value) -> Value {
    let Some(fields) = answer.as_object_mut() else {
        return answer;
    };
    if let Some(mut message) = fields.remove("message") {
        fields.insert("response".to_owned(), message["content"].take());
        if message["thinking"].is_string() {
            fields.insert("thinking".to_owned(), message["thinking"].take());
        }
    }
    answer
}
