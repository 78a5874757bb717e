//! Server-sent events out of bytes, for transports that connect again where they broke off.

use alloc::borrow::ToOwned;
use alloc::string::String;

use midflight_core::buffer::Exhausted;
use midflight_core::frame::{Frame, Framer, Item, Payload};
use midflight_core::{Diagnostic, Error, Framing};
use wasm_bindgen::prelude::*;

use crate::batch::{Batch, Tag};
use crate::clock::timestamp;
use crate::input::Input;
use crate::session::Session;

/// Decodes one connection after the other; the last event id outlives them.
#[wasm_bindgen]
pub struct Events {
    engine: midflight_core::Engine,
    framer: Framer,
    last_event_id: String,
    input: Input,
    batch: Batch,
    faults: Batch,
    failure: Option<Exhausted>,
}

impl Events {
    pub(crate) fn new(engine: &midflight_core::Engine) -> Self {
        Self {
            framer: framer(engine),
            engine: engine.clone(),
            last_event_id: String::new(),
            input: Input::default(),
            batch: Batch::default(),
            faults: Batch::default(),
            failure: None,
        }
    }
}

fn framer(engine: &midflight_core::Engine) -> Framer {
    Framer::new(Framing::Sse, engine.limits().frame_bytes, engine.pool())
}

#[wasm_bindgen]
impl Events {
    /// The address of room for `bytes`.
    pub fn room(&mut self, bytes: usize) -> usize {
        self.input.room(bytes).addr()
    }

    /// Reads the first `bytes` of the room; the address of the header of a batch without tags: of each
    /// event the lengths of name, data and id, in bytes. 0 where no buffer is free.
    pub fn write(&mut self, bytes: usize) -> usize {
        self.batch.clear();
        self.faults.clear();
        let mut rest = self.input.written(bytes);
        loop {
            match self.framer.next(&mut rest) {
                Ok(Some(Item::Frame(frame))) => tell(&mut self.batch, &frame),
                Ok(Some(Item::Diagnostic(diagnostic))) => report(&mut self.faults, &diagnostic),
                Ok(None) => return self.batch.finish().addr(),
                Err(error) => {
                    self.failure = Some(error);
                    return 0;
                }
            }
        }
    }

    /// Reads the first `bytes` of the room, which came at `now`, into a session; the address of the
    /// header of its batch, or 0 where it failed. No event becomes a string of the host's.
    pub fn pass(&mut self, session: &mut Session, bytes: usize, now: f64) -> usize {
        let Self { framer, input, .. } = self;
        let now = timestamp(now);
        let all = input.written(bytes);
        let mut rest = all;
        session.batch(|inner, _, report| {
            loop {
                match framer.next(&mut rest) {
                    Ok(Some(Item::Frame(frame))) => {
                        let event = inner.event(frame.event, data(&frame), frame.id, now, report);
                        // An event is taken whole.
                        event.map_err(|error| behind(error, all.len() - rest.len()))?;
                    }
                    Ok(Some(Item::Diagnostic(diagnostic))) => report.diagnostic(&diagnostic),
                    Ok(None) => return Ok(()),
                    Err(error) => return Err(exhausted(error, all.len() - rest.len())),
                }
            }
        })
    }

    /// The address of the header of the events that were whole before the last write failed.
    pub fn told(&mut self) -> usize {
        self.batch.finish().addr()
    }

    /// What went wrong in the last write that gave 0.
    ///
    /// # Errors
    ///
    /// That, once.
    pub fn failure(&mut self) -> Result<(), JsError> {
        self.failure
            .take()
            .map_or(Ok(()), |error| Err(error.into()))
    }

    /// The address of the header of what was malformed in the last write; 0 where nothing was.
    pub fn faults(&mut self) -> usize {
        if self.faults.is_empty() {
            return 0;
        }
        self.faults.finish().addr()
    }

    /// A new connection: what was not whole of the one before is gone.
    pub fn reconnect(&mut self) {
        self.last_event_id = self.last_event_id();
        self.framer = framer(&self.engine);
    }

    /// The last event id of this connection, or else of those before.
    #[wasm_bindgen(js_name = lastEventId)]
    pub fn last_event_id(&self) -> String {
        match self.framer.last_event_id() {
            "" => self.last_event_id.clone(),
            id => id.to_owned(),
        }
    }

    /// The reconnection time that the server asked for, in milliseconds; NaN where it did not.
    pub fn retry(&self) -> f64 {
        self.framer.retry().map_or(f64::NAN, |retry| retry as f64)
    }
}

/// The name is empty where it is the usual one.
fn tell(batch: &mut Batch, frame: &Frame<'_>) {
    let usual = frame.event == "message";
    let name = if usual { "" } else { frame.event };
    for text in [name, data(frame), frame.id] {
        batch.bytes_of(text);
    }
}

/// The same error, told of a chunk of which so many bytes were taken.
fn behind(error: Error, consumed: usize) -> Error {
    match error {
        Error::PoolExhausted { what, capacity, .. } => {
            exhausted(Exhausted { what, capacity }, consumed)
        }
        other => other,
    }
}

fn exhausted(Exhausted { what, capacity }: Exhausted, consumed: usize) -> Error {
    Error::PoolExhausted {
        what,
        capacity,
        consumed,
    }
}

fn data<'a>(frame: &Frame<'a>) -> &'a str {
    match frame.payload {
        Payload::Text(data) => data,
        Payload::Binary(_) => "",
    }
}

fn report(batch: &mut Batch, diagnostic: &Diagnostic) {
    batch.begin(Tag::Diagnostic);
    batch.text(diagnostic.code.as_str());
    batch.position(diagnostic.offset);
    batch.text(&diagnostic.message);
}
