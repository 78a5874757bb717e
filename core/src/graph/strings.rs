//! Names, predicates and literals, each stored once.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Interned strings, numbered as they came.
#[derive(Clone, Debug)]
pub(super) struct Strings {
    text: String,
    records: Vec<Record>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    limit: usize,
}

#[derive(Clone, Copy, Debug)]
struct Record {
    start: u32,
    end: u32,
    words: u32,
}

impl Strings {
    /// One that holds at most `limit` bytes (and at most 4 GiB).
    pub(super) fn new(limit: usize) -> Self {
        Self {
            text: String::new(),
            records: Vec::new(),
            table: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            limit: limit.min(u32::MAX as usize),
        }
    }

    /// The number of `text`, if it is known.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&id| self.text(id) == text).copied()
    }

    /// The number of `text`; `None` when it is new and there is no room for it.
    pub(super) fn intern(&mut self, text: &str) -> Option<u32> {
        if let Some(known) = self.find(text) {
            return Some(known);
        }
        let start = self.text.len();
        let end = start
            .checked_add(text.len())
            .filter(|&end| end <= self.limit)?;
        let id = u32::try_from(self.records.len()).ok()?;
        self.text.push_str(text);
        self.records.push(Record {
            start: start as u32,
            end: end as u32,
            words: text.split_whitespace().count() as u32,
        });
        let Self {
            text,
            records,
            table,
            hasher,
            ..
        } = self;
        let hash = |&id: &u32| hasher.hash_one(slice(text, records[id as usize]));
        table.insert_unique(hash(&id), id, hash);
        Some(id)
    }

    pub(super) fn text(&self, id: u32) -> &str {
        slice(&self.text, self.records[id as usize])
    }

    /// How many words it has.
    pub(super) fn words(&self, id: u32) -> u32 {
        self.records[id as usize].words
    }

    /// Bytes stored.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }
}

fn slice(text: &str, record: Record) -> &str {
    &text[record.start as usize..record.end as usize]
}
