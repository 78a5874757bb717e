//! From a transport to a session.

use std::time::Duration;

use bytes::{Buf, Bytes};
use midflight_core::frame::Payload;
use midflight_core::latency::{Probe, Untimed};
use midflight_core::{Clock, Decoder, Ending, Error, Session, Sink};

use crate::Monotonic;

/// How long a full pool is waited for before the next try.
const PAUSE: Duration = Duration::from_millis(1);
/// How often a full pool is tried again without any byte being taken: some ten seconds.
const TRIES: usize = 10_000;

/// A session with the clock that its bytes are timed by.
pub(super) struct Feed<P: Probe = Untimed> {
    session: Session<P>,
    clock: Monotonic,
    /// What came and is not taken yet.
    pending: Bytes,
    received: u64,
    finished: bool,
}

impl<P: Probe> Feed<P> {
    pub(super) fn new(session: Session<P>, clock: Monotonic) -> Self {
        Self {
            session,
            clock,
            pending: Bytes::new(),
            received: 0,
            finished: false,
        }
    }

    /// A request is sent.
    pub(super) fn start(&mut self) {
        self.session.start(self.clock.now());
    }

    pub(super) fn session(&self) -> &Session<P> {
        &self.session
    }

    pub(super) fn decoder(&self) -> &Decoder {
        self.session.decoder()
    }

    pub(super) fn reconnect(&mut self) {
        self.session.reconnect();
    }

    /// Bytes that came so far.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Whether bytes wait to be [`settle`](Self::settle)d.
    pub(super) fn is_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Takes bytes that came.
    pub(super) async fn write<S: Sink>(&mut self, bytes: Bytes, sink: &mut S) -> Result<(), Error> {
        self.received += bytes.len() as u64;
        self.pending = bytes;
        self.settle(sink).await
    }

    /// Hands what is pending over. What is not taken stays pending, also where the caller gives up
    /// waiting.
    pub(super) async fn settle<S: Sink>(&mut self, sink: &mut S) -> Result<(), Error> {
        let Self {
            session,
            clock,
            pending,
            ..
        } = self;
        write(pending, session, clock, sink).await
    }

    /// Takes a message that is a frame as it stands.
    pub(super) fn message<S: Sink>(
        &mut self,
        payload: Payload<'_>,
        sink: &mut S,
    ) -> Result<(), Error> {
        self.received += payload.bytes().len() as u64;
        self.session.message(payload, self.clock.now(), sink)
    }

    /// Whether nothing follows.
    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }

    pub(super) fn finish<S: Sink>(&mut self, sink: &mut S) -> Result<Ending, Error> {
        self.finished = true;
        self.session.finish(self.clock.now(), sink)
    }
}

/// Hands `bytes` to `session` and leaves what it does not take. A full buffer pool is
/// back-pressure: nothing more is read from the socket until other sessions have given buffers back,
/// or until that has taken some ten seconds.
pub(super) async fn write<P: Probe, S: Sink>(
    bytes: &mut Bytes,
    session: &mut Session<P>,
    clock: &impl Clock,
    sink: &mut S,
) -> Result<(), Error> {
    let mut tries = 0;
    while !bytes.is_empty() {
        match session.write(bytes, clock.now(), sink) {
            Err(Error::PoolExhausted { consumed, .. }) if tries < TRIES => {
                tries = if consumed > 0 { 0 } else { tries + 1 };
                bytes.advance(consumed);
                tokio::time::sleep(PAUSE).await;
            }
            done => {
                bytes.clear();
                return done;
            }
        }
    }
    Ok(())
}
