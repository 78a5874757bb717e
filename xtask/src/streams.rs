//! `cargo xtask streams`: the demo's streams, made from their scripts.
//!
//! A script has parts that begin with `%% reasoning`, `%% text` or `%% tool NAME ID`. Each part is
//! cut into pieces of the size of tokens, and every piece becomes a delta of the provider.

mod bedrock;
mod cohere;
mod gemini;
mod llama_cpp;
mod mistral;
mod realtime;
mod responses;
mod tgi;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::generated;
use crate::{Failure, root};

/// Makes a stream of the parts of its script.
type Make = fn(&[Part]) -> String;

const SCRIPTS: &[(&str, &str, Make)] = &[
    ("openai-chat.txt", "openai-chat.sse", openai_chat),
    (
        "openai-responses.txt",
        "openai-responses.sse",
        responses::make,
    ),
    (
        "openai-realtime.txt",
        "openai-realtime.jsonl",
        realtime::make,
    ),
    ("mistral.txt", "mistral.sse", mistral::make),
    ("cohere.txt", "cohere.sse", cohere::make),
    ("anthropic.txt", "anthropic.sse", anthropic),
    ("gemini.txt", "gemini.sse", gemini::events),
    ("gemini-array.txt", "gemini-array.json", gemini::array),
    ("ollama.txt", "ollama.ndjson", ollama),
    ("llama-cpp.txt", "llama-cpp.sse", llama_cpp::make),
    ("tgi.txt", "tgi.sse", tgi::make),
    ("text.txt", "text.txt", text),
];

/// Writes every stream; with `check` tells which are not what their scripts say.
pub(crate) fn run(check: bool) -> Result<(), Failure> {
    let folder = root().join("native/streams");
    let settle = |stream: &str, made: &[u8]| {
        generated(&folder.join(stream), made, "cargo xtask streams", check)
    };
    let script = |name: &str| Ok(parts(&read(&folder.join("scripts").join(name))?));
    for &(name, stream, make) in SCRIPTS {
        settle(stream, make(&script(name)?).as_bytes())?;
    }
    let made = bedrock::messages(&script("bedrock.txt")?);
    settle("bedrock.bin", &made)
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

/// A part of a script.
struct Part {
    kind: Kind,
    pieces: Vec<String>,
}

enum Kind {
    Reasoning,
    Text,
    Tool { name: String, id: String },
}

fn parts(script: &str) -> Vec<Part> {
    let parts = script.split("%% ").filter(|part| !part.is_empty());
    parts.map(part).collect()
}

fn part(part: &str) -> Part {
    let (head, body) = part.split_once('\n').unwrap_or((part, ""));
    let mut words = head.split(' ').map(str::to_owned);
    let kind = match words.next().as_deref() {
        Some("reasoning") => Kind::Reasoning,
        Some("tool") => Kind::Tool {
            name: words.next().unwrap_or_default(),
            id: words.next().unwrap_or_default(),
        },
        _ => Kind::Text,
    };
    Part {
        kind,
        pieces: tokens(body.trim_end()),
    }
}

/// A word with the space before it; a long one in pieces, so that names are split between deltas.
fn tokens(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        let full = |piece: &String| piece.trim_start().chars().count() >= 5;
        match pieces.last_mut() {
            Some(piece) if c != ' ' && c != '\n' && !full(piece) => piece.push(c),
            Some(piece) if c == '\n' && piece.ends_with('\n') => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

fn event(name: Option<&str>, data: &Value) -> String {
    let name = name
        .map(|name| format!("event: {name}\n"))
        .unwrap_or_default();
    format!("{name}data: {data}\n\n")
}

fn count(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.pieces.len()).sum()
}

fn openai_chat(parts: &[Part]) -> String {
    let chunk = |delta: Value, reason: Value| {
        let choice = json!({"index": 0, "delta": delta, "finish_reason": reason});
        event(None, &openai_chunk(&json!([choice]), &Value::Null))
    };
    let mut out = chunk(json!({"role": "assistant", "content": ""}), Value::Null);
    let mut reason = "stop";
    for part in parts {
        if let Kind::Tool { name, id } = &part.kind {
            reason = "tool_calls";
            let call = json!({"name": name, "arguments": ""});
            let call = json!({"index": 0, "id": id, "type": "function", "function": call});
            out += &chunk(json!({"tool_calls": [call]}), Value::Null);
        }
        for piece in &part.pieces {
            out += &chunk(openai_delta(&part.kind, piece), Value::Null);
        }
    }
    out += &chunk(json!({}), json!(reason));
    let usage = json!({"prompt_tokens": 412, "completion_tokens": count(parts),
        "total_tokens": 412 + count(parts)});
    out + &event(None, &openai_chunk(&json!([]), &usage)) + "data: [DONE]\n\n"
}

fn openai_chunk(choices: &Value, usage: &Value) -> Value {
    json!({"id": "chatcmpl-demo", "object": "chat.completion.chunk", "created": 1_773_500_000,
        "model": "demo-1", "choices": choices, "usage": usage})
}

fn openai_delta(kind: &Kind, piece: &str) -> Value {
    match kind {
        Kind::Reasoning => json!({"reasoning_content": piece}),
        Kind::Text => json!({"content": piece}),
        Kind::Tool { .. } => {
            json!({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
        }
    }
}

fn anthropic(parts: &[Part]) -> String {
    let message = json!({"id": "msg_demo", "type": "message", "role": "assistant",
        "model": "demo-1", "content": [], "stop_reason": null, "stop_sequence": null,
        "usage": {"input_tokens": 381, "output_tokens": 1}});
    let mut out = named(&json!({"type": "message_start", "message": message}));
    out += &named(&json!({"type": "ping"}));
    for (index, part) in parts.iter().enumerate() {
        let block = anthropic_block(&part.kind);
        out +=
            &named(&json!({"type": "content_block_start", "index": index, "content_block": block}));
        for piece in &part.pieces {
            let delta = anthropic_delta(&part.kind, piece);
            out += &named(&json!({"type": "content_block_delta", "index": index, "delta": delta}));
        }
        out += &named(&json!({"type": "content_block_stop", "index": index}));
    }
    let reason = json!({"stop_reason": "tool_use", "stop_sequence": null});
    let usage = json!({"output_tokens": count(parts)});
    out += &named(&json!({"type": "message_delta", "delta": reason, "usage": usage}));
    out + &named(&json!({"type": "message_stop"}))
}

/// An event under the name of its type.
fn named(data: &Value) -> String {
    event(data["type"].as_str(), data)
}

fn anthropic_block(kind: &Kind) -> Value {
    match kind {
        Kind::Reasoning => json!({"type": "thinking", "thinking": "", "signature": ""}),
        Kind::Text => json!({"type": "text", "text": ""}),
        Kind::Tool { name, id } => json!({"type": "tool_use", "id": id, "name": name, "input": {}}),
    }
}

fn anthropic_delta(kind: &Kind, piece: &str) -> Value {
    match kind {
        Kind::Reasoning => json!({"type": "thinking_delta", "thinking": piece}),
        Kind::Text => json!({"type": "text_delta", "text": piece}),
        Kind::Tool { .. } => json!({"type": "input_json_delta", "partial_json": piece}),
    }
}

fn ollama(parts: &[Part]) -> String {
    let line = |message: Value, last: &Value| {
        let mut line = json!({"model": "demo-1", "created_at": "2026-03-14T09:26:53.589793Z",
            "message": message, "done": !last.is_null()});
        if let (Some(line), Some(last)) = (line.as_object_mut(), last.as_object()) {
            line.extend(last.clone());
        }
        format!("{line}\n")
    };
    let mut out = String::new();
    for part in parts {
        for piece in &part.pieces {
            out += &line(ollama_message(&part.kind, piece), &Value::Null);
        }
    }
    let last = json!({"done_reason": "stop", "prompt_eval_count": 295, "eval_count": count(parts)});
    out + &line(json!({"role": "assistant", "content": ""}), &last)
}

fn ollama_message(kind: &Kind, piece: &str) -> Value {
    match kind {
        Kind::Reasoning => json!({"role": "assistant", "content": "", "thinking": piece}),
        _ => json!({"role": "assistant", "content": piece}),
    }
}

fn text(parts: &[Part]) -> String {
    parts
        .iter()
        .flat_map(|part| &part.pieces)
        .cloned()
        .collect::<String>()
        + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_streams_are_what_their_scripts_say() {
        if let Err(Failure(what)) = run(true) {
            panic!("{what}");
        }
    }

    #[test]
    fn names_are_split_between_pieces() {
        assert_eq!(
            tokens("Ask Castellan.\n\nNow"),
            ["Ask", " Caste", "llan.", "\n\nNow"]
        );
    }
}
