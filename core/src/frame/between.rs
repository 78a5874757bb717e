//! What stands between the elements of an array.

/// Brackets, commas and white space, as many as fit. White space that does not fit is passed over,
/// and of further brackets and commas the last one is kept.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Between {
    bytes: [u8; Between::MOST],
    len: usize,
    sealed: bool,
}

impl Between {
    const MOST: usize = 32;

    /// What follows stands behind an element that was dropped: only the array's end is kept.
    pub(super) fn seal(&mut self) {
        self.sealed = true;
    }

    pub(super) fn push(&mut self, byte: u8) {
        if self.sealed && byte == b']' {
            *self = Self::default();
        }
        if self.sealed {
            return;
        }
        if self.len < Self::MOST {
            self.len += 1;
        } else if byte.is_ascii_whitespace() {
            return;
        }
        self.bytes[self.len - 1] = byte;
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}
