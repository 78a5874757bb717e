//! A response of your own, read into a session of your own.

use futures_util::StreamExt;
use midflight_core::latency::Probe;
use midflight_core::{Clock, Ending, Session, Sink};
use reqwest::Response;

use super::ClientError;
use super::connect::accepted;
use crate::pressure::hand_over;

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
        let write = |bytes: &[u8]| session.write(bytes, clock.now(), sink);
        hand_over(&mut chunk?, write).await?;
    }
    Ok(session.finish(clock.now(), sink)?)
}
