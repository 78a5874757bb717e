//! A whole session, and a redactor: split and unsplit tell the same.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use midflight_core::buffer::PoolSizes;
use midflight_core::{
    Config, Engine, Error, Event, KnowledgeGraph, Kinds, Limits, Sink, Timestamp, Wire,
};

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let limits = Limits { frame_bytes: 16 << 10, ..Limits::default() };
        let pool = PoolSizes { bytes: vec![(256, 64), (32 << 10, 16)], windows: 80 };
        Engine::new(Config { limits, pool, ..Config::default() }).expect("a valid configuration")
    })
}

/// What was told, but for a raw text's deltas, which follow the chunks, and stream ids.
fn told(wire: Wire, pieces: &[&[u8]]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut graph = KnowledgeGraph::with_limits(engine().limits());
    let mut sink = |event: &Event<'_>| {
        graph.receive(event);
        match event {
            Event::Delta(_) if matches!(wire, Wire::Text | Wire::Auto) => {}
            Event::Graph(_) => {}
            Event::Mention(m) => lines.push(format!("{:?} {} {} {:?} {}", m.channel, m.start, m.end, m.kind, m.text)),
            Event::Triple(t) => lines.push(format!("{} {} {} {}", t.start, t.subject.text, t.predicate, t.object.text)),
            other => lines.push(format!("{other:?}")),
        }
    };
    let mut session = engine().session(wire);
    for piece in pieces {
        session.write(piece, Timestamp(0), &mut sink).expect("the pool is large enough");
    }
    session.finish(Timestamp(0), &mut sink).expect("the pool is large enough");
    lines
}

/// What was written, and why the stream broke off there, if it did: where a frame is lost, nothing behind it is
/// masked.
fn masked(wire: Wire, pieces: &[&[u8]]) -> (Vec<u8>, Option<String>) {
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    let mut redactor = engine().redactor(wire, Kinds::sensitive());
    let mut pieces = pieces.iter();
    let written = pieces.try_for_each(|piece| redactor.write(piece, &mut write));
    let lost = lost(written.and_then(|()| redactor.finish(&mut write)));
    (out, lost)
}

fn lost<T>(done: Result<T, Error>) -> Option<String> {
    match done {
        Ok(_) => None,
        Err(Error::Lost(diagnostic)) => Some(format!("{diagnostic:?}")),
        Err(error) => panic!("the pool is large enough: {error}"),
    }
}

fuzz_target!(|input: (u8, Vec<u8>, Vec<u8>)| {
    let (choice, cuts, bytes) = input;
    let wires: Vec<Wire> = Wire::all().chain([Wire::Auto]).collect();
    let wire = wires[usize::from(choice) % wires.len()];
    let (mut pieces, mut rest) = (Vec::new(), bytes.as_slice());
    for cut in cuts {
        let (piece, behind) = rest.split_at(usize::from(cut).min(rest.len()));
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    assert_eq!(told(wire, &pieces), told(wire, &[&bytes]));
    let whole = masked(wire, &[&bytes]);
    assert_eq!(masked(wire, &pieces), whole);
    for end in [bytes.len() / 3, bytes.len() / 2] {
        let mut out = Vec::new();
        let mut redactor = engine().redactor(wire, Kinds::sensitive());
        let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
        lost(redactor.write(&bytes[..end], &mut write));
        assert!(whole.0.starts_with(&out), "a prefix of the masked whole");
    }
});
