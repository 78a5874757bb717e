//! Invariant 2: no input makes it panic, loop or grow without bound; what is malformed becomes a
//! diagnostic, and the stream goes on.

mod support;

use std::fmt::Write;

use midflight_core::{Event, Framing, Timestamp, Wire};
use support::{FRAMED, Numbers, TEXT, engine, frame, messages, stream, told};

fn all() -> impl Iterator<Item = Wire> {
    Wire::all().chain([Wire::Auto])
}

#[test]
fn empty_input_ends() {
    for wire in all() {
        let lines = told(&engine(), wire, []);
        assert_eq!(
            lines
                .lines()
                .filter(|line| line.starts_with("End("))
                .count(),
            1,
            "{wire:?}"
        );
    }
}

#[test]
fn input_cut_at_every_byte() {
    let engine = engine();
    for &wire in FRAMED {
        let pieces: Vec<&str> = TEXT.split_inclusive(' ').take(20).collect();
        let bytes = stream(wire, &pieces);
        for end in 0..bytes.len() {
            let lines = told(&engine, wire, [&bytes[..end]]);
            assert!(
                lines
                    .lines()
                    .last()
                    .is_some_and(|line| line.starts_with("End("))
            );
            let doubts = lines
                .lines()
                .filter(|line| line.starts_with("Diagnostic("))
                .count();
            assert!(doubts <= 1, "{lines}");
        }
    }
}

#[test]
fn noise() {
    let engine = engine();
    let mut numbers = Numbers(7);
    let bytes: Vec<u8> = (0..10 << 20).map(|_| numbers.below(256) as u8).collect();
    for wire in all() {
        let mut session = engine.session(wire);
        let mut ends = 0;
        let mut sink = |event: &Event<'_>| ends += usize::from(matches!(event, Event::End(_)));
        for piece in bytes.chunks(100_000) {
            session.write(piece, Timestamp(0), &mut sink).unwrap();
        }
        session.finish(Timestamp(0), &mut sink).unwrap();
        assert_eq!(ends, 1);
    }
}

#[test]
fn after_a_malformed_frame_the_stream_goes_on() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let long = format!("\"{}\"", "x".repeat(17 << 20));
    let cases = [
        ("{\"choices\":", "invalid_json"),
        ("no json", "invalid_json"),
        (deep.as_str(), "nesting_too_deep"),
        (long.as_str(), "frame_too_large"),
    ];
    let engine = engine();
    for &wire in FRAMED {
        for (bad, code) in cases {
            let bad = match wire {
                // The end of an element is that of its brackets.
                Wire::GeminiArray => format!("{},", bad.replace(':', ":}")).into_bytes(),
                Wire::Bedrock => messages::event("contentBlockDelta", bad),
                _ if wire.framing() == Some(Framing::Ndjson) => format!("{bad}\n").into_bytes(),
                _ => format!("data: {bad}\n\n").into_bytes(),
            };
            let (mut before, mut after) = (frame(wire, "Before. "), stream(wire, &["After."]));
            if wire == Wire::GeminiArray {
                before.insert(0, after.remove(0));
            }
            let bytes = [before, bad, after].concat();
            let mut codes = Vec::new();
            let mut text = String::new();
            let mut sink = |event: &Event<'_>| match event {
                Event::Diagnostic(diagnostic) => codes.push(diagnostic.code.as_str()),
                Event::Delta(midflight_core::Delta::Text { text: piece, .. }) => {
                    text.push_str(piece);
                }
                _ => {}
            };
            let mut session = engine.session(wire);
            session.write(&bytes, Timestamp(0), &mut sink).unwrap();
            let ending = session.finish(Timestamp(0), &mut sink).unwrap();
            assert_eq!(
                (codes.as_slice(), text.as_str()),
                ([code].as_slice(), "Before. After."),
                "{wire:?}"
            );
            assert!(ending.is_complete());
        }
    }
}

#[test]
fn a_text_without_a_space() {
    let engine = engine();
    let mut session = engine.session(Wire::Text);
    let mut sink = |_: &Event<'_>| {};
    let piece = "x".repeat(1 << 20);
    for _ in 0..50 {
        session
            .write(piece.as_bytes(), Timestamp(0), &mut sink)
            .unwrap();
    }
    session.finish(Timestamp(0), &mut sink).unwrap();
}

#[test]
fn many_channels_are_told_once() {
    let engine = engine();
    let mut bytes = String::new();
    for choice in 0..200 {
        writeln!(bytes, "data: {{\"choices\":[{{\"index\":{choice},\"delta\":{{\"content\":\"Hello there. \"}}}}]}}\n\n").unwrap();
    }
    let lines = told(&engine, Wire::OpenAiChat, [bytes.as_bytes()]);
    assert_eq!(lines.matches("TooManyChannels").count(), 1);
    assert_eq!(lines.matches("Delta(Text").count(), 200);
}
