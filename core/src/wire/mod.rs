//! Wires: what a provider's frames say.

use std::ops::Range;

use crate::{Channel, Diagnostic, Frame, Framing};

/// A provider's protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wire {
    /// Found out from the first frames.
    #[default]
    Auto,
    /// UTF-8 text with no framing.
    Text,
    /// The chat completions of OpenAI and its many speakers.
    OpenAiChat,
    /// Anthropic's messages.
    Anthropic,
    /// Ollama's `/api/chat` and `/api/generate`.
    Ollama,
}

impl Wire {
    /// Every wire but `Auto`.
    pub const ALL: [Self; 4] = [Self::Text, Self::OpenAiChat, Self::Anthropic, Self::Ollama];

    /// The name that the command line uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Text => "text",
            Self::OpenAiChat => "openai-chat",
            Self::Anthropic => "anthropic",
            Self::Ollama => "ollama",
        }
    }

    /// The wire of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain([Self::Auto])
            .find(|wire| wire.name() == name)
    }

    /// How its bytes are framed; `None` for `Auto`.
    pub fn framing(self) -> Option<Framing> {
        match self {
            Self::Auto => None,
            Self::Text => Some(Framing::Raw),
            Self::OpenAiChat | Self::Anthropic => Some(Framing::Sse),
            Self::Ollama => Some(Framing::Ndjson),
        }
    }
}

/// What a frame says. It borrows from the frame, or from the decoder's scratch where an escape had
/// to be undone.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Delta<'a> {
    /// A piece of a channel's text.
    Text {
        /// The channel that it continues.
        channel: Channel,
        /// The piece, escapes undone.
        text: &'a str,
        /// Where it stands in the frame's data: the content of a JSON string with its escapes, or
        /// a whole JSON value (`raw`). A rewriter puts a masked piece there.
        place: Place,
    },
    /// The model calls a tool; its arguments follow on `Channel::Tool`.
    ToolCall {
        /// The provider's choice.
        choice: u32,
        /// The calls of a stream, counted from 0.
        call: u32,
        /// The provider's id of the call; empty where it tells none.
        id: &'a str,
        /// The tool's name.
        name: &'a str,
    },
    /// A channel is at its end. A wire that cannot tell leaves it to the end of the stream.
    Close(Channel),
    /// The last totals known, so far.
    Usage(Usage),
    /// A choice is finished, and why, in the provider's own word.
    Finish {
        /// The provider's choice.
        choice: u32,
        /// The provider's word.
        reason: &'a str,
    },
    /// An error of the provider within the stream.
    Error {
        /// The provider's code or type; empty where it tells none.
        code: &'a str,
        /// The provider's message.
        message: &'a str,
    },
}

/// Where a delta's text stands in the data of its frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the frame's data.
    pub range: Range<usize>,
    /// Whether it is a JSON value of its own (an object, as Ollama gives arguments), not the
    /// content of a JSON string.
    pub raw: bool,
}

/// Token counts in the provider's own terms: its last totals, neither summed up nor normalised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the prompt.
    pub input_tokens: Option<u64>,
    /// Tokens of the answer.
    pub output_tokens: Option<u64>,
    /// Tokens of the prompt that came from a cache.
    pub cached_input_tokens: Option<u64>,
    /// Tokens of the answer that were reasoning.
    pub reasoning_tokens: Option<u64>,
}

/// How a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ending {
    /// The provider's end mark came.
    Complete,
    /// It did not.
    Cut,
    /// The provider told an error, and no end mark came.
    Failed,
    /// A safety system of the provider blocked the answer; its end mark came.
    Blocked,
}

impl Ending {
    /// Whether the provider's end mark came.
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Complete | Self::Blocked)
    }
}

/// What a decoder reads out of a frame.
pub type Said<'a> = Result<Delta<'a>, Diagnostic>;

/// A provider's protocol as a state machine. Implement it for a wire of your own.
pub trait Decode: Send {
    /// How the wire's bytes are framed.
    fn framing(&self) -> Framing;

    /// Reads one frame and hands what it says to `out`, in order. A malformed frame gives one
    /// diagnostic and no delta; what is unknown is passed over.
    fn decode(&mut self, frame: &Frame<'_>, out: &mut dyn FnMut(Said<'_>));

    /// How the stream ended, now that its bytes have.
    fn ending(&self) -> Ending;
}
