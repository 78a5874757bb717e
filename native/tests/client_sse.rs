//! The client for server-sent events on real sockets.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use futures_util::StreamExt;
use midflight::client::{ClientError, Patience, Phase, Request, Resume, Update};
use midflight::core::{Ending, Event};
use support::reading::{Read, client, eager, read};
use support::replay::shipped;
use support::scripted::{Scripted, answer, broken, events, request};

/// An event with a piece of text.
fn piece(id: &str, text: &str) -> String {
    let data = format!("{{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}");
    format!("{id}data: {data}\n\n")
}

const DONE: &str = "data: [DONE]\n\n";

async fn get(server: &Scripted, patience: Patience) -> Read {
    let request = Request::get(&server.url()).unwrap();
    read(client(patience).sse(request).events()).await
}

/// What comes of the connections, and how many of them there were.
async fn check(connections: Vec<Vec<u8>>, expected: &str, ending: Ending, requests: usize) {
    let server = Scripted::serve(connections);
    let read = get(&server, eager()).await;
    assert_eq!(
        (read.text.as_str(), read.endings.as_slice()),
        (expected, &[ending][..])
    );
    assert_eq!(server.requests().len(), requests);
}

#[tokio::test]
async fn a_stream_is_read_to_its_end_and_not_asked_for_again() {
    let whole = piece("", "Ask ada@") + &piece("", "looms.example.") + DONE;
    check(
        vec![events(&whole)],
        "Ask ada@looms.example.",
        Ending::Complete,
        1,
    )
    .await;
    check(
        vec![broken(&whole)],
        "Ask ada@looms.example.",
        Ending::Complete,
        1,
    )
    .await;
    let whole = piece("id: 1\n", "Hello") + DONE;
    check(vec![broken(&whole)], "Hello", Ending::Complete, 1).await;
}

#[tokio::test]
async fn a_stream_with_ids_goes_on_behind_the_last_event() {
    let first = "retry: 1\n\n".to_owned() + &piece("id: a\n", "Ask ada@") + "id: b\ndata: {\"cho";
    let second = piece("id: b\n", "looms.exam");
    let third = piece("id: c\n", "ple.") + DONE;
    let connections = vec![broken(&first), events(&second), events(&third)];
    let server = Scripted::serve(connections);
    let read = get(&server, eager()).await;
    assert_eq!(
        (read.text.as_str(), read.mentions),
        (
            "Ask ada@looms.example.",
            vec!["ada@looms.example".to_owned()]
        )
    );
    assert!(read.error.is_none());
    let ids: Vec<_> = server
        .requests()
        .iter()
        .map(|request| last_event_id(request))
        .collect();
    assert_eq!(ids, [None, Some("a".to_owned()), Some("b".to_owned())]);
}

fn last_event_id(request: &str) -> Option<String> {
    let head = request.to_ascii_lowercase();
    let value = head.split("\r\nlast-event-id: ").nth(1)?;
    Some(value.split("\r\n").next()?.to_owned())
}

#[tokio::test]
async fn a_stream_without_ids_would_begin_anew_and_is_not_resumed() {
    let beginning = piece("", "Hello");
    check(vec![events(&beginning)], "Hello", Ending::Cut, 1).await;
    let server = Scripted::serve(vec![broken(&beginning), events(&beginning)]);
    let read = get(&server, eager()).await;
    assert!(matches!(read.error, Some(ClientError::Http(_))), "{read:?}");
    assert_eq!((read.text.as_str(), server.requests().len()), ("Hello", 1));
}

#[tokio::test]
async fn a_feed_is_resumed_whatever_ends_it_until_there_is_no_more() {
    let patience = Patience {
        resume: Resume::Always,
        ..eager()
    };
    let whole = piece("", "Hello. ") + DONE;
    let gone = answer("204 No Content", "", "");
    let server = Scripted::serve(vec![events(&whole), broken(&whole), gone]);
    let read = get(&server, patience).await;
    assert_eq!(
        (read.text.as_str(), server.requests().len()),
        ("Hello. Hello. ", 3)
    );
    assert!(read.error.is_none());
}

#[tokio::test]
async fn it_is_tried_again_where_that_may_help() {
    let whole = || events(&(piece("", "Hello") + DONE));
    let refusal = |status: &str| answer(status, "Retry-After: 0\r\n", "{}");
    let check = |first: Vec<Vec<u8>>, text: &'static str, requests: usize| async move {
        let server = Scripted::serve(first);
        let read = get(&server, eager()).await;
        assert_eq!(
            (read.text.as_str(), server.requests().len()),
            (text, requests),
            "{read:?}"
        );
    };
    for status in [
        "429 Too Many Requests",
        "500 Oh",
        "503 Busy",
        "529 Overloaded",
    ] {
        check(vec![refusal(status), refusal(status), whole()], "Hello", 3).await;
    }
    for status in ["400 Bad", "401 Who", "404 What", "422 No", "501 Never"] {
        check(vec![refusal(status), whole()], "", 1).await;
    }
    check(vec![refusal("503 Busy"); 9], "", 4).await;
    let long = answer("429 Later", "Retry-After: 4000\r\n", "{}");
    check(vec![long, whole()], "", 1).await;
}

#[tokio::test]
async fn a_connection_that_ends_before_its_answer_is_tried_again_unless_the_request_changes_something()
 {
    let whole = events(&(piece("", "Hello") + DONE));
    let server = Scripted::serve(vec![Vec::new(), whole.clone()]);
    assert_eq!(get(&server, eager()).await.text, "Hello");
    let server = Scripted::serve(vec![Vec::new(), whole]);
    let request = Request::post(&server.url(), "{}").unwrap();
    let read = read(client(eager()).sse(request).events()).await;
    assert!(matches!(read.error, Some(ClientError::Http(_))), "{read:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn every_attempt_sends_the_same_request() {
    let body = r#"{"stream":true}"#;
    let whole = events(&(piece("", "Hello") + DONE));
    let server = Scripted::serve(vec![answer("503 Busy", "", ""), whole]);
    let request = Request::post(&server.url(), body).unwrap();
    let request = request.header("x-api-key", "key-1").unwrap();
    read(client(eager()).sse(request).events()).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert!(request.starts_with("POST /v1/stream HTTP/1.1\r\n") && request.ends_with(body));
        let head = request.to_ascii_lowercase();
        assert!(head.contains("\r\nx-api-key: key-1\r\n"), "{head}");
        assert!(head.contains("\r\naccept: text/event-stream\r\n"), "{head}");
    }
}

#[tokio::test]
async fn what_is_no_stream_is_refused_with_what_it_is() {
    let page = answer("200 OK", "Content-Type: text/html\r\n", "<html>");
    let server = Scripted::serve(vec![page]);
    let read = get(&server, eager()).await;
    let said = read.error.unwrap().to_string();
    assert!(
        said.contains("text/html") && said.contains("text/event-stream"),
        "{said}"
    );
}

#[tokio::test]
async fn a_redirect_to_another_origin_gets_no_keys() {
    let other = Scripted::serve(vec![events(DONE)]);
    let location = format!("Location: {}\r\n", other.url());
    let server = Scripted::serve(vec![answer("307 There", &location, "")]);
    let request = Request::get(&server.url()).unwrap();
    let request = request.header("x-api-key", "key-1").unwrap();
    let read = read(client(eager()).sse(request).events()).await;
    assert!(read.error.unwrap().to_string().contains("redirect"));
    assert_eq!((server.requests().len(), other.requests().len()), (1, 0));
}

#[tokio::test]
async fn silence_has_a_limit_before_the_first_byte_and_after_it() {
    let address = shipped().await;
    let short = Duration::from_millis(100);
    // What is not looked at has time enough on a busy machine.
    let patience = Patience {
        resume: Resume::Never,
        ..eager()
    };
    let first_byte = Patience {
        first_byte: short,
        ..patience.clone()
    };
    let idle = Patience {
        idle: short,
        ..patience
    };
    for (path, patience, phase) in [
        ("openai-chat?stall=0", first_byte, Phase::FirstByte),
        ("openai-chat?stall=400", idle, Phase::Idle),
    ] {
        let request = Request::get(&format!("http://{address}/sse/{path}")).unwrap();
        let read = read(client(patience).sse(request).events()).await;
        let Some(ClientError::Timeout { phase: found, .. }) = read.error else {
            panic!("{path}: {read:?}");
        };
        assert_eq!(found, phase, "{path}");
    }
}

#[tokio::test]
async fn a_stream_that_breaks_every_few_kilobytes_says_what_the_whole_one_says() {
    let address = shipped().await;
    for name in [
        "openai-chat",
        "anthropic",
        "gemini",
        "openai-responses",
        "cohere",
    ] {
        let url = |query: &str| format!("http://{address}/sse/{name}{query}");
        let whole = Request::get(&url("")).unwrap();
        let whole = read(client(eager()).sse(whole).events()).await;
        for fault in ["?cut=4000&retry=1", "?cut=7321&retry=1"] {
            let request = Request::get(&url(fault)).unwrap();
            let broken = read(client(eager()).sse(request).events()).await;
            assert!(broken.error.is_none(), "{broken:?}");
            assert_eq!(
                (&broken.text, &broken.mentions),
                (&whole.text, &whole.mentions)
            );
        }
    }
}

#[tokio::test]
async fn dropping_the_stream_closes_the_connection() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        request(&mut socket);
        socket.write_all(&broken(&piece("", "Hello"))).unwrap();
        // The end of the client's side; without one this waits for ever.
        socket.read(&mut [0; 16]).unwrap_or(0)
    });
    let mut events = Box::pin(client(eager()).sse(Request::get(&url).unwrap()).events());
    while let Some(update) = events.next().await {
        if matches!(update.unwrap(), Update::Text { .. }) {
            break;
        }
    }
    drop(events);
    let closed = tokio::task::spawn_blocking(move || server.join().unwrap());
    assert_eq!(closed.await.unwrap(), 0);
}

#[tokio::test]
async fn a_slow_consumer_slows_the_socket() {
    const MOST: usize = 64 << 20;
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        request(&mut socket);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
        socket.write_all(head.as_bytes()).unwrap();
        socket
            .set_write_timeout(Some(Duration::from_millis(500)))
            .unwrap();
        let events = piece("", "Hello. ").repeat(1000);
        let mut written = 0;
        while written < MOST {
            match socket.write(events.as_bytes()) {
                Ok(length) => written += length,
                Err(_) => return written,
            }
        }
        written
    });
    let mut stream = client(eager()).sse(Request::get(&url).unwrap());
    let mut sink = |_: &Event<'_>| {};
    assert!(stream.read(&mut sink).await.unwrap());
    let written = tokio::task::spawn_blocking(move || server.join().unwrap())
        .await
        .unwrap();
    // What the system's buffers hold, and no more.
    assert!(
        written < MOST / 2,
        "{written} bytes were taken off the server"
    );
    drop(stream);
}
