//! Lines: one JSON value each.
//!
//! A line ends with LF or CRLF; the last one may end with the stream. Any other CR is content, as
//! the white space between tokens that it is in JSON. Lines with nothing but JSON's white space are
//! passed over. A leading byte order mark is taken off, and a line that is no UTF-8 is binary.

use core::str::from_utf8;

use memchr::memchr;

use super::bom::{Bom, Lead};
use super::{Frame, Item, Payload, recycle, too_large};
use crate::buffer::{BufferPool, Carry, Exhausted};

#[derive(Debug)]
pub(super) struct Ndjson {
    limit: usize,
    /// The stream's byte at the front of the input.
    position: u64,
    /// The stream's byte that the line began at.
    start: u64,
    /// What came of a line that is not whole yet, but for a last CR, which may belong to its end.
    line: Carry,
    held_cr: bool,
    state: State,
    lead: Option<Bom>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At a line's first byte.
    Fresh,
    Within,
    /// Within a line that was dropped.
    Dropped,
    /// The frame in `line` was given; the next call clears it.
    Given,
}

enum Found<'i> {
    /// A line in the chunk.
    Whole(&'i [u8]),
    /// A line in the carry.
    Kept,
    TooLarge,
    Nothing,
}

impl Ndjson {
    pub(super) fn new(limit: usize, pool: &BufferPool) -> Self {
        Self {
            limit,
            position: 0,
            start: 0,
            line: Carry::new(pool),
            held_cr: false,
            state: State::Fresh,
            lead: Some(Bom::default()),
        }
    }

    pub(super) fn next<'s, 'i: 's>(
        &'s mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Item<'s>>, Exhausted> {
        let found = self.find(input)?;
        Ok(self.item(&found))
    }

    pub(super) fn finish(&mut self) -> Option<Item<'_>> {
        self.clear_given();
        if let Some(lead) = self.lead.take()
            && !lead.rest().is_empty()
        {
            return self.item(&Found::Whole(lead.rest()));
        }
        let last = core::mem::replace(&mut self.state, State::Given);
        let found = match last {
            State::Within if !is_blank(self.line.as_slice()) => Found::Kept,
            _ => Found::Nothing,
        };
        self.item(&found)
    }

    fn find<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        self.clear_given();
        if let Found::TooLarge = self.skip_mark(input)? {
            return Ok(Found::TooLarge);
        }
        while !input.is_empty() {
            match self.step(input)? {
                Found::Nothing => {}
                found => return Ok(found),
            }
        }
        if self.line.is_empty() {
            self.line.release();
        }
        Ok(Found::Nothing)
    }

    /// Reads to the end of the line or of the chunk.
    fn step<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        if self.state == State::Fresh {
            self.start = self.position;
        }
        let end = memchr(b'\n', input);
        let piece = &input[..end.unwrap_or(input.len())];
        let found = match (self.state, end) {
            (State::Dropped, _) => Found::Nothing,
            (State::Fresh, Some(_)) => self.whole(piece),
            _ => self.extend(piece)?,
        };
        self.advance(input, piece.len() + usize::from(end.is_some()));
        Ok(match end {
            Some(_) => self.end_line(found),
            None => found,
        })
    }

    /// A line that lies whole in the chunk.
    fn whole<'i>(&self, piece: &'i [u8]) -> Found<'i> {
        match piece.strip_suffix(b"\r").unwrap_or(piece) {
            line if line.len() > self.limit => Found::TooLarge,
            line if is_blank(line) => Found::Nothing,
            line => Found::Whole(line),
        }
    }

    /// Keeps a piece of a line.
    fn extend<'i>(&mut self, piece: &[u8]) -> Result<Found<'i>, Exhausted> {
        let body = piece.strip_suffix(b"\r").unwrap_or(piece);
        let held: &[u8] = if self.held_cr && !piece.is_empty() {
            b"\r"
        } else {
            b""
        };
        if self.line.len() + held.len() + body.len() > self.limit {
            self.state = State::Dropped;
            self.line.release();
            return Ok(Found::TooLarge);
        }
        self.line.reserve(held.len() + body.len())?;
        self.line.push(held)?;
        self.line.push(body)?;
        self.held_cr = body.len() < piece.len() || (self.held_cr && piece.is_empty());
        self.state = State::Within;
        Ok(Found::Nothing)
    }

    fn end_line<'i>(&mut self, found: Found<'i>) -> Found<'i> {
        let kept = self.state == State::Within;
        self.state = State::Fresh;
        self.held_cr = false;
        if !kept {
            return found;
        }
        self.state = State::Given;
        if is_blank(self.line.as_slice()) {
            self.clear_given();
            return Found::Nothing;
        }
        Found::Kept
    }

    fn skip_mark<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        let Some(mut bom) = self.lead else {
            return Ok(Found::Nothing);
        };
        let (taken, lead) = bom.read(input);
        let found = match lead {
            Lead::Broken(bytes) => self.extend(bytes)?,
            _ => Found::Nothing,
        };
        self.lead = (lead == Lead::Open).then_some(bom);
        self.advance(input, taken);
        Ok(found)
    }

    fn advance(&mut self, input: &mut &[u8], len: usize) {
        *input = &input[len..];
        self.position += len as u64;
    }

    fn clear_given(&mut self) {
        if self.state == State::Given {
            self.state = State::Fresh;
            recycle(&mut self.line);
        }
    }

    fn item<'s, 'i: 's>(&'s self, found: &Found<'i>) -> Option<Item<'s>> {
        let line = match *found {
            Found::Whole(line) => line,
            Found::Kept => self.line.as_slice(),
            Found::TooLarge => return Some(Item::Diagnostic(too_large(self.start, self.limit))),
            Found::Nothing => return None,
        };
        Some(Item::Frame(Frame {
            event: "message",
            payload: from_utf8(line).map_or(Payload::Binary(line), Payload::Text),
            id: "",
            envelope: &[],
            offset: self.start,
        }))
    }
}

/// Whether there is nothing but JSON's white space.
fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}
