//! Connections that are masked message by message, and what each side is told when one of them fails.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use midflight::proxy;
use support::proxying::{config, proxy};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

type Socket = WebSocketStream<TcpStream>;

/// A client and a server with a proxy between them that masks both ways and is silent for no longer than `idle`.
async fn joined(idle: Duration) -> (Socket, Socket) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let mut config = config(&format!("http://{}", listener.local_addr().unwrap()));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    config.redact_requests = proxy::kinds(["default"]).unwrap();
    config.limits.idle = idle;
    let proxy = proxy(config).await;
    let accepting = async {
        let (tcp, _) = listener.accept().await.unwrap();
        tokio_tungstenite::accept_async(tcp).await.unwrap()
    };
    let url = format!("ws://{}/v1/realtime", proxy.address);
    let tcp = TcpStream::connect(proxy.address).await.unwrap();
    let connecting = tokio_tungstenite::client_async(url, tcp);
    let (server, client) = tokio::join!(accepting, connecting);
    (client.unwrap().0, server)
}

/// The code of the close that a side reads; `None` where its connection ends without one.
async fn code(mut socket: Socket) -> Option<u16> {
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Close(frame) = message {
            return frame.map(|frame| frame.code.into());
        }
    }
    None
}

/// A frame as a client sends it, whose mask changes nothing, or as a server does.
fn frame(first: u8, payload: &[u8], by_client: bool) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    let mut frame = vec![first, length | if by_client { 0x80 } else { 0 }];
    if by_client {
        frame.extend([0; 4]);
    }
    frame.extend(payload);
    frame
}

/// The beginning of a frame of 17 MiB.
fn too_large(by_client: bool) -> Vec<u8> {
    let mut frame = vec![0x81, 127 | if by_client { 0x80 } else { 0 }];
    frame.extend((17u64 << 20).to_be_bytes());
    if by_client {
        frame.extend([0; 4]);
    }
    frame
}

/// What breaks the protocol, and the code for it.
fn breaches(by_client: bool) -> [(Vec<u8>, u16); 6] {
    [
        (frame(0x81, b"\xff\xfe", by_client), 1007),
        (frame(0x83, b"{}", by_client), 1002),
        (frame(0xc1, b"{}", by_client), 1002),
        (frame(0x09, b"", by_client), 1002),
        (frame(0x81, b"{}", !by_client), 1002),
        (too_large(by_client), 1009),
    ]
}

const LONG: Duration = Duration::from_mins(1);

#[tokio::test]
async fn both_sides_are_told_when_the_client_breaks_the_protocol() {
    for (bytes, expected) in breaches(true) {
        let (mut client, server) = joined(LONG).await;
        client.get_mut().write_all(&bytes).await.unwrap();
        let told = tokio::join!(code(client), code(server));
        assert_eq!(told, (Some(expected), Some(1001)), "{bytes:?}");
    }
}

#[tokio::test]
async fn both_sides_are_told_when_the_server_breaks_the_protocol() {
    for (bytes, expected) in breaches(false) {
        let (client, mut server) = joined(LONG).await;
        server.get_mut().write_all(&bytes).await.unwrap();
        let told = tokio::join!(code(client), code(server));
        assert_eq!(told, (Some(1011), Some(expected)), "{bytes:?}");
    }
}

#[tokio::test]
async fn who_is_left_is_told_that_the_other_is_gone() {
    let (client, server) = joined(LONG).await;
    drop(client);
    assert_eq!(code(server).await, Some(1001));
    let (client, server) = joined(LONG).await;
    drop(server);
    assert_eq!(code(client).await, Some(1011));
}

#[tokio::test]
async fn what_cannot_be_masked_closes_both_sides() {
    for message in [Message::binary(b"ada".to_vec()), Message::text("ada")] {
        let (mut client, server) = joined(LONG).await;
        client.send(message).await.unwrap();
        let told = tokio::join!(code(client), code(server));
        assert_eq!(told, (Some(1003), Some(1003)));
    }
    let (client, mut server) = joined(LONG).await;
    server.send(Message::binary(b"ada".to_vec())).await.unwrap();
    let told = tokio::join!(code(client), code(server));
    assert_eq!(told, (Some(1003), Some(1003)));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up() {
    let (client, server) = joined(Duration::from_millis(200)).await;
    let told = tokio::join!(code(client), code(server));
    assert_eq!(told, (Some(1011), Some(1001)));
}

/// A first message that looks like the beginning of another framing does not make one of those behind it.
#[tokio::test]
async fn messages_are_masked_one_by_one_whatever_the_first_is() {
    for first in ["data: Mail ada@looms.example", ": ", "[{\"a\":1}]", "{"] {
        let (mut client, mut server) = joined(LONG).await;
        server.send(Message::text(first)).await.unwrap();
        let delta = r#"{"type":"session.updated","session":{"name":"ada@looms.example"}}"#;
        server.send(Message::text(delta)).await.unwrap();
        server.close(None).await.unwrap();
        let mut read = Vec::new();
        while let Some(Ok(Message::Text(text))) = client.next().await {
            read.push(text.to_string());
        }
        let expected = [first, delta].map(|text| text.replace("ada@looms.example", "[EMAIL_1]"));
        assert_eq!(read, expected, "{first}");
    }
}

/// What was said before the end still comes.
#[tokio::test]
async fn what_is_held_back_comes_before_the_close() {
    let (mut client, mut server) = joined(LONG).await;
    let delta = r#"{"type":"response.output_text.delta","response_id":"r","output_index":0,"content_index":0,"delta":"Mail ada@looms.example"}"#;
    server.send(Message::text(delta)).await.unwrap();
    server.close(None).await.unwrap();
    let mut read = String::new();
    while let Some(Ok(Message::Text(text))) = client.next().await {
        read += &text;
    }
    assert!(
        read.contains("[EMAIL_1]") && !read.contains("looms"),
        "{read}"
    );
    assert_eq!(code(server).await, None, "it had closed before");
}
