//! What is wrong with a document.

use crate::{Code, Diagnostic};

/// Where a document is malformed, and what was expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// [`Code::InvalidJson`] or [`Code::NestingTooDeep`].
    pub code: Code,
    /// The byte of the document, counted from 0.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl Fault {
    /// A document that is no JSON.
    #[cold]
    pub(crate) fn invalid(at: usize, expected: &'static str) -> Self {
        Self {
            code: Code::InvalidJson,
            at,
            expected,
        }
    }

    /// A document that is nested too deeply.
    #[cold]
    pub(crate) fn too_deep(at: usize) -> Self {
        Self {
            code: Code::NestingTooDeep,
            at,
            expected: "a value that is nested less deeply",
        }
    }

    /// The diagnostic for a frame that begins at byte `offset` of its stream and carries `data`.
    pub fn diagnostic(&self, offset: u64, data: &[u8]) -> Diagnostic {
        let came = match data.get(self.at) {
            None => "the end of the data".to_owned(),
            Some(byte @ 0x20..0x7f) => format!("'{}'", char::from(*byte)),
            Some(byte) => format!("byte 0x{byte:02x}"),
        };
        let Self { at, expected, .. } = self;
        Diagnostic {
            code: self.code,
            offset,
            message: format!("byte {at} of the data: expected {expected}, came {came}").into(),
        }
    }
}
