//! Frames, rewritten with masked text in the places of the text.

use std::ops::Range;

use super::kept::Kept;
use super::mask::{Mask, Masking};
use super::numbers::Numbers;
use super::write::{Edit, Writer};
use crate::buffer::Exhausted;
use crate::wire::{Form, Place};
use crate::{Channel, Engine, Error, Frame, Framing, Kinds};

/// A piece of text in the frame at hand.
struct Piece {
    /// Whose it is: an index into `Rewriter::channels`.
    channel: usize,
    place: Place,
    /// What stands there now, as ranges of `Rewriter::masked`: what its own text released, and what
    /// the end of its channel in this frame did.
    own: Range<usize>,
    tail: Range<usize>,
}

/// A channel with the last frame that held a piece of it: what was held back goes out in a copy of
/// that frame when the channel ends in a frame that has no place for its text.
struct Rewritten {
    mask: Mask,
    template: Kept,
    /// The places of text in the template; all but its own are emptied in the copy.
    places: Vec<Place>,
    own: usize,
}

/// Takes frames apart and puts them together again, masked.
pub(super) struct Rewriter {
    engine: Engine,
    kinds: Kinds,
    numbers: Numbers,
    writer: Writer,
    channels: Vec<Rewritten>,
    frame: Kept,
    pieces: Vec<Piece>,
    closing: Vec<usize>,
    masked: String,
    failure: Option<Exhausted>,
}

impl Rewriter {
    pub(super) fn new(engine: &Engine, framing: Framing, kinds: Kinds) -> Self {
        Self {
            engine: engine.clone(),
            kinds,
            numbers: Numbers::new(engine.limits()),
            writer: Writer::new(framing),
            channels: Vec::new(),
            frame: Kept::new(engine.pool()),
            pieces: Vec::new(),
            closing: Vec::new(),
            masked: String::new(),
            failure: None,
        }
    }

    /// What `auto` found out.
    pub(super) fn set_framing(&mut self, framing: Framing) {
        self.writer = Writer::new(framing);
    }

    /// What went wrong for want of buffers. It is final: text that was not masked is not written.
    pub(super) fn failure(&self) -> Result<(), Error> {
        match self.failure {
            Some(Exhausted { what, capacity }) => Err(Error::PoolExhausted {
                what,
                capacity,
                consumed: 0,
            }),
            None => Ok(()),
        }
    }

    /// A frame begins.
    pub(super) fn begin(&mut self, frame: &Frame<'_>) {
        let kept = self.frame.keep(frame);
        self.note(kept);
        self.pieces.clear();
        self.closing.clear();
        self.masked.clear();
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
        if place.form == Form::Nowhere {
            self.flush(at, out);
            return;
        }
        let Self {
            engine,
            kinds,
            numbers,
            masked,
            channels,
            ..
        } = self;
        let (start, mask) = (masked.len(), &mut channels[at].mask);
        let mut masking = Masking {
            engine,
            kinds: *kinds,
            numbers,
            out: masked,
        };
        let pushed = mask.push(text, &mut masking);
        if place.form == Form::Value {
            mask.close(&mut masking);
        }
        let own = start..self.masked.len();
        self.pieces.push(Piece {
            channel: at,
            place,
            own,
            tail: 0..0,
        });
        self.note(pushed);
    }

    /// A channel is at its end with this frame.
    pub(super) fn close(&mut self, channel: Channel) {
        let known = self
            .channels
            .iter()
            .position(|known| known.mask.channel() == channel);
        self.closing.extend(known);
    }

    /// The frame is whole: writes it, behind what must come before it.
    pub(super) fn end(&mut self, out: &mut dyn FnMut(&[u8])) {
        for index in 0..self.closing.len() {
            self.flush(self.closing[index], out);
        }
        if self.failure.is_some() {
            return;
        }
        let Self {
            writer,
            frame,
            pieces,
            masked,
            ..
        } = self;
        pieces.sort_by_key(|piece| piece.place.range.start);
        writer.write(frame, pieces.iter().map(|piece| piece.edit(masked)), out);
        self.keep_templates();
    }

    /// The stream is at its end: writes what is held back.
    pub(super) fn finish(&mut self, out: &mut dyn FnMut(&[u8])) {
        self.pieces.clear();
        for at in 0..self.channels.len() {
            self.flush(at, out);
        }
    }

    /// Decides what a channel holds back, and puts it behind the channel's last piece in this frame
    /// or writes it in a frame of its own.
    fn flush(&mut self, at: usize, out: &mut dyn FnMut(&[u8])) {
        if !self.channels[at].mask.holds() || self.failure.is_some() {
            return;
        }
        let Self {
            engine,
            kinds,
            numbers,
            masked,
            channels,
            ..
        } = self;
        let start = masked.len();
        channels[at].mask.close(&mut Masking {
            engine,
            kinds: *kinds,
            numbers,
            out: masked,
        });
        let tail = start..masked.len();
        match self
            .pieces
            .iter_mut()
            .rev()
            .find(|piece| piece.channel == at)
        {
            Some(piece) => piece.tail = tail,
            None => self.write_template(at, tail, out),
        }
    }

    fn write_template(&mut self, at: usize, tail: Range<usize>, out: &mut dyn FnMut(&[u8])) {
        let Self {
            writer,
            channels,
            masked,
            ..
        } = self;
        let Rewritten {
            template,
            places,
            own,
            ..
        } = &channels[at];
        let text = |index: usize| {
            if index == *own {
                &masked[tail.clone()]
            } else {
                ""
            }
        };
        let edits = places.iter().enumerate().map(|(index, place)| Edit {
            place,
            text: [text(index), ""],
        });
        writer.write(template, edits, out);
    }

    fn keep_templates(&mut self) {
        for (index, piece) in self.pieces.iter().enumerate() {
            let channel = &mut self.channels[piece.channel];
            if piece.place.form == Form::Value {
                continue;
            }
            if let Err(exhausted) = channel.template.copy(&self.frame) {
                self.failure.get_or_insert(exhausted);
            }
            channel.places.clear();
            channel
                .places
                .extend(self.pieces.iter().map(|piece| piece.place.clone()));
            channel.own = index;
        }
    }

    fn channel(&mut self, channel: Channel) -> usize {
        let known = self
            .channels
            .iter()
            .position(|known| known.mask.channel() == channel);
        known.unwrap_or_else(|| {
            let template = Kept::new(self.engine.pool());
            let mask = Mask::new(channel);
            self.channels.push(Rewritten {
                mask,
                template,
                places: Vec::new(),
                own: 0,
            });
            self.channels.len() - 1
        })
    }

    fn note(&mut self, outcome: Result<(), Exhausted>) {
        if let Err(exhausted) = outcome {
            self.failure.get_or_insert(exhausted);
        }
    }
}

impl Piece {
    fn edit<'e>(&'e self, masked: &'e str) -> Edit<'e> {
        let text = [&masked[self.own.clone()], &masked[self.tail.clone()]];
        Edit {
            place: &self.place,
            text,
        }
    }
}
