//! `anthropic`, field by field.

mod wire_common;

use midflight_core::Wire;
use wire_common::sse;

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check(Wire::Anthropic, &sse(data), expected);
}

const STOP: &str = r#"{"type":"message_stop"}"#;

#[test]
fn text_and_thinking_close_with_the_stop_reason() {
    check(
        &[
            r#"{"type":"message_start","message":{"content":[],"stop_reason":null,"usage":{"input_tokens":3,"cache_read_input_tokens":2,"output_tokens":1}}}"#,
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
            r#"{"type":"ping"}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}"#,
            r#"{"type":"content_block_stop","index":0}"#,
            r#"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"A"}}"#,
            r#"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"da"}      }"#,
            r#"{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"cited_text":"x"}}}"#,
            r#"{"type":"content_block_stop","index":1}"#,
            r#"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9,"output_tokens_details":{"thinking_tokens":4}}}"#,
            STOP,
        ],
        &[
            "usage 3 1 2 -",
            "reasoning 0: Hm",
            "text 0: A",
            "text 0: da",
            "usage 3 9 2 4",
            "close reasoning 0",
            "close text 0",
            "finish 0: end_turn",
            "Complete",
        ],
    );
}

#[test]
fn tool_input_in_pieces_or_whole() {
    check(
        &[
            r#"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}"#,
            r#"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}"#,
            r#"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1}"}}"#,
            r#"{"type":"content_block_stop","index":1}"#,
            r#"{"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"s1","name":"web_search","input":{"q": "x y"}}}"#,
            r#"{"type":"content_block_stop","index":2}"#,
            r#"{"type":"content_block_start","index":3,"content_block":{"type":"web_search_tool_result","tool_use_id":"s1","content":[{"text":"no"}]}}"#,
            r#"{"type":"content_block_stop","index":3}"#,
        ],
        &[
            "call 0/0: t1 f",
            "tool 0/0: {\"a\": 1}",
            "close tool 0/0",
            "call 0/1: s1 web_search",
            "tool 0/1: {\"q\":\"x y\"}",
            "close tool 0/1",
            "Cut",
        ],
    );
}

#[test]
fn a_message_that_starts_with_content_counts_once() {
    let start = r#"{"type":"message_start","message":{"content":[{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{"p":1}}],"stop_reason":"tool_use","usage":{"input_tokens":0,"output_tokens":0}}}"#;
    check(
        &[start, start, STOP],
        &[
            "text 0: a",
            "call 0/0: t f",
            "tool 0/0: {\"p\":1}",
            "close tool 0/0",
            "usage 0 0 - -",
            "close text 0",
            "finish 0: tool_use",
            "usage 0 0 - -",
            "Complete",
        ],
    );
}

#[test]
fn errors_and_refusals() {
    check(
        &[
            r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}"#,
        ],
        &["error overloaded_error: Overloaded", "Failed"],
    );
    check(
        &[
            r#"{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal"}},"usage":null}"#,
            STOP,
        ],
        &["finish 0: refusal", "Blocked"],
    );
    check(
        &[r#"{"type":"message_start""#, STOP],
        &[
            "invalid_json at 0: byte 23 of the data: expected more of the document, came the end of the data",
            "Complete",
        ],
    );
    check(
        &[r#"{"type":"ping"}"#, r#"{"type":"new_event","text":"x"}"#],
        &["Cut"],
    );
}
