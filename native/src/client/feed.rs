//! From a transport to a session.

use bytes::Bytes;
use midflight_core::frame::Payload;
use midflight_core::latency::{Probe, Untimed};
use midflight_core::{Clock, Decoder, Ending, Error, Session, Sink};

use crate::Monotonic;
use crate::pressure::hand_over;

/// A session with the clock that its bytes are timed by.
pub(super) struct Feed<P: Probe = Untimed> {
    session: Session<P>,
    clock: Monotonic,
    /// What came and is not taken yet.
    pending: Bytes,
    received: u64,
    finished: bool,
    /// Hears what comes before anything is made of it.
    tee: Option<Tee>,
}

pub(super) type Tee = Box<dyn FnMut(&[u8]) + Send>;

impl<P: Probe> Feed<P> {
    pub(super) fn new(session: Session<P>, clock: Monotonic) -> Self {
        Self {
            session,
            clock,
            pending: Bytes::new(),
            received: 0,
            finished: false,
            tee: None,
        }
    }

    /// Has `tee` hear what comes from here on.
    pub(super) fn set_tee(&mut self, tee: Tee) {
        self.tee = Some(tee);
    }

    fn note(&mut self, bytes: &[u8]) {
        self.received += bytes.len() as u64;
        if let Some(tee) = &mut self.tee {
            tee(bytes);
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

    /// What follows comes from another connection.
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
        self.note(&bytes);
        self.pending = bytes;
        self.settle(sink).await
    }

    /// Hands what is pending over; a full buffer pool is waited for. What is not taken stays pending, also where the caller gives up
    /// waiting.
    pub(super) async fn settle<S: Sink>(&mut self, sink: &mut S) -> Result<(), Error> {
        let Self {
            session,
            clock,
            pending,
            ..
        } = self;
        hand_over(pending, |bytes| session.write(bytes, clock.now(), sink)).await
    }

    /// Takes a message that is a frame as it stands.
    pub(super) fn message<S: Sink>(
        &mut self,
        payload: Payload<'_>,
        sink: &mut S,
    ) -> Result<(), Error> {
        self.note(payload.bytes());
        self.session.message(payload, self.clock.now(), sink)
    }

    /// Whether nothing follows.
    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }

    /// Nothing follows: what is undecided is decided.
    pub(super) fn finish<S: Sink>(&mut self, sink: &mut S) -> Result<Ending, Error> {
        self.finished = true;
        self.session.finish(self.clock.now(), sink)
    }
}
