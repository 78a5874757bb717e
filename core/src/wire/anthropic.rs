//! Anthropic's messages.
//!
//! | what | read from |
//! |---|---|
//! | text | `content_block_delta` with `delta.text`; a block of type `text` in `content_block_start` or `message_start` |
//! | reasoning | the same with `thinking`; signatures are passed over |
//! | tool call | a block whose type ends in `tool_use` (also those that run at the provider): `id`, `name`, whole `input`; then `delta.partial_json` |
//! | finish | `stop_reason` of `message_delta` or `message_start`, once |
//! | usage | of `message_start`, overridden field by field by `message_delta` |
//! | model | `message.model` of `message_start` |
//! | error | `error`: `type`, `message` |
//! | end | `message_stop`; blocked where the stop reason is `refusal` |
//!
//! A tool call closes with its block. Text and reasoning close with the stop reason, not with their
//! blocks: a citation begins a new text block in the middle of a sentence.

use super::calls::{Calls, Tag};
use super::failure::Failure;
use super::spoken::Spoken;
use super::{Decode, Deltas, Ending, Seen, Usage};
use crate::json::{Fault, Raw, Reader, Str};
use crate::{Channel, Frame, Framing, Limits};

const TEXT: Channel = Channel::Text { choice: 0 };
const REASONING: Channel = Channel::Reasoning { choice: 0 };

/// The wire `anthropic`.
#[derive(Debug)]
pub struct Anthropic {
    depth: usize,
    seen: Seen,
    calls: Calls,
    usage: Usage,
    started: bool,
    finished: bool,
    spoken: Spoken,
}

#[derive(Default)]
struct Event<'a> {
    kind: Str<'a>,
    index: u32,
    message: Message<'a>,
    block: Option<Reader<'a>>,
    piece: Piece<'a>,
    usage: Option<Usage>,
    error: Option<Failure<'a>>,
    /// Whether it has an `event_id`, as Anthropic's events have none.
    identified: bool,
}

#[derive(Default)]
struct Message<'a> {
    model: Str<'a>,
    content: Option<Reader<'a>>,
    stop_reason: Option<Str<'a>>,
    usage: Option<Usage>,
}

/// A `delta`.
#[derive(Default)]
struct Piece<'a> {
    text: Str<'a>,
    thinking: Str<'a>,
    partial_json: Str<'a>,
    stop_reason: Option<Str<'a>>,
}

/// A content block.
#[derive(Default)]
struct Block<'a> {
    kind: Str<'a>,
    id: Str<'a>,
    name: Str<'a>,
    text: Str<'a>,
    thinking: Str<'a>,
    input: Option<Raw<'a>>,
}

impl Anthropic {
    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.json_depth,
            seen: Seen::default(),
            calls: Calls::default(),
            usage: Usage::default(),
            started: false,
            finished: false,
            spoken: Spoken::default(),
        }
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        let detects = |event: Event<'_>| match &*event.kind.word() {
            "ping" => true,
            "error" => event.error.is_some(),
            kind => is_own(kind),
        };
        frame.read_as(Event::read).is_some_and(detects)
    }

    /// Whether a bare JSON object is an event of this wire. Many a WebSocket has a `ping`, and errors
    /// with a code are OpenAI's.
    pub(super) fn bare(frame: &Frame<'_>) -> bool {
        let fails = |error: Failure<'_>| error.kind.is_some() && error.code.is_none();
        let detects = |event: Event<'_>| match &*event.kind.word() {
            "error" => !event.identified && event.error.is_some_and(fails),
            kind => is_own(kind),
        };
        frame.read_as(Event::read).is_some_and(detects)
    }

    fn start(&mut self, message: &Message<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        // The same message may be announced twice; its content counts once.
        if let (false, Some(mut reader)) = (self.started, message.content) {
            let mut blocks = reader.array()?;
            let mut index = 0;
            while blocks.next(&mut reader)? {
                self.block(&block(&mut reader)?, index, deltas);
                self.close_call(index, deltas);
                index += 1;
            }
        }
        self.started = true;
        Ok(())
    }

    fn block(&mut self, block: &Block<'_>, index: u32, deltas: &mut Deltas<'_>) {
        match &*block.kind.word() {
            "text" => self.spoken.speak(TEXT, block.text, deltas),
            "thinking" => self.spoken.speak(REASONING, block.thinking, deltas),
            kind if kind.ends_with("tool_use") => self.begin_call(block, index, deltas),
            _ => {}
        }
    }

    fn begin_call(&mut self, block: &Block<'_>, index: u32, deltas: &mut Deltas<'_>) {
        let tag = Tag {
            choice: 0,
            index: Some(index),
            id: block.id,
            name: block.name,
        };
        let call = self.calls.begin(&tag, deltas);
        let input = block.input.filter(|input| !is_empty(input));
        match (call, input) {
            (Some(call), Some(input)) => deltas.value(Channel::Tool { choice: 0, call }, input),
            (None, Some(input)) => deltas.shadow(input),
            (_, None) => {}
        }
    }

    fn piece(&mut self, piece: &Piece<'_>, index: u32, deltas: &mut Deltas<'_>) {
        self.spoken.speak(TEXT, piece.text, deltas);
        self.spoken.speak(REASONING, piece.thinking, deltas);
        if piece.partial_json.is_empty() {
            return;
        }
        match self.calls.find(&block_tag(index), deltas) {
            Some(call) => deltas.text(Channel::Tool { choice: 0, call }, piece.partial_json),
            None => deltas.shadow_text(piece.partial_json),
        }
    }

    fn close_call(&mut self, index: u32, deltas: &mut Deltas<'_>) {
        if let Some(call) = self.calls.close(&block_tag(index)) {
            deltas.close(Channel::Tool { choice: 0, call });
        }
    }

    fn finish(&mut self, reason: Str<'_>, deltas: &mut Deltas<'_>) {
        self.seen.block |= &*reason.word() == "refusal";
        if !core::mem::replace(&mut self.finished, true) {
            self.spoken.close(0, deltas);
            deltas.finish(0, reason);
        }
    }

    fn tell(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        self.start_or_block(event, deltas)?;
        self.piece(&event.piece, event.index, deltas);
        for usage in [event.message.usage, event.usage].into_iter().flatten() {
            self.usage.update(usage);
            deltas.usage(self.usage);
        }
        let reasons = [event.message.stop_reason, event.piece.stop_reason];
        for reason in reasons.into_iter().flatten() {
            self.finish(reason, deltas);
        }
        if let Some(error) = event.error {
            self.seen.error = true;
            // Anthropic's errors have no code: their type is told as one.
            deltas.error(
                error.kind.unwrap_or_default(),
                error.message.unwrap_or_default(),
            );
        }
        Ok(())
    }

    fn start_or_block(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        match &*event.kind.word() {
            "message_start" => self.start(&event.message, deltas)?,
            "content_block_start" => {
                if let Some(mut reader) = event.block {
                    self.block(&block(&mut reader)?, event.index, deltas);
                }
            }
            "content_block_stop" => self.close_call(event.index, deltas),
            "content_block_delta" | "message_delta" | "ping" | "error" => {}
            "message_stop" => {
                self.spoken.close(0, deltas);
                self.seen.end = true;
            }
            _ => deltas.unknown_event(),
        }
        Ok(())
    }
}

/// Whether events of this kind are of this wire alone.
fn is_own(kind: &str) -> bool {
    matches!(kind, "message_start" | "message_delta" | "message_stop")
        || kind.starts_with("content_block_")
}

impl Decode for Anthropic {
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
        deltas.model(event.message.model);
        self.tell(&event, deltas)
    }

    fn ending(&self) -> Ending {
        self.seen.ending()
    }
}

fn block_tag(index: u32) -> Tag<'static> {
    Tag {
        index: Some(index),
        ..Tag::default()
    }
}

/// Whether an input is to come in pieces: it is `{}`, or not there.
fn is_empty(input: &Raw<'_>) -> bool {
    let inner = input
        .text
        .strip_prefix('{')
        .and_then(|t| t.strip_suffix('}'));
    inner.map_or(input.text == "null", |inner| inner.trim_ascii().is_empty())
}

impl<'a> Event<'a> {
    /// Reads a whole frame.
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "type" => self.kind = reader.string()?.unwrap_or_default(),
                "index" => self.index = reader.u64()?.map_or(0, |index| index as u32),
                "delta" => self.piece.read(reader)?,
                "content_block" => self.block = Some(reader.later()?),
                "message" => self.message = message(reader)?,
                "usage" => self.usage = usage(reader)?,
                "error" => self.error = Failure::read(reader)?,
                "request_id" | "context_management" | "amazon-bedrock-invocationMetrics" => {
                    reader.skip()?;
                }
                key => {
                    self.identified |= key == "event_id";
                    reader.skip_unknown()?;
                }
            }
        }
        reader.end()
    }
}

impl<'a> Piece<'a> {
    #[inline]
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "text" => self.text = reader.string()?.unwrap_or_default(),
                "thinking" => self.thinking = reader.string()?.unwrap_or_default(),
                "partial_json" => self.partial_json = reader.string()?.unwrap_or_default(),
                "stop_reason" => self.stop_reason = reader.string()?,
                "type" | "signature" | "citation" | "stop_sequence" | "stop_details"
                | "container" | "estimated_tokens" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }
}

fn message<'a>(reader: &mut Reader<'a>) -> Result<Message<'a>, Fault> {
    let mut message = Message::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "model" => message.model = reader.string()?.unwrap_or_default(),
            "content" => message.content = Some(reader.later()?),
            "stop_reason" => message.stop_reason = reader.string()?,
            "usage" => message.usage = usage(reader)?,
            _ => reader.skip()?,
        }
    }
    Ok(message)
}

fn block<'a>(reader: &mut Reader<'a>) -> Result<Block<'a>, Fault> {
    let mut block = Block::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "type" => block.kind = reader.string()?.unwrap_or_default(),
            "id" => block.id = reader.string()?.unwrap_or_default(),
            "name" => block.name = reader.string()?.unwrap_or_default(),
            "text" => block.text = reader.string()?.unwrap_or_default(),
            "thinking" => block.thinking = reader.string()?.unwrap_or_default(),
            "input" => block.input = Some(reader.raw()?),
            _ => reader.skip()?,
        }
    }
    Ok(block)
}

fn usage(reader: &mut Reader<'_>) -> Result<Option<Usage>, Fault> {
    if reader.peek()? != b'{' {
        return reader.skip().map(|()| None);
    }
    let mut usage = Usage::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "input_tokens" => usage.input_tokens = reader.u64()?,
            "output_tokens" => usage.output_tokens = reader.u64()?,
            "cache_read_input_tokens" => usage.cached_input_tokens = reader.u64()?,
            "output_tokens_details" => usage.reasoning_tokens = reader.field("thinking_tokens")?,
            _ => reader.skip()?,
        }
    }
    Ok(Some(usage))
}
