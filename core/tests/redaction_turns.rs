//! What a channel holds back comes before what follows it: reasoning before the answer, text before a tool's call, one
//! part before the next.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::{Kinds, Wire};
use support::{engine, masked};

fn redacted(wire: Wire, frames: &[String]) -> Vec<String> {
    let event = |data: &String| format!("data: {data}\n\n");
    let stream: String = frames.iter().map(event).collect();
    let engine = engine();
    let whole = masked(&engine, wire, Kinds::sensitive(), [stream.as_bytes()]);
    let split = masked(
        &engine,
        wire,
        Kinds::sensitive(),
        stream.as_bytes().chunks(5),
    );
    assert_eq!(split, whole);
    let out = String::from_utf8(whole).unwrap();
    let frames = out.split("\n\n").filter(|frame| !frame.is_empty());
    frames
        .map(|frame| frame.trim_start_matches("data: ").to_owned())
        .collect()
}

/// Frames of `openai-chat` with these deltas.
fn chat(deltas: &[&str]) -> Vec<String> {
    let frame = |delta: &&str| format!(r#"{{"choices":[{{"index":0,"delta":{{{delta}}}}}]}}"#);
    deltas.iter().map(frame).collect()
}

fn check_chat(deltas: &[&str], expected: &[&str]) {
    assert_eq!(
        redacted(Wire::OpenAiChat, &chat(deltas)),
        chat(expected),
        "{deltas:?}"
    );
}

#[test]
fn reasoning_comes_before_the_answer() {
    check_chat(
        &[
            r#""reasoning_content":"Well. ""#,
            r#""reasoning_content":"So I answer.""#,
            r#""content":"hello there, ""#,
            r#""content":"how are you?""#,
        ],
        &[
            r#""reasoning_content":"Well. ""#,
            r#""reasoning_content":"So I ""#,
            r#""reasoning_content":"answer.""#,
            r#""content":"hello there, ""#,
            r#""content":"how are ""#,
            r#""content":"you?""#,
        ],
    );
    // What begins a value is held back until it is decided.
    check_chat(
        &[
            r#""reasoning_content":"The card is 4111 1111 ""#,
            r#""content":"hello there, ""#,
            r#""reasoning_content":"1111 1111 is mine. ""#,
        ],
        &[
            r#""reasoning_content":"The card is ""#,
            r#""content":"hello there, ""#,
            r#""reasoning_content":"[CREDIT_CARD_1] is mine. ""#,
        ],
    );
}

#[test]
fn text_comes_before_a_call() {
    let call = r#""tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]"#;
    check_chat(
        &[
            r#""content":"It is quite hot""#,
            call,
            r#""content":"Card 4111111111111111""#,
            call,
            r#""content":"Thanks""#,
        ],
        &[
            r#""content":"It is quite ""#,
            r#""content":"hot""#,
            call,
            r#""content":"""#,
            r#""content":"Card [CREDIT_CARD_1]""#,
            call,
            r#""content":"""#,
            r#""content":"Thanks""#,
        ],
    );
}

/// Tokens of channels that speak together are not taken for ends.
#[test]
fn channels_that_speak_together_hold_as_if_alone() {
    let tokens = [
        "Mail", " ada", ".byron", "@", "looms", ".example", " now", ".",
    ];
    let both = tokens.map(|token| format!(r#""reasoning":"{token}","content":"{token}""#));
    let turns = tokens.map(|token| {
        [
            format!(r#""reasoning":"{token}""#),
            format!(r#""content":"{token}""#),
        ]
    });
    for deltas in [both.to_vec(), turns.concat()] {
        let deltas: Vec<&str> = deltas.iter().map(String::as_str).collect();
        let out = redacted(Wire::OpenAiChat, &chat(&deltas)).concat();
        for part in ["ada", "byron", "looms"] {
            assert!(!out.contains(part), "{part} in {out}");
        }
        assert_eq!(out.matches("[EMAIL_1]").count(), 2, "{out}");
    }
}

#[test]
fn parts_are_masked_apart() {
    let parts = |parts: &[&str]| {
        let parts: Vec<String> = parts
            .iter()
            .map(|text| format!(r#"{{"type":"output_text","text":"{text}"}}"#))
            .collect();
        let parts = parts.join(",");
        format!(
            r#"{{"type":"response.output_item.done","output_index":0,"item":{{"id":"m1","type":"message","content":[{parts}]}}}}"#
        )
    };
    assert_eq!(
        redacted(
            Wire::OpenAiResponses,
            &[parts(&["Card 4111111111111111", "Thanks"])]
        ),
        [parts(&["Card [CREDIT_CARD_1]", "Thanks"])]
    );
    let parts = |parts: &[&str]| {
        let parts: Vec<String> = parts
            .iter()
            .map(|text| format!(r#"{{"text":"{text}"}}"#))
            .collect();
        format!(
            r#"{{"candidates":[{{"content":{{"parts":[{}]}},"finishReason":"STOP"}}]}}"#,
            parts.join(",")
        )
    };
    assert_eq!(
        redacted(Wire::Gemini, &[parts(&["My SSN is 536-90-4399", "Thanks"])]),
        [parts(&["My SSN is [SSN_1]", "Thanks"])]
    );
}

/// A limit of tokens ends an answer anywhere.
#[test]
fn keys_that_are_cut_off_are_masked() {
    let check = |text: &str, expected: &str| {
        for size in [1, 7, text.len()] {
            let redactor = engine().redactor(Wire::Text, Kinds::sensitive());
            let out = support::redacted(redactor, text.as_bytes().chunks(size));
            assert_eq!(String::from_utf8_lossy(&out), expected, "{size}");
        }
    };
    check("Use ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6", "Use [SECRET_1]");
    check(
        "Mail ada@looms.example, key sk-ant-api03-a1B2c3D4e5F6g7H8",
        "Mail [EMAIL_1], key [SECRET_1]",
    );
    check("Keys begin with ghp_", "Keys begin with ghp_");
    check("Use ghp_a1B2", "Use ghp_a1B2");
    check_chat(
        &[
            r#""tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"key\":\"ghp_a1B2c3D4e5F6g7H8i9J0"}}]"#,
        ],
        &[
            r#""tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"key\":\""}}]"#,
            r#""tool_calls":[{"index":0,"function":{"arguments":"[SECRET_1]"}}]"#,
        ],
    );
}
