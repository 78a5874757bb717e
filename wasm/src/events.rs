//! Server-sent events out of bytes, for transports that connect again where they broke off.

use alloc::borrow::ToOwned;
use alloc::string::String;

use midflight_core::frame::{Frame, Framer, Item, Payload};
use midflight_core::{Diagnostic, Framing};
use wasm_bindgen::prelude::*;

use crate::batch::{Batch, Tag};
use crate::input::Input;

/// Decodes one connection after the other; the last event id outlives them.
#[wasm_bindgen]
pub struct Events {
    engine: midflight_core::Engine,
    framer: Framer,
    last_event_id: String,
    input: Input,
    batch: Batch,
    faults: Batch,
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
    /// event the lengths of name, data and id, in bytes.
    ///
    /// # Errors
    ///
    /// When no buffer is free.
    pub fn write(&mut self, bytes: usize) -> Result<usize, JsError> {
        self.batch.clear();
        self.faults.clear();
        let mut rest = self.input.written(bytes);
        while let Some(item) = self.framer.next(&mut rest).map_err(JsError::from)? {
            match &item {
                Item::Frame(frame) => tell(&mut self.batch, frame),
                Item::Diagnostic(diagnostic) => report(&mut self.faults, diagnostic),
            }
        }
        Ok(self.batch.finish().addr())
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
    let data = match frame.payload {
        Payload::Text(data) => data,
        Payload::Binary(_) => "",
    };
    for text in [if usual { "" } else { frame.event }, data, frame.id] {
        batch.bytes_of(text);
    }
}

fn report(batch: &mut Batch, diagnostic: &Diagnostic) {
    batch.begin(Tag::Diagnostic);
    batch.text(diagnostic.code.as_str());
    batch.position(diagnostic.offset);
    batch.text(&diagnostic.message);
}
