//! `llama-cpp`, field by field.

mod wire_common;

use midflight_core::Wire;
use wire_common::sse;

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check(Wire::LlamaCpp, &sse(data), expected);
}

#[test]
fn text_usage_and_stop() {
    check(
        &[
            r#"{"index":0,"content":"a","stop":false,"id_slot":-1,"tokens_predicted":1,"tokens_evaluated":48}"#,
            r#"{"index":0,"content":"","tokens":[],"stop":true,"stop_type":"eos","stopping_word":"","tokens_predicted":2,"tokens_evaluated":48,"timings":{"cache_n":40,"prompt_n":8}}"#,
        ],
        &[
            "text 0: a",
            "usage 48 1 - -",
            "usage 48 2 40 -",
            "close text 0",
            "finish 0: eos",
            "Complete",
        ],
    );
}

#[test]
fn older_servers_tell_the_reason_in_other_fields() {
    for (field, reason) in [
        ("stopped_eos", "eos"),
        ("stopped_word", "word"),
        ("stopped_limit", "limit"),
    ] {
        let last = format!(r#"{{"content":"","stop":true,"{field}":true}}"#);
        check(
            &[r#"{"content":"a","stop":false}"#, &last],
            &[
                "text 0: a",
                "close text 0",
                &format!("finish 0: {reason}"),
                "Complete",
            ],
        );
    }
}

#[test]
fn several_choices_end_when_the_last_has_stopped() {
    let (one, two) = (
        r#"{"index":0,"content":"a","stop":false}"#,
        r#"{"index":1,"content":"b","stop":false}"#,
    );
    let stop = r#"{"index":0,"content":"","stop":true,"stop_type":"limit"}"#;
    let said = ["text 0: a", "text 1: b", "close text 0", "finish 0: limit"];
    check(&[one, two, stop], &[&said[..], &["Cut"]].concat());
    check(
        &[one, two, stop, r#"{"index":1,"content":"","stop":true}"#],
        &[&said[..], &["close text 1", "Complete"]].concat(),
    );
}

#[test]
fn what_text_can_be_guessed_from_is_told() {
    check(
        &[
            r#"{"content":"a","stop":false,"tokens":[5],"completion_probabilities":[{"id":5,"token":"a","top_logprobs":[]}]}"#,
        ],
        &["text 0: a", "shadow", "shadow", "Cut"],
    );
}

#[test]
fn errors() {
    let said = r#"{"content":"a","stop":false}"#;
    check(
        &[
            said,
            r#"{"error":{"code":500,"message":"m","type":"server_error"}}"#,
        ],
        &["text 0: a", "error 500: m", "Failed"],
    );
    for error in [
        r#"{"error":{"type":"t","message":"m"}}"#,
        r#"{"error":{"type":"t","message":"m","code":""}}"#,
    ] {
        check(&[said, error], &["text 0: a", "error t: m", "Failed"]);
    }
    check(
        &[said, r#"{"error":"m"}"#],
        &["text 0: a", "error : m", "Failed"],
    );
}
