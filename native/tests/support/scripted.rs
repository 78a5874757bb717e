//! A server that says what a test tells it to, and keeps what it was asked.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The server; its connections are scripted one by one, and there are no more than that.
pub(crate) struct Scripted {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// Reads the request of each connection, sends the bytes, and closes it.
    pub(crate) fn serve(connections: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for bytes in connections {
                let (mut socket, _) = listener.accept().unwrap();
                seen.lock().unwrap().push(request(&mut socket));
                let _ = socket.write_all(&bytes);
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1/stream", self.address)
    }

    /// The requests so far: head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// A socket that takes no connections. As long as it is kept, nobody else gets its port.
pub(crate) fn deaf() -> tokio::net::TcpSocket {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    socket
}

/// Reads a request to the end of its body.
pub(crate) fn request(socket: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&read) {
        match socket.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(length) => read.extend_from_slice(&buffer[..length]),
        }
    }
    String::from_utf8(read).unwrap()
}

fn is_whole(read: &[u8]) -> bool {
    let text = String::from_utf8_lossy(read).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.split("\r\ncontent-length: ").nth(1);
    let length = length.and_then(|rest| rest.split("\r\n").next());
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

/// An answer whose body ends with the connection, in good order; it says so, since a client that kept the
/// connection would send its next request into the closing.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let close = format!("Connection: close\r\nContent-Length: {length}\r\n\r\n");
    format!("HTTP/1.1 {status}\r\n{headers}{close}{body}").into_bytes()
}

/// A stream of server-sent events that ends with the connection.
pub(crate) fn events(body: &str) -> Vec<u8> {
    answer(
        "200 OK",
        "Content-Type: text/event-stream; charset=utf-8\r\n",
        body,
    )
}

/// The same, broken off before its end.
pub(crate) fn broken(body: &str) -> Vec<u8> {
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n";
    format!("{head}{body}").into_bytes()
}
