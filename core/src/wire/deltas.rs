//! The way from a wire's strings to deltas.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::named::Named;
use super::{Delta, Extent, Form, Place, Said, Unknown, Usage};
use crate::json::{Raw, Reader, Str, compact};
use crate::{Channel, Code, Diagnostic};

/// What the deltas of a stream share: room to undo escapes in, and torn surrogate pairs.
#[derive(Debug, Default)]
pub struct Scratch {
    text: String,
    halves: Vec<(Channel, u16)>,
    unknown: Unknown,
    /// Whether the frame at hand holds what no channel takes.
    foreign: bool,
    usage: bool,
    model: Named,
}

impl Scratch {
    /// Room that is kept from frame to frame; what a larger frame needed is given back.
    const KEPT: usize = 64 << 10;
    /// Channels that may wait for the second half of a pair at a time. In further ones a torn pair
    /// becomes two U+FFFD.
    const HALVES: usize = 64;

    /// What was passed over so far.
    pub(crate) fn unknown(&self) -> Unknown {
        self.unknown
    }

    /// Whether the last frame held what no channel takes.
    pub(crate) fn take_foreign(&mut self) -> bool {
        core::mem::take(&mut self.foreign)
    }

    /// The model that answers, as far as it was told.
    pub(crate) fn model(&self) -> Option<&str> {
        self.model.get()
    }

    /// Keeps the first name that is told.
    fn name_model(&mut self, name: &Str<'_>) {
        if name.is_empty() || self.model.is_kept() {
            return;
        }
        let name = name.plain().unwrap_or_else(|| {
            self.text.clear();
            name.undo_into(&mut self.text);
            &self.text
        });
        self.model.set(name);
    }

    /// Gives back what a large frame needed.
    pub(crate) fn settle(&mut self) {
        if self.text.capacity() > Self::KEPT {
            self.text = String::new();
        }
    }

    /// Undoes `string` in the channel that it continues. A pair torn over two of its pieces is
    /// joined: the first half waits here and comes with the second piece. What is no half of a
    /// pair after all becomes U+FFFD; a half at the channel's end is dropped.
    fn undo(&mut self, channel: Channel, string: &Str<'_>) {
        let waiting = self.halves.iter().position(|(of, _)| *of == channel);
        let half = waiting.map(|at| self.halves.swap_remove(at).1);
        self.text.clear();
        match string.undo(&mut self.text, half) {
            Some(half) if self.halves.len() < Self::HALVES => self.halves.push((channel, half)),
            Some(_) => self.text.push(char::REPLACEMENT_CHARACTER),
            None => {}
        }
    }

    /// Undoes two strings, each a borrow of the document where it can be.
    fn pair<'s>(&'s mut self, one: &Str<'s>, two: &Str<'s>) -> (&'s str, &'s str) {
        self.text.clear();
        let mut undo = |string: &Str<'_>| {
            if string.plain().is_none() {
                string.undo_into(&mut self.text);
            }
            self.text.len()
        };
        let (middle, end) = (undo(one), undo(two));
        (
            one.plain().unwrap_or(&self.text[..middle]),
            two.plain().unwrap_or(&self.text[middle..end]),
        )
    }
}

/// Takes what a frame says.
pub struct Deltas<'d> {
    scratch: &'d mut Scratch,
    out: &'d mut dyn FnMut(Said<'_>),
    offset: u64,
    within: Range<usize>,
}

impl<'d> Deltas<'d> {
    /// For the frame that begins at byte `offset` of its stream.
    pub fn new(scratch: &'d mut Scratch, offset: u64, out: &'d mut dyn FnMut(Said<'_>)) -> Self {
        Self {
            scratch,
            out,
            offset,
            within: 0..0,
        }
    }

    /// For data that the frame's data holds as a base64 string, in the bytes `range` of it.
    pub fn within(&mut self, range: Range<usize>) -> Deltas<'_> {
        Deltas {
            scratch: self.scratch,
            out: self.out,
            offset: self.offset,
            within: range,
        }
    }

    fn place(&self, range: Range<usize>, form: Form) -> Place {
        Place {
            range,
            form,
            within: self.within.clone(),
        }
    }

    /// Any delta.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn say(&mut self, delta: Delta<'_>) {
        (self.out)(Ok(delta));
    }

    /// A piece of a channel's text; nothing where it is empty.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn text(&mut self, channel: Channel, piece: Str<'_>) {
        if piece.is_empty() {
            return;
        }
        let place = self.place(piece.range(), Form::Content);
        let text = match piece.plain() {
            Some(plain) if self.scratch.halves.is_empty() => plain,
            _ => {
                self.scratch.undo(channel, &piece);
                self.scratch.text.as_str()
            }
        };
        if !text.is_empty() {
            let delta = Delta::Text {
                channel,
                text,
                place,
            };
            (self.out)(Ok(delta));
        }
    }

    /// A whole JSON value, as compact JSON text.
    pub fn value(&mut self, channel: Channel, value: Raw<'_>) {
        self.scratch.text.clear();
        compact(value.text, &mut self.scratch.text);
        let place = self.place(value.range(), Form::Value);
        let text = &self.scratch.text;
        (self.out)(Ok(Delta::Text {
            channel,
            text,
            place,
        }));
    }

    /// A piece of a channel's text that is JSON text itself: its escapes stay. Nothing where it is
    /// empty.
    pub fn written(&mut self, channel: Channel, piece: Str<'_>) {
        if !piece.is_empty() {
            let place = self.place(piece.range(), Form::Written);
            let text = piece.raw();
            self.say(Delta::Text {
                channel,
                text,
                place,
            });
        }
    }

    /// A JSON value of a channel's text as it is written.
    pub fn raw(&mut self, channel: Channel, value: Raw<'_>) {
        let place = self.place(value.range(), Form::Value);
        let text = value.text;
        self.say(Delta::Text {
            channel,
            text,
            place,
        });
    }

    /// A piece of a channel's text that stands nowhere in the frame; nothing where it is empty.
    pub fn composed(&mut self, channel: Channel, text: &str) {
        if !text.is_empty() {
            let place = self.place(0..0, Form::Nowhere);
            self.say(Delta::Text {
                channel,
                text,
                place,
            });
        }
    }

    /// A string that repeats the piece of the channel that was told last, in the same frame
    /// ([`Delta::Echo`]); nothing where it is empty.
    pub fn echo(&mut self, channel: Channel, piece: Str<'_>) {
        self.repeat(channel, piece, Extent::Piece);
    }

    /// A string that repeats a channel's text, or a part of it, as a whole ([`Delta::Echo`]);
    /// nothing where it is empty.
    pub fn echo_whole(&mut self, channel: Channel, text: Str<'_>) {
        self.repeat(channel, text, Extent::Whole);
    }

    /// A string that repeats what a channel has said so far ([`Delta::Echo`]); nothing where it is
    /// empty.
    pub fn echo_so_far(&mut self, channel: Channel, text: Str<'_>) {
        self.repeat(channel, text, Extent::SoFar);
    }

    fn repeat(&mut self, channel: Channel, piece: Str<'_>, extent: Extent) {
        if piece.is_empty() {
            return;
        }
        let place = self.place(piece.range(), Form::Content);
        let (text, _) = self.scratch.pair(&piece, &Str::default());
        (self.out)(Ok(Delta::Echo {
            channel,
            text,
            place,
            extent,
        }));
    }

    /// A JSON value that repeats a channel's arguments as a whole ([`Delta::Echo`]).
    pub fn echo_value(&mut self, channel: Channel, value: Raw<'_>) {
        let place = self.place(value.range(), Form::Value);
        self.say(Delta::Echo {
            channel,
            text: value.text,
            place,
            extent: Extent::Whole,
        });
    }

    /// A value of any type that repeats text in a form of its own ([`Delta::Shadow`]). `null` and
    /// `[]` say nothing.
    pub fn shadow(&mut self, value: Raw<'_>) {
        if !matches!(value.text, "null" | "[]") {
            let place = self.place(value.range(), Form::Value);
            self.say(Delta::Shadow(place));
        }
    }

    /// A string that repeats text in a form of its own ([`Delta::Shadow`]), or whose channel is past
    /// a limit; nothing where it is empty.
    pub fn shadow_text(&mut self, text: Str<'_>) {
        if !text.is_empty() {
            let place = self.place(text.range(), Form::Content);
            self.say(Delta::Shadow(place));
        }
    }

    /// A tool call begins.
    pub fn tool_call(&mut self, choice: u32, call: u32, id: Str<'_>, name: Str<'_>) {
        let (id, name) = self.scratch.pair(&id, &name);
        (self.out)(Ok(Delta::ToolCall {
            choice,
            call,
            id,
            name,
        }));
    }

    /// A channel is at its end.
    pub fn close(&mut self, channel: Channel) {
        self.scratch.halves.retain(|(of, _)| *of != channel);
        self.say(Delta::Close(channel));
    }

    /// The totals so far.
    pub fn usage(&mut self, usage: Usage) {
        self.scratch.usage = true;
        self.say(Delta::Usage(usage));
    }

    /// The model that answers, in the provider's own word; the first name of a stream counts. It is
    /// no delta: [`Decoder::model`](crate::Decoder::model) has it.
    pub fn model(&mut self, name: Str<'_>) {
        self.scratch.name_model(&name);
    }

    /// Whether usage was told in this stream.
    pub(super) fn usage_was_told(&self) -> bool {
        self.scratch.usage
    }

    /// A choice is finished.
    pub fn finish(&mut self, choice: u32, reason: Str<'_>) {
        let (reason, _) = self.scratch.pair(&reason, &Str::default());
        (self.out)(Ok(Delta::Finish { choice, reason }));
    }

    /// The provider tells an error.
    pub fn error(&mut self, code: Str<'_>, message: Str<'_>) {
        let (code, message) = self.scratch.pair(&code, &message);
        (self.out)(Ok(Delta::Error { code, message }));
    }

    /// The provider tells an error under a name that the frame has.
    pub(super) fn failure(&mut self, code: &str, message: Str<'_>) {
        let (message, _) = self.scratch.pair(&message, &Str::default());
        (self.out)(Ok(Delta::Error { code, message }));
    }

    /// Counts the fields that a reader of the frame did not know.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn unknown_fields(&mut self, reader: &Reader<'_>) {
        self.scratch.unknown.fields += u64::from(reader.unknown());
    }

    /// Counts the frame as one of a type that the wire does not know.
    pub fn unknown_event(&mut self) {
        self.scratch.unknown.events += 1;
        self.foreign_event();
    }

    /// The frame is known, and no channel takes what it says: a redactor masks it as one of an unknown type.
    pub fn foreign_event(&mut self) {
        self.scratch.foreign = true;
    }

    /// Something that is wrong with the frame though it was read.
    pub fn diagnose(&mut self, code: Code, message: &'static str) {
        (self.out)(Err(Diagnostic {
            code,
            offset: self.offset,
            message: message.into(),
        }));
    }
}
