//! What stands between the documents of JSON text.

use super::Document;

/// Where in the JSON text the reader stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Before the first value.
    #[default]
    Start,
    /// Before a value, or the end of an array.
    Value,
    /// Before a key, or the end of an object.
    Key,
    Colon,
    /// Behind a value.
    Behind,
    /// Before the first byte of a document.
    Opening(Document),
    String {
        key: bool,
    },
    /// Before the quote that ends a string.
    Closing {
        key: bool,
    },
    Scalar,
    Plain,
}

#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) state: State,
    /// Which of the open brackets are arrays: a bit each, the innermost the lowest.
    arrays: u128,
    depth: u32,
}

impl Structure {
    /// Reads up to the next document; returns the bytes that stand before it.
    pub(super) fn read(&mut self, text: &[u8]) -> usize {
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                at += 1;
                continue;
            }
            self.state = self.take(byte);
            match self.state {
                State::Opening(Document::Scalar | Document::Plain) => return at,
                State::Opening(_) => return at + 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    fn take(&mut self, byte: u8) -> State {
        use State::{Behind, Closing, Colon, Key, Opening, Start, Value};
        match (self.state, byte) {
            (Start | Value, b'{') => self.open(false),
            (Start | Value, b'[') => self.open(true),
            (Start | Value, b'"') => Opening(Document::Value),
            (Value, b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Opening(Document::Scalar),
            (Key, b'"') => Opening(Document::Key),
            (Closing { key: true }, _) => Colon,
            (Closing { key: false }, _) => Behind,
            (Colon, b':') => Value,
            (Behind, b',') if self.depth > 0 => self.further(),
            (Behind | Value, b']') if self.within(true) => self.close(),
            (Behind | Key, b'}') if self.within(false) => self.close(),
            // Some providers send an empty object, and then the arguments.
            (Behind, b'{' | b'[') if self.depth == 0 => self.open(byte == b'['),
            _ => Opening(Document::Plain),
        }
    }

    fn within(&self, array: bool) -> bool {
        self.depth > 0 && (self.arrays & 1 == 1) == array
    }

    fn further(&self) -> State {
        if self.within(true) {
            State::Value
        } else {
            State::Key
        }
    }

    fn open(&mut self, array: bool) -> State {
        if self.depth >= u128::BITS {
            return State::Opening(Document::Plain);
        }
        self.arrays = self.arrays << 1 | u128::from(array);
        self.depth += 1;
        self.further()
    }

    fn close(&mut self) -> State {
        self.arrays >>= 1;
        self.depth -= 1;
        State::Behind
    }
}
