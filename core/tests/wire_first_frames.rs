//! `auto` names every recorded stream from its first frame or two.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::{Decoder, Heard, Limits, Wire};
use support::recorded;

/// What a stream is taken for, and how many frames that took.
fn named(bytes: &[u8]) -> Option<(Wire, usize)> {
    let pool = BufferPool::new(&PoolSizes {
        bytes: vec![(4 << 10, 8), (1 << 20, 4)],
        windows: 0,
    });
    let mut decoder = Decoder::new(Wire::Auto, &Limits::default(), &pool);
    let (mut wire, mut frames) = (None, 0);
    for piece in bytes.chunks(1) {
        let mut hear = |heard: Heard<'_>| match heard {
            Heard::Wire(found) => wire = Some(found.wire()),
            Heard::Frame(_) => frames += 1,
            _ => {}
        };
        decoder.write(piece, &mut hear).unwrap();
        if let Some(wire) = wire {
            return Some((wire, frames));
        }
    }
    None
}

#[test]
fn two_frames_are_enough() {
    for wire in Wire::all().filter(|wire| *wire != Wire::Text) {
        for (file, bytes) in recorded(wire) {
            let Some((found, frames)) = named(&bytes) else {
                panic!("{file} was not named before its end");
            };
            let alike = wire == Wire::Mistral && found == Wire::OpenAiChat;
            assert!(found == wire || alike, "{file} was taken for {found:?}");
            assert!(frames <= 2, "{file} took {frames} frames");
        }
    }
}
