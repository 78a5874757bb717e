//! The requests of one connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use http::Version;

/// How many there were, how many are open, and how far the last one is.
#[derive(Default)]
pub(super) struct Requests {
    begun: AtomicUsize,
    open: AtomicUsize,
    /// Of the last one.
    marks: AtomicU8,
}

/// Whether there are any.
pub(super) enum Activity {
    /// There was none at all.
    Never,
    /// There was none for a while.
    None,
    Some,
}

/// How far the request of a connection is that carries one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Its body still comes, or there is none, or there are several at a time.
    Hearing,
    /// All of it is there, and nothing of its answer; the client understands provisional ones.
    Thinking,
    /// The same of a client that does not.
    ThinkingOfOld,
    /// All of it is there, and the head of its answer.
    Answering,
}

/// All of a request is there.
const HEARD: u8 = 1;
/// It is one of HTTP/1.0.
const OLD: u8 = 2;
/// The head of its answer is there.
const ANSWERED: u8 = 4;

/// One of them, until its answer is at its end.
pub(super) struct Open {
    requests: Arc<Requests>,
    version: Version,
    number: usize,
}

/// Tells when all of a request is there.
pub(super) struct Heard {
    requests: Arc<Requests>,
    mark: u8,
    number: usize,
}

impl Requests {
    pub(super) fn begin(self: &Arc<Self>, version: Version) -> Open {
        let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        self.open.fetch_add(1, Ordering::Relaxed);
        self.marks.store(0, Ordering::Relaxed);
        Open {
            requests: Arc::clone(self),
            version,
            number,
        }
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

    /// The head of the answer goes to the client.
    pub(super) fn answered(&self) {
        self.marks.fetch_or(ANSWERED, Ordering::Relaxed);
    }

    /// How far the request is that is open.
    pub(super) fn stage(&self) -> Stage {
        let marks = self.marks.load(Ordering::Relaxed);
        let has = |mark: u8| marks & mark != 0;
        if self.open.load(Ordering::Relaxed) == 0 || !has(HEARD) {
            Stage::Hearing
        } else if has(ANSWERED) {
            Stage::Answering
        } else if has(OLD) {
            Stage::ThinkingOfOld
        } else {
            Stage::Thinking
        }
    }
}

impl Open {
    pub(super) fn hearing(&self) -> Heard {
        let mark = match self.version {
            Version::HTTP_11 => HEARD,
            Version::HTTP_10 => HEARD | OLD,
            // Of several at a time there is no telling.
            _ => 0,
        };
        Heard {
            requests: Arc::clone(&self.requests),
            mark,
            number: self.number,
        }
    }
}

impl Heard {
    /// All of the request is there. It may be told of the one before, when the next has begun.
    pub(super) fn all(&self) {
        if self.requests.begun.load(Ordering::Relaxed) == self.number {
            self.requests.marks.fetch_or(self.mark, Ordering::Relaxed);
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.requests.open.fetch_sub(1, Ordering::Relaxed);
    }
}
