//! `ollama`, field by field, and `text`.

mod wire_common;

use midflight_core::{Ending, Wire};
use wire_common::{decode, lines};

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check(Wire::Ollama, &lines(data), expected);
}

#[test]
fn chat_and_generate() {
    check(
        &[
            r#"{"model":"m","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false}"#,
            r#"{"model":"m","message":{"role":"assistant","content":"a"},"done":false}"#,
            r#"{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":4}"#,
        ],
        &[
            "reasoning 0: Hm",
            "text 0: a",
            "usage 3 4 - -",
            "close reasoning 0",
            "close text 0",
            "finish 0: stop",
            "Complete",
        ],
    );
    check(
        &[
            r#"{"model":"m","response":"","thinking":"Hm","done":false}"#,
            r#"{"model":"m","response":"a","done":false}"#,
            r#"{"model":"m","response":"","done":true,"context":[1,2],"eval_count":4}"#,
        ],
        &[
            "reasoning 0: Hm",
            "text 0: a",
            "usage - 4 - -",
            "close reasoning 0",
            "close text 0",
            "Complete",
        ],
    );
}

#[test]
fn whole_tool_calls() {
    check(
        &[
            r#"{"message":{"content":"","tool_calls":[{"function":{"name":"f","arguments":{"a": "x y", "b": [1, 2]}}},{"id":"c","function":{"index":0,"name":"g","arguments":{}}}]},"done":false}"#,
        ],
        &[
            "call 0/0:  f",
            "tool 0/0: {\"a\":\"x y\",\"b\":[1,2]}",
            "close tool 0/0",
            "call 0/1: c g",
            "tool 0/1: {}",
            "close tool 0/1",
            "Cut",
        ],
    );
}

#[test]
fn errors() {
    let said = r#"{"message":{"content":"a"},"done":false}"#;
    check(
        &[said, r#"{"error":"m"}"#],
        &["text 0: a", "error : m", "Failed"],
    );
    check(&[r#"{"error":{"message":"m"}}"#], &["error : m", "Failed"]);
    check(
        &[said, "{\"message\":", said],
        &[
            "text 0: a",
            "invalid_json at 41: byte 11 of the data: expected more of the document, came the end of the data",
            "text 0: a",
            "Cut",
        ],
    );
}

#[test]
fn text_has_no_end_mark() {
    for chunk in [1, 3, 100] {
        let said = decode(Wire::Text, "Añ b\n🚀".as_bytes(), chunk);
        assert_eq!(said.story.text[&0], "Añ b\n🚀");
        assert_eq!(said.ending, Ending::Complete);
    }
    assert_eq!(decode(Wire::Text, b"", 1).ending, Ending::Complete);
}
