//! Masking through the proxy itself: for values of every kind, on every wire and channel, however the model
//! and the network divide them, what the client has read is at every moment a beginning of the masked whole,
//! and no byte of it tells the value. Splits are sampled here; the core's own test of leaks has all of them.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

#[path = "../../core/tests/support/mod.rs"]
mod streams;
mod support;

use futures_util::{SinkExt, StreamExt};
use midflight::core::{Config, Engine, Kind, Kinds, Wire};
use midflight::proxy;
use streams::sensitive::VALUES;
use streams::{calls, heard, invoked, masked, refusals, stream, thoughts, traces};
use support::mirror::mirror;
use support::proxying::{Proxying, config, proxy};
use support::replay::http;
use tokio_tungstenite::tungstenite::Message;

/// Values of kinds that are masked where they are asked for.
const OTHERS: [(Kind, &str); 9] = [
    (Kind::Url, "https://looms.example/orders/417?key=a1b2"),
    (Kind::Organization, "Brightwater Labs Ltd"),
    (Kind::Location, "Zurich"),
    (Kind::Domain, "brightwater-labs.org"),
    (Kind::Date, "14 March 2019"),
    (Kind::Money, "$1,250.00"),
    (Kind::Uuid, "123e4567-e89b-12d3-a456-426614174000"),
    (Kind::FilePath, "/usr/lib/park.so"),
    (Kind::Version, "v2.4.1"),
];

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

/// A stream of one text in pieces.
type Make = fn(Wire, &[&str]) -> Vec<u8>;

fn text(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    match wire {
        Wire::Text => pieces.concat().into_bytes(),
        _ => stream(wire, pieces),
    }
}

/// What is said on a channel around a value, and how.
struct Speech {
    wires: &'static [Wire],
    make: Make,
    before: &'static str,
    behind: &'static str,
}

const TEXT: Speech = Speech {
    wires: streams::FRAMED,
    make: text,
    before: "It is ",
    behind: ", so they \"said\".",
};
/// Each channel but that of plain text.
const SPEECHES: [Speech; 6] = [
    TEXT,
    Speech {
        wires: &[Wire::Bedrock],
        make: invoked::message,
        ..TEXT
    },
    Speech {
        wires: &thoughts::WIRES,
        make: thoughts::thoughts,
        ..TEXT
    },
    Speech {
        wires: &refusals::WIRES,
        make: refusals::refusal,
        ..TEXT
    },
    Speech {
        wires: &calls::PIECES,
        make: calls::call,
        before: "{\"note\":\"It is ",
        behind: ", so they \\\"said\\\".\"}",
    },
    Speech {
        wires: &calls::WHOLE,
        make: calls::whole,
        before: "{\"note\":\"It is ",
        behind: ", so they \\\"said\\\".\"}",
    },
];

/// A text in pieces of so many characters.
fn pieces(text: &str, size: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let pieces = characters.chunks(size).map(|piece| piece.iter().collect());
    pieces.collect()
}

struct Leaks {
    proxy: Proxying,
    http: reqwest::Client,
    engine: Engine,
    kinds: Kinds,
    numbers: streams::Numbers,
}

impl Leaks {
    async fn start(kinds: &str) -> Self {
        let mut config = config(&format!("http://{}", mirror().await));
        let kinds = proxy::kinds([kinds]).unwrap();
        config.redact.kinds = kinds;
        Self {
            proxy: proxy(config).await,
            http: http(),
            engine: Engine::new(Config::default()).unwrap(),
            kinds,
            numbers: streams::Numbers(0x9e37_79b9_7f4a_7c15),
        }
    }

    /// A stream with the value in it, divided by the model, and what is said in the masked whole.
    fn say(&mut self, speech: &Speech, wire: Wire, kind: Kind, value: &str) -> (Vec<u8>, String) {
        let text = format!("{}{value}{}", speech.before, speech.behind);
        let whole = (speech.make)(wire, &[&text]);
        let whole = masked(&self.engine, wire, self.kinds, [&*whole]);
        let expected = heard(&self.engine, wire, &whole);
        let mark = format!("[{}_1]", kind.name().to_ascii_uppercase());
        assert!(
            expected.contains(&mark),
            "{wire:?}: {expected} masks {value}"
        );
        let pieces = pieces(&text, 1 + self.numbers.below(9));
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        ((speech.make)(wire, &pieces), expected)
    }

    /// What the model says goes through, and the client looks at all it has read at every moment.
    async fn check(&mut self, speech: &Speech, wire: Wire, kind: Kind, value: &str) {
        if wire == Wire::OpenAiRealtime {
            return self.check_messages(speech, kind, value).await;
        }
        let (stream, expected) = self.say(speech, wire, kind, value);
        let endpoint = ENDPOINTS.iter().find(|(of, ..)| *of == wire);
        let (_, path, media_type) = endpoint.unwrap();
        let url = format!("http://{}{path}", self.proxy.address);
        let request = self.http.post(url).header("x-type", *media_type);
        let size = 1 + self.numbers.below(120);
        let request = request.header("x-write", size).body(stream);
        let mut answer = request.send().await.unwrap();
        let mut read = Vec::new();
        while let Some(chunk) = answer.chunk().await.unwrap() {
            read.extend_from_slice(&chunk);
            self.is_beginning(wire, &read, &expected);
        }
        self.is_whole(wire, &read, &expected, value);
    }

    /// The same over a WebSocket.
    async fn check_messages(&mut self, speech: &Speech, kind: Kind, value: &str) {
        let wire = Wire::OpenAiRealtime;
        let (stream, expected) = self.say(speech, wire, kind, value);
        let url = format!("ws://{}/v1/realtime", self.proxy.address);
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let stream = String::from_utf8(stream).unwrap();
        socket.send(Message::text(stream)).await.unwrap();
        let mut read = Vec::new();
        while let Some(Ok(Message::Text(message))) = socket.next().await {
            read.extend_from_slice(message.as_bytes());
            read.push(b'\n');
            self.is_beginning(wire, &read, &expected);
        }
        self.is_whole(wire, &read, &expected, value);
    }

    fn is_beginning(&self, wire: Wire, read: &[u8], expected: &str) {
        let so_far = heard(&self.engine, wire, read);
        let name = wire.name();
        assert!(
            expected.starts_with(&so_far),
            "{name}: {so_far:?} of {expected:?}"
        );
    }

    fn is_whole(&self, wire: Wire, read: &[u8], expected: &str, value: &str) {
        assert_eq!(heard(&self.engine, wire, read), expected, "{}", wire.name());
        traces::assert_none(read, value, wire.name());
    }
}

#[tokio::test]
async fn nothing_leaks_on_any_wire_and_channel() {
    let mut leaks = Leaks::start("default").await;
    for (kind, value) in VALUES {
        for speech in &SPEECHES {
            for wire in speech.wires {
                leaks.check(speech, *wire, kind, value).await;
            }
        }
    }
}

#[tokio::test]
async fn plain_text_does_not_leak() {
    let mut leaks = Leaks::start("default").await;
    for (kind, value) in VALUES {
        for _ in 0..4 {
            leaks.check(&TEXT, Wire::Text, kind, value).await;
        }
    }
}

#[tokio::test]
async fn kinds_that_are_asked_for_do_not_leak_either() {
    for (kind, value) in OTHERS {
        let mut leaks = Leaks::start(kind.name()).await;
        for wire in TEXT.wires {
            leaks.check(&TEXT, *wire, kind, value).await;
        }
    }
}
