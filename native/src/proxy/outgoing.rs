//! What goes to a client, and why it may break off.

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;

/// Why a body can't go on.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
/// A body for a client.
pub(super) type Outgoing = UnsyncBoxBody<Bytes, BoxError>;

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BodyError {
    #[error("nothing came for too long")]
    Idle,
    #[error("the body is larger than the limit")]
    TooLarge,
    #[error("expected UTF-8: text in another encoding can't be masked")]
    NotUtf8,
    #[error("it is packed (Content-Encoding), or called text in another encoding than UTF-8")]
    Packed,
    #[error("a part of an answer can't be masked: what hides in it may go on in another one")]
    Partial,
    #[error(
        "nothing tells the wire of these events, and so they can't be masked: name it (`wire` of the upstream)"
    )]
    UnknownWire,
}
