//! Invariant 3: after warm-up, bytes that bring no new graph node allocate nothing.

mod counting;
mod support;

use counting::calls;
use midflight_core::{Delta, Event, KnowledgeGraph, Timestamp, Wire};
use support::{FRAMED, TEXT, engine, frame};

const DELTAS: usize = 10_000;

/// Some 10,000 deltas: a text, whole, again and again, so that a second pass says what the first
/// did.
fn pass(wire: Wire) -> (Vec<u8>, usize) {
    let text = format!("{TEXT}\n\n");
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    let count = DELTAS.next_multiple_of(words.len());
    let deltas = words.iter().cycle().take(count);
    let bytes = deltas.flat_map(|word| frame(wire, word)).collect();
    (bytes, count)
}

/// Allocations of the second pass over the same deltas.
#[test]
fn a_second_pass_over_known_entities_allocates_nothing() {
    let engine = engine();
    for wire in FRAMED.iter().copied().chain([Wire::Text]) {
        for size in [1, 64, 1460, usize::MAX] {
            let (bytes, deltas) = pass(wire);
            let mut graph = KnowledgeGraph::with_limits(engine.limits());
            let mut counts = (0, 0, 0);
            let mut session = engine.session(wire);
            if wire == Wire::GeminiArray {
                let mut none = |_: &Event<'_>| {};
                session.write(b"[", Timestamp(0), &mut none).unwrap();
            }
            let mut run = || {
                counts = (0, 0, 0);
                let mut count = |event: &Event<'_>| match event {
                    Event::Delta(Delta::Text { .. }) => counts.0 += 1,
                    Event::Mention(_) => counts.1 += 1,
                    Event::Triple(_) => counts.2 += 1,
                    _ => {}
                };
                let mut sink = (&mut count as &mut dyn FnMut(&Event<'_>), &mut graph);
                for piece in bytes.chunks(size.min(bytes.len())) {
                    session.write(piece, Timestamp(0), &mut sink).unwrap();
                }
                counts
            };
            run();
            let before = calls();
            let counts = run();
            let calls = calls() - before;
            assert!(
                wire == Wire::Text || counts.0 == deltas,
                "{wire:?}: {counts:?}"
            );
            assert!(counts.1 > 1000 && counts.2 > 100, "{wire:?}: {counts:?}");
            assert_eq!(calls, 0, "{wire:?} in chunks of {size}");
        }
    }
}
