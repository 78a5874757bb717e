//! Ends: of one side of a client's connection, of a process, and of the room for listeners.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use midflight::proxy;
use support::proxying::{config, proxy};
use support::replay::{http, shipped};
use support::scripted::request;

const JSON: &str = "Host: a\r\nContent-Type: application/json\r\n";

fn connect(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(address).unwrap();
    let limit = Some(Duration::from_secs(30));
    socket.set_read_timeout(limit).unwrap();
    socket.write_all(bytes).unwrap();
    socket
}

/// A server that thinks for a while and then says a few words, each behind a pause.
fn slow() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            std::thread::spawn(move || {
                let mut socket = socket.unwrap();
                request(&mut socket);
                let head =
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n";
                for piece in [head, "slow ", "and ", "whole"] {
                    std::thread::sleep(Duration::from_millis(200));
                    let _ = socket.write_all(piece.as_bytes());
                }
            });
        }
    });
    format!("http://{address}")
}

/// The answer without the provisional one before it, and its body put together.
fn said(answer: &str) -> (&str, String) {
    let provisional = "HTTP/1.1 100 Continue\r\n\r\n";
    let answer = answer.strip_prefix(provisional).unwrap_or(answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let is_length = |line: &&str| !line.is_empty() && line.bytes().all(|c| c.is_ascii_hexdigit());
    let pieces = body.split("\r\n").filter(|line| !is_length(line));
    (head, pieces.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_shuts_its_side_gets_its_answer() {
    for kinds in ["", "default"] {
        let mut config = config(&slow());
        config.redact_requests = proxy::kinds(kinds.split_terminator(',')).unwrap();
        let proxy = proxy(config).await;
        let check = |asked: String, status: &'static str, expected: &'static str| {
            let address = proxy.address;
            tokio::task::spawn_blocking(move || {
                let mut socket = connect(address, asked.as_bytes());
                socket.shutdown(Shutdown::Write).unwrap();
                let mut answer = String::new();
                socket.read_to_string(&mut answer).unwrap();
                let (head, body) = said(&answer);
                assert!(head.contains(status), "{asked}: {answer}");
                assert!(body.starts_with(expected), "{asked}: {answer}");
            })
        };
        let whole = "slow and whole";
        let cases = [
            (
                "GET /a HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
                "200",
                whole,
            ),
            ("GET /a HTTP/1.0\r\n\r\n".to_owned(), "200", whole),
            (
                format!("POST /a HTTP/1.1\r\n{JSON}Content-Length: 7\r\n\r\n{{\"a\":1}}"),
                "200",
                whole,
            ),
            (
                format!(
                    "POST /a HTTP/1.1\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n7\r\n{{\"a\":1}}\r\n0\r\n\r\n"
                ),
                "200",
                whole,
            ),
            // This one is not whole.
            (
                format!("POST /a HTTP/1.1\r\n{JSON}Content-Length: 70\r\n\r\n{{\"a\":1}}"),
                "400",
                "",
            ),
        ];
        let checks = cases.map(|(asked, status, expected)| check(asked, status, expected));
        for done in checks {
            done.await.unwrap();
        }
    }
}

/// How long it takes until the upstream sees that a client is gone, which was answered so far.
async fn noticed(answered: &'static str) -> Duration {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = std::sync::mpsc::channel();
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        request(&mut socket);
        socket.write_all(answered.as_bytes()).unwrap();
        tell.send(()).unwrap();
        let _ = socket.read(&mut [0; 16]);
        Instant::now()
    });
    let proxy = proxy(config(&upstream)).await;
    let address = proxy.address;
    let gone = tokio::task::spawn_blocking(move || {
        let mut socket = connect(address, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        told.recv().unwrap();
        if !answered.is_empty() {
            assert!(socket.read(&mut [0; 1000]).unwrap() > 0);
        }
        Instant::now()
    });
    let gone = gone.await.unwrap();
    let seen = tokio::task::spawn_blocking(move || server.join().unwrap());
    seen.await.unwrap() - gone
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_gone_is_not_waited_for() {
    let thinking = noticed("").await;
    assert!(thinking < Duration::from_secs(5), "{thinking:?}");
    let begun = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {}\n\n";
    let answering = noticed(begun).await;
    assert!(answering < Duration::from_secs(15), "{answering:?}");
}

#[test]
#[cfg(unix)]
fn who_is_asked_twice_to_end_does_so_at_once() {
    use support::process::Process;
    let any = "127.0.0.1:0";
    let mut server = Process::start(&["serve", "--listen", any]);
    let upstream = server.address();
    let mut proxy = Process::start(&[
        "proxy",
        "--upstream",
        &upstream,
        "--listen",
        any,
        "--no-admin",
    ]);
    let before = proxy.address();
    for (process, address) in [(&mut proxy, before), (&mut server, upstream)] {
        let address = address.trim_start_matches("http://").parse().unwrap();
        let endless = b"GET /stream/anthropic?stall=40 HTTP/1.1\r\nHost: a\r\n\r\n";
        let mut open = connect(address, endless);
        assert!(open.read(&mut [0; 100]).unwrap() > 0);
        let asked = Instant::now();
        process.terminate();
        std::thread::sleep(Duration::from_millis(300));
        process.terminate();
        assert_eq!(process.wait(), 0);
        assert!(asked.elapsed() < Duration::from_secs(10));
    }
}

/// A stream may be made never to end.
#[test]
#[cfg(unix)]
fn a_replay_server_ends_whatever_is_open() {
    use support::process::Process;
    let mut server = Process::start(&["serve", "--listen", "127.0.0.1:0"]);
    let address = server.address();
    let address = address.trim_start_matches("http://").parse().unwrap();
    let endless = b"GET /stream/anthropic?stall=40 HTTP/1.1\r\nHost: a\r\n\r\n";
    let mut open = connect(address, endless);
    assert!(open.read(&mut [0; 100]).unwrap() > 0);
    let asked = Instant::now();
    server.terminate();
    assert_eq!(server.wait(), 0);
    assert!(asked.elapsed() < Duration::from_secs(10));
}

/// Each stream needs two connections, and what shells allow unasked is for few.
#[test]
#[cfg(target_os = "linux")]
fn as_many_connections_are_open_as_the_system_allows() {
    use support::process::Process;
    let mut server = Process::start(&["serve", "--listen", "127.0.0.1:0"]);
    let upstream = server.address();
    let any = "127.0.0.1:0";
    let arguments = [
        "proxy",
        "--upstream",
        &upstream,
        "--listen",
        any,
        "--no-admin",
    ];
    let mut proxy = Process::start_after("ulimit -S -n 48", &arguments);
    let address = proxy.address();
    let address = address.trim_start_matches("http://").parse().unwrap();
    let asked = b"GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n";
    let open: Vec<_> = (0..60).map(|_| connect(address, asked)).collect();
    for mut socket in open {
        let mut head = [0; 12];
        socket.read_exact(&mut head).unwrap();
        assert_eq!(&head, b"HTTP/1.1 200");
    }
}

#[tokio::test]
async fn listeners_leave_room_for_who_asks_for_figures() {
    let proxy = proxy(config(&format!("http://{}", shipped().await))).await;
    let listen = || async {
        let url = format!("http://{}/midflight/events", proxy.admin);
        http().get(url).send().await.unwrap()
    };
    let mut listeners = Vec::new();
    for _ in 0..48 {
        listeners.push(listen().await);
    }
    let last = listeners.last().unwrap().status().as_u16();
    let further = listen().await;
    assert_eq!((last, further.status().as_u16()), (200, 503));
    assert!(further.headers().contains_key("retry-after"));
    assert!(proxy.ask("metrics").await.ends_with("# EOF\n"));
    drop(listeners);
    for _ in 0..200 {
        if listen().await.status().as_u16() == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("who goes makes no room");
}

/// A request may tell the host in several places.
#[tokio::test]
async fn a_host_that_is_told_anywhere_must_be_this_machine() {
    let proxy = proxy(config(&format!("http://{}", shipped().await))).await;
    let address = proxy.admin;
    let check = |asked: &'static str, expected: &'static str| async move {
        let answered = tokio::task::spawn_blocking(move || {
            let mut socket = connect(
                address,
                format!("{asked}Connection: close\r\n\r\n").as_bytes(),
            );
            let mut answer = String::new();
            let _ = socket.read_to_string(&mut answer);
            answer
        });
        let answer = answered.await.unwrap();
        assert!(answer.contains(expected), "{asked}: {answer}");
    };
    check(
        "GET /midflight/graph HTTP/1.1\r\nHost: localhost\r\n",
        "200",
    )
    .await;
    check(
        "GET http://127.0.0.1/midflight/graph HTTP/1.1\r\nHost: localhost\r\n",
        "200",
    )
    .await;
    check(
        "GET http://rebound.example/midflight/graph HTTP/1.1\r\nHost: localhost\r\n",
        "403",
    )
    .await;
    check(
        "GET /midflight/graph HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example\r\n",
        "403",
    )
    .await;
    check("GET /midflight/graph HTTP/1.1\r\n", "403").await;
    let client = midflight::client::builder().no_proxy().tls_certs_only([]);
    let client = client.http2_prior_knowledge().build().unwrap();
    let url = format!("http://{address}/midflight/graph");
    let answer = client.get(url).send().await.unwrap();
    assert_eq!(
        answer.status().as_u16(),
        200,
        "HTTP/2 tells it in the address"
    );
}
