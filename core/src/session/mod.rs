//! One stream's way through every stage.

mod analysis;
mod lane;

use crate::decoder::{Decoder, Heard, Out};
use crate::frame::Payload;
use crate::graph::StreamId;
use crate::latency::{Probe, Stage, Timing, Untimed};
use crate::{Channel, Delta, Ending, Engine, Error, Event, Sink, Timestamp, Unknown};

use analysis::Analysis;

/// Reads one stream, from bytes to graph deltas:
///
/// ```text
/// bytes → frame → wire → text → entity → relation → graph → sink
/// ```
///
/// ```
/// use midflight_core::{Config, Engine, Event, Timestamp, Wire};
///
/// let engine = Engine::new(Config::default())?;
/// let mut found = Vec::new();
/// let mut sink = |event: &Event<'_>| {
///     if let Event::Mention(mention) = event {
///         found.push((mention.kind.name(), mention.text.to_owned()));
///     }
/// };
/// let mut session = engine.session(Wire::Text);
/// session.write(b"Write to ada@exa", Timestamp(0), &mut sink)?;
/// session.write(b"mple.org, please.", Timestamp(20_000_000), &mut sink)?;
/// session.finish(Timestamp(20_000_000), &mut sink)?;
/// assert_eq!(found, [("email", "ada@example.org".to_owned())]);
/// # Ok::<(), midflight_core::Error>(())
/// ```
pub struct Session<P: Probe = Untimed> {
    decoder: Decoder,
    analysis: Analysis,
    probe: P,
    ending: Option<Ending>,
}

impl Session {
    pub(crate) fn new(engine: &Engine, decoder: Decoder, stream: StreamId) -> Self {
        Self {
            decoder,
            analysis: Analysis::new(engine, stream),
            probe: Untimed,
            ending: None,
        }
    }

    /// The same session without relations: it tells mentions and the entities that they name, and no triples or
    /// edges between those. For who marks or counts entities alone, in less time.
    ///
    /// ```
    /// # use midflight_core::{Config, Engine, Event, Timestamp, Wire};
    /// # let engine = Engine::new(Config::default())?;
    /// let (mut mentions, mut triples) = (0, 0);
    /// let mut sink = |event: &Event<'_>| match event {
    ///     Event::Mention(_) => mentions += 1,
    ///     Event::Triple(_) => triples += 1,
    ///     _ => {}
    /// };
    /// let mut session = engine.session(Wire::Text).without_relations();
    /// session.write(b"Ada Lovelace lived in London. ", Timestamp(0), &mut sink)?;
    /// session.finish(Timestamp(0), &mut sink)?;
    /// assert_eq!((mentions, triples), (2, 0));
    /// # Ok::<(), midflight_core::Error>(())
    /// ```
    #[must_use]
    pub fn without_relations(mut self) -> Self {
        self.analysis.without_relations();
        self
    }

    /// The same session with figures for each stage.
    pub fn with_probe<P: Probe>(self, probe: P) -> Session<P> {
        let Self {
            decoder,
            analysis,
            ending,
            ..
        } = self;
        Session {
            decoder,
            analysis,
            probe,
            ending,
        }
    }
}

impl<P: Probe> Session<P> {
    /// The stream's id.
    pub fn stream(&self) -> StreamId {
        self.analysis.stream()
    }

    /// The probe, with what it measured.
    pub fn probe(&self) -> &P {
        &self.probe
    }

    /// The pace of the stream so far: time to first token, inter-token latency, tokens a second.
    pub fn timing(&self) -> &Timing {
        &self.analysis.timing
    }

    /// The request was sent at `now`, which time to first token counts from. Without this it counts
    /// from the first [`write`](Self::write).
    pub fn start(&mut self, now: Timestamp) {
        self.analysis.timing.start(now);
    }

    /// How the stream ended; `None` before [`finish`](Self::finish).
    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// Up to which byte of a channel's text every mention has been told, so that the text before it
    /// can be shown with all of them. A channel that is not analysed stays at 0.
    pub fn decided(&self, channel: Channel) -> u64 {
        self.analysis.decided(channel)
    }

    /// What the wire did not know so far.
    pub fn unknown(&self) -> Unknown {
        self.decoder.unknown()
    }

    /// The model that answers; see [`Decoder::model`].
    pub fn model(&self) -> Option<&str> {
        self.decoder.model()
    }

    /// The decoder: how the stream would end now, and what a client needs in order to resume it.
    pub fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    /// The bytes that follow come from another connection; see
    /// [`Framer::reconnect`](crate::frame::Framer::reconnect).
    pub fn reconnect(&mut self) {
        self.decoder.reconnect();
    }

    /// Reads the next bytes of the stream, split anywhere, which came at `now`.
    ///
    /// # Errors
    ///
    /// [`Error::PoolExhausted`] when no buffer is free: hand over what was not taken again later.
    /// [`Error::Finished`] after [`finish`](Self::finish).
    pub fn write(
        &mut self,
        bytes: &[u8],
        now: Timestamp,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        self.read(bytes.len(), now, sink, |decoder, out| {
            decoder.write(bytes, out)
        })
    }

    /// Reads a message that is a frame as it stands and came at `now`, on a transport that keeps
    /// messages apart (a WebSocket).
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn message(
        &mut self,
        payload: Payload<'_>,
        now: Timestamp,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let bytes = payload.bytes().len();
        self.read(bytes, now, sink, |decoder, out| {
            decoder.message(payload, out)
        })
    }

    /// Reads a server-sent event that another decoder has taken out of its stream and that came at
    /// `now`.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn event(
        &mut self,
        event: &str,
        data: &str,
        id: &str,
        now: Timestamp,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        self.read(data.len(), now, sink, |decoder, out| {
            decoder.event(event, data, id, out)
        })
    }

    fn read(
        &mut self,
        bytes: usize,
        now: Timestamp,
        sink: &mut dyn Sink,
        read: impl FnOnce(&mut Decoder, Out<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.ending.is_some() {
            return Err(Error::Finished);
        }
        let Self {
            decoder,
            analysis,
            probe,
            ..
        } = self;
        analysis.timing.write(now);
        probe.begin();
        let read = read(decoder, &mut |heard| {
            hear(heard, now, analysis, probe, sink);
        });
        probe.end();
        read?;
        analysis.take_failure(bytes)
    }

    /// Tells that no bytes follow: everything undecided is decided.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn finish(&mut self, now: Timestamp, sink: &mut dyn Sink) -> Result<Ending, Error> {
        if self.ending.is_some() {
            return Err(Error::Finished);
        }
        let Self {
            decoder,
            analysis,
            probe,
            ..
        } = self;
        probe.begin();
        let ending = decoder.finish(&mut |heard| hear(heard, now, analysis, probe, sink))?;
        analysis.finish(probe, sink);
        probe.end();
        self.ending = Some(ending);
        sink.receive(&Event::End(ending));
        self.analysis.take_failure(0)?;
        Ok(ending)
    }
}

/// What the decoder tells goes to the sink, and its deltas also through the further stages.
fn hear(
    heard: Heard<'_>,
    now: Timestamp,
    analysis: &mut Analysis,
    probe: &mut impl Probe,
    sink: &mut dyn Sink,
) {
    match heard {
        Heard::Wire(found) => sink.receive(&Event::Wire(found.wire())),
        Heard::Frame(_) => probe.lap(Stage::Frame, 1),
        Heard::Done => probe.lap(Stage::Wire, 1),
        Heard::Diagnostic(diagnostic) => sink.receive(&Event::Diagnostic(diagnostic)),
        // They say nothing new, and are for a redactor.
        Heard::Framing(_)
        | Heard::Unknown
        | Heard::Delta(Delta::Echo { .. } | Delta::Shadow(_)) => {}
        Heard::Delta(delta) => {
            probe.lap(Stage::Wire, 0);
            let event = Event::Delta(delta);
            sink.receive(&event);
            if let Event::Delta(delta) = &event {
                analysis.take(delta, now, probe, sink);
            }
        }
    }
}
