//! Uses the engine end to end, so that whatever it needs is linked into the module.

use midflight_core::{Config, Engine, Error, Event, KnowledgeGraph, Kinds, Sink, Timestamp, Wire};

const STREAM: &[u8] = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Ada Lovelace \
works for Looms Ltd. Write to ada@looms.example.\"}}]}\n\ndata: [DONE]\n\n";

/// Reads a stream in chunks of `chunk` bytes; how much was found, and how much was written masked.
#[unsafe(no_mangle)]
pub extern "C" fn smoke(chunk: u32) -> u32 {
    run(chunk.max(1) as usize).unwrap_or(u32::MAX)
}

fn run(chunk: usize) -> Result<u32, Error> {
    let engine = Engine::new(Config::default())?;
    let mut found = 0;
    let count = |event: &Event<'_>| {
        if matches!(event, Event::Mention(_) | Event::Triple(_) | Event::Graph(_)) {
            found += 1;
        }
    };
    let mut sink = (count, KnowledgeGraph::default());
    analyse(&engine, chunk, &mut sink)?;
    let nodes = sink.1.nodes().count() as u32;
    Ok(found + nodes + redact(&engine, chunk)?)
}

fn analyse(engine: &Engine, chunk: usize, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut session = engine.session(Wire::Auto);
    for bytes in STREAM.chunks(chunk) {
        session.write(bytes, Timestamp(0), sink)?;
    }
    session.finish(Timestamp(0), sink)?;
    Ok(())
}

fn redact(engine: &Engine, chunk: usize) -> Result<u32, Error> {
    let mut redactor = engine.redactor(Wire::Auto, Kinds::sensitive());
    let mut written = 0;
    let mut write = |bytes: &[u8]| written += bytes.len() as u32;
    for bytes in STREAM.chunks(chunk) {
        redactor.write(bytes, &mut write)?;
    }
    redactor.finish(&mut write)?;
    Ok(written)
}
