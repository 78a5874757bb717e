//! The usual event: a line of data, perhaps behind its name.

use simdutf8::basic::from_utf8; // several times as fast as that of std on a whole event

use memchr::memchr2;

/// Bytes that a check of UTF-8 takes at once.
pub(super) const BLOCK: usize = 64;

/// What a chunk holds of the event that it begins with.
pub(super) enum Front<'i> {
    /// All of it.
    Whole(Whole<'i>),
    /// A line of data up to the end of the chunk: the value so far, which is not empty.
    Data(&'i [u8]),
    /// Anything out of the ordinary, which is read piece by piece.
    Other,
}

/// An event that is borrowed from the chunk.
pub(super) struct Whole<'i> {
    /// Its name; empty where it has none.
    pub(super) event: &'i str,
    pub(super) data: &'i str,
    /// Its bytes with the blank line.
    pub(super) len: usize,
}

impl<'i> Front<'i> {
    /// Reads the event that `input` begins with.
    #[inline]
    pub(super) fn read(input: &'i [u8], limit: usize) -> Self {
        let Some(data) = input.strip_prefix(b"data:") else {
            return Self::of(Whole::named(input, limit));
        };
        let data = data.strip_prefix(b" ").unwrap_or(data);
        match memchr2(b'\r', b'\n', data) {
            Some(end) => Self::of(Whole::read(input, b"", data, end, limit)),
            None if data.is_empty() => Self::Other,
            None => Self::Data(data),
        }
    }

    #[inline]
    fn of(whole: Option<Whole<'i>>) -> Self {
        whole.map_or(Self::Other, Self::Whole)
    }
}

impl<'i> Whole<'i> {
    /// An event whose first line is its name.
    fn named(input: &'i [u8], limit: usize) -> Option<Self> {
        let (event, rest) = value(input.strip_prefix(b"event:")?)?;
        let data = rest.strip_prefix(b"data:")?;
        let data = data.strip_prefix(b" ").unwrap_or(data);
        let end = memchr2(b'\r', b'\n', data)?;
        Self::read(input, event, data, end, limit)
    }

    /// An event whose last line begins with `data` and ends at `end`.
    #[inline(always)]
    fn read(
        input: &'i [u8],
        event: &'i [u8],
        data: &'i [u8],
        end: usize,
        limit: usize,
    ) -> Option<Self> {
        let rest = &data[end..];
        let rest = skip_line_end(skip_line_end(rest)?)?;
        if event.len() + end > limit {
            return None;
        }
        Some(Self {
            event: core::str::from_utf8(event).ok()?,
            data: front(data, end)?,
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
pub(super) fn skip_line_end(input: &[u8]) -> Option<&[u8]> {
    match input {
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// The first `len` bytes, which a line end follows; `None` where they are no UTF-8. Whole blocks are
/// checked where there are enough bytes behind, since a part of a block costs more than a whole.
#[inline]
pub(super) fn front(bytes: &[u8], len: usize) -> Option<&str> {
    let blocks = bytes.get(..len.next_multiple_of(BLOCK));
    if let Some(Ok(text)) = blocks.map(from_utf8) {
        return text.get(..len);
    }
    from_utf8(&bytes[..len]).ok()
}
