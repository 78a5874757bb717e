//! What is wrong with a document.

use alloc::borrow::ToOwned;
use alloc::format;

use crate::{Code, Diagnostic};

/// Where a document is malformed, and what was expected there. Two words long, as every step of
/// reading may return it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The byte of the document, counted from 0.
    pub at: usize,
    /// What was expected there.
    pub expected: Expected,
}

/// What a document should have held. A word wide: next to a byte, the other variant of a `Result` would
/// be copied in pieces, and read back whole before they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[repr(usize)]
pub enum Expected {
    /// The document ends too soon.
    More,
    /// A value begins otherwise.
    Value,
    /// `true`, `false` or `null` is misspelt.
    Literal,
    /// A number goes on.
    Digit,
    /// A number has a leading 0.
    NoDigit,
    /// A key begins with a quote.
    Key,
    /// A colon follows a key.
    Colon,
    /// A field ends.
    FieldEnd,
    /// An element ends.
    ElementEnd,
    /// A string ends.
    StringEnd,
    /// A string holds no control characters.
    NoControl,
    /// An escape is one of those that there are.
    Escape,
    /// An escape has four hexadecimal digits.
    Hex,
    /// The value is all there is.
    End,
    /// The data are UTF-8.
    Utf8,
    /// The nesting has a limit.
    Shallower,
}

impl Expected {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::More => "more of the document",
            Self::Value => "a value",
            Self::Literal => "true, false or null",
            Self::Digit => "a digit",
            Self::NoDigit => "no digit behind a leading 0",
            Self::Key => "a key",
            Self::Colon => "':'",
            Self::FieldEnd => "',' or '}'",
            Self::ElementEnd => "',' or ']'",
            Self::StringEnd => "the end of a string",
            Self::NoControl => "no control character in a string",
            Self::Escape => "an escape",
            Self::Hex => "a hexadecimal digit",
            Self::End => "nothing behind the value",
            Self::Utf8 => "UTF-8",
            Self::Shallower => "a value that is nested less deeply",
        }
    }
}

impl Fault {
    #[cold]
    pub(crate) fn new(at: usize, expected: Expected) -> Self {
        Self { at, expected }
    }

    /// [`Code::InvalidJson`] or [`Code::NestingTooDeep`].
    pub fn code(&self) -> Code {
        match self.expected {
            Expected::Shallower => Code::NestingTooDeep,
            _ => Code::InvalidJson,
        }
    }

    /// The diagnostic for a frame that begins at byte `offset` of its stream and carries `data`.
    pub fn diagnostic(&self, offset: u64, data: &[u8]) -> Diagnostic {
        let came = match data.get(self.at) {
            None => "the end of the data".to_owned(),
            Some(byte @ 0x20..0x7f) => format!("'{}'", char::from(*byte)),
            Some(byte) => format!("byte 0x{byte:02x}"),
        };
        let (at, expected) = (self.at, self.expected.as_str());
        Diagnostic {
            code: self.code(),
            offset,
            message: format!("byte {at} of the data: expected {expected}, came {came}").into(),
        }
    }
}
