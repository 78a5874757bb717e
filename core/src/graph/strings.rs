//! Names, predicates and literals.

use super::arena::Arena;
use super::index::Index;
use super::text::{Place, Text};

/// All strings. Predicates and literals, which many edges share, are stored once and numbered; a
/// node keeps its names itself, so that a mention looks into no table for them.
#[derive(Clone, Debug)]
pub(super) struct Strings {
    text: Text,
    shared: Arena<Place>,
    index: Index,
}

impl Strings {
    /// One that holds at most `limit` bytes (and at most 4 GiB).
    pub(super) fn new(limit: usize) -> Self {
        Self {
            text: Text::new(limit),
            shared: Arena::default(),
            index: Index::default(),
        }
    }

    /// The number of a shared text, if it is known.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.find_hashed(self.index.hash(text), text)
    }

    /// The number of a shared text; `None` when it is new and there is no room for it.
    pub(super) fn intern(&mut self, text: &str) -> Option<u32> {
        let hash = self.index.hash(text);
        if let Some(known) = self.find_hashed(hash, text) {
            return Some(known);
        }
        let place = self.text.push(text)?;
        let id = self.shared.push(place);
        self.index.insert(hash, id);
        Some(id)
    }

    fn find_hashed(&self, hash: u32, text: &str) -> Option<u32> {
        self.index.find(hash, |id| self.text(id) == text)
    }

    /// A shared text.
    pub(super) fn text(&self, id: u32) -> &str {
        self.text.at(*self.shared.at(id))
    }

    /// Stores a name; `None` when there is no room for it.
    pub(super) fn push(&mut self, name: &str) -> Option<Place> {
        self.text.push(name)
    }

    pub(super) fn name(&self, place: Place) -> &str {
        self.text.at(place)
    }

    /// Stops charging a name that is no longer used.
    pub(super) fn release(&mut self, name: Place) {
        self.text.release(name);
    }

    /// Bytes in use.
    pub(super) fn bytes(&self) -> usize {
        self.text.used()
    }
}
