//! A connection that has become a WebSocket: bytes go both ways as they come, and what they say is
//! analysed beside.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::BytesMut;
use http::Response;
use http_body_util::{BodyExt, Empty};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};
use tokio::time::{Instant, timeout, timeout_at};

use super::Shared;
use super::headers;
use super::observe::analysis::Tap;
use super::outgoing::{BoxError, Outgoing};

/// Bytes that are read at a time.
const READ: usize = 16 << 10;

/// The upstream's agreement, for the client.
pub(super) fn head(answer: &reqwest::Response) -> Response<Outgoing> {
    let mut response = Response::new(Empty::new().map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = answer.status();
    let mut end_to_end = answer.headers().clone();
    headers::end_to_end(&mut end_to_end);
    headers::set_upgrade(&mut end_to_end);
    *response.headers_mut() = end_to_end;
    response
}

/// Lets `joined` carry what follows on `head`; the proxy does not end before it does.
pub(super) fn open(
    shared: &Arc<Shared>,
    head: Response<Outgoing>,
    joined: impl Future<Output = Result<(), BoxError>> + Send + 'static,
) -> Response<Outgoing> {
    let open = shared.open();
    tokio::spawn(async move {
        if let Err(error) = joined.await {
            tracing::warn!(error, "a tunnel broke");
        }
        drop(open);
    });
    head
}

/// Joins the two connections.
pub(super) async fn join(
    answer: reqwest::Response,
    upgrading: OnUpgrade,
    [from_server, from_client]: [Tap; 2],
    limit: Duration,
) -> Result<(), BoxError> {
    let client = TokioIo::new(upgrading.await?);
    let server = answer.upgrade().await?;
    let ((client_in, client_out), (server_in, server_out)) = (split(client), split(server));
    let quiet = Quiet::new(limit);
    let down = copy(server_in, client_out, from_server, &quiet);
    let up = copy(client_in, server_out, from_client, &quiet);
    tokio::try_join!(down, up)?;
    Ok(())
}

/// Passes bytes on until one side is done. Each piece is written before it is analysed.
async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut tap: Tap,
    quiet: &Quiet,
) -> io::Result<()> {
    let mut buffer = BytesMut::new();
    loop {
        buffer.reserve(READ);
        if quiet.read(&mut from, &mut buffer).await? == 0 {
            return to.shutdown().await;
        }
        let bytes = buffer.split().freeze();
        let written = async {
            to.write_all(&bytes).await?;
            to.flush().await
        };
        timeout(quiet.limit, written)
            .await
            .map_err(io::Error::from)??;
        tap.bytes(&bytes);
    }
}

/// How long nothing has come from either side: who listens may be silent for as long as the other speaks.
struct Quiet {
    limit: Duration,
    since: Mutex<Instant>,
}

impl Quiet {
    fn new(limit: Duration) -> Self {
        let since = Mutex::new(Instant::now());
        Self { limit, since }
    }

    /// Reads the next bytes; 0 at the end.
    ///
    /// # Errors
    ///
    /// What the connection tells, or `TimedOut` where nothing has come for too long.
    async fn read(
        &self,
        from: &mut (impl AsyncRead + Unpin),
        buffer: &mut BytesMut,
    ) -> io::Result<usize> {
        loop {
            match timeout_at(self.due(), from.read_buf(buffer)).await {
                Ok(read) => {
                    *self.since() = Instant::now();
                    return read;
                }
                Err(late) if self.due() <= Instant::now() => return Err(late.into()),
                Err(_) => {}
            }
        }
    }

    fn due(&self) -> Instant {
        *self.since() + self.limit
    }

    fn since(&self) -> MutexGuard<'_, Instant> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
