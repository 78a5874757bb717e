//! The chat completions of OpenAI and of all who speak them alike (`vLLM`, `SGLang`, llama.cpp, Groq,
//! DeepSeek, xAI, Azure, OpenRouter, Mistral, …), and the older text completions.
//!
//! | what | read from |
//! |---|---|
//! | text | `choices[].delta.content` (a string, or parts with `text`), `choices[].text`, `delta.audio.transcript` |
//! | reasoning | `delta.reasoning_content`, or else `delta.reasoning`; parts with `thinking` |
//! | refusal | `delta.refusal`; parts with `refusal` |
//! | tool call | `delta.tool_calls[]`: `index`, `id`, `function.name`, `function.arguments`; `delta.function_call` |
//! | finish | `choices[].finish_reason`, once a choice; it closes the choice's channels |
//! | model | `model` |
//! | usage | `usage`, or else `x_groq.usage` |
//! | error | `error` (an object or a string), or a top-level `message` with `object: error` |
//! | echo | `delta.reasoning` beside `reasoning_content`, `delta.reasoning_details[].text` and `.summary`; `choices[].message` (all said so far); shadows are `choices[].logprobs` and `token_ids`, and `prompt_logprobs` and `prompt_token_ids`, in a choice too |
//! | end | `[DONE]`; blocked where a choice finished with `content_filter` |

mod chunk;

use alloc::vec::Vec;

use super::calls::Calls;
use super::spoken::Spoken;
use super::{Decode, Deltas, Ending, Seen};
use crate::json::{Fault, Reader, Str};
use crate::{Channel, Frame, Framing, Limits};
use chunk::{Choice, Chunk, tool_piece};

/// The wire `openai-chat`.
#[derive(Debug)]
pub struct OpenAiChat {
    depth: usize,
    seen: Seen,
    calls: Calls,
    choices: Vec<Progress>,
}

/// How far a choice has come.
#[derive(Debug)]
struct Progress {
    choice: u32,
    spoken: Spoken,
    finished: bool,
}

impl OpenAiChat {
    /// Choices whose progress is remembered. In further ones a finish that comes again is told
    /// again, and channels stay open to the end of the stream.
    const CHOICES: usize = 1024;

    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.json_depth,
            seen: Seen::default(),
            calls: Calls::default(),
            choices: Vec::new(),
        }
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        let speaks = |signs: Signs| signs.chat || signs.error && !signs.kind;
        frame.trimmed() == "[DONE]" || signs(frame).is_ok_and(speaks)
    }

    /// Whether a bare JSON value is of this wire. Its errors are Ollama's too.
    pub(super) fn bare(frame: &Frame<'_>) -> bool {
        frame.trimmed() == "[DONE]" || signs(frame).is_ok_and(|signs| signs.chat)
    }

    fn choice(&mut self, choice: &Choice<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let (index, said) = (choice.index, &choice.said);
        let [reasoning, again] = said.reasonings();
        self.speak(Channel::Reasoning { choice: index }, reasoning, deltas);
        deltas.echo(Channel::Reasoning { choice: index }, again);
        self.speak(Channel::Text { choice: index }, said.content, deltas);
        self.speak(Channel::Refusal { choice: index }, said.refusal, deltas);
        if let Some(delta) = said.lists {
            self.lists(delta, index, deltas)?;
        }
        repeats(choice, deltas);
        if let Some(reason) = choice.finish {
            self.finish(index, reason, deltas);
        }
        Ok(())
    }

    #[inline(always)]
    fn speak(&mut self, channel: Channel, piece: Str<'_>, deltas: &mut Deltas<'_>) {
        if piece.is_empty() {
            return;
        }
        if let Some(progress) = self.progress(channel.choice()) {
            progress.spoken.mark(channel);
        }
        deltas.text(channel, piece);
    }

    /// Reads a `delta` again for the lists in it.
    fn lists(
        &mut self,
        mut reader: Reader<'_>,
        choice: u32,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(&mut reader)? {
            match &*key {
                "content" => self.parts(&mut reader, choice, deltas)?,
                "audio" => self.spoken_text(&mut reader, choice, deltas)?,
                "tool_calls" => self.tool_calls(&mut reader, choice, deltas)?,
                "reasoning_details" => details(&mut reader, choice, deltas)?,
                "function_call" if reader.peek()? == b'{' => {
                    self.tool_call(&mut reader, choice, deltas)?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    /// What an answer in sound says.
    fn spoken_text(
        &mut self,
        reader: &mut Reader<'_>,
        choice: u32,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let transcript = reader.string_field("transcript")?;
        self.speak(Channel::Text { choice }, transcript, deltas);
        Ok(())
    }

    fn parts(
        &mut self,
        reader: &mut Reader<'_>,
        choice: u32,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let mut parts = reader.array()?;
        while parts.next(reader)? {
            let mut fields = reader.object()?;
            while let Some(key) = fields.next(reader)? {
                let channel = match &*key {
                    "text" => Channel::Text { choice },
                    "thinking" => Channel::Reasoning { choice },
                    "refusal" => Channel::Refusal { choice },
                    _ => {
                        reader.skip()?;
                        continue;
                    }
                };
                self.part(reader, channel, deltas)?;
            }
        }
        Ok(())
    }

    /// A part's content: a string, or a list of parts with `text`.
    fn part(
        &mut self,
        reader: &mut Reader<'_>,
        channel: Channel,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        if reader.peek()? != b'[' {
            let piece = reader.string()?.unwrap_or_default();
            self.speak(channel, piece, deltas);
            return Ok(());
        }
        let mut parts = reader.array()?;
        while parts.next(reader)? {
            let piece = reader.string_field("text")?;
            self.speak(channel, piece, deltas);
        }
        Ok(())
    }

    fn tool_calls(
        &mut self,
        reader: &mut Reader<'_>,
        choice: u32,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let mut calls = reader.array()?;
        while calls.next(reader)? {
            self.tool_call(reader, choice, deltas)?;
        }
        Ok(())
    }

    fn tool_call(
        &mut self,
        reader: &mut Reader<'_>,
        choice: u32,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let (tag, arguments) = tool_piece(reader, choice)?;
        let call = self.calls.find(&tag, deltas);
        let Some(mut arguments) = arguments else {
            return Ok(());
        };
        let Some(call) = call else {
            deltas.shadow(arguments.raw()?);
            return Ok(());
        };
        let channel = Channel::Tool { choice, call };
        match arguments.peek()? {
            b'{' => deltas.value(channel, arguments.raw()?),
            _ => deltas.text(channel, arguments.string()?.unwrap_or_default()),
        }
        Ok(())
    }

    /// Told once a choice, behind the end of all its channels.
    fn finish(&mut self, choice: u32, reason: Str<'_>, deltas: &mut Deltas<'_>) {
        self.seen.block |= &*reason.word() == "content_filter";
        let Some(progress) = self.progress(choice) else {
            return deltas.finish(choice, reason);
        };
        if core::mem::replace(&mut progress.finished, true) {
            return;
        }
        progress.spoken.close(choice, deltas);
        while let Some(call) = self.calls.close_next(choice) {
            deltas.close(Channel::Tool { choice, call });
        }
        deltas.finish(choice, reason);
    }

    /// The end mark also ends the channels of choices that were never told to be finished.
    fn end(&mut self, deltas: &mut Deltas<'_>) {
        self.seen.end = true;
        for progress in &mut self.choices {
            progress.spoken.close(progress.choice, deltas);
        }
        while let Some((choice, call)) = self.calls.close_any() {
            deltas.close(Channel::Tool { choice, call });
        }
    }

    fn progress(&mut self, choice: u32) -> Option<&mut Progress> {
        let known = self.choices.iter().position(|p| p.choice == choice);
        if known.is_none() && self.choices.len() < Self::CHOICES {
            self.choices.push(Progress {
                choice,
                spoken: Spoken::default(),
                finished: false,
            });
            return self.choices.last_mut();
        }
        known.and_then(|at| self.choices.get_mut(at))
    }
}

impl Decode for OpenAiChat {
    fn framing(&self) -> Framing {
        Framing::Sse
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        match frame.trimmed() {
            "" => return Ok(()),
            "[DONE]" => {
                self.end(deltas);
                return Ok(());
            }
            _ => {}
        }
        let mut chunk = Chunk::default();
        let mut reader = frame.json(self.depth)?;
        chunk.read(&mut reader)?;
        deltas.unknown_fields(&reader);
        deltas.model(chunk.model);
        for repeated in chunk.prompt.into_iter().flatten() {
            deltas.shadow(repeated);
        }
        if chunk.chosen {
            self.choice(&chunk.first, deltas)?;
        }
        if let Some((mut reader, mut choices)) = chunk.more {
            while choices.next(&mut reader)? {
                let mut choice = Choice::default();
                choice.read(&mut reader)?;
                self.choice(&choice, deltas)?;
            }
        }
        if let Some(usage) = chunk.usage.or(chunk.groq) {
            deltas.usage(usage);
        }
        if let Some(error) = chunk.failure() {
            self.seen.error = true;
            error.tell(deltas);
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        self.seen.ending()
    }
}

/// What a choice repeats beside its delta.
fn repeats(choice: &Choice<'_>, deltas: &mut Deltas<'_>) {
    let (index, message) = (choice.index, &choice.message);
    let [logprobs, ids] = choice.prompt;
    let shadows = [choice.logprobs, choice.token_ids, logprobs, ids];
    for shadow in shadows.into_iter().flatten() {
        deltas.shadow(shadow);
    }
    let whole = choice.finish.is_some() || !choice.streamed;
    let mut echo = |channel, text| {
        if whole {
            deltas.echo_whole(channel, text);
        } else {
            deltas.echo_so_far(channel, text);
        }
    };
    for reasoning in message.reasonings() {
        echo(Channel::Reasoning { choice: index }, reasoning);
    }
    echo(Channel::Text { choice: index }, message.content);
    echo(Channel::Refusal { choice: index }, message.refusal);
}

/// `reasoning_details`, which repeat the piece of `reasoning`.
fn details(reader: &mut Reader<'_>, choice: u32, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
    let mut details = reader.array()?;
    while details.next(reader)? {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "text" | "summary" => {
                    let piece = reader.string()?.unwrap_or_default();
                    deltas.echo(Channel::Reasoning { choice }, piece);
                }
                _ => reader.skip()?,
            }
        }
    }
    Ok(())
}

/// What of a frame tells the wire.
#[derive(Default)]
struct Signs {
    chat: bool,
    error: bool,
    /// A type, as other wires' errors have.
    kind: bool,
}

fn signs(frame: &Frame<'_>) -> Result<Signs, Fault> {
    let mut reader = frame.json(Reader::MAX_DEPTH)?;
    let mut signs = Signs::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(&mut reader)? {
        match &*key {
            "choices" => signs.chat |= are_choices(reader)?,
            "object" => {
                let object = reader.string()?.unwrap_or_default();
                signs.chat |= matches!(&*object.word(), "chat.completion.chunk" | "error");
                continue;
            }
            "type" | "error_type" => signs.kind = true,
            "error" => signs.error |= reader.peek()? != b'n',
            _ => {}
        }
        reader.skip()?;
    }
    reader.end()?;
    Ok(signs)
}

/// Whether a list is one of objects, as choices are.
fn are_choices(mut reader: Reader<'_>) -> Result<bool, Fault> {
    if reader.peek()? != b'[' {
        return Ok(false);
    }
    let mut choices = reader.array()?;
    Ok(!choices.next(&mut reader)? || reader.peek()? == b'{')
}
