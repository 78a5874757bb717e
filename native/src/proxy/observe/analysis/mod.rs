//! Analysis beside the way of the bytes: a bounded queue, and threads with a session for each
//! stream. It never delays a byte. What the queue has no room for is not analysed, and counted; a
//! stream with a gap is left alone from there on. A panic costs its stream the analysis.

mod probe;
mod queue;
mod reader;
mod websocket;
mod worker;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use bytes::Bytes;
use midflight_core::{Clock, Engine, Event, Timestamp};

use super::live::Live;
use super::seen::Seen;
use crate::Monotonic;
use queue::{Queue, What};

pub(in crate::proxy) use reader::Form;

/// Bytes of a piece that is copied for the analysis.
const COPIED: usize = 4 << 10;

/// Takes what the sessions tell, besides the proxy itself.
pub type Observer = dyn Fn(&Event<'_>) + Send + Sync;

/// The analysis of a proxy.
pub(in crate::proxy) struct Analysis {
    queues: Vec<Arc<Queue>>,
    clock: Monotonic,
    next: AtomicU64,
    queued: Arc<AtomicUsize>,
    most: usize,
    live: Arc<Live>,
}

/// One stream's way into it. Dropping it ends the stream.
pub(in crate::proxy) struct Tap {
    queue: Arc<Queue>,
    clock: Monotonic,
    stream: u64,
    queued: Arc<AtomicUsize>,
    most: usize,
    ended: Arc<AtomicBool>,
    live: Arc<Live>,
    /// Whether something was dropped.
    lossy: bool,
}

impl Analysis {
    /// Starts the threads; they end when it is dropped.
    pub(in crate::proxy) fn start(
        engine: &Engine,
        live: &Arc<Live>,
        workers: usize,
        most: usize,
        observer: Option<&Arc<Observer>>,
    ) -> std::io::Result<Self> {
        let load = Arc::new(AtomicUsize::new(0));
        let clock = live.clock();
        let mut queues = Vec::new();
        for number in 0..workers.max(1) {
            let queue = Arc::new(Queue::new());
            let worker = worker::Worker::new(engine, live, &queue, &load, observer.cloned());
            let name = format!("analysis-{number}");
            let thread = std::thread::Builder::new().name(name);
            queue.serve(thread.spawn(move || worker.run(number))?.thread().clone());
            queues.push(queue);
        }
        Ok(Self {
            queues,
            clock,
            next: AtomicU64::new(0),
            queued: load,
            most,
            live: Arc::clone(live),
        })
    }

    /// A stream begins, whose request was sent at `sent`.
    pub(in crate::proxy) fn tap(&self, seen: Arc<Seen>, form: Form, sent: Timestamp) -> Tap {
        let stream = self.next.fetch_add(1, Ordering::Relaxed);
        let queue = &self.queues[stream as usize % self.queues.len()];
        let mut tap = Tap {
            queue: Arc::clone(queue),
            clock: self.clock,
            stream,
            queued: Arc::clone(&self.queued),
            most: self.most,
            ended: Arc::new(AtomicBool::new(false)),
            live: Arc::clone(&self.live),
            lossy: false,
        };
        let ended = Arc::clone(&tap.ended);
        let begin = What::Begin(Box::new((seen, form, sent, ended)));
        tap.lossy = !tap.queue.push(tap.stream, tap.clock.now(), begin);
        if tap.lossy {
            tap.live.metrics.dropped_streams.inc();
        }
        tap
    }

    /// Whether nothing waits to be analysed.
    #[cfg(feature = "otlp")]
    pub(in crate::proxy) fn is_idle(&self) -> bool {
        self.queues.iter().all(|queue| queue.is_empty())
    }

    /// Now, on the clock that streams are timed by.
    pub(in crate::proxy) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Drop for Analysis {
    fn drop(&mut self) {
        for queue in &self.queues {
            queue.close();
        }
    }
}

impl Tap {
    /// Bytes that were forwarded.
    pub(in crate::proxy) fn bytes(&mut self, bytes: &Bytes) {
        let length = bytes.len();
        if !self.lossy {
            let queued = self.queued.fetch_add(length, Ordering::Relaxed);
            let what = What::Bytes(kept(bytes));
            if queued <= self.most && self.queue.push(self.stream, self.clock.now(), what) {
                return;
            }
            self.queued.fetch_sub(length, Ordering::Relaxed);
            self.lossy = true;
            self.live.metrics.dropped_streams.inc();
        }
        self.live.metrics.dropped_bytes.inc_by(length as u64);
    }
}

/// The bytes, for later. A reference to few of them would keep the whole buffer that they were read into
/// from being read into again.
fn kept(bytes: &Bytes) -> Bytes {
    if bytes.len() <= COPIED {
        Bytes::copy_from_slice(bytes)
    } else {
        bytes.clone()
    }
}

impl Drop for Tap {
    fn drop(&mut self) {
        // Where the queue is full, the worker finds it out by this.
        self.ended.store(true, Ordering::Release);
        self.queue.push(self.stream, self.clock.now(), What::End);
    }
}
