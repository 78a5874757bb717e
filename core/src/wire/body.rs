//! A JSON document as a whole: an answer that does not stream, a request.

use super::{Decode, Deltas, Place};
use crate::frame::Payload;
use crate::json::Fault;
use crate::{Channel, Delta, Ending, Frame, Framing};

const ALL: Channel = Channel::Tool { choice: 0, call: 0 };

/// All of a body as if it were a tool call's arguments: every string in it is a text of its own. It is
/// there for a redactor ([`Engine::body_redactor`](crate::Engine::body_redactor)); a body in another
/// format is one text.
#[derive(Debug, Default)]
pub struct Body;

impl Decode for Body {
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
