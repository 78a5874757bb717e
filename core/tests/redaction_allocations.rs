//! A redactor allocates nothing for frames that hold no value, once its buffers have grown.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod counting;
mod support;

use counting::calls;
use midflight_core::{Kinds, Wire};
use support::engine;

const FRAMES: usize = 2_000;

/// Frames with ids of their own and what all frames of a provider repeat.
fn frames(from: usize) -> Vec<String> {
    let words = ["The ", "boats ", "are ", "in, ", "and ", "out.\n"];
    let frames = words.iter().cycle().enumerate().skip(from).take(FRAMES);
    let frames = frames.map(|(at, word)| {
        format!(
            "id: {at:06}\ndata: {{\"id\":\"c\",\"provider\":\"OpenRouter\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{word:?}}}}}]}}\n\n"
        )
    });
    frames.collect()
}

#[test]
fn frames_with_ids_allocate_nothing() {
    let engine = engine();
    let mut redactor = engine.redactor(Wire::OpenAiChat, Kinds::sensitive());
    let mut written = 0;
    let mut run = |from: usize| {
        let frames = frames(from);
        let before = calls();
        for frame in &frames {
            let write = &mut |bytes: &[u8]| written += bytes.len();
            redactor.write(frame.as_bytes(), write).unwrap();
        }
        calls() - before
    };
    run(0);
    assert_eq!(run(FRAMES), 0);
    assert!(written > FRAMES * 100, "{written}");
}
