//! UTF-8 text with no framing. It has no end mark, so that every end is a good one.

use alloc::borrow::Cow;
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
        say(Channel::Text { choice: 0 }, frame, deltas);
        Ok(())
    }

    fn ending(&self) -> Ending {
        Ending::Complete
    }
}

/// Tells a whole frame as a piece of that channel.
pub(super) fn say(channel: Channel, frame: &Frame<'_>, deltas: &mut Deltas<'_>) {
    let text = match frame.payload {
        Payload::Text(text) => Cow::Borrowed(text),
        Payload::Binary(bytes) => String::from_utf8_lossy(bytes),
    };
    if !text.is_empty() {
        let text = &*text;
        let place = Place {
            range: 0..frame.payload.bytes().len(),
            ..Place::default()
        };
        deltas.say(Delta::Text {
            channel,
            text,
            place,
        });
    }
}
