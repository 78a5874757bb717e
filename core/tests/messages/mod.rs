//! Messages of AWS event streams, made by an encoder of AWS's own.
#![allow(dead_code, unreachable_pub)] // every test file uses its own part
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A message with these headers.
pub fn message(headers: &[(&str, HeaderValue)], payload: &[u8]) -> Vec<u8> {
    let headers = headers.iter().cloned();
    let headers = headers.map(|(name, value)| Header::new(name.to_owned(), value));
    let message = Message::new_from_parts(headers.collect(), payload.to_vec());
    let mut out = Vec::new();
    write_message_to(&message, &mut out).unwrap();
    out
}

/// A text header's value.
pub fn text(text: &str) -> HeaderValue {
    HeaderValue::String(text.to_owned().into())
}

/// A message of the type `kind`, with its name in the header `naming`.
fn named(naming: &str, name: &str, kind: &str, payload: &str) -> Vec<u8> {
    let headers = [
        (naming, text(name)),
        (":content-type", text("application/json")),
        (":message-type", text(kind)),
    ];
    message(&headers, payload.as_bytes())
}

/// An event.
pub fn event(name: &str, payload: &str) -> Vec<u8> {
    named(":event-type", name, "event", payload)
}

/// An exception.
pub fn exception(name: &str, payload: &str) -> Vec<u8> {
    named(":exception-type", name, "exception", payload)
}

/// A chunk that holds `json`.
pub fn chunk(json: &str) -> Vec<u8> {
    let bytes = STANDARD.encode(json);
    event("chunk", &format!(r#"{{"bytes":"{bytes}","p":"abc"}}"#))
}
