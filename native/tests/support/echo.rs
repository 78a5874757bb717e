//! A provider whose model says again what it was told, in pieces.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use serde_json::{Value, json};

/// The provider, and what it was asked.
#[derive(Clone)]
pub(crate) struct Echo {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<(HeaderMap, String)>>>,
}

/// A path, and where in a request and how in an answer there is text.
pub(crate) struct Speech {
    pub(crate) path: &'static str,
    /// A request that says `text`.
    pub(crate) ask: fn(&str) -> Value,
    /// Where the text of a request is.
    told: &'static str,
    /// A piece of an answer.
    piece: fn(&str) -> String,
    /// How a stream of them ends.
    end: &'static str,
    /// The whole answer.
    whole: fn(&str) -> Value,
    media_type: &'static str,
}

const SSE: &str = "text/event-stream";

pub(crate) const SPEECHES: [Speech; 6] = [
    Speech {
        path: "/v1/chat/completions",
        ask: |text| json!({"model": "m-1", "stream": true, "messages": [{"role": "user", "content": text}]}),
        told: "/messages/0/content",
        piece: |text| event(&json!({"choices": [{"index": 0, "delta": {"content": text}}]})),
        end: "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
        whole: |text| json!({"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}),
        media_type: SSE,
    },
    Speech {
        path: "/v1/responses",
        ask: |text| json!({"model": "m-1", "stream": true, "input": [{"role": "user", "content": [{"type": "input_text", "text": text}]}]}),
        told: "/input/0/content/0/text",
        piece: |text| {
            event(
                &json!({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": text}),
            )
        },
        end: "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"status\":\"completed\"}}\n\n",
        whole: |text| json!({"id": "resp_1", "object": "response", "output": [{"type": "message", "content": [{"type": "output_text", "text": text}]}]}),
        media_type: SSE,
    },
    Speech {
        path: "/v1/messages",
        ask: |text| json!({"model": "m-1", "stream": true, "system": "Be brief.", "messages": [{"role": "user", "content": [{"type": "text", "text": text}]}]}),
        told: "/messages/0/content/0/text",
        piece: |text| {
            event(
                &json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}),
            )
        },
        end: "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        whole: |text| json!({"type": "message", "role": "assistant", "content": [{"type": "text", "text": text}]}),
        media_type: SSE,
    },
    Speech {
        path: "/v1beta/models/m:streamGenerateContent",
        ask: |text| json!({"contents": [{"role": "user", "parts": [{"text": text}]}]}),
        told: "/contents/0/parts/0/text",
        piece: |text| {
            event(
                &json!({"candidates": [{"content": {"parts": [{"text": text}], "role": "model"}}]}),
            )
        },
        end: "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}\n\n",
        whole: |text| json!({"candidates": [{"content": {"parts": [{"text": text}], "role": "model"}}]}),
        media_type: SSE,
    },
    Speech {
        path: "/api/generate",
        ask: |text| json!({"model": "m-1", "prompt": text}),
        told: "/prompt",
        piece: |text| json!({"model": "m-1", "response": text, "done": false}).to_string() + "\n",
        end: "{\"model\":\"m-1\",\"response\":\"\",\"done\":true,\"done_reason\":\"stop\"}\n",
        whole: |text| json!({"model": "m-1", "response": text, "done": true}),
        media_type: "application/x-ndjson",
    },
    Speech {
        path: "/v2/chat",
        ask: |text| json!({"model": "m-1", "stream": true, "messages": [{"role": "user", "content": text}]}),
        told: "/messages/0/content",
        piece: |text| {
            event(
                &json!({"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": text}}}}),
            )
        },
        end: "data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}\n\n",
        whole: |text| json!({"message": {"role": "assistant", "content": [{"type": "text", "text": text}]}}),
        media_type: SSE,
    },
];

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}

/// How an answer comes, by the request's headers: in pieces of so many characters (`x-piece`), written so
/// many bytes at a time (`x-write`), as the arguments of a tool (`x-tool`) or as reasoning (`x-thought`) of
/// a chat completion, with this behind it (`x-behind`); whole where there is no `x-piece`.
fn number(headers: &HeaderMap, name: &str) -> Option<usize> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

impl Echo {
    /// Serves until the runtime ends.
    pub(crate) async fn serve() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let echo = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
        };
        let routes = Router::new()
            .route("/v1/realtime", get(realtime))
            .fallback(answer)
            .with_state(echo.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        echo
    }

    /// The bodies of the requests so far, and the messages.
    pub(crate) fn bodies(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(_, body)| body.clone()).collect()
    }

    /// The headers of the last request.
    pub(crate) fn headers(&self) -> HeaderMap {
        self.asked.lock().unwrap().last().unwrap().0.clone()
    }
}

async fn answer(State(echo): State<Echo>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    let body = String::from_utf8(body.into()).unwrap();
    echo.asked
        .lock()
        .unwrap()
        .push((head.headers.clone(), body.clone()));
    let path = head.uri.path();
    let Some(speech) = SPEECHES.iter().find(|speech| speech.path == path) else {
        let json = HeaderValue::from_static("application/json");
        let media_type = head.headers.get(header::CONTENT_TYPE).cloned();
        return ([(header::CONTENT_TYPE, media_type.unwrap_or(json))], body).into_response();
    };
    let asked: Value = serde_json::from_str(&body).unwrap();
    let told = asked.pointer(speech.told).unwrap().as_str().unwrap();
    let behind = head.headers.get("x-behind");
    let told = told.to_owned() + behind.map_or("", |behind| behind.to_str().unwrap());
    let Some(size) = number(&head.headers, "x-piece") else {
        let json = [(header::CONTENT_TYPE, "application/json")];
        return (json, (speech.whole)(&told).to_string()).into_response();
    };
    let written = if head.headers.contains_key("x-tool") {
        arguments(&told, size)
    } else if head.headers.contains_key("x-thought") {
        thoughts(&told, size)
    } else {
        let pieces: String = pieces(&told, size)
            .map(|piece| (speech.piece)(&piece))
            .collect();
        begin(speech.path) + &pieces + speech.end
    };
    let written = written.into_bytes();
    let at_once = number(&head.headers, "x-write").unwrap_or(written.len());
    let writes: Vec<_> = written
        .chunks(at_once)
        .map(Bytes::copy_from_slice)
        .collect();
    let body = Body::from_stream(stream::iter(
        writes.into_iter().map(Ok::<_, std::io::Error>),
    ));
    ([(header::CONTENT_TYPE, speech.media_type)], body).into_response()
}

/// What a stream begins with.
fn begin(path: &str) -> String {
    let created = json!({"type": "response.created", "response": {"id": "resp_1", "output": []}});
    match path {
        "/v1/responses" => event(&created),
        _ => String::new(),
    }
}

fn pieces(text: &str, size: usize) -> impl Iterator<Item = String> {
    let characters: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = characters
        .chunks(size)
        .map(|piece| piece.iter().collect())
        .collect();
    pieces.into_iter()
}

/// A chat completion's tool call whose one argument is the text.
fn arguments(text: &str, size: usize) -> String {
    let call = |function: Value| {
        event(
            &json!({"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "id": "call_1", "function": function}]}}]}),
        )
    };
    let arguments = json!({ "note": text }).to_string();
    let pieces = pieces(&arguments, size).map(|piece| call(json!({ "arguments": piece })));
    let begin = call(json!({"name": "note", "arguments": ""}));
    begin + &pieces.collect::<String>() + SPEECHES[0].end
}

/// A chat completion's reasoning, told twice as some gateways do.
fn thoughts(text: &str, size: usize) -> String {
    let delta = |piece: String| {
        event(
            &json!({"choices": [{"index": 0, "delta": {"reasoning": piece, "reasoning_content": piece}}]}),
        )
    };
    pieces(text, size).map(delta).collect::<String>() + SPEECHES[0].end
}

/// Says every message's text again, a character a delta.
async fn realtime(State(echo): State<Echo>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| say_again(echo, socket))
}

async fn say_again(echo: Echo, mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else {
            continue;
        };
        echo.asked
            .lock()
            .unwrap()
            .push((HeaderMap::new(), text.to_string()));
        let asked: Value = serde_json::from_str(&text).unwrap();
        let told = asked["item"]["content"][0]["text"].as_str().unwrap();
        for piece in pieces(told, 1) {
            let delta = json!({"type": "response.output_text.delta", "response_id": "r", "output_index": 0, "content_index": 0, "delta": piece});
            socket.send(Message::text(delta.to_string())).await.unwrap();
        }
        let done = r#"{"type":"response.output_text.done","response_id":"r","output_index":0,"content_index":0}"#;
        socket.send(Message::text(done)).await.unwrap();
    }
}
