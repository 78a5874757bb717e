//! One message, read to its end with every stage on: a word and a number, and a paragraph of 500
//! characters with names and amounts of every usual kind. Messages are documents of one session.
//!
//! `sweep` is what reading the same bytes costs at the least: counting their words and capitals,
//! one byte after the other.

use std::hint::black_box;
use std::time::Instant;

use midflight_core::frame::Payload;
use midflight_core::json::Fault;
use midflight_core::wire::{Decode, Deltas, Place};
use midflight_core::{
    Channel, Config, Delta, Ending, Engine, Event, Frame, Framing, KnowledgeGraph, Timestamp,
};

const PARAGRAPH: &str = "Mira Castellan founded Halden Robotics in Bergen on 14 March 2016. \
    Teodor Lindqvist leads its service team and works from Rotterdam. In January 2024 the company \
    acquired Brightwater Labs for €38 million, and Ines Okafor joined the board. Yusuf Demir, who \
    lives in Porto, writes to ines.okafor@brightwater.example every Monday at 09:30. Revenue grew by \
    12.5% to €9.4 million last year, and the two hundred engineers of Halden Robotics moved into a \
    new office in Nairobi, 3 km from the station of the city.";
const ROUNDS: usize = 7;

/// A wire on which every message is a text of its own.
struct Documents;

impl Decode for Documents {
    fn framing(&self) -> Framing {
        Framing::Raw
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let channel = Channel::Text { choice: 0 };
        if let Payload::Text(text) = frame.payload {
            let place = Place {
                range: 0..text.len(),
                ..Place::default()
            };
            deltas.say(Delta::Text {
                channel,
                text,
                place,
            });
            deltas.close(channel);
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        Ending::Complete
    }
}

/// Nanoseconds a message, and what was found in one.
fn read(engine: &Engine, messages: usize, text: impl Fn(usize) -> String) -> (f64, usize, usize) {
    let mut graph = KnowledgeGraph::with_limits(engine.limits());
    let (mut mentions, mut triples) = (0, 0);
    let mut count = |event: &Event<'_>| match event {
        Event::Mention(_) => mentions += 1,
        Event::Triple(_) => triples += 1,
        _ => {}
    };
    let mut sink = (&mut count as &mut dyn FnMut(&Event<'_>), &mut graph);
    let mut session = engine.session_with(Box::new(Documents));
    let texts: Vec<_> = (0..messages).map(text).collect();
    let start = Instant::now();
    for text in &texts {
        let message = Payload::Text(text);
        let read = session.message(message, Timestamp(0), &mut sink);
        read.expect("the pool is large enough");
    }
    let time = start.elapsed().as_nanos() as f64;
    (
        time / messages as f64,
        mentions / messages,
        triples / messages,
    )
}

fn sweep(text: &str) -> f64 {
    let rounds = 100_000;
    let start = Instant::now();
    for _ in 0..rounds {
        let (mut words, mut capitals, mut inside) = (0, 0, false);
        for &byte in black_box(text).as_bytes() {
            let space = byte.is_ascii_whitespace();
            words += usize::from(inside && space);
            capitals += usize::from(byte.is_ascii_uppercase());
            inside = !space;
        }
        black_box((words, capitals));
    }
    start.elapsed().as_nanos() as f64 / f64::from(rounds)
}

fn best(measure: impl Fn() -> f64) -> f64 {
    (0..ROUNDS).map(|_| measure()).fold(f64::INFINITY, f64::min)
}

fn main() {
    let engine = Engine::new(Config::default()).expect("the default configuration is valid");
    let short = |at: usize| format!("test {}", at % 1000);
    let paragraph = |_| PARAGRAPH.to_owned();
    println!("nanoseconds a message, best of {ROUNDS}");
    let ns = best(|| {
        let (ns, mentions, _) = read(&engine, 100_000, short);
        assert_eq!(mentions, 1, "the number");
        ns
    });
    println!(
        "\"test 123\": {ns:.0} (sweep {:.0})",
        best(|| sweep("test 123"))
    );
    let ns = best(|| {
        let (ns, mentions, triples) = read(&engine, 5_000, paragraph);
        assert!(mentions >= 18 && triples >= 6, "{mentions} and {triples}");
        ns
    });
    println!(
        "a paragraph: {ns:.0} (sweep {:.0})",
        best(|| sweep(PARAGRAPH))
    );
}
