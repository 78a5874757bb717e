//! Room for what comes from the other side.

use alloc::vec::Vec;

/// Where a room begins, counted from the beginning of a page of memory. Chunks off the network begin at
/// the beginning of theirs, and copying to the same place of a page takes several times as long: the
/// processor takes each load for one of the stores before it.
const OFFSET: usize = PAGE / 2;
const PAGE: usize = 4096;

/// Bytes that are written from outside and then read.
#[derive(Default)]
pub(crate) struct Input {
    bytes: Vec<u8>,
    start: usize,
}

impl Input {
    /// Room of at least `bytes`; its address is good until the next call.
    pub(crate) fn room(&mut self, bytes: usize) -> *mut u8 {
        if self.bytes.len() < self.start + bytes {
            self.bytes.resize(bytes + PAGE, 0);
            let address = self.bytes.as_ptr().addr();
            self.start = (PAGE + OFFSET - address % PAGE) % PAGE;
        }
        self.bytes[self.start..].as_mut_ptr()
    }

    /// The first `bytes` of what was written; fewer where there is less room.
    pub(crate) fn written(&self, bytes: usize) -> &[u8] {
        let room = &self.bytes[self.start..];
        &room[..bytes.min(room.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::{Input, OFFSET, PAGE};

    #[test]
    fn there_is_room_for_what_is_asked() {
        let mut input = Input::default();
        assert!(input.written(9).is_empty());
        for bytes in [1, 100, 4096, 5000, 100_000, 3] {
            let address = input.room(bytes).addr();
            assert_eq!(address % PAGE, OFFSET, "{bytes}");
            assert_eq!(input.written(bytes).len(), bytes);
            assert_eq!(input.written(bytes).as_ptr().addr(), address);
        }
    }
}
