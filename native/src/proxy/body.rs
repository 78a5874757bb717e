//! Bodies on their way through.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::Shared;
use super::idle::Idle;
use super::mask::answers::Changes;
use super::mask::head::mask_headers;
use super::observe::analysis::Tap;
use super::observe::record::Record;
use super::outgoing::{BodyError, BoxError};
use super::refusal::Refusal;

type Polled = Result<Frame<Bytes>, BoxError>;

/// An answer's body: forwarded as it comes, byte for byte, and then handed to the analysis.
pub(super) struct Download {
    inner: reqwest::Body,
    idle: Idle,
    tap: Option<Tap>,
    /// How its trailers are masked, where they are.
    masking: Option<Box<(Arc<Shared>, Changes)>>,
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
            masking: None,
            record,
            failure: None,
        }
    }

    /// The same with its trailers masked.
    pub(super) fn masking_trailers(mut self, shared: &Arc<Shared>, changes: Changes) -> Self {
        self.masking = Some(Box::new((Arc::clone(shared), changes)));
        self
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
            Poll::Ready(Some(Ok(mut frame))) => {
                if let Some(bytes) = frame.data_ref() {
                    self.note(bytes);
                }
                if let (Some(masking), Some(trailers)) = (&self.masking, frame.trailers_mut()) {
                    mask_headers(&masking.0, &masking.1, trailers);
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
    /// What it fails with, told to who awaits the answer.
    failure: Arc<OnceLock<Refusal>>,
}

impl Upload {
    pub(super) fn new(
        inner: Incoming,
        idle: Duration,
        room: u64,
        failure: Arc<OnceLock<Refusal>>,
    ) -> Self {
        Self {
            inner,
            idle: Idle::new(idle),
            room,
            failure,
        }
    }

    fn take(&mut self, length: usize) -> Result<(), BodyError> {
        self.idle.touch();
        let Some(room) = self.room.checked_sub(length as u64) else {
            return Err(self.fail(Refusal::TooLarge, BodyError::TooLarge));
        };
        self.room = room;
        Ok(())
    }

    /// Notes that it is not the upstream that failed.
    fn fail<E>(&self, refusal: Refusal, error: E) -> E {
        let _ = self.failure.set(refusal);
        error
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
            Poll::Ready(other) => {
                Poll::Ready(other.map(|frame| {
                    frame.map_err(|error| self.fail(Refusal::Unfinished, error).into())
                }))
            }
            Poll::Pending => self.idle.poll(context).map(|()| {
                let idle = self.fail(Refusal::Unfinished, BodyError::Idle);
                Some(Err(idle.into()))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
