//! Wires of typed events (OpenAI's Responses and Realtime, Cohere), and Mistral's parts.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

pub(crate) fn responses_frame(word: &str) -> String {
    format!(
        r#"{{"type":"response.output_text.delta","sequence_number":41,"item_id":"msg_0459517ad68504ad0068cabfbd76888192a5dc4475fadabf8a","output_index":1,"content_index":0,"delta":"{word}","logprobs":[],"obfuscation":"p4qLx9"}}"#
    )
}

pub(crate) fn realtime_frame(word: &str) -> String {
    format!(
        r#"{{"type":"response.output_text.delta","event_id":"event_UYwmM6F8oMidm4M6caqu","response_id":"resp_jTWcDaRnpz6gR6SXEU8kAfKv","item_id":"item_89TTZqSp2SxJJDvaztCvVUhQ","output_index":1,"content_index":0,"delta":"{word}"}}"#
    )
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct OutputEvent<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    response_id: Option<Cow<'a, str>>,
    output_index: Option<u32>,
    content_index: Option<u32>,
    summary_index: Option<u32>,
    #[serde(borrow)]
    delta: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    arguments: Option<Cow<'a, str>>,
}

pub(crate) fn typed_output(data: &str) -> usize {
    let event: OutputEvent<'_> = serde_json::from_str(data).expect("a sound frame");
    assert!(event.kind == "response.output_text.delta" && event.output_index == Some(1));
    event.delta.map_or(0, |delta| delta.len())
}

pub(crate) fn value_output(data: &str) -> usize {
    let event: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    assert!(event["type"] == "response.output_text.delta" && event["output_index"] == 1);
    event["delta"].as_str().map_or(0, str::len)
}

pub(crate) fn cohere_frame(word: &str) -> String {
    format!(
        r#"{{"type":"content-delta","index":1,"delta":{{"message":{{"content":{{"text":"{word}"}}}}}}}}"#
    )
}

#[derive(Deserialize)]
struct CohereEvent<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    index: Option<u32>,
    #[serde(borrow)]
    delta: Option<CohereDelta<'a>>,
}

#[derive(Deserialize)]
struct CohereDelta<'a> {
    #[serde(borrow)]
    message: Option<CohereMessage<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct CohereMessage<'a> {
    #[serde(borrow)]
    content: Option<CohereContent<'a>>,
    #[serde(borrow)]
    tool_plan: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct CohereContent<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    thinking: Option<Cow<'a, str>>,
}

pub(crate) fn typed_cohere(data: &str) -> usize {
    let event: CohereEvent<'_> = serde_json::from_str(data).expect("a sound frame");
    assert!(event.kind == "content-delta" && event.index == Some(1));
    let content = event.delta.and_then(|delta| delta.message?.content);
    content
        .and_then(|content| content.text)
        .map_or(0, |text| text.len())
}

pub(crate) fn value_cohere(data: &str) -> usize {
    let event: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    assert!(event["type"] == "content-delta" && event["index"] == 1);
    let content = &event["delta"]["message"]["content"];
    content["text"].as_str().map_or(0, str::len)
}

pub(crate) fn mistral_frame(word: &str) -> String {
    format!(
        r#"{{"id":"a4e29c5b82f94d67b23e108a7c9df6e1","object":"chat.completion.chunk","created":1769088912,"model":"magistral-medium-2507","choices":[{{"index":0,"delta":{{"content":[{{"type":"thinking","thinking":[{{"type":"text","text":"{word}"}}]}}]}},"finish_reason":null}}]}}"#
    )
}

#[derive(Deserialize)]
struct MistralChunk<'a> {
    #[serde(borrow)]
    choices: Vec<MistralChoice<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct MistralChoice<'a> {
    index: u32,
    #[serde(borrow)]
    delta: MistralDelta<'a>,
    #[serde(borrow)]
    finish_reason: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct MistralDelta<'a> {
    #[serde(borrow)]
    content: MistralContent<'a>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum MistralContent<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    #[serde(borrow)]
    Parts(Vec<MistralPart<'a>>),
}

#[derive(Deserialize)]
struct MistralPart<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    thinking: Option<Vec<MistralPart<'a>>>,
}

pub(crate) fn typed_mistral(data: &str) -> usize {
    let chunk: MistralChunk<'_> = serde_json::from_str(data).expect("a sound frame");
    let said = |choice: &MistralChoice<'_>| match &choice.delta.content {
        MistralContent::Text(text) => text.len(),
        MistralContent::Parts(parts) => parts.iter().map(length).sum(),
    };
    chunk.choices.iter().map(said).sum()
}

fn length(part: &MistralPart<'_>) -> usize {
    let thought = part.thinking.iter().flatten();
    part.text.as_deref().map_or(0, str::len) + thought.map(length).sum::<usize>()
}

pub(crate) fn value_mistral(data: &str) -> usize {
    let chunk: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    let parts = |choice: &Value| choice["delta"]["content"].as_array().cloned();
    let choices = chunk["choices"].as_array().expect("choices");
    let parts = choices.iter().filter_map(parts).flatten();
    let text = |part: &Value| part["text"].as_str().map_or(0, str::len);
    let thought = |part: &Value| -> usize {
        part["thinking"]
            .as_array()
            .map_or(0, |parts| parts.iter().map(text).sum())
    };
    parts.map(|part| text(&part) + thought(&part)).sum()
}
