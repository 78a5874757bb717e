//! A graph of persons, each of whom is said to know another: what the benches of the graph fill it with.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use midflight_core::graph::{DeltaId, EdgeId, GraphDelta, GraphOp, Object, Place};
use midflight_core::{Channel, Kind, KnowledgeGraph, Limits, NodeId, StreamId};

/// Updates that are made before the clock runs.
pub const BATCH: u32 = 500;
/// The stream that all updates come from.
const STREAM: StreamId = StreamId(u64::MAX);
const PREDICATES: [&str; 4] = ["found", "work_for", "write", "live_in"];

/// One update, made before the clock runs: a person is mentioned and said to do something to another.
pub struct Update {
    /// Who.
    pub subject: NodeId,
    /// As it is written.
    pub name: String,
    /// What it does.
    pub predicate: &'static str,
    /// To whom.
    pub object: NodeId,
}

impl Default for Update {
    fn default() -> Self {
        Self {
            subject: NodeId(0),
            name: String::new(),
            predicate: "",
            object: NodeId(0),
        }
    }
}

fn id(number: u32) -> NodeId {
    let mut name = String::new();
    let _ = write!(name, "person number {number}");
    NodeId::global(Kind::Person, &name)
}

/// Makes a batch of updates in buffers that stay warm, as a session's own buffers do.
pub fn prepare(batch: &mut [Update], mut number: impl FnMut() -> u32) {
    for update in batch {
        let number = number();
        update.subject = id(number);
        update.object = id(number.saturating_sub(1));
        update.name.clear();
        let _ = write!(update.name, "Person Number {number}");
        update.predicate = PREDICATES[number as usize % 4];
    }
}

/// How deltas are applied.
#[derive(Clone, Copy)]
pub enum How {
    /// Each when it comes.
    Single,
    /// Many at once.
    Together,
}

/// A graph, and how far its one stream has come.
pub struct Fed {
    /// The graph.
    pub graph: KnowledgeGraph,
    next: u32,
}

impl Default for Fed {
    fn default() -> Self {
        let limits = Limits {
            graph_nodes: 2_000_000,
            ..Limits::default()
        };
        Self {
            graph: KnowledgeGraph::with_limits(&limits),
            next: 0,
        }
    }
}

impl Fed {
    /// The deltas of an update.
    pub fn deltas<'u>(&mut self, update: &'u Update) -> [GraphDelta<'u>; 2] {
        let Update {
            subject, object, ..
        } = *update;
        let place = Place {
            stream: STREAM,
            channel: Channel::Text { choice: 0 },
            start: self.next.into(),
        };
        let observe = GraphOp::Observe {
            node: subject,
            kind: Kind::Person,
            name: &update.name,
            confidence: 0.9,
            place,
        };
        let relate = GraphOp::Relate {
            edge: EdgeId(0),
            subject,
            predicate: update.predicate,
            object: Object::Node(object),
            asserted: true,
            confidence: 0.8,
            place,
        };
        [observe, relate].map(|op| {
            let id = DeltaId {
                stream: STREAM,
                sequence: self.next,
            };
            self.next += 1;
            GraphDelta { id, op }
        })
    }

    /// Applies them.
    pub fn update(&mut self, how: How, deltas: &[GraphDelta<'_>]) {
        match how {
            How::Single => {
                for delta in deltas {
                    let _ = black_box(self.graph.apply(delta));
                }
            }
            How::Together => self.graph.apply_all(deltas, |change| {
                let _ = black_box(change);
            }),
        }
    }

    /// Applies `updates` updates of the numbers that `number` gives; returns the time of applying.
    pub fn run(&mut self, how: How, updates: u32, mut number: impl FnMut() -> u32) -> Duration {
        let mut batch: Vec<_> = (0..BATCH.min(updates)).map(|_| Update::default()).collect();
        let mut time = Duration::ZERO;
        for _ in 0..updates / batch.len() as u32 {
            prepare(&mut batch, &mut number);
            let deltas: Vec<_> = batch
                .iter()
                .flat_map(|update| self.deltas(update))
                .collect();
            let start = Instant::now();
            self.update(how, &deltas);
            time += start.elapsed();
        }
        time
    }

    /// A graph of so many persons, and the time of applying what they are.
    ///
    /// # Panics
    /// If the graph does not hold them all.
    pub fn fill(how: How, size: u32) -> (Self, Duration) {
        let mut fed = Self::default();
        let time = fed.run(how, size, counter());
        assert_eq!(fed.graph.counts().nodes, size as usize);
        assert_eq!(fed.graph.counts().edges, size as usize);
        (fed, time)
    }
}

/// 0, 1, 2, …
pub fn counter() -> impl FnMut() -> u32 {
    let mut next = 0;
    move || {
        next += 1;
        next - 1
    }
}
