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
    /// Whose it is: an index into `Rewriter::channels`; none for what stands alone.
    channel: Option<usize>,
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
    /// The further name under which it repeats the channel's text.
    name: Option<u8>,
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
    /// Whether the frame at hand could not be read.
    doubtful: bool,
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
            doubtful: false,
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
        self.doubtful = false;
    }

    /// A piece of text in it. One that stands nowhere in the frame ends what is held back.
    pub(super) fn text(
        &mut self,
        channel: Channel,
        text: &str,
        place: Place,
        out: &mut dyn FnMut(&[u8]),
    ) {
        let at = self.channel(channel, None);
        if place.form == Form::Nowhere {
            self.flush(at, out);
        } else {
            self.piece(at, text, place);
        }
    }

    /// The same piece under a further name.
    pub(super) fn echo(&mut self, channel: Channel, name: u8, text: &str, place: Place) {
        let at = self.channel(channel, Some(name));
        self.piece(at, text, place);
    }

    /// A text that stands alone.
    pub(super) fn whole(&mut self, text: &str, place: Place) {
        let own = self.mask_alone(text);
        self.stand(place, own);
    }

    /// A value that is not to be seen.
    pub(super) fn blank(&mut self, place: Place) {
        let start = self.masked.len();
        let nothing = nothing(&place, self.frame.data());
        self.masked.push_str(nothing);
        self.stand(place, start..self.masked.len());
    }

    /// The frame could not be read.
    pub(super) fn doubt(&mut self) {
        self.doubtful = true;
    }

    /// A piece that no channel holds anything back of.
    fn stand(&mut self, place: Place, own: Range<usize>) {
        self.pieces.push(Piece {
            channel: None,
            place,
            own,
            tail: 0..0,
        });
    }

    fn mask_alone(&mut self, text: &str) -> Range<usize> {
        let start = self.masked.len();
        let mut mask = Mask::new(Channel::Text { choice: 0 });
        let mut masking = Masking {
            engine: &self.engine,
            kinds: self.kinds,
            numbers: &mut self.numbers,
            out: &mut self.masked,
        };
        let pushed = mask.push(text, &mut masking);
        mask.close(&mut masking);
        self.note(pushed);
        start..self.masked.len()
    }

    fn piece(&mut self, at: usize, text: &str, place: Place) {
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
            channel: Some(at),
            place,
            own,
            tail: 0..0,
        });
        self.note(pushed);
    }

    /// A channel is at its end with this frame.
    pub(super) fn close(&mut self, channel: Channel) {
        let known = self.channels.iter().enumerate();
        let known = known.filter(|(_, known)| known.mask.channel() == channel);
        self.closing.extend(known.map(|(at, _)| at));
    }

    /// The frame is whole: writes it, behind what must come before it.
    pub(super) fn end(&mut self, out: &mut dyn FnMut(&[u8])) {
        for index in 0..self.closing.len() {
            self.flush(self.closing[index], out);
        }
        if self.doubtful && self.pieces.is_empty() {
            self.mask_frame();
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

    /// A frame that could not be read is masked as the text that it is.
    fn mask_frame(&mut self) {
        let data = String::from_utf8_lossy(self.frame.data()).into_owned();
        let place = Place {
            range: 0..self.frame.data().len(),
            form: Form::Value,
            within: 0..0,
        };
        self.whole(&data, place);
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
            .find(|piece| piece.channel == Some(at))
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
        let text = |index: usize, place: &Place| {
            if index == *own {
                &masked[tail.clone()]
            } else {
                nothing(place, template.data())
            }
        };
        let edits = places.iter().enumerate().map(|(index, place)| Edit {
            place,
            text: [text(index, place), ""],
        });
        writer.write(template, edits, out);
    }

    fn keep_templates(&mut self) {
        for (index, piece) in self.pieces.iter().enumerate() {
            let Some(at) = piece.channel.filter(|_| piece.place.form != Form::Value) else {
                continue;
            };
            let channel = &mut self.channels[at];
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

    fn channel(&mut self, channel: Channel, name: Option<u8>) -> usize {
        let known = self
            .channels
            .iter()
            .position(|known| known.mask.channel() == channel && known.name == name);
        known.unwrap_or_else(|| {
            let template = Kept::new(self.engine.pool());
            let mask = Mask::new(channel);
            self.channels.push(Rewritten {
                mask,
                name,
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

/// What is empty in a place: an empty value of its kind where it holds a value.
fn nothing(place: &Place, data: &[u8]) -> &'static str {
    if place.form != Form::Value {
        return "";
    }
    match data.get(place.range.start) {
        Some(b'[') => "[]",
        Some(b'{') => "{}",
        Some(b'0'..=b'9' | b'-') => "0",
        _ => "null",
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
