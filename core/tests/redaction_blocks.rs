//! The ends of blocks within one run of text: what is held back comes before them, and values that go over them
//! are masked.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::{Kinds, Wire};
use serde_json::json;
use support::messages::event;
use support::{engine, masked, traces};

/// A wire whose text comes in blocks.
struct Blocks {
    wire: Wire,
    begin: fn(usize) -> Vec<u8>,
    piece: fn(usize, &str) -> Vec<u8>,
    stop: fn(usize) -> Vec<u8>,
    end: fn() -> Vec<u8>,
}

fn sse(data: &serde_json::Value) -> Vec<u8> {
    format!("data: {data}\n\n").into_bytes()
}

const WIRES: [Blocks; 4] = [
    Blocks {
        wire: Wire::Anthropic,
        begin: |index| {
            sse(
                &json!({"type": "content_block_start", "index": index, "content_block": {"type": "text", "text": ""}}),
            )
        },
        piece: |index, text| {
            sse(
                &json!({"type": "content_block_delta", "index": index, "delta": {"type": "text_delta", "text": text}}),
            )
        },
        stop: |index| sse(&json!({"type": "content_block_stop", "index": index})),
        end: || sse(&json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}})),
    },
    Blocks {
        wire: Wire::Anthropic,
        begin: |index| {
            sse(
                &json!({"type": "content_block_start", "index": index, "content_block": {"type": "thinking", "thinking": ""}}),
            )
        },
        piece: |index, text| {
            sse(
                &json!({"type": "content_block_delta", "index": index, "delta": {"type": "thinking_delta", "thinking": text}}),
            )
        },
        stop: |index| sse(&json!({"type": "content_block_stop", "index": index})),
        end: || sse(&json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}})),
    },
    Blocks {
        wire: Wire::Cohere,
        begin: |index| {
            sse(
                &json!({"type": "content-start", "index": index, "delta": {"message": {"content": {"type": "text", "text": ""}}}}),
            )
        },
        piece: |index, text| {
            sse(
                &json!({"type": "content-delta", "index": index, "delta": {"message": {"content": {"text": text}}}}),
            )
        },
        stop: |index| sse(&json!({"type": "content-end", "index": index})),
        end: || sse(&json!({"type": "message-end", "delta": {"finish_reason": "COMPLETE"}})),
    },
    Blocks {
        wire: Wire::Bedrock,
        begin: |_| Vec::new(),
        piece: |index, text| {
            let data = json!({"contentBlockIndex": index, "delta": {"text": text}});
            event("contentBlockDelta", &data.to_string())
        },
        stop: |index| {
            let data = json!({"contentBlockIndex": index});
            event("contentBlockStop", &data.to_string())
        },
        end: || event("messageStop", r#"{"stopReason":"end_turn"}"#),
    },
];

impl Blocks {
    /// A stream with these pieces in a block each.
    fn stream(&self, blocks: &[&str]) -> Vec<Vec<u8>> {
        let blocks = blocks.iter().enumerate().flat_map(|(index, text)| {
            [
                (self.begin)(index),
                (self.piece)(index, text),
                (self.stop)(index),
            ]
        });
        blocks.chain([(self.end)()]).collect()
    }

    fn masked(&self, blocks: &[&str]) -> Vec<u8> {
        let stream = self.stream(blocks);
        let stream = stream.iter().map(|frame| &**frame);
        masked(&engine(), self.wire, Kinds::sensitive(), stream)
    }
}

/// The text in a masked stream, without what is not written between quotes behind its name.
fn said(out: &[u8]) -> String {
    let out = String::from_utf8_lossy(out);
    let mut text = String::new();
    for name in ["\"text\":\"", "\"thinking\":\""] {
        let parts = out.split(name).skip(1);
        text.extend(parts.map(|part| part.split('"').next().unwrap()));
    }
    text
}

/// Nothing is said behind the end of a block but what may be the beginning of a value.
#[test]
fn what_is_held_comes_before_the_end_of_its_block() {
    let check = |blocks: &[&str], expected: &[&str]| {
        for wire in &WIRES {
            let out = wire.masked(blocks);
            let mut rest = &*out;
            for (index, expected) in expected.iter().enumerate() {
                let stop = (wire.stop)(index);
                let at = rest.windows(stop.len()).position(|part| part == stop);
                let (block, behind) = rest.split_at(at.unwrap());
                assert_eq!(said(block), *expected, "{:?} {blocks:?}", wire.wire);
                rest = behind;
            }
            assert_eq!(said(rest), "", "{:?} {blocks:?}", wire.wire);
        }
    };
    check(&["All is off"], &["All is off"]);
    check(&["All is ", "quiet."], &["All is ", "quiet."]);
    check(&["By Kofi Mensah"], &["By [PERSON_1]"]);
    check(&["Ask ada@looms.example."], &["Ask [EMAIL_1]."]);
    check(&["It is order 48213"], &["It is order 48213"]);
    check(&["Ask +1 (415) 555"], &["Ask +1 (415) 555"]);
    check(&["~~~\nlet Kofi"], &["~~~\\nlet Kofi"]);
    check(&["room 415", "in 2026"], &["room 415", "in 2026"]);
    check(
        &["password:", " hunter2!x", " Well"],
        &["password:", " [SECRET_1]", " Well"],
    );
    check(
        &["Card 4111 1111 ", "1111 1111 and so"],
        &["Card ", "[CREDIT_CARD_1] and so"],
    );
}

/// The number could have become a card's in a further block of text.
#[test]
fn a_number_comes_before_the_end_of_its_block_where_something_else_follows() {
    let check = |next: &[Vec<u8>]| {
        let wire = &WIRES[0];
        let mut stream = wire.stream(&["It is order 48213"]);
        stream.pop();
        stream.extend_from_slice(next);
        let stream = stream.iter().map(|frame| &**frame);
        let out = masked(&engine(), wire.wire, Kinds::sensitive(), stream);
        let stop = (wire.stop)(0);
        let at = out.windows(stop.len()).position(|part| part == stop);
        let (block, behind) = out.split_at(at.unwrap());
        assert_eq!(said(block), "It is order 48213");
        assert_eq!(said(behind), said(&next.concat()));
    };
    let call = json!({"type": "tool_use", "id": "toolu_1", "name": "find", "input": {}});
    check(&[]);
    check(&[sse(
        &json!({"type": "content_block_start", "index": 1, "content_block": call}),
    )]);
    check(&[(WIRES[1].piece)(1, "Well.")]);
    check(&[(WIRES[0].end)()]);
}

/// So that nothing in it is lost.
#[test]
fn the_end_of_a_block_is_masked_itself() {
    let wire = &WIRES[0];
    let mut stream = wire.stream(&["It is order 48213"]);
    stream[2] =
        sse(&json!({"type": "content_block_stop", "index": 0, "note": "ada@looms.example"}));
    let stream = stream.iter().map(|frame| &**frame);
    let out = masked(&engine(), wire.wire, Kinds::sensitive(), stream);
    let out = String::from_utf8(out).unwrap();
    assert!(!out.contains("ada@"), "{out}");
    assert!(out.contains("order"), "{out}");
    assert!(out.contains("48213"), "{out}");
}

#[test]
fn values_over_two_blocks_are_masked() {
    for (text, value, placeholder) in [
        (
            "Mail ada@looms.example now",
            "ada@looms.example",
            "[EMAIL_1]",
        ),
        (
            "is 4111 1111 1111 1111, so",
            "4111 1111 1111 1111",
            "[CREDIT_CARD_1]",
        ),
        ("SSN 536-90-4399.", "536-90-4399", "[SSN_1]"),
        (
            "key ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8 ok",
            "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
            "[SECRET_1]",
        ),
    ] {
        for wire in &WIRES {
            for cut in 1..text.len() {
                let (first, second) = text.split_at(cut);
                let out = wire.masked(&[first, second]);
                let said = said(&out);
                assert!(said.contains(placeholder), "{cut}: {said}");
                traces::assert_none(&out, value, first);
                traces::assert_none(said.as_bytes(), value, first);
            }
        }
    }
}
