//! What is held back when a stream's channel ends comes in a copy of the frame that said it last: the copy says
//! nothing else again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::{Kinds, Wire};
use support::{engine, masked};

/// The stream has these frames, the first of which ends with text that is held back; it comes out as `expected`.
fn check(wire: Wire, frames: &[&str], expected: &[&str]) {
    let event = |frame: &&str| match wire {
        Wire::Ollama => format!("{frame}\n"),
        _ => format!("data: {frame}\n\n"),
    };
    let stream: String = frames.iter().map(event).collect();
    let engine = engine();
    for size in [1, 64, stream.len()] {
        let out = masked(
            &engine,
            wire,
            Kinds::sensitive(),
            stream.as_bytes().chunks(size),
        );
        let expected: String = expected.iter().map(event).collect();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            expected,
            "in chunks of {size}"
        );
    }
}

/// As many pieces of JSON as say a frame of `openai-chat` with this delta.
fn chat(delta: &str) -> String {
    format!(
        r#"{{"id":"c1","model":"m","choices":[{{"index":0,"delta":{{{delta}}},"finish_reason":null}}]}}"#
    )
}

const STOPPED: &str =
    r#"{"id":"c1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;

fn check_chat(delta: &str, held: &str, copy: &str) {
    let (first, held, copy) = (chat(delta), chat(held), chat(copy));
    check(
        Wire::OpenAiChat,
        &[&first, STOPPED],
        &[&held, &copy, STOPPED],
    );
}

#[test]
fn calls_are_not_made_twice() {
    check_chat(
        r#""role":"assistant","content":"It is hot","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]"#,
        r#""role":"assistant","content":"It is ","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]"#,
        r#""content":"hot""#,
    );
    check_chat(
        r#""role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":\"ada@"}}]"#,
        r#""role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":\""}}]"#,
        r#""tool_calls":[{"index":0,"type":"function","function":{"arguments":"ada@"}}]"#,
    );
    check(
        Wire::Ollama,
        &[
            r#"{"model":"m","message":{"role":"assistant","content":"It is hot","tool_calls":[{"function":{"name":"f","arguments":{"a":"x"}}}]},"done":false}"#,
            r#"{"model":"m","message":{"role":"assistant","content":""},"done":true}"#,
        ],
        &[
            r#"{"model":"m","message":{"role":"assistant","content":"It is ","tool_calls":[{"function":{"name":"f","arguments":{"a":"x"}}}]},"done":false}"#,
            r#"{"model":"m","message":{"role":"assistant","content":"hot"},"done":false}"#,
            r#"{"model":"m","message":{"role":"assistant","content":""},"done":true}"#,
        ],
    );
    check(
        Wire::Gemini,
        &[
            r#"{"candidates":[{"content":{"parts":[{"text":"It is hot"},{"functionCall":{"name":"f","args":{"a":"x"}}}],"role":"model"},"index":0}],"usageMetadata":{"totalTokenCount":7},"modelVersion":"m"}"#,
            r#"{"candidates":[{"finishReason":"STOP","index":0}]}"#,
        ],
        &[
            r#"{"candidates":[{"content":{"parts":[{"text":"It is "},{"functionCall":{"name":"f","args":{"a":"x"}}}],"role":"model"},"index":0}],"usageMetadata":{"totalTokenCount":7},"modelVersion":"m"}"#,
            r#"{"candidates":[{"content":{"parts":[{"text":"hot"}],"role":"model"},"index":0}],"modelVersion":"m"}"#,
            r#"{"candidates":[{"finishReason":"STOP","index":0}]}"#,
        ],
    );
}

#[test]
fn pictures_sound_notes_and_sums_are_not_told_twice() {
    check_chat(
        r#""content":"It is hot","images":[{"image_url":{"url":"data:image/png;base64,AAAA"}}],"annotations":[{"type":"url_citation"}]"#,
        r#""content":"It is ","images":[{"image_url":{"url":"data:image/png;base64,AAAA"}}],"annotations":[{"type":"url_citation"}]"#,
        r#""content":"hot""#,
    );
    check_chat(
        r#""content":null,"audio":{"id":"a1","data":"AAAABBBB","transcript":"It is hot"}"#,
        r#""content":null,"audio":{"id":"a1","data":"AAAABBBB","transcript":"It is "}"#,
        r#""content":null,"audio":{"id":"a1","transcript":"hot"}"#,
    );
    check(
        Wire::OpenAiChat,
        &[
            r#"{"choices":[{"index":0,"delta":{"content":"hot"}},{"index":1,"delta":{"content":"No. "}}],"usage":{"completion_tokens":2}}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
        ],
        &[
            r#"{"choices":[{"index":0,"delta":{"content":""}},{"index":1,"delta":{"content":"No. "}}],"usage":{"completion_tokens":2}}"#,
            r#"{"choices":[{"index":0,"delta":{"content":"hot"}}]}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
        ],
    );
}
