//! Decoding whole streams, and putting together what they say.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::{Channel, Decoder, Delta, Ending, Heard, Limits, Usage, Wire};

/// Everything that was heard, a line each, and the ending.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transcript {
    pub(crate) lines: Vec<String>,
    pub(crate) ending: Ending,
    pub(crate) story: Story,
}

/// What a stream says, put together.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Story {
    pub(crate) wire: Option<Wire>,
    pub(crate) text: BTreeMap<u32, String>,
    pub(crate) reasoning: BTreeMap<u32, String>,
    pub(crate) refusal: BTreeMap<u32, String>,
    pub(crate) calls: Vec<Call>,
    pub(crate) usage: Option<Usage>,
    pub(crate) finish: Vec<String>,
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) diagnostics: Vec<(String, u64, String)>,
    pub(crate) closed: Vec<Channel>,
}

#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) choice: u32,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arguments: String,
    pub(crate) pieces: usize,
}

impl Story {
    fn hear(&mut self, heard: &Heard<'_>) {
        match heard {
            Heard::Wire(found) => self.wire = Some(found.wire()),
            Heard::Delta(delta) => self.delta(delta),
            Heard::Diagnostic(d) => {
                let code = d.code.as_str().to_owned();
                self.diagnostics
                    .push((code, d.offset, d.message.to_string()));
            }
            Heard::Frame(_) | Heard::Framing(_) | Heard::Unknown | Heard::Done => {}
        }
    }

    fn delta(&mut self, delta: &Delta<'_>) {
        match delta {
            Delta::Text { channel, text, .. } => self.speak(*channel, text),
            Delta::ToolCall {
                choice,
                call,
                id,
                name,
            } => {
                assert_eq!(*call as usize, self.calls.len(), "calls are counted from 0");
                self.calls.push(Call {
                    choice: *choice,
                    id: (*id).to_owned(),
                    name: (*name).to_owned(),
                    ..Call::default()
                });
            }
            Delta::Echo { .. } | Delta::Shadow(_) => {}
            Delta::Close(channel) => self.closed.push(*channel),
            Delta::Usage(usage) => self.usage = Some(*usage),
            Delta::Finish { reason, .. } => self.finish.push((*reason).to_owned()),
            Delta::Error { code, message } => {
                self.errors
                    .push(((*code).to_owned(), (*message).to_owned()));
            }
            other => panic!("unknown delta {other:?}"),
        }
    }

    fn speak(&mut self, channel: Channel, text: &str) {
        assert!(!text.is_empty(), "an empty piece of {channel:?}");
        let store = match channel {
            Channel::Text { .. } => &mut self.text,
            Channel::Reasoning { .. } => &mut self.reasoning,
            Channel::Refusal { .. } => &mut self.refusal,
            Channel::Tool { call, choice } => {
                let call = &mut self.calls[call as usize];
                assert_eq!(call.choice, choice);
                call.arguments += text;
                call.pieces += 1;
                return;
            }
        };
        *store.entry(channel.choice()).or_default() += text;
    }
}

/// A pool of few buffers, as each test makes its own.
pub(crate) fn pool() -> BufferPool {
    BufferPool::new(&PoolSizes {
        bytes: vec![(4 << 10, 8), (64 << 10, 4), (1 << 20, 2)],
        windows: 0,
    })
}

/// Decodes `bytes` in chunks of `chunk`.
pub(crate) fn decode(wire: Wire, bytes: &[u8], chunk: usize) -> Transcript {
    decode_within(wire, bytes, chunk, &Limits::default())
}

/// The same under `limits`.
pub(crate) fn decode_within(wire: Wire, bytes: &[u8], chunk: usize, limits: &Limits) -> Transcript {
    let mut decoder = Decoder::new(wire, limits, &pool());
    let (mut lines, mut story) = (Vec::new(), Story::default());
    let mut hear = |heard: Heard<'_>| {
        story.hear(&heard);
        match heard {
            Heard::Wire(_) | Heard::Framing(_) => {}
            heard => lines.push(format!("{heard:?}")),
        }
    };
    for piece in bytes.chunks(chunk) {
        decoder.write(piece, &mut hear).unwrap();
    }
    let ending = decoder.finish(&mut hear).unwrap();
    Transcript {
        lines,
        ending,
        story,
    }
}

/// What a stream says, seen to be the same at several chunkings, with the wire named and found.
pub(crate) fn story(wire: Wire, bytes: &[u8]) -> (Story, Ending) {
    let whole = decode(wire, bytes, bytes.len().max(1));
    for chunk in [1, 7, 64] {
        assert_eq!(decode(wire, bytes, chunk), whole, "in chunks of {chunk}");
    }
    for chunk in [1, 7, bytes.len().max(1)] {
        let auto = decode(Wire::Auto, bytes, chunk);
        assert_eq!(
            auto.story.wire,
            Some(found(wire)),
            "found out in chunks of {chunk}"
        );
        assert_eq!(auto.lines, whole.lines, "auto in chunks of {chunk}");
        assert_eq!(auto.ending, whole.ending);
    }
    (whole.story, whole.ending)
}

/// What `auto` takes a wire for.
pub(crate) fn found(wire: Wire) -> Wire {
    match wire {
        Wire::Mistral => Wire::OpenAiChat,
        wire => wire,
    }
}

/// Server-sent events with these data.
pub(crate) fn sse(data: &[&str]) -> Vec<u8> {
    let events = data.iter().map(|data| ["data: ", data, "\n\n"].concat());
    events.collect::<String>().into_bytes()
}

/// Lines.
pub(crate) fn lines(lines: &[&str]) -> Vec<u8> {
    let lines = lines.iter().map(|line| [line, "\n"].concat());
    lines.collect::<String>().into_bytes()
}

/// Compares what a stream says, in order, with one line each; see [`render`].
pub(crate) fn check(wire: Wire, bytes: &[u8], expected: &[&str]) {
    let said = said(wire, bytes);
    assert_eq!(said, expected, "{}", String::from_utf8_lossy(bytes));
}

/// The same without what repeats what was said.
pub(crate) fn check_news(wire: Wire, bytes: &[u8], expected: &[&str]) {
    let mut said = said(wire, bytes);
    said.retain(|line| !line.starts_with("echo ") && line != "shadow");
    assert_eq!(said, expected, "{}", String::from_utf8_lossy(bytes));
}

/// What a stream says, in order, and how it ends.
pub(crate) fn said(wire: Wire, bytes: &[u8]) -> Vec<String> {
    story(wire, bytes);
    let mut decoder = Decoder::new(wire, &Limits::default(), &pool());
    let mut said = Vec::new();
    let mut hear = |heard: Heard<'_>| said.extend(render(&heard));
    decoder.write(bytes, &mut hear).unwrap();
    let ending = decoder.finish(&mut hear).unwrap();
    said.push(format!("{ending:?}"));
    said
}

fn render(heard: &Heard<'_>) -> Option<String> {
    Some(match heard {
        Heard::Delta(delta) => render_delta(delta),
        Heard::Diagnostic(d) => format!("{} at {}: {}", d.code.as_str(), d.offset, d.message),
        Heard::Wire(_) | Heard::Framing(_) | Heard::Frame(_) | Heard::Unknown | Heard::Done => {
            return None;
        }
    })
}

fn render_delta(delta: &Delta<'_>) -> String {
    match delta {
        Delta::Text { channel, text, .. } => format!("{}: {text}", name(*channel)),
        Delta::Echo { channel, text, .. } => format!("echo {}: {text}", name(*channel)),
        Delta::Shadow(_) => "shadow".to_owned(),
        Delta::ToolCall {
            choice,
            call,
            id,
            name,
        } => format!("call {choice}/{call}: {id} {name}"),
        Delta::Close(channel) => format!("close {}", name(*channel)),
        Delta::Usage(u) => {
            let told = [
                u.input_tokens,
                u.output_tokens,
                u.cached_input_tokens,
                u.reasoning_tokens,
            ];
            let told = told.map(|n| n.map_or("-".to_owned(), |n| n.to_string()));
            format!("usage {}", told.join(" "))
        }
        Delta::Finish { choice, reason } => format!("finish {choice}: {reason}"),
        Delta::Error { code, message } => format!("error {code}: {message}"),
        other => panic!("unknown delta {other:?}"),
    }
}

fn name(channel: Channel) -> String {
    let call = channel
        .call()
        .map_or(String::new(), |call| format!("/{call}"));
    format!("{} {}{call}", channel.name(), channel.choice())
}
