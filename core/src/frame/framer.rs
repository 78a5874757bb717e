//! One type over all framings.

use super::{Framing, Item};
use crate::buffer::{BufferPool, Exhausted};

/// Divides a stream's bytes into frames.
#[derive(Debug)]
pub struct Framer {}

impl Framer {
    /// One for a stream, with at most `limit` bytes a frame.
    pub fn new(framing: Framing, limit: usize, pool: &BufferPool) -> Self {
        let _ = (framing, limit, pool);
        Self {}
    }

    /// The next frame that is whole. Takes what it reads off the front of `input`; `None` when all
    /// of `input` is taken and the next frame is not whole yet.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when the pool has no buffer for what must be kept. What is left in `input` was
    /// not taken: call again with it.
    pub fn next<'s, 'i: 's>(
        &'s mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Item<'s>>, Exhausted> {
        *input = &[];
        Ok(None)
    }

    /// What the end of the stream brings: call until `None`.
    pub fn finish(&mut self) -> Option<Item<'_>> {
        None
    }
}
