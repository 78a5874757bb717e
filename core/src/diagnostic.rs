//! What was malformed in a stream that went on all the same.

use alloc::borrow::Cow;

/// Something that is wrong with the stream at one place. The stream goes on behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, as a stable word.
    pub code: Code,
    /// The byte of the stream, counted from 0, that it was found at.
    pub offset: u64,
    /// What was expected and what came.
    pub message: Cow<'static, str>,
}

/// The kinds of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A frame's data is no JSON, or ends before its value does.
    InvalidJson,
    /// JSON that is nested more deeply than [`Limits::json_depth`](crate::Limits::json_depth).
    NestingTooDeep,
    /// A frame larger than [`Limits::frame_bytes`](crate::Limits::frame_bytes); it was dropped.
    FrameTooLarge,
    /// The stream ended within a frame, which was dropped as its framing demands.
    UnfinishedFrame,
    /// More channels than [`Limits::channels`](crate::Limits::channels); the further ones are
    /// decoded but not analysed.
    TooManyChannels,
    /// More entities in one stream than [`Limits::entities`](crate::Limits::entities); the further
    /// mentions carry no entity.
    TooManyEntities,
    /// `auto` could not tell the wire.
    UnknownWire,
    /// Bytes that are no UTF-8 were replaced by U+FFFD.
    InvalidUtf8,
    /// A string that should hold base64 does not; it was passed over.
    InvalidBase64,
    /// A path of a value that cannot be followed; the value was passed over.
    InvalidPath,
    /// A checksum of a message is wrong; the message was dropped.
    BadChecksum,
    /// Lengths or headers of a message make no sense; the message was dropped.
    InvalidMessage,
}

impl Code {
    /// The word that the command line writes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidJson => "invalid_json",
            Self::NestingTooDeep => "nesting_too_deep",
            Self::FrameTooLarge => "frame_too_large",
            Self::UnfinishedFrame => "unfinished_frame",
            Self::TooManyChannels => "too_many_channels",
            Self::TooManyEntities => "too_many_entities",
            Self::UnknownWire => "unknown_wire",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::InvalidBase64 => "invalid_base64",
            Self::InvalidPath => "invalid_path",
            Self::BadChecksum => "bad_checksum",
            Self::InvalidMessage => "invalid_message",
        }
    }
}
