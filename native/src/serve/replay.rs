//! `/sse/NAME`, `/ws/NAME` and `/stream/NAME`.

use axum::Json;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};

use super::body::{self, Replay};
use super::frames;
use super::pace::{Due, paced, schedule};
use super::socket::Doom;
use super::wishes::Wishes;
use super::{Recording, Served};

/// What can be asked for.
pub(super) async fn list(State(served): State<Served>) -> Response {
    let describe = |recording: &Recording| {
        serde_json::json!({"name": recording.name, "wire": recording.wire.name(),
            "bytes": recording.bytes.len(), "recorded_pace": recording.timing.is_some()})
    };
    let streams: Vec<_> = served.catalogue.iter().map(describe).collect();
    Json(serde_json::json!({"streams": streams})).into_response()
}

/// The bytes as they were recorded.
pub(super) async fn stream(
    State(served): State<Served>,
    Path(name): Path<String>,
    ConnectInfo(doom): ConnectInfo<Doom>,
    wishes: Wishes,
) -> Response {
    match served.named(&name) {
        Ok(recording) => send(&served, recording, wishes, doom),
        Err(refusal) => refusal.into_response(),
    }
}

/// A recording as its provider sends it.
pub(super) fn send(served: &Served, recording: &Recording, wishes: Wishes, doom: Doom) -> Response {
    if let Some(status) = wishes.status {
        return refused(status);
    }
    let pieces = schedule(recording, wishes.pace.unwrap_or(served.pace));
    answer(recording.content_type(), pieces, wishes, doom)
}

fn answer(content_type: &'static str, pieces: Vec<Due>, wishes: Wishes, doom: Doom) -> Response {
    let head = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (head, body::of(pieces, wishes.faults, doom)).into_response()
}

/// An error in the form that most providers share.
pub(super) fn refused(status: StatusCode) -> Response {
    let error = serde_json::json!({"error": {"type": "requested_fault", "code": status.as_u16(),
        "message": "this status was asked for"}});
    (status, Json(error)).into_response()
}

/// Server-sent events with ids; `Last-Event-ID` goes on behind that event.
pub(super) async fn sse(
    State(served): State<Served>,
    Path(name): Path<String>,
    ConnectInfo(doom): ConnectInfo<Doom>,
    headers: HeaderMap,
    wishes: Wishes,
) -> Response {
    let recording = match served.divisible(&name) {
        Ok(recording) => recording,
        Err(refusal) => return refusal.into_response(),
    };
    if let Some(status) = wishes.status {
        return refused(status);
    }
    let mut events = frames::events(recording, &served.engine);
    match last_event(&headers) {
        Some(last) if last >= events.len() => return StatusCode::NO_CONTENT.into_response(),
        last => drop(events.drain(..last.unwrap_or(0))),
    }
    if let Some(retry) = wishes.retry {
        events.insert(0, Bytes::from(format!("retry: {retry}\n\n")));
    }
    let pieces = paced(events, wishes.pace.unwrap_or(served.pace));
    answer("text/event-stream", pieces, wishes, doom)
}

fn last_event(headers: &HeaderMap) -> Option<usize> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

/// A message a frame.
pub(super) async fn websocket(
    State(served): State<Served>,
    Path(name): Path<String>,
    ConnectInfo(doom): ConnectInfo<Doom>,
    wishes: Wishes,
    upgrade: WebSocketUpgrade,
) -> Response {
    let recording = match served.divisible(&name) {
        Ok(recording) => recording,
        Err(refusal) => return refusal.into_response(),
    };
    if let Some(status) = wishes.status {
        return refused(status);
    }
    let messages = frames::messages(recording, &served.engine);
    let pace = wishes.pace.unwrap_or(served.pace);
    upgrade.on_upgrade(move |socket| async move {
        let pieces = messages
            .iter()
            .map(|message| message.clone().into_data())
            .collect();
        let replay = Replay::new(paced(pieces, pace), wishes.faults, doom);
        converse(socket, replay, &messages).await;
    })
}

/// Sends, and reads what the client sends, so that its pings are answered, until either is at its
/// end.
async fn converse(socket: WebSocket, replay: Replay, messages: &[Message]) {
    let (mut out, mut incoming) = socket.split();
    let sending = async {
        if tell(&mut out, replay, messages).await {
            let end = CloseFrame {
                code: axum::extract::ws::close_code::NORMAL,
                reason: "".into(),
            };
            let _ = out.send(Message::Close(Some(end))).await;
            // The client answers with a close of its own, which ends the reading.
            std::future::pending::<()>().await;
        }
    };
    let reading = async { while let Some(Ok(_)) = incoming.next().await {} };
    tokio::select! {
        () = sending => {}
        () = reading => {}
    }
}

/// Whether everything was sent. A piece that a fault has divided goes out in two messages.
async fn tell(
    out: &mut (impl SinkExt<Message> + Unpin),
    mut replay: Replay,
    messages: &[Message],
) -> bool {
    let text = messages
        .iter()
        .all(|message| matches!(message, Message::Text(_)));
    while let Some(next) = replay.next().await {
        let Ok(bytes) = next else { return false };
        let message = match String::from_utf8(bytes.to_vec()) {
            Ok(written) if text => Message::text(written),
            _ => Message::Binary(bytes),
        };
        if out.send(message).await.is_err() {
            return false;
        }
    }
    true
}
