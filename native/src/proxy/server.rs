//! Accepting connections, and ending in good order.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep, timeout};

use super::socket::Socket;
use super::{Limits, Shared, forward};

/// How far off the runtime's next timer is at most. Setting one that is due before all others wakes
/// the runtime by a system call, and a request sets four: with one that is always near, none does.
const NEAR: Duration = Duration::from_millis(250);
/// Headers of a request at most.
const HEADERS: usize = 128;
/// Streams of an HTTP/2 connection at a time.
const STREAMS: u32 = 256;

/// Serves until `stop` is done; then lets what is open finish, for a while.
pub(super) async fn serve(
    shared: &Arc<Shared>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) {
    let limits = &shared.config.limits;
    let builder = builder(limits);
    let permits = Arc::new(Semaphore::new(limits.connections));
    let (graceful, mut open) = (GracefulShutdown::new(), JoinSet::new());
    let mut near = interval(NEAR);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            (tcp, permit) = accept(&listener, &permits) => {
                open.spawn(converse(shared, &builder, &graceful, tcp, permit));
            }
            Some(_) = open.join_next() => {}
            _ = near.tick() => {}
            () = &mut stop => break,
        }
    }
    drop(listener);
    tracing::info!(open = open.len(), "ending: open streams may finish");
    let finished = async {
        graceful.shutdown().await;
        shared.tunnels.closed().await;
    };
    if timeout(limits.shutdown, finished).await.is_err() {
        tracing::warn!(open = open.len(), "ended: streams were cut");
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_headers(HEADERS)
        .max_buf_size(limits.head_bytes.max(8 << 10));
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
    builder
}

/// The next connection, as soon as there is room for one.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    let permit = Arc::clone(permits).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((tcp, _)) => return (tcp, permit),
            // Most often there are no file descriptors left: closing connections brings some.
            Err(error) => {
                tracing::warn!(%error, "accept");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Answers the requests of one connection.
fn converse(
    shared: &Arc<Shared>,
    builder: &Builder<TokioExecutor>,
    graceful: &GracefulShutdown,
    tcp: TcpStream,
    permit: Option<OwnedSemaphorePermit>,
) -> impl Future<Output = ()> + Send + 'static {
    let socket = Socket::new(tcp, shared.config.limits.idle);
    let shared = Arc::clone(shared);
    let service = service_fn(move |request: Request<Incoming>| {
        let shared = Arc::clone(&shared);
        // In a box of its own, so that it takes no memory while the answer's body is on its way.
        let answer = Box::pin(forward::handle(shared, request));
        async move { Ok::<_, Infallible>(answer.await) }
    });
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(socket), service);
    // In a box, so that awaiting it does not take its place twice.
    let connection = Box::pin(graceful.watch(connection.into_owned()));
    async move {
        if let Err(error) = connection.await {
            tracing::debug!(error, "a client's connection ended");
        }
        drop(permit);
    }
}
