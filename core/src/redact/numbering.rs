//! The numbers of values and the names of persons that a conversation has.

use alloc::format;

use hashbrown::HashMap;

use crate::Kind;
use crate::entity::names::Known;
use crate::graph::{NodeId, Resolver};

/// The numbers that values were given, which go on from one answer of a conversation to the next, as does what the
/// persons in it are called: `Castellan` is a name behind `Mira Castellan`.
///
/// It remembers [`Limits::entities`](crate::Limits::entities) values, by their hashes. Past that a new value's placeholder
/// bears no number: `[EMAIL]`.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    seen: HashMap<NodeId, u32>,
    /// By kind; `None` for what was masked before it was decided.
    given: HashMap<Option<Kind>, u32>,
    names: Resolver,
}

impl Numbering {
    /// A number that somebody else wrote and that is no larger is passed over.
    const RESERVED: u32 = 1 << 20;

    /// The number of a value, given to it now where it has none; `None` past the limit.
    pub(super) fn number(&mut self, kind: Option<Kind>, value: &str, limit: usize) -> Option<u32> {
        let id = id(kind, value);
        if let Some(&number) = self.seen.get(&id) {
            return Some(number);
        }
        if self.seen.len() >= limit {
            return None;
        }
        let number = self.given.entry(kind).or_insert(0);
        *number += 1;
        self.seen.insert(id, *number);
        Some(*number)
    }

    /// The value has no number any more.
    pub(super) fn forget(&mut self, kind: Option<Kind>, value: &str) {
        self.seen.remove(&id(kind, value));
    }

    /// Notes what a name that was masked may be shortened to.
    pub(super) fn name(&mut self, kind: Kind, value: &str, limit: usize) {
        self.names.set_limit(limit);
        self.names.resolve(kind, value);
    }

    /// Bytes of the numbers and names.
    pub(super) fn bytes(&self) -> usize {
        self.seen.len() * size_of::<(NodeId, u32)>() + self.names.bytes()
    }

    /// The kind of the name that goes by this one word.
    pub(super) fn kind_of(&self, word: &str) -> Option<Kind> {
        self.names.kind_of(word)
    }

    /// Gives no value that number or a smaller one from here on.
    pub(super) fn reserve(&mut self, kind: Option<Kind>, number: u32) {
        if number <= Self::RESERVED {
            let given = self.given.entry(kind).or_insert(0);
            *given = number.max(*given);
        }
    }
}

/// What a value of a kind is known by.
fn id(kind: Option<Kind>, value: &str) -> NodeId {
    match kind {
        Some(kind) => NodeId::global(kind, value),
        // No value begins so.
        None => NodeId::global(Kind::Secret, &format!("\0{value}")),
    }
}
