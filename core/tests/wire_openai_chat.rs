//! `openai-chat`, field by field.

mod wire_common;

use midflight_core::Wire;
use wire_common::sse;

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check(Wire::OpenAiChat, &sse(data), expected);
}

/// A chunk with one choice whose delta is `delta`.
fn chunk(delta: &str) -> String {
    format!(
        r#"{{"id":"c","choices":[{{"index":0,"delta":{delta},"finish_reason":null}}],"usage":null}}"#
    )
}

/// What `deltas`, a chunk each, say; without the channels' ends, which the end mark brings.
fn says(deltas: &[&str], expected: &[&str]) {
    let chunks: Vec<String> = deltas.iter().map(|delta| chunk(delta)).collect();
    let mut data: Vec<&str> = chunks.iter().map(String::as_str).collect();
    data.push("[DONE]");
    let mut said = wire_common::said(Wire::OpenAiChat, &sse(&data));
    said.retain(|line| !line.starts_with("close "));
    assert_eq!(said, [expected, &["Complete"]].concat(), "{deltas:?}");
}

#[test]
fn the_end_mark_closes_what_no_finish_has() {
    let call = r#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}"#;
    check(
        &[&chunk(r#"{"content":"a"}"#), &chunk(call), "[DONE]"],
        &[
            "text 0: a",
            "call 0/0: a f",
            "tool 0/0: {}",
            "close text 0",
            "close tool 0/0",
            "Complete",
        ],
    );
}

#[test]
fn text_reasoning_and_refusal() {
    says(
        &[r#"{"content":"Hel"}"#, r#"{"content":"lo"}"#],
        &["text 0: Hel", "text 0: lo"],
    );
    says(
        &[
            r#"{"role":"assistant","content":""}"#,
            r#"{"content":null}"#,
            "{}",
            "null",
        ],
        &[],
    );
    says(&[r#"{"refusal":"I can't"}"#], &["refusal 0: I can't"]);
    says(&[r#"{"reasoning":"Hm"}"#], &["reasoning 0: Hm"]);
    says(&[r#"{"reasoning_content":"Hm"}"#], &["reasoning 0: Hm"]);
    says(
        &[r#"{"reasoning":"Hm","reasoning_content":"Hm"}"#],
        &["reasoning 0: Hm", "echo reasoning 0: Hm"],
    );
    says(
        &[r#"{"reasoning":"Hm","reasoning_details":[{"summary":"Hm"},{"data":"x"}]}"#],
        &["reasoning 0: Hm", "echo reasoning 0: Hm"],
    );
    says(
        &[r#"{"reasoning":"Hm","reasoning_content":null}"#],
        &["reasoning 0: Hm"],
    );
    says(&[r#"{"reasoning":{"a":1},"content":"a"}"#], &["text 0: a"]);
    says(&[r#"{"\u0063ontent":"a\n\"b\""}"#], &["text 0: a\n\"b\""]);
    says(&[r#"{"content":7}"#], &[]);
}

#[test]
fn content_as_a_list_of_parts() {
    says(
        &[r#"{"content":[{"type":"text","text":"a"},{"text":"b","type":"text"}]}"#],
        &["text 0: a", "text 0: b"],
    );
    says(
        &[
            r#"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"h"},{"text":"m"}],"closed":true},{"type":"text","text":"a"}]}"#,
        ],
        &["reasoning 0: h", "reasoning 0: m", "text 0: a"],
    );
    says(
        &[
            r#"{"content":[{"type":"thinking","thinking":"hm"},{"type":"reference","reference_ids":[1]},7]}"#,
        ],
        &["reasoning 0: hm"],
    );
    says(
        &[r#"{"content":[{"type":"refusal","refusal":"no"}]}"#],
        &["refusal 0: no"],
    );
}

#[test]
fn tool_calls_by_index() {
    says(
        &[
            r#"{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"#,
            r#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]}"#,
            r#"{"tool_calls":[{"index":0,"id":"","function":{"name":"","arguments":":1}"}}]}"#,
            r#"{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{"}}]}"#,
            r#"{"tool_calls":[{"index":1,"id":null,"function":{"name":null,"arguments":"}"}}]}"#,
        ],
        &[
            "call 0/0: a f",
            "tool 0/0: {\"x\"",
            "tool 0/0: :1}",
            "call 0/1: b g",
            "tool 0/1: {",
            "tool 0/1: }",
        ],
    );
    // Several in one frame, and pieces that take turns.
    says(
        &[
            r#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f"}},{"index":1,"id":"b","function":{"name":"g"}}]}"#,
            r#"{"tool_calls":[{"index":1,"function":{"arguments":"1"}},{"index":0,"function":{"arguments":"0"}}]}"#,
        ],
        &[
            "call 0/0: a f",
            "call 0/1: b g",
            "tool 0/1: 1",
            "tool 0/0: 0",
        ],
    );
    // A gateway that counts every call 0.
    says(
        &[
            r#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}"#,
            r#"{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"[]"}}]}"#,
        ],
        &[
            "call 0/0: a f",
            "tool 0/0: {}",
            "call 0/1: b f",
            "tool 0/1: []",
        ],
    );
}

#[test]
fn tool_calls_without_index() {
    says(
        &[
            r#"{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}},{"id":"b","function":{"name":"g","arguments":"["}}]}"#,
            r#"{"tool_calls":[{"id":"a","function":{"arguments":"}"}}]}"#,
            r#"{"tool_calls":[{"function":{"arguments":"]"}}]}"#,
        ],
        &[
            "call 0/0: a f",
            "tool 0/0: {",
            "call 0/1: b g",
            "tool 0/1: [",
            "tool 0/0: }",
            "tool 0/1: ]",
        ],
    );
    says(
        &[
            r#"{"tool_calls":[{"function":{"name":"f","arguments":"1"}}]}"#,
            r#"{"tool_calls":[{"function":{"name":"f","arguments":"2"}}]}"#,
        ],
        &["call 0/0:  f", "tool 0/0: 1", "call 0/1:  f", "tool 0/1: 2"],
    );
    says(
        &[
            r#"{"function_call":{"name":"f","arguments":"{"}}"#,
            r#"{"function_call":{"arguments":"}"}}"#,
        ],
        &["call 0/0:  f", "tool 0/0: {", "tool 0/0: }"],
    );
    says(
        &[r#"{"tool_calls":[{"function":{"name":"f","arguments":{"a" : [1, "b c"]}}}]}"#],
        &["call 0/0:  f", "tool 0/0: {\"a\":[1,\"b c\"]}"],
    );
}

#[test]
fn several_choices_finish_once_each() {
    check(
        &[
            r#"{"choices":[{"delta":{"content":"a"},"index":0},{"delta":{"content":"b"},"index":1}]}"#,
            r#"{"choices":[{"index":1,"delta":{"content":"c"},"finish_reason":"length"}]}"#,
            r#"{"choices":[{"finish_reason":"stop","index":0,"delta":{"content":"d"}}]}"#,
            r#"{"choices":[{"finish_reason":"stop","index":0,"delta":{}}]}"#,
            r#"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
            "[DONE]",
        ],
        &[
            "text 0: a",
            "text 1: b",
            "text 1: c",
            "close text 1",
            "finish 1: length",
            "text 0: d",
            "close text 0",
            "finish 0: stop",
            "usage 1 2 - -",
            "Complete",
        ],
    );
    check(
        &[
            r#"{"choices":[{"index":0,"delta":{"reasoning":"r","content":"t","tool_calls":[{"index":0,"id":"a","function":{"name":"f"}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
        ],
        &[
            "reasoning 0: r",
            "text 0: t",
            "call 0/0: a f",
            "close reasoning 0",
            "close text 0",
            "close tool 0/0",
            "finish 0: tool_calls",
            "Cut",
        ],
    );
    check(
        &[
            r#"{"object":"text_completion","choices":[{"index":0,"text":"old","finish_reason":""}]}"#,
        ],
        &["text 0: old", "Cut"],
    );
}

#[test]
fn usage_wherever_it_stands() {
    for (usage, expected) in [
        (
            r#""usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}"#,
            "usage 1 2 - -",
        ),
        (
            r#""usage":{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":5,"x":null}}"#,
            "usage 1 2 4 5",
        ),
        (
            r#""usage":{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":null,"prompt_cache_hit_tokens":4}"#,
            "usage 1 2 4 -",
        ),
        (
            r#""x_groq":{"id":"r","usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
            "usage 1 2 - -",
        ),
    ] {
        let data = format!(r#"{{"choices":[],{usage}}}"#);
        check(&[&data, "[DONE]"], &[expected, "Complete"]);
    }
    check(&[r#"{"choices":[],"usage":null}"#, "[DONE]"], &["Complete"]);
}

#[test]
fn errors_and_endings() {
    for (error, expected) in [
        (
            r#"{"error":{"message":"m","type":"t","code":"c"}}"#,
            "error c: m",
        ),
        (
            r#"{"error":{"message":"m","type":"t","code":null}}"#,
            "error t: m",
        ),
        (r#"{"error":{"code":429,"message":"m"}}"#, "error 429: m"),
        (r#"{"error":"m"}"#, "error : m"),
        (
            r#"{"error":{"message":"m","type":"t","code":""}}"#,
            "error t: m",
        ),
        (
            r#"{"error":{"message":"m","type":"","code":""}}"#,
            "error : m",
        ),
        (
            r#"{"error":{"message":"m","type":null,"code":null}}"#,
            "error : m",
        ),
        (
            r#"{"object":"error","message":"m","type":"t","code":""}"#,
            "error t: m",
        ),
        (
            r#"{"object":"error","message":"m","type":"t","code":400}"#,
            "error 400: m",
        ),
    ] {
        check(&[error], &[expected, "Failed"]);
        check(&[error, "[DONE]"], &[expected, "Complete"]);
        check(
            &[&chunk(r#"{"content":"a"}"#), error],
            &["text 0: a", expected, "Failed"],
        );
    }
    check(&[&chunk(r#"{"content":"a"}"#)], &["text 0: a", "Cut"]);
    check(
        &[
            r#"{"error":null,"choices":[{"index":0,"finish_reason":"content_filter"}]}"#,
            "[DONE]",
        ],
        &["finish 0: content_filter", "Blocked"],
    );
}

#[test]
fn a_torn_surrogate_pair_is_joined_within_its_channel() {
    says(
        &[r#"{"content":"a\ud83d"}"#, r#"{"content":"\ude80b"}"#],
        &["text 0: a", "text 0: 🚀b"],
    );
    says(
        &[
            r#"{"content":"\ud83d"}"#,
            r#"{"reasoning":"\ude80"}"#,
            r#"{"content":"\ude80"}"#,
        ],
        &["reasoning 0: \u{fffd}", "text 0: 🚀"],
    );
    says(
        &[r#"{"content":"\ud83d"}"#, r#"{"content":"x"}"#],
        &["text 0: \u{fffd}x"],
    );
    says(&[r#"{"content":"\ud83d"}"#], &[]);
}

#[test]
fn a_malformed_frame_says_one_thing() {
    let sound = chunk(r#"{"content":"a"}"#);
    let offset = sound.len() + 8;
    // What is wrong stands behind a sound choice, which must not be told.
    let broken = r#"{"choices":[{"index":0,"delta":{"content":"never"}}],"usage":}"#;
    check(
        &[&sound, broken, &sound, "[DONE]"],
        &[
            "text 0: a",
            &format!("invalid_json at {offset}: byte 61 of the data: expected a value, came '}}'"),
            "text 0: a",
            "close text 0",
            "Complete",
        ],
    );
    let deep = format!(r#"{{"choices":[],"a":{}"#, "[".repeat(10_000));
    check(
        &[&sound, &deep, "[DONE]"],
        &[
            "text 0: a",
            &format!(
                "nesting_too_deep at {offset}: byte 145 of the data: expected a value that is nested less deeply, came '['"
            ),
            "close text 0",
            "Complete",
        ],
    );
}

#[test]
fn heartbeats_and_the_unknown_are_passed_over() {
    check(
        &[
            "",
            &chunk(r#"{"content":"a","new":{"b":[1]}}"#),
            " ",
            "[DONE]",
        ],
        &["text 0: a", "close text 0", "Complete"],
    );
}
