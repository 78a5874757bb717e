//! Cohere's chat, version 2.
//!
//! | what | read from |
//! |---|---|
//! | text | `content-start` and `content-delta`: `delta.message.content.text` |
//! | reasoning | the same with `thinking`; `tool-plan-delta`: `delta.message.tool_plan` |
//! | tool call | `tool-call-start`: `delta.message.tool_calls`: `id`, `function.name`, `function.arguments`; then `tool-call-delta` by `index` |
//! | echo | the `text` of citations, which are passed over; `logprobs` are a shadow |
//! | finish | `delta.finish_reason` of `message-end` |
//! | usage | `delta.usage.tokens` of `message-end`, or else `billed_units`; `cached_tokens` |
//! | error | `delta.error` of `message-end`, its code the finish reason; a `message` without an event |
//! | end | `message-end`; blocked where the reason is `ERROR_TOXIC` |
//!
//! A tool call closes with `tool-call-end`, text and reasoning with the message: a citation may
//! begin a new content block in the middle of a sentence.

mod event;

use super::calls::Calls;
use super::spoken::Spoken;
use super::{Decode, Deltas, Ending, Seen};
use crate::json::{Fault, Str};
use crate::{Channel, Frame, Framing, Limits};
use event::{EVENTS, Event, Said};

const TEXT: Channel = Channel::Text { choice: 0 };
const REASONING: Channel = Channel::Reasoning { choice: 0 };

/// The wire `cohere`.
#[derive(Debug)]
pub struct Cohere {
    depth: usize,
    seen: Seen,
    calls: Calls,
    spoken: Spoken,
}

impl Cohere {
    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.json_depth,
            seen: Seen::default(),
            calls: Calls::default(),
            spoken: Spoken::default(),
        }
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        let detects = |event: Event<'_>| EVENTS.contains(&&*event.kind.word());
        frame.read_as(Event::read).is_some_and(detects)
    }

    /// Whether a bare JSON object is an event of this wire. Many a log has a `debug`.
    pub(super) fn bare(frame: &Frame<'_>) -> bool {
        let detects = |event: Event<'_>| {
            let kind = event.kind.word();
            &*kind != "debug" && EVENTS.contains(&&*kind)
        };
        frame.read_as(Event::read).is_some_and(detects)
    }

    fn tell(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        match &*event.kind.word() {
            "content-delta" | "content-start" | "tool-plan-delta" => self.say(&event.said, deltas),
            "tool-call-start" => {
                let call = self.calls.begin(&event.tag(), deltas);
                argue(call, event.said.arguments, deltas);
            }
            "tool-call-delta" if !event.said.arguments.is_empty() => {
                let call = self.calls.find(&event.tag(), deltas);
                argue(call, event.said.arguments, deltas);
            }
            "tool-call-end" => {
                if let Some(call) = self.calls.close(&event.tag()) {
                    deltas.close(tool(call));
                }
            }
            "message-end" => self.end(event, deltas),
            "" if event.message.is_some() => self.error(Str::default(), event.message, deltas),
            kind if EVENTS.contains(&kind) => {}
            _ => deltas.unknown_event(),
        }
    }

    #[inline]
    fn say(&mut self, said: &Said<'_>, deltas: &mut Deltas<'_>) {
        self.spoken.speak(REASONING, said.plan, deltas);
        self.spoken.speak(REASONING, said.thinking, deltas);
        self.spoken.speak(TEXT, said.text, deltas);
    }

    fn end(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        self.spoken.close(0, deltas);
        while let Some((_, call)) = self.calls.close_any() {
            deltas.close(tool(call));
        }
        if let Some(usage) = event.usage {
            deltas.usage(usage);
        }
        let reason = event.reason.unwrap_or_default();
        if let (false, Some(reason)) = (self.seen.end, event.reason) {
            deltas.finish(0, reason);
        }
        if event.error.is_some() {
            self.error(reason, event.error, deltas);
        }
        self.seen.block |= &*reason.word() == "ERROR_TOXIC";
        self.seen.end = true;
    }

    fn error(&mut self, code: Str<'_>, message: Option<Str<'_>>, deltas: &mut Deltas<'_>) {
        self.seen.error = true;
        deltas.error(code, message.unwrap_or_default());
    }
}

impl Decode for Cohere {
    fn framing(&self) -> Framing {
        Framing::Sse
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        if matches!(frame.trimmed(), "" | "[DONE]") {
            return Ok(());
        }
        let mut event = Event::default();
        let mut reader = frame.json(self.depth)?;
        event.read(&mut reader)?;
        deltas.unknown_fields(&reader);
        self.tell(&event, deltas);
        deltas.echo_whole(TEXT, event.said.cited);
        if let Some(logprobs) = event.logprobs {
            deltas.shadow(logprobs);
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        self.seen.ending()
    }
}

fn argue(call: Option<u32>, arguments: Str<'_>, deltas: &mut Deltas<'_>) {
    if let Some(call) = call {
        deltas.text(tool(call), arguments);
    }
}

fn tool(call: u32) -> Channel {
    Channel::Tool { choice: 0, call }
}
