//! `auto` where the events of a wire come as bare JSON: a line each, or a WebSocket message each.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod wire_common;

use midflight_core::frame::Payload;
use midflight_core::{Config, Decoder, Engine, Framing, Heard, Kinds, Limits, Wire};
use wire_common::{lines, pool};

const CHAT: &[&str] = &[
    r#"{"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi "}}]}"#,
    r#"{"choices":[{"index":0,"delta":{"content":"Ada"},"finish_reason":null}]}"#,
    r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    "[DONE]",
];

const RESPONSES: &[&str] = &[
    r#"{"type":"response.created","response":{"id":"r","object":"response","status":"in_progress","model":"m"}}"#,
    r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hi ","sequence_number":1}"#,
    r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Ada","sequence_number":2}"#,
    r#"{"type":"response.completed","response":{"id":"r","object":"response","status":"completed"},"sequence_number":3}"#,
];

const ANTHROPIC: &[&str] = &[
    r#"{"type":"message_start","message":{"model":"m","role":"assistant","content":[],"usage":{"input_tokens":3}}}"#,
    r#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
    r#"{"type":"ping"}"#,
    r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi "}}"#,
    r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Ada"}}"#,
    r#"{"type":"content_block_stop","index":0}"#,
    r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}"#,
    r#"{"type":"message_stop"}"#,
];

const COHERE: &[&str] = &[
    r#"{"type":"message-start","id":"c","delta":{"message":{"role":"assistant"}}}"#,
    r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hi "}}}}"#,
    r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Ada"}}}}"#,
    r#"{"type":"message-end","delta":{"finish_reason":"COMPLETE"}}"#,
];

const GEMINI: &[&str] = &[
    r#"{"candidates":[{"content":{"parts":[{"text":"Hi "}],"role":"model"}}],"modelVersion":"m"}"#,
    r#"{"candidates":[{"content":{"parts":[{"text":"Ada"}]},"finishReason":"STOP"}]}"#,
];

const LLAMA_CPP: &[&str] = &[
    r#"{"index":0,"content":"Hi ","stop":false}"#,
    r#"{"index":0,"content":"Ada","stop":false}"#,
    r#"{"index":0,"content":"","stop":true,"stop_type":"eos"}"#,
];

const TGI: &[&str] = &[
    r#"{"index":1,"token":{"id":1,"text":"Hi ","logprob":-0.1,"special":false},"generated_text":null,"details":null}"#,
    r#"{"index":2,"token":{"id":2,"text":"Ada","logprob":-0.1,"special":false},"generated_text":"Hi Ada","details":{"finish_reason":"length"}}"#,
];

const OLLAMA: &[&str] = &[
    r#"{"model":"m","message":{"role":"assistant","content":"Hi "},"done":false}"#,
    r#"{"model":"m","message":{"role":"assistant","content":"Ada"},"done":true,"done_reason":"stop"}"#,
];

const REALTIME: &[&str] = &[
    r#"{"type":"session.created","event_id":"e","session":{"model":"m"}}"#,
    r#"{"type":"response.created","event_id":"e","response":{"id":"r","object":"realtime.response","status":"in_progress"}}"#,
    r#"{"type":"response.output_text.delta","event_id":"e","response_id":"r","output_index":0,"content_index":0,"delta":"Hi Ada"}"#,
    r#"{"type":"response.done","event_id":"e","response":{"id":"r","object":"realtime.response","status":"completed"}}"#,
];

const STREAMS: [(Wire, &[&str]); 9] = [
    (Wire::OpenAiChat, CHAT),
    (Wire::OpenAiResponses, RESPONSES),
    (Wire::Anthropic, ANTHROPIC),
    (Wire::Cohere, COHERE),
    (Wire::Gemini, GEMINI),
    (Wire::LlamaCpp, LLAMA_CPP),
    (Wire::Tgi, TGI),
    (Wire::Ollama, OLLAMA),
    (Wire::OpenAiRealtime, REALTIME),
];

/// How events reach the decoder.
#[derive(Clone, Copy, Debug)]
enum By {
    /// Lines, in chunks of so many bytes.
    Lines(usize),
    Messages,
}

const WAYS: [By; 5] = [
    By::Lines(1),
    By::Lines(7),
    By::Lines(64),
    By::Lines(usize::MAX),
    By::Messages,
];

/// What is heard of events, in order; `None` for the wire where it is named beforehand.
#[derive(Debug, Default, PartialEq)]
struct Heeded {
    wire: Option<Wire>,
    framing: Option<Framing>,
    /// Events that had come when the wire was told.
    events: usize,
    said: Vec<String>,
    ending: String,
}

impl Heeded {
    fn hear(&mut self, heard: &Heard<'_>, event: usize) {
        match heard {
            Heard::Wire(found) => {
                self.wire = Some(found.wire());
                self.framing = found.framing();
                self.events = event;
            }
            Heard::Delta(delta) => self.said.push(format!("{delta:?}")),
            Heard::Diagnostic(diagnostic) => self.said.push(diagnostic.code.as_str().to_owned()),
            _ => {}
        }
    }
}

/// Reads `events` in `way`.
fn read(wire: Wire, events: &[&str], way: By) -> Heeded {
    let mut decoder = Decoder::new(wire, &Limits::default(), &pool());
    let mut heeded = Heeded::default();
    for (event, number) in events.iter().zip(1..) {
        let mut hear = |heard: Heard<'_>| heeded.hear(&heard, number);
        match way {
            By::Lines(chunk) => {
                for piece in lines(&[event]).chunks(chunk) {
                    decoder.write(piece, &mut hear).unwrap();
                }
            }
            By::Messages => decoder.message(Payload::Text(event), &mut hear).unwrap(),
        }
    }
    let mut hear = |heard: Heard<'_>| heeded.hear(&heard, usize::MAX);
    heeded.ending = format!("{:?}", decoder.finish(&mut hear).unwrap());
    heeded
}

/// That `events` are taken for `wire` at the event `at`, however they come.
fn check(events: &[&str], wire: Wire, at: usize) {
    for way in WAYS {
        let heeded = read(Wire::Auto, events, way);
        let found = (heeded.wire, heeded.events);
        assert_eq!(found, (Some(wire), at), "{way:?}: {events:?}");
        assert_eq!(heeded.framing, Some(Framing::Ndjson), "{way:?}");
    }
}

/// That nothing tells the wire of `events`: a guess, once they are at their end.
fn check_unknown(events: &[&str]) {
    for way in WAYS {
        let heeded = read(Wire::Auto, events, way);
        let found = (heeded.wire, heeded.events, heeded.said.first());
        let expected = (
            Some(Wire::Ollama),
            usize::MAX,
            Some(&"unknown_wire".to_owned()),
        );
        assert_eq!(found, expected, "{way:?}: {events:?}");
    }
}

#[test]
fn the_first_event_tells_the_wire_and_all_is_read_as_if_it_were_named() {
    for (wire, events) in STREAMS {
        check(events, wire, 1);
        for way in WAYS {
            let auto = read(Wire::Auto, events, way);
            // Each message is a frame to a decoder of any wire.
            let named = read(wire, events, By::Messages);
            let text = |heeded: &Heeded| heeded.said.join("\n").replace(' ', "");
            assert!(text(&auto).contains("Ada"), "{way:?}: {wire:?} {auto:?}");
            assert_eq!(text(&auto), text(&named), "{way:?}: {wire:?}");
            assert_eq!(auto.ending, named.ending, "{way:?}: {wire:?}");
        }
    }
}

#[test]
fn every_event_that_is_of_one_wire_alone_tells_it() {
    for (wire, events) in STREAMS {
        // A `ping` is anyone's, and a stream that begins with an end mark may be text.
        let telling = |event: &&&str| !event.contains("ping") && **event != "[DONE]";
        for event in events.iter().filter(telling) {
            check(&[event], wire, 1);
        }
    }
}

#[test]
fn what_anyone_may_send_waits_for_the_next_event() {
    for common in [
        r#"{"type":"ping"}"#,
        r#"{"type":"debug","message":"m"}"#,
        r#"{"type":"connected"}"#,
        r#"{"type":"error","message":"m"}"#,
        r#"{"type":"error","error":{"type":"t","code":"c","message":"m"}}"#,
        r#"{"type":"error","status":"bad","error":{"type":"t","code":"c","message":"m"}}"#,
        r#"{"choices":["a","b"]}"#,
        r#"{"usageMetadata":{"totalTokenCount":1},"serverContent":{"turnComplete":true}}"#,
        r#"{"content":"a"}"#,
        r#"{"message":"a"}"#,
        "{oops",
    ] {
        check_unknown(&[common]);
        for (wire, events) in STREAMS {
            check(&[&[common], events].concat(), wire, 2);
        }
    }
}

#[test]
fn errors_and_rarer_events_tell_the_wire() {
    for (event, wire) in [
        (
            r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#,
            Wire::Anthropic,
        ),
        (
            r#"{"type":"error","event_id":"e","error":{"type":"t","code":null,"message":"m"}}"#,
            Wire::OpenAiRealtime,
        ),
        (
            r#"{"type":"error","status":400,"error":{"code":"c","message":"m"}}"#,
            Wire::OpenAiResponses,
        ),
        (
            r#"{"type":"error","sequence_number":3,"code":"c","message":"m"}"#,
            Wire::OpenAiResponses,
        ),
        (
            r#"{"type":"keepalive","sequence_number":3}"#,
            Wire::OpenAiResponses,
        ),
        // Without a sign of its own, an event of a response is Realtime's.
        (
            r#"{"type":"response.output_text.delta","delta":"a"}"#,
            Wire::OpenAiRealtime,
        ),
        (
            r#"{"type":"response.created","event_id":"e","sequence_number":1,"response":{}}"#,
            Wire::OpenAiRealtime,
        ),
        (r#"{"object":"error","message":"m"}"#, Wire::OpenAiChat),
        (
            r#"{"choices":[],"prompt_filter_results":[]}"#,
            Wire::OpenAiChat,
        ),
        (
            r#"{"promptFeedback":{"blockReason":"SAFETY"}}"#,
            Wire::Gemini,
        ),
        (
            r#"{"usageMetadata":{"promptTokenCount":1},"modelVersion":"m"}"#,
            Wire::Gemini,
        ),
        (
            r#"{"error":{"message":"m","code":503,"status":"UNAVAILABLE"}}"#,
            Wire::Gemini,
        ),
        (r#"{"error":"m","error_type":"overloaded"}"#, Wire::Tgi),
        (r#"{"error":"m"}"#, Wire::Ollama),
        (r#"{"error":{"message":"m","type":"t"}}"#, Wire::Ollama),
        (r#"{"model":"m","response":"a","done":false}"#, Wire::Ollama),
    ] {
        check(&[event], wire, 1);
    }
}

#[test]
fn a_message_is_whole_however_it_is_laid_out() {
    let error = "{\n  \"error\": {\n    \"code\": 404,\n    \"message\": \"m\",\n    \"status\": \"NOT_FOUND\"\n  }\n}\n";
    let laid_out = "\n{\n  \"type\": \"message_stop\"\n}\n";
    for (messages, wire, at) in [
        (&[error][..], Wire::Gemini, 1),
        (&[laid_out], Wire::Anthropic, 1),
        (&["", " \n", ANTHROPIC[0]], Wire::Anthropic, 3),
        (&[" [DONE]\n"], Wire::OpenAiChat, 1),
        (&["", "Hi"], Wire::Text, 2),
        (&["Hi"], Wire::Text, 1),
    ] {
        let heeded = read(Wire::Auto, messages, By::Messages);
        let found = (heeded.wire, heeded.events);
        assert_eq!(found, (Some(wire), at), "{messages:?}");
    }
}

#[test]
fn a_redactor_keeps_the_framing_that_it_found() {
    let engine = Engine::new(Config::default()).unwrap();
    let event = |text: &str| {
        format!(
            r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{text}"}}}}"#
        )
    };
    let (said, masked) = (
        event("Ask ada@example.org today. "),
        event("Ask [EMAIL_1] today. "),
    );
    let given = lines(&[ANTHROPIC[0], &said, ANTHROPIC[7]]);
    let expected = lines(&[ANTHROPIC[0], &masked, ANTHROPIC[7]]);
    for chunk in [1, 7, 64, given.len()] {
        let mut redactor = engine.redactor(Wire::Auto, Kinds::sensitive());
        let mut out = Vec::new();
        let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
        for piece in given.chunks(chunk) {
            redactor.write(piece, &mut write).unwrap();
        }
        redactor.finish(&mut write).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&out),
            String::from_utf8_lossy(&expected),
            "in chunks of {chunk}"
        );
    }
}

/// Some gateways pack a wire's lines into server-sent events.
#[test]
fn lines_in_server_sent_events_tell_their_wire() {
    let packed = |lines: &[&str]| format!("data: {}\n\n", lines.join("\n\ndata: "));
    let check = |lines: &[&str], expected: (Wire, bool)| {
        let mut decoder = Decoder::new(Wire::Auto, &Limits::default(), &pool());
        let mut heeded = Heeded::default();
        let mut hear = |heard: Heard<'_>| heeded.hear(&heard, 1);
        for piece in packed(lines).as_bytes().chunks(7) {
            decoder.write(piece, &mut hear).unwrap();
        }
        decoder.finish(&mut hear).unwrap();
        assert_eq!(heeded.framing, Some(Framing::Sse));
        let ada = heeded.said.iter().any(|said| said.contains("Ada"));
        assert_eq!((heeded.wire.unwrap(), ada), expected, "{lines:?}");
    };
    check(OLLAMA, (Wire::Ollama, true));
    check(CHAT, (Wire::OpenAiChat, true));
    // What any wire may send is guessed at as before.
    check(&[r#"{"error":"no such model"}"#], (Wire::OpenAiChat, false));
}
