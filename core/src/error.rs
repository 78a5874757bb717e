//! What stops a session. Malformed input does not: see [`Diagnostic`].

use crate::Diagnostic;

/// What a call on the engine can fail with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The pool had no free buffer. Nothing is lost: the first `consumed` bytes of the chunk were
    /// taken; hand over the rest again when another session has given a buffer back.
    #[error(
        "no free {what} in the buffer pool ({capacity} allocated); {consumed} bytes of the chunk were taken"
    )]
    PoolExhausted {
        /// Which buffers ran out.
        what: &'static str,
        /// How many of them the pool was made with.
        capacity: usize,
        /// How many bytes of the chunk the session has taken.
        consumed: usize,
    },
    /// The pool had no free buffer for text that was to be masked. It is lost, and so is the stream:
    /// nothing more is written.
    #[error(
        "no free {what} in the buffer pool ({capacity} allocated) for text that was to be masked"
    )]
    Unmasked {
        /// Which buffers ran out.
        what: &'static str,
        /// How many of them the pool was made with.
        capacity: usize,
    },
    /// A frame of a stream that is rewritten was dropped, so that a reader of the rest would miss it unawares: nothing
    /// more is written.
    #[error("byte {}: {}", .0.offset, .0.message)]
    Lost(Diagnostic),
    /// A limit or option of the configuration makes no sense.
    #[error("configuration: {what} is {value}, expected {expected}")]
    Config {
        /// The option.
        what: &'static str,
        /// Its value.
        value: u64,
        /// What it should have been.
        expected: &'static str,
    },
    /// The session was already finished.
    #[error("the session was finished; begin a new one for the next stream")]
    Finished,
}
