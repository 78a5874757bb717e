//! The adapter for `eventsource-stream`: the same as by the session's own decoder.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use eventsource_stream::Eventsource;
use futures_util::{StreamExt, stream};
use midflight::core::{Config, Engine, Event, Timestamp, Wire};
use midflight::eventsource::{self, EventSourceError};

/// What a session tells but for what differs from session to session, and for offsets of frames.
fn line(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Delta(delta) => Some(format!("{delta:?}")),
        Event::Mention(m) => Some(format!("{:?} {} {} {}", m.channel, m.start, m.end, m.text)),
        Event::Triple(t) => Some(format!(
            "{} {} {}",
            t.subject.text, t.normalized, t.object.text
        )),
        Event::Wire(wire) => Some(format!("{wire:?}")),
        Event::End(ending) => Some(format!("{ending:?}")),
        _ => None,
    }
}

fn by_adapter(engine: &Engine, body: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    let mut sink = |event: &Event<'_>| told.extend(line(event));
    let chunks = stream::iter(body.chunks(1460).map(Ok::<_, std::convert::Infallible>));
    let mut session = engine.session(Wire::Auto);
    let clock = || Timestamp(0);
    let read = eventsource::read(chunks.eventsource(), &mut session, &clock, &mut sink);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(read).unwrap();
    told
}

fn by_ourselves(engine: &Engine, body: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    let mut sink = |event: &Event<'_>| told.extend(line(event));
    let mut session = engine.session(Wire::Auto);
    session.write(body, Timestamp(0), &mut sink).unwrap();
    session.finish(Timestamp(0), &mut sink).unwrap();
    told
}

#[test]
fn the_shipped_streams_say_the_same() {
    let engine = Engine::new(Config::default()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("streams");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "sse") {
            seen += 1;
            let body = std::fs::read(&path).unwrap();
            let told = by_adapter(&engine, &body);
            assert!(told.len() > 50, "{}", path.display());
            assert_eq!(told, by_ourselves(&engine, &body), "{}", path.display());
        }
    }
    assert!(seen >= 2);
}

#[test]
fn a_failure_of_the_stream_is_told_and_what_came_before_stands() {
    let engine = Engine::new(Config::default()).unwrap();
    let mut mentions = Vec::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Mention(mention) = event {
            mentions.push(mention.text.to_owned());
        }
    };
    let first = "data: {\"choices\":[{\"delta\":{\"content\":\"To ada@x.org, now.\"}}]}\n\n";
    let chunks = stream::iter([Ok(first), Err("the line is dead")]).boxed();
    let mut session = engine.session(Wire::OpenAiChat);
    let clock = || Timestamp(0);
    let read = eventsource::read(chunks.eventsource(), &mut session, &clock, &mut sink);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let failure = runtime.unwrap().block_on(read).unwrap_err();
    assert!(matches!(failure, EventSourceError::Events(_)));
    assert!(
        failure.to_string().contains("the line is dead"),
        "{failure}"
    );
    session.finish(Timestamp(0), &mut sink).unwrap();
    assert_eq!(mentions[0], "ada@x.org");
}
