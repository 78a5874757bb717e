//! Reading an event.

use super::super::Usage;
use crate::json::{Fault, Raw, Reader, Str};

/// The fields of all events.
#[derive(Default)]
pub(super) struct Event<'a> {
    pub(super) index: u32,
    pub(super) text: Str<'a>,
    pub(super) reasoning: Str<'a>,
    /// A piece of a tool's input.
    pub(super) input: Str<'a>,
    /// Whether a tool call begins.
    pub(super) calls: bool,
    pub(super) id: Str<'a>,
    pub(super) name: Str<'a>,
    pub(super) stop: Option<Str<'a>>,
    pub(super) usage: Usage,
    /// An exception's.
    pub(super) message: Str<'a>,
    /// A citation, or what a guardrail traces: both may hold text of a channel.
    pub(super) hidden: Option<Raw<'a>>,
    /// A chunk's.
    pub(super) bytes: Str<'a>,
}

impl<'a> Event<'a> {
    /// Reads a payload, or what Nova has in place of one.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "contentBlockIndex" => self.index = reader.u64()?.map_or(0, |index| index as u32),
                "delta" => self.delta(reader)?,
                "start" => self.start(reader)?,
                "stopReason" => self.stop = reader.string()?.filter(|reason| !reason.is_empty()),
                "usage" => self.usage = usage(reader)?,
                "trace" => self.hidden = Some(reader.raw()?),
                "message" | "Message" => self.message = reader.string()?.unwrap_or_default(),
                "bytes" => self.bytes = reader.string()?.unwrap_or_default(),
                "p"
                | "role"
                | "metrics"
                | "performanceConfig"
                | "serviceTier"
                | "additionalModelResponseFields"
                | "originalMessage"
                | "originalStatusCode" => {
                    reader.skip()?;
                }
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    #[inline]
    fn delta(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "text" => self.text = reader.string()?.unwrap_or_default(),
                "reasoningContent" => self.reasoning = reader.string_field("text")?,
                "toolUse" => self.input = reader.string_field("input")?,
                "citation" | "toolResult" => self.hidden = Some(reader.raw()?),
                "image" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    fn start(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "toolUse" => self.tool_use(reader)?,
                "toolResult" | "image" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }

    fn tool_use(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        self.calls = reader.peek()? == b'{';
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "toolUseId" => self.id = reader.string()?.unwrap_or_default(),
                "name" => self.name = reader.string()?.unwrap_or_default(),
                "type" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }
}

fn usage(reader: &mut Reader<'_>) -> Result<Usage, Fault> {
    let mut usage = Usage::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "inputTokens" => usage.input_tokens = reader.u64()?,
            "outputTokens" => usage.output_tokens = reader.u64()?,
            // The second name is Nova's own.
            "cacheReadInputTokens" | "cacheReadInputTokenCount" => {
                usage.cached_input_tokens = reader.u64()?;
            }
            _ => reader.skip()?,
        }
    }
    Ok(usage)
}
