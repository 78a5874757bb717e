//! The headers of a message.

use alloc::string::String;
use alloc::vec::Vec;
use core::str::from_utf8;

/// Bytes of a text's length.
const LENGTH: usize = 2;

/// One header.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Header<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: Value<'a>,
}

/// The value of a header, of one of the types that the format knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// True or false.
    Bool(bool),
    /// An 8-bit number.
    Byte(i8),
    /// A 16-bit number.
    Short(i16),
    /// A 32-bit number.
    Int(i32),
    /// A 64-bit number.
    Long(i64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// UTF-8.
    Text(&'a str),
    /// Milliseconds since 1970.
    Timestamp(i64),
    /// A UUID's bytes.
    Uuid([u8; 16]),
}

/// The headers of a message, one after the other. A malformed one is `None`, and the last.
#[derive(Clone, Debug)]
pub struct Headers<'a>(&'a [u8]);

impl<'a> Headers<'a> {
    /// Over the bytes as they stand in the message: a frame's
    /// [`envelope`](crate::Frame::envelope).
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The text of the header of that name.
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.flatten()
            .find(|header| header.name == name)
            .and_then(|header| match header.value {
                Value::Text(text) => Some(text),
                _ => None,
            })
    }

    /// What the message is called: `:event-type`, or else `:exception-type` or `:error-code`.
    pub(super) fn event(self) -> Option<&'a str> {
        const NAMES: [&str; 3] = [":event-type", ":exception-type", ":error-code"];
        self.flatten().find_map(|header| match header.value {
            Value::Text(text) if NAMES.contains(&header.name) => Some(text),
            _ => None,
        })
    }

    /// The headers with other texts, where `change` tells some by a header's name and text; `None` where it tells
    /// none, nor where one is malformed.
    pub(crate) fn rewrite(
        bytes: &[u8],
        mut change: impl FnMut(&str, &str) -> Option<String>,
    ) -> Option<Vec<u8>> {
        let (mut headers, mut written, mut changed) = (Headers(bytes), Vec::new(), false);
        while !headers.0.is_empty() {
            let before = headers.0;
            let Header { name, value } = headers.read()?;
            let whole = &before[..before.len() - headers.0.len()];
            let text = match value {
                Value::Text(text) => Some(text),
                _ => None,
            };
            let other = text.and_then(|text| Some((text, change(name, text)?)));
            let Some((text, other)) = other else {
                written.extend_from_slice(whole);
                continue;
            };
            changed = true;
            let front = whole.len() - text.len() - LENGTH;
            let other = &other[..other.floor_char_boundary(usize::from(u16::MAX))];
            written.extend_from_slice(&whole[..front]);
            written.extend_from_slice(&(other.len() as u16).to_be_bytes());
            written.extend_from_slice(other.as_bytes());
        }
        changed.then_some(written)
    }

    fn read(&mut self) -> Option<Header<'a>> {
        let length = self.number::<1>()?[0];
        let name = from_utf8(self.take(usize::from(length))?).ok()?;
        let value = self.value()?;
        Some(Header { name, value })
    }

    fn value(&mut self) -> Option<Value<'a>> {
        Some(match self.number::<1>()?[0] {
            0 => Value::Bool(true),
            1 => Value::Bool(false),
            2 => Value::Byte(i8::from_be_bytes(self.number()?)),
            3 => Value::Short(i16::from_be_bytes(self.number()?)),
            4 => Value::Int(i32::from_be_bytes(self.number()?)),
            5 => Value::Long(i64::from_be_bytes(self.number()?)),
            6 => Value::Bytes(self.sized()?),
            7 => Value::Text(from_utf8(self.sized()?).ok()?),
            8 => Value::Timestamp(i64::from_be_bytes(self.number()?)),
            9 => Value::Uuid(self.number()?),
            _ => return None,
        })
    }

    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = u16::from_be_bytes(self.number()?);
        self.take(usize::from(length))
    }

    fn number<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(front)
    }
}

impl<'a> Iterator for Headers<'a> {
    type Item = Option<Header<'a>>;

    fn next(&mut self) -> Option<Option<Header<'a>>> {
        if self.0.is_empty() {
            return None;
        }
        let header = self.read();
        if header.is_none() {
            self.0 = &[];
        }
        Some(header)
    }
}
