//! What an output item and its parts hold.

use super::{Kind, Speech};
use crate::json::{Fault, Raw, Reader, Str};

/// An item as `output_item.added`, `output_item.done` and a response's `output` have it.
#[derive(Default)]
pub(super) struct Item<'a> {
    pub(super) kind: Kind,
    pub(super) id: Str<'a>,
    pub(super) call_id: Str<'a>,
    pub(super) name: Str<'a>,
    pub(super) arguments: Option<Reader<'a>>,
    pub(super) content: Option<Reader<'a>>,
    pub(super) summary: Option<Reader<'a>>,
}

/// A part of an item's `content` or `summary`.
pub(super) struct Part<'a> {
    pub(super) speech: Speech,
    pub(super) text: Str<'a>,
    pub(super) logprobs: Option<Raw<'a>>,
}

impl<'a> Item<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        let mut item = Self::default();
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "type" => item.kind = kind(&reader.string()?.unwrap_or_default().word()),
                "id" => item.id = reader.string()?.unwrap_or_default(),
                "call_id" => item.call_id = reader.string()?.unwrap_or_default(),
                "name" => item.name = reader.string()?.unwrap_or_default(),
                "arguments" | "input" => item.arguments = Some(reader.later()?),
                "content" => item.content = Some(reader.later()?),
                "summary" => item.summary = Some(reader.later()?),
                _ => reader.skip()?,
            }
        }
        Ok(item)
    }

    /// The id that an answer to the call names; calls to MCP servers have but their own.
    pub(super) fn call_id(&self) -> Str<'a> {
        if self.call_id.is_empty() {
            self.id
        } else {
            self.call_id
        }
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "message" => Kind::Message,
        "reasoning" => Kind::Reasoning,
        "function_call" | "custom_tool_call" | "mcp_call" | "mcp_approval_request" => Kind::Call,
        _ => Kind::Other,
    }
}

impl<'a> Part<'a> {
    /// A part; `None` where it holds no text. `thinks` tells a reasoning item's plain `text` apart
    /// from a message's.
    pub(super) fn read(reader: &mut Reader<'a>, thinks: bool) -> Result<Option<Self>, Fault> {
        let (mut speech, mut text, mut logprobs) = (None, Str::default(), None);
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "type" => speech = spoken(&reader.string()?.unwrap_or_default().word(), thinks),
                "text" | "refusal" | "transcript" => {
                    text = reader.string()?.unwrap_or(text);
                }
                "logprobs" => logprobs = Some(reader.raw()?),
                _ => reader.skip()?,
            }
        }
        Ok(speech.map(|speech| Self {
            speech,
            text,
            logprobs,
        }))
    }
}

fn spoken(kind: &str, thinks: bool) -> Option<Speech> {
    match kind {
        "summary_text" => Some(Speech::Summary),
        "reasoning_text" => Some(Speech::Reasoning),
        "text" if thinks => Some(Speech::Reasoning),
        // The last two are the user's, and only stand in items that are repeated.
        "output_text" | "text" | "audio" | "output_audio" | "input_text" | "input_audio" => {
            Some(Speech::Text)
        }
        "refusal" => Some(Speech::Refusal),
        _ => None,
    }
}
