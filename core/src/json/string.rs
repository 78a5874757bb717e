//! Strings that are still as the document writes them.

use alloc::string::String;
use core::ops::{Deref, Range};

use memchr::memchr;

/// The content of a JSON string within its document, escapes and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Str<'a> {
    raw: &'a str,
    /// Twice the first byte within the document, and 1 where there are escapes.
    place: usize,
}

impl<'a> Str<'a> {
    #[inline]
    pub(super) fn new(raw: &'a str, start: usize, escaped: bool) -> Self {
        let place = start << 1 | usize::from(escaped);
        Self { raw, place }
    }

    #[inline]
    fn escaped(&self) -> bool {
        self.place & 1 == 1
    }

    /// Its text where it holds no escape.
    pub fn plain(&self) -> Option<&'a str> {
        (!self.escaped()).then_some(self.raw)
    }

    /// What stands between the quotes.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// Its bytes of the document, without the quotes.
    pub fn range(&self) -> Range<usize> {
        let start = self.place >> 1;
        start..start + self.raw.len()
    }

    /// Whether it is `""`.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// Appends its text to `out`. `half` is the first half of a surrogate pair that came before
    /// it; the one that it ends with is returned. Every other lone half becomes U+FFFD.
    pub fn undo(&self, out: &mut String, mut half: Option<u16>) -> Option<u16> {
        let mut rest = self.raw;
        while !rest.is_empty() {
            let run = memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            if run > 0 {
                replace(out, &mut half);
                out.push_str(&rest[..run]);
                rest = &rest[run..];
            } else {
                rest = escape(rest, out, &mut half);
            }
        }
        half
    }

    /// Its text, with U+FFFD for lone surrogates.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.raw.len());
        self.undo_into(&mut text);
        text
    }

    /// Appends its text to `out`, with U+FFFD for lone surrogates.
    pub fn undo_into(&self, out: &mut String) {
        let mut half = self.undo(out, None);
        replace(out, &mut half);
    }

    /// Its text for a `match`.
    #[inline]
    pub fn word(&self) -> Word<'a> {
        if self.escaped() {
            return Word::undone(self);
        }
        Word::Plain(self.raw)
    }
}

fn replace(out: &mut String, half: &mut Option<u16>) {
    if half.take().is_some() {
        out.push(char::REPLACEMENT_CHARACTER);
    }
}

/// Undoes the escape that `rest` begins with and returns what is behind it.
fn escape<'r>(rest: &'r str, out: &mut String, half: &mut Option<u16>) -> &'r str {
    let letter = rest.as_bytes().get(1).copied().unwrap_or(b'\\');
    if letter == b'u' {
        let unit = rest
            .get(2..6)
            .and_then(|hex| u16::from_str_radix(hex, 16).ok());
        unicode(unit.unwrap_or(0xfffd), out, half);
        return rest.get(6..).unwrap_or_default();
    }
    replace(out, half);
    out.push(match letter {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        other => char::from(other),
    });
    rest.get(2..).unwrap_or_default()
}

fn unicode(unit: u16, out: &mut String, half: &mut Option<u16>) {
    if let (Some(high), 0xdc00..0xe000) = (*half, unit) {
        *half = None;
        out.extend(char::decode_utf16([high, unit]).flatten());
        return;
    }
    replace(out, half);
    match unit {
        0xd800..0xdc00 => *half = Some(unit),
        _ => out.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// A key or another string to compare with.
#[derive(Clone, Copy, Debug)]
pub enum Word<'a> {
    /// As the document has it.
    Plain(&'a str),
    /// With its escapes undone.
    Undone(Undone),
}

/// A word whose escapes are undone: no provider writes such ones. One that is longer than any that has a
/// meaning is a U+FFFD.
#[derive(Clone, Copy, Debug)]
pub struct Undone {
    bytes: [u8; Self::BYTES],
    length: u8,
}

impl Undone {
    /// Longer than any word that has a meaning.
    const BYTES: usize = 80;

    fn new(text: &str) -> Self {
        let text = if text.len() > Self::BYTES {
            "\u{fffd}"
        } else {
            text
        };
        let mut bytes = [0; Self::BYTES];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Self {
            bytes,
            length: text.len() as u8,
        }
    }

    #[cold]
    #[inline(never)]
    fn text(&self) -> &str {
        core::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl<'a> Word<'a> {
    #[cold]
    #[inline(never)]
    fn undone(string: &Str<'a>) -> Self {
        Self::Undone(Undone::new(&string.to_text()))
    }
}

impl Deref for Word<'_> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Undone(undone) => undone.text(),
        }
    }
}
