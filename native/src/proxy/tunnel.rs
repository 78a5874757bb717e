//! A connection that has become a WebSocket: bytes go both ways as they come, and what they say is
//! analysed beside.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use http::Response;
use http_body_util::{BodyExt, Empty};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};
use tokio::time::timeout;

use super::Shared;
use super::analysis::Tap;
use super::body::{BoxError, Outgoing};
use super::headers;

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
    let down = copy(server_in, client_out, from_server, limit);
    let up = copy(client_in, server_out, from_client, limit);
    tokio::try_join!(down, up)?;
    Ok(())
}

/// Passes bytes on until one side is done. Each piece is written before it is analysed.
async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut tap: Tap,
    limit: Duration,
) -> io::Result<()> {
    let mut buffer = BytesMut::new();
    loop {
        buffer.reserve(READ);
        let read = timeout(limit, from.read_buf(&mut buffer)).await;
        if read.map_err(io::Error::from)?? == 0 {
            return to.shutdown().await;
        }
        let bytes = buffer.split().freeze();
        let written = async {
            to.write_all(&bytes).await?;
            to.flush().await
        };
        timeout(limit, written).await.map_err(io::Error::from)??;
        tap.bytes(&bytes);
    }
}
