//! Writing frames in their framing.

use alloc::vec::Vec;
use core::ops::Range;

use super::json;
use super::kept::Kept;
use crate::frame::event_stream;
use crate::wire::{Form, Place};
use crate::{Framing, base64};

/// What goes to a place of a frame.
#[derive(Clone, Copy)]
pub(super) struct Edit<'e> {
    pub(super) place: &'e Place,
    pub(super) fill: Fill<'e>,
}

#[derive(Clone, Copy)]
pub(super) enum Fill<'e> {
    Text([&'e str; 2]),
    /// An empty value of the type that stands there.
    Empty,
    /// The same, and `null` for an object, whose fields may be demanded.
    Null,
}

/// Writes frames one after another.
pub(super) struct Writer {
    framing: Framing,
    /// The last event id that was written.
    id: Vec<u8>,
    /// What stands between elements of an array; empty before the first one.
    separator: Vec<u8>,
    data: Vec<u8>,
    /// What a base64 string in the data decodes to.
    inner: Vec<u8>,
    /// The same with the edits made.
    edited: Vec<u8>,
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn new(framing: Framing) -> Self {
        Self {
            framing,
            id: Vec::new(),
            separator: Vec::new(),
            data: Vec::new(),
            inner: Vec::new(),
            edited: Vec::new(),
            bytes: Vec::new(),
        }
    }

    pub(super) fn framing(&self) -> Framing {
        self.framing
    }

    /// Writes a frame with edits, which come in the order of their places.
    pub(super) fn write<'e>(
        &mut self,
        frame: &Kept,
        edits: impl Iterator<Item = Edit<'e>> + Clone,
        out: &mut dyn FnMut(&[u8]),
    ) {
        self.bytes.clear();
        if self.framing == Framing::Raw {
            let text = edits.filter_map(|edit| match edit.fill {
                Fill::Text(text) => Some(text),
                Fill::Empty | Fill::Null => None,
            });
            self.bytes.extend(text.flatten().flat_map(str::bytes));
        } else {
            self.edit(frame.data(), edits);
            self.frame(frame);
        }
        if !self.bytes.is_empty() {
            out(&self.bytes);
        }
    }

    /// Appends `self.data` as a frame.
    fn frame(&mut self, frame: &Kept) {
        match self.framing {
            Framing::Raw => {}
            Framing::Sse => self.event(frame),
            Framing::Ndjson => {
                self.bytes.extend_from_slice(&self.data);
                self.bytes.push(b'\n');
            }
            Framing::JsonArray => self.element(frame.envelope()),
            Framing::EventStream => {
                event_stream::write(frame.envelope(), &self.data, &mut self.bytes);
            }
        }
    }

    /// `self.data` becomes `data` with the edits made.
    fn edit<'e>(&mut self, data: &[u8], edits: impl Iterator<Item = Edit<'e>> + Clone) {
        self.data.clear();
        let mut edits = edits.filter(|edit| edit.place.form != Form::Nowhere);
        let within = match self.framing {
            Framing::EventStream => edits.clone().find(is_within),
            _ => None,
        };
        match within {
            Some(edit) => self.edit_within(data, &edit.place.within, &edits.collect::<Vec<_>>()),
            None => splice(data, 0..data.len(), &mut edits, &mut self.data),
        }
    }

    /// The same where places are in what a base64 string in `data` decodes to. Those beside it come first.
    fn edit_within(&mut self, data: &[u8], within: &Range<usize>, edits: &[Edit<'_>]) {
        let (beside, inside) = edits.split_at(edits.partition_point(|edit| !is_within(edit)));
        let (before, behind) =
            beside.split_at(beside.partition_point(|edit| edit.place.range.start < within.start));
        let mut decoded = core::mem::take(&mut self.inner);
        splice(
            data,
            0..within.start,
            &mut before.iter().copied(),
            &mut self.data,
        );
        // A wire that says `within` has decoded it: without that nothing is written here.
        if base64::decode(&data[within.clone()], &mut decoded) {
            self.edited.clear();
            let all_of_it = 0..decoded.len();
            splice(
                &decoded,
                all_of_it,
                &mut inside.iter().copied(),
                &mut self.edited,
            );
            base64::encode(&self.edited, &mut self.data);
        }
        splice(
            data,
            within.end..data.len(),
            &mut behind.iter().copied(),
            &mut self.data,
        );
        self.inner = decoded;
    }

    /// Appends `self.data` as a server-sent event.
    fn event(&mut self, frame: &Kept) {
        let mut field = |name: &[u8], value: &[u8]| {
            for part in [name, b": ", value, b"\n"] {
                self.bytes.extend_from_slice(part);
            }
        };
        if frame.event() != b"message" {
            field(b"event", frame.event());
        }
        if frame.id() != self.id {
            field(b"id", frame.id());
            self.id.clear();
            self.id.extend_from_slice(frame.id());
        }
        for line in self.data.split(|&byte| byte == b'\n') {
            field(b"data", line);
        }
        self.bytes.push(b'\n');
    }

    /// Appends `self.data` as an element of an array, behind what stood before it there. A copy of
    /// the first element comes behind what stood between two.
    fn element(&mut self, before: &[u8]) {
        let copy = before.contains(&b'[') && !self.separator.is_empty();
        if !copy && (before.contains(&b',') || self.separator.is_empty()) {
            self.separator.clear();
            let between = if before.contains(&b',') {
                before
            } else {
                b",\n"
            };
            self.separator.extend_from_slice(between);
        }
        let before = if copy { &self.separator } else { before };
        self.bytes.extend_from_slice(before);
        self.bytes.extend_from_slice(&self.data);
    }
}

/// Whether its place is in what a string of the frame decodes to.
fn is_within(edit: &Edit<'_>) -> bool {
    !edit.place.within.is_empty()
}

/// Appends that part of `data` with the edits made to `out`.
fn splice(
    data: &[u8],
    part: Range<usize>,
    edits: &mut dyn Iterator<Item = Edit<'_>>,
    out: &mut Vec<u8>,
) {
    let mut copied = part.start;
    for Edit { place, fill } in edits {
        // A place within another is written with that.
        if place.range.start < copied {
            continue;
        }
        out.extend_from_slice(&data[copied..place.range.start]);
        match fill {
            Fill::Text(text) => put(text, place, out),
            _ if place.form != Form::Value => {}
            Fill::Empty => out.extend_from_slice(empty(data[place.range.start], b"{}")),
            Fill::Null => out.extend_from_slice(empty(data[place.range.start], b"null")),
        }
        copied = place.range.end;
    }
    out.extend_from_slice(&data[copied..part.end]);
}

fn put(text: [&str; 2], place: &Place, out: &mut Vec<u8>) {
    for text in text {
        match place.form {
            Form::Content => json::escape(text, out),
            _ => out.extend_from_slice(text.as_bytes()),
        }
    }
}

/// The value that says nothing, for one that begins with `first`.
fn empty(first: u8, object: &'static [u8]) -> &'static [u8] {
    match first {
        b'{' => object,
        b'[' => b"[]",
        b'"' => b"\"\"",
        b'0'..=b'9' | b'-' => b"0",
        _ => b"null",
    }
}
