//! Server-sent events, by the grammar of the HTML standard
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>).
//!
//! An event whose lines all lie in the chunk is read in one go and borrowed from it ([`whole`]). Of
//! any other one each piece is read once, as it comes, and what its fields hold is kept
//! ([`event`]). The limit counts what must be kept of an event: its data with the line feeds between
//! lines, its name and its id. Comments and unknown fields do not count.
//!
//! On request, a JSON object in place of an event is a frame too. It ends with its bracket, or with a
//! blank line; the standard would pass over its lines.

mod event;
mod line;
mod object;
mod whole;

use alloc::borrow::Cow;
use core::cell::Cell;

use memchr::memchr2;

use self::event::{Event, Fit};
use self::line::{Field, Line, Name, Step, end_of_name};
use self::whole::{Front, skip_line_end};
use super::bom::{Bom, Lead};
use super::{Frame, Item, Payload, raw, too_large};
use crate::buffer::{BufferPool, Exhausted};
use crate::{Code, Diagnostic};

#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that hold apart from each other"
)]
pub(super) struct Sse {
    limit: usize,
    /// The stream's byte at the front of the input.
    position: u64,
    /// The stream's byte that the event began at.
    start: u64,
    line: Line,
    /// The last byte was a CR that ended a line: an LF that follows belongs to it.
    after_cr: bool,
    event: Event,
    retry: Option<u64>,
    /// Giving a frame may find out that it is no text, hence the cell.
    phase: Cell<Phase>,
    /// Whether the event may hold buffers.
    holds: bool,
    told_invalid: bool,
    /// Whether bare objects are frames.
    bare: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Reading,
    /// The frame is whole and waits for the call after its diagnostic.
    Waiting,
    /// As `Waiting`, and the data is still to be mended.
    Damaged,
    /// The frame was given; the next call clears it.
    Given,
}

/// What a piece of a line brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// An event that lies in the carries.
    Kept,
    TooLarge,
    Invalid,
    Nothing,
}

impl Sse {
    pub(super) fn new(limit: usize, pool: &BufferPool) -> Self {
        Self {
            limit,
            position: 0,
            start: 0,
            line: Line::Lead(Bom::default()),
            after_cr: false,
            event: Event::new(limit, pool),
            retry: None,
            phase: Cell::new(Phase::Reading),
            holds: false,
            told_invalid: false,
            bare: false,
        }
    }

    pub(super) fn set_bare_objects(&mut self, bare: bool) {
        self.bare = bare;
    }

    pub(super) fn retry(&self) -> Option<u64> {
        self.retry
    }

    pub(super) fn last_event_id(&self) -> &str {
        self.event.last_id()
    }

    #[inline]
    pub(super) fn next<'s, 'i: 's>(
        &'s mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Item<'s>>, Exhausted> {
        if self.phase.get() != Phase::Reading && self.resume()? {
            return Ok(self.item(Found::Kept));
        }
        while !input.is_empty() {
            let found = if matches!(self.line, Line::Fresh) && !self.after_cr {
                self.start = self.position;
                match Front::read(input, self.limit) {
                    Front::Whole(whole) => {
                        self.advance(input, whole.len);
                        return Ok(Some(self.frame(whole.event, whole.data)));
                    }
                    Front::Data(piece) => self.begin_data(piece, input)?,
                    Front::Other => self.start(input)?,
                }
            } else if let Line::Value(field) = self.line {
                self.value(field, input)?
            } else {
                self.step(input)?
            };
            if found != Found::Nothing {
                return Ok(self.item(found));
            }
        }
        self.release_unused();
        Ok(None)
    }

    /// An event that no blank line ended is dropped, and told where it had more than comments.
    pub(super) fn finish(&mut self) -> Option<Item<'_>> {
        let resumed = self.resume();
        if resumed == Ok(true) {
            return self.item(Found::Kept);
        }
        self.phase.set(Phase::Reading);
        let unfinished = resumed.is_err() || self.event.is_begun() || self.line.is_split_mark();
        self.line = Line::Fresh;
        self.event.clear();
        self.event.release();
        unfinished.then(|| Item::Diagnostic(self.unfinished()))
    }

    /// Bytes of another connection follow: what of an event is unfinished is forgotten.
    pub(super) fn reconnect(&mut self) {
        while self.finish().is_some() {}
        self.line = Line::Lead(Bom::default());
        self.after_cr = false;
    }

    fn release_unused(&mut self) {
        if matches!(self.line, Line::Fresh) && self.holds {
            self.event.release();
            self.holds = false;
        }
    }

    /// Goes on after an event that lies in the carries: clears what was given. True where it is
    /// still to be given.
    fn resume(&mut self) -> Result<bool, Exhausted> {
        match self.phase.get() {
            Phase::Reading => return Ok(false),
            Phase::Given => {
                self.phase.set(Phase::Reading);
                self.event.clear();
                return Ok(false);
            }
            Phase::Damaged => {
                self.event.mend_data()?;
                self.told_invalid = true;
            }
            Phase::Waiting => {}
        }
        self.phase.set(Phase::Given);
        Ok(true)
    }

    /// The first line of an event is one of data and goes on behind the chunk.
    fn begin_data(&mut self, piece: &[u8], input: &mut &[u8]) -> Result<Found, Exhausted> {
        self.holds = true;
        if let Fit::TooLarge = self.event.begin_data(piece)? {
            return Ok(self.drop_event());
        }
        self.line = Line::Value(Field::Data);
        self.advance(input, input.len());
        Ok(Found::Nothing)
    }

    /// Reads one piece of a line. What it cannot keep it does not take.
    fn step(&mut self, input: &mut &[u8]) -> Result<Found, Exhausted> {
        if core::mem::take(&mut self.after_cr) && input[0] == b'\n' {
            self.advance(input, 1);
            return Ok(Found::Nothing);
        }
        match self.line {
            Line::Lead(bom) => self.lead(bom, input),
            Line::Fresh | Line::Start => return self.start(input),
            Line::Name(name) => return self.name(name, input),
            Line::Value(field) => return self.value(field, input),
            Line::Bare(nesting, fresh) => return self.object(nesting, fresh, input),
            Line::Space(field) => {
                self.advance(input, usize::from(input[0] == b' '));
                self.line = Line::Value(field);
            }
            Line::Skip => self.skip(input),
        }
        Ok(Found::Nothing)
    }

    /// A leading byte order mark. What looks like one and is none makes an unknown field.
    fn lead(&mut self, mut bom: Bom, input: &mut &[u8]) {
        let (taken, lead) = bom.read(input);
        self.advance(input, taken);
        self.line = match lead {
            Lead::Open => Line::Lead(bom),
            Lead::Done => Line::Fresh,
            Lead::Broken(_) => {
                self.event.begin();
                Line::Skip
            }
        };
    }

    /// The first byte of a line.
    fn start(&mut self, input: &mut &[u8]) -> Result<Found, Exhausted> {
        let first = input[0];
        if matches!(first, b'\r' | b'\n') {
            return self.blank(input);
        }
        if matches!(self.line, Line::Fresh) {
            self.start = self.position;
            if self.bare && first == b'{' {
                return self.begin_object();
            }
        }
        let comment = first == b':';
        if !comment {
            self.event.begin();
        }
        self.line = if comment || self.event.is_dropped() {
            Line::Skip
        } else {
            Line::Name(Name::default())
        };
        Ok(Found::Nothing)
    }

    /// A field's name, up to its colon or the end of its line.
    fn name(&mut self, mut name: Name, input: &mut &[u8]) -> Result<Found, Exhausted> {
        let len = end_of_name(&input[..input.len().min(name.room() + 1)]);
        let fits = name.push(&input[..len]);
        let step = match input.get(len) {
            _ if !fits => Step::Line(Line::Skip),
            None => Step::Line(Line::Name(name)),
            Some(b':') => Step::Field(name.field(), 1),
            Some(_) => Step::Field(name.field(), 0),
        };
        match step {
            Step::Line(line) => self.line = line,
            Step::Field(None, _) => self.line = Line::Skip,
            Step::Field(Some(field), colon) => {
                if let Fit::TooLarge = self.event.begin_field(field)? {
                    return Ok(self.drop_event());
                }
                self.advance(input, len + colon);
                self.line = match colon {
                    0 => Line::Value(field),
                    _ => Line::Space(field),
                };
                return Ok(Found::Nothing);
            }
        }
        self.advance(input, len);
        Ok(Found::Nothing)
    }

    /// A field's value, up to the end of its line or of the chunk.
    fn value(&mut self, field: Field, input: &mut &[u8]) -> Result<Found, Exhausted> {
        let end = memchr2(b'\r', b'\n', input);
        if let Some(len) = end
            && field == Field::Data
            && let Some(found) = self.end_data(input, len)?
        {
            return Ok(found);
        }
        let piece = &input[..end.unwrap_or(input.len())];
        self.holds = true;
        match self.event.extend(field, piece)? {
            Fit::Kept => {}
            Fit::Ignored => self.line = Line::Skip,
            Fit::TooLarge => return Ok(self.drop_event()),
        }
        self.advance(input, piece.len());
        if end.is_some() {
            if matches!(self.line, Line::Value(_)) {
                self.end_field(field);
            }
            self.end_line(input);
            if !self.after_cr && input.first() == Some(&b'\n') {
                return self.blank(input);
            }
        }
        Ok(Found::Nothing)
    }

    /// Ends an event that is nothing but data where its blank line follows on the `len` bytes.
    #[inline]
    fn end_data(&mut self, input: &mut &[u8], len: usize) -> Result<Option<Found>, Exhausted> {
        let rest = skip_line_end(&input[len..]).and_then(skip_line_end);
        let plain = !self.told_invalid && self.event.is_plain();
        let Some(rest) = rest.filter(|_| plain) else {
            return Ok(None);
        };
        if let Fit::TooLarge = self.event.end_data(input, len)? {
            return Ok(Some(self.drop_event()));
        }
        self.advance(input, input.len() - rest.len());
        self.line = Line::Fresh;
        self.phase.set(Phase::Given);
        Ok(Some(Found::Kept))
    }

    fn end_field(&mut self, field: Field) {
        if let Some(retry) = self.event.end_field(field) {
            self.retry = Some(retry);
        }
    }

    /// The rest of a line that says nothing.
    fn skip(&mut self, input: &mut &[u8]) {
        match memchr2(b'\r', b'\n', input) {
            Some(end) => {
                self.advance(input, end);
                self.end_line(input);
            }
            None => self.advance(input, input.len()),
        }
    }

    /// Takes the CR or LF at the front; a CR ends the line at once.
    fn end_line(&mut self, input: &mut &[u8]) {
        self.after_cr = input[0] == b'\r';
        self.advance(input, 1);
        self.line = Line::Start;
    }

    /// A blank line ends the event.
    fn blank(&mut self, input: &mut &[u8]) -> Result<Found, Exhausted> {
        let fit = self.event.commit(!self.told_invalid)?;
        self.end_line(input);
        self.line = Line::Fresh;
        self.phase.set(Phase::Given);
        if let Fit::TooLarge = fit {
            return Ok(Found::TooLarge);
        }
        let kept = self.event.has_data();
        if self.event.is_repaired() && !self.told_invalid {
            self.told_invalid = true;
            if kept {
                self.phase.set(Phase::Waiting);
            }
            return Ok(Found::Invalid);
        }
        if kept {
            return Ok(Found::Kept);
        }
        self.phase.set(Phase::Reading);
        self.event.clear();
        Ok(Found::Nothing)
    }

    /// Drops the event; the rest of it is passed over.
    fn drop_event(&mut self) -> Found {
        self.event.drop_rest();
        self.line = Line::Skip;
        Found::TooLarge
    }

    #[inline]
    fn advance(&mut self, input: &mut &[u8], len: usize) {
        *input = &input[len..];
        self.position += len as u64;
    }

    fn unfinished(&self) -> Diagnostic {
        Diagnostic {
            code: Code::UnfinishedFrame,
            offset: self.start,
            message: Cow::Borrowed(
                "expected a blank line after the last event; the stream ended within it",
            ),
        }
    }

    fn item(&self, found: Found) -> Option<Item<'_>> {
        Some(match found {
            Found::Kept => self.kept(),
            Found::TooLarge => Item::Diagnostic(too_large(self.start, self.limit)),
            Found::Invalid => Item::Diagnostic(raw::invalid(self.start)),
            Found::Nothing => return None,
        })
    }

    /// The event in the carries, or what is wrong with it where its data is no UTF-8.
    fn kept(&self) -> Item<'_> {
        match self.event.data() {
            Ok(data) => self.frame(self.event.name(), data),
            Err(true) => {
                self.phase.set(Phase::Damaged);
                Item::Diagnostic(raw::invalid(self.start))
            }
            Err(false) => Item::Diagnostic(too_large(self.start, self.limit)),
        }
    }

    #[inline]
    fn frame<'s, 'i: 's>(&'s self, event: &'i str, data: &'i str) -> Item<'s> {
        Item::Frame(Frame {
            event: if event.is_empty() { "message" } else { event },
            payload: Payload::Text(data),
            id: self.event.last_id(),
            envelope: &[],
            offset: self.start,
        })
    }
}
