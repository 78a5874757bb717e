//! Whole texts, one a message, each read to its end.

use midflight_core::frame::Payload;
use midflight_core::json::Fault;
use midflight_core::wire::{Decode, Deltas, Place};
use midflight_core::{Channel, Delta, Ending, Frame, Framing};

/// A wire on which every message is a text of its own: what it says is decided when it ends.
pub(crate) struct Documents;

impl Documents {
    /// What all of them say.
    pub(crate) const CHANNEL: Channel = Channel::Text { choice: 0 };
}

impl Decode for Documents {
    fn framing(&self) -> Framing {
        Framing::Raw
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let channel = Self::CHANNEL;
        if let Payload::Text(text) = frame.payload {
            let range = 0..text.len();
            let place = Place {
                range,
                ..Place::default()
            };
            deltas.say(Delta::Text {
                channel,
                text,
                place,
            });
            deltas.close(channel);
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        Ending::Complete
    }
}
