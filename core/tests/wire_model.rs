//! The name of the model that answers, on every wire that tells one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod messages;
mod wire_common;

use messages::{chunk, event};
use midflight_core::{Decoder, Limits, Wire};
use wire_common::{lines, pool, sse};

/// What a stream tells, however its bytes are divided.
fn check(wire: Wire, stream: &[u8], expected: Option<&str>) {
    for size in [1, 7, stream.len()] {
        let pool = pool();
        let mut decoder = Decoder::new(wire, &Limits::default(), &pool);
        for piece in stream.chunks(size) {
            decoder.write(piece, &mut |_| {}).unwrap();
        }
        decoder.finish(&mut |_| {}).unwrap();
        let text = String::from_utf8_lossy(stream);
        assert_eq!(decoder.model(), expected, "{wire:?} by {size}: {text}");
    }
}

#[test]
fn wires_tell_the_model() {
    let chat = br#"{"id":"c","model":"gpt-4.1-2025-04-14","choices":[]}"#;
    let chat = sse(&[std::str::from_utf8(chat).unwrap(), "[DONE]"]);
    for wire in [Wire::OpenAiChat, Wire::Mistral, Wire::Auto] {
        check(wire, &chat, Some("gpt-4.1-2025-04-14"));
    }
    check(
        Wire::OpenAiResponses,
        &sse(&[r#"{"type":"response.created","response":{"id":"r","model":"gpt-5-mini"}}"#]),
        Some("gpt-5-mini"),
    );
    check(
        Wire::OpenAiRealtime,
        &lines(&[r#"{"type":"session.created","session":{"voice":"v","model":"gpt-realtime"}}"#]),
        Some("gpt-realtime"),
    );
    let start =
        r#"{"type":"message_start","message":{"id":"m","model":"claude-sonnet-4-5","content":[]}}"#;
    check(Wire::Anthropic, &sse(&[start]), Some("claude-sonnet-4-5"));
    check(Wire::Bedrock, &chunk(start), Some("claude-sonnet-4-5"));
    let gemini = r#"{"candidates":[{"content":{"parts":[]}}],"modelVersion":"gemini-2.5-flash"}"#;
    check(Wire::Gemini, &sse(&[gemini]), Some("gemini-2.5-flash"));
    let array = format!("[{gemini}]");
    check(
        Wire::GeminiArray,
        array.as_bytes(),
        Some("gemini-2.5-flash"),
    );
    check(
        Wire::Ollama,
        &lines(&[r#"{"model":"llama3.2:3b","response":"a","done":false}"#]),
        Some("llama3.2:3b"),
    );
    check(
        Wire::LlamaCpp,
        &sse(&[r#"{"content":"a","stop":false,"model":"qwen.gguf"}"#]),
        Some("qwen.gguf"),
    );
}

#[test]
fn the_first_name_counts_and_escapes_are_undone() {
    let of = |models: &[&str]| {
        let chunks = models
            .iter()
            .map(|model| format!(r#"{{"model":{model},"choices":[]}}"#));
        let chunks: Vec<String> = chunks.collect();
        sse(&chunks.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let check = |models: &[&str], expected: Option<&str>| {
        check(Wire::OpenAiChat, &of(models), expected);
    };
    check(&[r#""""#, r#""a""#, r#""b""#], Some("a"));
    check(&[r#""org\/model\u00e9""#], Some("org/model\u{e9}"));
    check(&["null", "7", r#"["a"]"#], None);
    let (longest, longer) = ("m".repeat(128), "m".repeat(129));
    check(&[&format!("\"{longest}\"")], Some(&longest));
    check(&[&format!("\"{longer}\""), r#""a""#], Some("a"));
    check(&[&format!("\"{longer}\"")], None);
}

#[test]
fn a_wire_without_a_name_tells_none() {
    check(
        Wire::Tgi,
        &sse(&[r#"{"token":{"text":"a","special":false}}"#]),
        None,
    );
    check(
        Wire::Cohere,
        &sse(&[r#"{"type":"message-start","id":"m"}"#]),
        None,
    );
    let said = r#"{"contentBlockIndex":0,"delta":{"text":"a"}}"#;
    check(Wire::Bedrock, &event("contentBlockDelta", said), None);
    check(Wire::Text, b"model: a", None);
}
