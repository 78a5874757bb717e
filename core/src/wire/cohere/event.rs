//! What an event of Cohere's holds.

use crate::json::{Fault, Raw, Reader, Str};
use crate::wire::Usage;
use crate::wire::calls::Tag;

/// The events there are.
pub(super) const EVENTS: [&str; 12] = [
    "message-start",
    "content-start",
    "content-delta",
    "content-end",
    "tool-plan-delta",
    "tool-call-start",
    "tool-call-delta",
    "tool-call-end",
    "citation-start",
    "citation-end",
    "message-end",
    "debug",
];

#[derive(Default)]
pub(super) struct Event<'a> {
    pub(super) kind: Str<'a>,
    pub(super) index: u32,
    pub(super) said: Said<'a>,
    pub(super) reason: Option<Str<'a>>,
    pub(super) usage: Option<Usage>,
    pub(super) error: Option<Str<'a>>,
    /// What an error outside of any message tells.
    pub(super) message: Option<Str<'a>>,
    pub(super) logprobs: Option<Raw<'a>>,
}

/// A `delta.message`.
#[derive(Default)]
pub(super) struct Said<'a> {
    pub(super) text: Str<'a>,
    pub(super) thinking: Str<'a>,
    pub(super) plan: Str<'a>,
    pub(super) id: Str<'a>,
    pub(super) name: Str<'a>,
    pub(super) arguments: Str<'a>,
    /// The text that a citation is about.
    pub(super) cited: Str<'a>,
}

impl<'a> Event<'a> {
    pub(super) fn tag(&self) -> Tag<'a> {
        Tag {
            choice: 0,
            index: Some(self.index),
            id: self.said.id,
            name: self.said.name,
        }
    }

    /// Reads a whole frame.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "type" => self.kind = reader.string()?.unwrap_or_default(),
                "index" => self.index = reader.u64()?.map_or(0, |index| index as u32),
                "delta" => self.delta(reader)?,
                "message" => self.message = reader.string()?,
                "logprobs" => self.logprobs = Some(reader.raw()?),
                "id" | "prompt" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        reader.end()
    }

    fn delta(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "message" => self.said.read(reader)?,
                "finish_reason" => self.reason = reader.string()?,
                "usage" => self.usage = usage(reader)?,
                "error" => self.error = reader.string()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }
}

impl<'a> Said<'a> {
    #[inline]
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "content" => self.content(reader)?,
                "tool_plan" => self.plan = reader.string()?.unwrap_or_default(),
                "tool_calls" => self.tool_call(reader)?,
                "citations" => self.cited = reader.string_field("text")?,
                "role" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    #[inline]
    fn content(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "text" => self.text = reader.string()?.unwrap_or_default(),
                "thinking" => self.thinking = reader.string()?.unwrap_or_default(),
                "type" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    /// A tool call; the fields of `function` are read as its own.
    fn tool_call(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "id" => self.id = reader.string()?.unwrap_or_default(),
                "type" => reader.skip()?,
                "function" => self.function(reader)?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    fn function(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "name" => self.name = reader.string()?.unwrap_or_default(),
                "arguments" => self.arguments = reader.string()?.unwrap_or_default(),
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }
}

fn usage(reader: &mut Reader<'_>) -> Result<Option<Usage>, Fault> {
    if reader.peek()? != b'{' {
        return reader.skip().map(|()| None);
    }
    let (mut tokens, mut billed, mut cached) = (None, None, None);
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "tokens" => tokens = counts(reader)?,
            "billed_units" => billed = counts(reader)?,
            "cached_tokens" => cached = reader.u64()?,
            _ => reader.skip()?,
        }
    }
    let told = tokens.or(billed);
    Ok(told.map(|usage| Usage {
        cached_input_tokens: cached,
        ..usage
    }))
}

fn counts(reader: &mut Reader<'_>) -> Result<Option<Usage>, Fault> {
    if reader.peek()? != b'{' {
        return reader.skip().map(|()| None);
    }
    let mut usage = Usage::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "input_tokens" => usage.input_tokens = reader.u64()?,
            "output_tokens" => usage.output_tokens = reader.u64()?,
            _ => reader.skip()?,
        }
    }
    Ok(Some(usage))
}
