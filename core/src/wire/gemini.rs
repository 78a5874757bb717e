//! Google's Gemini, on its own API and on Vertex AI: server-sent events (`gemini`), or one JSON array
//! (`gemini-array`).
//!
//! | what | read from |
//! |---|---|
//! | text | `candidates[].content.parts[].text` |
//! | reasoning | the same where the part has `thought: true`; signatures are passed over |
//! | tool call | a part's `functionCall` with `name`; `id` |
//! | arguments | `functionCall.args`, whole; or `partialArgs[]`: `jsonPath` with `stringValue`, `numberValue`, `boolValue`, `nullValue`, put together until a `functionCall` lacks `willContinue` |
//! | finish | `candidates[].finishReason`, once a candidate; or else `promptFeedback.blockReason` |
//! | model | `modelVersion` |
//! | usage | `usageMetadata`: `promptTokenCount`, `candidatesTokenCount` (thoughts apart), `cachedContentTokenCount`, `thoughtsTokenCount` |
//! | error | `error`: `code`, or else `status`; `message`. In an event, as an element, or bare between events |
//! | end | a finish; blocked where its reason is one of safety's, or the prompt was blocked |
//!
//! An answer may stand in an envelope, as `response`, as Code Assist sends it.
//!
//! Code that the model runs, log probabilities and what grounds the text are passed over; a redactor
//! empties them, as they may repeat text.

mod arguments;
mod chunk;

use alloc::vec::Vec;

use super::calls::{Calls, Tag};
use super::spoken::Spoken;
use super::{Decode, Deltas, Ending, Seen, Usage};
use crate::json::{Fault, Str};
use crate::{Channel, Frame, Framing, Limits};
use arguments::Arguments;
use chunk::{Call, Candidate, Chunk, Part};

/// The reasons to finish that tell of a block.
const BLOCKS: [&str; 9] = [
    "SAFETY",
    "PROHIBITED_CONTENT",
    "BLOCKLIST",
    "SPII",
    "RECITATION",
    "MODEL_ARMOR",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
];

/// The wires `gemini` and `gemini-array`.
#[derive(Debug)]
pub struct Gemini {
    framing: Framing,
    depth: usize,
    seen: Seen,
    calls: Calls,
    usage: Usage,
    candidates: Vec<Progress>,
}

/// How far a candidate has come.
#[derive(Debug)]
struct Progress {
    choice: u32,
    spoken: Spoken,
    finished: bool,
    /// The call whose arguments still come.
    open: Option<u32>,
    arguments: Arguments,
}

impl Gemini {
    /// Candidates that are read; what further ones say is passed over.
    const CANDIDATES: usize = 1024;

    /// One for a stream of server-sent events.
    pub fn new(limits: &Limits) -> Self {
        Self::framed(Framing::Sse, limits)
    }

    /// One for a JSON array.
    pub fn array(limits: &Limits) -> Self {
        Self::framed(Framing::JsonArray, limits)
    }

    fn framed(framing: Framing, limits: &Limits) -> Self {
        Self {
            framing,
            depth: limits.json_depth,
            seen: Seen::default(),
            calls: Calls::default(),
            usage: Usage::default(),
            candidates: Vec::new(),
        }
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        frame
            .read_as(Chunk::read)
            .is_some_and(|chunk| chunk.is_gemini())
    }

    /// Whether a bare JSON object is of this wire.
    pub(super) fn bare(frame: &Frame<'_>) -> bool {
        frame
            .read_as(Chunk::read)
            .is_some_and(|chunk| chunk.is_bare())
    }

    fn candidate(
        &mut self,
        candidate: &Candidate<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(at) = self.progress(candidate.index) else {
            return Ok(());
        };
        self.part(at, &candidate.first, deltas)?;
        if let Some((mut reader, mut parts)) = candidate.more {
            while parts.next(&mut reader)? {
                let mut part = Part::default();
                part.read(&mut reader)?;
                self.part(at, &part, deltas)?;
            }
        }
        for hidden in candidate.hidden.into_iter().flatten() {
            deltas.shadow(hidden);
        }
        if let Some(reason) = candidate.finish {
            self.finish(at, reason, deltas);
        }
        Ok(())
    }

    #[inline]
    fn part(&mut self, at: usize, part: &Part<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let progress = &mut self.candidates[at];
        let channel = progress.channel(part.thought);
        progress.spoken.speak(channel, part.text, deltas);
        if let Some(hidden) = part.hidden {
            deltas.shadow(hidden);
        }
        match &part.call {
            Some(call) => self.call(at, call, deltas),
            None => Ok(()),
        }
    }

    fn call(&mut self, at: usize, call: &Call<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let progress = &mut self.candidates[at];
        if !call.name.is_empty() {
            progress.end_call(deltas);
            progress.open = self.calls.begin(&call.tag(progress.choice), deltas);
        }
        let Some(channel) = progress.arguments_channel() else {
            return Ok(());
        };
        if let Some(args) = call.args {
            progress.arguments.whole();
            deltas.value(channel, args);
        }
        if let Some(mut reader) = call.partial {
            let mut pieces = reader.array()?;
            while pieces.next(&mut reader)? {
                let piece = arguments::Piece::read(&mut reader)?;
                progress.arguments.push(&piece, channel, deltas);
            }
        }
        if !call.continues {
            progress.end_call(deltas);
        }
        Ok(())
    }

    /// Told once a candidate, behind the end of its channels.
    fn finish(&mut self, at: usize, reason: Str<'_>, deltas: &mut Deltas<'_>) {
        self.seen.end = true;
        self.seen.block |= BLOCKS.contains(&&*reason.word());
        let progress = &mut self.candidates[at];
        if !core::mem::replace(&mut progress.finished, true) {
            progress.close(deltas);
            deltas.finish(progress.choice, reason);
        }
    }

    /// The prompt was blocked, so that no candidate comes.
    fn block(&mut self, reason: Str<'_>, deltas: &mut Deltas<'_>) {
        self.seen.block = true;
        if !core::mem::replace(&mut self.seen.end, true) {
            deltas.finish(0, reason);
        }
    }

    fn progress(&mut self, choice: u32) -> Option<usize> {
        let known = self.candidates.iter().position(|p| p.choice == choice);
        if known.is_none() && self.candidates.len() < Self::CANDIDATES {
            self.candidates.push(Progress::new(choice));
            return Some(self.candidates.len() - 1);
        }
        known
    }

    fn tell(&mut self, chunk: &Chunk<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        if chunk.chosen {
            self.candidate(&chunk.first, deltas)?;
        }
        if let Some((mut reader, mut candidates)) = chunk.more {
            while candidates.next(&mut reader)? {
                let mut candidate = Candidate::default();
                candidate.read(&mut reader)?;
                self.candidate(&candidate, deltas)?;
            }
        }
        if let Some(reason) = chunk.blocked {
            self.block(reason, deltas);
        }
        if let Some(usage) = chunk.usage.filter(|usage| *usage != Usage::default()) {
            self.usage.update(usage);
            deltas.usage(self.usage);
        }
        if let Some(error) = &chunk.error {
            self.seen.error = true;
            deltas.error(error.code(), error.message);
        }
        Ok(())
    }
}

impl Decode for Gemini {
    fn framing(&self) -> Framing {
        self.framing
    }

    fn bare_objects(&self) -> bool {
        true
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
        self.tell(&chunk, deltas)
    }

    fn ending(&self) -> Ending {
        self.seen.ending()
    }
}

impl Progress {
    fn new(choice: u32) -> Self {
        Self {
            choice,
            spoken: Spoken::default(),
            finished: false,
            open: None,
            arguments: Arguments::default(),
        }
    }

    fn channel(&self, thought: bool) -> Channel {
        let choice = self.choice;
        if thought {
            return Channel::Reasoning { choice };
        }
        Channel::Text { choice }
    }

    fn arguments_channel(&self) -> Option<Channel> {
        let choice = self.choice;
        self.open.map(|call| Channel::Tool { choice, call })
    }

    fn end_call(&mut self, deltas: &mut Deltas<'_>) {
        if let Some(channel) = self.arguments_channel() {
            self.arguments.end(channel, deltas);
            deltas.close(channel);
            self.open = None;
        }
    }

    fn close(&mut self, deltas: &mut Deltas<'_>) {
        self.end_call(deltas);
        self.spoken.close(self.choice, deltas);
    }
}

impl<'a> Call<'a> {
    fn tag(&self, choice: u32) -> Tag<'a> {
        Tag {
            choice,
            index: None,
            id: self.id,
            name: self.name,
        }
    }
}
