//! A frame that is kept beyond its callback.

use crate::Frame;
use crate::buffer::{BufferPool, Carry, Exhausted};
use crate::frame::Payload;

/// A copy of a frame, in buffers of the pool.
pub(super) struct Kept {
    event: Carry,
    id: Carry,
    envelope: Carry,
    data: Carry,
}

impl Kept {
    pub(super) fn new(pool: &BufferPool) -> Self {
        Self {
            event: Carry::new(pool),
            id: Carry::new(pool),
            envelope: Carry::new(pool),
            data: Carry::new(pool),
        }
    }

    /// Keeps `frame` in place of the one before.
    pub(super) fn keep(&mut self, frame: &Frame<'_>) -> Result<(), Exhausted> {
        let data = match frame.payload {
            Payload::Text(text) => text.as_bytes(),
            Payload::Binary(bytes) => bytes,
        };
        self.set([
            frame.event.as_bytes(),
            frame.id.as_bytes(),
            frame.envelope,
            data,
        ])
    }

    /// Keeps what `other` keeps.
    pub(super) fn copy(&mut self, other: &Self) -> Result<(), Exhausted> {
        self.set([other.event(), other.id(), other.envelope(), other.data()])
    }

    /// Keeps these in place of its event's name and id.
    pub(super) fn set_head(&mut self, event: &[u8], id: &[u8]) -> Result<(), Exhausted> {
        for (carry, bytes) in [(&mut self.event, event), (&mut self.id, id)] {
            carry.clear();
            carry.push(bytes)?;
        }
        Ok(())
    }

    /// Keeps these in place of what stands around its data.
    pub(super) fn set_envelope(&mut self, envelope: &[u8]) -> Result<(), Exhausted> {
        self.envelope.clear();
        self.envelope.push(envelope)
    }

    fn set(&mut self, fields: [&[u8]; 4]) -> Result<(), Exhausted> {
        let carries = [
            &mut self.event,
            &mut self.id,
            &mut self.envelope,
            &mut self.data,
        ];
        for (carry, bytes) in carries.into_iter().zip(fields) {
            carry.clear();
            carry.push(bytes)?;
        }
        Ok(())
    }

    pub(super) fn event(&self) -> &[u8] {
        self.event.as_slice()
    }

    pub(super) fn id(&self) -> &[u8] {
        self.id.as_slice()
    }

    pub(super) fn envelope(&self) -> &[u8] {
        self.envelope.as_slice()
    }

    pub(super) fn data(&self) -> &[u8] {
        self.data.as_slice()
    }
}
