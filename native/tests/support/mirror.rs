//! A provider that answers with the very bytes of the request.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use futures_util::stream;

/// Serves until the runtime ends. An answer has the media type `x-type` and is written `x-write` bytes at a
/// time; over a WebSocket, each line of a message is a message.
pub(crate) async fn mirror() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new()
        .route("/v1/realtime", get(realtime))
        .fallback(answer);
    // Small writes go at once, as a provider's do.
    let listener = listener.tap_io(|socket| socket.set_nodelay(true).unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    address
}

async fn answer(headers: HeaderMap, bytes: Bytes) -> Response {
    let size = headers["x-write"].to_str().unwrap().parse().unwrap();
    let writes: Vec<_> = bytes.chunks(size).map(Bytes::copy_from_slice).collect();
    let writes = writes.into_iter().map(Ok::<_, std::io::Error>);
    let media_type: HeaderValue = headers["x-type"].clone();
    let body = Body::from_stream(stream::iter(writes));
    ([(header::CONTENT_TYPE, media_type)], body).into_response()
}

async fn realtime(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(say_again)
}

async fn say_again(mut socket: WebSocket) {
    if let Some(Ok(Message::Text(text))) = socket.recv().await {
        for line in text.lines() {
            socket.send(Message::text(line)).await.unwrap();
        }
        let _ = socket.send(Message::Close(None)).await;
        while let Some(Ok(_)) = socket.recv().await {}
    }
}
