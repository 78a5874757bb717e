//! Mistral's chat completions: OpenAI's, with parts and with tool calls that have no index.
//!
//! | what | read from |
//! |---|---|
//! | text | `choices[].delta.content`: a string, or a list of parts with `text` |
//! | reasoning | parts with `thinking`: a string, or a list of parts with `text` |
//! | tool call | `delta.tool_calls[]`: `id`, `function.name`, `function.arguments` (a string or an object); one without id and name continues the newest |
//! | model, finish, usage, error, end | as in `openai-chat` |
//!
//! `auto` names it `openai-chat`, which reads all of this too: a Mistral stream need not differ from
//! another speaker's.

use super::{Decode, Deltas, Ending, OpenAiChat};
use crate::json::Fault;
use crate::{Frame, Framing, Limits};

/// The wire `mistral`.
#[derive(Debug)]
pub struct Mistral(OpenAiChat);

impl Mistral {
    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self(OpenAiChat::new(limits))
    }
}

impl Decode for Mistral {
    fn framing(&self) -> Framing {
        Framing::Sse
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        self.0.decode(frame, deltas)
    }

    fn ending(&self) -> Ending {
        self.0.ending()
    }
}
