//! Identities that are the same in every process, so that graphs can be merged.

use core::hash::{Hash, Hasher};

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::Kind;

/// One stream. Graphs that are to be merged must come from streams of different ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub u64);

/// An entity, by its kind and normalised name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u128);

/// A relation, by its subject, normalised predicate, object and whether it is asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EdgeId(pub u128);

impl NodeId {
    /// The entity of that kind and normalised name (lower case, one space between words, no
    /// article) that is known everywhere by this name.
    pub fn global(kind: Kind, normalized: &str) -> Self {
        Self(digest(&(0_u8, kind.name(), normalized)))
    }

    /// An entity whose name says too little to be the same in two streams, such as a lone given
    /// name.
    pub fn within(stream: StreamId, kind: Kind, normalized: &str) -> Self {
        Self(digest(&(1_u8, stream.0, kind.name(), normalized)))
    }
}

impl EdgeId {
    /// The relation between two entities.
    pub fn of(subject: NodeId, normalized: &str, object: NodeId, asserted: bool) -> Self {
        Self(digest(&(2_u8, subject.0, normalized, object.0, asserted)))
    }

    /// The relation between an entity and words that name none.
    pub fn of_literal(subject: NodeId, normalized: &str, object: &str, asserted: bool) -> Self {
        Self(digest(&(3_u8, subject.0, normalized, object, asserted)))
    }
}

/// `SipHash` with a fixed key: the same everywhere, 128 bits wide.
fn digest(value: &impl Hash) -> u128 {
    let mut portable = Portable::default();
    value.hash(&mut portable);
    portable.flush();
    portable.hasher.finish128().as_u128()
}

/// Writes integers with the least byte first, on every machine. What is hashed comes in many small pieces, which
/// cost less as one.
struct Portable {
    hasher: SipHasher13,
    pieces: [u8; Self::ROOM],
    length: usize,
}

impl Default for Portable {
    fn default() -> Self {
        Self {
            hasher: SipHasher13::new(),
            pieces: [0; Self::ROOM],
            length: 0,
        }
    }
}

impl Portable {
    const ROOM: usize = 96;

    fn flush(&mut self) {
        self.hasher.write(&self.pieces[..self.length]);
        self.length = 0;
    }
}

impl Hasher for Portable {
    fn write(&mut self, bytes: &[u8]) {
        if bytes.len() > Self::ROOM - self.length {
            self.flush();
        }
        if let Some(room) = self.pieces[self.length..].get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
            self.length += bytes.len();
        } else {
            self.hasher.write(bytes);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.write(&value.to_le_bytes());
    }

    fn write_u128(&mut self, value: u128) {
        self.write(&value.to_le_bytes());
    }

    /// Of what was written on; a digest asks for 128 bits.
    fn finish(&self) -> u64 {
        self.hasher.finish()
    }
}
