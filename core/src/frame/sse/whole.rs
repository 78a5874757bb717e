//! The usual event, which lies whole in the chunk: a line of data, perhaps behind its name.

use std::str::from_utf8;

use memchr::memchr2;

/// An event that is borrowed from the chunk.
pub(super) struct Whole<'i> {
    /// Its name; empty where it has none.
    pub(super) event: &'i str,
    pub(super) data: &'i str,
    /// Its bytes with the blank line.
    pub(super) len: usize,
}

impl<'i> Whole<'i> {
    /// Reads the event that `input` begins with. `None` for anything out of the ordinary, and where
    /// it goes on behind the chunk: then it is read piece by piece.
    #[inline]
    pub(super) fn read(input: &'i [u8], limit: usize) -> Option<Self> {
        let (event, rest) = match input.strip_prefix(b"event:") {
            Some(rest) => value(rest)?,
            None => (&[][..], input),
        };
        let (data, rest) = value(rest.strip_prefix(b"data:")?)?;
        let rest = skip_line_end(rest)?;
        if event.len() + data.len() > limit {
            return None;
        }
        Some(Self {
            event: from_utf8(event).ok()?,
            data: from_utf8(data).ok()?,
            len: input.len() - rest.len(),
        })
    }
}

/// A field's value and what follows on its line.
#[inline]
fn value(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let input = input.strip_prefix(b" ").unwrap_or(input);
    let (value, rest) = input.split_at(memchr2(b'\r', b'\n', input)?);
    Some((value, skip_line_end(rest)?))
}

/// What follows on the line end that `input` begins with. A lone CR is out of the ordinary.
#[inline]
fn skip_line_end(input: &[u8]) -> Option<&[u8]> {
    match input {
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some(rest),
        _ => None,
    }
}
