//! Ollama's `/api/chat` and `/api/generate`.
//!
//! | what | read from |
//! |---|---|
//! | text | `message.content`, or `response` |
//! | reasoning | `message.thinking`, or `thinking` |
//! | tool call | `message.tool_calls[]`, each whole: `id`, `function.name`, `function.arguments` |
//! | finish | `done_reason` of the line with `done: true` |
//! | model | `model` |
//! | usage | `prompt_eval_count`, `eval_count` |
//! | error | `error`: a string, or an object with `message` |
//! | shadow | `logprobs` |
//! | end | `done: true` |

use super::calls::{Calls, Tag};
use super::failure::Failure;
use super::spoken::Spoken;
use super::{Decode, Deltas, Ending, Seen, Usage};
use crate::json::{Fault, Raw, Reader, Str};
use crate::{Channel, Frame, Framing, Limits};

const TEXT: Channel = Channel::Text { choice: 0 };
const REASONING: Channel = Channel::Reasoning { choice: 0 };

/// The wire `ollama`.
#[derive(Debug)]
pub struct Ollama {
    depth: usize,
    seen: Seen,
    calls: Calls,
    spoken: Spoken,
}

#[derive(Default)]
struct Line<'a> {
    model: Str<'a>,
    content: Str<'a>,
    thinking: Str<'a>,
    tool_calls: Option<Reader<'a>>,
    done: Option<bool>,
    reason: Option<Str<'a>>,
    usage: Usage,
    error: Option<Failure<'a>>,
    logprobs: Option<Raw<'a>>,
    answers: bool,
    /// Whether it has a `type`, as Ollama's lines have none.
    typed: bool,
}

impl Ollama {
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
        let errs = |line: &Line<'_>| line.error.is_some() && !line.typed;
        let detects = |line: Line<'_>| errs(&line) || line.is_of_answer();
        frame.read_as(Line::read).is_some_and(detects)
    }

    /// Whether a line that is packed into an event is of this wire: an error alone says nothing of it there.
    pub(super) fn packed(frame: &Frame<'_>) -> bool {
        let detects = |line: Line<'_>| line.is_of_answer();
        frame.read_as(Line::read).is_some_and(detects)
    }

    fn tool_calls(&mut self, mut reader: Reader<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let mut calls = reader.array()?;
        while calls.next(&mut reader)? {
            let (tag, arguments) = tool_call(&mut reader)?;
            match (self.calls.begin(&tag, deltas), arguments) {
                (Some(call), arguments) => {
                    whole(Channel::Tool { choice: 0, call }, arguments, deltas)?;
                }
                (None, Some(mut arguments)) => deltas.shadow(arguments.raw()?),
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn done(&mut self, line: &Line<'_>, deltas: &mut Deltas<'_>) {
        self.spoken.close(0, deltas);
        if let (false, Some(reason)) = (self.seen.end, line.reason) {
            deltas.finish(0, reason);
        }
        self.seen.end = true;
    }
}

impl Decode for Ollama {
    fn framing(&self) -> Framing {
        Framing::Ndjson
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        if frame.trimmed().is_empty() {
            return Ok(());
        }
        let mut line = Line::default();
        let mut reader = frame.json(self.depth)?;
        line.read(&mut reader)?;
        deltas.unknown_fields(&reader);
        deltas.model(line.model);
        self.spoken.speak(REASONING, line.thinking, deltas);
        self.spoken.speak(TEXT, line.content, deltas);
        if let Some(calls) = line.tool_calls {
            self.tool_calls(calls, deltas)?;
        }
        if let Some(logprobs) = line.logprobs {
            deltas.shadow(logprobs);
        }
        if line.usage != Usage::default() {
            deltas.usage(line.usage);
        }
        if line.done == Some(true) {
            self.done(&line, deltas);
        }
        if let Some(error) = line.error {
            self.seen.error = true;
            // Ollama's errors have no code.
            deltas.error(Str::default(), error.message.unwrap_or_default());
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        self.seen.ending()
    }
}

impl<'a> Line<'a> {
    /// Whether it is a line of an answer, and of no other wire.
    fn is_of_answer(&self) -> bool {
        self.answers && self.done.is_some()
    }

    /// Reads a whole frame.
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "message" => self.message(reader)?,
                "response" => {
                    self.answers = true;
                    self.content = reader.string()?.unwrap_or_default();
                }
                "thinking" => self.thinking = reader.string()?.unwrap_or_default(),
                "done" => self.done = reader.bool()?,
                "done_reason" => self.reason = reader.string()?.filter(|r| !r.is_empty()),
                "prompt_eval_count" => self.usage.input_tokens = reader.u64()?,
                "eval_count" => self.usage.output_tokens = reader.u64()?,
                "error" => self.error = Failure::read(reader)?,
                "logprobs" => self.logprobs = Some(reader.raw()?),
                "model" => self.model = reader.string()?.unwrap_or_default(),
                "created_at"
                | "context"
                | "total_duration"
                | "load_duration"
                | "prompt_eval_duration"
                | "eval_duration"
                | "remote_model"
                | "remote_host" => {
                    reader.skip()?;
                }
                key => {
                    self.typed |= key == "type";
                    reader.skip_unknown()?;
                }
            }
        }
        reader.end()
    }

    #[inline]
    fn message(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        self.answers = true;
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "content" => self.content = reader.string()?.unwrap_or_default(),
                "thinking" => self.thinking = reader.string()?.unwrap_or_default(),
                "tool_calls" => self.tool_calls = Some(reader.later()?),
                "role" | "images" | "tool_name" | "tool_call_id" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        Ok(())
    }
}

/// A tool call, with the place of its arguments. The fields of `function` are read as its own.
fn tool_call<'a>(reader: &mut Reader<'a>) -> Result<(Tag<'a>, Option<Reader<'a>>), Fault> {
    let (mut tag, mut arguments) = (Tag::default(), None);
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "id" => tag.id = reader.string()?.unwrap_or_default(),
            "function" => {
                let mut function = reader.object()?;
                while let Some(key) = function.next(reader)? {
                    match &*key {
                        "name" => tag.name = reader.string()?.unwrap_or_default(),
                        "arguments" => arguments = Some(reader.later()?),
                        _ => reader.skip()?,
                    }
                }
            }
            _ => reader.skip()?,
        }
    }
    Ok((tag, arguments))
}

/// The arguments of a whole call, which end with it.
fn whole(
    channel: Channel,
    arguments: Option<Reader<'_>>,
    deltas: &mut Deltas<'_>,
) -> Result<(), Fault> {
    if let Some(mut arguments) = arguments {
        match arguments.peek()? {
            b'"' => deltas.text(channel, arguments.string()?.unwrap_or_default()),
            b'{' | b'[' => deltas.value(channel, arguments.raw()?),
            _ => {}
        }
    }
    deltas.close(channel);
    Ok(())
}
