//! The messages of a WebSocket whose bytes pass by.

use std::collections::VecDeque;
use std::io::{self, Read, Write};

use bytes::Bytes;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// Bytes of one message at most; a stream with a larger one is not read on.
const MESSAGE: usize = 16 << 20;

/// Reads one direction.
pub(super) struct Messages {
    socket: WebSocket<Passing>,
    broken: bool,
}

/// What has come and is not read; answers go nowhere.
#[derive(Default)]
struct Passing(VecDeque<u8>);

impl Messages {
    pub(super) fn from_server() -> Self {
        Self::new(Role::Client)
    }

    pub(super) fn from_client() -> Self {
        Self::new(Role::Server)
    }

    fn new(role: Role) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(4 << 10)
            .max_message_size(Some(MESSAGE))
            .max_frame_size(Some(MESSAGE));
        Self {
            socket: WebSocket::from_raw_socket(Passing::default(), role, Some(config)),
            broken: false,
        }
    }

    /// Takes the next bytes of the connection.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if !self.broken {
            self.socket.get_mut().0.extend(bytes);
        }
    }

    /// The next whole message: text, or else bytes.
    pub(super) fn next(&mut self) -> Option<Result<Utf8Bytes, Bytes>> {
        while !self.broken {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Some(Ok(text)),
                Ok(Message::Binary(bytes)) => return Some(Err(bytes)),
                Ok(_) => {}
                Err(error) if is_pause(&error) => return None,
                Err(_) => self.broken = true,
            }
        }
        None
    }
}

fn is_pause(error: &tokio_tungstenite::tungstenite::Error) -> bool {
    use tokio_tungstenite::tungstenite::Error::Io;
    matches!(error, Io(error) if error.kind() == io::ErrorKind::WouldBlock)
}

impl Read for Passing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.0.read(buffer)
    }
}

impl Write for Passing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of a server, which masks nothing.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let length = u8::try_from(payload.len()).unwrap();
        [&[first, length], payload].concat()
    }

    #[test]
    fn messages_are_read_however_the_bytes_are_divided() {
        let stream = [
            frame(0x81, b"one"),
            frame(0x01, b"tw"),
            frame(0x89, b"ping"),
            frame(0x80, b"o"),
            frame(0x82, b"\xff"),
        ]
        .concat();
        for size in 1..stream.len() {
            let (mut messages, mut read) = (Messages::from_server(), Vec::new());
            for piece in stream.chunks(size) {
                messages.push(piece);
                read.extend(std::iter::from_fn(|| messages.next()));
            }
            let expected = [
                Ok("one".into()),
                Ok("two".into()),
                Err(Bytes::from_static(b"\xff")),
            ];
            assert_eq!(read, expected, "by {size}");
        }
    }

    #[test]
    fn a_clients_messages_are_unmasked_and_what_breaks_the_protocol_ends_the_reading() {
        let mut messages = Messages::from_client();
        messages.push(b"\x81\x82\x01\x02\x03\x04ik");
        assert_eq!(messages.next(), Some(Ok("hi".into())));
        messages.push(b"\x83\x00");
        assert_eq!(messages.next(), None);
        messages.push(b"\x81\x82\x01\x02\x03\x04ik");
        assert_eq!(messages.next(), None);
    }
}
