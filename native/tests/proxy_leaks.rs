//! Masking through the proxy itself: for values of every kind, on every wire in every framing and channel,
//! however the model and the network divide them, what the client has read is at every moment a beginning of
//! the masked whole, and no byte of it tells the value. Splits and values are sampled here; the core's own test
//! of leaks has all of them.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

#[path = "../../core/tests/support/mod.rs"]
mod streams;
mod support;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use midflight::core::{Config, Engine, Framing, Kind, Wire};
use midflight::proxy;
use streams::cells::{AROUND, Case, Cell, cells, values};
use streams::hearing::Hearing;
use streams::speeches::{Speech, TEXT};
use streams::traces;
use support::mirror::mirror;
use support::proxying::{Proxying, config, proxy};
use support::replay::http;
use tokio_tungstenite::tungstenite::Message;

/// Where a provider streams a wire, and as what.
const ENDPOINTS: [(Wire, &str, &str); 12] = [
    (Wire::Text, "/v1/completions", "text/plain; charset=utf-8"),
    (Wire::OpenAiChat, "/v1/chat/completions", SSE),
    (Wire::OpenAiResponses, "/v1/responses", SSE),
    (Wire::Anthropic, "/v1/messages", SSE),
    (Wire::Mistral, "/v1/chat/completions", SSE),
    (Wire::Cohere, "/v2/chat", SSE),
    (
        Wire::Gemini,
        "/v1beta/models/m:streamGenerateContent?alt=sse",
        SSE,
    ),
    (
        Wire::GeminiArray,
        "/v1beta/models/m:streamGenerateContent",
        "application/json",
    ),
    (Wire::LlamaCpp, "/completion", SSE),
    (Wire::Tgi, "/generate_stream", SSE),
    (Wire::Ollama, "/api/chat", "application/x-ndjson"),
    (
        Wire::Bedrock,
        "/model/m/converse-stream",
        "application/vnd.amazon.eventstream",
    ),
];
const SSE: &str = "text/event-stream";

/// As what lines of JSON come.
const NDJSON: &str = "application/x-ndjson";

/// A text in pieces of so many characters.
fn pieces(text: &str, size: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let pieces = characters.chunks(size).map(|piece| piece.iter().collect());
    pieces.collect()
}

/// A path and a media type for a cell.
fn endpoint(cell: &Cell<'_>, stream: &[u8]) -> (&'static str, &'static str) {
    let found = ENDPOINTS.iter().find(|(of, ..)| *of == cell.wire);
    let (_, path, media_type) = *found.unwrap();
    let bare = cell.wire.framing() == Some(Framing::Sse) && stream.starts_with(b"{");
    if bare {
        ("/lines", NDJSON)
    } else {
        (path, media_type)
    }
}

struct Leaks {
    proxy: Proxying,
    http: reqwest::Client,
    engine: Engine,
    numbers: streams::Numbers,
}

impl Leaks {
    async fn start(kinds: &str) -> Self {
        let mut config = config(&format!("http://{}", mirror().await));
        config.redact.kinds = proxy::kinds([kinds]).unwrap();
        // However slow the machine is.
        config.limits.hold = Duration::from_mins(1);
        Self {
            proxy: proxy(config).await,
            http: http(),
            engine: Engine::new(Config::default()).unwrap(),
            numbers: streams::Numbers(0x9e37_79b9_7f4a_7c15),
        }
    }

    /// A stream with the value in it, divided by the model.
    fn say(&mut self, cell: &Cell<'_>, case: &Case<'_>) -> Vec<u8> {
        let text = cell.speech.written(&case.text());
        let pieces = pieces(&text, 1 + self.numbers.below(9));
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        cell.make(&pieces)
    }

    /// What the model says goes through, and the client looks at all it has read at every moment.
    async fn check(&mut self, cell: &Cell<'_>, case: &Case<'_>) {
        if !case.is_known(&self.engine) {
            return;
        }
        let (stream, expected) = (self.say(cell, case), cell.expected(&self.engine, case));
        let mut client = Client::new(&self.engine, cell, &expected);
        if cell.wire == Wire::OpenAiRealtime {
            self.over_a_socket(stream, &mut client).await;
        } else {
            self.over_http(cell, stream, &mut client).await;
        }
        client.finish(case.value);
    }

    async fn over_http(&mut self, cell: &Cell<'_>, stream: Vec<u8>, client: &mut Client<'_>) {
        let (path, media_type) = endpoint(cell, &stream);
        let url = format!("http://{}{path}", self.proxy.address);
        let request = self.http.post(url).header("x-type", media_type);
        let size = 1 + self.numbers.below(240);
        let request = request.header("x-write", size).body(stream);
        let mut answer = request.send().await.unwrap();
        while let Some(chunk) = answer.chunk().await.unwrap() {
            client.read(&chunk);
        }
    }

    async fn over_a_socket(&mut self, stream: Vec<u8>, client: &mut Client<'_>) {
        let url = format!("ws://{}/v1/realtime", self.proxy.address);
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let stream = String::from_utf8(stream).unwrap();
        socket.send(Message::text(stream)).await.unwrap();
        while let Some(Ok(Message::Text(message))) = socket.next().await {
            client.read(message.as_bytes());
            client.read(b"\n");
        }
    }
}

/// A client, which looks at what it reads.
struct Client<'c> {
    name: String,
    hearing: Hearing,
    expected: &'c str,
    read: Vec<u8>,
}

impl<'c> Client<'c> {
    fn new(engine: &Engine, cell: &Cell<'_>, expected: &'c str) -> Self {
        Self {
            name: cell.name(),
            hearing: Hearing::new(engine, cell.read_as()),
            expected,
            read: Vec::new(),
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        self.read.extend_from_slice(bytes);
        self.hearing.hear(bytes);
        let (so_far, expected) = (self.hearing.text(), self.expected);
        let begins = expected.starts_with(so_far);
        assert!(begins, "{}: {so_far:?} of {expected:?}", self.name);
    }

    fn finish(self, value: &str) {
        assert_eq!(self.hearing.finish(), self.expected, "{}", self.name);
        traces::assert_none(&self.read, value, &self.name);
    }
}

fn case<'v>(kind: Kind, value: &'v str, around: (&'v str, &'v str)) -> Case<'v> {
    Case {
        kind,
        value,
        around,
    }
}

/// Every wire, framing and channel with some of the values, so that each value goes through many of them.
#[tokio::test]
async fn nothing_leaks_on_any_wire_and_channel() {
    let mut leaks = Leaks::start("default").await;
    let mut values = values();
    values.retain(|(kind, _)| kind.is_sensitive());
    for (number, cell) in cells().iter().enumerate() {
        for (at, (kind, value)) in values.iter().enumerate() {
            if (at + number) % 5 == 0 {
                let around = AROUND[number % AROUND.len()];
                leaks.check(cell, &case(*kind, value, around)).await;
            }
        }
    }
}

#[tokio::test]
async fn plain_text_does_not_leak() {
    let mut leaks = Leaks::start("default").await;
    let speech = Speech {
        wires: &[Wire::Text],
        make: |_, pieces| pieces.concat().into_bytes(),
        ..TEXT
    };
    for (kind, value) in values() {
        if kind.is_sensitive() {
            for around in AROUND {
                let case = case(kind, &value, around);
                leaks.check(&Cell::plain(&speech), &case).await;
            }
        }
    }
}

#[tokio::test]
async fn kinds_that_are_asked_for_do_not_leak_either() {
    let mut values = values();
    values.retain(|(kind, _)| !kind.is_sensitive());
    let (around, cells) = (AROUND[0], cells());
    for (at, (kind, value)) in values.iter().enumerate() {
        let mut leaks = Leaks::start(kind.name()).await;
        for cell in cells.iter().skip(at % 3).step_by(3) {
            leaks.check(cell, &case(*kind, value, around)).await;
        }
    }
}
