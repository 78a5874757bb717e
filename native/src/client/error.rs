//! What a client can fail with.

use std::time::Duration;

use reqwest::StatusCode;

use super::address;

/// Why a stream could not be read to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The request can't be made.
    #[error("{0}")]
    Request(String),
    /// The request or the connection failed.
    #[error("{}", chain(.0))]
    Http(#[source] reqwest::Error),
    /// The server did not answer with a stream.
    #[error("{url} answered {status}: {body}")]
    Status {
        /// What was asked for.
        url: String,
        /// The status of the answer.
        status: StatusCode,
        /// The first bytes of its body.
        body: String,
        /// How long the server asks to wait before the next attempt.
        retry_after: Option<Duration>,
    },
    /// The server answered with something that is no such stream.
    #[error("{url} answered with {found}, expected {expected}")]
    ContentType {
        /// What was asked for.
        url: String,
        /// The media type of the answer.
        found: String,
        /// What it should have been.
        expected: &'static str,
    },
    /// The server kept the client waiting for too long.
    #[error("{url}: nothing came for {limit:?} ({phase})")]
    Timeout {
        /// What was asked for.
        url: String,
        /// What was waited for.
        phase: Phase,
        /// The limit that was reached.
        limit: Duration,
    },
    /// The server closed a WebSocket for another reason than that it was done (RFC 6455, 7.4).
    #[error("{url} closed the connection with code {code}: {reason}")]
    Closed {
        /// What was asked for.
        url: String,
        /// The server's code.
        code: u16,
        /// The server's words.
        reason: String,
    },
    /// A WebSocket broke, or its protocol was.
    #[error("{url}: {source}")]
    WebSocket {
        /// What was asked for.
        url: String,
        /// What happened.
        source: Box<tokio_tungstenite::tungstenite::Error>,
    },
    /// The engine can't go on.
    #[error(transparent)]
    Engine(#[from] midflight_core::Error),
}

impl From<reqwest::Error> for ClientError {
    fn from(mut error: reqwest::Error) -> Self {
        if let Some(url) = error.url_mut() {
            address::hide(url);
        }
        Self::Http(error)
    }
}

/// What a client waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// The first byte of the answer.
    FirstByte,
    /// The next piece of it.
    Idle,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::FirstByte => "first byte",
            Self::Idle => "idle",
        })
    }
}

/// An error with its causes, each of which tells more.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
