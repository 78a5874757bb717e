//! The slots that were looked up last.

use alloc::boxed::Box;

use super::NodeId;
use super::arena::NONE;

/// How many are remembered: as many as lie in the processor's first cache with room to spare.
const PLACES: usize = 1024;

/// Slots by some bits of their ids, each until another one takes its place. An id is a digest, so
/// its bits are spread as they are; who makes ids alike only makes this forget.
#[derive(Clone, Debug)]
pub(super) struct Near(Box<[Entry; PLACES]>);

/// Other bits of the id, so that a slot need not be fetched to see that it is another's.
#[derive(Clone, Copy, Debug)]
struct Entry {
    tag: u32,
    slot: u32,
}

impl Default for Near {
    fn default() -> Self {
        let none = Entry { tag: 0, slot: NONE };
        Self(Box::new([none; PLACES]))
    }
}

impl Near {
    /// The slot that is probably this id's.
    pub(super) fn slot(&self, id: NodeId) -> Option<u32> {
        let entry = self.0[place(id)];
        (entry.tag == tag(id) && entry.slot != NONE).then_some(entry.slot)
    }

    pub(super) fn remember(&mut self, id: NodeId, slot: u32) {
        let tag = tag(id);
        self.0[place(id)] = Entry { tag, slot };
    }
}

fn place(id: NodeId) -> usize {
    id.0 as usize % PLACES
}

fn tag(id: NodeId) -> u32 {
    (id.0 >> 64) as u32
}
