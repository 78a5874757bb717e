//! What the proxy saw, for those who want to know it now.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use midflight_core::graph::export;
use midflight_core::latency::Figures;
use midflight_core::redact::Held;
use midflight_core::{Engine, GraphDelta, KnowledgeGraph, Latency};
use tokio::sync::broadcast;

use super::metrics::Metrics;
use super::shown;
use crate::Monotonic;

/// Lines that a listener may lag behind before it misses some.
const BACKLOG: usize = 4096;
/// Lines that are kept for listeners who come back.
const KEPT: usize = 1024;

/// A line for those who listen.
#[derive(Clone, Debug)]
pub(in crate::proxy) struct Line {
    /// Counted from 1; what is no line of all listeners has none.
    pub(in crate::proxy) id: Option<u64>,
    /// The type of what it says.
    pub(in crate::proxy) kind: &'static str,
    /// A JSON object.
    pub(in crate::proxy) json: Arc<str>,
}

/// What all streams share.
pub(in crate::proxy) struct Live {
    clock: Monotonic,
    /// What masks the paths that are told.
    engine: Engine,
    /// Whether anybody can listen.
    told: bool,
    pub(in crate::proxy) metrics: Metrics,
    graph: Mutex<KnowledgeGraph>,
    /// Of each thread that analyses.
    latencies: Mutex<Vec<Latency>>,
    /// What masking held back, of streams that ended.
    held: Mutex<Held>,
    lines: Mutex<Lines>,
    listeners: broadcast::Sender<Line>,
}

#[derive(Default)]
struct Lines {
    last: u64,
    kept: VecDeque<Line>,
}

impl Live {
    pub(in crate::proxy) fn new(engine: &Engine, told: bool) -> Self {
        Self {
            clock: Monotonic::start(),
            engine: engine.clone(),
            told,
            metrics: Metrics::new(),
            graph: Mutex::new(KnowledgeGraph::new(engine)),
            latencies: Mutex::default(),
            held: Mutex::default(),
            lines: Mutex::default(),
            listeners: broadcast::Sender::new(BACKLOG),
        }
    }

    /// A path as it is told.
    pub(in crate::proxy) fn shown(&self, path: &str) -> String {
        shown::path(&self.engine, path)
    }

    pub(in crate::proxy) fn clock(&self) -> Monotonic {
        self.clock
    }

    /// Tells those who listen, now or when they come back.
    pub(in crate::proxy) fn tell(&self, kind: &'static str, json: impl FnOnce() -> String) {
        if !self.told {
            return;
        }
        let json = Arc::from(json());
        let mut lines = lock(&self.lines);
        lines.last += 1;
        let line = Line {
            id: Some(lines.last),
            kind,
            json,
        };
        if lines.kept.len() == KEPT {
            lines.kept.pop_front();
        }
        lines.kept.push_back(line.clone());
        // Nobody may be listening.
        let _ = self.listeners.send(line);
    }

    /// What was said behind `last` as far as it is kept, and what will be. A line that is still to be said was
    /// heard of a proxy that ran before: all is new.
    pub(in crate::proxy) fn listen(
        &self,
        last: Option<u64>,
    ) -> (Vec<Line>, broadcast::Receiver<Line>) {
        let lines = lock(&self.lines);
        let last = last.map(|last| if last > lines.last { 0 } else { last });
        let missed = |line: &&Line| last.is_some_and(|last| line.id > Some(last));
        let kept = lines.kept.iter().filter(missed).cloned().collect();
        (kept, self.listeners.subscribe())
    }

    /// How many listen.
    pub(in crate::proxy) fn listeners(&self) -> usize {
        self.listeners.receiver_count()
    }

    pub(in crate::proxy) fn apply(&self, delta: &GraphDelta<'_>) {
        let _ = lock(&self.graph).apply(delta);
    }

    /// The graph as JSON.
    pub(in crate::proxy) fn graph(&self) -> String {
        let mut json = String::new();
        // A string takes everything.
        let _ = export::json(&lock(&self.graph), &mut json);
        json
    }

    /// What a thread measured so far.
    pub(in crate::proxy) fn publish(&self, number: usize, latency: Latency) {
        let mut latencies = lock(&self.latencies);
        if latencies.len() <= number {
            latencies.resize_with(number + 1, Latency::new);
        }
        latencies[number] = latency;
    }

    /// What masking held back of a stream.
    pub(in crate::proxy) fn held_back(&self, held: &Held) {
        lock(&self.held).merge(held);
    }

    /// All figures, in the text format of OpenMetrics.
    pub(in crate::proxy) fn figures(&self) -> String {
        self.refresh();
        self.metrics.text()
    }

    /// Brings the figures up to date that tell how things stand.
    pub(in crate::proxy) fn refresh(&self) {
        let counts = lock(&self.graph).counts();
        let (latency, held) = (self.latency(), self.held());
        self.metrics
            .refresh(&latency, &held, counts.nodes, counts.edges);
    }

    /// The time that each stage takes, in all threads.
    pub(in crate::proxy) fn latency(&self) -> Latency {
        let mut all = Latency::new();
        for latency in lock(&self.latencies).iter() {
            all.merge(latency);
        }
        all
    }

    /// What masking held back, in bytes.
    pub(in crate::proxy) fn held(&self) -> Figures {
        lock(&self.held).figures()
    }
}

/// What a thread that panicked left is as good as before: every change is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
