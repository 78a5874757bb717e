//! What the changes of real texts cost a graph that holds little and one that holds a million nodes:
//! every delta that reading a text tells, applied one by one, the text being news to the graph.
//!
//! The text is the file that `MIDFLIGHT_TEXT` names, or else the article that is here. It is read as
//! ten streams, of which each has a tenth of it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use midflight_core::graph::{DeltaId, EdgeId, GraphDelta, GraphOp, Object, Place};
use midflight_core::{
    Channel, Config, Engine, Event, Kind, KnowledgeGraph, Limits, NodeId, StreamId, Timestamp, Wire,
};

const ARTICLE: &str = include_str!("article.txt");
const MANY: u32 = 1_000_000;
const STREAMS: usize = 10;
const CHUNK: usize = 1460;
const ROUNDS: usize = 5;

/// A delta that owns its words.
struct Said {
    delta: GraphDelta<'static>,
    /// The name or predicate, and the object in words.
    words: [String; 2],
}

impl Said {
    fn of(delta: &GraphDelta<'_>) -> Self {
        let (op, words) = match delta.op {
            GraphOp::Observe {
                node,
                kind,
                name,
                confidence,
                place,
            } => {
                let op = GraphOp::Observe {
                    node,
                    kind,
                    name: "",
                    confidence,
                    place,
                };
                (op, [name, ""])
            }
            GraphOp::Same { a, b } => (GraphOp::Same { a, b }, ["", ""]),
            GraphOp::Relate {
                edge,
                subject,
                predicate,
                object,
                asserted,
                confidence,
                place,
            } => {
                let (object, words) = match object {
                    Object::Node(node) => (Object::Node(node), ""),
                    Object::Literal(words) => (Object::Literal(""), words),
                };
                let op = GraphOp::Relate {
                    edge,
                    subject,
                    predicate: "",
                    object,
                    asserted,
                    confidence,
                    place,
                };
                (op, [predicate, words])
            }
        };
        Self {
            delta: GraphDelta { id: delta.id, op },
            words: words.map(str::to_owned),
        }
    }

    fn delta(&self) -> GraphDelta<'_> {
        let [word, further] = &self.words;
        let mut delta = self.delta;
        match &mut delta.op {
            GraphOp::Observe { name, .. } => *name = word,
            GraphOp::Relate {
                predicate, object, ..
            } => {
                *predicate = word;
                if let Object::Literal(words) = object {
                    *words = further;
                }
            }
            GraphOp::Same { .. } => {}
        }
        delta
    }
}

/// What reading a text tells.
fn read(engine: &Engine, text: &str) -> Vec<Said> {
    let mut said = Vec::new();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    for part in lines.chunks(lines.len().div_ceil(STREAMS)) {
        let mut keep = |event: &Event<'_>| {
            if let Event::Graph(delta) = event {
                said.push(Said::of(delta));
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

/// A graph of so many persons, each of whom knows the one before.
fn graph(nodes: u32) -> KnowledgeGraph {
    let mut graph = KnowledgeGraph::with_limits(&Limits {
        graph_nodes: 2_000_000,
        ..Limits::default()
    });
    let (stream, id) = (StreamId(u64::MAX), |number: u32| {
        NodeId::global(Kind::Person, &format!("person number {number}"))
    });
    let mut sequence = 0;
    let mut push = |graph: &mut KnowledgeGraph, op: GraphOp<'_>| {
        let id = DeltaId { stream, sequence };
        sequence += 1;
        let _ = graph.apply(&GraphDelta { id, op });
    };
    for number in 0..nodes {
        let place = Place {
            stream,
            channel: Channel::Text { choice: 0 },
            start: number.into(),
        };
        let observe = GraphOp::Observe {
            node: id(number),
            kind: Kind::Person,
            name: &format!("Person Number {number}"),
            confidence: 0.9,
            place,
        };
        push(&mut graph, observe);
        let relate = GraphOp::Relate {
            edge: EdgeId(0),
            subject: id(number),
            predicate: "know",
            object: Object::Node(id(number.saturating_sub(1))),
            asserted: true,
            confidence: 0.8,
            place,
        };
        push(&mut graph, relate);
    }
    assert_eq!(graph.counts().nodes, nodes as usize);
    graph
}

/// The time of applying all deltas, and how many nodes were new.
fn apply(graph: &mut KnowledgeGraph, said: &[Said]) -> (Duration, usize) {
    let before = graph.counts().nodes;
    let deltas: Vec<_> = said.iter().map(Said::delta).collect();
    let start = Instant::now();
    for delta in &deltas {
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
            let (time, found) = apply(&mut graph(nodes), &said);
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
