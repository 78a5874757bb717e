//! What a chunk of a chat completion holds.

use crate::json::{Elements, Fault, Raw, Reader, Str};
use crate::wire::Usage;
use crate::wire::calls::Tag;
use crate::wire::failure::Failure;

/// A frame's top level.
#[derive(Default)]
pub(super) struct Chunk<'a> {
    pub(super) first: Choice<'a>,
    /// Whether there is a first choice.
    pub(super) chosen: bool,
    /// From the second choice on.
    pub(super) more: Option<(Reader<'a>, Elements)>,
    /// What repeats the request in tokens: their probabilities and ids (vLLM).
    pub(super) prompt: [Option<Raw<'a>>; 2],
    pub(super) usage: Option<Usage>,
    pub(super) groq: Option<Usage>,
    pub(super) model: Str<'a>,
    pub(super) error: Option<Failure<'a>>,
    pub(super) object: Option<Str<'a>>,
    pub(super) message: Failure<'a>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Choice<'a> {
    pub(super) index: u32,
    pub(super) said: Said<'a>,
    /// Whether there is a `delta`.
    pub(super) streamed: bool,
    pub(super) finish: Option<Str<'a>>,
    pub(super) logprobs: Option<Raw<'a>>,
    pub(super) token_ids: Option<Raw<'a>>,
    /// As in a chunk: completions have it here.
    pub(super) prompt: [Option<Raw<'a>>; 2],
    /// What some providers repeat beside `delta`: all that was said so far. Without one it is a whole answer.
    pub(super) message: Said<'a>,
}

/// A choice's `delta`.
#[derive(Clone, Copy, Default)]
pub(super) struct Said<'a> {
    pub(super) content: Str<'a>,
    pub(super) reasoning_content: Str<'a>,
    pub(super) reasoning: Str<'a>,
    pub(super) refusal: Str<'a>,
    /// Where it holds lists: itself, to be read again when the frame is known to be sound.
    pub(super) lists: Option<Reader<'a>>,
}

impl<'a> Chunk<'a> {
    /// Reads a whole frame.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "choices" => self.choices(reader)?,
                "prompt_logprobs" => self.prompt[0] = Some(reader.raw()?),
                "prompt_token_ids" => self.prompt[1] = Some(reader.raw()?),
                "usage" => self.usage = usage(reader)?,
                "x_groq" => self.groq = groq(reader)?,
                "error" => self.error = Failure::read(reader)?,
                "object" => self.object = reader.string()?,
                "message" => self.message.message = reader.string()?,
                "type" => self.message.kind = reader.string()?,
                "code" => self.message.code = reader.label()?,
                "model" => self.model = reader.string()?.unwrap_or_default(),
                "id"
                | "created"
                | "obfuscation"
                | "service_tier"
                | "system_fingerprint"
                | "provider"
                | "citations"
                | "search_results"
                | "prompt_filter_results"
                | "timings"
                | "time_info"
                | "native_finish_reason"
                | "param"
                | "status" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        reader.end()
    }

    fn choices(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut choices = reader.array()?;
        if choices.next(reader)? {
            self.chosen = true;
            self.first.read(reader)?;
        }
        let mut here = (*reader, choices);
        while choices.next(reader)? {
            self.more.get_or_insert(here);
            reader.skip()?;
            here = (*reader, choices);
        }
        Ok(())
    }

    pub(super) fn failure(&self) -> Option<Failure<'a>> {
        let told = self.object.is_some_and(|object| &*object.word() == "error");
        self.error.or(told.then_some(self.message))
    }
}

impl<'a> Choice<'a> {
    #[inline]
    pub(super) fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "index" => self.index = small(reader.u64()?).unwrap_or(0),
                "delta" => {
                    self.streamed = true;
                    self.said.read(reader)?;
                }
                "text" => self.said.content = reader.string()?.unwrap_or_default(),
                "finish_reason" => self.finish = reader.string()?.filter(|r| !r.is_empty()),
                "logprobs" => self.logprobs = Some(reader.raw()?),
                "token_ids" => self.token_ids = Some(reader.raw()?),
                "prompt_logprobs" => self.prompt[0] = Some(reader.raw()?),
                "prompt_token_ids" => self.prompt[1] = Some(reader.raw()?),
                "message" => self.message.read(reader)?,
                "native_finish_reason"
                | "content_filter_results"
                | "content_filter_offsets"
                | "content_filter_result"
                | "stop_reason"
                | "matched_stop"
                | "seed" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }
}

impl<'a> Said<'a> {
    /// The reasoning, and the same again under its other name.
    pub(super) fn reasonings(&self) -> [Str<'a>; 2] {
        if self.reasoning_content.is_empty() {
            [self.reasoning, Str::default()]
        } else {
            [self.reasoning_content, self.reasoning]
        }
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let delta = *reader;
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            let nested = matches!(reader.peek()?, b'[' | b'{');
            let piece = match &*key {
                "content" | "tool_calls" | "function_call" | "reasoning_details" | "audio"
                    if nested =>
                {
                    self.lists = Some(delta);
                    reader.skip()?;
                    continue;
                }
                "content" => &mut self.content,
                "reasoning_content" => &mut self.reasoning_content,
                "reasoning" => &mut self.reasoning,
                "refusal" => &mut self.refusal,
                "role" | "name" | "index" | "reasoning_details" | "annotations" | "audio"
                | "token_id" | "channel" | "tool_calls" | "function_call" | "executed_tools"
                | "images" => {
                    reader.skip()?;
                    continue;
                }
                _ => {
                    reader.skip_unknown()?;
                    continue;
                }
            };
            *piece = reader.string()?.unwrap_or_default();
        }
        Ok(())
    }
}

/// A piece of a tool call, with the place of its arguments. A `function_call` has the fields of
/// `function` at its own level.
pub(super) fn tool_piece<'a>(
    reader: &mut Reader<'a>,
    choice: u32,
) -> Result<(Tag<'a>, Option<Reader<'a>>), Fault> {
    let mut tag = Tag {
        choice,
        ..Tag::default()
    };
    let mut arguments = None;
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "index" => tag.index = small(reader.u64()?),
            "id" => tag.id = reader.string()?.unwrap_or_default(),
            "function" => {
                let (function, place) = tool_piece(reader, choice)?;
                tag.name = function.name;
                arguments = place;
            }
            "name" => tag.name = reader.string()?.unwrap_or_default(),
            "arguments" => arguments = Some(reader.later()?),
            _ => reader.skip()?,
        }
    }
    Ok((tag, arguments))
}

fn usage(reader: &mut Reader<'_>) -> Result<Option<Usage>, Fault> {
    if reader.peek()? != b'{' {
        return reader.skip().map(|()| None);
    }
    let mut usage = Usage::default();
    let (mut cached, mut reasoned) = (None, None);
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "prompt_tokens" => usage.input_tokens = reader.u64()?,
            "completion_tokens" => usage.output_tokens = reader.u64()?,
            "prompt_tokens_details" => usage.cached_input_tokens = reader.field("cached_tokens")?,
            "completion_tokens_details" => {
                usage.reasoning_tokens = reader.field("reasoning_tokens")?;
            }
            "prompt_cache_hit_tokens" | "cached_tokens" => cached = reader.u64()?,
            "reasoning_tokens" => reasoned = reader.u64()?,
            _ => reader.skip()?,
        }
    }
    usage.cached_input_tokens = usage.cached_input_tokens.or(cached);
    usage.reasoning_tokens = usage.reasoning_tokens.or(reasoned);
    Ok(Some(usage))
}

fn groq(reader: &mut Reader<'_>) -> Result<Option<Usage>, Fault> {
    let mut told = None;
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "usage" => told = usage(reader)?,
            _ => reader.skip()?,
        }
    }
    Ok(told)
}

fn small(value: Option<u64>) -> Option<u32> {
    value.and_then(|value| u32::try_from(value).ok())
}
