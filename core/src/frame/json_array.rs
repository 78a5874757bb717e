//! One JSON array that streams: a frame is an element of it.
//!
//! An element ends with the bracket or quote that closes it, so that it is given as soon as it is
//! whole, however the array is split and indented; one that is no object, array or string ends with
//! the comma or bracket behind it. Whether an element is sound JSON is not looked at, but one whose
//! brackets do not close takes what follows with it. A value in place of the array, as APIs send an
//! error, is an element too. A leading byte order mark is taken off, and an element that is no UTF-8
//! is binary. What stands between the elements is each frame's `envelope`.

use alloc::borrow::Cow;
use core::str::from_utf8;

use super::between::Between;
use super::bom::{Bom, Lead};
use super::nesting::Nesting;
use super::{Frame, Item, Payload, recycle, too_large};
use crate::buffer::{BufferPool, Carry, Exhausted};
use crate::{Code, Diagnostic};

#[derive(Debug)]
pub(super) struct JsonArray {
    limit: usize,
    /// The stream's byte at the front of the input.
    position: u64,
    /// The stream's byte that the element began at.
    start: u64,
    /// What came of an element that is not whole yet.
    element: Carry,
    between: Between,
    /// Whether the bracket that opens the array has come.
    opened: bool,
    state: State,
    lead: Option<Bom>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Behind an element that was given, which the next call clears.
    Given,
    Between,
    /// In an element that brackets or quotes close.
    Within(Nesting),
    /// In any other one.
    Bare,
    /// The same, of elements that were dropped.
    DroppedWithin(Nesting),
    DroppedBare,
}

enum Found<'i> {
    /// An element in the chunk.
    Whole(&'i [u8]),
    /// An element in the carry.
    Kept,
    TooLarge,
    Unfinished,
    Nothing,
}

impl JsonArray {
    pub(super) fn new(limit: usize, pool: &BufferPool) -> Self {
        Self {
            limit,
            position: 0,
            start: 0,
            element: Carry::new(pool),
            between: Between::default(),
            opened: false,
            state: State::Between,
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

    /// An element that nothing ended is told; only a bare one is given.
    pub(super) fn finish(&mut self) -> Option<Item<'_>> {
        self.clear_given();
        let broken = self.lead.take().is_some_and(|lead| !lead.rest().is_empty());
        let last = core::mem::replace(&mut self.state, State::Between);
        let found = match last {
            State::Within(_) => Found::Unfinished,
            State::Bare => {
                self.state = State::Given;
                Found::Kept
            }
            _ if broken => Found::Unfinished,
            _ => Found::Nothing,
        };
        if !matches!(found, Found::Kept) {
            self.element.release();
        }
        self.item(&found)
    }

    /// What stands behind the last element.
    pub(super) fn tail(&self) -> &[u8] {
        self.between.as_slice()
    }

    fn find<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        self.clear_given();
        self.skip_mark(input)?;
        while !input.is_empty() {
            let found = match self.state {
                State::Given | State::Between => self.begin(input)?,
                State::Within(nesting) => self.within(nesting, input)?,
                State::Bare => self.bare(input)?,
                State::DroppedWithin(nesting) => self.drop_within(nesting, input),
                State::DroppedBare => self.drop_bare(input),
            };
            if !matches!(found, Found::Nothing) {
                return Ok(found);
            }
        }
        if self.element.is_empty() {
            self.element.release();
        }
        Ok(Found::Nothing)
    }

    /// Takes what stands between elements, and the next one where it lies whole in the chunk.
    fn begin<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        let first = input[0];
        if self.separates(first) {
            self.between.push(first);
            self.advance(input, 1);
            return Ok(Found::Nothing);
        }
        self.start = self.position;
        if !Nesting::encloses(first) {
            self.state = State::Bare;
            return Ok(Found::Nothing);
        }
        let mut nesting = Nesting::default();
        let Some(end) = nesting.read(input) else {
            return self.keep_within(nesting, input);
        };
        let element = &input[..end];
        self.advance(input, end);
        self.state = State::Given;
        Ok(self.fits(element.len(), Found::Whole(element)))
    }

    fn separates(&mut self, byte: u8) -> bool {
        match byte {
            b'[' if !self.opened => {
                self.opened = true;
                true
            }
            b']' => {
                self.opened = false;
                true
            }
            _ => byte == b',' || is_blank(byte),
        }
    }

    fn within<'i>(
        &mut self,
        mut nesting: Nesting,
        input: &mut &'i [u8],
    ) -> Result<Found<'i>, Exhausted> {
        let Some(end) = nesting.read(input) else {
            return self.keep_within(nesting, input);
        };
        if self.element.len() + end > self.limit {
            self.advance(input, end);
            return Ok(self.dropped(State::Between));
        }
        self.element.push(&input[..end])?;
        self.advance(input, end);
        self.state = State::Given;
        Ok(Found::Kept)
    }

    /// Keeps all of the chunk, which the element does not end in.
    fn keep_within<'i>(
        &mut self,
        nesting: Nesting,
        input: &mut &'i [u8],
    ) -> Result<Found<'i>, Exhausted> {
        if self.element.len() + input.len() > self.limit {
            self.advance(input, input.len());
            return Ok(self.dropped(State::DroppedWithin(nesting)));
        }
        self.element.push(input)?;
        self.advance(input, input.len());
        self.state = State::Within(nesting);
        Ok(Found::Nothing)
    }

    fn bare<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        let (len, ended) = bare_len(input);
        if self.element.len() + len > self.limit {
            self.advance(input, len);
            let next = if ended {
                State::Between
            } else {
                State::DroppedBare
            };
            return Ok(self.dropped(next));
        }
        self.element.push(&input[..len])?;
        self.advance(input, len);
        if !ended {
            return Ok(Found::Nothing);
        }
        self.state = State::Given;
        Ok(Found::Kept)
    }

    fn drop_within<'i>(&mut self, mut nesting: Nesting, input: &mut &'i [u8]) -> Found<'i> {
        let end = nesting.read(input);
        self.state = end.map_or(State::DroppedWithin(nesting), |_| State::Between);
        self.advance(input, end.unwrap_or(input.len()));
        Found::Nothing
    }

    fn drop_bare<'i>(&mut self, input: &mut &'i [u8]) -> Found<'i> {
        let (len, ended) = bare_len(input);
        if ended {
            self.state = State::Between;
        }
        self.advance(input, len);
        Found::Nothing
    }

    fn fits<'i>(&mut self, len: usize, found: Found<'i>) -> Found<'i> {
        if len > self.limit {
            return self.dropped(State::Between);
        }
        found
    }

    /// The element is dropped. What stood before it stands before the next one then.
    fn dropped<'i>(&mut self, next: State) -> Found<'i> {
        self.element.release();
        self.between.seal();
        self.state = next;
        Found::TooLarge
    }

    fn skip_mark(&mut self, input: &mut &[u8]) -> Result<(), Exhausted> {
        let Some(mut bom) = self.lead else {
            return Ok(());
        };
        let (taken, lead) = bom.read(input);
        if let Lead::Broken(bytes) = lead {
            self.element.push(bytes)?;
            self.state = State::Bare;
        }
        self.lead = (lead == Lead::Open).then_some(bom);
        self.advance(input, taken);
        Ok(())
    }

    fn advance(&mut self, input: &mut &[u8], len: usize) {
        *input = &input[len..];
        self.position += len as u64;
    }

    fn clear_given(&mut self) {
        if self.state == State::Given {
            self.state = State::Between;
            self.between = Between::default();
            recycle(&mut self.element);
        }
    }

    fn item<'s, 'i: 's>(&'s self, found: &Found<'i>) -> Option<Item<'s>> {
        let element = match *found {
            Found::Whole(element) => element,
            Found::Kept => self.element.as_slice().trim_ascii_end(),
            Found::TooLarge => return Some(Item::Diagnostic(too_large(self.start, self.limit))),
            Found::Unfinished => return Some(Item::Diagnostic(self.unfinished())),
            Found::Nothing => return None,
        };
        Some(Item::Frame(Frame {
            event: "message",
            payload: from_utf8(element).map_or(Payload::Binary(element), Payload::Text),
            id: "",
            envelope: self.between.as_slice(),
            offset: self.start,
        }))
    }

    fn unfinished(&self) -> Diagnostic {
        Diagnostic {
            code: Code::UnfinishedFrame,
            offset: self.start,
            message: Cow::Borrowed(
                "expected the end of the last element; the stream ended within it",
            ),
        }
    }
}

/// How far an element goes that neither brackets nor quotes close, and whether it ends there.
fn bare_len(input: &[u8]) -> (usize, bool) {
    let end = input.iter().position(|byte| matches!(byte, b',' | b']'));
    (end.unwrap_or(input.len()), end.is_some())
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
