//! The lengths of a message, and its checksums.

use alloc::format;
use alloc::vec::Vec;

use super::Headers;
use super::crc::crc32;
use crate::{Code, Diagnostic};

/// The lengths that a message begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prelude {
    /// Bytes of the whole message.
    pub(crate) total: usize,
    /// Bytes of its headers.
    headers: usize,
}

/// What is wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A CRC-32: of what, what it is, and what it should be.
    Checksum(&'static str, u32, u32),
    Lengths,
    Headers,
}

/// Bytes of a CRC-32.
const CRC: usize = 4;

impl Prelude {
    /// Bytes of a prelude with its checksum.
    pub(crate) const LEN: usize = 8 + CRC;
    /// Bytes of headers that the format allows.
    const HEADERS: usize = 128 << 10;

    /// Reads the front of a message.
    pub(crate) fn read(bytes: &[u8; Self::LEN]) -> Result<Self, Wrong> {
        let [total, headers, sum] = [0, 4, 8].map(|at| word(&bytes[at..]));
        let right = crc32(&bytes[..8]);
        if sum != right {
            return Err(Wrong::Checksum("prelude", sum, right));
        }
        let (total, headers) = (total as usize, headers as usize);
        if headers > Self::HEADERS || total < Self::LEN + headers + CRC {
            return Err(Wrong::Lengths);
        }
        Ok(Self { total, headers })
    }

    /// Whether the rest of a whole message is sound.
    pub(super) fn check(self, message: &[u8]) -> Result<(), Wrong> {
        let (body, sum) = message.split_at(self.total - CRC);
        let (sum, right) = (word(sum), crc32(body));
        if sum != right {
            return Err(Wrong::Checksum("message", sum, right));
        }
        let (headers, _) = self.parts(message);
        let sound = Headers::new(headers).all(|header| header.is_some());
        if sound { Ok(()) } else { Err(Wrong::Headers) }
    }

    /// The headers and the payload of a whole message.
    pub(super) fn parts(self, message: &[u8]) -> (&[u8], &[u8]) {
        message[Self::LEN..self.total - CRC].split_at(self.headers)
    }
}

/// Appends a message of these headers and this payload to `out`.
pub(crate) fn write(headers: &[u8], payload: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let total = Prelude::LEN + headers.len() + payload.len() + CRC;
    out.extend_from_slice(&(total as u32).to_be_bytes());
    out.extend_from_slice(&(headers.len() as u32).to_be_bytes());
    let sum = crc32(&out[start..]);
    out.extend_from_slice(&sum.to_be_bytes());
    out.extend_from_slice(headers);
    out.extend_from_slice(payload);
    let sum = crc32(&out[start..]);
    out.extend_from_slice(&sum.to_be_bytes());
}

fn word(bytes: &[u8]) -> u32 {
    bytes
        .first_chunk()
        .map_or(0, |four| u32::from_be_bytes(*four))
}

impl Wrong {
    /// For a message that begins at byte `offset` of its stream.
    #[cold]
    pub(super) fn diagnostic(self, offset: u64) -> Diagnostic {
        let (code, message) = match self {
            Self::Checksum(part, sum, right) => (
                Code::BadChecksum,
                format!(
                    "expected CRC-32 {right:08x} of the {part} at byte {offset}, came {sum:08x}; \
                     it was dropped"
                )
                .into(),
            ),
            Self::Lengths => (
                Code::InvalidMessage,
                "expected lengths of a message and its headers that fit each other".into(),
            ),
            Self::Headers => (
                Code::InvalidMessage,
                "expected headers of known types that end where their length says".into(),
            ),
        };
        Diagnostic {
            code,
            offset,
            message,
        }
    }
}
