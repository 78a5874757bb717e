//! Bytes to deltas: framing and wire together, with `auto`.

use crate::buffer::BufferPool;
use crate::{Delta, Diagnostic, Ending, Error, Frame, Limits, Wire};

/// What a decoder tells, in this order for each frame: `Frame`, then what it says, then `Done`.
#[derive(Debug)]
pub enum Heard<'a> {
    /// With [`Wire::Auto`]: what the stream was taken for. Comes before the first frame.
    Wire(Wire),
    /// A whole frame, before it is read.
    Frame(&'a Frame<'a>),
    /// Something that the frame says.
    Delta(Delta<'a>),
    /// The frame was read.
    Done,
    /// Something malformed that the stream goes on behind.
    Diagnostic(Diagnostic),
}

/// Reads one stream.
pub struct Decoder {}

impl Decoder {
    /// One for a stream.
    pub fn new(wire: Wire, limits: &Limits, pool: &BufferPool) -> Self {
        let _ = (wire, limits, pool);
        Self {}
    }

    /// Reads the next bytes of the stream, split anywhere.
    ///
    /// # Errors
    ///
    /// [`Error::PoolExhausted`] when no buffer is free; the rest of the chunk can be handed over
    /// again.
    pub fn write(&mut self, bytes: &[u8], out: &mut dyn FnMut(Heard<'_>)) -> Result<(), Error> {
        let _ = (bytes, out);
        Ok(())
    }

    /// Tells that no bytes follow, and how the stream ended.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn finish(&mut self, out: &mut dyn FnMut(Heard<'_>)) -> Result<Ending, Error> {
        let _ = out;
        Ok(Ending::Cut)
    }
}
