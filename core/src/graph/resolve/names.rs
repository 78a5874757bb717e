//! A table of names over one arena of text.

use alloc::string::String;
use core::hash::{BuildHasher, Hasher};

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::Kind;

/// One name.
#[derive(Clone, Copy, Debug)]
struct Name {
    start: u32,
    len: u16,
    kind: Kind,
    entity: u32,
    /// How many names had changed hands when all that is shorter than this one was its entity's.
    claimed: Option<u32>,
}

/// Normalised names with the entities that go by them. The hash has a seed of its own, so that
/// names can't be chosen to collide.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    arena: String,
    table: HashTable<Name>,
    hasher: DefaultHashBuilder,
    /// How many names have changed hands.
    moves: u32,
}

impl Names {
    /// Bytes of the longest name that is remembered.
    pub(super) const BYTES: usize = 512;

    pub(super) fn clear(&mut self) {
        self.arena.clear();
        self.table.clear();
    }

    /// Bytes of all of them.
    pub(super) fn bytes(&self) -> usize {
        self.arena.len()
    }

    /// The entity of that kind and name.
    pub(super) fn get(&self, kind: Kind, text: &str) -> Option<u32> {
        self.get_claimed(kind, text).map(|(entity, _)| entity)
    }

    /// The entity of that kind and name, and whether all that is shorter is its too, as it was
    /// when that was claimed.
    pub(super) fn get_claimed(&self, kind: Kind, text: &str) -> Option<(u32, bool)> {
        let found = self.find(text, |name| name.kind == kind)?;
        Some((found.entity, found.claimed == Some(self.moves)))
    }

    /// Notes that all that is shorter than this name is its entity's.
    pub(super) fn claim(&mut self, kind: Kind, text: &str) {
        let text = text.as_bytes();
        let hash = hash(&self.hasher, text);
        let same = |name: &Name| name.kind == kind && read(&self.arena, name) == text;
        if let Some(name) = self.table.find_mut(hash, same) {
            name.claimed = Some(self.moves);
        }
    }

    /// Lets the name be that entity's.
    pub(super) fn set(&mut self, kind: Kind, text: &str, entity: u32) {
        let Self {
            arena,
            table,
            hasher,
            moves,
        } = self;
        let known = text.as_bytes();
        let hashed = hash(hasher, known);
        let same = |name: &Name| name.kind == kind && read(arena, name) == known;
        if let Some(name) = table.find_mut(hashed, same) {
            if name.entity != entity {
                *moves = moves.wrapping_add(1);
            }
            name.entity = entity;
            return;
        }
        let name = Name {
            start: arena.len() as u32,
            len: text.len() as u16,
            kind,
            entity,
            claimed: None,
        };
        arena.push_str(text);
        table.insert_unique(hashed, name, |name| hash(hasher, read(arena, name)));
    }

    /// The kind of the entity that first went by this word, whatever its case.
    pub(super) fn kind_of(&self, word: &str) -> Option<Kind> {
        const WORD_BYTES: usize = 48;
        if self.table.is_empty() || word.len() > WORD_BYTES {
            return None;
        }
        let mut lower = [0; WORD_BYTES];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let alike = self.table.iter_hash(hash(&self.hasher, lower));
        let alike = alike.filter(|name| name.kind.is_name() && read(&self.arena, name) == lower);
        // The table's own order is another one in every process.
        alike.min_by_key(|name| name.start).map(|name| name.kind)
    }

    fn find(&self, text: &str, fits: impl Fn(&Name) -> bool) -> Option<&Name> {
        let text = text.as_bytes();
        self.table.find(hash(&self.hasher, text), |name| {
            fits(name) && read(&self.arena, name) == text
        })
    }
}

/// A name's bytes, in which it costs less to compare and to hash: where a character begins is not looked at.
fn read<'a>(arena: &'a str, name: &Name) -> &'a [u8] {
    let start = name.start as usize;
    &arena.as_bytes()[start..start + usize::from(name.len)]
}

fn hash(hasher: &DefaultHashBuilder, name: &[u8]) -> u64 {
    let mut state = hasher.build_hasher();
    state.write(name);
    state.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_of_the_kind_that_it_was_first_in_every_process() {
        for _ in 0..64 {
            let mut names = Names::default();
            for (entity, kind) in [Kind::Organization, Kind::Person, Kind::Location]
                .iter()
                .enumerate()
            {
                names.set(*kind, "may", entity as u32);
            }
            // The table grows, which brings those of one hash into another order.
            for other in 0..100 {
                names.set(Kind::Person, &std::format!("person {other}"), other);
            }
            assert_eq!(names.kind_of("May"), Some(Kind::Organization));
        }
    }
}
