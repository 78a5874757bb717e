//! Framing: from chunks that are split anywhere to whole frames.

mod between;
mod bom;
mod checked;
pub(crate) mod event_stream;
mod framer;
mod json_array;
mod ndjson;
mod nesting;
mod raw;
mod repair;
mod sse;

use alloc::format;

pub use event_stream::{Header, Headers, Value};
pub use framer::Framer;

use alloc::borrow::Cow;

use crate::buffer::Carry;
use crate::{Code, Diagnostic};

/// How a wire's bytes are divided into frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Framing {
    /// Server-sent events, by the grammar of the HTML standard.
    Sse,
    /// One JSON value a line.
    Ndjson,
    /// One JSON array, an element a frame.
    JsonArray,
    /// AWS event streams (`application/vnd.amazon.eventstream`), a message a frame.
    EventStream,
    /// UTF-8 text with no framing; every frame is what arrived, cut at a character.
    Raw,
}

impl Framing {
    /// Whether wires of JSON come in it: gateways and files put what comes in one of these into another.
    pub(crate) fn is_of_json(self) -> bool {
        matches!(self, Self::Sse | Self::Ndjson | Self::JsonArray)
    }
}

/// A whole frame. It borrows from the chunk where it lies whole within one, and from the framer's
/// carry where it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The name of a server-sent event, or what the headers of an event stream's message call it;
    /// `message` where the stream names none, and for all other framings.
    pub event: &'a str,
    /// What it carries.
    pub payload: Payload<'a>,
    /// The last event id at the time of dispatch; empty for all other framings.
    pub id: &'a str,
    /// What the framing puts around the data, for who writes the frame again: the headers of an
    /// event stream's message ([`Headers`]), what stands before an array's element. Empty for all
    /// other framings.
    pub envelope: &'a [u8],
    /// The stream's byte, counted from 0, that the frame's first byte is.
    pub offset: u64,
}

/// A frame's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload<'a> {
    /// UTF-8; in server-sent events invalid bytes were replaced by U+FFFD.
    Text(&'a str),
    /// Bytes that are no UTF-8.
    Binary(&'a [u8]),
}

impl<'a> Payload<'a> {
    /// The data as bytes.
    pub fn bytes(self) -> &'a [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

/// What a framer gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    /// A whole frame.
    Frame(Frame<'a>),
    /// A frame was dropped, or bytes were replaced.
    Diagnostic(Diagnostic),
}

/// A buffer of more bytes does not wait for the next frame: there are few of them.
const KEPT_BYTES: usize = 64 << 10;

/// Empties `carry` for the next frame.
#[inline]
fn recycle(carry: &mut Carry) {
    if carry.len() > KEPT_BYTES {
        carry.release();
    } else {
        carry.clear();
    }
}

/// The diagnostic for a frame that was dropped.
fn too_large(offset: u64, limit: usize) -> Diagnostic {
    Diagnostic {
        code: Code::FrameTooLarge,
        offset,
        message: Cow::Owned(format!(
            "expected a frame of at most {limit} bytes; a larger one was dropped"
        )),
    }
}
