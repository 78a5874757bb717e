//! OpenAI's Realtime: one JSON message a WebSocket message, or a line of a file.
//!
//! | what | read from |
//! |---|---|
//! | text | `response.output_text.delta` and `response.output_audio_transcript.delta`, in the beta `response.text.delta` and `response.audio_transcript.delta`; what came in no delta, from `.done`, `content_part.done`, `output_item.done` or the response's `output` |
//! | tool call | `response.output_item.added` or `.done` of type `function_call` or `mcp_call`; `call_id` and `name` beside the arguments where no item came |
//! | tool arguments | `response.function_call_arguments` and `mcp_call_arguments`: `.delta`, or else `.done` or the item's `arguments` |
//! | choice | `output_index` |
//! | finish | of `response.done` the `status`, or `status_details.reason` where it is incomplete |
//! | model | `session.model`, or `response.model` where there is one |
//! | usage | the `usage` of `response.done` |
//! | error | `error`, or else `status_details.error` of a failed response |
//! | end | `response.done` of all responses that have begun; failed where the last one did, blocked where it is incomplete for `content_filter` |
//! | echo | all that repeats what was told, and whole transcripts of the user; their pieces are shadows |
//!
//! A session may hold several responses, at a time too; they are told apart by `response_id`, and
//! each closes its channels and tells its own finish and usage. What the user says
//! (`conversation.item.*`, `input_audio_buffer.*`) and sound are passed over.

use super::output::{Event, Step, Stream};
use super::{Decode, Deltas, Ending};
use crate::json::Fault;
use crate::{Frame, Framing, Limits};

/// The wire `openai-realtime`.
#[derive(Debug)]
pub struct OpenAiRealtime(Stream);

impl OpenAiRealtime {
    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self(Stream::new(limits, true))
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        let detects = |event: Event<'_>| {
            let kind = event.kind.word();
            match Step::of(&kind) {
                Step::Unknown => kind.starts_with("response."),
                Step::Error => event.identified,
                _ => true,
            }
        };
        frame.read_as(Event::read).is_some_and(detects)
    }
}

impl Decode for OpenAiRealtime {
    fn framing(&self) -> Framing {
        Framing::Ndjson
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        self.0.decode(frame, deltas)
    }

    fn ending(&self) -> Ending {
        self.0.ending()
    }
}
