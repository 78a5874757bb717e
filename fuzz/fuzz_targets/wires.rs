//! Every wire: split and unsplit bytes give the same deltas, and what was said has an end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::{Decoder, Delta, Heard, Limits, Wire};

/// What the decoder tells, a raw text's pieces joined, since they follow the chunks.
fn heard(wire: Wire, pieces: &[&[u8]]) -> (Vec<String>, String) {
    let limits = Limits { frame_bytes: 16 << 10, ..Limits::default() };
    let pool = BufferPool::new(&PoolSizes { bytes: vec![(256, 8), (32 << 10, 8)], windows: 0 });
    let (mut lines, mut text) = (Vec::new(), String::new());
    let mut raw = wire == Wire::Text;
    let mut tell = |heard: Heard<'_>| match heard {
        Heard::Wire(found) => {
            raw |= found.wire() == Wire::Text;
            lines.push(format!("{found:?}"));
        }
        Heard::Delta(Delta::Text { text: piece, .. }) if raw => text.push_str(piece),
        Heard::Delta(delta) => lines.push(format!("{delta:?}")),
        Heard::Frame(frame) if !raw => lines.push(format!("{frame:?}")),
        Heard::Diagnostic(diagnostic) => lines.push(format!("{diagnostic:?}")),
        Heard::Frame(_) | Heard::Framing(_) | Heard::Unknown | Heard::Done => {}
    };
    let mut decoder = Decoder::new(wire, &limits, &pool);
    for piece in pieces {
        decoder.write(piece, &mut tell).expect("the pool is large enough");
    }
    let ending = decoder.finish(&mut tell).expect("the pool is large enough");
    lines.push(format!("{ending:?}"));
    (lines, text)
}

fuzz_target!(|input: (Vec<u8>, Vec<u8>)| {
    let (cuts, bytes) = input;
    let (mut pieces, mut rest) = (Vec::new(), bytes.as_slice());
    for cut in cuts {
        let (piece, behind) = rest.split_at(usize::from(cut).min(rest.len()));
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    for wire in Wire::all().chain([Wire::Auto]) {
        assert_eq!(heard(wire, &pieces), heard(wire, &[&bytes]), "{wire:?}");
    }
});
