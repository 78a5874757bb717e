//! Finding out what a stream is: its framing from the first bytes, its wire from the first frames.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::Wire;
use super::table::{self, TABLE};
use crate::frame::event_stream::Prelude;
use crate::frame::{Item, Payload};
use crate::{Code, Diagnostic, Frame, Framing};

/// What a stream was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    wire: Wire,
    framing: Option<Framing>,
}

impl Found {
    pub(crate) fn new(wire: Wire, framing: Option<Framing>) -> Self {
        Self { wire, framing }
    }

    /// Its wire.
    pub fn wire(self) -> Wire {
        self.wire
    }

    /// How it is framed, which need not be the wire's own way: events may come as bare JSON, a line or
    /// a message each ([`Framing::Ndjson`]). `None` where nothing tells it.
    pub fn framing(self) -> Option<Framing> {
        self.framing
    }
}

/// The first bytes of a stream, kept until they tell the framing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    bytes: [u8; Head::MOST],
    len: usize,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            bytes: [0; Self::MOST],
            len: 0,
        }
    }
}

impl Head {
    /// Bytes that are kept at most; they are white space but for the last few.
    const MOST: usize = 64;

    /// Takes bytes off the front of `input` until they tell the framing.
    pub(crate) fn take(&mut self, input: &mut &[u8]) -> Option<Framing> {
        while let Some((&first, rest)) = input.split_first() {
            self.bytes[self.len] = first;
            self.len += 1;
            *input = rest;
            let found = framing(self.bytes());
            if found.is_some() || self.len == Self::MOST {
                return Some(found.unwrap_or(self.guess()));
            }
        }
        None
    }

    /// The framing of a stream that what was taken does not tell.
    pub(crate) fn guess(&self) -> Framing {
        match self.bytes().trim_ascii_start().first() {
            Some(b'{') => Framing::Ndjson,
            _ => Framing::Raw,
        }
    }

    /// Whether it begins with an object that goes on in another line, as no line of JSON does.
    pub(crate) fn ends_line_in_object(&self) -> bool {
        let text = self.bytes().strip_prefix(MARK).unwrap_or(self.bytes());
        let object = text.trim_ascii_start().strip_prefix(b"{");
        let object = object.unwrap_or_default();
        let (blank, _) = object.split_at(object.len() - object.trim_ascii_start().len());
        blank.contains(&b'\n')
    }

    /// What was taken.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Forgets the first bytes.
    pub(crate) fn drop_front(&mut self, count: usize) {
        self.bytes.copy_within(count..self.len, 0);
        self.len -= count;
    }
}

/// The framing whose frames a message is like. One that holds an object has all of it, however it is
/// laid out. `None` for a blank one, which tells nothing.
pub(crate) fn alike(message: &[u8]) -> Option<Framing> {
    match message.trim_ascii() {
        b"" => None,
        [b'{', ..] | b"[DONE]" => Some(Framing::Ndjson),
        _ => {
            let mut head = Head::default();
            Some(head.take(&mut &*message).unwrap_or(head.guess()))
        }
    }
}

/// The byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What begins a server-sent event; a comment begins with the colon.
const FIELDS: [&[u8]; 5] = [b"data:", b"event:", b"id:", b"retry:", b":"];

/// The framing that a stream beginning with `head` has; `None` where more bytes must tell.
fn framing(head: &[u8]) -> Option<Framing> {
    // Lengths of messages begin with such a byte, and no text does.
    if head[0] <= 1 {
        return message(head);
    }
    if MARK.starts_with(head) {
        return None;
    }
    let text = head.strip_prefix(MARK).unwrap_or(head);
    let first = text.trim_ascii_start();
    if first.is_empty() {
        return None;
    }
    if matches!(first[0], b'{' | b'[') {
        return json(first);
    }
    let ends = text
        .iter()
        .take_while(|b| matches!(b, b'\r' | b'\n'))
        .count();
    let line = &text[ends..];
    if FIELDS.iter().any(|field| line.starts_with(field)) {
        return Some(Framing::Sse);
    }
    let open = FIELDS.iter().any(|field| field.starts_with(line));
    (!open).then_some(Framing::Raw)
}

/// The framing of a stream that begins with bytes that no text has; `None` where more must tell. A
/// message has a sound prelude, or else a header whose name is one of the format's own.
fn message(head: &[u8]) -> Option<Framing> {
    let prelude = head.first_chunk::<{ Prelude::LEN }>()?;
    if Prelude::read(prelude).is_ok() {
        return Some(Framing::EventStream);
    }
    let name = head.get(Prelude::LEN + 1)?;
    Some(if *name == b':' {
        Framing::EventStream
    } else {
        Framing::Raw
    })
}

/// The framing of a stream that begins with a bracket; `None` where more bytes must tell.
///
/// An array is one of objects: text may begin with a bracket, too. Google answers with its error
/// object in place of an array, over several lines; on its own no line is that object.
fn json(first: &[u8]) -> Option<Framing> {
    const ERROR: &[u8] = b"{\"error\":{\"code\":";
    let begins = |with: &[u8]| {
        let mut bytes = first.iter().filter(|byte| !byte.is_ascii_whitespace());
        let same = with
            .iter()
            .all(|want| bytes.next().is_none_or(|byte| byte == want));
        same.then(|| bytes.next())
    };
    match (begins(ERROR), begins(b"[{")) {
        (Some(None), _) | (_, Some(None)) => None,
        (Some(Some(b'0'..=b'9')), _) | (_, Some(Some(b'"' | b'}'))) => Some(Framing::JsonArray),
        _ if first[0] == b'{' => Some(Framing::Ndjson),
        _ => Some(Framing::Raw),
    }
}

/// Frames that do not tell the wire, kept until one does.
#[derive(Debug, Default)]
pub(crate) struct Auto {
    held: Vec<Held>,
    frames: usize,
    bytes: usize,
}

/// A frame or diagnostic that waits.
#[derive(Debug)]
pub(crate) enum Held {
    Frame {
        event: Box<str>,
        data: Data,
        id: Box<str>,
        envelope: Box<[u8]>,
        offset: u64,
    },
    Diagnostic(Diagnostic),
}

#[derive(Debug)]
pub(crate) enum Data {
    Text(Box<str>),
    Binary(Box<[u8]>),
}

/// What a frame tells of the wire.
pub(crate) enum Verdict {
    /// It is this one.
    Is(Wire),
    /// It is taken for this one, as nothing told it in bounded space.
    Guess(Wire, Diagnostic),
    /// The next frames must tell; this one was kept.
    Later,
}

impl Auto {
    /// Frames kept at most.
    const FRAMES: usize = 16;
    /// Bytes kept at most.
    const BYTES: usize = 64 << 10;

    /// What `item` tells.
    pub(crate) fn judge(&mut self, framing: Option<Framing>, item: &Item<'_>) -> Verdict {
        if let Item::Frame(frame) = item {
            if let Some(entry) = framing.and_then(|framing| table::find(framing, frame)) {
                return Verdict::Is(entry.wire);
            }
            self.frames += 1;
            self.bytes += size(frame);
        }
        if self.held.len() >= Self::FRAMES || self.bytes > Self::BYTES {
            return self.guess(framing);
        }
        self.held.push(Held::of(item));
        Verdict::Later
    }

    /// What to take the stream for when nothing told it.
    pub(crate) fn guess(&self, framing: Option<Framing>) -> Verdict {
        let first = TABLE.iter().find(|entry| Some(entry.framing) == framing);
        let wire = first.map_or(Wire::Text, |entry| entry.wire);
        let (frames, name) = (self.frames, wire.name());
        let message = format!("none of the first {frames} frames tells the wire; read as {name}");
        let diagnostic = Diagnostic {
            code: Code::UnknownWire,
            offset: 0,
            message: message.into(),
        };
        Verdict::Guess(wire, diagnostic)
    }

    /// Whether frames wait.
    pub(crate) fn holds_frames(&self) -> bool {
        self.frames > 0
    }

    /// What waits, in order.
    pub(crate) fn release(&mut self) -> Vec<Held> {
        core::mem::take(&mut self.held)
    }
}

fn size(frame: &Frame<'_>) -> usize {
    frame.payload.bytes().len() + frame.event.len() + frame.id.len() + frame.envelope.len()
}

impl Held {
    fn of(item: &Item<'_>) -> Self {
        match item {
            Item::Frame(frame) => Self::Frame {
                event: frame.event.into(),
                data: match frame.payload {
                    Payload::Text(text) => Data::Text(text.into()),
                    Payload::Binary(bytes) => Data::Binary(bytes.into()),
                },
                id: frame.id.into(),
                envelope: frame.envelope.into(),
                offset: frame.offset,
            },
            Item::Diagnostic(diagnostic) => Self::Diagnostic(diagnostic.clone()),
        }
    }

    /// As it came.
    pub(crate) fn item(&self) -> Item<'_> {
        match self {
            Self::Frame {
                event,
                data,
                id,
                envelope,
                offset,
            } => Item::Frame(Frame {
                event,
                payload: match data {
                    Data::Text(text) => Payload::Text(text),
                    Data::Binary(bytes) => Payload::Binary(bytes),
                },
                id,
                envelope,
                offset: *offset,
            }),
            Self::Diagnostic(diagnostic) => Item::Diagnostic(diagnostic.clone()),
        }
    }
}
