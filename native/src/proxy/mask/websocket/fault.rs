//! What ends a WebSocket before its time, and how each side is told.

use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::proxy::outgoing::BoxError;

/// Where a connection failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// At the client, who is gone or broke the protocol.
    #[error("the client's side: {0}")]
    Client(Error),
    /// At the server, likewise.
    #[error("the server's side: {0}")]
    Server(Error),
    /// Neither is at fault: one of them said what can't be masked.
    #[error("what is no JSON can't be masked")]
    Unmaskable,
    /// Here.
    #[error("{0}")]
    Own(BoxError),
}

impl Fault {
    pub(super) fn own(error: impl Into<BoxError>) -> Self {
        Self::Own(error.into())
    }

    /// What the client is told, and what the server (RFC 6455, 7.4.1).
    pub(super) fn closes(&self) -> [CloseFrame; 2] {
        let unmaskable = || close(CloseCode::Unsupported, "what is not JSON can't be masked");
        match self {
            Self::Client(error) => [
                close(breach(error), "the client broke the protocol"),
                close(CloseCode::Away, "the client is gone"),
            ],
            Self::Server(error) => [
                close(CloseCode::Error, "the upstream broke off"),
                close(breach(error), "the server broke the protocol"),
            ],
            Self::Unmaskable => [unmaskable(), unmaskable()],
            Self::Own(_) => [
                close(CloseCode::Error, "the proxy can't go on"),
                close(CloseCode::Away, "the proxy can't go on"),
            ],
        }
    }
}

/// Whether a side has closed in good order, so that nothing more can be said to it.
pub(super) fn is_closed(error: &Error) -> bool {
    matches!(
        error,
        Error::ConnectionClosed
            | Error::AlreadyClosed
            | Error::Protocol(ProtocolError::SendAfterClosing)
    )
}

/// The code for who broke the protocol so; who is gone never reads it.
fn breach(error: &Error) -> CloseCode {
    match error {
        Error::Utf8(_) => CloseCode::Invalid,
        Error::Capacity(_) => CloseCode::Size,
        _ => CloseCode::Protocol,
    }
}

fn close(code: CloseCode, reason: &'static str) -> CloseFrame {
    CloseFrame {
        code,
        reason: reason.into(),
    }
}
