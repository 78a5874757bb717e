//! A client that has shut its writing side. It may wait for its answer (`nc -N`, `socat`), or be gone: TCP tells neither.
//! What is written to one that is gone is answered by a reset. Before its answer begins, that is a provisional one, which
//! every client of HTTP/1.1 reads and leaves (RFC 9110, 15.2); behind that, the answer itself.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::requests::{Requests, Stage};

/// How long nothing may be written to such a client, where there is nothing to find out by whether it is gone.
const GRACE: Duration = Duration::from_secs(10);
/// How often it is looked whether it is.
const LOOK: Duration = Duration::from_millis(50);
/// What is written to find that out.
const PROBE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// One whose end was read, and not told yet.
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

    /// Ready when the end is to be told: nothing is open any more, or the client is gone. `idle` where nothing waits to
    /// be written.
    pub(super) fn poll(
        &mut self,
        tcp: &TcpStream,
        requests: &Requests,
        idle: bool,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            let in_time = self.written.elapsed() < GRACE;
            let waits = match requests.stage() {
                Stage::Hearing => false,
                Stage::Thinking if self.asked => true,
                Stage::Thinking if idle => {
                    self.asked = true;
                    ask(tcp)?;
                    true
                }
                _ => in_time,
            };
            if let Some(gone) = tcp.take_error()? {
                return Poll::Ready(Err(gone));
            }
            if !waits {
                return Poll::Ready(Ok(()));
            }
            if self.look.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.look.as_mut().reset(Instant::now() + LOOK);
        }
    }
}

/// Asks whether somebody is there. Nothing of an answer was written, so that this stands before it.
fn ask(tcp: &TcpStream) -> io::Result<()> {
    match tcp.try_write(PROBE) {
        Ok(written) if written == PROBE.len() => Ok(()),
        Ok(_) => Err(io::ErrorKind::WriteZero.into()),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
        Err(error) => Err(error),
    }
}
