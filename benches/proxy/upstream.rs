//! A provider that writes into each event when it was sent.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{MissedTickBehavior, interval};

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
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

/// Serves `/EVENTS/MILLISECONDS`: so many events, so far apart.
pub(crate) async fn serve(listener: TcpListener, clock: Clock) {
    while let Ok((socket, _)) = listener.accept().await {
        let _ = socket.set_nodelay(true);
        tokio::spawn(async move {
            // A client that has seen enough is no failure.
            let _ = answer(socket, clock).await;
        });
    }
}

async fn answer(mut socket: TcpStream, clock: Clock) -> std::io::Result<()> {
    let (events, apart) = asked(&mut socket).await?;
    socket.write_all(HEAD.as_bytes()).await?;
    let mut ticks = (apart > 0).then(|| interval(Duration::from_millis(apart)));
    if let Some(ticks) = &mut ticks {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    for number in 0..events {
        if let Some(ticks) = &mut ticks {
            ticks.tick().await;
        }
        let event = event(number, clock.now());
        let chunk = format!("{:x}\r\n{event}\r\n", event.len());
        socket.write_all(chunk.as_bytes()).await?;
    }
    socket.write_all(b"0\r\n\r\n").await
}

fn event(number: usize, now: u64) -> String {
    let word = WORDS[number % WORDS.len()];
    format!(
        "data: {{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1773500000,\
\"model\":\"bench-1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}},\
\"finish_reason\":null}}],\"t\":\"{now:020}\"}}\n\n"
    )
}

async fn asked(socket: &mut TcpStream) -> std::io::Result<(usize, u64)> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if socket.read_buf(&mut head).await? == 0 {
            break;
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut parts = head.split(' ').nth(1).unwrap_or("").split('/').skip(1);
    let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
    Ok((number() as usize, number()))
}

/// Listens on a free port.
pub(crate) async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}
