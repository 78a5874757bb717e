//! Server-sent events out of bytes, for transports that connect again where they broke off.

use midflight_core::Framing;
use midflight_core::frame::{Framer, Item, Payload};
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
}

impl Events {
    pub(crate) fn new(engine: &midflight_core::Engine) -> Self {
        Self {
            framer: framer(engine),
            engine: engine.clone(),
            last_event_id: String::new(),
            input: Input::default(),
            batch: Batch::default(),
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

    /// Reads the first `bytes` of the room; the address of the batch's header.
    ///
    /// # Errors
    ///
    /// When no buffer is free.
    pub fn write(&mut self, bytes: usize) -> Result<usize, JsError> {
        self.batch.clear();
        let mut rest = self.input.written(bytes);
        while let Some(item) = self.framer.next(&mut rest).map_err(JsError::from)? {
            tell(&mut self.batch, &item);
        }
        Ok(self.batch.finish().addr())
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

fn tell(batch: &mut Batch, item: &Item<'_>) {
    match item {
        Item::Frame(frame) => {
            batch.begin(Tag::Event);
            batch.text_unless(frame.event, "message");
            if let Payload::Text(data) = frame.payload {
                batch.text(data);
            } else {
                batch.text("");
            }
            batch.text(frame.id);
        }
        Item::Diagnostic(diagnostic) => {
            batch.begin(Tag::Diagnostic);
            batch.text(diagnostic.code.as_str());
            batch.position(diagnostic.offset);
            batch.text(&diagnostic.message);
        }
    }
}
