//! `openai-realtime`, field by field.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod wire_common;

use midflight_core::frame::Payload;
use midflight_core::{Decoder, Delta, Ending, Heard, Limits, Wire};
use wire_common::lines;

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check_news(Wire::OpenAiRealtime, &lines(data), expected);
}

const SESSION: &str = r#"{"type":"session.created","event_id":"e","session":{"id":"s"}}"#;

fn created(id: &str) -> String {
    format!(
        r#"{{"type":"response.created","event_id":"e","response":{{"id":"{id}","status":"in_progress"}}}}"#
    )
}

fn done(id: &str, output: &str) -> String {
    format!(
        r#"{{"type":"response.done","event_id":"e","response":{{"id":"{id}","status":"completed","status_details":null,"output":{output},"usage":{{"input_tokens":5,"output_tokens":6,"input_token_details":{{"cached_tokens":2}},"output_token_details":{{"text_tokens":6}}}}}}}}"#
    )
}

/// An event of response `r`, item 0.
fn event(kind: &str, field: &str, text: &str) -> String {
    format!(
        r#"{{"type":"response.{kind}","event_id":"e","response_id":"r","item_id":"i","output_index":0,"content_index":0,"{field}":"{text}"}}"#
    )
}

#[test]
fn text_and_transcripts_under_old_and_new_names() {
    for name in [
        "output_text",
        "text",
        "output_audio_transcript",
        "audio_transcript",
    ] {
        let whole = if name.contains("text") {
            "text"
        } else {
            "transcript"
        };
        let part = format!(
            r#"{{"type":"response.content_part.done","response_id":"r","output_index":0,"content_index":0,"part":{{"type":"audio","{whole}":"Hi!"}}}}"#
        );
        let output = format!(
            r#"[{{"type":"message","role":"assistant","content":[{{"type":"output_audio","{whole}":"Hi!"}}]}}]"#
        );
        let delta = |text: &str| event(&format!("{name}.delta"), "delta", text);
        let end = [
            "close text 0",
            "usage 5 6 2 -",
            "finish 0: completed",
            "Complete",
        ];
        check(
            &[
                SESSION,
                &created("r"),
                &delta("Hi"),
                &delta("!"),
                &event(&format!("{name}.done"), whole, "Hi!"),
                &part,
                &done("r", &output),
            ],
            &[&["text 0: Hi", "text 0: !"], &end[..]].concat(),
        );
        check(
            &[SESSION, &created("r"), &done("r", &output)],
            &[&["text 0: Hi!"], &end[..]].concat(),
        );
        check(
            &[SESSION, &created("r"), &part, &done("r", "[]")],
            &[&["text 0: Hi!"], &end[..]].concat(),
        );
    }
}

#[test]
fn function_arguments() {
    let added = r#"{"type":"response.output_item.added","response_id":"r","output_index":1,"item":{"id":"i","type":"function_call","name":"f","call_id":"c","arguments":""}}"#;
    let delta = r#"{"type":"response.function_call_arguments.delta","response_id":"r","output_index":1,"call_id":"c","delta":"{}"}"#;
    let whole = r#"{"type":"response.function_call_arguments.done","response_id":"r","output_index":1,"call_id":"c","name":"f","arguments":"{}"}"#;
    let told = [
        "call 1/0: c f",
        "tool 1/0: {}",
        "close tool 1/0",
        "usage 5 6 2 -",
        "finish 0: completed",
        "Complete",
    ];
    let output = r#"[{"type":"message","content":[]},{"type":"function_call","name":"f","call_id":"c","arguments":"{}"}]"#;
    for events in [
        &[][..],
        &[added],
        &[added, delta],
        &[added, delta, whole],
        &[added, whole],
        &[whole],
    ] {
        let (begin, end) = (created("r"), done("r", output));
        let data = [&[SESSION, &begin], events, &[&end]].concat();
        check(&data, &told);
    }
}

#[test]
fn several_responses_finish_each() {
    let (a, b) = (created("r"), created("q"));
    let text = |text: &str| event("output_text.delta", "delta", text);
    let other = text("B").replace("\"r\"", "\"q\"");
    let finished = [
        "close text 0",
        "usage 5 6 2 -",
        "finish 0: completed",
        "Complete",
    ];
    check(
        &[
            &a,
            &text("A"),
            &done("r", "[]"),
            &b,
            &other,
            &done("q", "[]"),
        ],
        &[&["text 0: A"], &finished[..3], &["text 0: B"], &finished].concat(),
    );
    check(
        &[&a, &text("A"), &done("r", "[]"), &b, &other],
        &[&["text 0: A"], &finished[..3], &["text 0: B", "Cut"]].concat(),
    );
    // Both at a time: each has the other's indexes, and the first that ends does not end the stream.
    let output = r#"[{"type":"message","content":[{"type":"text","text":"A"}]}]"#;
    check(
        &[&a, &b, &text("A"), &other, &done("r", output)],
        &[
            "text 0: A",
            "text 0: B",
            "close text 0",
            "usage 5 6 2 -",
            "finish 0: completed",
            "Cut",
        ],
    );
}

#[test]
fn endings_and_errors() {
    let ends = |response: &str, expected: &[&str]| {
        let data = format!(r#"{{"type":"response.done","event_id":"e","response":{response}}}"#);
        check(&[SESSION, &created("r"), &data], expected);
    };
    ends(
        r#"{"id":"r","status":"cancelled","status_details":{"type":"cancelled","reason":"turn_detected"}}"#,
        &["finish 0: cancelled", "Complete"],
    );
    ends(
        r#"{"id":"r","status":"incomplete","status_details":{"type":"incomplete","reason":"max_output_tokens"}}"#,
        &["finish 0: max_output_tokens", "Complete"],
    );
    ends(
        r#"{"id":"r","status":"incomplete","status_details":{"type":"incomplete","reason":"content_filter"}}"#,
        &["finish 0: content_filter", "Blocked"],
    );
    ends(
        r#"{"id":"r","status":"failed","status_details":{"type":"failed","error":{"type":"t","code":"c","message":"m"}}}"#,
        &["finish 0: failed", "error c: m", "Failed"],
    );
    ends("{}", &["finish 0: done", "Complete"]);
    let error = r#"{"type":"error","event_id":"e","error":{"type":"invalid_request_error","code":null,"message":"m","param":null,"event_id":"x"}}"#;
    let told = "error invalid_request_error: m";
    check(&[error], &[told, "Failed"]);
    check(&[SESSION, error], &[told, "Failed"]);
    check(
        &[SESSION, &created("r"), &done("r", "[]"), error],
        &["usage 5 6 2 -", "finish 0: completed", told, "Complete"],
    );
}

#[test]
fn what_the_user_says_and_sound_are_passed_over() {
    check(
        &[
            SESSION,
            r#"{"type":"conversation.item.input_audio_transcription.delta","event_id":"e","item_id":"i","content_index":0,"delta":"user"}"#,
            r#"{"type":"conversation.item.input_audio_transcription.completed","event_id":"e","item_id":"i","content_index":0,"transcript":"user"}"#,
            r#"{"type":"conversation.item.done","event_id":"e","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"user"}]}}"#,
            r#"{"type":"input_audio_buffer.speech_started","event_id":"e","audio_start_ms":3,"item_id":"i"}"#,
            &event("output_audio.delta", "delta", "UklGRg=="),
            r#"{"type":"rate_limits.updated","event_id":"e","rate_limits":[]}"#,
            r#"{"type":"new.thing","event_id":"e"}"#,
        ],
        &["Cut"],
    );
}

#[test]
fn a_malformed_line_says_one_thing() {
    let text = event("output_text.delta", "delta", "a");
    let torn = &text[..text.len() - 1];
    let offset = text.len() + 1;
    let at = torn.len();
    check(
        &[&text, torn, &text],
        &[
            "text 0: a",
            &format!(
                "invalid_json at {offset}: byte {at} of the data: expected more of the document, came the end of the data"
            ),
            "text 0: a",
            "Cut",
        ],
    );
}

#[test]
fn websocket_messages_are_frames() {
    for wire in [Wire::OpenAiRealtime, Wire::Auto] {
        let pool = wire_common::pool();
        let mut decoder = Decoder::new(wire, &Limits::default(), &pool);
        let mut said = String::new();
        let mut hear = |heard: Heard<'_>| {
            if let Heard::Delta(Delta::Text { text, .. }) = heard {
                said.push_str(text);
            }
        };
        for message in [
            SESSION.to_owned(),
            event("output_text.delta", "delta", "one "),
            event("output_text.delta", "delta", "two").replace(',', ",\n"),
            done("r", "[]"),
        ] {
            decoder.message(Payload::Text(&message), &mut hear).unwrap();
        }
        assert_eq!(decoder.finish(&mut hear), Ok(Ending::Complete), "{wire:?}");
        assert_eq!(said, "one two", "{wire:?}");
    }
}
