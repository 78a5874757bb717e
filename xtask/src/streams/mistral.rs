//! Mistral: thoughts as a list of parts, tool calls whole and without index.

use serde_json::{Value, json};

use super::{Kind, Part, count, event};

pub(super) fn make(parts: &[Part]) -> String {
    let piece = |delta: &Value| chunk(delta, None, None);
    let mut out = piece(&json!({"role": "assistant", "content": ""}));
    for part in parts {
        if let Kind::Tool { name, id } = &part.kind {
            let call = json!({"name": name, "arguments": part.pieces.concat()});
            let call = json!({"id": id, "function": call});
            out += &piece(&json!({"content": "", "tool_calls": [call]}));
            continue;
        }
        for text in &part.pieces {
            let content = match part.kind {
                Kind::Reasoning => {
                    let thought = json!([{"type": "text", "text": text}]);
                    json!([{"type": "thinking", "thinking": thought}])
                }
                _ => json!(text),
            };
            out += &piece(&json!({"content": content}));
        }
    }
    let usage = json!({"prompt_tokens": 260, "total_tokens": 260 + count(parts),
        "completion_tokens": count(parts)});
    out + &chunk(&json!({"content": ""}), Some("stop"), Some(usage)) + "data: [DONE]\n\n"
}

fn chunk(delta: &Value, reason: Option<&str>, usage: Option<Value>) -> String {
    let choice = json!({"index": 0, "delta": delta, "finish_reason": reason});
    let mut chunk = json!({"id": "demo", "object": "chat.completion.chunk",
        "created": 1_773_500_000, "model": "demo-1", "choices": [choice]});
    if let Some(usage) = usage {
        chunk["usage"] = usage;
    }
    event(None, &chunk)
}
