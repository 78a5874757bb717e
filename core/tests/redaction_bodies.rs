//! Answers that do not stream, and requests.

mod support;

use midflight_core::Kinds;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::engine;

/// A body, masked, handed over in pieces of `size` bytes.
fn masked(body: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut redactor = engine().body_redactor(Kinds::sensitive());
    for piece in body.chunks(size) {
        redactor
            .write(piece, &mut |bytes| out.extend_from_slice(bytes))
            .unwrap();
    }
    redactor
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    out
}

fn check(body: &Value, expected: &Value) {
    for text in [body.to_string(), format!("{body:#}")] {
        for size in [1, 7, text.len()] {
            let out = masked(text.as_bytes(), size);
            let value: Value = serde_json::from_slice(&out).expect("it stays JSON");
            assert_eq!(&value, expected);
        }
    }
}

#[test]
fn every_string_of_an_answer_is_masked() {
    check(
        &json!({"id": "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG", "created": 1_741_570_283, "model": "gpt-4o",
            "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant",
                "content": "Mail \"ada@example.org\" or bob@example.org.",
                "tool_calls": [{"id": "call_9", "type": "function", "function": {"name": "send",
                    "arguments": "{\"to\":\"ada@example.org\",\"n\":4111}"}}]}}],
            "usage": {"prompt_tokens": 12, "completion_tokens": 42}}),
        &json!({"id": "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG", "created": 1_741_570_283, "model": "gpt-4o",
            "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant",
                "content": "Mail \"[EMAIL_1]\" or [EMAIL_2].",
                "tool_calls": [{"id": "call_9", "type": "function", "function": {"name": "send",
                    "arguments": "{\"to\":\"[EMAIL_1]\",\"n\":4111}"}}]}}],
            "usage": {"prompt_tokens": 12, "completion_tokens": 42}}),
    );
    check(
        &json!([{"card": 4_111_111_111_111_111_u64, "password": "hunter2!x", "api_key": "q8Zr2Lk0Vw7Xb5Nd9Tf3"}]),
        &json!([{"card": 4_111_111_111_111_111_u64, "password": "[SECRET_2]", "api_key": "[SECRET_1]"}]),
    );
}

#[test]
fn what_is_no_json_is_masked_as_text() {
    let out = masked(b"upstream error: ask ada@example.org", 5);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "upstream error: ask [EMAIL_1]"
    );
    assert_eq!(masked(b"", 1), b"");
    let out = masked(b"\xff\xfe ada@example.org \xff", 1);
    assert!(!String::from_utf8_lossy(&out).contains("ada@"));
}

proptest! {
    #[test]
    fn any_split_gives_the_same(words in prop::collection::vec("[a-z0-9@.\"\\\\é ]{0,12}", 0..8), size in 1_usize..9) {
        let body = json!({ "words": words, "n": 1.5e3 }).to_string();
        let whole = masked(body.as_bytes(), body.len());
        prop_assert_eq!(&masked(body.as_bytes(), size), &whole);
        let value: Value = serde_json::from_slice(&whole).unwrap();
        prop_assert_eq!(value["words"].as_array().map(Vec::len), Some(words.len()));
    }
}
