//! Frames, rewritten with masked text in the places of the text.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use super::Redaction;
use super::conversation::Conversation;
use super::held::Held;
use super::kept::Kept;
use super::mask::Masking;
use super::pieces::{Copied, Pieces, What};
use super::rest::{self, Rest, Stray};
use super::site::{self, Site, without_names};
use super::sites::{Sites, is_of_kin};
use super::values::{Numbering, Values};
use super::voice::{Purpose, Voice};
use super::write::{Edit, Fill, Writer};
use crate::buffer::Exhausted;
use crate::entity::patterns::begins_key;
use crate::wire::{Extent, Form, Place};
use crate::{Channel, Engine, Error, Frame, Framing, Kinds};

/// The place of frames that can't be read.
const UNREAD: &str = "\n";
/// What ends some streams, besides what their wires tell.
const END: &[u8] = b"[DONE]";

/// Whether an event's name or id is letters, digits and marks of the protocol.
fn is_mark(text: &str) -> bool {
    let mark = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:/".contains(&byte);
    text.bytes().all(mark) && begins_key(text).is_none()
}

/// A channel with the last frame that held a piece of it: what was held back goes out in a copy of
/// that frame when the channel ends in a frame that has no place for its text.
struct Rewritten {
    voice: Voice,
    /// The place that it is, if it is no channel.
    site: String,
    /// The last frame of it, by its number.
    used: u64,
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
            template: None,
            places: Vec::new(),
        }
    }
}

/// Takes frames apart and puts them together again, masked or turned back.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that hold apart from each other"
)]
pub(super) struct Rewriter {
    engine: Engine,
    purpose: Purpose,
    kinds: Kinds,
    values: Values,
    writer: Writer,
    channels: Vec<Rewritten>,
    /// The channel that spoke last.
    latest: usize,
    frames: u64,
    frame: Kept,
    /// The last event's name and id that are as they may be.
    head: [String; 2],
    pieces: Pieces,
    closing: Vec<usize>,
    /// The channels that a copy of the frame can speak for.
    speaking: Vec<usize>,
    masked: String,
    rest: Rest,
    /// Whether the frame at hand could not be read.
    doubtful: bool,
    /// Whether the wire passes it over.
    foreign: bool,
    /// Whether it ends an answer.
    last: bool,
    /// Whether nothing tells the stream's wire, so that each of its frames is a document of its own.
    guessed: bool,
    /// Whether nothing in it was masked besides the text, nor would be if it came again.
    bare: bool,
    /// Deltas of text in the frame at hand.
    deltas: usize,
    measured: Option<Held>,
    failure: Option<Exhausted>,
}

impl Rewriter {
    /// Places besides the text that are remembered.
    const SITES: usize = 32;

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
            channels: Vec::new(),
            latest: 0,
            frames: 0,
            frame: Kept::new(engine.pool()),
            head: Default::default(),
            pieces: Pieces::default(),
            closing: Vec::new(),
            speaking: Vec::new(),
            masked: String::new(),
            rest: Rest::default(),
            doubtful: false,
            foreign: false,
            last: false,
            guessed: false,
            bare: false,
            deltas: 0,
            measured: None,
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
            Some(Exhausted { what, capacity }) => Err(Error::Unmasked { what, capacity }),
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
        self.foreign = false;
        self.last = false;
        self.frames += 1;
        self.deltas = 0;
        let head = [frame.event, frame.id];
        if self.purpose == Purpose::Mask && self.head != head {
            self.read_head(head);
        }
    }

    /// An event's name or id that is no mark of the protocol may be or hold a value.
    fn read_head(&mut self, head: [&str; 2]) {
        if head.into_iter().all(is_mark) {
            self.head = head.map(String::from);
            return;
        }
        let [event, id] = head.map(|text| {
            let masked = self.mask_named("", without_names(self.kinds), text);
            self.masked[masked].replace(['\r', '\n'], " ")
        });
        let head = self.frame.set_head(event.as_bytes(), id.as_bytes());
        self.note(head);
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
        self.deltas += 1;
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
        self.doubtful = true;
    }

    /// The frame holds what the wire does not know.
    pub(super) fn foreign(&mut self) {
        self.foreign = self.purpose == Purpose::Mask;
    }

    /// The stream's wire is a guess.
    pub(super) fn guess(&mut self) {
        self.guessed = true;
    }

    /// The frame ends an answer.
    pub(super) fn finished(&mut self) {
        self.last = true;
    }

    /// A frame of which nothing is known: JSON, which it stays, or else a text, which the next such frame may
    /// go on with.
    fn mask_frame(&mut self) {
        let framing = self.writer.framing();
        let (data, within) = self.rest.document(&self.frame, framing, &self.pieces);
        let text = String::from_utf8_lossy(data).into_owned();
        if !self.doubtful && rest::is_json(&text) {
            return self.mask_rest(true);
        }
        let place = Place {
            range: 0..data.len(),
            form: Form::Written,
            within,
        };
        if self.purpose == Purpose::Restore {
            return self.echo(Channel::Text { choice: 0 }, &text, place, Extent::Whole);
        }
        let site = (String::from(UNREAD), site::Sort::Texts);
        self.mask_at(site, &text, "", self.kinds, place);
    }

    /// What no delta stands for is masked: on its own, or with what stood at the same place in other frames.
    fn mask_rest(&mut self, foreign: bool) {
        let (framing, kinds) = (self.writer.framing(), self.kinds);
        self.pieces.sort();
        let (frame, pieces) = (&self.frame, &self.pieces);
        let strays = self.rest.strays(frame, framing, pieces, kinds, foreign);
        let Some(strays) = strays else {
            return;
        };
        self.bare = !foreign;
        for stray in strays {
            self.mask_stray(stray);
        }
        self.rest.note(self.bare, &self.frame, &self.pieces);
    }

    fn mask_stray(&mut self, stray: Stray) {
        let Stray {
            place,
            text,
            what,
            name,
            kinds,
        } = stray;
        let masked = match what {
            rest::Sort::At(key, sort) => {
                return self.mask_at((key, sort), &text, &name, kinds, place);
            }
            rest::Sort::Json => self.alone(
                Channel::Tool { choice: 0, call: 0 },
                kinds,
                &text,
                Extent::Whole,
            ),
            rest::Sort::Alone => self.mask_named("", kinds, &text),
            rest::Sort::Number => self.mask_named(&name, kinds, &text),
        };
        if self.masked[masked.clone()] == text {
            return;
        }
        let masked = match place.form {
            Form::Value => self.quoted(masked),
            _ => masked,
        };
        self.bare = false;
        self.pieces.push(place, What::Whole(masked));
    }

    /// Has a whole text masked that is the value of `name`.
    fn mask_named(&mut self, name: &str, kinds: Kinds, text: &str) -> Range<usize> {
        let mut site = Site::new(site::Sort::Pieces);
        site.set_name(name);
        self.with(kinds, |_, masking| site.whole(text, masking))
    }

    /// What was masked last, as a string of JSON.
    fn quoted(&mut self, masked: Range<usize>) -> Range<usize> {
        self.masked.insert(masked.start, '"');
        self.masked.push('"');
        masked.start..self.masked.len()
    }

    /// Has a text masked that may go on with what stood at the same place before, and go on itself.
    fn mask_at(
        &mut self,
        (key, sort): (String, site::Sort),
        text: &str,
        name: &str,
        kinds: Kinds,
        place: Place,
    ) {
        let at = if self.guessed {
            None
        } else {
            self.site(key, sort)
        };
        let Some(at) = at else {
            self.bare = false;
            let masked = self.mask_named(name, kinds, text);
            return self.pieces.push(place, What::Whole(masked));
        };
        self.channels[at].used = self.frames;
        let held = self.channels[at].voice.held();
        let mut again = false;
        let own = self.with(kinds, |channels, masking| {
            let Voice::Site(site) = &mut channels[at].voice else {
                return Ok(());
            };
            site.set_name(name);
            site.push(text, masking)?;
            again = site.may_come_again();
            Ok(())
        });
        let holds = held > 0 || self.channels[at].voice.held() > 0;
        let whole = !holds && self.masked[own.clone()] == *text;
        self.bare &= whole && again;
        if whole && sort == site::Sort::Texts {
            return;
        }
        let (channel, tail) = (at, 0..0);
        self.pieces.push(place, What::Own { channel, own, tail });
    }

    /// The place of that key; in the room of another one, where there are many. `None` where all of them are
    /// waiting.
    fn site(&mut self, key: String, sort: site::Sort) -> Option<usize> {
        let places = || {
            self.channels
                .iter()
                .enumerate()
                .filter(|(_, c)| !c.site.is_empty())
        };
        if let Some((at, _)) = places().find(|(_, known)| known.site == key) {
            return Some(at);
        }
        let free = |known: &&Rewritten| known.voice.held() == 0 && known.used < self.frames;
        let other = if places().count() < Self::SITES {
            None
        } else {
            let idle = places().filter(|(_, known)| free(known));
            Some(idle.min_by_key(|(_, known)| known.used)?.0)
        };
        let mut rewritten = Rewritten::new(Voice::Site(Box::new(Site::new(sort))));
        rewritten.site = key;
        match other {
            Some(at) => self.channels[at] = rewritten,
            None => self.channels.push(rewritten),
        }
        Some(other.unwrap_or(self.channels.len() - 1))
    }

    /// Ends the places whose frames the one at hand is the end of.
    fn close_sites(&mut self, out: &mut dyn FnMut(&[u8])) {
        for at in 0..self.channels.len() {
            if !self.channels[at].site.is_empty() {
                self.close_mask(at, out);
            }
        }
    }

    /// The same where the frame is an event of the same thing.
    fn close_kin(&mut self, out: &mut dyn FnMut(&[u8])) {
        if self
            .channels
            .iter()
            .all(|known| known.site.is_empty() || known.voice.held() == 0)
        {
            return;
        }
        let (data, event) = (self.frame.data(), self.frame.event());
        let text = |bytes| core::str::from_utf8(bytes).unwrap_or_default();
        let sites = Sites::of(text(data), text(event));
        for at in 0..self.channels.len() {
            if is_of_kin(&self.channels[at].site, sites.event()) {
                self.close_mask(at, out);
            }
        }
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
        if (self.doubtful || self.foreign) && self.pieces.is_empty() {
            self.close_kin(out);
            self.mask_frame();
        } else if self.purpose == Purpose::Mask && self.writer.framing() != Framing::Raw {
            self.mask_rest(false);
        }
        if self.last || self.frame.data().trim_ascii() == END {
            self.close_sites(out);
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
        pieces.sort();
        writer.write(frame, pieces.edits(masked), out);
        self.keep_templates();
        let held = self.measured.as_ref().map_or(0, |_| self.held());
        if let Some(measured) = &mut self.measured {
            (0..self.deltas).for_each(|_| measured.record(held));
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
    }

    /// Masks what is held back, undecided.
    pub(super) fn release_held(&mut self, out: &mut dyn FnMut(&[u8])) {
        self.pieces.clear();
        self.masked.clear();
        for at in 0..self.channels.len() {
            self.flush(at, Voice::give_up, out);
        }
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
        if !tail.is_empty() && !self.pieces.append(at, &tail) {
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

    fn write_template(&mut self, at: usize, tail: Range<usize>, out: &mut dyn FnMut(&[u8])) {
        let Self {
            writer,
            channels,
            masked,
            ..
        } = self;
        let Rewritten {
            template: Some(template),
            places,
            ..
        } = &channels[at]
        else {
            return;
        };
        let text = Fill::Text([&masked[tail], ""]);
        let edits = places.iter().map(|(place, copied)| Edit {
            place,
            fill: match copied {
                Copied::Text => text,
                Copied::Empty => Fill::Empty,
                Copied::Null => Fill::Null,
            },
        });
        writer.write(template, edits, out);
    }

    fn keep_templates(&mut self) {
        self.speaking.clear();
        let mut unused = None;
        for at in self.closing.iter().copied().chain(self.pieces.speakers()) {
            let channel = &mut self.channels[at];
            let template = channel.template.take();
            unused = template
                .filter(|kept| Arc::strong_count(kept) == 1)
                .or(unused);
            channel.places.clear();
            // Nothing is held back of a channel that is at its end, nor of a place but what its last frame left.
            let is_empty = !channel.site.is_empty() && channel.voice.held() == 0;
            if !is_empty && !self.closing.contains(&at) {
                channel.places.extend(self.pieces.copies(at));
                self.speaking.push(at);
            }
        }
        self.share_template(unused);
    }

    /// Gives the channels that speak a copy of the frame; `unused` has buffers for it.
    fn share_template(&mut self, unused: Option<Arc<Kept>>) {
        let Some((&last, others)) = self.speaking.split_last() else {
            return;
        };
        let pool = self.engine.pool();
        let mut template = unused.unwrap_or_else(|| Arc::new(Kept::new(pool)));
        if let Some(kept) = Arc::get_mut(&mut template)
            && let Err(exhausted) = kept.copy(&self.frame)
        {
            self.failure.get_or_insert(exhausted);
        }
        for &at in others {
            self.channels[at].template = Some(Arc::clone(&template));
        }
        self.channels[last].template = Some(template);
    }

    fn channel(&mut self, channel: Channel) -> usize {
        let is = |known: &Rewritten| known.voice.channel() == Some(channel);
        if self.channels.get(self.latest).is_some_and(is) {
            return self.latest;
        }
        let known = self.channels.iter().position(is);
        self.latest = known.unwrap_or_else(|| {
            let voice = Voice::new(self.purpose, channel, self.engine.pool());
            self.channels.push(Rewritten::new(voice));
            self.channels.len() - 1
        });
        self.latest
    }

    fn note(&mut self, outcome: Result<(), Exhausted>) {
        if let Err(exhausted) = outcome {
            self.failure.get_or_insert(exhausted);
        }
    }
}
