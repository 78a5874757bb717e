//! Values that stand in a frame besides its wire's text: in fields that the wire does not know or makes no use of.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use midflight_core::{Kind, Kinds, Wire};
use support::messages::{chunk, event};
use support::{engine, masked};

fn redacted(wire: Wire, kinds: Kinds, stream: &[u8]) -> String {
    let engine = engine();
    let whole = masked(&engine, wire, kinds, [stream]);
    for size in [1, 7] {
        let split = masked(&engine, wire, kinds, stream.chunks(size));
        assert_eq!(split, whole, "in chunks of {size}");
    }
    String::from_utf8_lossy(&whole).into_owned()
}

/// A chunk of `openai-chat` with these fields beside its text.
fn chat(fields: &str) -> String {
    format!(
        r#"data: {{"id":"c1","model":"m","choices":[{{"index":0,"delta":{{"content":"Well. "}},"finish_reason":null}}],{fields}}}"#
    ) + "\n\n"
}

fn check_kinds(kinds: Kinds, fields: &str, expected: &str) {
    let out = redacted(Wire::OpenAiChat, kinds, chat(fields).as_bytes());
    assert_eq!(out, chat(expected), "{fields}");
}

fn check(fields: &str, expected: &str) {
    check_kinds(Kinds::sensitive(), fields, expected);
}

#[test]
fn strings_of_any_field_are_masked() {
    check(r#""note":"ada@example.org""#, r#""note":"[EMAIL_1]""#);
    check(
        r#""note":["a",{"b":{"c":"Mail \"ada\u0040example.org\"!"}}]"#,
        r#""note":["a",{"b":{"c":"Mail \"[EMAIL_1]\"!"}}]"#,
    );
    check(
        r#""citations":["https://ada:pw12@example.org/x"],"bob@example.org":1"#,
        r#""citations":["https://[SECRET_1]@example.org/x"],"[EMAIL_1]":1"#,
    );
    check(r#""bob\u0040example.org":1"#, r#""[EMAIL_1]":1"#);
    check(
        r#""a":"4111 1111 1111 1111","b":"4111 1111 1111 1111""#,
        r#""a":"[CREDIT_CARD_1]","b":"[CREDIT_CARD_1]""#,
    );
    check(
        r#""note":"Signed by Ada Lovelace.""#,
        r#""note":"Signed by [PERSON_1].""#,
    );
}

/// The name of a member is a label, as it is in prose and in the arguments of tools.
#[test]
fn names_say_what_values_are() {
    for name in ["password", "db_password", "passphrase"] {
        for value in ["hunter2!x", "horse-7staple", "corr3ct"] {
            check(
                &format!(r#""{name}":"{value}""#),
                &format!(r#""{name}":"[SECRET_1]""#),
            );
        }
    }
    for name in ["api_key", "secret", "client_secret", "token", "accessToken"] {
        check(
            &format!(r#""of":{{"{name}":"f4K9vB2xQ7mZ1pLw"}}"#),
            &format!(r#""of":{{"{name}":"[SECRET_1]"}}"#),
        );
    }
    check(r#""ssn":"536904399""#, r#""ssn":"[SSN_1]""#);
    for fields in [
        r#""password":"","secret":"none","token":"Hello","tokens":["Hel","lo 2026"]"#,
        r#""token_type":"bearer","api_version":"2026-11-20-preview","max_tokens":"4096""#,
        r#""prompt_cache_key":"f4K9vB2xQ7mZ1pLw","next_page_token":"f4K9vB2xQ7mZ1pLw""#,
        r#""password":"required","api_key":"${API_KEY}","note":"f4K9vB2xQ7mZ1pLw""#,
    ] {
        check(fields, fields);
    }
}

/// A text that is masked by itself, under the name that it has.
#[test]
fn a_text_may_have_a_name() {
    let check = |name: &str, text: &str, expected: &str| {
        for size in [1, 3, text.len()] {
            let redactor = engine()
                .redactor(Wire::Text, Kinds::sensitive())
                .named(name);
            let out = support::redacted(redactor, text.as_bytes().chunks(size));
            assert_eq!(String::from_utf8_lossy(&out), expected, "{name} {size}");
        }
    };
    check("password", "hunter2!x", "[SECRET_1]");
    check("password", "hunter2!x is it", "[SECRET_1] is it");
    check("note", "hunter2!x", "hunter2!x");
    check("cache_key", "f4K9vB2xQ7mZ1pLw", "f4K9vB2xQ7mZ1pLw");
    check("key", "f4K9vB2xQ7mZ1pLw", "[SECRET_1]");
}

#[test]
fn the_protocols_own_words_stay() {
    for fields in [
        r#""system_fingerprint":"fp_44709d6fcb","service_tier":"default""#,
        r#""item_id":"item_4111111111111111","previous_response_id":"resp_4155550134""#,
        r#""signature":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1""#,
        r#""note":"nothing in it","created":1773500000,"n":null"#,
    ] {
        check(fields, fields);
    }
    let dates = Kinds::of(&[Kind::Date]);
    check_kinds(
        dates,
        r#""at":"2026-11-20","note":"on 2026-11-20""#,
        r#""at":"2026-11-20","note":"on [DATE_1]""#,
    );
}

/// Applications have names of their own that end as those of the protocol's ids do.
#[test]
fn ids_and_words_may_be_values() {
    let key = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    for (name, value, mark) in [
        ("user_id", "+14155550132", "PHONE"),
        ("patient_id", "536-90-4399", "SSN"),
        ("cardId", "4111111111111111", "CREDIT_CARD"),
        ("status", "4111111111111111", "CREDIT_CARD"),
        ("type", "203.0.113.77", "IP"),
        ("account_id", "DE89370400440532013000", "IBAN"),
        ("aws_access_key_id", "AKIAIOSFODNN7QW2RTZ5", "SECRET"),
        ("bot_id", key, "SECRET"),
        ("version", key, "SECRET"),
        ("said", "4111111111111111", "CREDIT_CARD"),
    ] {
        check(
            &format!(r#""of":{{"{name}":"{value}"}}"#),
            &format!(r#""of":{{"{name}":"[{mark}_1]"}}"#),
        );
    }
    for fields in [
        r#""request_id":"req_011CVJ2m4111111111111111","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736""#,
        r#""object":"chat.completion.chunk","model":"demo-4.1-2025-04-14","modelVersion":"2.5.1""#,
        r#""created_at":"2026-11-20T09:15:30.123456Z","timestamp":"1773500000","seq_id":"000123""#,
        r#""signature":"DE89370400440532013000AKIAIOSFODNN7QW2RTZ5","uuid":"0b54b3f6-8a52-4d1c-9d1e-1c2f3a4b5c6d""#,
    ] {
        check(fields, fields);
    }
}

/// What was found clean once is not looked at again, and what looks like it is.
#[test]
fn frames_that_repeat_each_other_are_masked_alike() {
    let fields = [
        r#""a":"plain","b":"ada@example.org""#,
        r#""a":"plain","b":"ada\\u0040example.org""#,
        r#""a":"plain","b":"ada\u0040example.org""#,
        r#""a":"ada@example.org","b":"plain""#,
    ];
    let stream: String = fields.map(chat).concat();
    let out = redacted(Wire::OpenAiChat, Kinds::sensitive(), stream.as_bytes());
    let found: Vec<&str> = out
        .split("\"finish_reason\":null}],")
        .skip(1)
        .map(|rest| rest.split("}\n").next().unwrap())
        .collect();
    let expected = [
        r#""a":"plain","b":"[EMAIL_1]""#,
        r#""a":"plain","b":"[EMAIL_1]""#,
        r#""a":"plain","b":"[EMAIL_1]""#,
        r#""a":"[EMAIL_1]","b":"plain""#,
    ];
    assert_eq!(found, expected);
}

/// A field of every wire that its text does not stand in.
#[test]
fn on_every_wire() {
    let check = |wire: Wire, stream: &[u8]| {
        let out = redacted(wire, Kinds::sensitive(), stream);
        assert!(!out.contains("ada@example.org"), "{wire:?}: {out}");
        assert!(out.contains("[EMAIL_1]"), "{wire:?}: {out}");
    };
    let sse = |data: &str| format!("data: {data}\n\n").into_bytes();
    check(
        Wire::OpenAiResponses,
        &sse(
            r#"{"type":"response.output_text.annotation.added","item_id":"m","output_index":0,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","title":"By ada@example.org"}}"#,
        ),
    );
    check(
        Wire::Anthropic,
        &sse(
            r#"{"type":"content_block_start","index":1,"content_block":{"type":"web_search_tool_result","tool_use_id":"t","content":[{"type":"web_search_result","title":"By ada@example.org","url":"https://example.org"}]}}"#,
        ),
    );
    check(
        Wire::Gemini,
        &sse(
            r#"{"candidates":[{"content":{"parts":[{"text":"a "}]},"extra":{"queries":["who is ada@example.org"]}}]}"#,
        ),
    );
    check(
        Wire::Ollama,
        b"{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"a \"},\"extra\":\"ada@example.org\",\"done\":false}\n",
    );
    check(
        Wire::Cohere,
        &sse(
            r#"{"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":1,"end":3,"text":"it","sources":[{"document":{"snippet":"by ada@example.org"}}]}}}}"#,
        ),
    );
    let converse = r#"{"contentBlockIndex":0,"delta":{"text":"a "},"extra":"ada@example.org"}"#;
    check(Wire::Bedrock, &event("contentBlockDelta", converse));
}

/// What repeats tool arguments stays the JSON that it is.
#[test]
fn a_string_of_json_stays_json() {
    check(
        r#""a":"{\"card\":4111111111111111,\"to\":\"ada@example.org\"}""#,
        r#""a":"{\"card\":\"[CREDIT_CARD_1]\",\"to\":\"[EMAIL_1]\"}""#,
    );
    check(r#""a":"[1] ada@example.org""#, r#""a":"[1] [EMAIL_1]""#);
}

#[test]
fn inside_of_what_a_bedrock_chunk_holds() {
    for inner in [
        r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a "},"extra":"ada@example.org"}"#,
        r#"{"type":"error","error":{"type":"overloaded_error","message":"no ada@example.org"}}"#,
        r#"{"type":"news","of":"ada@example.org"}"#,
    ] {
        let start = chunk(r#"{"type":"message_start","message":{"model":"m"}}"#);
        let stream = [start, chunk(inner)].concat();
        let out = masked(&engine(), Wire::Bedrock, Kinds::sensitive(), [&*stream]);
        let out = String::from_utf8_lossy(&out).into_owned();
        let bytes = out.split("\"bytes\":\"").nth(2).unwrap();
        let decoded = STANDARD.decode(bytes.split('"').next().unwrap()).unwrap();
        let expected = inner.replace("ada@example.org", "[EMAIL_1]");
        assert_eq!(String::from_utf8(decoded).unwrap(), expected);
    }
}

/// What an answer in sound says comes in pieces.
#[test]
fn transcripts_are_text() {
    let chunk = |audio: &str| {
        format!(r#"data: {{"choices":[{{"index":0,"delta":{{"audio":{audio}}}}}]}}"#) + "\n\n"
    };
    let pieces = [
        r#"{"id":"a","transcript":"Mail ada@exa"}"#,
        r#"{"transcript":"mple.org now"}"#,
        r#"{"data":"UklGRg=="}"#,
    ];
    let stream = pieces.map(chunk).concat() + "data: [DONE]\n\n";
    let out = redacted(Wire::OpenAiChat, Kinds::sensitive(), stream.as_bytes());
    assert!(
        out.contains("[EMAIL_1]") && out.contains("UklGRg=="),
        "{out}"
    );
    assert!(!out.contains("ada@") && !out.contains("mple.org"), "{out}");
}

#[test]
fn whole_answers_in_lines_end_with_their_lines() {
    let line = |text: &str| {
        format!(
            r#"{{"object":"chat.completion","choices":[{{"index":0,"message":{{"content":"{text}"}}}}]}}"#
        )
    };
    let lines = |texts: [&str; 2]| texts.map(line).join("\n") + "\n";
    let given = lines(["Write to ada@example.org", "or call 415-555-0132"]);
    let expected = lines(["Write to [EMAIL_1]", "or call [PHONE_1]"]);
    let out = redacted(Wire::OpenAiChat, Kinds::sensitive(), given.as_bytes());
    assert_eq!(out, expected);
}

/// Names of members and numbers that the wire does not know, beside its text.
#[test]
fn addresses_and_cards_are_masked_as_keys_and_numbers_too() {
    check(
        r#""ada@looms.example":1,"m":{"4111111111111111":2}"#,
        r#""[EMAIL_1]":1,"m":{"[CREDIT_CARD_1]":2}"#,
    );
    check(
        r#""of":{"card":4111111111111111,"n":[5555555555554444]}"#,
        r#""of":{"card":"[CREDIT_CARD_1]","n":["[CREDIT_CARD_2]"]}"#,
    );
    for fields in [
        r#""created":1773500000,"created_ns":1773500000123456789,"seed":4111111111111112"#,
        r#""total_duration":62048835834,"load_duration":4111111111111,"p":-0.4111111111111111"#,
        r#""id":"r_4111111111111111","@type":"x.org/a","n":4.111111111111111e15"#,
    ] {
        check(fields, fields);
    }
    check_kinds(
        Kinds::of(&[Kind::Email]),
        r#""card":4111111111111111,"a":"4111111111111111""#,
        r#""card":4111111111111111,"a":"4111111111111111""#,
    );
}

#[test]
fn keys_and_numbers_beside_the_text_of_every_wire_are_masked() {
    for (wire, frame) in [
        (
            Wire::Anthropic,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Well. ","card":4111111111111111}}"#,
        ),
        (
            Wire::OpenAiResponses,
            r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Well. ","card":4111111111111111}"#,
        ),
        (
            Wire::Gemini,
            r#"{"candidates":[{"content":{"parts":[{"text":"Well. "}],"role":"model"},"index":0}],"card":4111111111111111}"#,
        ),
    ] {
        let out = redacted(
            wire,
            Kinds::sensitive(),
            format!("data: {frame}\n\n").as_bytes(),
        );
        let expected = frame.replace("4111111111111111", "\"[CREDIT_CARD_1]\"");
        assert_eq!(out, format!("data: {expected}\n\n"), "{wire:?}");
    }
}
