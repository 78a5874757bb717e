//! What the changes of real texts cost a graph that holds little and one that holds a million nodes:
//! every delta that reading a text tells, applied one by one, the text being news to the graph.
//!
//! The text is the file that `MIDFLIGHT_TEXT` names, or else the article that is here. It is read as
//! ten streams, of which each has a tenth of it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use midflight_benches::persons::{Fed, How};
use midflight_core::graph::{GraphDelta, GraphOp, Object};
use midflight_core::{Config, Engine, Event, KnowledgeGraph, Timestamp, Wire};

const ARTICLE: &str = include_str!("article.txt");
const MANY: u32 = 1_000_000;
const STREAMS: usize = 10;
const CHUNK: usize = 1460;
const ROUNDS: usize = 5;

/// The delta with words that stay until the program ends.
fn kept(delta: &GraphDelta<'_>) -> GraphDelta<'static> {
    let stay = |words: &str| &*words.to_owned().leak();
    let op = match delta.op {
        GraphOp::Observe {
            node,
            kind,
            name,
            confidence,
            place,
        } => GraphOp::Observe {
            node,
            kind,
            name: stay(name),
            confidence,
            place,
        },
        GraphOp::Same { a, b } => GraphOp::Same { a, b },
        GraphOp::Relate {
            edge,
            subject,
            predicate,
            object,
            asserted,
            confidence,
            place,
        } => GraphOp::Relate {
            edge,
            subject,
            predicate: stay(predicate),
            object: match object {
                Object::Node(node) => Object::Node(node),
                Object::Literal(words) => Object::Literal(stay(words)),
            },
            asserted,
            confidence,
            place,
        },
    };
    GraphDelta { id: delta.id, op }
}

/// What reading a text tells.
fn read(engine: &Engine, text: &str) -> Vec<GraphDelta<'static>> {
    let mut said = Vec::new();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    for part in lines.chunks(lines.len().div_ceil(STREAMS)) {
        let mut keep = |event: &Event<'_>| {
            if let Event::Graph(delta) = event {
                said.push(kept(delta));
            }
        };
        let mut session = engine.session(Wire::Text);
        for chunk in part.concat().as_bytes().chunks(CHUNK) {
            session
                .write(chunk, Timestamp(0), &mut keep)
                .expect("the pool is large enough");
        }
        session
            .finish(Timestamp(0), &mut keep)
            .expect("the pool is large enough");
    }
    said
}

/// The time of applying all deltas, and how many nodes were new.
fn apply(graph: &mut KnowledgeGraph, deltas: &[GraphDelta<'_>]) -> (Duration, usize) {
    let before = graph.counts().nodes;
    let start = Instant::now();
    for delta in deltas {
        let _ = black_box(graph.apply(delta));
    }
    let time = start.elapsed();
    assert!(deltas.iter().all(|delta| graph.has(delta.id)));
    (time, graph.counts().nodes - before)
}

fn main() {
    let engine = Engine::new(Config::default()).expect("the default configuration is valid");
    let file = std::env::var_os("MIDFLIGHT_TEXT");
    let text = file.map(|path| std::fs::read_to_string(path).expect("a text in UTF-8"));
    let said = read(&engine, text.as_deref().unwrap_or(ARTICLE));
    let mut best = [f64::INFINITY; 2];
    let mut new = [0; 2];
    for _ in 0..ROUNDS {
        for (at, nodes) in [10, MANY].into_iter().enumerate() {
            let (time, found) = apply(&mut Fed::fill(How::Together, nodes).0.graph, &said);
            best[at] = best[at].min(time.as_nanos() as f64 / said.len() as f64);
            new[at] = found;
        }
    }
    assert!(new[0] > 5 && new[0] == new[1], "{new:?}");
    let [few, many] = best;
    println!(
        "{} deltas, {} new nodes, best of {ROUNDS}: {few:.0} ns a delta beside 10 nodes, {many:.0} ns beside {MANY}, {:.2}",
        said.len(),
        new[0],
        many / few
    );
}
