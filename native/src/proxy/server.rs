//! Accepting connections, and ending in good order.

use std::error::Error;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::{Builder, UpgradeableConnection};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep, timeout};
use tower::ServiceExt;

use super::requests::{Activity, Requests};
use super::socket::Socket;
use super::{Limits, Shared, forward};

/// How far off the runtime's next timer is at most. Setting one that is due before all others wakes
/// the runtime by a system call, and a request sets four: with one that is always near, none does.
const NEAR: Duration = Duration::from_millis(250);
/// Connections at a time of those who are told what it saw.
const OWNERS: usize = 64;
/// Streams of an HTTP/2 connection at a time.
const STREAMS: u32 = 256;

/// Serves until `stop` is done; then lets what is open finish, for a while.
pub(super) async fn serve(
    shared: &Arc<Shared>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) {
    let limits = &shared.config.limits;
    let mut builder = builder(limits);
    // The socket tells who waits for an answer from who is gone.
    builder.http1().half_close(true);
    let permits = Arc::new(Semaphore::new(limits.connections));
    let ((ending, ended), mut open) = (watch::channel(()), JoinSet::new());
    let mut near = interval(NEAR);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            (tcp, permit) = accept(&listener, &permits) => {
                open.spawn(converse(shared, &builder, ended.clone(), tcp, permit));
            }
            Some(_) = open.join_next() => {}
            _ = near.tick() => {}
            () = &mut stop => break,
        }
    }
    drop((listener, ending));
    tracing::info!(open = open.len(), "ending: open streams may finish");
    let finished = async {
        while open.join_next().await.is_some() {}
        shared.tunnels.closed().await;
    };
    if timeout(limits.shutdown, finished).await.is_err() {
        tracing::warn!("ended: streams were cut");
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.head)
        .keep_alive_timeout(limits.idle)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
    builder
}

/// Serves its owner, who is told what it saw, until it is dropped.
pub(super) async fn serve_owner(limits: Limits, listener: TcpListener, routes: Router) {
    let builder = builder(&limits);
    let permits = Arc::new(Semaphore::new(OWNERS));
    let ((_ending, ended), mut open) = (watch::channel(()), JoinSet::new());
    loop {
        tokio::select! {
            (tcp, permit) = accept(&listener, &permits) => {
                let requests = Arc::new(Requests::default());
                let (routes, begun) = (routes.clone(), Arc::clone(&requests));
                let socket = TokioIo::new(Socket::new(tcp, limits.idle, &requests));
                let service = service_fn(move |request: Request<Incoming>| {
                    drop(begun.begin(request.version()));
                    routes.clone().oneshot(request)
                });
                let connection = builder.serve_connection_with_upgrades(socket, service);
                let (connection, ended) = (connection.into_owned(), ended.clone());
                open.spawn(async move {
                    let (shut, head) = (UpgradeableConnection::graceful_shutdown, limits.head);
                    attend(Box::pin(connection), shut, &requests, head, ended).await;
                    drop(permit);
                });
            }
            Some(_) = open.join_next() => {}
        }
    }
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
    ended: watch::Receiver<()>,
    tcp: TcpStream,
    permit: Option<OwnedSemaphorePermit>,
) -> impl Future<Output = ()> + Send + 'static {
    let Limits { idle, head, .. } = shared.config.limits;
    let requests = Arc::new(Requests::default());
    let (shared, begun) = (Arc::clone(shared), Arc::clone(&requests));
    let service = service_fn(move |request: Request<Incoming>| {
        let shared = Arc::clone(&shared);
        let begun = Arc::clone(&begun);
        let open = begun.begin(request.version());
        async move {
            let answer = forward::handle(shared, request, open).await;
            begun.answered();
            answer
        }
    });
    let socket = TokioIo::new(Socket::new(tcp, idle, &requests));
    let connection = builder.serve_connection_with_upgrades(socket, service);
    // In a box, so that awaiting it does not take its place twice.
    let connection = Box::pin(connection.into_owned());
    async move {
        attend(
            connection,
            UpgradeableConnection::graceful_shutdown,
            &requests,
            head,
            ended,
        )
        .await;
        drop(permit);
    }
}

/// Lets a connection come to its end; closes it where it brings no request for as long as a head may take.
async fn attend<C>(
    mut connection: Pin<Box<C>>,
    shut: impl Fn(Pin<&mut C>),
    requests: &Requests,
    head: Duration,
    mut ended: watch::Receiver<()>,
) where
    C: Future<Output = Result<(), Box<dyn Error + Send + Sync>>>,
{
    let (mut ending, mut before) = (false, 0);
    let done = loop {
        tokio::select! {
            done = connection.as_mut() => break done,
            _ = ended.changed(), if !ending => {
                ending = true;
                shut(connection.as_mut());
            }
            () = sleep(head) => match requests.since(&mut before) {
                // Neither HTTP's version nor HTTP/2's first request has a limit of hyper's own.
                Activity::Never => break Ok(()),
                Activity::None => shut(connection.as_mut()),
                Activity::Some => {}
            },
        }
    };
    if let Err(error) = done {
        tracing::debug!(error, "a client's connection ended");
    }
}
