//! The whole path on `openai-chat`, every stage on, beside what a program has to do anyway:
//! eventsource-stream and `serde_json` into typed structs, with no analysis at all.
//!
//! Prints nanoseconds a delta and deltas a second, the median of several rounds in turn.

use std::hint::black_box;
use std::time::Instant;

use eventsource_stream::Eventsource;
use futures_util::{StreamExt, stream};
use midflight_core::latency::Untimed;
use midflight_core::{Config, Engine, Event, KnowledgeGraph, Session, Timestamp, Wire};

const DELTAS: usize = 200_000;
const CHUNK: usize = 1460;
const ROUNDS: usize = 7;

/// What a run found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Found {
    deltas: usize,
    bytes: usize,
    mentions: usize,
    triples: usize,
    nodes: usize,
}

fn main() {
    let (body, text) = recorded(DELTAS);
    println!(
        "{DELTAS} deltas of {} bytes, {} of text",
        body.len() / DELTAS,
        text / DELTAS
    );
    let engine = Engine::new(Config::default()).expect("the default configuration is valid");
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..ROUNDS {
        ours.push(timed(|| whole_path(&engine, &body), text));
        theirs.push(timed(|| peers(&body), text));
    }
    let (ours, theirs) = (
        report("midflight, every stage", &mut ours),
        report(
            "eventsource-stream + serde_json, decoding only",
            &mut theirs,
        ),
    );
    println!(
        "midflight with everything / the others' decoding alone: {:.2}",
        ours / theirs
    );
}

/// Nanoseconds a delta, and the check that a fast wrong answer fails.
fn timed(run: impl Fn() -> Found, text: usize) -> (f64, Found) {
    let start = Instant::now();
    let found = black_box(run());
    let ns = start.elapsed().as_nanos() as f64 / DELTAS as f64;
    assert_eq!((found.deltas, found.bytes), (DELTAS, text));
    (ns, found)
}

fn report(name: &str, runs: &mut [(f64, Found)]) -> f64 {
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ns, found) = runs[runs.len() / 2];
    println!(
        "{name}: {ns:.0} ns a delta (fastest {:.0}), {:.0} deltas a second, {found:?}",
        runs[0].0,
        1e9 / ns
    );
    ns
}

fn whole_path(engine: &Engine, body: &[u8]) -> Found {
    let mut found = Found::default();
    let mut graph = KnowledgeGraph::with_limits(engine.limits());
    let mut count = |event: &Event<'_>| match event {
        Event::Delta(midflight_core::Delta::Text { text, .. }) => {
            found.deltas += 1;
            found.bytes += text.len();
        }
        Event::Mention(_) => found.mentions += 1,
        Event::Triple(_) => found.triples += 1,
        _ => {}
    };
    let mut session: Session<Untimed> = engine.session(Wire::OpenAiChat);
    let mut sink = (&mut count as &mut dyn FnMut(&Event<'_>), &mut graph);
    for chunk in body.chunks(CHUNK) {
        session
            .write(chunk, Timestamp(0), &mut sink)
            .expect("the pool is large enough");
    }
    let ending = session
        .finish(Timestamp(0), &mut sink)
        .expect("the pool is large enough");
    assert!(ending.is_complete());
    found.nodes = graph.nodes().count();
    assert!(
        found.mentions > DELTAS / 50 && found.triples > DELTAS / 400 && found.nodes > 100,
        "{found:?}"
    );
    found
}

#[derive(serde::Deserialize)]
struct Chunk<'a> {
    #[serde(borrow)]
    choices: Vec<Choice<'a>>,
}

#[derive(serde::Deserialize)]
struct Choice<'a> {
    #[serde(borrow)]
    delta: Content<'a>,
}

#[derive(serde::Deserialize)]
struct Content<'a> {
    #[serde(borrow)]
    content: Option<std::borrow::Cow<'a, str>>,
}

fn peers(body: &[u8]) -> Found {
    let chunks = stream::iter(body.chunks(CHUNK).map(Ok::<_, std::convert::Infallible>));
    let mut events = chunks.eventsource();
    let mut found = Found::default();
    futures_executor::block_on(async {
        while let Some(Ok(event)) = events.next().await {
            if event.data == "[DONE]" {
                continue;
            }
            let chunk: Chunk<'_> = serde_json::from_str(&event.data).expect("sound JSON");
            for content in chunk
                .choices
                .into_iter()
                .filter_map(|choice| choice.delta.content)
            {
                found.deltas += 1;
                found.bytes += content.len();
            }
        }
    });
    found
}

/// A recorded-looking stream of `deltas` chunks of some four characters of text each, and the bytes
/// of its text. People, firms and places change from paragraph to paragraph.
fn recorded(deltas: usize) -> (Vec<u8>, usize) {
    let (mut body, mut text) = (String::new(), 0);
    let mut count = 0;
    for round in 0.. {
        let article = article(round);
        for piece in tokens(&article) {
            if count == deltas {
                body.push_str("data: {\"id\":\"chatcmpl-9f2c\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"made-up-1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
                return (body.into_bytes(), text);
            }
            let quoted = serde_json::to_string(piece).expect("a string is JSON");
            body.push_str("data: {\"id\":\"chatcmpl-9f2cAbK3xYtQ7LmZ0pRw4sVuE1dN\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"made-up-1-2026-04-01\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_0a1b2c3d4e\",\"choices\":[{\"index\":0,\"delta\":{\"content\":");
            body.push_str(&quoted);
            body.push_str(
                "},\"logprobs\":null,\"finish_reason\":null}],\"obfuscation\":\"aXq2Lm\"}\n\n",
            );
            text += piece.len();
            count += 1;
        }
    }
    unreachable!("the rounds do not end")
}

fn article(round: usize) -> String {
    const FIRST: [&str; 8] = [
        "Ada", "Beatriz", "Chinedu", "Daria", "Elif", "Farid", "Greta", "Hiroshi",
    ];
    const LAST: [&str; 9] = [
        "Park",
        "Okafor",
        "Novak",
        "Lindqvist",
        "Haddad",
        "Moreau",
        "Tanaka",
        "Silva",
        "Byrne",
    ];
    const COMPANY: [&str; 5] = [
        "Fernhill Systems",
        "Northwind Sensors Ltd",
        "Kowalczyk & Sons",
        "Halcyon Instruments",
        "Tamarind Robotics Inc",
    ];
    const CITY: [&str; 7] = [
        "Zurich",
        "Gdańsk",
        "São Paulo",
        "Osaka",
        "Lagos",
        "Montreal",
        "New York",
    ];
    let (first, last) = (FIRST[round % 8], LAST[round % 9]);
    include_str!("article.txt")
        .replace("{person}", &format!("{first} {last}"))
        .replace("{last}", last)
        .replace("{company}", COMPANY[round % 5])
        .replace("{city}", CITY[round % 7])
        .replace("{domain}", &format!("site{}.example", round % 50))
        .replace("{year}", &(1990 + round % 35).to_string())
}

/// Pieces as a tokeniser cuts them: words with the space before them, long ones in two, marks.
fn tokens(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut length) = (Vec::new(), 0, 0);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let turns = c == ' ' || c.is_alphanumeric() != before.is_alphanumeric() && before != ' ';
        if at > start && (turns || length >= 6) {
            pieces.push(&text[start..at]);
            (start, length) = (at, 0);
        }
        length += 1;
        before = c;
    }
    pieces.push(&text[start..]);
    pieces
}
