//! What the tests of whole sessions share.
#![allow(dead_code, unreachable_pub)] // every test file uses its own part

#[path = "../messages/mod.rs"]
pub mod messages;

pub mod calls;
pub mod cells;
pub mod framings;
pub mod hearing;
pub mod invoked;
pub mod rarer_calls;
pub mod refusals;
pub mod sensitive;
pub mod speeches;
pub mod splits;
pub mod texts;
pub mod thoughts;
pub mod traces;

use std::fmt::Write;
use std::io::Write as _;
use std::path::PathBuf;

use midflight_core::{Config, Engine, Event, Kinds, Redactor, Timestamp, Wire};

/// The wires whose streams are read here.
pub const FRAMED: &[Wire] = &[
    Wire::OpenAiChat,
    Wire::OpenAiResponses,
    Wire::OpenAiRealtime,
    Wire::Anthropic,
    Wire::Ollama,
    Wire::Mistral,
    Wire::Cohere,
    Wire::Gemini,
    Wire::GeminiArray,
    Wire::Bedrock,
    Wire::LlamaCpp,
    Wire::Tgi,
];

/// An engine with everything on.
pub fn engine() -> Engine {
    Engine::new(Config::default()).expect("the default configuration is valid")
}

/// All that a session tells of `bytes` handed over in `pieces`, one line an event.
pub fn told<'b>(engine: &Engine, wire: Wire, pieces: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut lines = String::new();
    let mut sink = |event: &Event<'_>| write_event(event, &mut lines);
    let mut session = engine.session(wire);
    for piece in pieces {
        session
            .write(piece, Timestamp(0), &mut sink)
            .expect("the pool is large enough");
    }
    session
        .finish(Timestamp(0), &mut sink)
        .expect("the pool is large enough");
    lines
}

/// An event as a line, without what differs from session to session.
fn write_event(event: &Event<'_>, lines: &mut String) {
    if let Event::Graph(delta) = event {
        let op = format!("{:?}", delta.op);
        let _ = writeln!(lines, "graph {} {}", delta.id.sequence, without_stream(&op));
    } else {
        let _ = writeln!(lines, "{}", without_entity(&format!("{event:?}")));
    }
}

/// Stream ids count up within an engine, and a lone name's entity is its stream's.
fn without_stream(op: &str) -> String {
    let cut = op
        .split("StreamId(")
        .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
    without_entity(&cut.collect::<String>())
}

fn without_entity(text: &str) -> String {
    let mut parts = text.split("NodeId(");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    let mut parts = out.split("EdgeId(");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    kept
}

/// The masked stream.
pub fn masked<'b>(
    engine: &Engine,
    wire: Wire,
    kinds: Kinds,
    pieces: impl IntoIterator<Item = &'b [u8]>,
) -> Vec<u8> {
    redacted(engine.redactor(wire, kinds), pieces)
}

/// What a redactor makes of a stream.
pub fn redacted<'b>(mut redactor: Redactor, pieces: impl IntoIterator<Item = &'b [u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    for piece in pieces {
        redactor
            .write(piece, &mut write)
            .expect("the pool is large enough");
    }
    redactor
        .finish(&mut write)
        .expect("the pool is large enough");
    out
}

/// The text of every channel in a stream, by the channel's name.
pub fn said(
    engine: &Engine,
    wire: Wire,
    bytes: &[u8],
) -> std::collections::BTreeMap<String, String> {
    let mut said = std::collections::BTreeMap::<_, String>::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Delta(midflight_core::Delta::Text { channel, text, .. }) = event {
            said.entry(format!("{channel:?}"))
                .or_default()
                .push_str(text);
        }
    };
    let mut session = engine.session(wire);
    session
        .write(bytes, Timestamp(0), &mut sink)
        .expect("the pool is large enough");
    session
        .finish(Timestamp(0), &mut sink)
        .expect("the pool is large enough");
    said
}

/// What is said on the one channel of a part of a stream.
pub fn heard(engine: &Engine, wire: Wire, bytes: &[u8]) -> String {
    let mut channels = said(engine, wire, bytes).into_values();
    let text = channels.next().unwrap_or_default();
    assert!(channels.next().is_none(), "one channel");
    text
}

/// `pieces` of text as a provider streams them, with its end mark.
pub fn stream(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    if wire == Wire::GeminiArray {
        out.push(b'[');
    }
    for piece in pieces {
        out.extend(frame(wire, piece));
    }
    if wire == Wire::Bedrock {
        out.extend(messages::event(
            "messageStop",
            r#"{"stopReason":"end_turn"}"#,
        ));
    }
    out.extend_from_slice(end(wire).as_bytes());
    out
}

/// One delta as a provider sends it, on any wire.
pub fn frame(wire: Wire, text: &str) -> Vec<u8> {
    if wire != Wire::Bedrock {
        return delta(wire, text).into_bytes();
    }
    let quoted = serde_json::to_string(text).expect("a string is JSON");
    let payload = format!(r#"{{"contentBlockIndex":0,"delta":{{"text":{quoted}}},"p":"abc"}}"#);
    messages::event("contentBlockDelta", &payload)
}

/// The same on a wire whose frames are text.
pub fn delta(wire: Wire, text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("a string is JSON");
    match wire {
        Wire::OpenAiChat | Wire::Mistral => format!(
            "data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{quoted}}},\"finish_reason\":null}}]}}\n\n"
        ),
        Wire::Anthropic => format!(
            "event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":{quoted}}}}}\n\n"
        ),
        Wire::Gemini | Wire::GeminiArray => {
            let response = format!(
                "{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":{quoted}}}],\"role\":\"model\"}},\"index\":0}}],\"modelVersion\":\"m\"}}"
            );
            if wire == Wire::Gemini {
                return format!("data: {response}\r\n\r\n");
            }
            response + "\n,\r\n"
        }
        Wire::Ollama => format!(
            "{{\"model\":\"m\",\"message\":{{\"role\":\"assistant\",\"content\":{quoted}}},\"done\":false}}\n"
        ),
        Wire::OpenAiResponses => format!(
            "event: response.output_text.delta\ndata: {{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":{quoted}}}\n\n"
        ),
        Wire::OpenAiRealtime => format!(
            "{{\"type\":\"response.output_text.delta\",\"response_id\":\"r\",\"output_index\":0,\"content_index\":0,\"delta\":{quoted}}}\n"
        ),
        Wire::Cohere => format!(
            "event: content-delta\ndata: {{\"type\":\"content-delta\",\"index\":0,\"delta\":{{\"message\":{{\"content\":{{\"text\":{quoted}}}}}}}}}\n\n"
        ),
        Wire::LlamaCpp => {
            format!("data: {{\"index\":0,\"content\":{quoted},\"tokens\":[7],\"stop\":false}}\n\n")
        }
        Wire::Tgi => format!(
            "data:{{\"index\":1,\"token\":{{\"id\":7,\"text\":{quoted},\"logprob\":-0.1,\"special\":false}},\"generated_text\":null,\"details\":null}}\n\n"
        ),
        _ => text.to_owned(),
    }
}

fn end(wire: Wire) -> &'static str {
    match wire {
        Wire::OpenAiChat | Wire::Mistral => {
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
        }
        Wire::Anthropic => {
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
        }
        Wire::Gemini => {
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n"
        }
        Wire::GeminiArray => {
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}\n]\n"
        }
        Wire::Ollama => {
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n"
        }
        Wire::OpenAiResponses => {
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n"
        }
        Wire::OpenAiRealtime => {
            "{\"type\":\"response.done\",\"response\":{\"id\":\"r\",\"status\":\"completed\"}}\n"
        }
        Wire::Cohere => {
            "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}\n\n"
        }
        Wire::LlamaCpp => {
            "data: {\"index\":0,\"content\":\"\",\"stop\":true,\"stop_type\":\"eos\"}\n\n"
        }
        Wire::Tgi => {
            "data:{\"index\":2,\"token\":{\"id\":2,\"text\":\"</s>\",\"special\":true},\"details\":{\"finish_reason\":\"eos_token\",\"generated_tokens\":1}}\n\n"
        }
        _ => "",
    }
}

/// The recorded streams of a wire; none, with a word about it, where `../shared` is not there.
pub fn recorded(wire: Wire) -> Vec<(String, Vec<u8>)> {
    let folder: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "../../shared/fixtures/streams",
        wire.name(),
    ]
    .iter()
    .collect();
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "no {}",
            folder.display()
        );
        // What the macros print, the test runner hides.
        let _ = writeln!(std::io::stderr(), "skipped: no {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension != "json")
    });
    files.sort();
    let name = |path: &PathBuf| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    files
        .iter()
        .map(|path| (name(path), std::fs::read(path).expect("a readable file")))
        .collect()
}

/// A small repeatable source of numbers (splitmix64), so that a failing run can be run again.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    /// `bytes` in pieces of 1 to `most` bytes.
    pub fn pieces<'b>(&mut self, bytes: &'b [u8], most: usize) -> Vec<&'b [u8]> {
        let (mut pieces, mut rest) = (Vec::new(), bytes);
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at((1 + self.below(most)).min(rest.len()));
            pieces.push(piece);
            rest = behind;
        }
        pieces
    }
}

/// A text with something for every recogniser.
pub const TEXT: &str = "Dr. Ada Park founded **Brightwater Labs** in Zurich on 14 March 2019. \
Write to ada.park@brightwater.example or see https://brightwater.example/team?x=1 (10.0.0.7). \
She isn't in Nairobi; Kofi Mensah, who leads the team, paid $3.5 million, 12% more, at 14:30!\n\n\
- Version v2.4.1 of `/usr/lib/park.so` has the id 123e4567-e89b-12d3-a456-426614174000.\n\
- 昨日の会議。田中さんは東京にいます。\n\n\
| Name | Place |\n|---|---|\n| Park | Zürich |\n\n```\nlet x = \"Ada Park\";\n```\nThe end… 🚀 Was it? Yes.";
