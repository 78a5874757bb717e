//! Connections of clients and what comes beside bodies: upgrades, heads, closes, lines of the log.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use midflight::proxy;
use midflight::serve::Catalogue;
use support::proxying::{config, proxy};
use support::replay::{http, shipped};
use support::scripted::{Scripted, answer};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS: &[u8] = b"\0\0\0\x04\0\0\0\0\0";

fn connect(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(address).unwrap();
    socket
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    socket.write_all(bytes).unwrap();
    socket
}

/// All that comes of a connection; `None` where it is not closed.
async fn rest(mut socket: TcpStream) -> Option<String> {
    let reading = tokio::task::spawn_blocking(move || {
        let mut rest = Vec::new();
        let closed = match socket.read_to_end(&mut rest) {
            Ok(_) => true,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        };
        closed.then(|| String::from_utf8_lossy(&rest).into_owned())
    });
    reading.await.unwrap()
}

/// As `curl --http2` asks, and Java's client: RFC 9110, 7.8 lets a server go on in HTTP/1.1.
#[tokio::test]
async fn an_upgrade_that_is_no_websocket_is_left_aside() {
    for requests in ["", "default"] {
        let server = Scripted::serve(vec![answer(
            "200 OK",
            "Content-Type: text/plain\r\n",
            "answered",
        )]);
        let mut config = config(&format!("http://{}", server.address));
        config.redact_requests = proxy::kinds(requests.split_terminator(',')).unwrap();
        let proxy = proxy(config).await;
        let request = "POST /v1/things HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\
                       Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Type: text/plain\r\n\
                       Content-Length: 5\r\n\r\nhello";
        let read = rest(connect(proxy.address, request.as_bytes()))
            .await
            .unwrap();
        assert!(
            read.starts_with("HTTP/1.1 200") && read.ends_with("answered"),
            "{read}"
        );
        let asked = server.requests().concat().to_ascii_lowercase();
        assert!(asked.ends_with("\r\n\r\nhello"), "{asked}");
        assert!(
            !asked.contains("upgrade") && !asked.contains("http2-settings"),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn connections_that_ask_for_nothing_are_closed() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.limits.connections = 3;
    config.limits.head = Duration::from_millis(200);
    let proxy = proxy(config).await;
    for bytes in [
        b"".as_slice(),
        b"P",
        b"POST",
        b"PRI * HTTP",
        PREFACE,
        &[PREFACE, SETTINGS].concat(),
    ] {
        let silent = [0; 3].map(|_| connect(proxy.address, bytes));
        let url = format!("http://{}/v1/models", proxy.address);
        let request = http().get(url).timeout(Duration::from_secs(30));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "the others make room");
        for socket in silent {
            let closed = rest(socket).await;
            assert!(closed.is_some(), "{bytes:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_takes_longer_than_a_head_may_is_not_cut() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.limits.head = Duration::from_millis(300);
    let proxy = proxy(config).await;
    let client = midflight::client::builder().no_proxy().tls_certs_only([]);
    let client = client.http2_prior_knowledge().build().unwrap();
    let expected = &Catalogue::shipped()
        .named("openai-chat")
        .unwrap()
        .bytes
        .clone();
    let url = format!(
        "http://{}/stream/openai-chat?tokens_per_second=100",
        proxy.address
    );
    for client in [client, http()] {
        let read = client
            .get(&url)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        assert!(read == expected, "{} of {}", read.len(), expected.len());
    }
}

#[tokio::test]
async fn what_a_head_says_is_masked_but_for_the_protocols_own() {
    let said = "X-Echo: mail ada@looms.example\r\nContent-Disposition: attachment; filename=\"ada@looms.example.txt\"\r\n\
                Location: https://x.example/?m=ada@looms.example\r\nLink: <https://x.example?m=ada@looms.example>\r\n\
                X-Coded: /?m=ada%40looms.example&n=a%20b\r\n\
                X-Next: https://good.example/?next=https%3A%2F%2Fe.example%2F%3Fa%26b%231&m=ada%40looms.example\r\n\
                X-File: attachment; filename=\"ada%40looms.example\"\r\n\
                Content-Digest: sha-256=:MTIz:\r\nRepr-Digest: sha-256=:MTIz:\r\n";
    let kept = "content-type: application/json\r\nserver: one/1.0\r\netag: \"4155550132\"\r\nset-cookie: u=ada@kept.example\r\n\
                x-request-id: req_4155550132\r\nx-plain: some words\r\nx-plain-coded: a%20b\r\n";
    let server = Scripted::serve(vec![answer(
        "400 ada@looms.example",
        &format!("{said}{kept}"),
        "{}",
    )]);
    let mut config = config(&format!("http://{}", server.address));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    let proxy = proxy(config).await;
    let request = b"GET /v1/things HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let read = rest(connect(proxy.address, request)).await.unwrap();
    assert!(read.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{read}");
    assert!(
        !read.contains("ada@looms") && !read.contains("ada%40looms"),
        "{read}"
    );
    assert!(!read.contains("digest"), "of other bytes: {read}");
    assert!(read.contains("m=%5BEMAIL_1%5D&n=a%20b\r\n"), "{read}");
    let next = "?next=https%3A%2F%2Fe.example%2F%3Fa%26b%231&m=%5BEMAIL_1%5D\r\n";
    assert!(read.contains(next), "{read}");
    let file = "attachment; filename=\"%5BEMAIL_1%5D\"\r\n";
    assert!(read.contains(file), "{read}");
    assert!(read.contains("x-echo: mail [EMAIL_1]\r\n"), "{read}");
    for line in kept.lines().filter(|line| !line.starts_with("etag")) {
        assert!(read.contains(line), "{line}: {read}");
    }
}

/// A Realtime connection on which the server, then the client closes; what the client and the server are told.
async fn closed(reason: &'static str) -> (String, String) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let mut config = config(&format!("http://{}", listener.local_addr().unwrap()));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    config.redact_requests = proxy::kinds(["default"]).unwrap();
    let proxy = proxy(config).await;
    let close = || {
        Message::Close(Some(CloseFrame {
            code: CloseCode::Normal,
            reason: reason.into(),
        }))
    };
    let mut told = Vec::new();
    for server_closes in [true, false] {
        let accepting = async {
            let (tcp, _) = listener.accept().await.unwrap();
            tokio_tungstenite::accept_async(tcp).await.unwrap()
        };
        let url = format!("ws://{}/v1/realtime", proxy.address);
        let tcp = tokio::net::TcpStream::connect(proxy.address).await.unwrap();
        let connecting = tokio_tungstenite::client_async(url, tcp);
        let (mut server, client) = tokio::join!(accepting, connecting);
        let (mut client, _) = client.unwrap();
        let message = if server_closes {
            server.send(close()).await.unwrap();
            client.next().await.unwrap().unwrap()
        } else {
            client.send(close()).await.unwrap();
            server.next().await.unwrap().unwrap()
        };
        let Message::Close(Some(frame)) = message else {
            panic!("{message:?}");
        };
        assert_eq!(frame.code, CloseCode::Normal);
        told.push(frame.reason.to_string());
    }
    let [client, server] = told.try_into().unwrap();
    (client, server)
}

#[tokio::test]
async fn reasons_of_closes_are_masked_both_ways() {
    let (client, server) = closed("no user ada@looms.example").await;
    assert_eq!(client, "no user [EMAIL_1]");
    assert_eq!(server, "no user [EMAIL_1]");
    // Masked it is longer than a close may be.
    let many = "a@b.io c@d.io e@f.io g@h.io i@j.io k@l.io m@n.io o@p.io q@r.io s@t.io u@v.io w@x.io y@z.io a@c.io";
    let (client, server) = closed(many).await;
    for told in [client, server] {
        assert!(
            told.starts_with("[EMAIL_1] [EMAIL_2] ") && told.len() <= 123,
            "{told}"
        );
    }
}

#[tokio::test]
#[cfg(unix)]
async fn logs_tell_whole_answers_and_no_values_of_paths() {
    use support::process::Process;
    let answers = ["audio/mpeg", "text/plain", "application/json"];
    let answers = answers.map(|kind| answer("200 OK", &format!("Content-Type: {kind}\r\n"), "{}"));
    let server = Scripted::serve(answers.to_vec());
    let (upstream, any) = (format!("http://{}", server.address), "127.0.0.1:0");
    let arguments = [
        "proxy",
        "--upstream",
        &upstream,
        "--listen",
        any,
        "--no-admin",
    ];
    let mut process = Process::start(&arguments);
    let base = process.address();
    for path in ["ada@looms.example", "ada%40looms.example", "plain"] {
        let url = format!("{base}/v1/files/{path}");
        assert_eq!(
            http().get(url).send().await.unwrap().text().await.unwrap(),
            "{}"
        );
    }
    process.terminate();
    let logged = process.rest();
    assert_eq!(logged.matches("outcome=\"whole\"").count(), 3, "{logged}");
    assert!(logged.contains("path=\"/v1/files/plain\""), "{logged}");
    assert_eq!(
        logged.matches("path=\"/v1/files/[EMAIL_1]\"").count(),
        2,
        "{logged}"
    );
    assert!(!logged.contains("looms"), "{logged}");
}
