//! Masked streams keep their framing: separators of arrays, headers and checksums of messages, and
//! what chunks hold in base64.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use midflight_core::frame::{Framer, Headers, Item};
use midflight_core::{Code, Config, Engine, Error, Framing, Kinds, Limits, Wire};
use serde_json::Value;
use support::messages::{chunk, event, exception};
use support::{delta, engine, masked, said};

fn redacted(wire: Wire, bytes: &[u8]) -> Vec<u8> {
    let engine = engine();
    let whole = masked(&engine, wire, Kinds::sensitive(), [bytes]);
    for size in [1, 7, 64] {
        let split = masked(&engine, wire, Kinds::sensitive(), bytes.chunks(size));
        assert_eq!(split, whole, "in chunks of {size}");
    }
    whole
}

fn array(bytes: &str, expected: &str) {
    let out = redacted(Wire::GeminiArray, bytes.as_bytes());
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

fn response(text: &str) -> String {
    format!(r#"{{"candidates":[{{"content":{{"parts":[{{"text":"{text}"}}]}}}}]}}"#)
}

const STOP: &str = r#"{"candidates":[{"finishReason":"STOP"}]}"#;

#[test]
fn arrays_keep_what_stands_between_their_elements() {
    for (open, comma, close) in [
        ("[", ",", "]"),
        ("[", "\n,\r\n", "\n]\n"),
        ("[\n  ", ",\n  ", "\n]\n"),
        ("[", ",", ""),
    ] {
        let put = |elements: &[&str]| format!("{open}{}{close}", elements.join(comma));
        let (one, two) = (response("Mail ada@"), response("example.org now"));
        let (held, masked, tail) = (response(""), response("Mail [EMAIL_1] "), response("now"));
        array(
            &put(&[&one, &two, STOP]),
            &put(&[&held, &masked, &tail, STOP]),
        );
    }
    let error = "{\n  \"error\": {\"code\": 503}\n}\n";
    array(error, error);
    array("[]", "[]");
}

/// What is held back comes in a copy of the last element, before the end of the array.
#[test]
fn a_tail_is_an_element_of_its_own() {
    let one = response("Mail ada@example.org");
    let before = response("");
    let tail = response("Mail [EMAIL_1]");
    array(
        &format!("[{one}\n,\r\n{STOP}\n]\n"),
        &format!("[{before},\n{tail}\n,\r\n{STOP}\n]\n"),
    );
    array(&format!("[{one}\n]\n"), &format!("[{before},\n{tail}\n]\n"));
}

#[test]
fn arguments_that_come_by_their_paths_are_masked_in_place() {
    let frame = |call: &str| {
        format!(
            "data: {{\"candidates\":[{{\"content\":{{\"parts\":[{{\"functionCall\":{call}}}]}}}}]}}\r\n\r\n"
        )
    };
    let bytes = [
        frame(r#"{"name":"f","willContinue":true}"#),
        frame(r#"{"partialArgs":[{"jsonPath":"$.to","stringValue":"ada@exa","willContinue":true}],"willContinue":true}"#),
        frame(r#"{"partialArgs":[{"jsonPath":"$.to","stringValue":"mple.org"}],"willContinue":true}"#),
        frame(r#"{"partialArgs":[{"jsonPath":"$.cc","stringValue":"say \"hi\" to bob@example.org"},{"jsonPath":"$.n","numberValue":12}],"willContinue":true}"#),
        frame("{}"),
    ]
    .concat();
    let out = redacted(Wire::Gemini, bytes.as_bytes());
    let text = String::from_utf8(out.clone()).unwrap();
    assert!(
        !text.contains("example") && !text.contains("ada@"),
        "{text}"
    );
    let said: Vec<String> = said(&engine(), Wire::Gemini, &out).into_values().collect();
    assert_eq!(said.len(), 1);
    let value: Value = serde_json::from_str(&said[0]).unwrap();
    let expected = r#"{"to":"[EMAIL_1]","cc":"say \"hi\" to [EMAIL_2]","n":12}"#;
    assert_eq!(value, serde_json::from_str::<Value>(expected).unwrap());
}

/// The messages of a stream: their events, headers and payloads.
fn messages(bytes: &[u8]) -> Vec<(String, Vec<u8>, String)> {
    let engine = engine();
    let mut framer = Framer::new(Framing::EventStream, 1 << 20, engine.pool());
    let (mut input, mut out) = (bytes, Vec::new());
    while let Some(item) = framer.next(&mut input).unwrap() {
        let Item::Frame(frame) = item else {
            panic!("{item:?}");
        };
        let payload = String::from_utf8(frame.payload.bytes().to_vec()).unwrap();
        out.push((frame.event.to_owned(), frame.envelope.to_vec(), payload));
    }
    assert_eq!(framer.finish(), None);
    out
}

#[test]
fn messages_keep_their_headers_and_get_new_checksums() {
    let delta =
        |text: &str| format!(r#"{{"contentBlockIndex":0,"delta":{{"text":"{text}"}},"p":"ab"}}"#);
    let bytes = [
        event("contentBlockDelta", &delta("Mail ada@exa")),
        event("contentBlockDelta", &delta("mple.org, é")),
        event("messageStop", r#"{"stopReason":"end_turn"}"#),
        exception("throttlingException", r#"{"message":"m"}"#),
    ];
    let expected = [
        event("contentBlockDelta", &delta("")),
        event("contentBlockDelta", &delta("Mail [EMAIL_1], ")),
        event("contentBlockDelta", &delta("é")),
        bytes[2].clone(),
        bytes[3].clone(),
    ];
    let out = redacted(Wire::Bedrock, &bytes.concat());
    assert_eq!(messages(&out), messages(&expected.concat()));
    assert_eq!(out, expected.concat());
    let kind = Headers::new(&messages(&out)[4].1)
        .text(":message-type")
        .map(str::to_owned);
    assert_eq!(kind.as_deref(), Some("exception"));
}

/// Who reads on would miss it unawares.
#[test]
fn nothing_is_written_behind_a_frame_that_was_dropped() {
    let limits = Limits {
        frame_bytes: 512,
        ..Limits::default()
    };
    let engine = Engine::new(Config {
        limits,
        ..Config::default()
    })
    .unwrap();
    let check = |wire, [one, lost, two]: [Vec<u8>; 3], code| {
        for size in [1, 7, 4096] {
            let mut redactor = engine.redactor(wire, Kinds::sensitive());
            let mut out = Vec::new();
            let bytes = [&*one, &*lost, &*two].concat();
            let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
            let read = bytes.chunks(size);
            let outcomes: Vec<_> = read
                .map(|chunk| redactor.write(chunk, &mut write))
                .filter(Result::is_err)
                .collect();
            let Some(Err(Error::Lost(lost))) = outcomes.first() else {
                panic!("{wire:?}: {outcomes:?}");
            };
            assert_eq!((lost.code, lost.offset), (code, one.len() as u64));
            assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
            assert_eq!(redactor.finish(&mut write).map(drop), outcomes[0]);
            assert!(out == one, "{wire:?}: {}", String::from_utf8_lossy(&out));
        }
    };
    let long = "x".repeat(1000);
    for wire in [Wire::OpenAiChat, Wire::Ollama] {
        let said = ["One ", &long, "two"].map(|text| delta(wire, text).into_bytes());
        check(wire, said, Code::FrameTooLarge);
    }
    let text = |text: &str| {
        let json = format!(r#"{{"contentBlockIndex":0,"delta":{{"text":"{text}"}}}}"#);
        event("contentBlockDelta", &json)
    };
    let said = ["One ", &long, "two"].map(text);
    check(Wire::Bedrock, said, Code::FrameTooLarge);
    let mut said = ["One ", "lost ", "two"].map(text);
    *said[1].last_mut().unwrap() ^= 1;
    check(Wire::Bedrock, said, Code::BadChecksum);
}

#[test]
fn what_chunks_hold_is_masked() {
    let said = |text: &str| {
        format!(
            r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{text}"}}}}"#
        )
    };
    let stop = r#"{"type":"message_stop"}"#;
    let bytes = [
        chunk(&said("Mail ada@exa")),
        chunk(&said("mple.org now")),
        chunk(stop),
    ];
    let expected = [
        chunk(&said("")),
        chunk(&said("Mail [EMAIL_1] ")),
        chunk(&said("now")),
        chunk(stop),
    ];
    assert_eq!(redacted(Wire::Bedrock, &bytes.concat()), expected.concat());
    let tail = [chunk(&said("ada@example.org")), chunk(stop)];
    let expected = [chunk(&said("")), chunk(&said("[EMAIL_1]")), chunk(stop)];
    assert_eq!(redacted(Wire::Bedrock, &tail.concat()), expected.concat());
}

/// A chunk holds padding beside its data; whatever else stands there is nobody's own.
#[test]
fn what_stands_beside_the_data_of_a_chunk_is_masked() {
    let said = |text: &str| {
        format!(
            r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{text}"}}}}"#
        )
    };
    let beside = |json: &str, [before, behind]: [&str; 2]| {
        let coded = STANDARD.encode(json);
        event(
            "chunk",
            &format!(r#"{{{before}"bytes":"{coded}"{behind}}}"#),
        )
    };
    let check = |members: [&str; 2], expected: [&str; 2]| {
        let stop = chunk(r#"{"type":"message_stop"}"#);
        let bytes = [
            beside(&said("So, Mail ada@looms.example. "), members),
            stop.clone(),
        ];
        let expected = [beside(&said("So, Mail [EMAIL_1]. "), expected), stop];
        let out = redacted(Wire::Bedrock, &bytes.concat());
        let text = |all: &[u8]| -> Vec<_> { messages(all).into_iter().map(|m| m.2).collect() };
        assert_eq!(text(&out), text(&expected.concat()), "{members:?}");
    };
    let padding = r#","p":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789""#;
    check(["", padding], ["", padding]);
    check(
        [r#""note":"to bob@looms.example","#, padding],
        [r#""note":"to [EMAIL_2]","#, padding],
    );
    check(
        [
            "",
            r#","p":"abc","cc":["ada@looms.example",4111111111111111]"#,
        ],
        ["", r#","p":"abc","cc":["[EMAIL_1]","[CREDIT_CARD_1]"]"#],
    );
}

/// What cannot be read cannot be masked: it does not leave.
#[test]
fn chunks_that_cannot_be_read_are_emptied() {
    let secret = "Mail ada@example.org";
    for json in [
        format!(r#"{{"foreign":"{secret}"}}"#),
        format!(r#"{{"generation":"{secret}"#),
        secret.to_owned(),
    ] {
        let out = redacted(Wire::Bedrock, &chunk(&json));
        assert_eq!(messages(&out)[0].2, r#"{"bytes":"","p":"abc"}"#);
        let encoded = STANDARD.encode(&json);
        assert!(!String::from_utf8_lossy(&out).contains(&encoded));
    }
}

/// An event's name and id are written as they are, unless they are or hold a value.
#[test]
fn names_and_ids_of_events_hold_no_value() {
    let data = r#"data: {"choices":[{"index":0,"delta":{"content":"so "}}]}"#;
    let check = |head: &str, expected: &str| {
        let out = redacted(Wire::OpenAiChat, format!("{head}{data}\n\n").as_bytes());
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, format!("{expected}{data}\n\n"));
    };
    check(
        "event: chunk\nid: 4155550132\n",
        "event: chunk\nid: 4155550132\n",
    );
    check("event: ada@example.org\n", "event: [EMAIL_1]\n");
    check(
        "event: news\nid: to ada@example.org\n",
        "event: news\nid: to [EMAIL_1]\n",
    );
    check(
        "id: ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n",
        "id: [SECRET_1]\n",
    );
    check(": ada@example.org\nnews: bob@example.org\n", "");
    check("id: 4111111111111111\n", "id: [CREDIT_CARD_1]\n");
    check("id: 536-90-4399\n", "id: [SSN_1]\n");
    check("id: 415-555-0132\n", "id: [PHONE_1]\n");
    check("id: 10.0.0.5\n", "id: [IP_1]\n");
    check("id: 2001:db8::7\n", "id: [IP_1]\n");
    check("event: 203.0.113.77\n", "event: [IP_1]\n");
    check("id: DE89370400440532013000\n", "id: [IBAN_1]\n");
    for id in [
        "2026-11-20T09:15:30Z",
        "1763900000123-0-17",
        "9b2f6c1e-5d0a-4c3b-8e77-415555013204",
        "1.4.2",
        "4155550132",
        "20261120-091530-004",
        "1763900000123-0",
        "17639000001234567",
        "req_4111111111111112",
        "000000042",
    ] {
        let head = format!("id: {id}\n");
        check(&head, &head);
    }
}

/// So do the headers of messages: an exception tells in one what went wrong.
#[test]
fn headers_of_messages_hold_no_value() {
    use support::messages::{message, text};
    let payload = br#"{"message":"no"}"#;
    let check = |headers: &[(&str, &str)], expected: &[(&str, &str)]| {
        let of = |headers: &[(&str, &str)]| {
            let headers: Vec<_> = headers
                .iter()
                .map(|&(name, told)| (name, text(told)))
                .collect();
            message(&headers, payload)
        };
        assert_eq!(
            redacted(Wire::Bedrock, &of(headers)),
            of(expected),
            "{headers:?}"
        );
    };
    check(
        &[
            (":exception-type", "throttlingException"),
            (":error-message", "bad ada@example.org"),
            ("zz", "4111111111111111"),
            (":message-type", "exception"),
        ],
        &[
            (":exception-type", "throttlingException"),
            (":error-message", "bad [EMAIL_1]"),
            ("zz", "[CREDIT_CARD_1]"),
            (":message-type", "exception"),
        ],
    );
    let plain = [
        (":event-type", "chunk"),
        (":content-type", "application/json"),
        (":date", "2026-11-20T09:15:30Z"),
        (":message-type", "event"),
    ];
    check(&plain, &plain);
}
