//! `mistral`: what differs from `openai-chat`, and that the rest does not.

mod wire_common;

use midflight_core::Wire;
use wire_common::sse;

fn check(deltas: &[&str], expected: &[&str]) {
    let chunk = |delta: &&str| format!(r#"{{"choices":[{{"index":0,"delta":{delta}}}]}}"#);
    let chunks: Vec<String> = deltas.iter().map(chunk).collect();
    let mut data: Vec<&str> = chunks.iter().map(String::as_str).collect();
    data.push(
        r#"{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"total_tokens":3,"completion_tokens":2}}"#,
    );
    data.push("[DONE]");
    let end = ["finish 0: stop", "usage 1 2 - -", "Complete"];
    wire_common::check(Wire::Mistral, &sse(&data), &[expected, &end].concat());
}

#[test]
fn content_as_a_string_or_as_parts() {
    check(
        &[
            r#"{"role":"assistant","content":""}"#,
            r#"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"},{"type":"reference","reference_ids":[1]}],"closed":true}]}"#,
            r#"{"content":[{"type":"thinking","thinking":"so"},{"type":"text","text":"A"}]}"#,
            r#"{"content":"da"}"#,
        ],
        &[
            "reasoning 0: Hm",
            "reasoning 0: so",
            "text 0: A",
            "text 0: da",
            "close reasoning 0",
            "close text 0",
        ],
    );
}

#[test]
fn tool_calls_without_index() {
    check(
        &[
            r#"{"content":null,"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}},{"id":"b","function":{"name":"g","arguments":{"y": 1}}}]}"#,
            r#"{"tool_calls":[{"id":"a","function":{"name":"","arguments":"1}"}}],"index":0}"#,
        ],
        &[
            "call 0/0: a f",
            "tool 0/0: {\"x\":",
            "call 0/1: b g",
            "tool 0/1: {\"y\":1}",
            "tool 0/0: 1}",
            "close tool 0/0",
            "close tool 0/1",
        ],
    );
}
