//! A provider that writes into each event when it was sent.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::pacer::{self, Paced};

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
pub(crate) const END: &str = "0\r\n\r\n";
const WORDS: [&str; 8] = [
    " The", " firm", " of", " Ada", " Park", " grew", " in", " Bergen.",
];

/// What time it is, for everybody in the process.
#[derive(Clone, Copy)]
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn now(self) -> u64 {
        self.0.elapsed().as_nanos() as u64
    }
}

/// Serves `/EVENTS`, as fast as they go, and `/EVENTS/paced`, each stream at its pace.
pub(crate) async fn serve(listener: TcpListener, clock: Clock) {
    let paced = pacer::start(clock);
    while let Ok((socket, _)) = listener.accept().await {
        let _ = socket.set_nodelay(true);
        let paced = paced.clone();
        tokio::spawn(async move {
            // A client that has seen enough is no failure.
            let _ = answer(socket, clock, paced).await;
        });
    }
}

async fn answer(mut socket: TcpStream, clock: Clock, paced: Sender<Paced>) -> std::io::Result<()> {
    let (events, is_paced) = asked(&mut socket).await?;
    socket.write_all(HEAD.as_bytes()).await?;
    if is_paced {
        let socket = socket.into_std()?;
        // Without the pacer the stream ends here, which the client notices.
        let _ = paced.send(Paced::new(socket, events));
        return Ok(());
    }
    for number in 0..events {
        socket.write_all(chunk(number, clock).as_bytes()).await?;
    }
    socket.write_all(END.as_bytes()).await
}

/// The event of that number, as a chunk.
pub(crate) fn chunk(number: usize, clock: Clock) -> String {
    let event = event(number, clock.now());
    format!("{:x}\r\n{event}\r\n", event.len())
}

fn event(number: usize, now: u64) -> String {
    let word = WORDS[number % WORDS.len()];
    format!(
        "data: {{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1773500000,\
\"model\":\"bench-1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}},\
\"finish_reason\":null}}],\"t\":\"{now:020}\"}}\n\n"
    )
}

/// How many events a request asks for, and whether at a pace.
async fn asked(socket: &mut TcpStream) -> std::io::Result<(usize, bool)> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if socket.read_buf(&mut head).await? == 0 {
            break;
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut parts = head.split(' ').nth(1).unwrap_or("").split('/').skip(1);
    let events = parts.next().and_then(|part| part.parse().ok());
    Ok((events.unwrap_or(1), parts.next() == Some("paced")))
}

/// Listens on a free port.
pub(crate) async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}
