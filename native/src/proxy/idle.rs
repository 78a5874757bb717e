//! A limit on silence.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

/// Ends a wait that takes too long. Signs of life cost a look at the clock.
pub(super) struct Idle {
    limit: Duration,
    last: Instant,
    sleep: Pin<Box<Sleep>>,
}

impl Idle {
    pub(super) fn new(limit: Duration) -> Self {
        Self {
            limit,
            last: Instant::now(),
            sleep: Box::pin(sleep(limit)),
        }
    }

    /// Something came.
    pub(super) fn touch(&mut self) {
        self.last = Instant::now();
    }

    /// Ready when nothing has come for too long.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while self.sleep.as_mut().poll(context).is_ready() {
            let due = self.last + self.limit;
            if due <= Instant::now() {
                return Poll::Ready(());
            }
            self.sleep.as_mut().reset(due);
        }
        Poll::Pending
    }
}
