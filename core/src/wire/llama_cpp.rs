//! llama.cpp's own `/completion`.
//!
//! | what | read from |
//! |---|---|
//! | text | `content`; the choice is `index` |
//! | finish | `stop_type` of the chunk with `stop: true`, or else the older `stopped_eos`, `stopped_word`, `stopped_limit` |
//! | model | `model` |
//! | usage | `tokens_evaluated`, `tokens_predicted`; `timings.cache_n` |
//! | error | `error`: a string, or an object with `code`, or else `type`, and `message` |
//! | end | `stop: true` in every choice that spoke |
//! | shadow | `tokens`, `completion_probabilities`, `probs` |

use alloc::vec::Vec;

use super::failure::Failure;
use super::{Decode, Deltas, Ending, Seen, Usage};
use crate::json::{Fault, Raw, Reader, Str};
use crate::{Channel, Frame, Framing, Limits};

/// The wire `llama-cpp`.
#[derive(Debug)]
pub struct LlamaCpp {
    depth: usize,
    seen: Seen,
    /// The choices that spoke and have not stopped.
    open: Vec<u32>,
}

#[derive(Default)]
struct Chunk<'a> {
    model: Str<'a>,
    index: u32,
    content: Option<Str<'a>>,
    stop: Option<bool>,
    reason: Option<Str<'a>>,
    older_reason: Option<&'static str>,
    usage: Usage,
    error: Option<Failure<'a>>,
    shadows: [Option<Raw<'a>>; 2],
}

impl LlamaCpp {
    /// Choices that are open at a time; further ones do not keep the stream from being complete.
    const CHOICES: usize = 1024;

    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.json_depth,
            seen: Seen::default(),
            open: Vec::new(),
        }
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        let detects = |chunk: Chunk<'_>| chunk.content.is_some() && chunk.stop.is_some();
        frame.read_as(Chunk::read).is_some_and(detects)
    }

    fn speak(&mut self, choice: u32, piece: Str<'_>, deltas: &mut Deltas<'_>) {
        if piece.is_empty() {
            return;
        }
        if !self.open.contains(&choice) && self.open.len() < Self::CHOICES {
            self.open.push(choice);
        }
        deltas.text(Channel::Text { choice }, piece);
    }

    fn stop(&mut self, chunk: &Chunk<'_>, deltas: &mut Deltas<'_>) {
        let choice = chunk.index;
        if let Some(at) = self.open.iter().position(|open| *open == choice) {
            self.open.remove(at);
            deltas.close(Channel::Text { choice });
        }
        match (chunk.reason, chunk.older_reason) {
            (Some(reason), _) => deltas.finish(choice, reason),
            (None, Some(reason)) => deltas.say(super::Delta::Finish { choice, reason }),
            (None, None) => {}
        }
        self.seen.end = self.open.is_empty();
    }
}

impl Decode for LlamaCpp {
    fn framing(&self) -> Framing {
        Framing::Sse
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        if matches!(frame.trimmed(), "" | "[DONE]") {
            return Ok(());
        }
        let mut chunk = Chunk::default();
        let mut reader = frame.json(self.depth)?;
        chunk.read(&mut reader)?;
        deltas.unknown_fields(&reader);
        deltas.model(chunk.model);
        if let Some(content) = chunk.content {
            self.speak(chunk.index, content, deltas);
        }
        for shadow in chunk.shadows.into_iter().flatten() {
            deltas.shadow(shadow);
        }
        if chunk.usage != Usage::default() {
            deltas.usage(chunk.usage);
        }
        if chunk.stop == Some(true) {
            self.stop(&chunk, deltas);
        }
        if let Some(error) = chunk.error {
            self.seen.error = true;
            error.tell(deltas);
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        self.seen.ending()
    }
}

impl<'a> Chunk<'a> {
    /// Reads a whole frame.
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "content" => self.content = reader.string()?,
                "index" => self.index = reader.u64()?.map_or(0, |index| index as u32),
                "stop" => self.stop = reader.bool()?,
                "stop_type" => self.reason = reader.string()?.filter(|r| !r.is_empty()),
                "stopped_eos" => self.older(reader, "eos")?,
                "stopped_word" => self.older(reader, "word")?,
                "stopped_limit" => self.older(reader, "limit")?,
                "tokens_evaluated" => self.usage.input_tokens = reader.u64()?,
                "tokens_predicted" => self.usage.output_tokens = reader.u64()?,
                "timings" => self.usage.cached_input_tokens = reader.field("cache_n")?,
                "error" => self.error = Failure::read(reader)?,
                "tokens" => self.shadows[0] = Some(reader.raw()?),
                "completion_probabilities" | "probs" => self.shadows[1] = Some(reader.raw()?),
                "model" => self.model = reader.string()?.unwrap_or_default(),
                "id_slot"
                | "slot_id"
                | "generation_settings"
                | "prompt"
                | "has_new_line"
                | "truncated"
                | "stopping_word"
                | "tokens_cached"
                | "multimodal"
                | "prompt_progress" => {
                    reader.skip()?;
                }
                _ => reader.skip_unknown()?,
            }
        }
        reader.end()
    }

    fn older(&mut self, reader: &mut Reader<'a>, reason: &'static str) -> Result<(), Fault> {
        if reader.bool()? == Some(true) {
            self.older_reason = Some(reason);
        }
        Ok(())
    }
}
