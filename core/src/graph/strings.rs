//! Names, predicates and literals, each stored once.

use super::table::Index;

/// Interned strings, numbered as they came.
#[derive(Clone, Debug)]
pub(super) struct Strings {
    text: String,
    records: Vec<Record>,
    index: Index,
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
            index: Index::default(),
            limit: limit.min(u32::MAX as usize),
        }
    }

    /// The number of `text`, if it is known.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.find_hashed(self.index.hash(text), text)
    }

    /// The number of `text`; `None` when it is new and there is no room for it.
    pub(super) fn intern(&mut self, text: &str) -> Option<u32> {
        let hash = self.index.hash(text);
        if let Some(known) = self.find_hashed(hash, text) {
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
        self.index.insert(hash, id);
        Some(id)
    }

    fn find_hashed(&self, hash: u32, text: &str) -> Option<u32> {
        self.index.find(hash, |id| self.text(id) == text)
    }

    pub(super) fn text(&self, id: u32) -> &str {
        let Record { start, end, .. } = self.records[id as usize];
        &self.text[start as usize..end as usize]
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
