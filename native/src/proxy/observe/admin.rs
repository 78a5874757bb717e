//! What the proxy saw, over HTTP: for its owner alone.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, interval_at, timeout};

use super::live::{Line, Live};
use crate::proxy::Shared;

/// What stands before the token.
const SCHEME: &[u8] = b"Bearer ";
/// Listeners at a time. They may stay for ever, and what asks for figures and health needs connections too.
const LISTENERS: usize = 48;
/// How often one hears something, where nothing happens: who is gone is found out by it.
const SIGN: Duration = Duration::from_secs(15);
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Every address.
pub(in crate::proxy) fn routes(shared: &Arc<Shared>) -> Router {
    let guard = middleware::from_fn_with_state(Arc::clone(shared), guard);
    Router::new()
        .route("/midflight/events", get(events))
        .route("/midflight/ws", get(websocket))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&shared.live),
            room,
        ))
        .route("/midflight/graph", get(graph))
        .route("/midflight/metrics", get(metrics))
        .layer(guard)
        .route("/midflight/healthz", get(|| async { "ok\n" }))
        .with_state(Arc::clone(&shared.live))
}

/// With a token, who bears it. Without, who asks this machine by its own name, so that a page from
/// elsewhere can't ask in its user's place.
async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let allowed = match &shared.config.admin_token {
        Some(token) => bears(headers, token),
        None => is_local(request.uri(), headers),
    };
    if allowed {
        return next.run(request).await;
    }
    match shared.config.admin_token {
        Some(_) => {
            let asked = [(header::WWW_AUTHENTICATE, "Bearer")];
            let why = "expected the header Authorization: Bearer TOKEN\n";
            (StatusCode::UNAUTHORIZED, asked, why).into_response()
        }
        None => (
            StatusCode::FORBIDDEN,
            "only for this machine, asked by its own name\n",
        )
            .into_response(),
    }
}

/// Compared in a time that does not tell how much of the token is right.
fn bears(headers: &HeaderMap, token: &str) -> bool {
    let value = headers
        .get(header::AUTHORIZATION)
        .map(HeaderValue::as_bytes);
    let (scheme, given) = value
        .and_then(|value| value.split_at_checked(SCHEME.len()))
        .unwrap_or_default();
    let differs = |(a, b): (&u8, &u8)| a ^ b;
    let pairs = given.iter().zip(token.as_bytes());
    scheme.eq_ignore_ascii_case(SCHEME)
        && given.len() == token.len()
        && pairs.map(differs).fold(0, |all, one| all | one) == 0
}

/// Whether this machine is asked by its own name, wherever a request may tell that.
fn is_local(uri: &Uri, headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN);
    let is_local_origin = origin.is_none_or(crate::serve::is_loopback);
    let told = headers.get_all(header::HOST).iter();
    let told = told.map(|host| host.to_str().unwrap_or("?"));
    let mut hosts = uri
        .authority()
        .map(Authority::as_str)
        .into_iter()
        .chain(told);
    let Some(first) = hosts.next() else {
        return false;
    };
    let is_local = crate::serve::is_loopback_host;
    is_local_origin && is_local(first) && hosts.all(is_local)
}

/// Lets a listener in where there is room for one.
async fn room(State(live): State<Arc<Live>>, request: Request, next: Next) -> Response {
    if live.listeners() < LISTENERS {
        return next.run(request).await;
    }
    let later = [(header::RETRY_AFTER, "15")];
    (
        StatusCode::SERVICE_UNAVAILABLE,
        later,
        "too many listen already\n",
    )
        .into_response()
}

async fn graph(State(live): State<Arc<Live>>) -> Response {
    let graph = tokio::task::spawn_blocking(move || live.graph()).await;
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, graph.unwrap_or_default()).into_response()
}

async fn metrics(State(live): State<Arc<Live>>) -> Response {
    ([(header::CONTENT_TYPE, OPEN_METRICS)], live.figures()).into_response()
}

/// Server-sent events; `Last-Event-ID` goes on behind that one, as far as it is kept.
async fn events(State(live): State<Arc<Live>>, headers: HeaderMap) -> Response {
    let id = headers.get("last-event-id");
    let id = id.and_then(|id| id.to_str().ok()?.parse().ok());
    let written = with_signs(told(&live, id).map(event));
    let beginning = stream::iter([": midflight\n\n".to_owned()]);
    let head = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    let body = beginning.chain(written).map(Ok::<_, Infallible>);
    let body = axum::body::Body::from_stream(body);
    (head, body).into_response()
}

fn event(line: Line) -> String {
    let Line { id, kind, json } = line;
    let id = id.map_or(String::new(), |id| format!("id: {id}\n"));
    format!("{id}event: {kind}\ndata: {json}\n\n")
}

/// What is told, with comments where nothing is for long.
fn with_signs(told: impl Stream<Item = String> + Send + 'static) -> impl Stream<Item = String> {
    stream::unfold(Box::pin(told), |mut told| async {
        let next = timeout(SIGN, told.next()).await;
        let next = next.unwrap_or_else(|_| Some(":\n\n".to_owned()))?;
        Some((next, told))
    })
}

/// Listens before it answers, so that nothing is missed behind the answer.
async fn websocket(State(live): State<Arc<Live>>, upgrade: WebSocketUpgrade) -> Response {
    let told = told(&live, None);
    upgrade.on_upgrade(move |socket| tell(socket, told))
}

/// A message a line, until the listener goes.
async fn tell(mut socket: WebSocket, told: impl Stream<Item = Line>) {
    let mut told = std::pin::pin!(told);
    let mut signs = interval_at(Instant::now() + SIGN, SIGN);
    loop {
        let going = tokio::select! {
            _ = signs.tick() => socket.send(Message::Ping(Bytes::new())).await.is_ok(),
            next = told.next() => match next {
                Some(next) => socket.send(Message::text(&*next.json)).await.is_ok(),
                None => false,
            },
            message = socket.recv() => matches!(message, Some(Ok(_))),
        };
        if !going {
            return;
        }
    }
}

/// What was and will be said. Who lags too far behind is told how much was missed.
fn told(live: &Live, last: Option<u64>) -> impl Stream<Item = Line> + use<> {
    let (kept, receiver) = live.listen(last);
    let coming = stream::unfold(receiver, |mut receiver| async {
        let next = match receiver.recv().await {
            Ok(next) => next,
            Err(RecvError::Lagged(missed)) => lagged(missed),
            Err(RecvError::Closed) => return None,
        };
        Some((next, receiver))
    });
    stream::iter(kept).chain(coming)
}

fn lagged(missed: u64) -> Line {
    let json = serde_json::json!({"type": "lagged", "missed": missed});
    Line {
        id: None,
        kind: "lagged",
        json: json.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who comes back goes on behind the last line, not before the first.
    #[test]
    fn what_was_missed_has_no_id() {
        let told = event(lagged(3));
        let data = told.strip_prefix("event: lagged\ndata: ").unwrap();
        let json: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(json, serde_json::json!({"type": "lagged", "missed": 3}));
    }
}
