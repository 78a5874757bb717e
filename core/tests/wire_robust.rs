//! Wires under damage: streams cut anywhere, bytes changed anywhere, and what a frame may cost.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod counting;
mod wire_common;

use counting::calls;
use midflight_core::frame::Payload;
use midflight_core::wire::{Deltas, Form, Scratch};
use midflight_core::{Delta, Frame, Framing, Limits, Wire};
use proptest::prelude::*;
use wire_common::{decode, lines, sse};

const CHAT: &[&str] = &[
    r#"{"choices":[{"index":0,"delta":{"content":"a \"b\" \u00e9\ud83d"}},{"index":1,"delta":{"content":[{"type":"text","text":"x"}]}}]}"#,
    r#"{"choices":[{"index":0,"delta":{"content":"\ude80","reasoning":"r"}}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
    r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\":1}"}}]}}]}"#,
    r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    r#"{"error":{"code":"c","message":"m\n"}}"#,
    "[DONE]",
];

const CLAUDE: &[&str] = &[
    r#"{"type":"message_start","message":{"content":[{"type":"text","text":"a"}],"usage":{"input_tokens":3}}}"#,
    r#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{"a": 1}}}"#,
    r#"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}"#,
    r#"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"a\n"}}"#,
    r#"{"type":"content_block_stop","index":0}"#,
    r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}"#,
    r#"{"type":"message_stop"}"#,
];

const LLAMA: &[&str] = &[
    r#"{"model":"m","message":{"content":"a\u00e9","thinking":"b"},"done":false}"#,
    r#"{"message":{"content":"","tool_calls":[{"function":{"name":"f","arguments":{"a": [1, 2]}}}]},"done":false}"#,
    r#"{"message":{"content":""},"done":true,"done_reason":"stop","eval_count":4}"#,
];

const RESPONSES: &[&str] = &[
    r#"{"type":"response.created","response":{"id":"r","status":"in_progress"}}"#,
    r#"{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"r\n"}"#,
    r#"{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"c","name":"f"}}"#,
    r#"{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"a\":1}"}"#,
    r#"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"a \ud83d"}"#,
    r#"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"\ude80"}"#,
    r#"{"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"a 🚀"}]}}"#,
];

const REALTIME: &[&str] = &[
    r#"{"type":"response.created","event_id":"e","response":{"id":"r"}}"#,
    r#"{"type":"response.output_audio_transcript.delta","event_id":"e","response_id":"r","output_index":0,"delta":"a\n"}"#,
    r#"{"type":"response.text.delta","event_id":"e","response_id":"r","output_index":0,"delta":"b"}"#,
    r#"{"type":"response.function_call_arguments.delta","event_id":"e","response_id":"r","output_index":1,"call_id":"c","delta":"{}"}"#,
    r#"{"type":"response.done","event_id":"e","response":{"id":"r","status":"completed","output":[],"usage":{"input_tokens":1}}}"#,
];

const PARTS: &[&str] = &[
    r#"{"choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"h\n"}]},{"type":"text","text":"t"}]}}]}"#,
    r#"{"choices":[{"index":0,"delta":{"content":"a","tool_calls":[{"id":"a","function":{"name":"f","arguments":"1"}}]}}]}"#,
    "[DONE]",
];

const COHERE: &[&str] = &[
    r#"{"type":"tool-plan-delta","delta":{"message":{"tool_plan":"p"}}}"#,
    r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"h\n"}}}}"#,
    r#"{"type":"content-delta","index":1,"delta":{"message":{"content":{"text":"t"}}}}"#,
    r#"{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{}"}}}}}"#,
    r#"{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":3}}}}"#,
];

/// Frames on every wire.
const FRAMES: &[(Wire, &[&str])] = &[
    (Wire::OpenAiChat, CHAT),
    (Wire::OpenAiResponses, RESPONSES),
    (Wire::OpenAiRealtime, REALTIME),
    (Wire::Anthropic, CLAUDE),
    (Wire::Ollama, LLAMA),
    (Wire::Mistral, PARTS),
    (Wire::Cohere, COHERE),
];

fn streams() -> impl Iterator<Item = (Wire, Vec<u8>)> {
    FRAMES.iter().map(|&(wire, frames)| match wire.framing() {
        Some(Framing::Ndjson) => (wire, lines(frames)),
        _ => (wire, sse(frames)),
    })
}

#[test]
fn a_stream_cut_anywhere_says_what_came_before() {
    for (wire, bytes) in streams() {
        let whole = decode(wire, &bytes, bytes.len());
        for end in 0..bytes.len() {
            let cut = decode(wire, &bytes[..end], 13);
            let told = cut.lines.iter().filter(|line| line.starts_with("Delta"));
            let all = whole.lines.iter().filter(|line| line.starts_with("Delta"));
            assert!(told.zip(all).all(|(a, b)| a == b), "{wire:?} cut at {end}");
            assert!(
                cut.lines.len() <= whole.lines.len() + 1,
                "{wire:?} cut at {end}"
            );
            decode(Wire::Auto, &bytes[..end], 13);
        }
    }
}

#[test]
fn the_place_of_a_text_is_what_it_was_read_from() {
    for &(wire, frames) in FRAMES {
        let mut decoder = wire.decoder(&Limits::default()).unwrap();
        let (mut scratch, mut seen) = (Scratch::default(), 0);
        for data in frames {
            let mut say = |said: midflight_core::wire::Said<'_>| {
                if let Ok(Delta::Text { text, place, .. }) = said {
                    seen += 1;
                    place_agrees(data, text, &place);
                }
            };
            let mut deltas = Deltas::new(&mut scratch, 0, &mut say);
            decoder.decode(&frame(data), &mut deltas).unwrap();
        }
        assert!(seen >= 3, "{wire:?}");
    }
}

fn place_agrees(data: &str, text: &str, place: &midflight_core::wire::Place) {
    let written = &data[place.range.clone()];
    if place.form == Form::Value {
        let value: serde_json::Value = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    } else if !written.contains("\\ud83d") && !written.contains("\\ude80") {
        let read: String = serde_json::from_str(&format!("\"{written}\"")).unwrap();
        assert_eq!(read, text);
    }
    let (before, after) = (&data[..place.range.start], &data[place.range.end..]);
    assert!(place.form == Form::Value || before.ends_with('"') && after.starts_with('"'));
}

fn frame(data: &str) -> Frame<'_> {
    Frame {
        event: "message",
        payload: Payload::Text(data),
        id: "",
        envelope: &[],
        offset: 0,
    }
}

#[test]
fn frames_of_known_calls_and_choices_allocate_nothing() {
    for &(wire, frames) in FRAMES {
        let mut decoder = wire.decoder(&Limits::default()).unwrap();
        let (mut scratch, mut told) = (Scratch::default(), 0);
        let mut pass = || {
            // A whole call of Ollama's is a new one each time, which grows a list now and then.
            for data in frames.iter().filter(|data| !data.contains("arguments\":{")) {
                let mut say = |_: midflight_core::wire::Said<'_>| told += 1;
                let mut deltas = Deltas::new(&mut scratch, 0, &mut say);
                decoder.decode(&frame(data), &mut deltas).unwrap();
            }
        };
        pass();
        pass();
        let before = calls();
        pass();
        assert_eq!(calls() - before, 0, "{wire:?}");
        assert!(told > 6, "{wire:?}");
    }
}

#[test]
fn further_tool_calls_than_can_be_told_apart_are_passed_over() {
    let call = |i: u32| {
        format!(
            r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{{"index":{i},"id":"c{i}","function":{{"name":"f","arguments":"1"}}}}]}}}}]}}"#
        )
    };
    let frames: Vec<String> = (0..4200).map(call).collect();
    let frames: Vec<&str> = frames.iter().map(String::as_str).collect();
    let story = decode(Wire::OpenAiChat, &sse(&frames), 4096).story;
    assert_eq!(story.calls.len(), 4096);
    assert_eq!(story.diagnostics.len(), 1);
    assert_eq!(story.diagnostics[0].0, "too_many_channels");
}

proptest! {
    #[test]
    fn damaged_streams_are_read_alike_however_they_are_split(
        which in 0..FRAMES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        chunk in 1..80usize,
    ) {
        let (wire, mut bytes) = streams().nth(which).unwrap();
        for (place, byte) in changes {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let whole = decode(wire, &bytes, bytes.len());
        prop_assert_eq!(&decode(wire, &bytes, chunk), &whole);
        let auto = decode(Wire::Auto, &bytes, bytes.len());
        let split = decode(Wire::Auto, &bytes, chunk);
        prop_assert_eq!(split.story, auto.story);
        prop_assert_eq!(split.ending, auto.ending);
    }
}
