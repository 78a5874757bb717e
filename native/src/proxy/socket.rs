//! Connections of clients, with a limit on how long one may refuse to read. One that is closed while its client still
//! sends is read on for a moment: otherwise the system resets it, and the client may never see its answer
//! (RFC 9112, 9.6).

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::half::{self, Half};
use super::idle::Idle;
use super::requests::{Requests, Stage};

/// How long a client may go on sending behind its answer.
const LINGER: Duration = Duration::from_secs(1);
/// Bytes that are read at a time then.
const READ: usize = 8 << 10;

/// A connection that fails when nothing can be written for too long.
pub(super) struct Socket {
    tcp: TcpStream,
    limit: Duration,
    /// There while writing waits.
    waiting: Option<Idle>,
    /// There from when nothing more is written.
    lingering: Option<Idle>,
    requests: Arc<Requests>,
    /// There from when the client has shut its side with a request open.
    half: Option<Half>,
}

impl Socket {
    /// Small pieces are sent at once (`TCP_NODELAY`).
    pub(super) fn new(tcp: TcpStream, limit: Duration, requests: &Arc<Requests>) -> Self {
        // Where the option can't be set, pieces come late; nothing breaks.
        let _ = tcp.set_nodelay(true);
        Self {
            tcp,
            limit,
            waiting: None,
            lingering: None,
            requests: Arc::clone(requests),
            half: None,
        }
    }

    /// Fails where a request is open and its client is gone: while there is one, nobody reads who would see that.
    fn attend(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let stage = self.requests.stage();
        if stage == Stage::None {
            return Ok(());
        }
        if self.half.is_none() && half::is_shut(&self.tcp, context)? {
            self.half = Some(Half::new());
        }
        match &mut self.half {
            Some(half) => half.check(&self.tcp, stage, context),
            None => Ok(()),
        }
    }

    /// Reads what the client still sends, and leaves it, until it is at its end or has had its time.
    fn linger(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let lingering = self.lingering.get_or_insert_with(|| Idle::new(LINGER));
        let mut bytes = [0; READ];
        while lingering.poll(context).is_pending() {
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut self.tcp).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                Poll::Ready(_) => break,
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(())
    }

    fn limited<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            if let Some(half) = &mut self.half {
                half.wrote();
            }
            return written;
        }
        let limit = self.limit;
        let waiting = self.waiting.get_or_insert_with(|| Idle::new(limit));
        waiting
            .poll(context)
            .map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.tcp).poll_write(context, bytes);
        self.limited(written, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // All that there was is written when this is asked for.
        self.attend(context)?;
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.lingering.is_none() {
            ready!(Pin::new(&mut self.tcp).poll_shutdown(context))?;
        }
        self.linger(context).map(Ok)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.tcp).poll_write_vectored(context, pieces);
        self.limited(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }
}
