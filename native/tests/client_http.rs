//! The client for bodies in any framing, on real sockets.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;

use midflight::client::{ClientError, Request};
use midflight::core::{Channel, Config, Delta, Ending, Engine, Event, Timestamp, Wire};
use midflight::serve::{Catalogue, Recording};
use support::reading::{client, eager, read};
use support::replay::shipped;
use support::scripted::{Scripted, answer, request};

/// The text of a recording, read at once.
fn said(recording: &Recording) -> String {
    let engine = Engine::new(Config::default()).unwrap();
    let mut said = String::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Delta(Delta::Text {
            channel: Channel::Text { .. },
            text,
            ..
        }) = event
        {
            said.push_str(text);
        }
    };
    let mut session = engine.session(recording.wire);
    session
        .write(&recording.bytes, Timestamp(0), &mut sink)
        .unwrap();
    session.finish(Timestamp(0), &mut sink).unwrap();
    said
}

#[tokio::test]
async fn every_shipped_stream_is_read_in_its_framing() {
    let address = shipped().await;
    for recording in Catalogue::shipped().iter() {
        let url = format!("http://{address}/stream/{}", recording.name);
        let client = client(eager()).with_wire(recording.wire);
        let read = read(client.http(Request::get(&url).unwrap()).events()).await;
        assert_eq!(read.text, said(recording), "{}", recording.name);
        assert_eq!(read.endings, [Ending::Complete], "{}", recording.name);
        assert!(read.error.is_none() && !read.text.is_empty());
    }
}

#[tokio::test]
async fn a_break_is_an_error_behind_what_came_before_it() {
    let address = shipped().await;
    for fault in ["cut=3000", "reset=3000"] {
        let url = format!("http://{address}/stream/ollama?{fault}");
        let read = read(client(eager()).http(Request::get(&url).unwrap()).events()).await;
        assert!(
            matches!(read.error, Some(ClientError::Http(_))),
            "{fault}: {read:?}"
        );
        assert_eq!(read.endings, [Ending::Cut], "{fault}");
    }
}

#[tokio::test]
async fn garbage_in_the_middle_is_passed_over() {
    let address = shipped().await;
    let url = format!("http://{address}/stream/ollama?garbage=3000");
    let client = client(eager()).with_wire(Wire::Ollama);
    let read = read(client.http(Request::get(&url).unwrap()).events()).await;
    assert_eq!(read.endings, [Ending::Complete]);
    assert!(!read.text.is_empty() && read.error.is_none());
}

#[tokio::test]
async fn a_refusal_is_told_with_its_status_and_the_beginning_of_its_body() {
    let body = "no ".repeat(1000);
    let server = Scripted::serve(vec![answer("403 Forbidden", "", &body)]);
    let request = Request::get(&server.url()).unwrap();
    let read = read(client(eager()).http(request).events()).await;
    let Some(ClientError::Status { status, body, .. }) = read.error else {
        panic!("{read:?}");
    };
    assert_eq!((status.as_u16(), body.len()), (403, 512));
}

/// It is no silence, which would be asked again.
#[tokio::test]
async fn a_refusal_whose_body_does_not_end_is_one() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let served = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        request(&mut socket);
        let head = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nno key";
        socket.write_all(head).unwrap();
        // The client lets go of it.
        let _ = socket.read(&mut [0]);
    });
    let read = read(client(eager()).http(Request::get(&url).unwrap()).events()).await;
    let Some(ClientError::Status { status, body, .. }) = read.error else {
        panic!("{read:?}");
    };
    assert_eq!((status.as_u16(), body.as_str()), (403, "no key"));
    let closed = tokio::task::spawn_blocking(move || served.join().unwrap());
    closed.await.unwrap();
}
