//! Wires: what a provider's frames say.
//!
//! A wire is one file here and one line in `table`. It implements [`Decode`]: it reads a frame
//! with a [`json::Reader`](crate::json::Reader) to its end, and only then tells what the frame
//! says, so that a malformed frame says nothing. It also tells the strings that repeat a channel's
//! text ([`Delta::Echo`], [`Delta::Shadow`]), and shadows what is past its limits: a redactor masks
//! what it is told of.

mod anthropic;
mod arguments;
mod auto;
mod bedrock;
mod calls;
mod cohere;
mod deltas;
mod failure;
mod gemini;
mod llama_cpp;
mod mistral;
mod named;
mod ollama;
mod openai_chat;
mod openai_realtime;
mod openai_responses;
mod output;
mod spoken;
mod table;
mod text;
mod tgi;

use alloc::boxed::Box;

pub use anthropic::Anthropic;
pub use arguments::Arguments;
pub use auto::Found;
pub(crate) use auto::{Auto, Head, Verdict, alike};
pub use bedrock::Bedrock;
pub use cohere::Cohere;
pub use deltas::{Deltas, Scratch};
pub use gemini::Gemini;
pub use llama_cpp::LlamaCpp;
pub use mistral::Mistral;
pub use ollama::Ollama;
pub use openai_chat::OpenAiChat;
pub use openai_realtime::OpenAiRealtime;
pub use openai_responses::OpenAiResponses;
pub use text::Text;
pub use tgi::Tgi;

use core::ops::Range;

use crate::frame::Payload;
use crate::json::{Expected, Fault, Reader};
use crate::{Channel, Diagnostic, Frame, Framing, Limits};
use table::TABLE;

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
    /// OpenAI's Responses.
    OpenAiResponses,
    /// OpenAI's Realtime.
    OpenAiRealtime,
    /// Anthropic's messages.
    Anthropic,
    /// Google's Gemini as server-sent events.
    Gemini,
    /// The same as one JSON array.
    GeminiArray,
    /// Amazon Bedrock's event streams.
    Bedrock,
    /// Ollama's `/api/chat` and `/api/generate`.
    Ollama,
    /// Mistral's chat completions.
    Mistral,
    /// Cohere's chat, version 2.
    Cohere,
    /// llama.cpp's `/completion`.
    LlamaCpp,
    /// Text Generation Inference's `/generate_stream`.
    Tgi,
}

impl Wire {
    /// Every wire but `Auto`.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|entry| entry.wire)
    }

    /// The name that the command line uses.
    pub fn name(self) -> &'static str {
        table::entry(self).map_or("auto", |entry| entry.name)
    }

    /// The wire of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all()
            .chain([Self::Auto])
            .find(|wire| wire.name() == name)
    }

    /// How its provider frames its bytes; `None` for `Auto`. A [`Decoder`](crate::Decoder) reads what
    /// comes in another framing of JSON, too.
    pub fn framing(self) -> Option<Framing> {
        table::entry(self).map(|entry| entry.framing)
    }

    /// What reads its frames; `None` for `Auto`.
    pub fn decoder(self, limits: &Limits) -> Option<Box<dyn Decode>> {
        table::entry(self).map(|entry| (entry.make)(limits))
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
        /// a whole JSON value (`raw`). A rewriter puts a masked piece there. On the wire `text`,
        /// whose frames hold no JSON, it is simply the whole frame.
        place: Place,
    },
    /// A string of the frame that repeats text of a channel. It is no news, and a session passes it
    /// over; a redactor masks it, so that what is masked in one place stands nowhere else.
    ///
    /// A wire tells each such string that it knows: a second field with the same piece
    /// (`reasoning` beside `reasoning_content`), and the events that repeat whole texts or arguments
    /// when they are done. What repeats text in pieces of its own is a [`Shadow`](Self::Shadow).
    Echo {
        /// The channel that it repeats.
        channel: Channel,
        /// What it repeats, escapes undone.
        text: &'a str,
        /// Where it stands, as for `Text`.
        place: Place,
        /// How much it repeats.
        extent: Extent,
    },
    /// A place of the frame that repeats text in a form that cannot be masked in step with it, as
    /// the tokens of log probabilities do, or that belongs to a channel past the wire's limits. A
    /// redactor blanks it; a session passes it over.
    Shadow(Place),
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
    /// A channel is at its end. A wire that cannot tell leaves it to the end of the stream. A
    /// provider that breaks its own protocol may continue a closed channel all the same.
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
    /// Bytes of the frame's data, or of what `within` decodes to.
    pub range: Range<usize>,
    /// How the text is written there.
    pub form: Form,
    /// Where the frame's data holds other data as a base64 string (as Bedrock's chunks do), the
    /// bytes between its quotes; empty elsewhere.
    pub within: Range<usize>,
}

/// How a delta's text is written in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// The content of a JSON string, whose escapes were undone.
    #[default]
    Content,
    /// The content of a JSON string, escapes and all: a piece of JSON text itself.
    Written,
    /// A JSON value of its own (an object, as Ollama gives arguments).
    Value,
    /// Nowhere: the text was put together (as the brackets of arguments that come by their paths).
    /// What stands before it and behind it in the channel are values apart.
    Nowhere,
}

/// How much of a channel an echo repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Extent {
    /// The piece of the channel that was told last, in the same frame: what that becomes when it is
    /// masked is written here too.
    Piece,
    /// All that the channel, or a part of it, has said so far, and more may follow. It is masked on
    /// its own; what is not decided at its end is left out.
    SoFar,
    /// A complete text: all of the channel, or a part that is at its end. It is masked on its own.
    Whole,
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

/// What of a stream was passed over since the wire does not know it. A provider that adds something
/// shows here, and breaks nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Frames of an unknown type.
    pub events: u64,
    /// Fields of an unknown name in frames of a known type.
    pub fields: u64,
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

impl Usage {
    /// Takes over what `newer` tells and keeps the rest.
    pub fn update(&mut self, newer: Self) {
        let over = |old: &mut Option<u64>, new: Option<u64>| *old = new.or(*old);
        over(&mut self.input_tokens, newer.input_tokens);
        over(&mut self.output_tokens, newer.output_tokens);
        over(&mut self.cached_input_tokens, newer.cached_input_tokens);
        over(&mut self.reasoning_tokens, newer.reasoning_tokens);
    }
}

impl Ending {
    /// The command line's word for it: `complete`, `cut`, `failed` or `blocked`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Cut => "cut",
            Self::Failed => "failed",
            Self::Blocked => "blocked",
        }
    }

    /// Whether the provider's end mark came.
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Complete | Self::Blocked)
    }
}

/// What a decoder reads out of a frame.
pub type Said<'a> = Result<Delta<'a>, Diagnostic>;

/// A provider's protocol as a state machine. Implement it for a wire of your own, and hand it to
/// [`Decoder::with`](crate::Decoder::with).
pub trait Decode: Send {
    /// How the wire's bytes are framed.
    fn framing(&self) -> Framing;

    /// Whether JSON objects that stand bare between server-sent events, without `data:`, are frames
    /// too, as some APIs send errors so. The standard passes over such lines.
    fn bare_objects(&self) -> bool {
        false
    }

    /// Reads one frame and tells what it says, in order. What is unknown is passed over and counted
    /// ([`Deltas::unknown_event`], [`Deltas::unknown_fields`]).
    ///
    /// # Errors
    ///
    /// A [`Fault`] for a malformed frame, which becomes one diagnostic. Nothing may have been told
    /// by then: read the frame to its end first.
    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault>;

    /// How the stream ended, now that its bytes have.
    fn ending(&self) -> Ending;
}

impl<'a> Frame<'a> {
    /// A reader over the frame's data, which is to be JSON nested at most `depth` deep.
    ///
    /// # Errors
    ///
    /// A [`Fault`] where the data is no UTF-8.
    pub fn json(&self, depth: usize) -> Result<Reader<'a>, Fault> {
        let text = match self.payload {
            Payload::Text(text) => text,
            Payload::Binary(bytes) => core::str::from_utf8(bytes)
                .map_err(|wrong| Fault::new(wrong.valid_up_to(), Expected::Utf8))?,
        };
        Ok(Reader::with_depth(text, depth))
    }

    /// The frame's JSON as `read` reads it; `None` where that can't be done.
    pub(crate) fn read_as<T: Default>(
        &self,
        read: impl FnOnce(&mut T, &mut Reader<'a>) -> Result<(), Fault>,
    ) -> Option<T> {
        let mut told = T::default();
        let mut reader = self.json(Reader::MAX_DEPTH).ok()?;
        read(&mut told, &mut reader).ok().map(|()| told)
    }

    /// The frame's data without white space around it; empty where it is no UTF-8.
    pub(crate) fn trimmed(&self) -> &'a str {
        match self.payload {
            Payload::Text(text) => text.trim_ascii(),
            Payload::Binary(_) => "\u{fffd}",
        }
    }
}

/// The end mark, the error and the block that a wire has seen, as far as most wires need it.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    end: bool,
    error: bool,
    block: bool,
}

impl Seen {
    fn ending(self) -> Ending {
        match self {
            Self {
                end: true, block, ..
            } if block => Ending::Blocked,
            Self { end: true, .. } => Ending::Complete,
            Self { error: true, .. } => Ending::Failed,
            _ => Ending::Cut,
        }
    }
}
