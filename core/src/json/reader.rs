//! The reader.

use core::ops::Range;

use super::number::{number, short, whole};
use super::scan::special;
use super::{Expected, Fault, Str};

/// Reads a document from its front to its end. A copy of it is a place to come back to.
///
/// What it is asked for is inlined into every wire natively, and called in a browser's module, which is
/// smaller by a twentieth for it.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: u32,
    limit: u32,
    unknown: u32,
}

/// A whole value as the document writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a> {
    /// The value, without white space around it.
    pub text: &'a str,
    /// Its first byte within the document.
    pub start: usize,
}

impl Raw<'_> {
    /// Its bytes of the document.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

impl<'a> Reader<'a> {
    /// The deepest nesting that can be read.
    pub const MAX_DEPTH: usize = 128;

    /// One at the front of `text`.
    pub fn new(text: &'a str) -> Self {
        Self::with_depth(text, Self::MAX_DEPTH)
    }

    /// One that reads objects and arrays only `depth` deep, at most [`MAX_DEPTH`](Self::MAX_DEPTH).
    pub fn with_depth(text: &'a str, depth: usize) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            limit: depth.min(Self::MAX_DEPTH) as u32,
            unknown: 0,
        }
    }

    /// The byte of the document that it stands at.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The first byte of the next value or mark, which is not taken.
    ///
    /// # Errors
    ///
    /// A [`Fault`] at the document's end.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn peek(&mut self) -> Result<u8, Fault> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(&byte) => return Ok(byte),
                None => return Err(Fault::new(self.at, Expected::More)),
            }
        }
    }

    /// Sees to it that nothing follows the value.
    ///
    /// # Errors
    ///
    /// A [`Fault`] where something does.
    pub fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Ok(_) => Err(Fault::new(self.at, Expected::End)),
            Err(_) => Ok(()),
        }
    }

    /// A string; `None` for a value of another type, which is passed over.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn string(&mut self) -> Result<Option<Str<'a>>, Fault> {
        if self.peek()? == b'"' {
            return self.quoted().map(Some);
        }
        self.skip().map(|()| None)
    }

    /// A whole number; `None` for any other value, which is passed over.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn u64(&mut self) -> Result<Option<u64>, Fault> {
        if !self.peek()?.is_ascii_digit() {
            return self.skip().map(|()| None);
        }
        let bytes = self.text.as_bytes();
        let start = self.at;
        if let Some((value, end)) = short(bytes, start) {
            self.at = end;
            return Ok(Some(value));
        }
        self.at = number(bytes, start)?;
        Ok(whole(&bytes[start..self.at]))
    }

    /// A string, or a number as it is written; `None` for a value of another type, which is passed
    /// over.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    pub fn label(&mut self) -> Result<Option<Str<'a>>, Fault> {
        if !matches!(self.peek()?, b'-' | b'0'..=b'9') {
            return self.string();
        }
        let Raw { text, start } = self.raw()?;
        Ok(Some(Str::new(text, start, false)))
    }

    /// `true` or `false`; `None` for any other value, which is passed over.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    pub fn bool(&mut self) -> Result<Option<bool>, Fault> {
        let first = self.peek()?;
        self.skip()?;
        Ok(match first {
            b't' => Some(true),
            b'f' => Some(false),
            _ => None,
        })
    }

    /// Any value as it is written.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    pub fn raw(&mut self) -> Result<Raw<'a>, Fault> {
        self.peek()?;
        let start = self.at;
        self.skip()?;
        let text = &self.text[start..self.at];
        Ok(Raw { text, start })
    }

    /// Passes over the value of a field that the caller does not know, and counts it.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    pub fn skip_unknown(&mut self) -> Result<(), Fault> {
        self.unknown += 1;
        self.skip()
    }

    /// The fields that [`skip_unknown`](Self::skip_unknown) has passed over.
    pub fn unknown(&self) -> u32 {
        self.unknown
    }

    /// Passes over a value and keeps the place to read it from later, with nothing counted yet.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn later(&mut self) -> Result<Self, Fault> {
        let here = Self {
            unknown: 0,
            ..*self
        };
        self.skip()?;
        Ok(here)
    }

    /// The whole number in one field of an object.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    pub fn field(&mut self, name: &str) -> Result<Option<u64>, Fault> {
        let mut value = None;
        let mut fields = self.object()?;
        while let Some(key) = fields.next(self)? {
            if &*key == name {
                value = self.u64()?;
            } else {
                self.skip()?;
            }
        }
        Ok(value)
    }

    /// The string in one field of an object; empty where there is none.
    pub(crate) fn string_field(&mut self, name: &str) -> Result<Str<'a>, Fault> {
        let mut value = Str::default();
        let mut fields = self.object()?;
        while let Some(key) = fields.next(self)? {
            if &*key == name {
                value = self.string()?.unwrap_or_default();
            } else {
                self.skip()?;
            }
        }
        Ok(value)
    }

    /// Begins an object. Another value is passed over and has no fields.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON, and beyond the greatest depth.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn object(&mut self) -> Result<Fields, Fault> {
        self.open(b'{').map(Fields)
    }

    /// Begins an array. Another value is passed over and has no elements.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON, and beyond the greatest depth.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn array(&mut self) -> Result<Elements, Fault> {
        self.open(b'[').map(Elements)
    }

    #[inline(always)]
    fn open(&mut self, bracket: u8) -> Result<Place, Fault> {
        if self.peek()? != bracket {
            self.skip()?;
            return Ok(Place::End);
        }
        self.enter()?;
        Ok(Place::First)
    }

    /// Takes an opening bracket.
    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        if self.depth >= self.limit {
            return Err(Fault::new(self.at, Expected::Shallower));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Takes a closing bracket.
    #[inline]
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }

    /// Takes a key and its colon.
    #[inline(always)]
    pub(super) fn key(&mut self) -> Result<Str<'a>, Fault> {
        if self.peek()? != b'"' {
            return Err(Fault::new(self.at, Expected::Key));
        }
        let key = self.quoted()?;
        if self.peek()? != b':' {
            return Err(Fault::new(self.at, Expected::Colon));
        }
        self.at += 1;
        Ok(key)
    }

    /// Takes a string, at whose quote it stands.
    #[inline(always)]
    pub(super) fn quoted(&mut self) -> Result<Str<'a>, Fault> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let end = special(bytes, start);
        if bytes.get(end) != Some(&b'"') {
            return self.quoted_with_escapes(start, end);
        }
        self.at = end + 1;
        Ok(Str::new(&self.text[start..end], start, false))
    }

    #[inline(never)]
    fn quoted_with_escapes(&mut self, start: usize, mut end: usize) -> Result<Str<'a>, Fault> {
        let bytes = self.text.as_bytes();
        while bytes.get(end) != Some(&b'"') {
            end = special(bytes, escape(bytes, end)?);
        }
        self.at = end + 1;
        Ok(Str::new(&self.text[start..end], start, true))
    }

    /// Moves on within an object or array to the next field or element.
    #[inline(always)]
    fn advance(&mut self, place: &mut Place, close: u8) -> Result<bool, Fault> {
        let byte = match place {
            Place::End => return Ok(false),
            _ => self.peek()?,
        };
        if byte == close {
            self.leave();
            *place = Place::End;
            return Ok(false);
        }
        if *place == Place::Later {
            if byte != b',' {
                let expected = if close == b'}' {
                    Expected::FieldEnd
                } else {
                    Expected::ElementEnd
                };
                return Err(Fault::new(self.at, expected));
            }
            self.at += 1;
        }
        *place = Place::Later;
        Ok(true)
    }
}

/// The byte behind the escape that begins at `at`.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'\\') => {}
        Some(_) => return Err(Fault::new(at, Expected::NoControl)),
        None => return Err(Fault::new(at, Expected::StringEnd)),
    }
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => {
            let hex = |i: &usize| !bytes.get(*i).is_some_and(u8::is_ascii_hexdigit);
            match (at + 2..at + 6).find(hex) {
                Some(wrong) => Err(Fault::new(wrong, Expected::Hex)),
                None => Ok(at + 6),
            }
        }
        _ => Err(Fault::new(at + 1, Expected::Escape)),
    }
}

/// Where in an object or array the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    First,
    Later,
    End,
}

/// The fields of an object, one after the other. Each value must be taken before the next key.
#[derive(Clone, Copy, Debug)]
pub struct Fields(Place);

impl Fields {
    /// The next key; the reader then stands before its value.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn next<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Option<super::Word<'a>>, Fault> {
        if !reader.advance(&mut self.0, b'}')? {
            return Ok(None);
        }
        reader.key().map(|key| Some(key.word()))
    }
}

/// The elements of an array, one after the other. Each must be taken before the next.
#[derive(Clone, Copy, Debug)]
pub struct Elements(Place);

impl Elements {
    /// Whether there is one more; the reader then stands before it.
    ///
    /// # Errors
    ///
    /// A [`Fault`] for malformed JSON.
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn next(&mut self, reader: &mut Reader<'_>) -> Result<bool, Fault> {
        reader.advance(&mut self.0, b']')
    }
}
