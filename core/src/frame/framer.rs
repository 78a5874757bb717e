//! One type over all framings.

use super::event_stream::EventStream;
use super::json_array::JsonArray;
use super::ndjson::Ndjson;
use super::raw::Raw;
use super::sse::Sse;
use super::{Framing, Item};
use crate::buffer::{BufferPool, Exhausted};

/// Divides a stream's bytes into frames.
///
/// A frame that lies whole within a chunk is borrowed from it. What is kept of an unfinished one
/// lies in the pool's buffers, which go back to it at the end of a chunk that leaves nothing
/// unfinished. A hostile stream of server-sent events holds at most two of the largest buffers at a
/// time: one for the event and one for the last event id.
#[derive(Debug)]
pub struct Framer(Kind);

#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one a stream; a box would allocate"
)]
enum Kind {
    Sse(Sse),
    Ndjson(Ndjson),
    JsonArray(JsonArray),
    EventStream(EventStream),
    Raw(Raw),
}

impl Framer {
    /// One for a stream, with at most `limit` bytes a frame.
    pub fn new(framing: Framing, limit: usize, pool: &BufferPool) -> Self {
        Self(match framing {
            Framing::Sse => Kind::Sse(Sse::new(limit, pool)),
            Framing::Ndjson => Kind::Ndjson(Ndjson::new(limit, pool)),
            Framing::JsonArray => Kind::JsonArray(JsonArray::new(limit, pool)),
            Framing::EventStream => Kind::EventStream(EventStream::new(limit, pool)),
            Framing::Raw => Kind::Raw(Raw::new(limit)),
        })
    }

    /// The next frame that is whole. Takes what it reads off the front of `input`; `None` when all
    /// of `input` is taken and the next frame is not whole yet.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when the pool has no buffer for what must be kept. What is left in `input` was
    /// not taken: call again with it.
    #[inline]
    pub fn next<'s, 'i: 's>(
        &'s mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Item<'s>>, Exhausted> {
        match &mut self.0 {
            Kind::Sse(sse) => sse.next(input),
            Kind::Ndjson(ndjson) => ndjson.next(input),
            Kind::JsonArray(array) => array.next(input),
            Kind::EventStream(messages) => messages.next(input),
            Kind::Raw(raw) => Ok(raw.next(input)),
        }
    }

    /// What the end of the stream brings: call until `None`.
    pub fn finish(&mut self) -> Option<Item<'_>> {
        match &mut self.0 {
            Kind::Sse(sse) => sse.finish(),
            Kind::Ndjson(ndjson) => ndjson.finish(),
            Kind::JsonArray(array) => array.finish(),
            Kind::EventStream(messages) => messages.finish(),
            Kind::Raw(raw) => raw.finish(),
        }
    }

    /// Whether JSON objects that stand bare between server-sent events are frames too, from here on.
    pub fn set_bare_objects(&mut self, bare: bool) {
        if let Kind::Sse(sse) = &mut self.0 {
            sse.set_bare_objects(bare);
        }
    }

    /// What stands behind the last frame: the end of an array. Empty for all other framings.
    pub fn tail(&self) -> &[u8] {
        match &self.0 {
            Kind::JsonArray(array) => array.tail(),
            _ => &[],
        }
    }

    /// The bytes that follow come from another connection, which goes on behind the last event: what
    /// of an event is unfinished is forgotten, and the last event id is kept. Nothing for framings
    /// other than server-sent events.
    pub fn reconnect(&mut self) {
        if let Kind::Sse(sse) = &mut self.0 {
            sse.reconnect();
        }
    }

    /// The last `retry` field of a stream of server-sent events: the reconnection time in
    /// milliseconds. `None` where there was none, and for all other framings.
    pub fn retry(&self) -> Option<u64> {
        match &self.0 {
            Kind::Sse(sse) => sse.retry(),
            _ => None,
        }
    }

    /// The last event id of a stream of server-sent events, which a client sends as `Last-Event-ID`
    /// when it connects again. A blank line commits it, the end of the stream does not. Empty where
    /// there was none, and for all other framings.
    pub fn last_event_id(&self) -> &str {
        match &self.0 {
            Kind::Sse(sse) => sse.last_event_id(),
            _ => "",
        }
    }
}
