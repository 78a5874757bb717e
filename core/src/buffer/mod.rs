//! Buffers that are allocated once, at the start, and lent to sessions.

mod carry;
mod pool;

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

pub use carry::Carry;
pub use pool::{Exhausted, Pool, Pooled, Reset};

use alloc::sync::Arc;

use crate::text::Window;
use pool::Spare;

/// How many buffers of which size a [`BufferPool`] holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolSizes {
    /// Byte buffers by class, the smallest first: (bytes of one, how many).
    pub bytes: Vec<(usize, usize)>,
    /// Windows of text; each open channel of a session holds one.
    pub windows: usize,
}

impl Default for PoolSizes {
    /// Enough for some 64 streams at a time. The large classes are address space, not memory,
    /// until a frame fills them (where the system commits pages lazily).
    fn default() -> Self {
        Self {
            bytes: vec![(4 << 10, 256), (64 << 10, 32), (1 << 20, 8), (17 << 20, 6)],
            windows: 128,
        }
    }
}

/// The buffers that all sessions of an engine share: byte buffers in classes of sizes, and text
/// windows. Taking and giving back neither locks nor allocates.
#[derive(Clone, Debug)]
pub struct BufferPool {
    classes: Arc<[Pool<Vec<u8>>]>,
    windows: Pool<Box<Window>>,
}

impl BufferPool {
    /// Allocates every buffer.
    pub fn new(sizes: &PoolSizes) -> Self {
        Self::growing(sizes, 0)
    }

    /// Allocates every buffer. Further ones, of `spare` bytes in all at most, are allocated when those are
    /// lent, and freed when they come back.
    pub fn growing(sizes: &PoolSizes, spare: usize) -> Self {
        let spare = Spare::new(spare);
        let class = |&(bytes, count): &(usize, usize)| {
            Pool::growing("byte buffer", count, &spare, move || {
                Vec::with_capacity(bytes)
            })
        };
        Self {
            classes: sizes.bytes.iter().map(class).collect(),
            windows: Pool::growing("text window", sizes.windows, &spare, Box::default),
        }
    }

    /// The smallest free byte buffer that holds at least `bytes`.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when no buffer of that size or a larger one is free.
    pub fn take_bytes(&self, bytes: usize) -> Result<Pooled<Vec<u8>>, Exhausted> {
        let fitting = self.classes.iter().filter(|class| class.measure() >= bytes);
        let mut refusal = Exhausted {
            what: "byte buffer of that size",
            capacity: 0,
        };
        for class in fitting {
            match class.take() {
                Ok(buffer) => return Ok(buffer),
                Err(exhausted) => refusal = exhausted,
            }
        }
        Err(refusal)
    }

    /// Bytes of all byte buffers that are free at the moment.
    pub fn free_bytes(&self) -> usize {
        self.classes
            .iter()
            .map(|class| class.available() * class.measure())
            .sum()
    }

    /// Windows that are free at the moment.
    pub fn free_windows(&self) -> usize {
        self.windows.available()
    }

    /// A window for a channel's text.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when none is free.
    pub fn take_window(&self) -> Result<Pooled<Box<Window>>, Exhausted> {
        self.windows.take()
    }
}
