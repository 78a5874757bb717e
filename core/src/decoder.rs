//! Bytes to deltas: framing and wire together, with `auto`.

use alloc::boxed::Box;

use crate::buffer::{BufferPool, Exhausted};
use crate::frame::{Framer, Item, Payload};
use crate::wire::{Auto, Decode, Deltas, Found, Head, Scratch, Verdict, alike};
use crate::{Delta, Diagnostic, Ending, Error, Frame, Framing, Limits, Unknown, Wire};

/// What a decoder tells, in this order for each frame: `Frame`, then what it says, then `Done`.
#[derive(Debug)]
pub enum Heard<'a> {
    /// With [`Wire::Auto`]: what the stream was taken for. Comes before all else, and not at all
    /// for a stream without a frame.
    Wire(Found),
    /// With a named wire: its first bytes are framed so, in place of the wire's own way. Comes before
    /// all else.
    Framing(Framing),
    /// A whole frame, before it is read.
    Frame(&'a Frame<'a>),
    /// Something that the frame says.
    Delta(Delta<'a>),
    /// The wire does not know the frame's event, or nothing told the wire at all, so that what the frame
    /// holds was passed over. Comes before its `Done`.
    Unknown,
    /// The frame was read.
    Done,
    /// Something malformed that the stream goes on behind. One about a frame's data comes between
    /// the frame's `Frame` and `Done`; one about a frame that was dropped stands alone.
    Diagnostic(Diagnostic),
}

/// What hears a decoder.
pub(crate) type Out<'o> = &'o mut dyn FnMut(Heard<'_>);

/// Reads one stream.
pub struct Decoder {
    limits: Limits,
    pool: BufferPool,
    /// What of the first bytes the framer has not taken.
    head: Head,
    /// `None` until they tell the framing.
    framer: Option<Framer>,
    frames: Frames,
    /// Bytes that came as whole messages.
    messages: u64,
    finished: bool,
}

/// Reads frames.
struct Frames {
    limits: Limits,
    /// How the stream is framed; until its first bytes have told, the named wire's own way.
    framing: Option<Framing>,
    wire: Option<Box<dyn Decode>>,
    /// Whether the wire was found out with the last frame.
    decided: bool,
    /// Whether nothing told it.
    guessed: bool,
    auto: Auto,
    scratch: Scratch,
}

impl Decoder {
    /// One for a stream. A wire of JSON is read as server-sent events, lines or an array, whichever
    /// the first bytes show; where they show none of these, in its own framing.
    pub fn new(wire: Wire, limits: &Limits, pool: &BufferPool) -> Self {
        let mut decoder = Self::of(wire.decoder(limits), limits, pool);
        if let Some(own) = wire.framing().filter(|own| !own.is_of_json()) {
            decoder.frame_as(own);
        }
        decoder
    }

    /// One for a stream on a wire of your own, in the framing that it tells; also for a named one
    /// ([`Wire::decoder`]) that is to be read in no other framing than its own.
    pub fn with(wire: Box<dyn Decode>, limits: &Limits, pool: &BufferPool) -> Self {
        let own = wire.framing();
        let mut decoder = Self::of(Some(wire), limits, pool);
        decoder.frame_as(own);
        decoder
    }

    fn of(wire: Option<Box<dyn Decode>>, limits: &Limits, pool: &BufferPool) -> Self {
        Self {
            limits: limits.clone(),
            pool: pool.clone(),
            head: Head::default(),
            framer: None,
            frames: Frames {
                limits: limits.clone(),
                framing: wire.as_ref().map(|wire| wire.framing()),
                wire,
                decided: false,
                guessed: false,
                auto: Auto::default(),
                scratch: Scratch::default(),
            },
            messages: 0,
            finished: false,
        }
    }

    /// Whether `auto` found nothing that told the wire, so that it was guessed.
    pub fn is_guess(&self) -> bool {
        self.frames.guessed
    }

    /// What the wire did not know so far.
    pub fn unknown(&self) -> Unknown {
        self.frames.scratch.unknown()
    }

    /// The model that answers, in the provider's own word, as soon as the wire has told it; `None`
    /// where it tells none, or one of more than 128 bytes.
    pub fn model(&self) -> Option<&str> {
        self.frames.scratch.model()
    }

    /// How the stream would end if no bytes followed.
    pub fn so_far(&self) -> Ending {
        let wire = self.frames.wire.as_ref();
        wire.map_or(Ending::Cut, |wire| wire.ending())
    }

    /// The last event id of a stream of server-sent events; see [`Framer::last_event_id`].
    pub fn last_event_id(&self) -> &str {
        self.framer.as_ref().map_or("", Framer::last_event_id)
    }

    /// The reconnection time that a stream of server-sent events has told, in milliseconds; see
    /// [`Framer::retry`].
    pub fn retry(&self) -> Option<u64> {
        self.framer.as_ref().and_then(Framer::retry)
    }

    /// The bytes that follow come from another connection; see [`Framer::reconnect`].
    pub fn reconnect(&mut self) {
        self.head = Head::default();
        if let Some(framer) = &mut self.framer {
            framer.reconnect();
        }
    }

    /// What stands behind the last frame, for who writes the stream again.
    pub(crate) fn tail(&self) -> &[u8] {
        self.framer.as_ref().map_or(&[], Framer::tail)
    }

    /// Reads the next bytes of the stream, split anywhere.
    ///
    /// # Errors
    ///
    /// [`Error::PoolExhausted`] when no buffer is free; the rest of the chunk can be handed over
    /// again. [`Error::Finished`] after [`finish`](Self::finish).
    pub fn write(&mut self, bytes: &[u8], out: Out<'_>) -> Result<(), Error> {
        if self.finished {
            return Err(Error::Finished);
        }
        let mut input = bytes;
        if self.framer.is_none() {
            match self.head.take(&mut input) {
                Some(found) => self.begin(found, out),
                None => return Ok(()),
            }
        }
        let pushed = self
            .push_head(out)
            .and_then(|()| self.push(&mut input, out));
        pushed.map_err(|exhausted| refusal(exhausted, bytes.len() - input.len()))
    }

    /// Reads a message that is a frame as it stands, on a transport that keeps messages apart (a
    /// WebSocket). A message without text or value in it is passed over.
    ///
    /// # Errors
    ///
    /// [`Error::Finished`] after [`finish`](Self::finish).
    pub fn message(&mut self, payload: Payload<'_>, out: Out<'_>) -> Result<(), Error> {
        if self.finished {
            return Err(Error::Finished);
        }
        if self.frames.wire.is_none() {
            self.frames.framing = alike(payload.bytes()).or(self.frames.framing);
        }
        self.whole("message", payload, "", out);
        Ok(())
    }

    /// Reads a server-sent event that another decoder has taken out of its stream.
    ///
    /// # Errors
    ///
    /// [`Error::Finished`] after [`finish`](Self::finish).
    pub fn event(&mut self, event: &str, data: &str, id: &str, out: Out<'_>) -> Result<(), Error> {
        if self.finished {
            return Err(Error::Finished);
        }
        if self.frames.wire.is_none() {
            self.frames.framing = Some(Framing::Sse);
        }
        self.whole(event, Payload::Text(data), id, out);
        Ok(())
    }

    /// Reads a frame that is whole; its offset counts the payloads before it.
    #[inline]
    fn whole(&mut self, event: &str, payload: Payload<'_>, id: &str, out: Out<'_>) {
        let frame = Frame {
            event,
            payload,
            id,
            envelope: &[],
            offset: self.messages,
        };
        self.messages += payload.bytes().len() as u64;
        self.frames.take(&Item::Frame(frame), out);
    }

    /// Tells that no bytes follow, and how the stream ended. A stream that `auto` was to name and
    /// that held no frame ends as [`Ending::Cut`].
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn finish(&mut self, out: Out<'_>) -> Result<Ending, Error> {
        if self.finished {
            return Err(Error::Finished);
        }
        if self.framer.is_none() && !self.head.bytes().is_empty() {
            self.begin(self.head.guess(), out);
        }
        self.push_head(out)
            .map_err(|exhausted| refusal(exhausted, 0))?;
        self.finished = true;
        if let Some(framer) = &mut self.framer {
            while let Some(item) = framer.finish() {
                self.frames.take(&item, out);
            }
        }
        Ok(self.frames.finish(out))
    }

    /// Reads on in the framing that the first bytes show, or in the named wire's own where the wire
    /// does not come so.
    fn begin(&mut self, found: Framing, out: Out<'_>) {
        let framing = match self.frames.framing {
            Some(own) if !found.is_of_json() => own,
            Some(_) if self.head.ends_line_in_object() => Framing::JsonArray,
            _ => found,
        };
        if self.frames.framing.is_some_and(|own| own != framing) {
            out(Heard::Framing(framing));
        }
        self.frame_as(framing);
    }

    fn frame_as(&mut self, framing: Framing) {
        let mut framer = Framer::new(framing, self.limits.frame_bytes, &self.pool);
        framer.set_bare_objects(self.frames.bare_objects());
        self.frames.framing = Some(framing);
        self.framer = Some(framer);
    }

    /// Pushes what was kept of the first bytes.
    fn push_head(&mut self, out: Out<'_>) -> Result<(), Exhausted> {
        if self.head.bytes().is_empty() {
            return Ok(());
        }
        let head = self.head;
        let mut input = head.bytes();
        let pushed = self.push(&mut input, out);
        self.head.drop_front(head.bytes().len() - input.len());
        pushed
    }

    fn push(&mut self, input: &mut &[u8], out: Out<'_>) -> Result<(), Exhausted> {
        if let Some(framer) = &mut self.framer {
            while let Some(item) = framer.next(input)? {
                self.frames.take(&item, out);
                if core::mem::take(&mut self.frames.decided) {
                    framer.set_bare_objects(self.frames.bare_objects());
                }
            }
        }
        Ok(())
    }
}

fn refusal(exhausted: Exhausted, consumed: usize) -> Error {
    Error::PoolExhausted {
        what: exhausted.what,
        capacity: exhausted.capacity,
        consumed,
    }
}

impl Frames {
    #[inline]
    fn take(&mut self, item: &Item<'_>, out: Out<'_>) {
        if self.wire.is_some() || self.find_out(item, out) {
            self.read(item, out);
        }
    }

    /// Whether the wire is known now; the item was kept where not.
    fn find_out(&mut self, item: &Item<'_>, out: Out<'_>) -> bool {
        match self.auto.judge(self.framing, item) {
            Verdict::Is(wire) => self.decide(wire, None, out),
            Verdict::Guess(wire, diagnostic) => self.decide(wire, Some(diagnostic), out),
            Verdict::Later => return false,
        }
        true
    }

    fn decide(&mut self, wire: Wire, doubt: Option<Diagnostic>, out: Out<'_>) {
        self.wire = wire.decoder(&self.limits);
        self.decided = true;
        out(Heard::Wire(Found::new(wire, self.framing)));
        if let Some(doubt) = doubt {
            self.guessed = true;
            out(Heard::Diagnostic(doubt));
        }
        self.release(out);
    }

    /// Reads what was kept.
    fn release(&mut self, out: Out<'_>) {
        for held in self.auto.release() {
            self.read(&held.item(), out);
        }
    }

    fn bare_objects(&self) -> bool {
        self.wire.as_ref().is_some_and(|wire| wire.bare_objects())
    }

    fn read(&mut self, item: &Item<'_>, out: Out<'_>) {
        match item {
            Item::Diagnostic(diagnostic) => out(Heard::Diagnostic(diagnostic.clone())),
            Item::Frame(frame) => {
                out(Heard::Frame(frame));
                self.decode(frame, out);
                if self.scratch.take_foreign() || self.guessed {
                    out(Heard::Unknown);
                }
                out(Heard::Done);
            }
        }
    }

    fn decode(&mut self, frame: &Frame<'_>, out: Out<'_>) {
        let Some(wire) = &mut self.wire else {
            return;
        };
        let mut say = |said: crate::wire::Said<'_>| match said {
            Ok(delta) => out(Heard::Delta(delta)),
            Err(diagnostic) => out(Heard::Diagnostic(diagnostic)),
        };
        let mut deltas = Deltas::new(&mut self.scratch, frame.offset, &mut say);
        let read = wire.decode(frame, &mut deltas);
        self.scratch.settle();
        if let Err(fault) = read {
            out(Heard::Diagnostic(
                fault.diagnostic(frame.offset, frame.payload.bytes()),
            ));
        }
    }

    fn finish(&mut self, out: Out<'_>) -> Ending {
        if self.wire.is_none()
            && self.auto.holds_frames()
            && let Verdict::Guess(wire, doubt) = self.auto.guess(self.framing)
        {
            self.decide(wire, Some(doubt), out);
        }
        self.release(out);
        self.wire.as_ref().map_or(Ending::Cut, |wire| wire.ending())
    }
}
