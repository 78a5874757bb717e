//! Answers in one JSON text that are masked or turned back on their way to the client.

use bytes::{Bytes, BytesMut};
use http::Response;
use http::response::Parts;
use http_body_util::{BodyExt, Full};
use tokio::time::timeout;

use super::answers::{self, Changes};
use super::stream::forget_bytes;
use crate::proxy::Shared;
use crate::proxy::content::document::Rules;
use crate::proxy::observe::record::Record;
use crate::proxy::outgoing::{BodyError, BoxError, Outgoing};

/// The body, changed as soon as it is there.
pub(in crate::proxy) async fn read(
    shared: &Shared,
    body: reqwest::Body,
    changes: &Changes,
    rules: Rules,
) -> Result<String, BoxError> {
    let whole = collect(shared, body).await?;
    let json = std::str::from_utf8(&whole)?;
    // An answer to HEAD has the type of what it leaves out.
    if json.is_empty() {
        return Ok(String::new());
    }
    let written = changes.document(shared, rules, json)?;
    if let Some(id) = answers::id(json) {
        changes.talk.answered(shared, id);
    }
    Ok(written)
}

/// The answer with that body.
pub(in crate::proxy) fn answer(
    shared: &Shared,
    mut head: Parts,
    masked: String,
    mut record: Record,
) -> Response<Outgoing> {
    shared.live.metrics.masked.inc();
    forget_bytes(&mut head.headers);
    record.forwarded(masked.len());
    record.whole();
    let body = Full::new(Bytes::from(masked)).map_err(|never| match never {});
    Response::from_parts(head, body.boxed_unsync())
}

async fn collect(shared: &Shared, mut body: reqwest::Body) -> Result<Bytes, BoxError> {
    let limits = &shared.config.limits;
    let mut whole = BytesMut::new();
    loop {
        let frame = timeout(limits.idle, body.frame()).await;
        let Some(frame) = frame.map_err(|_| BodyError::Idle)?.transpose()? else {
            return Ok(whole.freeze());
        };
        if let Ok(bytes) = frame.into_data() {
            if whole.len() + bytes.len() > limits.answer_bytes {
                return Err(BodyError::TooLarge.into());
            }
            whole.extend_from_slice(&bytes);
        }
    }
}
