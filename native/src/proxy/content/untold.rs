//! What an answer begins with tells more than its media type: files and their lines of JSON come without one,
//! and some send server-sent events as text.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame};
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::utf8::begun;
use crate::proxy::outgoing::{BodyError, BoxError};

/// Bytes that are looked at: the heads of binary files have some that no text has.
const LOOKED_AT: usize = 64;
/// Bytes of fields before the first event's data at most.
const FIELDS_AT_MOST: usize = 4 << 10;
/// Fields of an event before its data; a comment is one without a name.
const FIELDS: [&[u8]; 4] = [b"event:", b"id:", b"retry:", b":"];
const DATA: &[u8] = b"data:";
/// What some files begin with that begin as text does.
const PDF: &[u8] = b"%PDF-";

/// What a body begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proxy) enum Beginning {
    /// Server-sent events.
    Events,
    /// An object or an array that begins with a string, as far as it has come.
    Json,
    /// Any other one, or a word in brackets.
    Brackets,
    /// A string of JSON, or a text in quotes.
    Quote,
    Text,
    /// Text that is not UTF-8.
    Foreign,
    Binary,
}

/// What the body begins with, and the body; `text` is what its type calls it.
pub(in crate::proxy) async fn look(
    mut body: reqwest::Body,
    idle: Duration,
    text: bool,
) -> Result<(Beginning, reqwest::Body), BoxError> {
    let (mut first, mut head) = (VecDeque::new(), Vec::new());
    let beginning = loop {
        let ended = body.is_end_stream();
        if let Some(beginning) = tell(&head, text, ended) {
            break beginning;
        }
        let frame = timeout(idle, body.frame()).await;
        match frame.map_err(|_| BodyError::Idle)?.transpose()? {
            Some(frame) => {
                head.extend(frame.data_ref().into_iter().flatten());
                first.push_back(frame);
            }
            None => break whole(&head, text),
        }
    };
    let looked = Looked { first, rest: body };
    Ok((beginning, reqwest::Body::wrap(looked)))
}

/// A body whose first frames were looked at.
struct Looked {
    first: VecDeque<Frame<Bytes>>,
    rest: reqwest::Body,
}

impl Body for Looked {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        match self.first.pop_front() {
            Some(frame) => Poll::Ready(Some(Ok(frame))),
            None => Pin::new(&mut self.rest).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_empty() && self.rest.is_end_stream()
    }
}

/// What a body is that begins so; `None` where more of it tells.
fn tell(head: &[u8], text: bool, ended: bool) -> Option<Beginning> {
    if ended {
        return Some(whole(head, text));
    }
    match is_events(without_mark(head)) {
        Some(true) => Some(Beginning::Events),
        Some(false) if text || head.len() >= LOOKED_AT => Some(other(head, text)),
        None if head.len() >= FIELDS_AT_MOST => Some(Beginning::Events),
        Some(false) | None => None,
    }
}

/// What a body is of which this is all.
fn whole(head: &[u8], text: bool) -> Beginning {
    match is_events(without_mark(head)) {
        Some(true) => Beginning::Events,
        Some(false) | None => other(head, text),
    }
}

/// What is no events.
fn other(head: &[u8], text: bool) -> Beginning {
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let legible = if text { is_utf8(head) } else { is_text(head) };
    match without_mark(head).trim_ascii_start().first() {
        _ if marked || text && !legible => Beginning::Foreign,
        _ if !legible || head.starts_with(PDF) => Beginning::Binary,
        Some(b'{' | b'[') if holds_strings(head) => Beginning::Json,
        Some(b'{' | b'[') => Beginning::Brackets,
        Some(b'"') => Beginning::Quote,
        _ => Beginning::Text,
    }
}

/// Whether what the first brackets hold begins with a string.
fn holds_strings(head: &[u8]) -> bool {
    let is_bracket = |byte: &u8| matches!(byte, b'{' | b'[') || byte.is_ascii_whitespace();
    let mut behind = without_mark(head)
        .iter()
        .skip_while(|byte| is_bracket(byte));
    behind.next().is_none_or(|byte| *byte == b'"')
}

/// Whether bytes are the beginning of server-sent events, their fields before the data included; `None` where
/// more of them tell.
fn is_events(head: &[u8]) -> Option<bool> {
    for line in head.split_inclusive(|&byte| matches!(byte, b'\n' | b'\r')) {
        let goes_on = !line.ends_with(b"\n") && !line.ends_with(b"\r");
        let line = line.trim_ascii_end();
        let may_become = |field: &[u8]| goes_on && field.starts_with(line);
        if line.starts_with(DATA) {
            return Some(true);
        } else if FIELDS.iter().any(|field| line.starts_with(field)) || line.is_empty() {
            continue;
        } else if may_become(DATA) || FIELDS.iter().any(|field| may_become(field)) {
            return None;
        }
        return Some(false);
    }
    None
}

/// Bytes without the mark that tells UTF-8.
fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

/// Whether bytes that are called text are UTF-8: in UTF-16, ASCII has a zero in each character.
pub(in crate::proxy) fn is_utf8(head: &[u8]) -> bool {
    begun(head).is_some_and(|text| !text.contains('\0'))
}

/// Whether bytes are the beginning of a text.
pub(in crate::proxy) fn is_text(head: &[u8]) -> bool {
    let head = &head[..head.len().min(LOOKED_AT)];
    // Records of `application/json-seq` begin with a separator.
    let is_of_text =
        |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1e}');
    begun(head).is_some_and(|text| !text.is_empty() && text.chars().all(is_of_text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_binary_files() {
        let check = |head: &[u8], expected: bool| assert_eq!(is_text(head), expected, "{head:?}");
        check(b"{\"custom_id\":\"a\"}\r\n", true);
        check("Grüße\t🚀".as_bytes(), true);
        check(&"Grü".as_bytes()[..3], true);
        check(b"\x1e{\"a\":1}\n", true);
        check(b"", false);
        check(b"PK\x03\x04", false);
        check(b"\x89PNG\r\n\x1a\n", false);
        check(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", false);
        check(b"RIFF\x24\x08\x00\x00WAVE", false);
        check(b"ID3\x03", false);
    }

    #[test]
    fn events_are_told_by_their_first_data() {
        let check = |head: &str, expected: Option<bool>| {
            assert_eq!(is_events(head.as_bytes()), expected, "{head:?}");
        };
        check("data: {}", Some(true));
        check("data:", Some(true));
        check("event: a\r\nid: 1\r\ndata: {}", Some(true));
        check(": ping\n\n\ndata: {}", Some(true));
        check("", None);
        check("\n", None);
        check("dat", None);
        check("event: a\n", None);
        check(": ping\n\nev", None);
        check("id: 5\nname: Ada\n", Some(false));
        check("data\nAda\n", Some(false));
        check("datum", Some(false));
        check("The ", Some(false));
    }

    #[test]
    fn a_body_is_told_as_soon_as_it_can_be() {
        let check = |head: &[u8], text: bool, ended: bool, expected: Option<Beginning>| {
            assert_eq!(tell(head, text, ended), expected, "{head:?} {text} {ended}");
        };
        check(b"The", true, false, Some(Beginning::Text));
        check(b"The", false, false, None);
        check(b"The", false, true, Some(Beginning::Text));
        check(b"dat", true, false, None);
        check(b"dat", true, true, Some(Beginning::Text));
        check(
            b"\xef\xbb\xbfdata: {}",
            true,
            false,
            Some(Beginning::Events),
        );
        check(b" {\"a\":", true, false, Some(Beginning::Json));
        check(b"[ {\n\"a\":", true, false, Some(Beginning::Json));
        check(b"[", true, false, Some(Beginning::Json));
        check(b"[10.0.0.5] GET", true, false, Some(Beginning::Brackets));
        check(b"{}", false, true, Some(Beginning::Brackets));
        check(b"\"a\"", true, false, Some(Beginning::Quote));
        check(b"%PDF-1.3\n3 0 obj\n", false, true, Some(Beginning::Binary));
        check(b"Jos\xe9 ", true, false, Some(Beginning::Foreign));
        check(b"m\0a\0", true, false, Some(Beginning::Foreign));
        check(b"\xff\xfem\0", false, true, Some(Beginning::Foreign));
        check(b"PK\x03\x04", false, true, Some(Beginning::Binary));
        check(b"", false, true, Some(Beginning::Binary));
        check(b"", true, true, Some(Beginning::Text));
        check(
            &b": ping\n".repeat(1000),
            true,
            false,
            Some(Beginning::Events),
        );
    }
}
