//! A client that has shut its writing side. It may wait for its answer (`nc -N`, `socat`), or be gone: TCP tells neither.
//! What is written to one that is gone is answered by a reset. Before its answer begins, that is a provisional one, which
//! every client of HTTP/1.1 reads and leaves (RFC 9110, 15.2); behind that, the answer itself.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::ReadBuf;
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::requests::Stage;

/// How long nothing may be written to such a client, where there is nothing to find out by whether it is gone.
const GRACE: Duration = Duration::from_secs(10);
/// How often it is looked whether it is.
const LOOK: Duration = Duration::from_millis(50);
/// What is written to find that out.
const PROBE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// Whether all that a client will ever send was read. Its task is woken when that changes.
///
/// # Errors
///
/// What the system tells of a connection that broke.
pub(super) fn is_shut(tcp: &TcpStream, context: &mut Context<'_>) -> io::Result<bool> {
    let mut byte = [0];
    match tcp.poll_peek(context, &mut ReadBuf::new(&mut byte)) {
        Poll::Ready(peeked) => peeked.map(|length| length == 0),
        Poll::Pending => Ok(false),
    }
}

/// One that has.
pub(super) struct Half {
    asked: bool,
    written: Instant,
    look: Pin<Box<Sleep>>,
}

impl Half {
    pub(super) fn new() -> Self {
        Self {
            asked: false,
            written: Instant::now(),
            look: Box::pin(sleep(LOOK)),
        }
    }

    /// Something of the answer was written.
    pub(super) fn wrote(&mut self) {
        self.written = Instant::now();
    }

    /// Fails when the client is gone, or has had its time. Nothing else waits to be written then.
    pub(super) fn check(
        &mut self,
        tcp: &TcpStream,
        stage: Stage,
        context: &mut Context<'_>,
    ) -> io::Result<()> {
        if stage == Stage::Thinking && !self.asked {
            self.asked = true;
            ask(tcp)?;
        }
        loop {
            if let Some(gone) = tcp.take_error()? {
                return Err(gone);
            }
            if stage != Stage::Thinking && self.written.elapsed() > GRACE {
                return Err(io::ErrorKind::TimedOut.into());
            }
            if self.look.as_mut().poll(context).is_pending() {
                return Ok(());
            }
            self.look.as_mut().reset(Instant::now() + LOOK);
        }
    }
}

/// Asks whether somebody is there.
fn ask(tcp: &TcpStream) -> io::Result<()> {
    match tcp.try_write(PROBE) {
        Ok(written) if written < PROBE.len() => Err(io::ErrorKind::WriteZero.into()),
        Err(error) if error.kind() != io::ErrorKind::WouldBlock => Err(error),
        _ => Ok(()),
    }
}
