//! What waits for a worker.

use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use bytes::Bytes;
use crossbeam_queue::ArrayQueue;
use midflight_core::Timestamp;

use super::Form;
use crate::proxy::observe::seen::Seen;

/// Pieces that wait at most.
const PIECES: usize = 16 << 10;
/// How long a worker lets pieces gather. Waking it for each one would cost whoever brings it more
/// than anything else here.
const GATHER: Duration = Duration::from_millis(5);
/// After so long without any it sleeps until it is woken.
const QUIET: Duration = Duration::from_millis(100);

/// What a stream brings.
pub(super) enum What {
    Begin(Box<(Arc<Seen>, Form, Timestamp, Arc<AtomicBool>)>),
    Bytes(Bytes),
    End,
}

/// What a stream brought, and when.
pub(super) struct Job {
    pub(super) stream: u64,
    pub(super) at: Timestamp,
    pub(super) what: What,
}

/// A bounded queue with one reader.
pub(super) struct Queue {
    jobs: ArrayQueue<Job>,
    worker: OnceLock<Thread>,
    asleep: AtomicBool,
    closed: AtomicBool,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self {
            jobs: ArrayQueue::new(PIECES),
            worker: OnceLock::new(),
            asleep: AtomicBool::new(false),
            closed: AtomicBool::new(false),
        }
    }

    /// The thread that reads.
    pub(super) fn serve(&self, worker: Thread) {
        let _ = self.worker.set(worker);
    }

    /// Adds a job; false where there is no room. Never waits.
    pub(super) fn push(&self, stream: u64, at: Timestamp, what: What) -> bool {
        let pushed = self.jobs.push(Job { stream, at, what }).is_ok();
        if self.asleep.swap(false, Ordering::SeqCst) {
            self.wake();
        }
        pushed
    }

    /// Nothing follows.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.wake();
    }

    fn wake(&self) {
        if let Some(worker) = self.worker.get() {
            worker.unpark();
        }
    }

    /// The next job, if there is one.
    pub(super) fn pop(&self) -> Option<Job> {
        self.jobs.pop()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Whether who found nothing since then is to sleep.
    pub(super) fn is_quiet(idle_since: Instant) -> bool {
        idle_since.elapsed() >= QUIET
    }

    /// Waits until there may be a job; false at the end.
    pub(super) fn wait(&self, idle_since: Instant) -> bool {
        if !Self::is_quiet(idle_since) {
            thread::sleep(GATHER);
            return true;
        }
        self.asleep.store(true, Ordering::SeqCst);
        if self.jobs.is_empty() && !self.closed.load(Ordering::SeqCst) {
            thread::park_timeout(Duration::from_secs(1));
        }
        self.asleep.store(false, Ordering::SeqCst);
        !self.jobs.is_empty() || !self.closed.load(Ordering::SeqCst)
    }
}
