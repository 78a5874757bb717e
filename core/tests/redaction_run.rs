//! What a provider runs (code, commands, patches) is told while it is written.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::{Kinds, Wire};
use support::{engine, masked};

/// An event that brings `piece` of what stands at an index.
fn delta(kind: &str, index: u32, piece: &str) -> String {
    frame(&serde_json::json!({
        "type": format!("response.{kind}.delta"), "output_index": index, "delta": piece
    }))
}

/// The event that says all of it again.
fn done(kind: &str, index: u32, text: &str) -> String {
    frame(&serde_json::json!({
        "type": format!("response.{kind}.done"), "output_index": index, "code": text
    }))
}

fn frame(data: &serde_json::Value) -> String {
    format!("data: {data}\n\n")
}

/// What the deltas at an index say once they are masked, and all of the stream.
fn heard(stream: &str, index: u32) -> (String, String) {
    let (engine, wire, kinds) = (engine(), Wire::OpenAiResponses, Kinds::sensitive());
    let bytes = stream.as_bytes();
    let out = masked(&engine, wire, kinds, [bytes]);
    assert_eq!(out, masked(&engine, wire, kinds, bytes.chunks(7)));
    let out = String::from_utf8(out).unwrap();
    let data = out.lines().filter_map(|line| line.strip_prefix("data: "));
    let frames = data.map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap());
    let own = frames.filter(|frame| frame["output_index"] == index);
    let deltas = own.filter_map(|frame| frame["delta"].as_str().map(str::to_owned));
    (deltas.collect(), out)
}

/// A text in pieces of so many characters, and whole.
fn stream(kind: &str, text: &str, size: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let pieces = chars.chunks(size).map(String::from_iter);
    let deltas: String = pieces.map(|piece: String| delta(kind, 2, &piece)).collect();
    deltas + &done(kind, 2, text)
}

#[test]
fn what_runs_at_the_provider_is_told_while_it_is_written() {
    let kinds = [
        "code_interpreter_call_code",
        "shell_call_command",
        "apply_patch_call_operation_diff",
    ];
    let check = |text: &str, expected: &str, value: &str| {
        for (kind, size) in kinds
            .iter()
            .zip([1, 3, 9])
            .chain(kinds.iter().zip([40, 7, 2]))
        {
            let (said, out) = heard(&stream(kind, text, size), 2);
            assert_eq!(said, expected, "{kind} {size}");
            assert!(
                out.contains(&serde_json::to_string(expected).unwrap()),
                "{out}"
            );
            assert!(value.is_empty() || !out.contains(value), "{out}");
        }
    };
    let plain = "import csv\nfor row in range(12):\n    print(row, row * row)";
    check(plain, plain, "");
    check(
        "to = 'mira@looms.example'\nsend(to)",
        "to = '[EMAIL_1]'\nsend(to)",
        "looms",
    );
    check("card 4111 1111 1111 1111", "card [CREDIT_CARD_1]", "4111");
}

#[test]
fn the_end_of_one_is_not_the_end_of_another() {
    let check = |kind: &str| {
        let stream = [
            delta(kind, 0, "tel = '+49"),
            delta(kind, 0, " 30 9"),
            done(kind, 1, "x = 1"),
            delta(kind, 0, "01820"),
            delta(kind, 0, " 44'\n"),
            done(kind, 0, "tel = '+49 30 901820 44'\n"),
        ];
        let (said, out) = heard(&stream.concat(), 0);
        assert_eq!(said, "tel = '[PHONE_1]'\n", "{kind}");
        assert!(!out.contains("+49"), "{out}");
    };
    check("code_interpreter_call_code");
    check("some_new_call_input");
}
