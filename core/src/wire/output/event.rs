//! What an event holds.

use super::Spot;
use crate::json::{Fault, Raw, Reader, Str};
use crate::wire::Usage;
use crate::wire::calls::hash;
use crate::wire::failure::Failure;

/// A frame's top level.
#[derive(Default)]
pub(in crate::wire) struct Event<'a> {
    pub(in crate::wire) kind: Str<'a>,
    pub(in crate::wire) spot: Spot,
    pub(in crate::wire) delta: Str<'a>,
    pub(in crate::wire) logprobs: Option<Raw<'a>>,
    /// A part's whole text.
    pub(in crate::wire) text: Str<'a>,
    /// A call's whole arguments.
    pub(in crate::wire) arguments: Option<Reader<'a>>,
    pub(in crate::wire) part: Option<Reader<'a>>,
    pub(in crate::wire) item: Option<Reader<'a>>,
    pub(in crate::wire) call_id: Str<'a>,
    pub(in crate::wire) name: Str<'a>,
    pub(in crate::wire) response: Response<'a>,
    /// The model of a `session`.
    pub(in crate::wire) model: Str<'a>,
    pub(in crate::wire) error: Option<Failure<'a>>,
    /// What an error tells at the top level.
    pub(in crate::wire) failure: Failure<'a>,
    /// Whether it has a `sequence_number`, as only Responses do.
    pub(in crate::wire) sequenced: bool,
    /// Whether it has an `event_id`, as only Realtime does.
    pub(in crate::wire) identified: bool,
    /// Whether it has the number of an HTTP status, as errors of Responses have in a WebSocket.
    pub(in crate::wire) numbered: bool,
}

/// A `response`, as far as it matters.
#[derive(Default)]
pub(in crate::wire) struct Response<'a> {
    pub(in crate::wire) model: Str<'a>,
    pub(in crate::wire) id: u64,
    /// Whether it calls itself a `response`; Realtime's are called `realtime.response`.
    pub(in crate::wire) plain: bool,
    pub(in crate::wire) status: Option<Str<'a>>,
    /// Why it is incomplete.
    pub(in crate::wire) reason: Option<Str<'a>>,
    pub(in crate::wire) usage: Option<Usage>,
    pub(in crate::wire) error: Option<Failure<'a>>,
    pub(in crate::wire) output: Option<Reader<'a>>,
}

impl<'a> Event<'a> {
    /// Reads a whole frame.
    pub(in crate::wire) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "type" => self.kind = reader.string()?.unwrap_or_default(),
                "delta" => self.delta = reader.string()?.unwrap_or_default(),
                "output_index" => self.spot.index = small(reader)?,
                "content_index" | "summary_index" => self.spot.part = small(reader)?,
                "sequence_number" => {
                    self.sequenced = true;
                    reader.skip()?;
                }
                "logprobs" => self.logprobs = Some(reader.raw()?),
                "item_id" | "obfuscation" => reader.skip()?,
                key => self.rarer(key, reader)?,
            }
        }
        reader.end()
    }

    fn rarer(&mut self, key: &str, reader: &mut Reader<'a>) -> Result<(), Fault> {
        match key {
            "event_id" => {
                self.identified = true;
                reader.skip()?;
            }
            "response_id" => self.spot.response = id(reader)?,
            "text" | "transcript" | "refusal" | "diff" | "command" => {
                self.text = reader.string()?.unwrap_or_default();
            }
            "arguments" | "input" => self.arguments = Some(reader.later()?),
            "item" => self.item = Some(reader.later()?),
            "part" => self.part = Some(reader.later()?),
            "response" => self.response.read(reader)?,
            "session" => self.model = reader.string_field("model")?,
            "call_id" => self.call_id = reader.string()?.unwrap_or_default(),
            "name" => self.name = reader.string()?.unwrap_or_default(),
            "error" => self.error = Failure::read(reader)?,
            "status" => self.numbered = reader.u64()?.is_some(),
            "code" => self.failure.code = reader.label()?,
            "message" => self.failure.message = reader.string()?,
            _ if PASSED.contains(&key) => reader.skip()?,
            _ => reader.skip_unknown()?,
        }
        Ok(())
    }
}

/// Fields that are known, and of no use here.
const PASSED: &[&str] = &[
    "annotation",
    "annotation_index",
    "audio_end_ms",
    "audio_start_ms",
    "background",
    "command_index",
    "content_filters",
    "conversation",
    "copilot_usage",
    "language",
    "output_format",
    "param",
    "partial_image_b64",
    "partial_image_index",
    "previous_item_id",
    "quality",
    "rate_limits",
    "size",
    "usage",
];

impl<'a> Response<'a> {
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "id" => self.id = id(reader)?,
                "object" => self.plain = is_response(reader)?,
                "model" => self.model = reader.string()?.unwrap_or_default(),
                "status" => self.status = reader.string()?,
                "incomplete_details" | "status_details" => self.details(reader)?,
                "usage" => self.usage = usage(reader)?,
                "error" => self.error = Failure::read(reader)?,
                "output" => self.output = Some(reader.later()?),
                // A response repeats the whole request, whatever that may hold.
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn details(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "reason" => self.reason = reader.string()?,
                "error" => self.error = Failure::read(reader)?,
                _ => reader.skip()?,
            }
        }
        Ok(())
    }
}

fn small(reader: &mut Reader<'_>) -> Result<u32, Fault> {
    let number = reader.u64()?;
    Ok(number.and_then(|n| u32::try_from(n).ok()).unwrap_or(0))
}

fn id(reader: &mut Reader<'_>) -> Result<u64, Fault> {
    Ok(hash(reader.string()?.unwrap_or_default().raw()))
}

fn is_response(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let object = reader.string()?;
    Ok(object.is_some_and(|object| &*object.word() == "response"))
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
            "input_tokens_details" | "input_token_details" => {
                usage.cached_input_tokens = reader.field("cached_tokens")?;
            }
            "output_tokens_details" | "output_token_details" => {
                usage.reasoning_tokens = reader.field("reasoning_tokens")?;
            }
            _ => reader.skip()?,
        }
    }
    Ok(Some(usage))
}
