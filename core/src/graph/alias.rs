//! The names that entities go by.

use std::cmp::Reverse;

use super::node::NONE;
use super::strings::Strings;
use super::table::Index;

/// A name of a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// The string.
    pub(super) name: u32,
    /// How often it was used; 0 for one that has gone into another.
    pub(super) count: u32,
    /// The next name of the class.
    pub(super) next: u32,
    /// A slot of the class.
    pub(super) owner: u32,
    /// The next record whose name is the same without regard to case.
    alike: u32,
}

/// All names of all classes.
#[derive(Clone, Debug, Default)]
pub(super) struct Aliases {
    records: Vec<Record>,
    /// The heads of the lists of names that are the same without regard to case.
    folded: Index,
}

impl Aliases {
    pub(super) fn at(&self, alias: u32) -> &Record {
        &self.records[alias as usize]
    }

    pub(super) fn at_mut(&mut self, alias: u32) -> &mut Record {
        &mut self.records[alias as usize]
    }

    /// Forgets what was counted.
    pub(super) fn reset_counts(&mut self) {
        self.records.iter_mut().for_each(|record| record.count = 0);
    }

    /// The names from `head` on.
    pub(super) fn list(&self, head: u32) -> impl Iterator<Item = u32> + use<'_> {
        self.chain(head, |record| record.next)
    }

    /// The records of names that are `name` without regard to case.
    pub(super) fn alike(
        &self,
        name: &str,
        strings: &Strings,
    ) -> impl Iterator<Item = u32> + use<'_> {
        let hash = self.folded.hash_chars(lower(name));
        let head = self.head(hash, name, strings);
        self.chain(head.unwrap_or(NONE), |record| record.alike)
    }

    /// The first of the records whose names are `name` without regard to case.
    fn head(&self, hash: u32, name: &str, strings: &Strings) -> Option<u32> {
        let like = |head| same_folded(strings.text(self.at(head).name), name);
        self.folded.find(hash, like)
    }

    /// A new name of the class of `owner`, not in its list yet.
    pub(super) fn push(&mut self, name: u32, owner: u32, strings: &Strings) -> u32 {
        let alias = self.records.len() as u32;
        let alike = self.fold_in(alias, strings.text(name), strings);
        self.records.push(Record {
            name,
            count: 0,
            next: NONE,
            owner,
            alike,
        });
        alias
    }

    /// Takes a name out of use that has gone into another.
    pub(super) fn retire(&mut self, alias: u32) {
        self.records[alias as usize].count = 0;
    }

    /// Which of two names is better as the canonical one: the one of more words, then the one used
    /// more often, then the first in the order of their bytes.
    pub(super) fn better(&self, a: u32, b: u32, strings: &Strings) -> u32 {
        let rank = |alias| {
            let record = self.at(alias);
            let text = strings.text(record.name);
            (strings.words(record.name), record.count, Reverse(text))
        };
        if b == NONE || (a != b && rank(a) > rank(b)) {
            a
        } else {
            b
        }
    }

    /// Makes `alias` the head of the list of its like; returns the head before.
    fn fold_in(&mut self, alias: u32, text: &str, strings: &Strings) -> u32 {
        let hash = self.folded.hash_chars(lower(text));
        let Some(head) = self.head(hash, text, strings) else {
            self.folded.insert(hash, alias);
            return NONE;
        };
        self.folded.replace(hash, head, alias);
        head
    }

    fn chain(&self, head: u32, next: impl Fn(&Record) -> u32) -> impl Iterator<Item = u32> {
        let mut at = head;
        core::iter::from_fn(move || {
            let record = self.records.get(at as usize)?;
            Some(core::mem::replace(&mut at, next(record)))
        })
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

fn same_folded(a: &str, b: &str) -> bool {
    a == b || lower(a).eq(lower(b))
}
