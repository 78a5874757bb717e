//! Answers with many choices and calls at a time, on the command line.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};
use support::{Done, of_type, run_with};

const MANY: usize = 1000;

fn address(n: usize) -> String {
    format!("guest{n}@tidewater.example")
}

fn event(choices: &[Value]) -> String {
    let chunk = json!({"object": "chat.completion.chunk", "choices": choices});
    format!("data: {chunk}\n\n")
}

/// A stream in which each choice says two pieces, with all others between them; `together` in one event.
fn choices(together: bool) -> String {
    let piece = |n: usize, text: &str| json!({"index": n, "delta": {"content": text}});
    let round = |text: &dyn Fn(usize) -> String| {
        let pieces: Vec<_> = (0..MANY).map(|n| piece(n, &text(n))).collect();
        let size = if together { MANY } else { 1 };
        pieces.chunks(size).map(event).collect::<String>()
    };
    let half = |n: usize| address(n).split_at(7).1.to_owned();
    let mut stream = round(&|n| format!("Write to {}", &address(n)[..7]));
    stream += &round(&|n| format!("{} today", half(n)));
    stream + "data: [DONE]\n\n"
}

/// A stream in which one choice calls many tools, and tells their arguments in turns; with `ended`, each is told
/// whole.
fn calls(ended: bool) -> String {
    let call = |n: usize, piece: &str| {
        let function = json!({"name": "send", "arguments": piece});
        let call = json!({"index": n, "id": format!("call_{n}"), "function": function});
        event(&[json!({"index": 0, "delta": {"tool_calls": [call]}})])
    };
    let halves = |n: usize| {
        let whole = format!(r#"{{"copies":{n},"to":"{}"}}"#, address(n));
        let (head, tail) = whole.split_at(whole.len() - 12);
        (head.to_owned(), tail.to_owned())
    };
    let mut stream = String::new();
    for n in 0..MANY {
        let (head, tail) = halves(n);
        stream += &call(n, &if ended { head + &tail } else { head });
    }
    if !ended {
        (0..MANY).for_each(|n| stream += &call(n, &halves(n).1));
    }
    let finish = json!({"index": 0, "delta": {}, "finish_reason": "tool_calls"});
    write!(stream, "{}data: [DONE]\n\n", event(&[finish])).unwrap();
    stream
}

/// The texts of a kind of delta, each put together.
fn said(done: &Done, kind: &str, number: &str) -> BTreeMap<u64, String> {
    let mut said = BTreeMap::<_, String>::new();
    for piece in of_type(&done.stdout, kind) {
        let text = said.entry(piece[number].as_u64().unwrap()).or_default();
        *text += piece["text"].as_str().unwrap();
    }
    said
}

#[test]
fn many_choices_and_calls_are_masked() {
    let check = |stream: String, kind: &str, number: &str, expected: &str| {
        let masked = run_with(&["redact"], stream.as_bytes());
        assert_eq!(masked.code, 0, "{}", masked.stderr);
        assert!(!masked.stdout.contains("tidewater") && !masked.stdout.contains("guest"));
        let decoded = run_with(&["decode"], masked.stdout.as_bytes());
        let said = said(&decoded, kind, number);
        assert_eq!(said.len(), MANY);
        let mut numbers: Vec<usize> = said
            .iter()
            .map(|(at, text)| {
                let (before, rest) = text.split_once("[EMAIL_").unwrap();
                let (number, behind) = rest.split_once(']').unwrap();
                let plain = format!("{before}{behind}");
                assert_eq!(plain, expected.replace('$', &at.to_string()));
                number.parse().unwrap()
            })
            .collect();
        numbers.sort_unstable();
        assert!(
            numbers.into_iter().eq(1..=MANY),
            "each value has a number of its own"
        );
        assert!(masked.stdout.ends_with("data: [DONE]\n\n"));
    };
    let text = "Write to  today";
    check(choices(false), "text", "choice", text);
    check(choices(true), "text", "choice", text);
    let arguments = r#"{"copies":$,"to":""}"#;
    check(calls(false), "tool_arguments", "call", arguments);
    check(calls(true), "tool_arguments", "call", arguments);
}

#[test]
fn many_choices_and_calls_are_analysed() {
    for stream in [choices(false), choices(true), calls(false), calls(true)] {
        let done = run_with(&["analyze"], stream.as_bytes());
        assert_eq!(done.code, 0, "{}", done.stderr);
        let mut found: Vec<_> = of_type(&done.stdout, "mention")
            .iter()
            .filter(|mention| mention["kind"] == "email")
            .map(|mention| mention["text"].as_str().unwrap().to_owned())
            .collect();
        found.sort();
        let mut expected: Vec<_> = (0..MANY).map(address).collect();
        expected.sort();
        assert!(found == expected, "{} found", found.len());
        assert!(of_type(&done.stdout, "diagnostic").is_empty());
    }
}
