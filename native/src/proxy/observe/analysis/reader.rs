//! From a stream's bytes to its session.

use midflight_core::frame::Payload;
use midflight_core::latency::Probe;
use midflight_core::{Error, Session, Sink, Timestamp, Wire};

use super::websocket::Messages;

/// What a stream's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proxy) enum Form {
    /// The body of an answer in this wire.
    Body(Wire),
    /// A WebSocket's, from the server.
    FromServer(Wire),
    /// A WebSocket's, from the client.
    FromClient(Wire),
}

impl Form {
    pub(super) fn wire(self) -> Wire {
        match self {
            Self::Body(wire) | Self::FromServer(wire) | Self::FromClient(wire) => wire,
        }
    }
}

/// Reads a stream.
pub(super) enum Reader {
    Body,
    Messages(Box<Messages>),
}

impl Reader {
    pub(super) fn new(form: Form) -> Self {
        match form {
            Form::Body(_) => Self::Body,
            Form::FromServer(_) => Self::Messages(Box::new(Messages::from_server())),
            Form::FromClient(_) => Self::Messages(Box::new(Messages::from_client())),
        }
    }

    /// Hands the next bytes to the session.
    pub(super) fn read<P: Probe>(
        &mut self,
        bytes: &[u8],
        at: Timestamp,
        session: &mut Session<P>,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        match self {
            Self::Body => session.write(bytes, at, sink),
            Self::Messages(messages) => {
                messages.push(bytes);
                while let Some(message) = messages.next() {
                    let payload = match &message {
                        Ok(text) => Payload::Text(text),
                        Err(bytes) => Payload::Binary(bytes),
                    };
                    session.message(payload, at, sink)?;
                }
                Ok(())
            }
        }
    }
}
