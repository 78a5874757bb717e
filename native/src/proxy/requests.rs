//! The requests of one connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use http::Version;

/// How many there were, how many are open, and how far the last one is.
#[derive(Default)]
pub(super) struct Requests {
    begun: AtomicUsize,
    open: AtomicUsize,
    stage: AtomicU8,
}

/// Whether there are any.
pub(super) enum Activity {
    /// There was none at all.
    Never,
    /// There was none for a while.
    None,
    Some,
}

/// How far the request is that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// There is none, or there may be several at a time.
    None,
    /// Nothing of its answer is there; the client understands provisional ones.
    Thinking,
    /// The same of a client that does not.
    ThinkingOfOld,
    /// The head of its answer is there.
    Answering,
}

const STAGES: [Stage; 4] = [
    Stage::None,
    Stage::Thinking,
    Stage::ThinkingOfOld,
    Stage::Answering,
];

/// One of them, until its answer is at its end.
pub(super) struct Open(Arc<Requests>);

impl Requests {
    pub(super) fn begin(self: &Arc<Self>, version: Version) -> Open {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        self.reach(match version {
            Version::HTTP_11 => Stage::Thinking,
            Version::HTTP_10 => Stage::ThinkingOfOld,
            _ => Stage::None,
        });
        Open(Arc::clone(self))
    }

    /// The head of the answer goes to the client.
    pub(super) fn answered(&self) {
        if self.stage() != Stage::None {
            self.reach(Stage::Answering);
        }
    }

    pub(super) fn stage(&self) -> Stage {
        match self.open.load(Ordering::Relaxed) {
            0 => Stage::None,
            _ => STAGES[usize::from(self.stage.load(Ordering::Relaxed))],
        }
    }

    fn reach(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// What went on since `before` had begun, which is moved on.
    pub(super) fn since(&self, before: &mut usize) -> Activity {
        let begun = self.begun.load(Ordering::Relaxed);
        let earlier = std::mem::replace(before, begun);
        match self.open.load(Ordering::Relaxed) {
            0 if begun == 0 => Activity::Never,
            0 if begun == earlier => Activity::None,
            _ => Activity::Some,
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}
