//! Writing frames in their framing.

use super::json;
use super::kept::Kept;
use crate::Framing;
use crate::wire::Place;

/// Text that goes to a place of a frame.
pub(super) struct Edit<'e> {
    pub(super) place: &'e Place,
    pub(super) text: [&'e str; 2],
}

/// Writes frames one after another.
pub(super) struct Writer {
    framing: Framing,
    /// The last event id that was written.
    id: Vec<u8>,
    data: Vec<u8>,
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn new(framing: Framing) -> Self {
        Self {
            framing,
            id: Vec::new(),
            data: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// Writes a frame with edits, which come in the order of their places.
    pub(super) fn write<'e>(
        &mut self,
        frame: &Kept,
        edits: impl Iterator<Item = Edit<'e>>,
        out: &mut dyn FnMut(&[u8]),
    ) {
        self.bytes.clear();
        match self.framing {
            Framing::Raw => self
                .bytes
                .extend(edits.flat_map(|edit| edit.text).flat_map(str::bytes)),
            Framing::Ndjson => {
                self.edit(frame.data(), edits);
                self.bytes.extend_from_slice(&self.data);
                self.bytes.push(b'\n');
            }
            Framing::Sse => {
                self.edit(frame.data(), edits);
                self.event(frame);
            }
        }
        if !self.bytes.is_empty() {
            out(&self.bytes);
        }
    }

    /// `self.data` becomes `data` with the edits made.
    fn edit<'e>(&mut self, data: &[u8], edits: impl Iterator<Item = Edit<'e>>) {
        self.data.clear();
        let mut copied = 0;
        for Edit { place, text } in edits {
            self.data
                .extend_from_slice(&data[copied..place.range.start]);
            for text in text {
                if place.raw {
                    self.data.extend_from_slice(text.as_bytes());
                } else {
                    json::escape(text, &mut self.data);
                }
            }
            copied = place.range.end;
        }
        self.data.extend_from_slice(&data[copied..]);
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
}
