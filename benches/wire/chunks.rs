//! Wires of chunks that hold a piece of text each: Gemini, Bedrock, llama.cpp, TGI.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

pub(crate) fn gemini_frame(word: &str) -> String {
    format!(
        r#"{{"candidates":[{{"content":{{"parts":[{{"text":"{word}"}}],"role":"model"}},"index":0}}],"usageMetadata":{{"promptTokenCount":11,"candidatesTokenCount":42,"totalTokenCount":53,"promptTokensDetails":[{{"modality":"TEXT","tokenCount":11}}]}},"modelVersion":"gemini-2.5-flash","responseId":"DyG7aMXeE4mF1e8Pq-SwkQM"}}"#
    )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct Response<'a> {
    #[serde(borrow)]
    candidates: Vec<Candidate<'a>>,
    usage_metadata: Option<UsageMetadata>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct Candidate<'a> {
    index: Option<u32>,
    #[serde(borrow)]
    content: Content<'a>,
    #[serde(borrow)]
    finish_reason: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Content<'a> {
    #[serde(borrow)]
    parts: Vec<Part<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct Part<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    thought: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what a real reader needs, too")]
#[allow(clippy::struct_field_names, reason = "the provider's")]
struct UsageMetadata {
    prompt_token_count: Option<u64>,
    candidates_token_count: Option<u64>,
    thoughts_token_count: Option<u64>,
    cached_content_token_count: Option<u64>,
}

pub(crate) fn typed_gemini(data: &str) -> usize {
    let response: Response<'_> = serde_json::from_str(data).expect("a sound frame");
    let parts = response.candidates.iter().flat_map(|c| &c.content.parts);
    parts
        .map(|part| part.text.as_deref().map_or(0, str::len))
        .sum()
}

pub(crate) fn value_gemini(data: &str) -> usize {
    let response: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    let parts = response["candidates"][0]["content"]["parts"].as_array();
    let text = |part: &Value| part["text"].as_str().map_or(0, str::len);
    parts.expect("parts").iter().map(text).sum()
}

pub(crate) fn bedrock_frame(word: &str) -> String {
    format!(r#"{{"contentBlockIndex":0,"delta":{{"text":"{word}"}},"p":"abcdefghijklmnopqrs"}}"#)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct BlockDelta<'a> {
    content_block_index: u32,
    #[serde(borrow)]
    delta: Piece<'a>,
}

#[derive(Deserialize)]
struct Piece<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
}

pub(crate) fn typed_bedrock(data: &str) -> usize {
    let event: BlockDelta<'_> = serde_json::from_str(data).expect("a sound frame");
    event.delta.text.map_or(0, |text| text.len())
}

pub(crate) fn value_bedrock(data: &str) -> usize {
    let event: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    event["delta"]["text"].as_str().map_or(0, str::len)
}

pub(crate) fn llama_frame(word: &str) -> String {
    format!(
        r#"{{"index":0,"content":"{word}","tokens":[32129],"stop":false,"id_slot":-1,"tokens_predicted":17,"tokens_evaluated":48}}"#
    )
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct Completion<'a> {
    index: u32,
    #[serde(borrow)]
    content: Cow<'a, str>,
    stop: bool,
    #[serde(borrow)]
    stop_type: Option<Cow<'a, str>>,
    tokens_predicted: Option<u64>,
    tokens_evaluated: Option<u64>,
}

pub(crate) fn typed_llama(data: &str) -> usize {
    let chunk: Completion<'_> = serde_json::from_str(data).expect("a sound frame");
    assert!(!chunk.stop);
    chunk.content.len()
}

pub(crate) fn value_llama(data: &str) -> usize {
    let chunk: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    assert!(chunk["stop"] == false);
    chunk["content"].as_str().map_or(0, str::len)
}

pub(crate) fn tgi_frame(word: &str) -> String {
    format!(
        r#"{{"index":7,"token":{{"id":3999,"text":"{word}","logprob":-0.7731264,"special":false}},"generated_text":null,"details":null}}"#
    )
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what a real reader needs, too")]
struct Generated<'a> {
    #[serde(borrow)]
    token: Token<'a>,
    #[serde(borrow)]
    generated_text: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Token<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    special: bool,
}

pub(crate) fn typed_tgi(data: &str) -> usize {
    let event: Generated<'_> = serde_json::from_str(data).expect("a sound frame");
    assert!(!event.token.special);
    event.token.text.len()
}

pub(crate) fn value_tgi(data: &str) -> usize {
    let event: Value = serde_json::from_slice(data.as_bytes()).expect("a sound frame");
    assert!(event["token"]["special"] == false);
    event["token"]["text"].as_str().map_or(0, str::len)
}
