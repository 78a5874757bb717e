//! HTTP: a response's body, streamed into a session.

use std::time::Duration;

use futures_util::StreamExt;
use midflight_core::latency::Probe;
use midflight_core::{Clock, Ending, Error, Session, Sink};
use reqwest::{ClientBuilder, Response};

use super::ClientError;

/// Bytes of the body of a refusal that are told.
const REFUSAL: usize = 512;
/// How long a full pool is waited for before the next try.
const PAUSE: Duration = Duration::from_millis(1);
/// How often a full pool is tried again without any byte being taken: some ten seconds.
const TRIES: usize = 10_000;

/// A client's builder with TLS by rustls on ring.
pub fn builder() -> ClientBuilder {
    // Where the application has chosen a provider already, that one stands.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

/// Reads a response's body into `session` until it ends. Every chunk bears the time at which it
/// was read.
///
/// A full buffer pool is back-pressure: nothing more is read from the socket until other sessions
/// have given buffers back, or until that has taken some ten seconds.
///
/// # Errors
///
/// [`ClientError::Status`] unless the status is a success, [`ClientError::Http`] when the
/// connection breaks, [`ClientError::Engine`] when the session can't go on.
pub async fn read_body<P: Probe, S: Sink>(
    response: Response,
    session: &mut Session<P>,
    clock: &impl Clock,
    sink: &mut S,
) -> Result<Ending, ClientError> {
    let response = accepted(response).await?;
    let mut body = response.bytes_stream();
    while let Some(chunk) = body.next().await {
        write(&chunk?, session, clock, sink).await?;
    }
    Ok(session.finish(clock.now(), sink)?)
}

async fn accepted(response: Response) -> Result<Response, ClientError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let url = response.url().to_string();
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(Ok(chunk)) = chunks.next().await {
        body.extend_from_slice(&chunk[..chunk.len().min(REFUSAL - body.len())]);
        if body.len() == REFUSAL {
            break;
        }
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Err(ClientError::Status { url, status, body })
}

async fn write<P: Probe, S: Sink>(
    mut bytes: &[u8],
    session: &mut Session<P>,
    clock: &impl Clock,
    sink: &mut S,
) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        match session.write(bytes, clock.now(), sink) {
            Err(Error::PoolExhausted { consumed, .. }) if tries < TRIES => {
                tries = if consumed > 0 { 0 } else { tries + 1 };
                bytes = &bytes[consumed..];
                if bytes.is_empty() {
                    return Ok(());
                }
            }
            done => return done,
        }
        tokio::time::sleep(PAUSE).await;
    }
}
