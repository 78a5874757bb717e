//! The arguments of one tool call, bare.

use alloc::string::String;

use super::{Decode, Deltas, Place};
use crate::frame::Payload;
use crate::json::Fault;
use crate::{Channel, Delta, Ending, Frame, Framing};

const ALL: Channel = Channel::Tool { choice: 0, call: 0 };

/// Bytes that are a tool call's arguments and nothing else, for
/// [`Engine::arguments_redactor`](crate::Engine::arguments_redactor).
#[derive(Debug, Default)]
pub struct Arguments;

impl Decode for Arguments {
    fn framing(&self) -> Framing {
        Framing::Raw
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let lossy;
        let text = match frame.payload {
            Payload::Text(text) => text,
            Payload::Binary(bytes) => {
                lossy = String::from_utf8_lossy(bytes);
                &lossy
            }
        };
        let place = Place {
            range: 0..frame.payload.bytes().len(),
            ..Place::default()
        };
        deltas.say(Delta::Text {
            channel: ALL,
            text,
            place,
        });
        Ok(())
    }

    fn ending(&self) -> Ending {
        Ending::Complete
    }
}
