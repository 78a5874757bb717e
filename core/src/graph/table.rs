//! A hash index into an arena.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::{DefaultHashBuilder, HashTable};

/// Numbers of records, found by the hash of what they hold. It keeps the hashes, so that growing
/// reads no record: with a million of them, each would be a cache miss.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    table: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
}

impl Index {
    /// The hash of a key.
    pub(super) fn hash(&self, key: &(impl Hash + ?Sized)) -> u32 {
        fold(self.hasher.hash_one(key))
    }

    /// The hash of a text without regard to case.
    pub(super) fn hash_chars(&self, text: impl Iterator<Item = char>) -> u32 {
        let mut hasher = self.hasher.build_hasher();
        text.for_each(|c| hasher.write_u32(u32::from(c)));
        fold(hasher.finish())
    }

    /// The record of this hash that `is` the one.
    pub(super) fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        let same = |&(other, record): &(u32, u32)| other == hash && is(record);
        self.table.find(wide(hash), same).map(|&(_, record)| record)
    }

    /// Adds a record.
    pub(super) fn insert(&mut self, hash: u32, record: u32) {
        self.table
            .insert_unique(wide(hash), (hash, record), |&(hash, _)| wide(hash));
    }

    /// Puts `new` in the place of a record of this hash.
    pub(super) fn replace(&mut self, hash: u32, old: u32, new: u32) {
        if let Some(entry) = self
            .table
            .find_mut(wide(hash), |&entry| entry == (hash, old))
        {
            entry.1 = new;
        }
    }

    /// Takes a record out.
    pub(super) fn remove(&mut self, hash: u32, record: u32) {
        let found = self
            .table
            .find_entry(wide(hash), |&entry| entry == (hash, record));
        if let Ok(entry) = found {
            entry.remove();
        }
    }
}

fn fold(hash: u64) -> u32 {
    (hash >> 32) as u32 ^ hash as u32
}

/// The table looks at the lowest bits and at the highest seven.
fn wide(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
