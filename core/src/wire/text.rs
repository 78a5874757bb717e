//! UTF-8 text with no framing. It has no end mark, so that every end is a good one.

use alloc::string::String;

use super::{Decode, Deltas};
use crate::frame::Payload;
use crate::json::Fault;
use crate::{Channel, Delta, Ending, Frame, Framing, wire::Place};

/// The wire `text`.
#[derive(Debug)]
pub struct Text;

impl Decode for Text {
    fn framing(&self) -> Framing {
        Framing::Raw
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        match frame.payload {
            Payload::Text(text) => say(text, 0..text.len(), deltas),
            Payload::Binary(bytes) => say(&String::from_utf8_lossy(bytes), 0..bytes.len(), deltas),
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        Ending::Complete
    }
}

fn say(text: &str, range: core::ops::Range<usize>, deltas: &mut Deltas<'_>) {
    if !text.is_empty() {
        let place = Place {
            range,
            ..Place::default()
        };
        let channel = Channel::Text { choice: 0 };
        deltas.say(Delta::Text {
            channel,
            text,
            place,
        });
    }
}
