//! Streams that are masked or turned back on their way to the client.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::stream;
use http::response::Parts;
use http::{HeaderMap, HeaderName, Response, header};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use midflight_core::Wire;
use midflight_core::redact::{Redactor, Restorer};
use tokio::time::timeout;

use super::answers::{self, Changes, FirstEvent};
use super::sound::Sound;
use crate::pressure::hand_over;
use crate::proxy::Shared;
use crate::proxy::content::utf8::Utf8;
use crate::proxy::observe::analysis::Tap;
use crate::proxy::observe::record::Record;
use crate::proxy::outgoing::{BodyError, BoxError, Outgoing};
use crate::proxy::recognise::Answer;

/// Headers that speak of the very bytes of a body.
const OF_THE_BYTES: [HeaderName; 7] = [
    header::CONTENT_LENGTH,
    header::ETAG,
    header::ACCEPT_RANGES,
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("repr-digest"),
];

/// Takes off what speaks of bytes that are not passed on.
pub(in crate::proxy) fn forget_bytes(headers: &mut HeaderMap) {
    for name in OF_THE_BYTES {
        headers.remove(name);
    }
}

/// The stream, changed.
pub(in crate::proxy) fn answer(
    shared: &Arc<Shared>,
    mut head: Parts,
    body: reqwest::Body,
    what: Answer,
    changes: Changes,
    tap: Tap,
    record: Record,
) -> Response<Outgoing> {
    forget_bytes(&mut head.headers);
    shared.live.metrics.masked.inc();
    let masked = Masked::new(shared, body, what, changes, tap, record);
    let frames = stream::unfold(masked, |mut masked| async {
        let next = masked.next().await?;
        Some((next.map(Frame::data), masked))
    });
    Response::from_parts(head, StreamBody::new(frames).boxed_unsync())
}

/// A stream on its way through a redactor, a restorer, or both. What is between them is analysed.
struct Masked {
    shared: Arc<Shared>,
    body: reqwest::Body,
    /// What reads JSON, before it is read as the text that it is called: that is masked, too.
    json: Option<Redactor>,
    redactor: Option<Redactor>,
    restorer: Option<Restorer>,
    changes: Changes,
    /// Until its id is known.
    first: Option<FirstEvent>,
    tap: Tap,
    record: Record,
    /// There where it is text that is masked.
    utf8: Option<Utf8>,
    /// There where it is text in which placeholders alone are turned back: what is no text passes as it comes.
    sound: Option<Sound>,
    /// Whether what it says comes in pieces, which can't be masked where nothing tells their wire.
    pieces: bool,
    ended: bool,
}

impl Masked {
    fn new(
        shared: &Arc<Shared>,
        body: reqwest::Body,
        what: Answer,
        changes: Changes,
        tap: Tap,
        record: Record,
    ) -> Self {
        let wire = what.wire().unwrap_or(Wire::Auto);
        let json = (what == Answer::Json).then(|| changes.redactor_of_json(&shared.engine));
        let first = matches!(wire, Wire::OpenAiResponses | Wire::Auto).then(FirstEvent::default);
        let (text, masked) = (wire == Wire::Text, changes.masks.in_answers());
        Self {
            shared: Arc::clone(shared),
            body,
            json: json.flatten(),
            redactor: changes.redactor(&shared.engine, wire),
            restorer: changes.restorer(&shared.engine, wire),
            changes,
            first,
            tap,
            record,
            utf8: (text && masked).then(Utf8::default),
            sound: (text && !masked).then(Sound::default),
            pieces: matches!(what, Answer::Events(_)),
            ended: false,
        }
    }

    /// The next bytes for the client.
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
        self.record.forwarded(out.len());
        (!out.is_empty()).then(|| Ok(out.freeze()))
    }

    async fn advance(&mut self, out: &mut BytesMut) -> Result<(), BoxError> {
        let mut masked = self.masked().await?;
        let guess = self.redactor.as_ref().is_some_and(Redactor::is_guess);
        if self.pieces && guess {
            return Err(BodyError::UnknownWire.into());
        }
        if !masked.is_empty() {
            self.tap.bytes(&masked);
        }
        let Some(restorer) = &mut self.restorer else {
            out.extend_from_slice(&masked);
            return Ok(());
        };
        let mut rest = Vec::new();
        if let Some(sound) = &mut self.sound {
            let divided = sound.push(&masked);
            (masked, rest) = (divided.text.into(), divided.rest);
            if self.ended {
                rest.extend(sound.finish());
            }
        }
        let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
        hand_over(&mut masked, |bytes| restorer.write(bytes, &mut write)).await?;
        if self.ended || !rest.is_empty() {
            restorer.finish(&mut write)?;
            self.restorer = None;
            out.extend_from_slice(&rest);
        }
        Ok(())
    }

    /// What comes next, masked where that is to be done; empty where it brings nothing.
    async fn masked(&mut self) -> Result<Bytes, BoxError> {
        let holds = self.redactors().any(|redactor| redactor.held() > 0);
        let limits = &self.shared.config.limits;
        let limit = if holds { limits.hold } else { limits.idle };
        match timeout(limit, self.body.frame()).await {
            // Trailers speak of the bytes that were not passed on.
            Ok(Some(frame)) => self.mask(frame?.into_data().unwrap_or_default()).await,
            Ok(None) => self.end().await,
            Err(_) if holds => self.release().await,
            Err(_) => Err(BodyError::Idle.into()),
        }
    }

    /// What masks, one behind the other.
    fn redactors(&mut self) -> impl Iterator<Item = &mut Redactor> {
        self.json.iter_mut().chain(&mut self.redactor)
    }

    async fn mask(&mut self, mut bytes: Bytes) -> Result<Bytes, BoxError> {
        if let Some(utf8) = &mut self.utf8 {
            utf8.push(&bytes)?;
        }
        self.look_for_id(&bytes);
        for redactor in self.redactors() {
            bytes = written(redactor, bytes).await?.freeze();
        }
        Ok(bytes)
    }

    /// The upstream is done: what is held back is decided.
    async fn end(&mut self) -> Result<Bytes, BoxError> {
        if let Some(utf8) = &self.utf8 {
            utf8.finish()?;
        }
        self.ended = true;
        self.record.whole();
        let mut bytes = Bytes::new();
        for redactor in self.redactors() {
            let mut out = written(redactor, bytes).await?;
            redactor.finish(&mut |masked| out.extend_from_slice(masked))?;
            bytes = out.freeze();
        }
        Ok(bytes)
    }

    /// Nothing came that decides what is held back: it is masked undecided.
    async fn release(&mut self) -> Result<Bytes, BoxError> {
        let mut bytes = Bytes::new();
        for redactor in self.redactors() {
            let mut out = written(redactor, bytes).await?;
            redactor.release_held(&mut |masked| out.extend_from_slice(masked))?;
            bytes = out.freeze();
        }
        Ok(bytes)
    }

    /// The next request may go on by the answer's id.
    fn look_for_id(&mut self, bytes: &[u8]) {
        let Some(data) = self.first.as_mut().and_then(|first| first.push(bytes)) else {
            return;
        };
        self.first = None;
        if let Some(id) = answers::id(&data) {
            self.changes.talk.answered(&self.shared, id);
        }
    }
}

/// What a redactor writes for these bytes.
async fn written(redactor: &mut Redactor, mut bytes: Bytes) -> Result<BytesMut, BoxError> {
    let mut out = BytesMut::new();
    let mut write = |masked: &[u8]| out.extend_from_slice(masked);
    // A full buffer pool slows the upstream.
    hand_over(&mut bytes, |bytes| redactor.write(bytes, &mut write)).await?;
    Ok(out)
}

impl Drop for Masked {
    fn drop(&mut self) {
        let shared = Arc::clone(&self.shared);
        for held in self.redactors().filter_map(|redactor| redactor.held_back()) {
            shared.live.held_back(held);
        }
    }
}
