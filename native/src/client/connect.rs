//! From a request to an answer whose body is a stream.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use http::{HeaderValue, StatusCode, header};
use reqwest::Response;
use tokio::time::{Instant, sleep, timeout_at};

use super::backoff::Attempts;
use super::retry::{retry_after, wait};
use super::{ClientError, Patience, Phase, Request, address};

/// Bytes of the body of a refusal that are told.
const REFUSAL: usize = 512;
/// How long they are waited for: a status is a refusal without them, too.
const REFUSAL_TIME: Duration = Duration::from_secs(2);

/// Sends a request until it is answered.
pub(super) struct Connector {
    pub(super) http: reqwest::Client,
    pub(super) request: Request,
    pub(super) patience: Patience,
    attempts: Attempts,
}

impl Connector {
    pub(super) fn new(http: reqwest::Client, request: Request, patience: Patience) -> Self {
        let attempts = Attempts::new(patience.backoff.clone());
        Self {
            http,
            request,
            patience,
            attempts,
        }
    }

    /// Something came of the last attempt; the next failure is a first one.
    pub(super) fn succeeded(&mut self) {
        self.attempts.succeeded();
    }

    /// The answer, after as many attempts as it takes, or why there is none.
    pub(super) async fn open(&mut self, prepare: impl Fn(&mut reqwest::Request)) -> Opened {
        loop {
            match self.attempt(&prepare).await {
                Ok(opened) => return Ok(opened),
                Err(error) => self.pause(error).await?,
            }
        }
    }

    /// Waits for the time of the next attempt.
    ///
    /// # Errors
    ///
    /// `error` where there is to be none.
    async fn pause(&mut self, error: ClientError) -> Result<(), ClientError> {
        match wait(&error, &self.request) {
            Some(least) if self.rest(least).await => Ok(()),
            _ => Err(error),
        }
    }

    /// Waits until it may be tried again, at least for `least`; whether it may.
    pub(super) async fn rest(&mut self, least: Duration) -> bool {
        let patient = least <= self.patience.longest_wait;
        match self.attempts.next(least).filter(|_| patient) {
            Some(time) => sleep(time).await,
            None => return false,
        }
        true
    }

    async fn attempt(&self, prepare: &impl Fn(&mut reqwest::Request)) -> Opened {
        let mut request = self.request.build();
        // What is compressed would not be read.
        offer(&mut request, header::ACCEPT_ENCODING, "identity");
        prepare(&mut request);
        let deadline = Instant::now() + self.patience.first_byte;
        let answer = timeout_at(deadline, self.http.execute(request)).await;
        let answer = answer.map_err(|_| self.late(Phase::FirstByte))??;
        Ok((accepted(answer).await?, deadline))
    }

    /// Nothing came for as long as one waits in this phase.
    pub(super) fn late(&self, phase: Phase) -> ClientError {
        let limit = match phase {
            Phase::FirstByte => self.patience.first_byte,
            Phase::Idle => self.patience.idle,
        };
        let url = self.request.shown();
        ClientError::Timeout { url, phase, limit }
    }
}

/// An answer, and when the first byte of its body is due.
pub(super) type Opened = Result<(Response, Instant), ClientError>;

/// A body, with the time at which its next bytes are due.
pub(super) struct Body {
    chunks: BoxStream<'static, reqwest::Result<Bytes>>,
    due: Instant,
    phase: Phase,
}

impl Body {
    pub(super) fn new(response: Response, due: Instant) -> Self {
        Self {
            chunks: response.bytes_stream().boxed(),
            due,
            phase: Phase::FirstByte,
        }
    }

    /// The next bytes; `None` at the end.
    pub(super) async fn next(&mut self, of: &Connector) -> Result<Option<Bytes>, ClientError> {
        let next = timeout_at(self.due, self.chunks.next()).await;
        let bytes = next.map_err(|_| of.late(self.phase))?.transpose()?;
        self.due = Instant::now() + of.patience.idle;
        self.phase = Phase::Idle;
        Ok(bytes)
    }
}

/// The response where it is a success.
pub(super) async fn accepted(response: Response) -> Result<Response, ClientError> {
    let status = response.status();
    if status.is_success() || status == StatusCode::SWITCHING_PROTOCOLS {
        return plain(response);
    }
    let url = address::shown(response.url());
    let retry_after = retry_after(response.headers());
    let body = beginning(response).await;
    Err(ClientError::Status {
        url,
        status,
        body,
        retry_after,
    })
}

/// The response where its body is written as it is.
fn plain(response: Response) -> Result<Response, ClientError> {
    let codings = response.headers().get_all(header::CONTENT_ENCODING).iter();
    let codings = codings.map(|value| value.to_str().unwrap_or("?"));
    let codings: Vec<&str> = codings
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    let is_plain = |coding: &&str| coding.is_empty() || coding.eq_ignore_ascii_case("identity");
    if codings.iter().all(is_plain) {
        return Ok(response);
    }
    Err(ClientError::ContentType {
        url: address::shown(response.url()),
        found: format!("a body in the coding {}", codings.join(", ")),
        expected: "one that is not compressed",
    })
}

/// What comes of a body in time, as far as it is told.
async fn beginning(response: Response) -> String {
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    let due = Instant::now() + REFUSAL_TIME;
    while let Ok(Some(Ok(chunk))) = timeout_at(due, chunks.next()).await {
        body.extend_from_slice(&chunk[..chunk.len().min(REFUSAL - body.len())]);
        if body.len() == REFUSAL {
            break;
        }
    }
    String::from_utf8_lossy(&body).into_owned()
}

/// The media type of an answer, without parameters.
pub(super) fn media_type(response: &Response) -> String {
    let value = response.headers().get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = value.split(';').next().unwrap_or("");
    essence.trim().to_ascii_lowercase()
}

/// Sets a header unless the request has it.
pub(super) fn offer(request: &mut reqwest::Request, name: http::HeaderName, value: &'static str) {
    let headers = request.headers_mut();
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
