//! Wires: one frame decoded, against `serde_json` into borrowed typed structs and into a `Value`
//! with look-ups. All read the same frames in turns within one run, and all must find the same
//! texts.
//!
//! `cargo bench -p midflight-benches --bench wire [-- WIRE]`

#[path = "wire/chunks.rs"]
mod chunks;
#[path = "wire/events.rs"]
mod events;

use std::borrow::Cow;
use std::hint::black_box;
use std::time::Instant;

use midflight_core::frame::Payload;
use midflight_core::wire::{Decode, Deltas, Scratch};
use midflight_core::{Delta, Frame, Limits, Wire};
use serde::Deserialize;
use serde_json::Value;

const WORDS: [&str; 8] = [
    " the",
    " Marguerite",
    " was",
    "\\n\\n",
    " born",
    " \\\"Lisbon\\\"",
    " in",
    " 1987,",
];
const FRAMES: usize = 256;
const ROUNDS: usize = 60;

/// One way to read a frame: the bytes of text found in it.
type Read<'r> = Box<dyn FnMut(&str) -> usize + 'r>;

fn main() {
    println!(
        "{:<18}{:>7}{:>10}{:>10}{:>10}{:>9}{:>9}",
        "wire", "bytes", "ours ns", "typed ns", "value ns", "typed x", "value x"
    );
    let named = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let chosen = |row: &&Row| named.as_ref().is_none_or(|name| name == row.0.name());
    ROWS.iter().filter(chosen).for_each(compare);
}

/// A wire, a frame of it, and two peers that find its text.
type Row = (
    Wire,
    fn(&str) -> String,
    fn(&str) -> usize,
    fn(&str) -> usize,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (Wire::OpenAiChat, openai_frame, typed_openai, value_openai),
    (Wire::OpenAiResponses, events::responses_frame, events::typed_output, events::value_output),
    (Wire::OpenAiRealtime, events::realtime_frame, events::typed_output, events::value_output),
    (Wire::Anthropic, anthropic_frame, typed_anthropic, value_anthropic),
    (Wire::Gemini, chunks::gemini_frame, chunks::typed_gemini, chunks::value_gemini),
    (Wire::Ollama, ollama_frame, typed_ollama, value_ollama),
    (Wire::Mistral, events::mistral_frame, events::typed_mistral, events::value_mistral),
    (Wire::Cohere, events::cohere_frame, events::typed_cohere, events::value_cohere),
    (Wire::Bedrock, chunks::bedrock_frame, chunks::typed_bedrock, chunks::value_bedrock),
    (Wire::LlamaCpp, chunks::llama_frame, chunks::typed_llama, chunks::value_llama),
    (Wire::Tgi, chunks::tgi_frame, chunks::typed_tgi, chunks::value_tgi),
];

fn compare(&(wire, frame, typed, value): &Row) {
    let frames: Vec<String> = (0..FRAMES).map(|i| frame(WORDS[i % WORDS.len()])).collect();
    let mut readers: [Read<'_>; 3] = [ours(wire), Box::new(typed), Box::new(value)];
    let mut best = [f64::MAX; 3];
    let mut found = [0; 3];
    for _ in 0..ROUNDS {
        for (i, read) in readers.iter_mut().enumerate() {
            let start = Instant::now();
            found[i] = frames.iter().map(|frame| read(black_box(frame))).sum();
            let ns = start.elapsed().as_nanos() as f64 / FRAMES as f64;
            best[i] = best[i].min(ns);
        }
    }
    assert!(
        found[0] > 0 && found.iter().all(|f| *f == found[0]),
        "texts differ: {found:?}"
    );
    let bytes = frames.iter().map(String::len).sum::<usize>() / FRAMES;
    let [ours, typed, value] = best;
    println!(
        "{:<18}{bytes:>7}{ours:>10.0}{typed:>10.0}{value:>10.0}{:>9.2}{:>9.2}",
        wire.name(),
        typed / ours,
        value / ours
    );
}

fn ours(wire: Wire) -> Read<'static> {
    let mut decoder: Box<dyn Decode> = wire.decoder(&Limits::default()).expect("a named wire");
    let mut scratch = Scratch::default();
    let event = match wire {
        Wire::Bedrock => "contentBlockDelta",
        _ => "message",
    };
    Box::new(move |data| {
        let mut found = 0;
        let mut say = |said: midflight_core::wire::Said<'_>| {
            if let Ok(Delta::Text { text, .. }) = said {
                found += text.len();
            }
        };
        let frame = Frame {
            event,
            payload: Payload::Text(data),
            id: "",
            envelope: &[],
            offset: 0,
        };
        let mut deltas = Deltas::new(&mut scratch, 0, &mut say);
        decoder.decode(&frame, &mut deltas).expect("a sound frame");
        found
    })
}

fn openai_frame(word: &str) -> String {
    format!(
        r#"{{"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_fc9f1d7035","choices":[{{"index":0,"delta":{{"content":"{word}"}},"logprobs":null,"finish_reason":null}}],"usage":null,"obfuscation":"p4qLx9"}}"#
    )
}

#[derive(Deserialize)]
struct OpenAiChunk<'a> {
    #[serde(borrow)]
    choices: Vec<OpenAiChoice<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct OpenAiChoice<'a> {
    index: u32,
    #[serde(borrow)]
    delta: OpenAiDelta<'a>,
    #[serde(borrow)]
    finish_reason: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct OpenAiDelta<'a> {
    #[serde(borrow)]
    content: Option<Cow<'a, str>>,
    #[serde(borrow)]
    reasoning_content: Option<Cow<'a, str>>,
    #[serde(borrow)]
    refusal: Option<Cow<'a, str>>,
}

fn typed_openai(data: &str) -> usize {
    let chunk: OpenAiChunk<'_> = serde_json::from_str(data).expect("a sound frame");
    let content = |choice: &OpenAiChoice<'_>| choice.delta.content.as_deref().map_or(0, str::len);
    chunk.choices.iter().map(content).sum()
}

fn value_openai(data: &str) -> usize {
    let chunk: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    let choices = chunk["choices"].as_array().expect("choices");
    let content = |choice: &Value| choice["delta"]["content"].as_str().map_or(0, str::len);
    choices.iter().map(content).sum()
}

fn anthropic_frame(word: &str) -> String {
    format!(
        r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{word}"}}        }}"#
    )
}

#[derive(Deserialize)]
struct AnthropicEvent<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    index: Option<u32>,
    #[serde(borrow)]
    delta: Option<AnthropicDelta<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct AnthropicDelta<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    thinking: Option<Cow<'a, str>>,
    #[serde(borrow)]
    partial_json: Option<Cow<'a, str>>,
}

fn typed_anthropic(data: &str) -> usize {
    let event: AnthropicEvent<'_> = serde_json::from_str(data).expect("a sound frame");
    assert!(event.kind == "content_block_delta" && event.index == Some(0));
    event
        .delta
        .and_then(|delta| delta.text)
        .map_or(0, |text| text.len())
}

fn value_anthropic(data: &str) -> usize {
    let event: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    assert!(event["type"] == "content_block_delta" && event["index"] == 0);
    event["delta"]["text"].as_str().map_or(0, str::len)
}

fn ollama_frame(word: &str) -> String {
    format!(
        r#"{{"model":"llama3.2","created_at":"2025-10-09T08:15:00.074032206Z","message":{{"role":"assistant","content":"{word}"}},"done":false}}"#
    )
}

#[derive(Deserialize)]
struct OllamaLine<'a> {
    #[serde(borrow)]
    message: Option<OllamaMessage<'a>>,
    done: bool,
}

#[derive(Deserialize)]
struct OllamaMessage<'a> {
    #[serde(borrow)]
    content: Cow<'a, str>,
}

fn typed_ollama(data: &str) -> usize {
    let line: OllamaLine<'_> = serde_json::from_str(data).expect("a sound frame");
    assert!(!line.done);
    line.message.map_or(0, |message| message.content.len())
}

fn value_ollama(data: &str) -> usize {
    let line: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    assert!(line["done"] == false);
    line["message"]["content"].as_str().map_or(0, str::len)
}
