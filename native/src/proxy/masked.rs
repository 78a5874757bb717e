//! Answers that are masked on their way back.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::stream;
use http::response::Parts;
use http::{HeaderMap, HeaderName, Response, header};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use midflight_core::{Redactor, Timestamp, Wire};
use tokio::time::{Duration, timeout};

use super::Shared;
use super::analysis::{Form, Tap};
use super::body::{BodyError, BoxError, Outgoing};
use super::record::Record;
use super::seen::Seen;
use crate::pressure::hand_over;

/// Headers that speak of the very bytes of a body.
const OF_THE_BYTES: [HeaderName; 6] = [
    header::CONTENT_LENGTH,
    header::ETAG,
    header::ACCEPT_RANGES,
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("content-digest"),
];

/// Takes off what speaks of bytes that are not passed on.
pub(super) fn forget_bytes(headers: &mut HeaderMap) {
    for name in OF_THE_BYTES {
        headers.remove(name);
    }
}

/// The stream, masked.
pub(super) fn answer(
    shared: &Arc<Shared>,
    mut head: Parts,
    body: reqwest::Body,
    wire: Wire,
    seen: &Seen,
    sent: Timestamp,
    record: Record,
) -> Response<Outgoing> {
    forget_bytes(&mut head.headers);
    shared.live.metrics.masked.inc();
    let masked = Masked::new(shared, body, wire, seen, sent, record);
    let frames = stream::unfold(masked, |mut masked| async {
        let next = masked.next().await?;
        Some((next.map(Frame::data), masked))
    });
    Response::from_parts(head, StreamBody::new(frames).boxed_unsync())
}

/// A stream on its way through a redactor. What it has written is analysed, and nothing else.
struct Masked {
    body: reqwest::Body,
    redactor: Redactor,
    idle: Duration,
    hold: Duration,
    tap: Tap,
    record: Record,
    ended: bool,
}

impl Masked {
    fn new(
        shared: &Shared,
        body: reqwest::Body,
        wire: Wire,
        seen: &Seen,
        sent: Timestamp,
        record: Record,
    ) -> Self {
        Self {
            body,
            redactor: shared.engine.redactor(wire, shared.config.redact),
            idle: shared.config.limits.idle,
            hold: shared.config.limits.hold,
            tap: shared.analysis.tap(seen.clone(), Form::Body(wire), sent),
            record,
            ended: false,
        }
    }

    /// The next masked bytes.
    async fn next(&mut self) -> Option<Result<Bytes, BoxError>> {
        let mut out = BytesMut::new();
        while out.is_empty() && !self.ended {
            if let Err(error) = self.advance(&mut out).await {
                // What is held back stays here: it was not decided.
                self.ended = true;
                self.record.broken(&error);
                return Some(Err(error));
            }
        }
        let bytes = out.freeze();
        self.record.forwarded(bytes.len());
        self.tap.bytes(&bytes);
        (!bytes.is_empty()).then_some(Ok(bytes))
    }

    async fn advance(&mut self, out: &mut BytesMut) -> Result<(), BoxError> {
        let held = self.redactor.held() > 0;
        let limit = if held { self.hold } else { self.idle };
        let frame = match timeout(limit, self.body.frame()).await {
            Ok(frame) => frame.transpose()?,
            Err(_) if held => {
                let mut write = |masked: &[u8]| out.extend_from_slice(masked);
                return Ok(self.redactor.release_held(&mut write)?);
            }
            Err(_) => return Err(BodyError::Idle.into()),
        };
        let Some(frame) = frame else {
            self.ended = true;
            self.record.whole();
            self.redactor
                .finish(&mut |masked| out.extend_from_slice(masked))?;
            return Ok(());
        };
        // Trailers speak of the bytes that were not passed on.
        let Ok(mut bytes) = frame.into_data() else {
            return Ok(());
        };
        // A full buffer pool slows the upstream.
        let masked = hand_over(&mut bytes, |bytes| {
            let mut write = |masked: &[u8]| out.extend_from_slice(masked);
            self.redactor.write(bytes, &mut write)
        });
        Ok(masked.await?)
    }
}
