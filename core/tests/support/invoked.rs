//! Bedrock's chunks, which hold another API's events in base64.

use midflight_core::Wire;

use super::messages::chunk;
use super::{calls, stream, thoughts};

/// A message of Anthropic's in `pieces`.
pub fn anthropic(_: Wire, pieces: &[&str]) -> Vec<u8> {
    chunks(&stream(Wire::Anthropic, pieces))
}

/// The same, thinking.
pub fn reasoning(_: Wire, pieces: &[&str]) -> Vec<u8> {
    chunks(&thoughts::thoughts(Wire::Anthropic, pieces))
}

/// The same with a call.
pub fn call(_: Wire, pieces: &[&str]) -> Vec<u8> {
    chunks(&calls::call(Wire::Anthropic, pieces))
}

/// A chat completion in `pieces`.
pub fn chat(_: Wire, pieces: &[&str]) -> Vec<u8> {
    chunks(&stream(Wire::OpenAiChat, pieces))
}

/// The same with a call.
pub fn chat_call(_: Wire, pieces: &[&str]) -> Vec<u8> {
    chunks(&calls::call(Wire::OpenAiChat, pieces))
}

/// What server-sent events hold, a chunk each. Bedrock leaves the end mark of chat completions out.
fn chunks(events: &[u8]) -> Vec<u8> {
    let events = String::from_utf8(events.to_vec()).expect("frames of text");
    let data = events.lines().filter_map(|line| line.strip_prefix("data:"));
    let data = data.map(str::trim).filter(|data| *data != "[DONE]");
    data.flat_map(chunk).collect()
}

/// A chunk for each of `pieces`, and one at the end.
fn each(pieces: &[&str], frame: fn(&str) -> String, end: &str) -> Vec<u8> {
    let quoted = |piece: &&str| serde_json::to_string(piece).expect("a string is JSON");
    let frames = pieces.iter().map(quoted).map(|text| frame(&text));
    frames
        .chain([end.to_owned()])
        .flat_map(|json| chunk(&json))
        .collect()
}

pub fn nova(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(
        pieces,
        |text| {
            format!(
                "{{\"contentBlockDelta\":{{\"contentBlockIndex\":0,\"delta\":{{\"text\":{text}}}}}}}"
            )
        },
        "{\"messageStop\":{\"stopReason\":\"end_turn\"}}",
    )
}

pub fn nova_call(_: Wire, pieces: &[&str]) -> Vec<u8> {
    let start = chunk(
        "{\"contentBlockStart\":{\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"toolUseId\":\"c\",\"name\":\"f\"}}}}",
    );
    let call = each(
        pieces,
        |text| {
            format!(
                "{{\"contentBlockDelta\":{{\"contentBlockIndex\":0,\"delta\":{{\"toolUse\":{{\"input\":{text}}}}}}}}}"
            )
        },
        "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
    );
    [start, call].concat()
}

pub fn titan(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(
        pieces,
        |text| format!("{{\"outputText\":{text},\"index\":0}}"),
        "{\"outputText\":\"\",\"index\":0,\"completionReason\":\"FINISH\"}",
    )
}

pub fn llama(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(
        pieces,
        |text| format!("{{\"generation\":{text},\"stop_reason\":null}}"),
        "{\"generation\":\"\",\"stop_reason\":\"stop\"}",
    )
}

pub fn mistral(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(
        pieces,
        |text| format!("{{\"outputs\":[{{\"text\":{text},\"stop_reason\":null}}]}}"),
        "{\"outputs\":[{\"text\":\"\",\"stop_reason\":\"stop\"}]}",
    )
}

pub fn cohere(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(
        pieces,
        |text| format!("{{\"is_finished\":false,\"text\":{text}}}"),
        "{\"is_finished\":true,\"finish_reason\":\"COMPLETE\"}",
    )
}
