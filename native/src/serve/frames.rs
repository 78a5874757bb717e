//! A recorded stream as messages, for transports with a framing of their own.

use axum::extract::ws::Message;
use bytes::Bytes;
use midflight_core::frame::Payload;
use midflight_core::{Engine, Framing, Heard};

use super::Recording;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// What each frame of the recording holds.
pub(super) fn messages(recording: &Recording, engine: &Engine) -> Vec<Message> {
    if recording.framing != Framing::Raw {
        return decoded(recording, engine);
    }
    let pieces = recording.pieces();
    let text = |piece: &Bytes| Message::text(String::from_utf8_lossy(piece).into_owned());
    pieces.iter().map(text).collect()
}

fn decoded(recording: &Recording, engine: &Engine) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut hear = |heard: Heard<'_>| {
        if let Heard::Frame(frame) = heard {
            messages.push(match frame.payload {
                Payload::Text(text) => Message::text(text.to_owned()),
                Payload::Binary(bytes) => Message::binary(bytes.to_vec()),
            });
        }
    };
    let mut decoder = recording.decoder(engine);
    // What can't be read to its end is sent as far as it goes.
    let _ = decoder
        .write(&recording.bytes, &mut hear)
        .and_then(|()| decoder.finish(&mut hear).map(drop));
    messages
}

/// The recording as server-sent events with ids, counted from 1.
pub(super) fn events(recording: &Recording, engine: &Engine) -> Vec<Bytes> {
    let numbered = |(event, id): (Vec<u8>, u64)| Bytes::from(with_id(event, id));
    let events: Vec<Vec<u8>> = match recording.framing {
        Framing::Sse => recording
            .pieces()
            .iter()
            .map(|piece| piece.to_vec())
            .collect(),
        _ => messages(recording, engine).iter().map(event).collect(),
    };
    events.into_iter().zip(1..).map(numbered).collect()
}

fn event(message: &Message) -> Vec<u8> {
    let data = match message {
        Message::Text(text) => text.to_string(),
        message => BASE64_STANDARD.encode(message.clone().into_data()),
    };
    let lines = data.split('\n').map(|line| format!("data: {line}\n"));
    lines
        .collect::<String>()
        .into_bytes()
        .into_iter()
        .chain(*b"\n")
        .collect()
}

/// The id goes before the blank line, where it is the last one and so the one that counts.
fn with_id(mut event: Vec<u8>, id: u64) -> Vec<u8> {
    for end in [&b"\r\n\r\n"[..], b"\n\n", b"\r\r"] {
        if event.ends_with(end) {
            event.truncate(event.len() - end.len() / 2);
            event.extend_from_slice(format!("id: {id}\n\n").as_bytes());
            break;
        }
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_put_before_the_blank_line() {
        let check = |event: &str, expected: &str| {
            let numbered = with_id(event.as_bytes().to_vec(), 7);
            assert_eq!(String::from_utf8_lossy(&numbered), expected);
        };
        check("data: a\n\n", "data: a\nid: 7\n\n");
        check("data: a\r\n\r\n", "data: a\r\nid: 7\n\n");
        check("id: x\rdata: a\r\r", "id: x\rdata: a\rid: 7\n\n");
        check("data: cut o", "data: cut o");
    }

    #[test]
    fn a_message_becomes_an_event() {
        let check = |message: Message, expected: &str| {
            assert_eq!(String::from_utf8_lossy(&event(&message)), expected);
        };
        check(Message::text("a\nb"), "data: a\ndata: b\n\n");
        check(Message::text(""), "data: \n\n");
        check(Message::binary(vec![0, 255]), "data: AP8=\n\n");
    }
}
