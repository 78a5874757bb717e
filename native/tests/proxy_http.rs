//! What HTTP allows, and what it forbids, of clients and upstreams, masked and unmasked.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use midflight::proxy::{self, Config};
use support::proxying::{Proxying, config, proxy};
use support::replay::http;
use support::scripted::{Scripted, answer};

/// A proxy that masks what these say.
async fn masking(upstream: SocketAddr, requests: bool, answers: bool) -> Proxying {
    let mut config: Config = config(&format!("http://{upstream}"));
    let kinds = |masks| proxy::kinds(["default"].into_iter().filter(|_| masks)).unwrap();
    config.redact_requests = kinds(requests);
    config.redact.kinds = kinds(answers);
    proxy(config).await
}

const MASKS: [(bool, bool); 4] = [(false, false), (true, false), (false, true), (true, true)];

fn connect(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(address).unwrap();
    let limit = Some(Duration::from_secs(20));
    socket.set_read_timeout(limit).unwrap();
    socket.write_all(bytes).unwrap();
    socket
}

/// All that comes of a connection until it is closed.
async fn exchange(address: SocketAddr, bytes: impl AsRef<[u8]>) -> String {
    let mut socket = connect(address, bytes.as_ref());
    let reading = tokio::task::spawn_blocking(move || rest(&mut socket));
    reading.await.unwrap()
}

/// What still comes before the end.
fn rest(socket: &mut TcpStream) -> String {
    let mut rest = Vec::new();
    if let Err(error) = socket.read_to_end(&mut rest) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "it is not closed");
    }
    String::from_utf8_lossy(&rest).into_owned()
}

/// An upstream that does what it is told with its one connection.
fn upstream<T: Send + 'static>(
    serve: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> (SocketAddr, std::thread::JoinHandle<T>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let serving = std::thread::spawn(move || {
        let (socket, _) = listener.accept().unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        serve(socket)
    });
    (address, serving)
}

async fn join<T: Send + 'static>(serving: std::thread::JoinHandle<T>) -> T {
    tokio::task::spawn_blocking(move || serving.join().unwrap())
        .await
        .unwrap()
}

/// The lines of a head.
fn head(socket: &TcpStream) -> String {
    let mut reader = BufReader::with_capacity(1, socket);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
    }
    head
}

/// What passes with its length.
const OK: &str = "Content-Type: image/png\r\n";
/// What is masked where answers are.
const TEXT: &str = "Content-Type: text/plain\r\n";

#[tokio::test]
async fn headers_of_a_connection_end_with_it() {
    for (requests, answers) in MASKS {
        let local = "Connection: close, X-Local\r\nX-Local: local\r\nKeep-Alive: timeout=5\r\nProxy-Connection: a\r\n";
        let server = Scripted::serve(vec![answer(
            "200 OK",
            &format!("{OK}{local}X-End: 1\r\n"),
            "ok",
        )]);
        let proxy = masking(server.address, requests, answers).await;
        let request = format!(
            "GET /v1/x HTTP/1.1\r\nHost: a\r\n{local}TE: trailers\r\nProxy-Authorization: Basic YQ==\r\nX-End: 1\r\n\r\n"
        );
        let read = exchange(proxy.address, request).await.to_ascii_lowercase();
        let asked = server.requests().concat().to_ascii_lowercase();
        assert!(
            read.starts_with("http/1.1 200") && read.ends_with("ok"),
            "{read}"
        );
        for told in [&read, &asked] {
            assert!(told.contains("x-end: 1"), "{told}");
            for name in ["x-local", "keep-alive:", "proxy-", "\r\nte:"] {
                assert!(!told.contains(name), "{name}: {told}");
            }
        }
    }
}

/// The name of a page's host may have been made to mean this machine (DNS rebinding), and what looks at the name
/// behind the proxy sees another one.
#[tokio::test]
async fn a_page_from_elsewhere_does_not_reach_what_is_this_machines_own() {
    let status = async |asked: &str, named: Option<&str>| {
        let server = Scripted::serve(vec![answer("200 OK", OK, "ok")]);
        let mut config = config(&format!("http://{}", server.address));
        config.upstreams[0].host = named.map(str::to_owned);
        let proxy = proxy(config).await;
        let request =
            format!("GET /api/tags HTTP/1.1\r\nHost: {asked}\r\nConnection: close\r\n\r\n");
        let read = exchange(proxy.address, request).await;
        assert_eq!(
            server.requests().len(),
            usize::from(read.contains(" 200 ")),
            "{read}"
        );
        read.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status("evil.example:8787", None).await, "403");
    assert_eq!(status("127.0.0.1.evil.example", None).await, "403");
    let two = "localhost:8787\r\nHost: evil.example";
    assert_eq!(status(two, None).await, "400");
    assert_eq!(status("localhost:8787", None).await, "200");
    assert_eq!(status("127.0.0.1:8787", None).await, "200");
    assert_eq!(status("host.docker.internal:8787", None).await, "200");
    assert_eq!(
        status("models.looms.example", Some("models.looms.example")).await,
        "200"
    );
    assert_eq!(
        status("evil.example", Some("models.looms.example")).await,
        "404"
    );
}

/// What two readers could divide in two ways is refused or made one.
#[tokio::test]
async fn requests_have_one_length() {
    let smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    for (requests, answers) in MASKS {
        for (headers, body) in [
            ("Content-Length: 2\r\nContent-Length: 40\r\n", "{}"),
            ("Content-Length: 2, 2\r\n", "{}"),
            ("Content-Length: +2\r\n", "{}"),
            ("Content-Length: 0x2\r\n", "{}"),
            ("Content-Length: \r\n", "{}"),
            (
                "Transfer-Encoding: chunked, identity\r\n",
                "2\r\n{}\r\n0\r\n\r\n",
            ),
            ("Transfer-Encoding: xchunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
            ("Transfer-Encoding : chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
            (
                "X: 1\r\n Transfer-Encoding: chunked\r\n",
                "2\r\n{}\r\n0\r\n\r\n",
            ),
            (
                "Transfer-Encoding: gzip, chunked\r\n",
                "2\r\n{}\r\n0\r\n\r\n",
            ),
        ] {
            let server = Scripted::serve(vec![answer("200 OK", OK, "ok"); 2]);
            let proxy = masking(server.address, requests, answers).await;
            let request = format!(
                "POST /v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n{body}{smuggled}"
            );
            let read = exchange(proxy.address, request).await;
            assert!(!read.contains(" 200 "), "{headers}: {read}");
            let asked = server.requests().concat();
            assert!(!asked.contains("smuggled"), "{headers}: {asked}");
        }
        for length in ["-2", "fffffffffffffffff", "2;", "02 x"] {
            let server = Scripted::serve(vec![answer("200 OK", OK, "ok"); 2]);
            let proxy = masking(server.address, requests, answers).await;
            let request = format!(
                "POST /v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n\
                 {length}\r\n{{}}\r\n0\r\n\r\n{smuggled}"
            );
            let read = exchange(proxy.address, request).await;
            assert!(read.matches("HTTP/1.1 ").count() <= 1, "{length}: {read}");
            let asked = server.requests().concat();
            assert!(!asked.contains("GET /smuggled"), "{length}: {asked}");
        }
        let server = Scripted::serve(vec![answer("200 OK", OK, "ok"); 2]);
        let proxy = masking(server.address, requests, answers).await;
        let request = format!(
            "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{smuggled}"
        );
        let read = exchange(proxy.address, request).await;
        assert_eq!(read.matches("HTTP/1.1 200").count(), 1, "{read}");
        let asked = server.requests();
        assert_eq!(asked.len(), 1, "the connection ends: {asked:?}");
        assert!(
            !asked[0].to_ascii_lowercase().contains("content-length: 3"),
            "{asked:?}"
        );
        assert!(asked[0].contains("{}"), "{asked:?}");
    }
}

#[tokio::test]
async fn answers_have_one_length() {
    let text = "0123456789";
    for (requests, answers) in MASKS {
        for (headers, expected) in [
            ("Content-Length: 4\r\nContent-Length: 10\r\n", None),
            ("Content-Length: 4, 10\r\n", None),
            ("Content-Length: ten\r\n", None),
            ("Content-Length: 10\r\nContent-Length: 10\r\n", Some(text)),
            ("", Some(text)),
        ] {
            let whole =
                format!("HTTP/1.1 200 OK\r\n{TEXT}Connection: close\r\n{headers}\r\n{text}");
            check_answer(requests, answers, whole, expected).await;
        }
        for length in [4, 10, 40] {
            let whole = format!(
                "HTTP/1.1 200 OK\r\n{TEXT}Connection: close\r\nContent-Length: {length}\r\n\
                 Transfer-Encoding: chunked\r\n\r\na\r\n{text}\r\n0\r\n\r\n"
            );
            check_answer(requests, answers, whole, Some(text)).await;
        }
    }
}

/// What a client makes of an upstream's bytes; `None` for a refusal.
async fn check_answer(requests: bool, answers: bool, whole: String, expected: Option<&str>) {
    let server = Scripted::serve(vec![whole.clone().into_bytes()]);
    let proxy = masking(server.address, requests, answers).await;
    let url = format!("http://{}/v1/x", proxy.address);
    let answer = http().get(url).send().await.unwrap();
    let (status, read) = (answer.status().as_u16(), answer.text().await.unwrap());
    match expected {
        Some(expected) => assert_eq!((status, &*read), (200, expected), "{whole}"),
        None => assert_eq!(status, 502, "{whole}"),
    }
}

#[tokio::test]
async fn a_client_that_waits_for_leave_gets_it() {
    for (requests, answers) in MASKS {
        let server = Scripted::serve(vec![answer("200 OK", OK, "ok")]);
        let proxy = masking(server.address, requests, answers).await;
        let request =
            b"POST /v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n\
                        Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n";
        let mut socket = connect(proxy.address, request);
        let reading = tokio::task::spawn_blocking(move || {
            let leave = head(&socket);
            socket.write_all(b"hello").unwrap();
            let mut rest = String::new();
            socket.read_to_string(&mut rest).unwrap();
            (leave, rest)
        });
        let (leave, rest) = reading.await.unwrap();
        assert!(leave.starts_with("HTTP/1.1 100 "), "{leave}");
        assert!(
            rest.starts_with("HTTP/1.1 200 ") && rest.ends_with("ok"),
            "{rest}"
        );
        let asked = server.requests().concat().to_ascii_lowercase();
        assert!(
            !asked.contains("expect") && asked.ends_with("hello"),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_comes() {
    for (requests, answers) in MASKS {
        let server = Scripted::serve(vec![]);
        let proxy = masking(server.address, requests, answers).await;
        let request = "POST /v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n\
                       Content-Length: 99999999999\r\n\r\n";
        let read = exchange(proxy.address, request).await;
        assert!(read.starts_with("HTTP/1.1 413 "), "{read}");
    }
}

#[tokio::test]
async fn answers_without_a_body_leave_the_connection_as_it_was() {
    for (requests, answers) in MASKS {
        for media_type in [
            "text/plain",
            "application/json",
            "text/event-stream",
            "image/png",
        ] {
            for (method, status) in [
                ("HEAD", "200 OK"),
                ("GET", "204 No Content"),
                ("GET", "304 Not Modified"),
            ] {
                let length = if method == "HEAD" {
                    "Content-Length: 20\r\n"
                } else {
                    ""
                };
                let bare = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{length}Connection: close\r\n\r\n"
                );
                let next = answer("200 OK", OK, "the next");
                let server = Scripted::serve(vec![bare.into_bytes(), next]);
                let proxy = masking(server.address, requests, answers).await;
                let request = format!(
                    "{method} /v1/x HTTP/1.1\r\nHost: a\r\n\r\nGET /v1/y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                );
                let read = exchange(proxy.address, request).await;
                let (first, rest) = read.split_once("\r\n\r\n").unwrap();
                assert!(first.contains(status), "{first}");
                assert!(
                    rest.starts_with("HTTP/1.1 200 OK\r\n"),
                    "{method} {status}: {read}"
                );
                assert!(rest.ends_with("the next"), "{read}");
            }
        }
    }
}

/// What is to be read is asked for as it is; who packs it all the same is passed on where nothing reads it.
#[tokio::test]
async fn a_client_that_asks_for_gzip_gets_what_the_upstream_makes_of_it() {
    let gzip = b"\x1f\x8b\x08\x00packed".to_vec();
    let head = format!(
        "HTTP/1.1 200 OK\r\n{TEXT}Content-Encoding: gzip\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        gzip.len()
    );
    for (requests, answers) in MASKS {
        let packed = [head.as_bytes(), &gzip].concat();
        let server = Scripted::serve(vec![packed, answer("200 OK", TEXT, "plain")]);
        let proxy = masking(server.address, requests, answers).await;
        let url = format!("http://{}/v1/x", proxy.address);
        let ask = || {
            http()
                .get(&url)
                .header("accept-encoding", "gzip, br")
                .send()
        };
        let answer = ask().await.unwrap();
        let expected = if answers { 502 } else { 200 };
        assert_eq!(answer.status().as_u16(), expected);
        if !answers {
            assert_eq!(answer.headers()["content-encoding"], "gzip");
            assert_eq!(answer.bytes().await.unwrap(), gzip);
        }
        let plain = ask().await.unwrap();
        assert!(!plain.headers().contains_key("content-encoding"));
        assert_eq!(plain.text().await.unwrap(), "plain");
        let asked = server.requests().concat().to_ascii_lowercase();
        assert_eq!(
            asked.matches("accept-encoding: identity").count(),
            2,
            "{asked}"
        );
        assert!(!asked.contains("gzip"), "{asked}");
    }
}

#[tokio::test]
async fn long_addresses_pass_up_to_the_limit() {
    for (requests, answers) in MASKS {
        let server = Scripted::serve(vec![answer("200 OK", OK, "ok")]);
        let proxy = masking(server.address, requests, answers).await;
        let long = format!("/v1/{}?q={}", "p".repeat(20_000), "q".repeat(20_000));
        let request = |address: &str| {
            format!("GET {address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        };
        for length in [70_000, 200_000] {
            let read = exchange(proxy.address, request(&format!("/{}", "x".repeat(length)))).await;
            let refused = ["HTTP/1.1 431 ", "HTTP/1.1 414 "];
            assert!(
                refused.iter().any(|refused| read.starts_with(refused)),
                "{read}"
            );
        }
        let read = exchange(proxy.address, request(&long)).await;
        assert!(read.starts_with("HTTP/1.1 200 "), "{read}");
        let asked = server.requests();
        assert_eq!(asked.len(), 1);
        assert!(asked[0].starts_with(&format!("GET {long} HTTP/1.1\r\n")));
    }
}

#[tokio::test]
async fn an_upstream_may_answer_before_it_has_read_the_body() {
    const BODY: usize = 24 << 20;
    for (requests, answers) in MASKS {
        let (address, serving) = upstream(|mut socket| {
            let asked = head(&socket);
            let refusal = answer("413 Payload Too Large", OK, "too large");
            socket.write_all(&refusal).unwrap();
            // It reads no more, and is there until the client has its answer.
            let _ = socket.shutdown(Shutdown::Write);
            (asked, socket)
        });
        let proxy = masking(address, requests, answers).await;
        let url = format!("http://{}/v1/x", proxy.address);
        let body = vec![0xff; BODY];
        let request = http()
            .post(url)
            .header("content-type", "image/png")
            .body(body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 413, "{requests} {answers}");
        assert_eq!(answer.text().await.unwrap(), "too large");
        let (asked, _) = join(serving).await;
        assert!(asked.starts_with("POST /v1/x "), "{asked}");
    }
}

#[tokio::test]
async fn provisional_answers_are_no_answers() {
    for (requests, answers) in MASKS {
        let early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n";
        let whole = [early.as_bytes(), &answer("200 OK", OK, "ok")].concat();
        let server = Scripted::serve(vec![whole]);
        let proxy = masking(server.address, requests, answers).await;
        let request = "GET /v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        let read = exchange(proxy.address, request).await;
        assert!(
            read.starts_with("HTTP/1.1 200 OK\r\n") && read.ends_with("ok"),
            "{read}"
        );
        assert!(!read.contains("/a"), "{read}");
    }
}

#[tokio::test]
async fn an_upgrade_that_nobody_asked_for_is_no_answer() {
    let websocket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: YWFhYWFhYWFhYWFhYWFhYQ==\r\nSec-WebSocket-Version: 13\r\n";
    for (requests, answers) in MASKS {
        for (asks, agrees) in [
            (
                "Connection: close\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\n",
            ),
            ("Connection: close\r\n", ""),
            (websocket, "Connection: Upgrade\r\nUpgrade: h2c\r\n"),
            (websocket, ""),
        ] {
            let server = Scripted::serve(vec![
                format!("HTTP/1.1 101 Switching Protocols\r\n{agrees}\r\nada@looms.example")
                    .into_bytes(),
            ]);
            let proxy = masking(server.address, requests, answers).await;
            let request = format!("GET /v1/realtime HTTP/1.1\r\nHost: a\r\n{asks}\r\n");
            let mut socket = connect(proxy.address, request.as_bytes());
            let read = tokio::task::spawn_blocking(move || {
                let told = head(&socket);
                let _ = socket.shutdown(Shutdown::Write);
                told + &rest(&mut socket)
            });
            let read = read.await.unwrap();
            assert!(read.starts_with("HTTP/1.1 502 "), "{asks} {agrees}: {read}");
            assert!(!read.contains("looms"), "{read}");
        }
    }
}

#[tokio::test]
async fn a_client_that_stops_in_mid_body_is_told_so() {
    for (requests, answers) in MASKS {
        let (address, _) = upstream(|mut socket| drop(socket.read_to_end(&mut Vec::new())));
        let mut config = config(&format!("http://{address}"));
        let kinds = |masks| proxy::kinds(["default"].into_iter().filter(|_| masks)).unwrap();
        config.redact_requests = kinds(requests);
        config.redact.kinds = kinds(answers);
        config.limits.idle = Duration::from_millis(200);
        let proxy = proxy(config).await;
        let request = "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf";
        let read = exchange(proxy.address, request).await;
        assert!(
            read.starts_with("HTTP/1.1 400 ") && read.contains("unfinished_request"),
            "{read}"
        );
    }
}

#[tokio::test]
async fn a_type_that_is_told_twice_is_not_guessed() {
    let server = Scripted::serve(vec![answer("200 OK", OK, "ok")]);
    let proxy = masking(server.address, true, false).await;
    let url = format!("http://{}/v1/x", proxy.address);
    let request = http().post(url).header("content-type", "image/png");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body("to=ada%40looms.example").send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 415);
}

#[tokio::test]
async fn what_comes_behind_a_body_is_masked_like_what_comes_before_it() {
    for (media_type, comes) in [("image/png", true), ("text/plain", false)] {
        for masks in [true, false] {
            let whole = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nTrailer: X-Said\r\nConnection: close\r\n\
                 Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Said: mail ada@looms.example\r\n\r\n"
            );
            let server = Scripted::serve(vec![whole.into_bytes()]);
            let proxy = masking(server.address, false, masks).await;
            let request =
                "GET /v1/x HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close, TE\r\n\r\n";
            let read = exchange(proxy.address, request).await.to_ascii_lowercase();
            assert!(read.contains("body"), "{read}");
            let said = ["mail ada@looms.example", "mail [email_1]"];
            let [open, masked] = said.map(|said| read.contains(&format!("x-said: {said}")));
            assert_eq!(
                (open, masked),
                (!masks, masks && comes),
                "{media_type}: {read}"
            );
        }
    }
}

/// HTTP/2 may divide cookies, HTTP/1 has one line.
#[tokio::test]
async fn cookies_are_one_line() {
    let server = Scripted::serve(vec![answer("200 OK", OK, "ok")]);
    let proxy = masking(server.address, false, false).await;
    let client = midflight::client::builder().no_proxy().tls_certs_only([]);
    let client = client.http2_prior_knowledge().build().unwrap();
    let request = client.get(format!("http://{}/v1/x", proxy.address));
    let request = request.header("cookie", "a=1").header("cookie", "b=2");
    assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
    let asked = server.requests().concat().to_ascii_lowercase();
    assert!(asked.contains("\r\ncookie: a=1; b=2\r\n"), "{asked}");
}
