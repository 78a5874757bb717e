//! Room for what comes from the other side.

use alloc::vec::Vec;

/// Bytes that are written from outside and then read.
#[derive(Default)]
pub(crate) struct Input(Vec<u8>);

impl Input {
    /// Room of at least `bytes`; its address is good until the next call.
    pub(crate) fn room(&mut self, bytes: usize) -> *mut u8 {
        if self.0.len() < bytes {
            self.0.resize(bytes, 0);
        }
        self.0.as_mut_ptr()
    }

    /// The first `bytes` of what was written; fewer where there is less room.
    pub(crate) fn written(&self, bytes: usize) -> &[u8] {
        &self.0[..bytes.min(self.0.len())]
    }
}
