//! Bodies on their way through.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;

use super::analysis::Tap;
use super::idle::Idle;
use super::record::Record;

/// Why a body can't go on.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
/// A body for a client.
pub(super) type Outgoing = UnsyncBoxBody<Bytes, BoxError>;

type Polled = Result<Frame<Bytes>, BoxError>;

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BodyError {
    #[error("nothing came for too long")]
    Idle,
    #[error("the body is larger than the limit")]
    TooLarge,
    #[error("expected UTF-8: text in another encoding can't be masked")]
    NotUtf8,
    #[error("a part of an answer can't be masked: what hides in it may go on in another one")]
    Partial,
    #[error("what is no JSON can't be masked")]
    Unmaskable,
    #[error(
        "nothing tells the wire of these events, and so they can't be masked: name it (`wire` of the upstream)"
    )]
    UnknownWire,
}

/// An answer's body: forwarded as it comes, byte for byte, and then handed to the analysis.
pub(super) struct Download {
    inner: reqwest::Body,
    idle: Idle,
    tap: Option<Tap>,
    record: Record,
    /// What the body fails with, once the bytes before it have left.
    failure: Option<BoxError>,
}

impl Download {
    pub(super) fn new(
        inner: reqwest::Body,
        idle: Duration,
        tap: Option<Tap>,
        mut record: Record,
    ) -> Self {
        if inner.is_end_stream() {
            record.whole();
        }
        Self {
            inner,
            idle: Idle::new(idle),
            tap,
            record,
            failure: None,
        }
    }

    /// Fails with the next poll: until then what was forwarded is flushed.
    fn fail(&mut self, error: BoxError, context: &Context<'_>) -> Poll<Option<Polled>> {
        self.record.broken(&error);
        self.failure = Some(error);
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn note(&mut self, bytes: &Bytes) {
        self.idle.touch();
        self.record.forwarded(bytes.len());
        if let Some(tap) = &mut self.tap {
            tap.bytes(bytes);
        }
        // Whoever knows its length does not ask for its end.
        if self.inner.is_end_stream() {
            self.record.whole();
        }
    }
}

impl Body for Download {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(error) = self.failure.take() {
            return Poll::Ready(Some(Err(error)));
        }
        match Pin::new(&mut self.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(bytes) = frame.data_ref() {
                    self.note(bytes);
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => self.fail(error.into(), context),
            Poll::Ready(None) => {
                self.record.whole();
                Poll::Ready(None)
            }
            Poll::Pending => match self.idle.poll(context) {
                Poll::Ready(()) => self.fail(BodyError::Idle.into(), context),
                Poll::Pending => Poll::Pending,
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// A request's body, up to a limit.
pub(super) struct Upload {
    inner: Incoming,
    idle: Idle,
    room: u64,
    /// Told to who awaits the answer.
    too_large: Arc<AtomicBool>,
}

impl Upload {
    pub(super) fn new(
        inner: Incoming,
        idle: Duration,
        room: u64,
        too_large: Arc<AtomicBool>,
    ) -> Self {
        Self {
            inner,
            idle: Idle::new(idle),
            room,
            too_large,
        }
    }

    fn take(&mut self, length: usize) -> Result<(), BodyError> {
        self.idle.touch();
        let Some(room) = self.room.checked_sub(length as u64) else {
            self.too_large.store(true, Ordering::Relaxed);
            return Err(BodyError::TooLarge);
        };
        self.room = room;
        Ok(())
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match Pin::new(&mut self.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                let length = frame.data_ref().map_or(0, Bytes::len);
                let taken = self.take(length);
                Poll::Ready(Some(taken.map(|()| frame).map_err(BoxError::from)))
            }
            Poll::Ready(other) => Poll::Ready(other.map(|frame| frame.map_err(BoxError::from))),
            Poll::Pending => self
                .idle
                .poll(context)
                .map(|()| Some(Err(BodyError::Idle.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
