//! Text with no framing: a frame is what arrived, cut at a character.
//!
//! Where the frames are cut depends on the chunks by nature; their concatenation does not. It is
//! what a text decoder makes of the bytes: a leading byte order mark is taken off, and what is no
//! UTF-8 is replaced by U+FFFD, which is told once a stream. Nothing is dropped: a larger chunk is
//! cut into frames of at most the limit.

use alloc::borrow::Cow;
use core::str::from_utf8;

use super::repair::REPLACEMENT;
use super::{Frame, Item, Payload};
use crate::{Code, Diagnostic};

const MARK: &[u8] = b"\xEF\xBB\xBF";
/// Bytes of the longest character.
const LONGEST: usize = 4;

#[derive(Debug)]
pub(super) struct Raw {
    limit: usize,
    /// The stream's byte that follows on what was given.
    position: u64,
    /// A character that was split between chunks, and how many of its bytes are here.
    split: [u8; LONGEST],
    len: usize,
    told: bool,
}

/// What comes next, and the stream's byte that it begins at.
enum Found<'i> {
    Text(&'i str, u64),
    /// So many bytes of `split`.
    Split(usize, u64),
    Replacement(u64),
    Invalid(u64),
    Nothing,
}

/// What the front of some bytes is.
enum Front<'i> {
    Text(&'i str),
    /// So many bytes that are no UTF-8.
    Invalid(usize),
    /// The beginning of a character, or nothing.
    Open,
}

impl Raw {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit: limit.max(LONGEST),
            position: 0,
            split: [0; LONGEST],
            len: 0,
            told: false,
        }
    }

    pub(super) fn next<'s, 'i: 's>(&'s mut self, input: &mut &'i [u8]) -> Option<Item<'s>> {
        let mut found = Found::Nothing;
        if self.len > 0 {
            found = self.join(input);
        }
        if matches!(found, Found::Nothing) && self.len == 0 {
            found = self.find(input);
        }
        self.item(&found)
    }

    /// A character that the stream ends within is replaced.
    pub(super) fn finish(&mut self) -> Option<Item<'_>> {
        let found = match self.len {
            0 => Found::Nothing,
            len => self.replace(len, len, &mut &[][..]),
        };
        self.item(&found)
    }

    /// Ends the character that the last chunk left split.
    fn join<'i>(&mut self, input: &mut &'i [u8]) -> Found<'i> {
        let held = self.len;
        let more = input.len().min(LONGEST - held);
        let mut joined = self.split;
        joined[held..held + more].copy_from_slice(&input[..more]);
        match front(&joined[..held + more]) {
            Front::Text(text) => {
                let len = text.chars().next().map_or(0, char::len_utf8);
                self.split = joined;
                self.len = 0;
                *input = &input[len - held..];
                let offset = self.advance(len);
                if offset == 0 && &joined[..len] == MARK {
                    return Found::Nothing;
                }
                Found::Split(len, offset)
            }
            Front::Invalid(len) => self.replace(len, held, input),
            Front::Open => self.hold(joined, input),
        }
    }

    fn find<'i>(&mut self, input: &mut &'i [u8]) -> Found<'i> {
        if self.position == 0 && input.starts_with(MARK) {
            *input = &input[MARK.len()..];
            self.advance(MARK.len());
        }
        match front(&input[..input.len().min(self.limit)]) {
            Front::Text(text) => {
                *input = &input[text.len()..];
                Found::Text(text, self.advance(text.len()))
            }
            Front::Invalid(len) => self.replace(len, 0, input),
            Front::Open => {
                let mut split = [0; LONGEST];
                split[..input.len()].copy_from_slice(input);
                self.hold(split, input)
            }
        }
    }

    /// Keeps all of `input`, which `split` ends with.
    fn hold<'i>(&mut self, split: [u8; LONGEST], input: &mut &'i [u8]) -> Found<'i> {
        self.split = split;
        self.len += input.len();
        *input = &[];
        Found::Nothing
    }

    /// Replaces `len` bytes, of which `held` are here already. The first time it is told before
    /// anything is taken.
    fn replace<'i>(&mut self, len: usize, held: usize, input: &mut &'i [u8]) -> Found<'i> {
        if !self.told {
            self.told = true;
            return Found::Invalid(self.position);
        }
        *input = &input[len - held..];
        self.len = 0;
        Found::Replacement(self.advance(len))
    }

    /// Counts `len` bytes as given and says where they began.
    fn advance(&mut self, len: usize) -> u64 {
        let offset = self.position;
        self.position += len as u64;
        offset
    }

    fn item<'s, 'i: 's>(&'s self, found: &Found<'i>) -> Option<Item<'s>> {
        let (text, offset) = match *found {
            Found::Text(text, offset) => (text, offset),
            Found::Split(len, offset) => (from_utf8(&self.split[..len]).ok()?, offset),
            Found::Replacement(offset) => (REPLACEMENT, offset),
            Found::Invalid(offset) => return Some(Item::Diagnostic(invalid(offset))),
            Found::Nothing => return None,
        };
        Some(Item::Frame(Frame {
            event: "message",
            payload: Payload::Text(text),
            id: "",
            envelope: &[],
            offset,
        }))
    }
}

fn front(bytes: &[u8]) -> Front<'_> {
    let error = match from_utf8(bytes) {
        Ok("") => return Front::Open,
        Ok(text) => return Front::Text(text),
        Err(error) => error,
    };
    match (from_utf8(&bytes[..error.valid_up_to()]), error.error_len()) {
        (Ok(text), _) if !text.is_empty() => Front::Text(text),
        (_, Some(len)) => Front::Invalid(len),
        (_, None) => Front::Open,
    }
}

/// The diagnostic for what was replaced, told once a stream.
pub(super) fn invalid(offset: u64) -> Diagnostic {
    Diagnostic {
        code: Code::InvalidUtf8,
        offset,
        message: Cow::Borrowed("expected UTF-8; what is none is replaced by U+FFFD from here on"),
    }
}
