//! The requests of one connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many there were, and how many are open.
#[derive(Default)]
pub(super) struct Requests {
    begun: AtomicUsize,
    open: AtomicUsize,
}

/// Whether there are any.
pub(super) enum Activity {
    /// There was none at all.
    Never,
    /// There was none for a while.
    None,
    Some,
}

/// One of them, until its answer is at its end.
pub(super) struct Open(Arc<Requests>);

impl Requests {
    pub(super) fn begin(self: &Arc<Self>) -> Open {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(self))
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
