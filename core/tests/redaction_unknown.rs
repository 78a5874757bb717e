//! Values over several frames in places that no wire tells about: events that are new, and fields beside the
//! text.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::{Kinds, Wire};
use serde_json::{Value, json};
use support::{engine, masked, traces};

/// A stream with a string in a place of its own.
struct Place {
    wire: Wire,
    before: &'static str,
    /// A frame with the string at `pointer`, with text beside it or not.
    frame: fn(&str) -> Value,
    pointer: &'static str,
    after: &'static str,
}

/// Places whose name says that pieces come there.
const PIECES: [Place; 5] = [
    Place {
        wire: Wire::OpenAiResponses,
        before: r#"{"type":"response.created","response":{"id":"r","status":"in_progress"}}"#,
        frame: |text| json!({"type": "response.new_thing.delta", "item_id": "i", "output_index": 1, "delta": text}),
        pointer: "/delta",
        after: r#"{"type":"response.completed","response":{"id":"r","status":"completed"}}"#,
    },
    Place {
        wire: Wire::Anthropic,
        before: r#"{"type":"message_start","message":{"content":[]}}"#,
        frame: |text| json!({"type": "content_block_delta", "index": 1, "delta": {"type": "plan_delta", "plan": text}}),
        pointer: "/delta/plan",
        after: r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#,
    },
    Place {
        wire: Wire::OpenAiChat,
        before: r#"{"choices":[{"index":0,"delta":{"role":"assistant"}}]}"#,
        frame: |text| json!({"choices": [{"index": 0, "delta": {"thoughts": text}}]}),
        pointer: "/choices/0/delta/thoughts",
        after: r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    },
    Place {
        wire: Wire::OpenAiChat,
        before: r#"{"choices":[{"index":0,"delta":{"role":"assistant"}}]}"#,
        frame: |text| json!({"choices": [{"index": 0, "delta": {"content": "so ", "thoughts": text}}]}),
        pointer: "/choices/0/delta/thoughts",
        after: "[DONE]",
    },
    Place {
        wire: Wire::Cohere,
        before: r#"{"type":"message-start","id":"m"}"#,
        frame: |text| json!({"type": "notes-delta", "index": 0, "delta": {"message": {"notes": text}}}),
        pointer: "/delta/message/notes",
        after: r#"{"type":"message-end","delta":{"finish_reason":"COMPLETE"}}"#,
    },
];

/// Places that may hold whole texts as well.
const TEXTS: [Place; 3] = [
    Place {
        wire: Wire::OpenAiResponses,
        before: r#"{"type":"response.created","response":{"id":"r","status":"in_progress"}}"#,
        frame: |text| json!({"type": "response.new_thing.said", "part": {"text": text}}),
        pointer: "/part/text",
        after: r#"{"type":"response.completed","response":{"id":"r","status":"completed"}}"#,
    },
    Place {
        wire: Wire::Gemini,
        before: r#"{"candidates":[{"content":{"parts":[{"text":"Well. "}]}}]}"#,
        frame: |text| json!({"candidates": [{"content": {"parts": [{"plan": text}]}}]}),
        pointer: "/candidates/0/content/parts/0/plan",
        after: r#"{"candidates":[{"finishReason":"STOP"}]}"#,
    },
    Place {
        wire: Wire::LlamaCpp,
        before: r#"{"content":"Well. ","stop":false}"#,
        frame: |text| json!({"content": "so ", "plan": text, "stop": false}),
        pointer: "/plan",
        after: r#"{"content":"","stop":true,"stop_type":"eos"}"#,
    },
];

impl Place {
    fn stream(&self, pieces: &[&str]) -> Vec<Vec<u8>> {
        let frames = pieces.iter().map(|piece| (self.frame)(piece).to_string());
        let frames = [self.before.to_owned()].into_iter().chain(frames);
        let frames = frames.chain([self.after.to_owned()]);
        frames
            .map(|data| format!("data: {data}\n\n").into_bytes())
            .collect()
    }

    /// What stands at the place in all frames of a masked stream, which ends as it did.
    fn read(&self, out: &[u8], whole: bool) -> String {
        let out = String::from_utf8(out.to_vec()).unwrap();
        assert!(
            !whole || out.ends_with(&format!("data: {}\n\n", self.after)),
            "{out}"
        );
        let data = out.lines().filter_map(|line| line.strip_prefix("data: "));
        let values = data.filter_map(|data| serde_json::from_str::<Value>(data).ok());
        let strings =
            values.filter_map(|value| Some(value.pointer(self.pointer)?.as_str()?.to_owned()));
        strings.collect()
    }

    /// What stands there in the masked stream of these pieces.
    fn said(&self, pieces: &[&str]) -> String {
        let stream = self.stream(pieces);
        let stream = stream.iter().map(|frame| &**frame);
        let out = masked(&engine(), self.wire, Kinds::sensitive(), stream);
        self.read(&out, true)
    }

    /// What is written for a text in these pieces; at every moment it is a prefix of `expected`.
    fn check(&self, pieces: &[&str], expected: &str) -> Vec<u8> {
        let mut redactor = engine().redactor(self.wire, Kinds::sensitive());
        let mut out = Vec::new();
        for frame in self.stream(pieces) {
            redactor
                .write(&frame, &mut |bytes| out.extend_from_slice(bytes))
                .unwrap();
            let so_far = self.read(&out, false);
            assert!(
                expected.starts_with(&so_far),
                "{pieces:?}: {so_far:?} of {expected:?}"
            );
        }
        redactor
            .finish(&mut |bytes| out.extend_from_slice(bytes))
            .unwrap();
        assert_eq!(self.read(&out, true), expected, "{pieces:?}");
        out
    }
}

fn halves(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let cuts = (1..text.len()).filter(|cut| text.is_char_boundary(*cut));
    cuts.map(|cut| vec![&text[..cut], &text[cut..]])
}

fn pieces(text: &str, size: usize) -> Vec<&str> {
    let mut rest = text;
    core::iter::from_fn(|| {
        let (piece, behind) = rest.split_at(rest.ceil_char_boundary(size.min(rest.len())));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
    .collect()
}

/// Texts and what is masked of them.
const ROWS: [(&str, &str, &str); 7] = [
    (
        "Mail ada@example.org now",
        "ada@example.org",
        "Mail [EMAIL_1] now",
    ),
    ("ada@example.org", "ada@example.org", "[EMAIL_1]"),
    (
        "is 4111 1111 1111 1111, so",
        "4111 1111 1111 1111",
        "is [CREDIT_CARD_1], so",
    ),
    (
        "Call +1 (415) 555-0132",
        "+1 (415) 555-0132",
        "Call [PHONE_1]",
    ),
    ("SSN 536-90-4399.", "536-90-4399", "SSN [SSN_1]."),
    (
        "key ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8 ok",
        "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
        "key [SECRET_1] ok",
    ),
    (
        "Grüße 🚀 an Kofi Mensah.",
        "Kofi Mensah",
        "Grüße 🚀 an [PERSON_1].",
    ),
];

#[test]
fn pieces_are_masked_as_one_text() {
    for place in PIECES {
        for (text, value, expected) in ROWS {
            let sizes = [1, 2, 3, 5].map(|size| pieces(text, size));
            for pieces in halves(text).chain(sizes).chain([vec![text]]) {
                let out = place.check(&pieces, expected);
                traces::assert_none(&out, value, place.pointer);
            }
        }
    }
}

/// What might be whole is let go where it is a plain word or few digits, and nothing more.
#[test]
fn texts_that_go_on_hold_no_value() {
    for place in TEXTS {
        for (text, value, expected) in &ROWS[..6] {
            let sizes = [1, 2, 3, 5].map(|size| pieces(text, size));
            for pieces in halves(text).chain(sizes).chain([vec![*text]]) {
                let out = masked(
                    &engine(),
                    place.wire,
                    Kinds::sensitive(),
                    place.stream(&pieces).iter().map(|frame| &**frame),
                );
                let said = place.read(&out, true);
                let (before, behind) = expected.split_once('[').unwrap();
                let (placeholder, behind) = behind.split_once(']').unwrap();
                assert!(
                    said.starts_with(before) && said.ends_with(behind),
                    "{pieces:?}: {said}"
                );
                assert!(
                    said.contains(&format!("[{placeholder}]")),
                    "{pieces:?}: {said}"
                );
                traces::assert_none(said.as_bytes(), value, place.pointer);
                traces::assert_none(&out, value, place.pointer);
            }
        }
    }
}

/// Where a space shows that a text goes on the last one, what follows is masked as pieces are.
#[test]
fn texts_that_are_seen_to_go_on_are_pieces() {
    for place in TEXTS {
        for (text, value, expected) in &ROWS {
            let Some(space) = text.find(' ').filter(|_| text != value) else {
                continue;
            };
            for first in [space, space + 1] {
                let (word, rest) = text.split_at(first);
                for pieces in halves(rest).chain([1, 2, 3].map(|size| pieces(rest, size))) {
                    if first == space && pieces[0] == " " && pieces.len() == 2 {
                        continue;
                    }
                    let pieces = [vec![word], pieces].concat();
                    let out = place.check(&pieces, expected);
                    traces::assert_none(&out, value, place.pointer);
                }
            }
        }
    }
}

/// Digits that come again might be what all frames say; behind them a value is found nevertheless.
#[test]
fn equal_digits_are_the_beginning_of_a_value() {
    for place in TEXTS {
        for pieces in [
            &["44", "44", "1234567890", "11 so"][..],
            &["44", "44", "12", "34", "56", "78", "90", "11", " so"],
            &["4", "4", "4", "4", "12345678", "9011", " so"],
        ] {
            let said = place.said(pieces);
            assert!(
                said.starts_with("4444") && said.ends_with("[CREDIT_CARD_1] so"),
                "{said}"
            );
            assert!(!said.contains("1234"), "{said}");
        }
    }
}

/// The frames of a stream of `openai-responses` before the end, and what they become.
fn check_frames(frames: &[&str], expected: &[&str]) {
    let place = &PIECES[0];
    let stream = |frames: &[&str]| {
        let frames = [place.before].into_iter().chain(frames.iter().copied());
        let frames = frames.chain([place.after]);
        frames
            .map(|data| format!("data: {data}\n\n"))
            .collect::<Vec<_>>()
            .concat()
    };
    let bytes = stream(frames);
    for size in [1, 7, bytes.len()] {
        let pieces = bytes.as_bytes().chunks(size);
        let out = masked(&engine(), place.wire, Kinds::sensitive(), pieces);
        assert_eq!(String::from_utf8_lossy(&out), stream(expected));
    }
}

#[test]
fn whole_texts_of_new_events_stay_whole() {
    for frames in [
        &[r#"{"type":"search.begun","query":"weather in 2026"}"#][..],
        &[r#"{"type":"job.named","url":"https://example.org/a/b1c2","fingerprint":"fp_44709d61"}"#],
        &[
            r#"{"type":"search.begun","query":"boats"}"#,
            r#"{"type":"search.begun","query":"ships"}"#,
            r#"{"type":"search.done"}"#,
        ],
    ] {
        check_frames(frames, frames);
    }
}

/// Values that stand in one event each are found as before, though nothing parts them.
#[test]
fn values_of_two_events_are_masked_each() {
    let frame = |key: &str, text: &str| format!(r#"{{"type":"a.note","{key}":"{text}"}}"#);
    for (first, second, [masked, other]) in [
        (
            "ada@example.org",
            "bob@example.org",
            ["[EMAIL_1]", "[EMAIL_2]"],
        ),
        (
            "4111111111111111",
            "5555555555554444",
            ["[CREDIT_CARD_1]", "[CREDIT_CARD_2]"],
        ),
        (
            "ada@example.org",
            "ada@example.org",
            ["[EMAIL_1]", "[EMAIL_1]"],
        ),
    ] {
        check_frames(
            &[&frame("text", first), &frame("text", second)],
            &[&frame("text", masked), &frame("text", other)],
        );
        let bytes: String = [first, second]
            .map(|text| format!("data: {}\n\n", frame("delta", text)))
            .concat();
        let out = masked_text(&bytes);
        assert!(
            !out.contains("example.org") && !out.contains("1111"),
            "{out}"
        );
        assert!(!out.contains("5555"), "{out}");
    }
}

fn masked_text(bytes: &str) -> String {
    let out = masked(
        &engine(),
        Wire::OpenAiResponses,
        Kinds::sensitive(),
        [bytes.as_bytes()],
    );
    String::from_utf8(out).unwrap()
}

/// What is held back comes before the event that ends what it belongs to, and before the end.
#[test]
fn what_is_held_comes_before_the_end() {
    check_frames(
        &[
            r#"{"type":"a.plan.delta","output_index":0,"delta":"mail ada@"}"#,
            r#"{"type":"response.output_text.delta","output_index":1,"delta":"well, "}"#,
            r#"{"type":"keepalive","sequence_number":4}"#,
            r#"{"type":"a.plan.delta","output_index":0,"delta":"x.org"}"#,
            r#"{"type":"a.plan.done","output_index":0,"plan":"mail ada@x.org"}"#,
        ],
        &[
            r#"{"type":"a.plan.delta","output_index":0,"delta":"mail "}"#,
            r#"{"type":"response.output_text.delta","output_index":1,"delta":"well, "}"#,
            r#"{"type":"keepalive","sequence_number":4}"#,
            r#"{"type":"a.plan.delta","output_index":0,"delta":""}"#,
            r#"{"type":"a.plan.delta","output_index":0,"delta":"[EMAIL_1]"}"#,
            r#"{"type":"a.plan.done","output_index":0,"plan":"mail [EMAIL_1]"}"#,
        ],
    );
}

/// Texts of two outputs are told apart.
#[test]
fn texts_that_come_in_turn_are_apart() {
    check_frames(
        &[
            r#"{"type":"a.delta","output_index":0,"delta":"ada@"}"#,
            r#"{"type":"a.delta","output_index":1,"delta":"bob@"}"#,
            r#"{"type":"a.delta","output_index":0,"delta":"x.org "}"#,
            r#"{"type":"a.delta","output_index":1,"delta":"y.org "}"#,
        ],
        &[
            r#"{"type":"a.delta","output_index":0,"delta":""}"#,
            r#"{"type":"a.delta","output_index":1,"delta":""}"#,
            r#"{"type":"a.delta","output_index":0,"delta":"[EMAIL_1] "}"#,
            r#"{"type":"a.delta","output_index":1,"delta":"[EMAIL_2] "}"#,
        ],
    );
}

#[test]
fn what_all_frames_repeat_stays() {
    let check = |fields: &str| {
        let frame =
            format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"so "}}}}],{fields}}}"#);
        let bytes = format!("data: {frame}\n\n").repeat(40) + "data: [DONE]\n\n";
        let out = masked(
            &engine(),
            Wire::OpenAiChat,
            Kinds::sensitive(),
            [bytes.as_bytes()],
        );
        assert_eq!(String::from_utf8(out).unwrap(), bytes);
    };
    check(r#""provider":"OpenRouter","zone":"415","code":"0""#);
    check(
        r#""sources":["https://example.org/2026","ada"],"filter":{"hate":"safe","self_harm":"safe"}"#,
    );
}

/// Words about the pieces stand among them.
#[test]
fn words_among_pieces_stay() {
    let frame = |fields: &str| {
        format!(r#"data: {{"choices":[{{"index":0,"delta":{{"content":"so "{fields}}}}}]}}"#)
            + "\n\n"
    };
    let empty = |field: &str| {
        let frame = r#"data: {"choices":[{"index":0,"delta":{"content":"","of":""}}]}"#;
        frame.replace("\"\"}", &format!("\"{field}\"}}")) + "\n\n"
    };
    let check = |frames: &[String], expected: &[String]| {
        let end = "data: [DONE]\n\n";
        let bytes = frames.concat() + end;
        let out = masked(
            &engine(),
            Wire::OpenAiChat,
            Kinds::sensitive(),
            [bytes.as_bytes()],
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected.concat() + end);
    };
    let words = [r#","channel":"analysis""#, r#","channel":"final""#].map(frame);
    check(&words, &words);
    let again = frame(r#","of":"analysis""#);
    check(
        &[again.clone(), again.clone(), again.clone()],
        &[
            frame(r#","of":"""#),
            empty("analysis"),
            again.clone(),
            again,
        ],
    );
}

/// A long secret is masked to its end.
#[test]
fn long_secrets_of_new_events_are_left_out() {
    let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n";
    let key = format!(
        "-----BEGIN PRIVATE KEY-----\n{}-----END PRIVATE KEY-----",
        line.repeat(20)
    );
    let token = format!(
        "eyJhbGciOiJIUzI1NiJ9.{}.dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1",
        "eyJzdWIiOiIxMjM0NTY3ODkw".repeat(40)
    );
    let putty = format!(
        "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: ada\nPublic-Lines: 12\n{0}Private-Lines: 12\n{0}Private-MAC: 0123456789abcdef0123456789abcdef",
        line.repeat(12)
    );
    for place in PIECES.iter().chain(&TEXTS) {
        for secret in [&key, &token, &putty] {
            let text = format!("It is {secret}\nindeed.");
            for size in [7, 40, 300, text.len()] {
                let stream = place.stream(&pieces(&text, size));
                let out = masked(
                    &engine(),
                    place.wire,
                    Kinds::sensitive(),
                    stream.iter().map(|frame| &**frame),
                );
                let said = place.read(&out, true);
                assert!(
                    said.starts_with("It is ") && said.ends_with("\nindeed."),
                    "{size}: {said}"
                );
                for part in ["AASC", "VJTUt", "OiIxMjM0", "Private", "89abcdef"] {
                    assert!(!said.contains(part), "{size}: {said}");
                }
            }
        }
    }
}

/// Frames that can't be read are taken as one text.
#[test]
fn frames_that_cannot_be_read_go_on() {
    let check = |frames: &[&str], expected: &str| {
        let bytes = frames.iter().map(|data| format!("data: {data}\n\n"));
        let bytes = bytes.collect::<Vec<_>>().concat();
        let out = masked(
            &engine(),
            Wire::OpenAiChat,
            Kinds::sensitive(),
            [bytes.as_bytes()],
        );
        let out = String::from_utf8(out).unwrap();
        let said: String = out
            .lines()
            .filter_map(|line| line.strip_prefix("data: "))
            .collect();
        assert_eq!(said, expected, "{frames:?}");
    };
    check(&["Ask ada@exa", "mple.org now"], "Ask [EMAIL_1] now");
    check(
        &["Ask ada@x.org", "; bob@x.org"],
        "Ask [EMAIL_1]; [EMAIL_2]",
    );
    check(
        &["{\"choices\": ada@ex", "ample.org }"],
        "{\"choices\": [EMAIL_1] }",
    );
    check(&["so", "and so"], "soand so");
}

/// Special tokens are no text of `tgi`.
#[test]
fn special_tokens_hold_no_value() {
    let frame = |text: &str, special: bool| {
        let token = json!({"token": {"id": 5, "text": text, "special": special}});
        format!("data: {token}\n\n")
    };
    let end = "data: {\"details\":{\"finish_reason\":\"eos_token\"}}\n\n";
    let bytes = [
        ("ada@exa", true),
        ("so ", false),
        ("mple.org", true),
        ("</s>", true),
    ];
    let bytes = bytes.map(|(text, special)| frame(text, special)).concat() + end;
    let out = masked(&engine(), Wire::Tgi, Kinds::sensitive(), [bytes.as_bytes()]);
    let out = String::from_utf8(out).unwrap();
    assert!(
        out.contains("[EMAIL_1]") && out.contains("\"so \"") && out.contains("</s>"),
        "{out}"
    );
    assert!(!out.contains("ada@") && !out.contains("mple"), "{out}");
}
