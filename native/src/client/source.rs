//! What the transports have in common.

use std::collections::VecDeque;

use futures_util::{Stream, stream};
use midflight_core::{Event, Sink};

use super::{ClientError, Update};

/// Something that can be read piece by piece.
pub(super) trait Source {
    /// Reads the next piece; whether there may be more.
    async fn read<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError>;
}

/// What a source brings. Nothing is read before all that is there has been taken.
pub(super) fn updates<T: Source>(source: T) -> impl Stream<Item = Result<Update, ClientError>> {
    let state = Updates {
        source,
        ready: Ready::default(),
        failure: None,
        ended: false,
    };
    stream::unfold(state, |mut state| async {
        let next = state.next().await?;
        Some((next, state))
    })
}

struct Updates<T> {
    source: T,
    ready: Ready,
    failure: Option<ClientError>,
    ended: bool,
}

#[derive(Default)]
struct Ready(VecDeque<Update>);

impl Sink for Ready {
    fn receive(&mut self, event: &Event<'_>) {
        self.0.extend(Update::of(event));
    }
}

impl<T: Source> Updates<T> {
    async fn next(&mut self) -> Option<Result<Update, ClientError>> {
        loop {
            if let Some(update) = self.ready.0.pop_front() {
                return Some(Ok(update));
            }
            if self.ended {
                return self.failure.take().map(Err);
            }
            match self.source.read(&mut self.ready).await {
                Ok(more) => self.ended = !more,
                Err(error) => (self.ended, self.failure) = (true, Some(error)),
            }
        }
    }
}
