//! Where in a line the reader stands.

use super::super::bom::Bom;
use super::super::nesting::Nesting;

/// What has been read of a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Line {
    /// Nothing of the stream but, perhaps, a part of a byte order mark.
    Lead(Bom),
    /// At the first byte of an event.
    Fresh,
    /// At the first byte of a further line.
    Start,
    /// In a field's name.
    Name(Name),
    /// Behind a field's colon, where one space is taken off.
    Space(Field),
    /// In a field's value.
    Value(Field),
    /// In a JSON object that stands bare between events; at a line's first byte or not.
    Bare(Nesting, bool),
    /// In a comment, an unknown field, or an event that was dropped.
    Skip,
}

impl Line {
    /// Whether the stream has nothing but a part of a byte order mark.
    pub(super) fn is_split_mark(self) -> bool {
        matches!(self, Self::Lead(bom) if !bom.rest().is_empty())
    }
}

/// What the name of a field leads to.
pub(super) enum Step {
    Line(Line),
    /// A field, and how many bytes stand between its name and its value.
    Field(Option<Field>, usize),
}

/// The fields that the standard knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Data,
    Event,
    Id,
    Retry,
}

const LONGEST: usize = "event".len();

/// What has come of a field's name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Name {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Name {
    /// How many more bytes a known name may have.
    pub(super) fn room(&self) -> usize {
        LONGEST - self.len
    }

    /// Adds `piece`; false where no known name is that long.
    pub(super) fn push(&mut self, piece: &[u8]) -> bool {
        let fits = piece.len() <= self.room();
        if fits {
            self.bytes[self.len..self.len + piece.len()].copy_from_slice(piece);
            self.len += piece.len();
        }
        fits
    }

    pub(super) fn field(&self) -> Option<Field> {
        match &self.bytes[..self.len] {
            b"data" => Some(Field::Data),
            b"event" => Some(Field::Event),
            b"id" => Some(Field::Id),
            b"retry" => Some(Field::Retry),
            _ => None,
        }
    }
}

/// How many bytes of a field's name `input` begins with.
pub(super) fn end_of_name(input: &[u8]) -> usize {
    let ends = |byte: &u8| matches!(byte, b':' | b'\r' | b'\n');
    input.iter().position(ends).unwrap_or(input.len())
}
