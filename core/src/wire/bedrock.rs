//! Amazon Bedrock's AWS event streams: `converse-stream`, and `invoke-with-response-stream`, whose
//! chunks hold what the model's own API says.
//!
//! | what | read from |
//! |---|---|
//! | text | `contentBlockDelta` with `delta.text` |
//! | reasoning | the same with `reasoningContent.text`; signatures are passed over |
//! | tool call | `contentBlockStart` with `start.toolUse`: `toolUseId`, `name`; then `delta.toolUse.input` |
//! | finish | `messageStop.stopReason`, once |
//! | usage | `metadata.usage`: `inputTokens`, `outputTokens`, `cacheReadInputTokens` |
//! | error | a message of the type `exception`: its name, `message`; or of the type `error`: `:error-code`, `:error-message` |
//! | end | `messageStop`; blocked where its reason is a guardrail's or a filter's |
//! | a `chunk` | `bytes`, base64 of JSON: an event of the wire that `auto` would find (Anthropic, chat completions, …), or one of Nova, Titan, Llama, Mistral or Cohere |
//! | its end | the wire's own end mark, or `amazon-bedrock-invocationMetrics`, which tell the usage too where nothing else did |
//!
//! A tool call closes with its block, text and reasoning with the stop reason. A chunk that nothing
//! tells the wire of is counted as unknown. Citations and traces are passed over; a redactor empties
//! them, and chunks that could not be read.

mod event;
mod invoke;
mod model;

use super::calls::{Calls, Tag};
use super::spoken::Spoken;
use super::{Decode, Deltas, Ending, Seen, Usage};
use crate::frame::Headers;
use crate::json::{Fault, Str};
use crate::{Channel, Delta, Frame, Framing, Limits};
use event::Event;
use invoke::Invoke;

const TEXT: Channel = Channel::Text { choice: 0 };
const REASONING: Channel = Channel::Reasoning { choice: 0 };

/// The reasons to stop that tell of a block.
const BLOCKS: [&str; 4] = [
    "guardrail_intervened",
    "content_filtered",
    "CONTENT_FILTERED",
    "ERROR_TOXIC",
];

/// The wire `bedrock`.
#[derive(Debug)]
pub struct Bedrock {
    depth: usize,
    invoke: Invoke,
    converse: Converse,
}

/// What Converse says, and Nova in chunks.
#[derive(Debug, Default)]
struct Converse {
    seen: Seen,
    calls: Calls,
    usage: Usage,
    finished: bool,
    spoken: Spoken,
}

impl Bedrock {
    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.json_depth,
            invoke: Invoke::new(limits),
            converse: Converse::default(),
        }
    }

    /// An exception, or an event of an unknown type.
    fn other(&mut self, frame: &Frame<'_>, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        let headers = || Headers::new(frame.envelope);
        match headers().text(":message-type") {
            Some("exception") => deltas.failure(frame.event, event.message),
            Some("error") => deltas.say(Delta::Error {
                code: frame.event,
                message: headers().text(":error-message").unwrap_or_default(),
            }),
            _ => return deltas.unknown_event(),
        }
        self.converse.seen.error = true;
    }
}

impl Decode for Bedrock {
    fn framing(&self) -> Framing {
        Framing::EventStream
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let mut event = Event::default();
        if !frame.trimmed().is_empty() {
            let mut reader = frame.json(self.depth)?;
            event.read(&mut reader)?;
            reader.end()?;
            deltas.unknown_fields(&reader);
        }
        if frame.event == "chunk" {
            self.invoke.chunk(event.bytes, &mut self.converse, deltas);
        } else if !self.converse.tell(frame.event, &event, deltas) {
            self.other(frame, &event, deltas);
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        match self.invoke.ending() {
            Ending::Cut => self.converse.seen.ending(),
            ending => ending,
        }
    }
}

impl Converse {
    /// What an event of that name says; false where there is none of that name.
    fn tell(&mut self, name: &str, event: &Event<'_>, deltas: &mut Deltas<'_>) -> bool {
        if let Some(hidden) = event.hidden {
            deltas.shadow(hidden);
        }
        match name {
            "contentBlockDelta" => self.piece(event, deltas),
            "contentBlockStart" => self.start(event, deltas),
            "contentBlockStop" => self.close_call(event.index, deltas),
            "messageStop" => self.stop(event.stop, deltas),
            "metadata" => self.count(event.usage, deltas),
            "messageStart" => {}
            _ => return false,
        }
        true
    }

    #[inline]
    fn piece(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        self.spoken.speak(TEXT, event.text, deltas);
        self.spoken.speak(REASONING, event.reasoning, deltas);
        if !event.input.is_empty()
            && let Some(call) = self.calls.find(&block(event.index), deltas)
        {
            deltas.text(Channel::Tool { choice: 0, call }, event.input);
        }
    }

    fn start(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        if event.calls {
            let tag = Tag {
                id: event.id,
                name: event.name,
                ..block(event.index)
            };
            self.calls.begin(&tag, deltas);
        }
    }

    fn close_call(&mut self, index: u32, deltas: &mut Deltas<'_>) {
        if let Some(call) = self.calls.close(&block(index)) {
            deltas.close(Channel::Tool { choice: 0, call });
        }
    }

    fn stop(&mut self, reason: Option<Str<'_>>, deltas: &mut Deltas<'_>) {
        self.end(deltas);
        if let Some(reason) = reason {
            self.seen.block |= BLOCKS.contains(&&*reason.word());
            if !core::mem::replace(&mut self.finished, true) {
                deltas.finish(0, reason);
            }
        }
    }

    fn end(&mut self, deltas: &mut Deltas<'_>) {
        self.seen.end = true;
        self.spoken.close(0, deltas);
    }

    fn count(&mut self, usage: Usage, deltas: &mut Deltas<'_>) {
        if usage != Usage::default() {
            self.usage.update(usage);
            deltas.usage(self.usage);
        }
    }
}

fn block(index: u32) -> Tag<'static> {
    Tag {
        index: Some(index),
        ..Tag::default()
    }
}
