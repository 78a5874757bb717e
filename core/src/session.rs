//! One stream's way through every stage.

use crate::decoder::Decoder;
use crate::graph::StreamId;
use crate::latency::{Probe, Untimed};
use crate::{Ending, Engine, Error, Sink, Timestamp, Wire};

/// Reads one stream, from bytes to graph deltas.
pub struct Session<P: Probe = Untimed> {
    decoder: Decoder,
    stream: StreamId,
    probe: P,
}

impl Session {
    pub(crate) fn new(engine: &Engine, wire: Wire, stream: StreamId) -> Self {
        let decoder = Decoder::new(wire, engine.limits(), engine.pool());
        Self {
            decoder,
            stream,
            probe: Untimed,
        }
    }

    /// The same session with figures for each stage.
    pub fn with_probe<P: Probe>(self, probe: P) -> Session<P> {
        Session {
            decoder: self.decoder,
            stream: self.stream,
            probe,
        }
    }
}

impl<P: Probe> Session<P> {
    /// The stream's id.
    pub fn stream(&self) -> StreamId {
        self.stream
    }

    /// Reads the next bytes of the stream, split anywhere, which came at `now`.
    ///
    /// # Errors
    ///
    /// [`Error::PoolExhausted`] when no buffer is free: hand the rest over again later.
    /// [`Error::Finished`] after [`finish`](Self::finish).
    pub fn write(
        &mut self,
        bytes: &[u8],
        now: Timestamp,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let _ = (now, sink);
        self.probe.begin();
        self.decoder.write(bytes, &mut |_| {})?;
        self.probe.end();
        Ok(())
    }

    /// Tells that no bytes follow; everything undecided is decided.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn finish(&mut self, now: Timestamp, sink: &mut dyn Sink) -> Result<Ending, Error> {
        let _ = (now, sink);
        self.decoder.finish(&mut |_| {})
    }
}
