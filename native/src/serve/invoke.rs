//! Bedrock's `invoke-with-response-stream`: the events of a model's own provider, here Anthropic's, as chunks
//! in messages of an AWS event stream.

use axum::body::Bytes;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use midflight_core::{Framing, Wire};
use serde_json::json;

use super::{Recording, events};

/// The headers of a chunk.
const HEADERS: [(&str, &str); 3] = [
    (":event-type", "chunk"),
    (":content-type", "application/json"),
    (":message-type", "event"),
];

/// The stream as Bedrock sends it. When its messages came is not known of these.
pub(super) fn stream(anthropic: &Recording) -> Recording {
    let text = String::from_utf8_lossy(&anthropic.bytes);
    let messages: Vec<u8> = events::data(&text).flat_map(chunk).collect();
    Recording {
        bytes: Bytes::from(messages),
        wire: Wire::Bedrock,
        framing: Framing::EventStream,
        timing: None,
        ..anthropic.clone()
    }
}

/// A message: lengths, their checksum, headers, payload, checksum.
fn chunk(event: &str) -> Vec<u8> {
    let payload = json!({"bytes": BASE64_STANDARD.encode(event)}).to_string();
    let headers: Vec<u8> = HEADERS
        .iter()
        .flat_map(|(name, value)| header(name, value))
        .collect();
    let total = 16 + headers.len() + payload.len();
    let mut message = [total, headers.len()]
        .map(|length| (length as u32).to_be_bytes())
        .concat();
    message.extend(crc32fast::hash(&message).to_be_bytes());
    message.extend(headers);
    message.extend(payload.as_bytes());
    message.extend(crc32fast::hash(&message).to_be_bytes());
    message
}

/// A header of the type 7, text.
fn header(name: &str, value: &str) -> Vec<u8> {
    let mut header = vec![name.len() as u8];
    header.extend(name.as_bytes());
    header.push(7);
    header.extend((value.len() as u16).to_be_bytes());
    header.extend(value.as_bytes());
    header
}
