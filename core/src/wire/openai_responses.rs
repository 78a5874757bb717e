//! OpenAI's Responses, and who speaks them alike (Azure, xAI, LM Studio, Copilot, vLLM, …).
//!
//! | what | read from |
//! |---|---|
//! | text | `response.output_text.delta`; what came in no delta, from `.done`, `content_part.done`, `output_item.done` or the response's `output` |
//! | reasoning | the same of `reasoning_text` and `reasoning_summary_text` |
//! | refusal | the same of `refusal` |
//! | tool call | `output_item.added` or `.done` of type `function_call`, `custom_tool_call`, `mcp_call`, `mcp_approval_request`: `call_id` (or else `id`), `name` |
//! | tool arguments | `function_call_arguments`, `custom_tool_call_input`, `mcp_call_arguments`: `.delta`, or else `.done` or the item's `arguments` or `input` |
//! | choice | `output_index` |
//! | finish | of the terminal event (`response.completed`, `.incomplete`, `.failed`, `.cancelled`) the `status`, or `incomplete_details.reason` |
//! | model | `response.model` |
//! | usage | the terminal event's `usage` |
//! | error | `error` (its own fields, or an object within), or else the `error` of `response.failed` |
//! | end | the terminal event; failed with `failed`, blocked where it is incomplete for `content_filter` |
//! | echo | all that repeats what was told, and the code, commands and patches that the provider is to run; their pieces and `logprobs` are shadows |
//!
//! A part's end closes its channel. The event's name is its `type`; where it has none, that of the
//! server-sent event. Calls that run at the provider (searches, code, patches) are passed over, but
//! for those to MCP servers.

use super::output::{Event, Stream};
use super::{Decode, Deltas, Ending};
use crate::json::Fault;
use crate::{Frame, Framing, Limits};

/// The wire `openai-responses`.
#[derive(Debug)]
pub struct OpenAiResponses(Stream);

impl OpenAiResponses {
    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self(Stream::new(limits, false))
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        let detects = |event: Event<'_>| {
            let kind = event.kind.word();
            let name = if kind.is_empty() { frame.event } else { &*kind };
            let errs = name == "error" && (event.sequenced || event.failure.message.is_some());
            name.starts_with("response.") || errs
        };
        frame.read_as(Event::read).is_some_and(detects)
    }

    /// Whether a bare JSON object is an event of this wire. Realtime's go by the same names.
    pub(super) fn bare(frame: &Frame<'_>) -> bool {
        let detects = |event: Event<'_>| {
            let own = match &*event.kind.word() {
                "error" => event.sequenced || event.numbered && event.error.is_some(),
                "keepalive" => event.sequenced,
                kind => kind.starts_with("response.") && (event.sequenced || event.response.plain),
            };
            own && !event.identified
        };
        frame.read_as(Event::read).is_some_and(detects)
    }
}

impl Decode for OpenAiResponses {
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
