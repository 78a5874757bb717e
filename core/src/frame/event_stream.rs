//! AWS event streams (`application/vnd.amazon.eventstream`): a frame is a message.
//!
//! A message is a prelude (its length and that of its headers, four bytes each, and their CRC-32),
//! the headers, the payload, and a CRC-32 over all of it. The frame's data is the payload, its event
//! the header that names it, its `envelope` the headers as they stand.
//!
//! Where the prelude is sound and the rest is not, the message is dropped and the next one read
//! behind it. Where the prelude's checksum or lengths are wrong, they cannot be trusted: the bytes
//! from there on are searched for the next sound prelude, and what lies before it is dropped with
//! one diagnostic.

mod crc;
mod headers;
mod prelude;

pub use headers::{Header, Headers, Value};
pub(crate) use prelude::Prelude;
use prelude::Wrong;
pub(crate) use prelude::write;

use alloc::borrow::Cow;
use core::str::from_utf8;

use super::{Frame, Item, Payload, recycle, too_large};
use crate::buffer::{BufferPool, Carry, Exhausted};
use crate::{Code, Diagnostic};

#[derive(Debug)]
pub(super) struct EventStream {
    limit: usize,
    /// The stream's byte at the front of the input.
    position: u64,
    /// The stream's byte that the message began at.
    start: u64,
    /// What came of a message that is not whole yet.
    message: Carry,
    /// The last bytes, while a prelude is searched for.
    window: Window,
    state: State,
}

/// As many bytes as a prelude has.
#[derive(Clone, Copy, Debug, Default)]
struct Window([u8; Prelude::LEN]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In a message, or before one.
    Reading,
    /// The message in the carry was given; the next call clears it.
    Given,
    /// Behind a prelude that was wrong.
    Searching,
    /// In a message that was dropped: so many bytes of it follow.
    Dropped(usize),
}

enum Found<'i> {
    /// A message in the chunk.
    Whole(&'i [u8], Prelude),
    /// A message in the carry.
    Kept(Prelude),
    Told(Diagnostic),
    Nothing,
}

/// What the first bytes of a message tell.
enum Front {
    /// More of them must tell.
    Open,
    Sound(Prelude),
    /// The message is larger than the limit.
    TooLarge(Prelude),
    Wrong(Wrong),
}

impl Window {
    /// Takes the front of `bytes`.
    fn fill(&mut self, bytes: &[u8]) {
        if let Some(front) = bytes.first_chunk() {
            self.0 = *front;
        }
    }

    /// One byte on.
    fn with(mut self, byte: u8) -> Self {
        self.0.rotate_left(1);
        self.0[Prelude::LEN - 1] = byte;
        self
    }
}

impl EventStream {
    pub(super) fn new(limit: usize, pool: &BufferPool) -> Self {
        Self {
            limit,
            position: 0,
            start: 0,
            message: Carry::new(pool),
            window: Window::default(),
            state: State::Reading,
        }
    }

    pub(super) fn next<'s, 'i: 's>(
        &'s mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Item<'s>>, Exhausted> {
        let found = self.find(input)?;
        Ok(self.item(found))
    }

    /// A message that the stream ends within is told.
    pub(super) fn finish(&mut self) -> Option<Item<'_>> {
        self.clear_given();
        let unfinished = match self.state {
            State::Reading => !self.message.is_empty(),
            _ => false,
        };
        self.message.release();
        unfinished.then(|| Item::Diagnostic(self.unfinished()))
    }

    fn find<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        self.clear_given();
        while !input.is_empty() {
            let found = match self.state {
                State::Dropped(rest) => self.skip(rest, input),
                State::Searching => self.search(input)?,
                _ if self.message.is_empty() => self.begin(input)?,
                _ => self.go_on(input)?,
            };
            if !matches!(found, Found::Nothing) {
                return Ok(found);
            }
        }
        if self.message.is_empty() {
            self.message.release();
        }
        Ok(Found::Nothing)
    }

    /// A message begins with the chunk.
    fn begin<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        self.start = self.position;
        match self.front(input) {
            Front::Sound(prelude) if prelude.total <= input.len() => {
                let message = &input[..prelude.total];
                self.advance(input, prelude.total);
                let wrong = prelude.check(message).err();
                Ok(wrong.map_or(Found::Whole(message, prelude), |wrong| {
                    Found::Told(wrong.diagnostic(self.start))
                }))
            }
            Front::TooLarge(prelude) => Ok(self.drop_message(prelude)),
            Front::Wrong(wrong) => {
                self.window.fill(input);
                self.advance(input, Prelude::LEN);
                Ok(self.lose(wrong))
            }
            Front::Open | Front::Sound(_) => self.keep(input.len(), input),
        }
    }

    /// A message goes on that the carry holds the beginning of.
    fn go_on<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        let held = self.message.len();
        if held < Prelude::LEN {
            let more = input.len().min(Prelude::LEN - held);
            self.keep(more, input)?;
        }
        match self.front(self.message.as_slice()) {
            Front::Open => Ok(Found::Nothing),
            Front::Wrong(wrong) => {
                self.window.fill(self.message.as_slice());
                Ok(self.lose(wrong))
            }
            Front::TooLarge(prelude) => Ok(self.drop_message(prelude)),
            Front::Sound(prelude) => {
                let rest = prelude.total - self.message.len();
                self.keep(rest.min(input.len()), input)?;
                Ok(self.kept(prelude))
            }
        }
    }

    /// The message in the carry, where it is whole.
    fn kept<'i>(&mut self, prelude: Prelude) -> Found<'i> {
        if self.message.len() < prelude.total {
            return Found::Nothing;
        }
        self.state = State::Given;
        match prelude.check(self.message.as_slice()) {
            Ok(()) => Found::Kept(prelude),
            Err(wrong) => Found::Told(wrong.diagnostic(self.start)),
        }
    }

    fn front(&self, bytes: &[u8]) -> Front {
        let Some(prelude) = bytes.first_chunk() else {
            return Front::Open;
        };
        match Prelude::read(prelude) {
            Err(wrong) => Front::Wrong(wrong),
            Ok(prelude) if prelude.total > self.limit => Front::TooLarge(prelude),
            Ok(prelude) => Front::Sound(prelude),
        }
    }

    fn keep<'i>(&mut self, len: usize, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        self.message.push(&input[..len])?;
        self.advance(input, len);
        Ok(Found::Nothing)
    }

    fn drop_message<'i>(&mut self, prelude: Prelude) -> Found<'i> {
        self.state = State::Dropped(prelude.total - self.message.len());
        self.message.release();
        Found::Told(too_large(self.start, self.limit))
    }

    fn skip<'i>(&mut self, rest: usize, input: &mut &'i [u8]) -> Found<'i> {
        let len = rest.min(input.len());
        self.advance(input, len);
        self.state = match rest - len {
            0 => State::Reading,
            rest => State::Dropped(rest),
        };
        Found::Nothing
    }

    fn lose<'i>(&mut self, wrong: Wrong) -> Found<'i> {
        self.state = State::Searching;
        self.message.release();
        Found::Told(wrong.diagnostic(self.start))
    }

    /// Takes a byte behind a prelude that was wrong: a sound one may end with it.
    fn search<'i>(&mut self, input: &mut &'i [u8]) -> Result<Found<'i>, Exhausted> {
        let window = self.window.with(input[0]);
        if let Front::Sound(_) = self.front(&window.0) {
            self.message.push(&window.0)?;
            self.start = self.position + 1 - Prelude::LEN as u64;
            self.state = State::Reading;
        }
        self.window = window;
        self.advance(input, 1);
        Ok(Found::Nothing)
    }

    fn unfinished(&self) -> Diagnostic {
        Diagnostic {
            code: Code::UnfinishedFrame,
            offset: self.start,
            message: Cow::Borrowed(
                "expected the end of the last message; the stream ended within it",
            ),
        }
    }

    fn advance(&mut self, input: &mut &[u8], len: usize) {
        *input = &input[len..];
        self.position += len as u64;
    }

    fn clear_given(&mut self) {
        if self.state == State::Given {
            self.state = State::Reading;
            recycle(&mut self.message);
        }
    }

    fn item<'s, 'i: 's>(&'s self, found: Found<'i>) -> Option<Item<'s>> {
        let (message, prelude) = match found {
            Found::Whole(message, prelude) => (message, prelude),
            Found::Kept(prelude) => (self.message.as_slice(), prelude),
            Found::Told(diagnostic) => return Some(Item::Diagnostic(diagnostic)),
            Found::Nothing => return None,
        };
        let (headers, payload) = prelude.parts(message);
        Some(Item::Frame(Frame {
            event: Headers::new(headers).event().unwrap_or("message"),
            payload: from_utf8(payload).map_or(Payload::Binary(payload), Payload::Text),
            id: "",
            envelope: headers,
            offset: self.start,
        }))
    }
}
