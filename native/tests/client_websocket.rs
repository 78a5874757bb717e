//! The WebSocket client on real sockets.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use midflight::client::{ClientError, Patience, Phase, Request};
use midflight::core::{Ending, Wire};
use midflight::serve::Catalogue;
use support::reading::{Read, client, eager, read};
use support::replay::shipped;
use support::scripted::{Scripted, answer};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{Frame, FrameHeader};

type Socket = WebSocketStream<TcpStream>;

/// A server that does one thing with its one connection; what comes of it is the task's.
async fn server<F, T>(
    serve: impl FnOnce(Socket) -> F + Send + 'static,
) -> (String, tokio::task::JoinHandle<T>)
where
    F: Future<Output = T> + Send,
    T: Send + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.unwrap();
        serve(tokio_tungstenite::accept_async(tcp).await.unwrap()).await
    });
    (url, served)
}

async fn get(url: &str, patience: Patience) -> Read {
    let client = client(patience).with_wire(Wire::Ollama);
    read(client.websocket(Request::get(url).unwrap()).events()).await
}

fn line(text: &str) -> String {
    format!("{{\"message\":{{\"content\":\"{text}\"}},\"done\":false}}")
}

fn close(code: u16) -> Message {
    Message::Close(Some(CloseFrame {
        code: code.into(),
        reason: "because".into(),
    }))
}

/// Reads until the client is gone.
async fn drain(mut socket: Socket) {
    while let Some(Ok(_)) = socket.next().await {}
}

#[tokio::test]
async fn every_shipped_stream_is_read_message_by_message() {
    let address = shipped().await;
    for recording in Catalogue::shipped().iter() {
        let stream = format!("http://{address}/stream/{}", recording.name);
        let client = client(eager()).with_wire(recording.wire);
        let whole = read(client.http(Request::get(&stream).unwrap()).events()).await;
        let url = format!("ws://{address}/ws/{}", recording.name);
        let read = read(client.websocket(Request::get(&url).unwrap()).events()).await;
        if recording.wire == Wire::Bedrock {
            // It has no messages that say what they are.
            assert!(matches!(&read.error, Some(error) if error.to_string().contains("406")));
            continue;
        }
        assert!(read.error.is_none(), "{}: {:?}", recording.name, read.error);
        assert_eq!(read.text, whole.text, "{}", recording.name);
    }
}

#[tokio::test]
async fn close_codes_say_whether_it_was_the_end() {
    for (code, orderly) in [
        (1000, true),
        (1001, true),
        (1008, false),
        (1011, false),
        (4000, false),
    ] {
        let (url, served) = server(async move |mut socket: Socket| {
            socket.send(Message::text(line("Hello"))).await.unwrap();
            socket.send(close(code)).await.unwrap();
            drain(socket).await;
        })
        .await;
        let read = get(&url, eager()).await;
        served.await.unwrap();
        assert_eq!(
            (read.text.as_str(), read.endings.as_slice()),
            ("Hello", &[Ending::Cut][..])
        );
        match read.error {
            None => assert!(orderly, "{code}"),
            Some(ClientError::Closed {
                code: found,
                reason,
                ..
            }) => {
                assert_eq!((found, reason.as_str(), orderly), (code, "because", false));
            }
            other => panic!("{code}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_an_error() {
    let (url, served) = server(async |mut socket: Socket| {
        socket.send(Message::text(line("Hello"))).await.unwrap();
    })
    .await;
    let read = get(&url, eager()).await;
    served.await.unwrap();
    assert!(
        matches!(read.error, Some(ClientError::WebSocket { .. })),
        "{read:?}"
    );
    assert_eq!(read.text, "Hello");
}

fn frame(opcode: OpCode, last: bool, payload: &[u8]) -> Message {
    let header = FrameHeader {
        is_final: last,
        opcode,
        ..FrameHeader::default()
    };
    Message::Frame(Frame::from_payload(header, payload.to_vec().into()))
}

#[tokio::test]
async fn fragments_are_put_together_around_pings_which_are_answered() {
    let (url, served) = server(async |mut socket: Socket| {
        let line = line("Hello");
        let (start, end) = line.as_bytes().split_at(20);
        socket
            .send(frame(OpCode::Data(Data::Text), false, start))
            .await
            .unwrap();
        socket
            .send(Message::Ping(b"there"[..].into()))
            .await
            .unwrap();
        socket
            .send(frame(OpCode::Data(Data::Continue), true, end))
            .await
            .unwrap();
        let answered = socket.next().await.unwrap().unwrap();
        socket.send(close(1000)).await.unwrap();
        drain(socket).await;
        answered
    })
    .await;
    let read = get(&url, eager()).await;
    assert_eq!(served.await.unwrap(), Message::Pong(b"there"[..].into()));
    assert_eq!(read.text, "Hello");
    assert!(read.error.is_none());
}

#[tokio::test]
async fn what_breaks_the_protocol_is_an_error() {
    let text = OpCode::Data(Data::Text);
    for (what, message) in [
        ("invalid UTF-8", frame(text, true, b"\xff\xfe")),
        (
            "an oversized frame",
            frame(text, true, &vec![b' '; (16 << 20) + 1]),
        ),
        (
            "a continuation of nothing",
            frame(OpCode::Data(Data::Continue), true, b"x"),
        ),
    ] {
        let (url, served) = server(async move |mut socket: Socket| {
            let _ = socket.send(message).await;
            drain(socket).await;
        })
        .await;
        let read = get(&url, eager()).await;
        served.await.unwrap();
        assert!(
            matches!(read.error, Some(ClientError::WebSocket { .. })),
            "{what}: {read:?}"
        );
    }
}

#[tokio::test]
async fn the_body_is_the_first_message_and_others_follow_and_the_end_is_orderly() {
    let (url, served) = server(async |mut socket: Socket| {
        let mut messages = Vec::new();
        while let Some(Ok(message)) = socket.next().await {
            messages.push(message);
        }
        messages
    })
    .await;
    let request = Request::post(&url, "first").unwrap();
    let mut socket = client(eager()).websocket(request);
    socket.send("second").await.unwrap();
    socket.send(&b"\xff"[..]).await.unwrap();
    socket.close().await.unwrap();
    let messages = served.await.unwrap();
    assert_eq!(
        messages[..3],
        [
            Message::text("first"),
            Message::text("second"),
            Message::binary(&b"\xff"[..])
        ]
    );
    let Message::Close(Some(frame)) = &messages[3] else {
        panic!("{messages:?}");
    };
    assert_eq!(frame.code, CloseCode::Normal);
}

#[tokio::test]
async fn pings_keep_an_idle_connection_and_tell_a_dead_one() {
    let patience = |ping| Patience {
        idle: Duration::from_secs(1),
        ping: Duration::from_millis(ping),
        ..eager()
    };
    let quiet = || async {
        server(async |mut socket: Socket| {
            socket.send(Message::text(line("Hello"))).await.unwrap();
            let pings = async {
                let mut pings = 0;
                while pings < 8 && matches!(socket.next().await, Some(Ok(Message::Ping(_)))) {
                    pings += 1;
                }
                pings
            };
            let pings = pings.await;
            let _ = socket.send(close(1000)).await;
            drain(socket).await;
            pings
        })
        .await
    };
    let (url, served) = quiet().await;
    let alive = get(&url, patience(150)).await;
    assert_eq!(served.await.unwrap(), 8);
    assert!(alive.error.is_none(), "{alive:?}");
    let (url, served) = quiet().await;
    let dead = get(&url, patience(10_000)).await;
    assert!(
        matches!(
            dead.error,
            Some(ClientError::Timeout {
                phase: Phase::Idle,
                ..
            })
        ),
        "{dead:?}"
    );
    served.abort();
}

#[tokio::test]
async fn a_server_that_does_not_agree_is_told() {
    for (status, headers) in [
        ("200 OK", ""),
        (
            "101 Switching Protocols",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: wrong\r\n",
        ),
    ] {
        let server = Scripted::serve(vec![answer(status, headers, "")]);
        let read = get(&server.url(), eager()).await;
        assert!(
            matches!(read.error, Some(ClientError::ContentType { .. })),
            "{status}: {read:?}"
        );
    }
    let server = Scripted::serve(vec![answer("401 Unauthorized", "", "who?")]);
    let read = get(&server.url(), eager()).await;
    assert!(
        matches!(read.error, Some(ClientError::Status { .. })),
        "{read:?}"
    );
    assert_eq!(server.requests().len(), 1);
    let head = server.requests()[0].to_ascii_lowercase();
    assert!(head.contains("upgrade: websocket") && !head.contains("sec-websocket-extensions"));
}
