//! `cohere`, field by field.

mod wire_common;

use midflight_core::Wire;
use wire_common::sse;

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check(Wire::Cohere, &sse(data), expected);
}

const START: &str = r#"{"id":"x","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}"#;
const END: &str = r#"{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":1,"output_tokens":2},"tokens":{"input_tokens":3,"output_tokens":4},"cached_tokens":5}}}"#;

#[test]
fn text_and_thinking() {
    check(
        &[
            START,
            r#"{"type":"content-start","index":0,"delta":{"message":{"content":{"type":"thinking","thinking":""}}}}"#,
            r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"Hm"}}}}"#,
            r#"{"type":"content-end","index":0}"#,
            r#"{"type":"content-start","index":1,"delta":{"message":{"content":{"type":"text","text":"A"}}}}"#,
            r#"{"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"da \"\u00e9\""}}},"logprobs":{"token_ids":[1]}}"#,
            r#"{"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":3,"text":"Ada","sources":[]}}}}"#,
            r#"{"type":"citation-end","index":0}"#,
            r#"{"type":"content-end","index":1}"#,
            END,
            "[DONE]",
        ],
        &[
            "reasoning 0: Hm",
            "text 0: A",
            "text 0: da \"é\"",
            "shadow",
            "echo text 0: Ada",
            "close reasoning 0",
            "close text 0",
            "usage 3 4 5 -",
            "finish 0: COMPLETE",
            "Complete",
        ],
    );
}

#[test]
fn a_plan_and_tool_calls() {
    let start = |index: u32, id: &str, arguments: &str| {
        format!(
            r#"{{"type":"tool-call-start","index":{index},"delta":{{"message":{{"tool_calls":{{"id":"{id}","type":"function","function":{{"name":"f","arguments":"{arguments}"}}}}}}}}}}"#
        )
    };
    let delta = |index: u32, arguments: &str| {
        format!(
            r#"{{"type":"tool-call-delta","index":{index},"delta":{{"message":{{"tool_calls":{{"function":{{"arguments":"{arguments}"}}}}}}}}}}"#
        )
    };
    check(
        &[
            START,
            r#"{"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I will"}}}"#,
            &start(0, "a", ""),
            &delta(0, "{}"),
            r#"{"type":"tool-call-end","index":0}"#,
            &start(1, "b", "["),
            &delta(1, "]"),
            r#"{"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":1,"output_tokens":2}}}}"#,
        ],
        &[
            "reasoning 0: I will",
            "call 0/0: a f",
            "tool 0/0: {}",
            "close tool 0/0",
            "call 0/1: b f",
            "tool 0/1: [",
            "tool 0/1: ]",
            "close reasoning 0",
            "close tool 0/1",
            "usage 1 2 - -",
            "finish 0: TOOL_CALL",
            "Complete",
        ],
    );
}

#[test]
fn errors_and_endings() {
    check(
        &[
            START,
            r#"{"type":"message-end","delta":{"finish_reason":"ERROR","error":"no more","usage":null}}"#,
        ],
        &["finish 0: ERROR", "error ERROR: no more", "Complete"],
    );
    check(
        &[START, r#"{"id":"x","message":"internal error"}"#],
        &["error : internal error", "Failed"],
    );
    check(
        &[
            START,
            r#"{"type":"message-end","delta":{"finish_reason":"ERROR_TOXIC"}}"#,
        ],
        &["finish 0: ERROR_TOXIC", "Blocked"],
    );
    check(&[START, "[DONE]"], &["Cut"]);
}

#[test]
fn malformed_frames_and_values_of_other_types() {
    let torn =
        r#"{"type":"content-delta","delta":{"message":{"content":{"text":"never"}}},"index":]"#;
    let offset = START.len() + 8;
    check(
        &[
            START,
            torn,
            r#"{"type":"content-delta","index":"x","delta":{"message":{"content":[{"text":1}]}}}"#,
            r#"{"type":"content-delta","delta":null}"#,
            r#"{"type":"tool-call-delta","index":9,"delta":{"message":{"tool_calls":[1]}}}"#,
            r#"{"type":"tool-call-end","index":7}"#,
            r#"{"type":"new-event","delta":{"message":{"content":{"text":"a"}}}}"#,
            END,
        ],
        &[
            &format!("invalid_json at {offset}: byte 81 of the data: expected a value, came ']'"),
            "usage 3 4 5 -",
            "finish 0: COMPLETE",
            "Complete",
        ],
    );
}
