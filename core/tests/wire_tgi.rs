//! `tgi`, field by field.

mod wire_common;

use midflight_core::Wire;
use wire_common::sse;

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check(Wire::Tgi, &sse(data), expected);
}

#[test]
fn text_special_tokens_and_details() {
    check(
        &[
            r#"{"index":1,"token":{"text":"a","logprob":-0.4,"special":false},"generated_text":null,"details":null}"#,
            r#"{"index":2,"token":{"id":2,"text":"</s>","special":true},"generated_text":"a","details":{"finish_reason":"eos_token","generated_tokens":2,"seed":null,"input_length":19}}"#,
        ],
        &[
            "text 0: a",
            "close text 0",
            "echo text 0: a",
            "usage 19 2 - -",
            "finish 0: eos_token",
            "Complete",
        ],
    );
}

#[test]
fn a_generated_text_ends_a_stream_without_details() {
    check(
        &[
            r#"{"token":{"text":"a","special":false}}"#,
            r#"{"token":{"text":"b","special":false},"generated_text":"ab"}"#,
        ],
        &[
            "text 0: a",
            "text 0: b",
            "close text 0",
            "echo text 0: ab",
            "Complete",
        ],
    );
}

#[test]
fn what_text_can_be_guessed_from_is_told() {
    check(
        &[
            r#"{"token":{"id":7,"text":"a","special":false},"top_tokens":[{"id":7,"text":"a"}],"details":{"finish_reason":"length","tokens":[{"text":"a"}],"best_of_sequences":null,"top_tokens":[]}}"#,
        ],
        &[
            "text 0: a",
            "shadow",
            "close text 0",
            "shadow",
            "shadow",
            "finish 0: length",
            "Complete",
        ],
    );
}

#[test]
fn errors() {
    let said = r#"{"token":{"text":"a","special":false}}"#;
    check(
        &[said, r#"{"error":"m","error_type":"generation"}"#],
        &["text 0: a", "error generation: m", "Failed"],
    );
    check(
        &[r#"{"error":"m","error_type":"validation"}"#],
        &["error validation: m", "Failed"],
    );
    check(
        &[said, "{\"token\":"],
        &[
            "text 0: a",
            "invalid_json at 46: byte 9 of the data: expected more of the document, came the end of the data",
            "Cut",
        ],
    );
}
