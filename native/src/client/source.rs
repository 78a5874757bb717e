//! What the transports have in common.

use std::collections::VecDeque;

use futures_util::{Stream, stream};
use midflight_core::latency::Probe;
use midflight_core::{Event, Sink};

use super::feed::Feed;
use super::{ClientError, Update};

/// A transport: what it brings goes to its feed, until it ends or fails.
pub(super) trait Source {
    /// What the feed's session is timed by.
    type Probe: Probe;

    fn feed(&mut self) -> &mut Feed<Self::Probe>;

    /// Hands the next piece to the feed; whether there may be more.
    async fn advance<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError>;

    /// Lets go of the connection.
    fn disconnect(&mut self);

    /// Reads the next piece; whether there may be more. The feed is finished with the last one.
    async fn read<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError> {
        if self.feed().is_finished() {
            return Ok(false);
        }
        let read = self.advance(sink).await;
        if !matches!(read, Ok(true)) {
            self.disconnect();
            self.feed().finish(sink)?;
        }
        read
    }
}

/// What every transport offers its users, over [`Source`].
macro_rules! readable {
    ($transport:ident) => {
        impl<P: Probe> $transport<P> {
            /// Reads the next piece into the session, which tells `sink` what is in it; whether
            /// there may be more. Can be given up and called again; a request that was not answered
            /// by then is sent anew.
            ///
            /// # Errors
            ///
            /// [`ClientError`]; what came before it has been told by then, and `false` comes from
            /// there on.
            pub async fn read<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError> {
                Source::read(self, sink).await
            }

            /// Hands every piece to `tee` as it comes, before anything is made of it: bytes of a body,
            /// or a message.
            #[must_use]
            pub fn tee(mut self, tee: impl FnMut(&[u8]) + Send + 'static) -> Self {
                self.feed.set_tee(Box::new(tee));
                self
            }

            /// The session that reads what comes.
            pub fn session(&self) -> &Session<P> {
                self.feed.session()
            }

            /// Bytes that came so far.
            pub fn received(&self) -> u64 {
                self.feed.received()
            }

            /// What is said and meant, as it comes; nothing is read ahead. Ends behind the first
            /// error.
            pub fn events(self) -> impl Stream<Item = Result<Update, ClientError>> {
                updates(self)
            }
        }
    };
}

pub(super) use readable;

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
