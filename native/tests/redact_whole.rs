//! `midflight redact` of what is no stream: answers and requests in one JSON text.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};
use support::{Done, midflight, run_with};

const EMAIL: &str = "sigrid@tidewater.example";
const PHONE: &str = "+1 (415) 555-0132";
const CARD: &str = "4012888888881881";
const KEY: &str = "AKIAQX5ZT7M2PLDW4HNE";
const VALUES: [&str; 4] = [EMAIL, PHONE, CARD, KEY];

/// The arguments of a call, as the JSON that they are.
fn arguments() -> Value {
    json!({"to": EMAIL, "card": CARD.parse::<u64>().unwrap(), "note": "a \"quoted\" word", "copies": 2})
}

/// What a model says.
fn text() -> String {
    format!("Call {PHONE}, or write to {EMAIL}.\nThe key is {KEY}.")
}

/// A whole answer of each provider, and the wire that it is of.
fn answers() -> [(&'static str, Value); 8] {
    let call = json!({"id": "call_7", "type": "function",
        "function": {"name": "send", "arguments": arguments().to_string()}});
    let function = json!({"function": {"name": "send", "arguments": arguments()}});
    [
        (
            "openai-chat",
            json!({"id": "chatcmpl-7", "object": "chat.completion", "created": 1_773_500_000,
                "model": "m-1", "choices": [
                    {"index": 0, "message": {"role": "assistant", "content": text(),
                        "reasoning_content": text(), "refusal": null, "tool_calls": [call]}},
                    {"index": 1, "message": {"role": "assistant", "content": text()},
                        "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 9}}),
        ),
        (
            "openai-responses",
            json!({"id": "resp_7", "object": "response", "status": "completed", "output": [
                {"type": "message", "role": "assistant", "content": [
                    {"type": "output_text", "text": text(), "annotations": []}]},
                {"type": "function_call", "call_id": "call_7", "name": "send",
                    "arguments": arguments().to_string()}], "prompt": null}),
        ),
        (
            "anthropic",
            json!({"id": "msg_7", "type": "message", "role": "assistant", "content": [
                {"type": "thinking", "thinking": text(), "signature": "c2ln"},
                {"type": "text", "text": text()},
                {"type": "tool_use", "id": "toolu_7", "name": "send", "input": arguments()}],
                "stop_reason": "tool_use"}),
        ),
        (
            "gemini",
            json!({"candidates": [{"index": 0, "content": {"role": "model", "parts": [
                {"text": text()}, {"functionCall": {"name": "send", "args": arguments()}}]},
                "finishReason": "STOP"}], "modelVersion": "g-1"}),
        ),
        (
            "ollama",
            json!({"model": "o-1", "created_at": "2026-03-14T09:26:53.589793Z", "message":
                {"role": "assistant", "content": text(), "tool_calls": [function]},
                "done": true, "done_reason": "stop"}),
        ),
        (
            "cohere",
            json!({"id": "c-7", "finish_reason": "TOOL_CALL", "message": {"role": "assistant",
                "content": [{"type": "text", "text": text()}], "tool_plan": text(),
                "tool_calls": [call]}}),
        ),
        (
            "llama-cpp",
            json!({"index": 0, "content": text(), "stop": true, "prompt": text()}),
        ),
        ("tgi", json!([{"generated_text": text()}])),
    ]
}

/// The value with all values masked: what else there is must be as it was.
fn is_masked(before: &Value, after: &Value) -> bool {
    let holds = |text: &str| VALUES.iter().any(|value| text.contains(value));
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            before.keys().eq(after.keys())
                && before
                    .iter()
                    .all(|(name, value)| is_masked(value, &after[name]))
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before
                    .iter()
                    .zip(after)
                    .all(|(before, after)| is_masked(before, after))
        }
        (Value::String(before), Value::String(after)) if holds(before) => {
            // Arguments in a string stay JSON.
            match serde_json::from_str::<Value>(before) {
                Ok(before) => is_masked(&before, &serde_json::from_str(after).unwrap()),
                Err(_) => after.contains('['),
            }
        }
        (Value::Number(before), Value::String(after)) => {
            before.to_string() == CARD && after.contains("CREDIT_CARD")
        }
        _ => before == after,
    }
}

/// Hands the input over a byte at a time.
fn by_bytes(arguments: &[&str], input: &[u8]) -> Done {
    let (child, mut stdin) = started(arguments);
    for byte in input {
        stdin.write_all(&[*byte]).unwrap();
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Done {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn started(arguments: &[&str]) -> (Child, ChildStdin) {
    let mut command = midflight();
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin)
}

fn hides_all(done: &Done, what: &str) {
    assert_eq!(done.code, 0, "{what}: {}", done.stderr);
    for value in VALUES {
        assert!(!done.stdout.contains(value), "{what}: {}", done.stdout);
    }
}

#[test]
fn whole_answers_are_masked_and_stay_json() {
    for (wire, answer) in answers() {
        let layouts = [
            answer.to_string(),
            format!("{answer}\n"),
            serde_json::to_string_pretty(&answer).unwrap(),
            format!(
                "\u{feff}\r\n{}\r\n\r\n",
                serde_json::to_string_pretty(&answer).unwrap()
            ),
        ];
        for input in layouts {
            for named in ["auto", wire] {
                let arguments = ["redact", "--wire", named];
                let done = run_with(&arguments, input.as_bytes());
                hides_all(&done, wire);
                let json = done.stdout.trim_start_matches('\u{feff}');
                let masked: Value = serde_json::from_str(json).unwrap();
                assert!(is_masked(&answer, &masked), "{wire}: {}", done.stdout);
                let lines = input.matches('\n').count();
                assert_eq!(done.stdout.matches('\n').count(), lines, "{wire}");
                assert_eq!(
                    by_bytes(&arguments, input.as_bytes()).stdout,
                    done.stdout,
                    "{wire}"
                );
            }
        }
    }
}

#[test]
fn what_holds_nothing_stays_byte_for_byte() {
    let check = |input: &str| {
        let done = run_with(&["redact"], input.as_bytes());
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (0, input),
            "{}",
            done.stderr
        );
    };
    check("{ \"choices\" : [ { \"message\" : { \"content\" : \"Caf\\u00e9\" } } ] }");
    check("{\n\t\"content\": [ 1.50, -0, 1e3, null, true ]\n}\n");
    check("[]");
    check("{\"error\":{\"message\":\"The model is overloaded.\"}}\n");
}

#[test]
fn requests_are_masked_by_their_own_rules() {
    let tools = |default: &str| {
        json!([{"type": "function", "function": {"name": "send", "parameters":
            {"type": "object", "properties": {"to": {"type": "string", "default": default}}}}}])
    };
    let messages = json!([{"role": "system", "content": text()},
        {"role": "assistant", "tool_calls": [{"id": "call_7", "type": "function",
            "function": {"name": "send", "arguments": arguments().to_string()}}]},
        {"role": "tool", "tool_call_id": "call_7", "content": format!("{{\"sent\":\"{EMAIL}\"}}")}]);
    let contents = json!([{"role": "user", "parts": [{"text": text()},
        {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo".repeat(9)}}]}]);
    for request in [
        json!({"model": "m-1", "messages": messages, "stream": true}),
        json!({"model": "m-1", "instructions": text(), "input": text()}),
        json!({"contents": contents}),
        json!({"model": "m-1", "prompt": text(), "temperature": 0.5}),
        json!({"inputs": text(), "parameters": {"max_new_tokens": 20}}),
    ] {
        let mut with_tools = request.clone();
        with_tools["tools"] = tools(EMAIL);
        for input in [
            with_tools.to_string(),
            serde_json::to_string_pretty(&with_tools).unwrap(),
        ] {
            let done = run_with(&["redact"], input.as_bytes());
            let mut masked: Value = serde_json::from_str(&done.stdout).unwrap();
            let tools_of = masked.as_object_mut().unwrap().remove("tools");
            assert_eq!(tools_of, Some(tools("[EMAIL_1]")), "what tools look like");
            assert!(is_masked(&request, &masked), "{masked}");
            for value in VALUES {
                assert!(!masked.to_string().contains(value), "{masked}");
            }
        }
    }
}

#[test]
fn what_begins_as_json_and_is_no_json_text_leaks_nothing() {
    let answer = answers()[0].1.to_string();
    for input in [
        format!("{answer}\n{answer}\n"),
        format!("{answer} {answer}"),
        format!("{answer}\n{}", text()),
        answer[..answer.len() - 1].to_owned(),
        serde_json::to_string_pretty(&answers()[0].1)
            .unwrap()
            .replace("\"model\"", "model"),
        format!("[note] {}", text()),
        format!("{{ {} }}", text()),
        format!("{}{}{}", "[".repeat(200), json!(text()), "]".repeat(200)),
    ] {
        let done = run_with(&["redact"], input.as_bytes());
        hides_all(&done, &input);
        let byte_by_byte = run_with(&["redact", "--chunk", "1"], input.as_bytes());
        assert_eq!(byte_by_byte.stdout, done.stdout, "{input}");
    }
}

/// A value that two elements hold together is one only where they are read as the stream that they are.
#[test]
fn an_array_that_is_a_stream_is_masked_as_one() {
    let (head, tail) = EMAIL.split_at(9);
    let gemini = |text: &str| json!({"candidates": [{"content": {"parts": [{"text": text}]}}]});
    let chat = |text: &str| json!({"object": "chat.completion.chunk", "choices": [{"delta": {"content": text}}]});
    for (wire, part) in [
        ("auto", &gemini as &dyn Fn(&str) -> Value),
        ("gemini", &gemini),
        ("openai-chat", &chat),
    ] {
        let input = json!([part(&format!("To {head}")), part(&format!("{tail} now."))]);
        let pretty = serde_json::to_string_pretty(&input).unwrap();
        for input in [input.to_string(), pretty] {
            let done = run_with(&["redact", "--wire", wire], input.as_bytes());
            assert_eq!(done.code, 0, "{}", done.stderr);
            let text = done.stdout.replace(char::is_whitespace, "");
            assert!(text.contains("[EMAIL_1]") && !text.contains(head), "{text}");
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
        }
    }
}

#[test]
fn with_the_wire_text_json_is_text() {
    let input = format!("{{\"logprobs\":1,\"content\":\"Write to {EMAIL}.\"}}");
    let done = run_with(&["redact", "--wire", "text"], input.as_bytes());
    assert_eq!(done.stdout, input.replace(EMAIL, "[EMAIL_1]"));
    let lines = format!("{input}\n{input}\n");
    let done = run_with(&["redact", "--wire", "text", "--lines"], lines.as_bytes());
    assert_eq!(done.stdout, lines.replace(EMAIL, "[EMAIL_1]"));
}

#[test]
fn a_text_that_is_too_large_is_not_written_at_all() {
    let mut input = format!("{{\"content\":\"{EMAIL} ").into_bytes();
    input.resize(17 << 20, b'a');
    input.extend(b"\"}");
    let done = run_with(&["redact"], &input);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(
        done.stderr.contains("at most 16777216 bytes"),
        "{}",
        done.stderr
    );
}

#[test]
fn the_kinds_and_the_style_count_for_json_too() {
    let input = format!("{{\"content\":\"Write to {EMAIL}, or call {PHONE}.\"}}");
    let done = run_with(
        &["redact", "--kinds", "email", "--style", "mask"],
        input.as_bytes(),
    );
    assert_eq!(done.stdout, input.replace(EMAIL, "****"));
}

/// The first line is written before the second is there, or with its first byte.
#[test]
fn lines_of_json_are_masked_as_they_come() {
    let check = |first: &str, begun: &str| {
        let (mut child, mut stdin) = started(&["redact"]);
        let stdout = child.stdout.take().unwrap();
        let (tell, told) = mpsc::channel();
        let reading = std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                let _ = tell.send(line.unwrap());
            }
        });
        stdin
            .write_all(format!("{first}\n{begun}").as_bytes())
            .unwrap();
        let line = told.recv_timeout(Duration::from_mins(2));
        assert!(line.is_ok_and(|line| line.contains("Hello")), "{first}");
        drop(stdin);
        reading.join().unwrap();
        child.wait().unwrap();
    };
    let piece = |done: &str| {
        format!(
            "{{\"model\":\"m\",\"message\":{{\"role\":\"assistant\",\"content\":\"Hello there \"}}{done}}}"
        )
    };
    check(&piece(",\"done\":false"), "");
    check(&piece(",\"done\":true"), "{");
    let chunk = "{\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"content\":\"Hello there \"}}]}";
    check(chunk, "");
    check(&chunk.replace("chat.completion.chunk", "?"), "{");
}

/// No value is found in text whose characters have zeros between them.
#[test]
fn text_in_utf_16_is_refused() {
    let text = format!("Write to {EMAIL}.\n");
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    let utf_32: Vec<u8> = text
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    let marked = [&b"\xff\xfe"[..], &wide(u16::to_le_bytes)].concat();
    let late = [b"All is well.\n", &wide(u16::to_le_bytes)[..]].concat();
    let short = b"a\0@\0".to_vec();
    let inputs = [
        (wide(u16::to_le_bytes), 1),
        (wide(u16::to_be_bytes), 0),
        (marked, 3),
        (utf_32, 0),
        (late, 14),
        (short, 1),
    ];
    for arguments in [
        &["redact"][..],
        &["redact", "--wire", "text"],
        &["redact", "--wire", "text", "--lines"],
        &["redact", "--wire", "ollama"],
        &["redact", "--chunk", "1"],
    ] {
        for (input, at) in &inputs {
            let done = run_with(arguments, input);
            let expected = "expected UTF-8, came a zero, as text in UTF-16 has";
            assert_eq!(done.code, 1, "{arguments:?} {at}: {}", done.stderr);
            assert!(done.stderr.contains(expected), "{}", done.stderr);
            assert!(
                done.stderr.contains(&format!("(at byte {at})")),
                "{}",
                done.stderr
            );
            let letters = done.stdout.replace('\0', "");
            assert!(!letters.contains("sigrid"), "{arguments:?}: {letters}");
        }
    }
}

/// An event stream has zeros in its heads.
#[test]
fn an_event_stream_is_no_text() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/streams/bedrock.bin");
    for arguments in [
        &["redact"][..],
        &["redact", "--wire", "bedrock"],
        &["redact", "--chunk", "1"],
    ] {
        let output = midflight().args(arguments).arg(file).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        assert!(output.stdout.len() > 1000, "{arguments:?}");
    }
}
