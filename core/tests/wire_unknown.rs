//! What a wire does not know is passed over and counted; whole messages are frames.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod wire_common;

use midflight_core::frame::Payload;
use midflight_core::{Decoder, Delta, Heard, Limits, Unknown, Wire};

fn check(wire: Wire, stream: &str, expected: (u64, u64)) {
    let pool = wire_common::pool();
    let mut decoder = Decoder::new(wire, &Limits::default(), &pool);
    let mut wrong = Vec::new();
    let mut hear = |heard: Heard<'_>| {
        if let Heard::Diagnostic(diagnostic) = heard {
            wrong.push(diagnostic);
        }
    };
    decoder.write(stream.as_bytes(), &mut hear).unwrap();
    decoder.finish(&mut hear).unwrap();
    let (events, fields) = expected;
    assert_eq!(
        decoder.unknown(),
        Unknown { events, fields },
        "{wire:?} {stream}"
    );
    assert_eq!(wrong, [], "{wire:?} {stream}");
}

#[test]
fn what_is_unknown_is_counted() {
    let chat = Wire::OpenAiChat;
    check(
        chat,
        "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"}}]}\n\n",
        (0, 0),
    );
    check(
        chat,
        "data: {\"new\":1,\"choices\":[{\"newer\":[],\"delta\":{\"newest\":{}}}]}\n\n",
        (0, 3),
    );
    let anthropic = Wire::Anthropic;
    check(
        anthropic,
        "data: {\"type\":\"ping\"}\n\ndata: {\"type\":\"message_stop\"}\n\n",
        (0, 0),
    );
    check(
        anthropic,
        "data: {\"type\":\"pong\",\"ball\":true}\n\ndata: {\"type\":\"ping\"}\n\n",
        (1, 1),
    );
    check(
        Wire::Ollama,
        "{\"model\":\"m\",\"message\":{\"role\":\"r\",\"content\":\"a\"},\"done\":false,\"mood\":1}\n",
        (0, 1),
    );
    check(
        Wire::OpenAiResponses,
        "data: {\"type\":\"response.queued\",\"sequence_number\":1}\n\ndata: {\"type\":\"response.new\",\"newer\":1}\n\ndata: [DONE]\n\n",
        (1, 1),
    );
    check(
        Wire::OpenAiRealtime,
        "{\"type\":\"session.created\",\"event_id\":\"e\",\"session\":{}}\n{\"type\":\"new.thing\",\"newer\":1}\n",
        (1, 1),
    );
    check(
        Wire::Mistral,
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"index\":0,\"content\":\"a\",\"newest\":1}}]}\n\n",
        (0, 1),
    );
    check(
        Wire::Cohere,
        "data: {\"type\":\"content-end\",\"index\":1}\n\ndata: {\"type\":\"new\",\"delta\":{\"message\":{\"newer\":1}}}\n\n",
        (1, 1),
    );
}

#[test]
fn a_message_is_a_frame_whatever_line_ends_it_holds() {
    let pool = wire_common::pool();
    for wire in [Wire::Ollama, Wire::Auto] {
        let mut decoder = Decoder::new(wire, &Limits::default(), &pool);
        let mut said = String::new();
        let mut hear = |heard: Heard<'_>| {
            if let Heard::Delta(Delta::Text { text, .. }) = heard {
                said.push_str(text);
            }
        };
        for content in ["one ", "two"] {
            let message =
                format!("{{\n\"message\": {{\"content\": \"{content}\"}},\n\"done\": false\n}}");
            decoder.message(Payload::Text(&message), &mut hear).unwrap();
        }
        decoder.finish(&mut hear).unwrap();
        assert_eq!(said, "one two", "{wire:?}");
    }
}
