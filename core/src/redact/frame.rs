//! Frames, rewritten with masked text in the places of the text.

mod block;
mod head;
mod stray;
mod template;
mod turn;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use block::Ended;
pub(super) use head::is_plain;

use super::Redaction;
use super::conversation::Conversation;
use super::held::Held;
use super::kept::Kept;
use super::mask::Masking;
use super::numbering::Numbering;
use super::pieces::{Copied, Pieces, What};
use super::rest::Rest;
use super::values::Values;
use super::voice::{Purpose, Voice};
use super::write::Writer;
use crate::buffer::Exhausted;
use crate::wire::{Extent, Form, Place};
use crate::{Channel, Diagnostic, Engine, Error, Frame, Framing, Kinds};

/// What ends some streams, besides what their wires tell.
const END: &[u8] = b"[DONE]";

/// A channel with the last frame that held a piece of it: what was held back goes out in a copy of
/// that frame when the channel ends in a frame that has no place for its text.
struct Rewritten {
    voice: Voice,
    /// The place that it is, if it is no channel.
    site: String,
    /// The last frame of it, by its number.
    used: u64,
    /// Bytes of it since another one of its choice spoke.
    turn: usize,
    /// Those of its last piece.
    part: usize,
    /// Whether what it holds back was decided as far as it can be.
    paused: bool,
    /// Whether another one of its choice spoke in the same frame.
    beside: bool,
    /// Channels that speak in one frame share its copy.
    template: Option<Arc<Kept>>,
    /// The places in the template.
    places: Vec<(Place, Copied)>,
}

impl Rewritten {
    fn new(voice: Voice) -> Self {
        Self {
            voice,
            site: String::new(),
            used: 0,
            turn: 0,
            part: 0,
            paused: false,
            beside: false,
            template: None,
            places: Vec::new(),
        }
    }
}

/// How far the wire knows a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Grasp {
    #[default]
    Known,
    /// It holds what the wire passes over.
    Foreign,
    /// It could not be read.
    Doubtful,
}

/// What was told of the frame at hand.
#[derive(Debug, Default)]
struct Told {
    grasp: Grasp,
    /// Whether it ends an answer.
    last: bool,
    /// Whether a tool call begins in it.
    turned: bool,
    /// Deltas of text in it.
    deltas: usize,
}

/// Takes frames apart and puts them together again, masked or turned back.
pub(super) struct Rewriter {
    engine: Engine,
    purpose: Purpose,
    kinds: Kinds,
    values: Values,
    writer: Writer,
    /// What the text is the value of, if it has a name.
    name: String,
    channels: Vec<Rewritten>,
    /// The channel that spoke last.
    latest: usize,
    frames: u64,
    frame: Kept,
    /// The last event's name and id that are as they may be.
    head: [String; 2],
    /// The last message's headers that are.
    headers: Vec<u8>,
    pieces: Pieces,
    closing: Vec<usize>,
    /// The end of a block that waits for the next frame.
    ended: Option<Ended>,
    /// The channels that a copy of the frame can speak for.
    speaking: Vec<usize>,
    masked: String,
    rest: Rest,
    told: Told,
    /// Whether nothing tells the stream's wire, so that each of its frames is a document of its own.
    guessed: bool,
    /// Whether nothing in it was masked besides the text, nor would be if it came again.
    bare: bool,
    measured: Option<Held>,
    failure: Option<Error>,
}

impl Rewriter {
    pub(super) fn new(
        engine: &Engine,
        framing: Framing,
        purpose: Purpose,
        redaction: Redaction,
    ) -> Self {
        Self {
            engine: engine.clone(),
            purpose,
            kinds: redaction.kinds,
            values: Values::new(redaction.style, engine.limits()),
            writer: Writer::new(framing),
            name: String::new(),
            channels: Vec::new(),
            latest: 0,
            frames: 0,
            frame: Kept::new(engine.pool()),
            head: Default::default(),
            headers: Vec::new(),
            pieces: Pieces::default(),
            closing: Vec::new(),
            ended: None,
            speaking: Vec::new(),
            masked: String::new(),
            rest: Rest::default(),
            told: Told::default(),
            guessed: false,
            bare: false,
            measured: None,
            failure: None,
        }
    }

    /// What was found out.
    pub(super) fn set_framing(&mut self, framing: Framing) {
        self.writer = Writer::new(framing);
    }

    /// What the text is the value of.
    pub(super) fn set_name(&mut self, name: &str) {
        self.name.push_str(name);
    }

    /// What went wrong. It is final: text that was not masked is not written, nor is what follows it.
    pub(super) fn failure(&self) -> Result<(), Error> {
        self.failure.clone().map_or(Ok(()), Err)
    }

    /// A frame was dropped.
    pub(super) fn lose(&mut self, diagnostic: &Diagnostic) {
        self.failure
            .get_or_insert_with(|| Error::Lost(diagnostic.clone()));
    }

    /// A frame begins.
    pub(super) fn begin(&mut self, frame: &Frame<'_>) {
        let kept = self.frame.keep(frame);
        self.note(kept);
        self.pieces.clear();
        self.closing.clear();
        self.masked.clear();
        self.told = Told::default();
        self.frames += 1;
        let head = [frame.event, frame.id];
        if self.purpose == Purpose::Mask {
            if self.head != head {
                self.read_head(head);
            }
            self.read_headers(frame.envelope);
        }
    }

    /// A piece of text in it. One that stands nowhere in the frame ends what is held back.
    pub(super) fn text(
        &mut self,
        channel: Channel,
        text: &str,
        place: Place,
        out: &mut dyn FnMut(&[u8]),
    ) {
        let at = self.channel(channel);
        self.told.deltas += 1;
        self.take_turn(at, text.len(), out);
        if place.form == Form::Nowhere {
            self.flush(at, Voice::interrupt, out);
            self.mask(at, |mask, masking| mask.push(text, masking));
            return;
        }
        let own = self.mask(at, |mask, masking| {
            mask.push(text, masking)?;
            if place.form == Form::Value {
                mask.interrupt(masking);
            }
            Ok(())
        });
        let channel = at;
        let tail = 0..0;
        self.pieces.push(place, What::Own { channel, own, tail });
    }

    /// A string that repeats what the channel said.
    pub(super) fn echo(&mut self, channel: Channel, text: &str, place: Place, extent: Extent) {
        let at = self.channel(channel);
        if extent == Extent::Piece {
            self.pieces.push(place, What::Echo { channel: at });
            return;
        }
        let text = self.alone(channel, self.kinds, text, extent);
        self.pieces.push(place, What::Whole(text));
    }

    /// Has a text masked on its own; tells where in `masked`.
    fn alone(
        &mut self,
        channel: Channel,
        kinds: Kinds,
        text: &str,
        extent: Extent,
    ) -> Range<usize> {
        let mut mask = Voice::new(self.purpose, channel, self.engine.pool());
        self.with(kinds, |_, masking| {
            mask.push(text, masking)?;
            match extent {
                Extent::SoFar => Ok(()),
                _ => mask.close(masking),
            }
        })
    }

    /// A place that repeats text in a form that is not masked but blanked.
    pub(super) fn shadow(&mut self, place: Place) {
        let what = match self.purpose {
            Purpose::Mask => What::Shadow,
            Purpose::Restore => What::Same,
        };
        self.pieces.push(place, what);
    }

    /// The frame could not be read.
    pub(super) fn doubt(&mut self) {
        self.told.grasp = Grasp::Doubtful;
    }

    /// The frame holds what the wire does not know.
    pub(super) fn foreign(&mut self) {
        if self.purpose == Purpose::Mask {
            self.told.grasp = self.told.grasp.max(Grasp::Foreign);
        }
    }

    /// The stream's wire is a guess.
    pub(super) fn guess(&mut self) {
        self.guessed = true;
    }

    /// The frame ends an answer.
    pub(super) fn finished(&mut self) {
        self.told.last = true;
    }

    /// A channel is at its end with this frame.
    pub(super) fn close(&mut self, channel: Channel) {
        let known = self
            .channels
            .iter()
            .position(|known| known.voice.channel() == Some(channel));
        self.closing.extend(known);
    }

    /// The frame is whole: writes it, behind what must come before it.
    pub(super) fn end(&mut self, out: &mut dyn FnMut(&[u8])) {
        for index in 0..self.closing.len() {
            self.close_mask(self.closing[index], out);
        }
        self.write_ended(out);
        let known = self.told.grasp == Grasp::Known;
        let waiting = if self.pieces.is_empty() && known {
            self.end_blocks(out)
        } else {
            None
        };
        if self.pieces.is_empty() && !known {
            self.close_kin(out);
            self.mask_frame(out);
        } else if self.writer.framing() != Framing::Raw {
            match self.purpose {
                Purpose::Mask => self.mask_rest(false, out),
                Purpose::Restore => self.restore_rest(),
            }
        }
        if self.told.last || self.frame.data().trim_ascii() == END {
            self.close_sites(out);
        }
        if self.failure.is_some() || waiting.is_some_and(|channel| self.defer(channel)) {
            return;
        }
        let Self {
            writer,
            frame,
            pieces,
            masked,
            ..
        } = self;
        pieces.sort();
        writer.write(frame, pieces.edits(masked), out);
        self.keep_templates();
        let held = self.measured.as_ref().map_or(0, |_| self.held());
        if let Some(measured) = &mut self.measured {
            (0..self.told.deltas).for_each(|_| measured.record(held));
        }
    }

    pub(super) fn measure(&mut self) {
        self.measured = Some(Held::default());
    }

    pub(super) fn held_back(&self) -> Option<&Held> {
        self.measured.as_ref()
    }

    /// The stream is at its end: writes what is held back.
    pub(super) fn finish(&mut self, out: &mut dyn FnMut(&[u8])) {
        self.pieces.clear();
        for at in 0..self.channels.len() {
            self.close_mask(at, out);
        }
        self.write_ended(out);
    }

    /// Masks what is held back, undecided.
    pub(super) fn release_held(&mut self, out: &mut dyn FnMut(&[u8])) {
        self.pieces.clear();
        self.masked.clear();
        for at in 0..self.channels.len() {
            self.flush(at, Voice::give_up, out);
        }
        self.write_ended(out);
    }

    /// Bytes of text that are held back.
    pub(super) fn held(&self) -> usize {
        self.channels
            .iter()
            .map(|channel| channel.voice.held())
            .sum()
    }

    /// Goes on with what a conversation knows, and has it keep values where they may be turned back.
    pub(super) fn join(&mut self, conversation: Conversation, kept: bool) {
        self.values.join(conversation, kept);
    }

    pub(super) fn into_numbering(self) -> Numbering {
        self.values.into_numbering()
    }

    fn close_mask(&mut self, at: usize, out: &mut dyn FnMut(&[u8])) {
        let mut outcome = Ok(());
        let close = |mask: &mut Voice, masking: &mut Masking<'_>| outcome = mask.close(masking);
        self.flush(at, close, out);
        self.channels[at].voice.go_idle();
        self.note(outcome);
    }

    /// Has a channel's mask write what it holds back, and puts it behind the channel's last piece in
    /// this frame or writes it in a frame of its own.
    fn flush(
        &mut self,
        at: usize,
        decide: impl FnOnce(&mut Voice, &mut Masking<'_>),
        out: &mut dyn FnMut(&[u8]),
    ) {
        if self.channels[at].voice.held() == 0 || self.failure.is_some() {
            return;
        }
        let tail = self.mask(at, |mask, masking| {
            decide(mask, masking);
            Ok(())
        });
        if !tail.is_empty() && !self.pieces.append(at, &tail, &mut self.masked) {
            self.write_template(at, tail, out);
        }
    }

    /// Has a channel's mask write; tells where in `masked`.
    fn mask(
        &mut self,
        at: usize,
        write: impl FnOnce(&mut Voice, &mut Masking<'_>) -> Result<(), Exhausted>,
    ) -> Range<usize> {
        self.with(self.kinds, |channels, masking| {
            write(&mut channels[at].voice, masking)
        })
    }

    fn with(
        &mut self,
        kinds: Kinds,
        write: impl FnOnce(&mut [Rewritten], &mut Masking<'_>) -> Result<(), Exhausted>,
    ) -> Range<usize> {
        let start = self.masked.len();
        let mut masking = Masking {
            engine: &self.engine,
            kinds,
            values: &mut self.values,
            out: &mut self.masked,
        };
        let outcome = write(&mut self.channels, &mut masking);
        self.note(outcome);
        start..self.masked.len()
    }

    fn channel(&mut self, channel: Channel) -> usize {
        let is = |known: &Rewritten| known.voice.channel() == Some(channel);
        if self.channels.get(self.latest).is_some_and(is) {
            return self.latest;
        }
        let known = self.channels.iter().position(is);
        self.latest = known.unwrap_or_else(|| {
            let mut voice = Voice::new(self.purpose, channel, self.engine.pool());
            voice.set_name(&self.name);
            self.channels.push(Rewritten::new(voice));
            self.channels.len() - 1
        });
        self.latest
    }

    fn note(&mut self, outcome: Result<(), Exhausted>) {
        if let Err(exhausted) = outcome {
            self.failure.get_or_insert_with(|| unmasked(exhausted));
        }
    }
}

/// There was no buffer for text that was to be masked.
fn unmasked(Exhausted { what, capacity }: Exhausted) -> Error {
    Error::Unmasked { what, capacity }
}
