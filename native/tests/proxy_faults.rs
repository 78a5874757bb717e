//! What the proxy does where something goes wrong: the table of `midflight::proxy`, row by row.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use midflight::proxy::{Config, Limits};
use midflight::serve::Catalogue;
use reqwest::Response;
use support::proxying::{Proxying, config, proxy};
use support::replay::{http, shipped};
use support::scripted::{Scripted, deaf, request};
use tokio_tungstenite::tungstenite::Message;

async fn get(proxy: &Proxying, path: &str) -> Response {
    let url = format!("http://{}{path}", proxy.address);
    http().get(url).send().await.unwrap()
}

/// What comes of a body, and whether it came to its end.
async fn read(response: Response) -> (Vec<u8>, bool) {
    let (mut chunks, mut read) = (response.bytes_stream(), Vec::new());
    while let Some(chunk) = chunks.next().await {
        match chunk {
            Ok(chunk) => read.extend_from_slice(&chunk),
            Err(_) => return (read, false),
        }
    }
    (read, true)
}

fn limited(upstream: &str, change: impl FnOnce(&mut Limits)) -> Config {
    let mut config = config(upstream);
    change(&mut config.limits);
    config
}

#[tokio::test]
async fn an_upstream_that_breaks_off_breaks_off_at_the_same_byte() {
    let proxy = proxy(config(&format!("http://{}", shipped().await))).await;
    let whole = Catalogue::shipped()
        .named("openai-chat")
        .unwrap()
        .bytes
        .clone();
    let (bytes, ended) = read(get(&proxy, "/stream/openai-chat?cut=5000").await).await;
    assert!(!ended && bytes == whole[..5000]);
    let (bytes, ended) = read(get(&proxy, "/stream/openai-chat?reset=5000").await).await;
    assert!(!ended && whole.starts_with(&bytes));
    let (bytes, ended) = read(get(&proxy, "/stream/openai-chat?garbage=5000").await).await;
    assert!(ended && bytes.len() == whole.len() + 256);
    for status in [401, 429, 500, 529] {
        let refused = get(&proxy, &format!("/v1/models?status={status}")).await;
        assert_eq!(refused.status().as_u16(), 200);
        let refused = get(&proxy, &format!("/stream/text?status={status}")).await;
        assert_eq!(refused.status().as_u16(), status);
        assert!(refused.text().await.unwrap().contains("requested_fault"));
    }
    proxy.until("midflight_streams_total", 3.0).await;
}

#[tokio::test]
async fn an_upstream_that_falls_silent_is_given_up() {
    let upstream = format!("http://{}", shipped().await);
    let proxy = proxy(limited(&upstream, |limits| {
        limits.idle = Duration::from_millis(200);
    }))
    .await;
    let whole = Catalogue::shipped()
        .named("openai-chat")
        .unwrap()
        .bytes
        .clone();
    let (bytes, ended) = read(get(&proxy, "/stream/openai-chat?stall=5000").await).await;
    assert!(!ended && bytes == whole[..5000]);
}

/// A client that only listens does not end what it listens to.
#[tokio::test]
async fn a_websocket_lasts_for_as_long_as_either_side_speaks() {
    const MESSAGES: usize = 10;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    let proxy = proxy(limited(&upstream, |limits| {
        limits.idle = Duration::from_millis(800);
    }))
    .await;
    let server = tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(tcp).await.unwrap();
        for _ in 0..MESSAGES {
            tokio::time::sleep(Duration::from_millis(200)).await;
            socket.send(Message::text("{}")).await.unwrap();
        }
        // Silent from here on, until the proxy gives up.
        socket.next().await.is_none_or(|next| next.is_err())
    });
    let url = format!("ws://{}/v1/realtime", proxy.address);
    let (mut client, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let mut read = 0;
    while let Some(Ok(Message::Text(_))) = client.next().await {
        read += 1;
    }
    assert_eq!(read, MESSAGES);
    assert!(server.await.unwrap(), "the server's side breaks, too");
}

#[tokio::test]
async fn an_upstream_that_cannot_be_reached_or_is_late_is_told() {
    let deaf = deaf();
    let nobody = format!("http://{}", deaf.local_addr().unwrap());
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let silent_url = format!("http://{}", silent.local_addr().unwrap());
    let no_tls = shipped().await;
    for (upstream, status, code) in [
        (nobody, 502, "upstream_unreachable"),
        (silent_url, 504, "upstream_late"),
        (format!("https://{no_tls}"), 502, "upstream_unreachable"),
    ] {
        let late = |limits: &mut Limits| {
            if status == 504 {
                limits.first_byte = Duration::from_millis(300);
            }
        };
        let proxy = proxy(limited(&upstream, late)).await;
        let response = get(&proxy, "/v1/models").await;
        assert_eq!(response.status().as_u16(), status, "{upstream}");
        let told: serde_json::Value =
            serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(told["error"]["code"], code, "{upstream}");
    }
}

#[tokio::test]
async fn malformed_answers_are_no_answers() {
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (bytes, status, expected) in [
        ("rubbish\r\n\r\n".to_owned(), 502, ""),
        (String::new(), 502, ""),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n\u{1f}".to_owned(),
            502,
            "",
        ),
        (format!("{head}5\r\ndata:\r\nzz\r\n"), 200, "data:"),
        (format!("{head}5\r\ndata:\r\n-1\r\n"), 200, "data:"),
        (format!("{head}ffffffffffffffffff\r\n"), 200, ""),
    ] {
        let server = Scripted::serve(vec![bytes.clone().into_bytes()]);
        let proxy = proxy(config(&server.url())).await;
        let response = get(&proxy, "/").await;
        assert_eq!(response.status().as_u16(), status, "{bytes:?}");
        let (read, ended) = read(response).await;
        if status == 200 {
            assert_eq!(
                (read.as_slice(), ended),
                (expected.as_bytes(), false),
                "{bytes:?}"
            );
        }
    }
}

#[tokio::test]
async fn requests_have_limits() {
    let upstream = format!("http://{}", shipped().await);
    let proxy = proxy(limited(&upstream, |limits| limits.body_bytes = 1000)).await;
    let url = format!("http://{}/v1/chat/completions", proxy.address);
    let ok = http()
        .post(&url)
        .body(vec![b' '; 1000])
        .send()
        .await
        .unwrap();
    assert_eq!(ok.status().as_u16(), 200);
    let large = http()
        .post(&url)
        .body(vec![b' '; 1001])
        .send()
        .await
        .unwrap();
    assert_eq!(large.status().as_u16(), 413);
    let pieces =
        futures_util::stream::iter((0..20).map(|_| Ok::<_, std::io::Error>(vec![b' '; 100])));
    let chunked = http()
        .post(&url)
        .body(reqwest::Body::wrap_stream(pieces))
        .send()
        .await
        .unwrap();
    assert_eq!(chunked.status().as_u16(), 413);
    let huge = "x".repeat(200_000);
    let head = http()
        .get(&url)
        .header("x-large", huge)
        .send()
        .await
        .unwrap();
    assert_eq!(head.status().as_u16(), 431);
}

/// What a connection of which this was sent is read, and whether it takes too long to be closed.
async fn read_closed(address: SocketAddr, sent: &'static [u8]) -> (bool, String) {
    let closed = tokio::task::spawn_blocking(move || {
        let mut socket = TcpStream::connect(address).unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        socket.write_all(sent).unwrap();
        let mut read = Vec::new();
        // Unless it is closed, in whatever way, the reading takes too long.
        let late = socket.read_to_end(&mut read).err();
        let late = late.is_some_and(|error| error.kind() == ErrorKind::WouldBlock);
        (late, String::from_utf8_lossy(&read).into_owned())
    });
    closed.await.unwrap()
}

#[tokio::test]
async fn a_client_that_sends_its_head_slowly_is_closed() {
    let upstream = format!("http://{}", shipped().await);
    let proxy = proxy(limited(&upstream, |limits| {
        limits.head = Duration::from_millis(200);
    }))
    .await;
    for address in [proxy.address, proxy.admin] {
        for sent in [&b"GET / HTTP/1.1\r\nHost: a\r\n"[..], b""] {
            let (late, read) = read_closed(address, sent).await;
            assert!(!late && !read.contains("200 OK"), "{late} {read}");
        }
    }
}

#[tokio::test]
async fn a_client_that_goes_takes_the_upstreams_connection_with_it() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        request(&mut socket);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {}\n\n";
        socket.write_all(head.as_bytes()).unwrap();
        // The end of the proxy's side; without one this waits for ever.
        socket.read(&mut [0; 16]).unwrap_or(0)
    });
    let proxy = proxy(config(&upstream)).await;
    let mut response = get(&proxy, "/").await;
    assert!(response.chunk().await.unwrap().is_some());
    drop(response);
    let closed = tokio::task::spawn_blocking(move || server.join().unwrap());
    assert_eq!(closed.await.unwrap(), 0);
    proxy.until("midflight_streams_total", 1.0).await;
}

#[tokio::test]
async fn a_client_that_does_not_read_slows_the_upstream_and_is_closed_in_the_end() {
    const MOST: usize = 256 << 20;
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        request(&mut socket);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        socket.write_all(head.as_bytes()).unwrap();
        let events = "data: {}\n\n".repeat(10_000);
        let mut written = 0;
        while written < MOST {
            match socket.write(events.as_bytes()) {
                Ok(length) => written += length,
                Err(_) => return written,
            }
        }
        written
    });
    let limits = |limits: &mut Limits| limits.idle = Duration::from_millis(500);
    let proxy = proxy(limited(&upstream, limits)).await;
    let mut socket = TcpStream::connect(proxy.address).unwrap();
    socket
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    let written = tokio::task::spawn_blocking(move || server.join().unwrap())
        .await
        .unwrap();
    assert!(
        written < MOST / 2,
        "{written} bytes were taken off the upstream"
    );
    drop(socket.shutdown(Shutdown::Both));
}

#[tokio::test]
#[cfg(unix)]
async fn a_proxy_that_is_told_to_end_lets_open_streams_finish() {
    use support::process::Process;
    let upstream = format!("http://{}", shipped().await);
    let any = "127.0.0.1:0";
    let arguments = [
        "proxy",
        "--upstream",
        &upstream,
        "--listen",
        any,
        "--admin",
        any,
    ];
    let mut process = Process::start(&arguments);
    let base = process.address();
    let url = format!("{base}/stream/openai-chat?tokens_per_second=400");
    let mut response = http().get(url).send().await.unwrap();
    let mut bytes = response.chunk().await.unwrap().unwrap().to_vec();
    process.terminate();
    let mut rest = response.bytes_stream();
    while let Some(chunk) = rest.next().await {
        bytes.extend_from_slice(&chunk.unwrap());
    }
    assert!(Catalogue::shipped().named("openai-chat").unwrap().bytes == bytes);
    assert_eq!(process.wait(), 0);
    assert!(http().get(base).send().await.is_err());
}

#[tokio::test]
#[cfg(unix)]
async fn logs_hold_no_text_no_keys_and_no_queries() {
    use support::process::Process;
    let upstream = format!("http://{}", shipped().await);
    let any = "127.0.0.1:0";
    let addresses = ["--upstream", &upstream, "--listen", any, "--no-admin"];
    for format in ["text", "json"] {
        let log = ["--log", "debug", "--log-format", format];
        let mut process = Process::start(&[&["proxy"], &addresses[..], &log[..]].concat());
        let base = process.address();
        for path in [
            "/v1/chat/completions",
            "/stream/openai-chat",
            "/stream/text",
        ] {
            let request = http().post(format!("{base}{path}?key=key-in-query&cut=3000"));
            let request = request.header("authorization", "Bearer key-in-header");
            let body = r#"{"stream":true,"messages":[{"content":"text-of-the-user"}]}"#;
            let mut answer = request.body(body).send().await.unwrap();
            while let Ok(Some(_)) = answer.chunk().await {}
        }
        process.terminate();
        let logged = process.rest();
        assert!(logged.contains("/v1/chat/completions"), "{logged}");
        for secret in [
            "key-in-query",
            "key-in-header",
            "text-of-the-user",
            "Castellan",
            "Hello",
        ] {
            assert!(!logged.contains(secret), "{secret}: {logged}");
        }
    }
}

/// A connection that its upstream closes behind an answer takes no request with it, whatever its method.
#[tokio::test]
async fn a_request_on_a_closed_idle_connection_is_sent_again() {
    const ROUNDS: usize = 40;
    let whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    let server = Scripted::serve(vec![whole.into(); ROUNDS]);
    let proxy = proxy(config(&format!("http://{}", server.address))).await;
    let url = format!("http://{}/v1/things", proxy.address);
    for round in 0..ROUNDS {
        // By then the connection of the answer before is closed.
        tokio::time::sleep(Duration::from_millis(2)).await;
        let answer = http().post(&url).body("{}").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "round {round}");
    }
    assert_eq!(server.requests().len(), ROUNDS, "each was sent once");
}
