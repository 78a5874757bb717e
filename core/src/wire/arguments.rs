//! The arguments of one tool call, bare.

use super::text::say;
use super::{Decode, Deltas};
use crate::json::Fault;
use crate::{Channel, Ending, Frame, Framing};

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
        say(ALL, frame, deltas);
        Ok(())
    }

    fn ending(&self) -> Ending {
        Ending::Complete
    }
}
