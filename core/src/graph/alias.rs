//! The names that entities go by.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::arena::Arena;
use super::arena::NONE;
use super::index::Index;
use super::strings::Strings;
use super::text::Place;

/// A name of a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// Where its text is.
    pub(super) name: Place,
    /// How many words it has.
    words: u32,
    /// How often it was used, but for what its class has noted since; 0 for one that has gone into
    /// another.
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
    records: Arena<Record>,
    /// The heads of the lists of names that are the same without regard to case.
    folded: Index,
    /// Hashes and numbers of the newest names, which are not in these lists yet: they go in
    /// together, so that the processor fetches their lines of the index at once.
    newest: Vec<(u32, u32)>,
}

/// How many names wait for each other.
const WAITING: usize = 32;

impl Aliases {
    pub(super) fn at(&self, alias: u32) -> &Record {
        self.records.at(alias)
    }

    pub(super) fn at_mut(&mut self, alias: u32) -> &mut Record {
        self.records.at_mut(alias)
    }

    /// A hash of a name as it is written.
    pub(super) fn hash(&self, name: &str) -> u64 {
        self.folded.hash_wide(name)
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
    pub(super) fn alike(&self, name: &str, strings: &Strings) -> Vec<u32> {
        let hash = self.folded.hash_caseless(name);
        let head = self.head(hash, name, strings).unwrap_or(NONE);
        let newest = self.newest.iter().filter(|entry| entry.0 == hash);
        let newest = newest.map(|entry| entry.1);
        self.chain(head, |record| record.alike)
            .chain(newest.filter(|&alias| self.is(alias, name, strings)))
            .collect()
    }

    /// The first of the records whose names are `name` without regard to case.
    fn head(&self, hash: u32, name: &str, strings: &Strings) -> Option<u32> {
        self.folded.find(hash, |head| self.is(head, name, strings))
    }

    /// Whether an alias is `name` without regard to case.
    fn is(&self, alias: u32, name: &str, strings: &Strings) -> bool {
        let other = strings.name(self.at(alias).name);
        other == name || lower(other).eq(lower(name))
    }

    /// A new name of the class of `owner`, not in its list yet.
    pub(super) fn push(&mut self, name: Place, owner: u32, strings: &Strings) -> u32 {
        let text = strings.name(name);
        let alias = self.records.push(Record {
            name,
            words: text.split_whitespace().count() as u32,
            count: 0,
            next: NONE,
            owner,
            alike: NONE,
        });
        self.newest.push((self.folded.hash_caseless(text), alias));
        if self.newest.len() == WAITING {
            self.settle(strings);
        }
        alias
    }

    /// Puts the newest names into the lists of their like.
    fn settle(&mut self, strings: &Strings) {
        let mut newest = core::mem::take(&mut self.newest);
        for &(hash, _) in &newest {
            self.folded.fetch(hash);
        }
        for (hash, alias) in newest.drain(..) {
            self.fold_in(hash, alias, strings);
        }
        self.newest = newest;
    }

    /// Takes a name out of use that has gone into another.
    pub(super) fn retire(&mut self, alias: u32) {
        self.at_mut(alias).count = 0;
    }

    /// Which of two names is better as the canonical one: the one of more words, then the one used
    /// more often, then the first in the order of their bytes.
    pub(super) fn better(&self, a: u32, b: u32, strings: &Strings) -> u32 {
        let rank = |alias| {
            let record = self.at(alias);
            let text = strings.name(record.name);
            (record.words, record.count, Reverse(text))
        };
        if b == NONE || (a != b && rank(a) > rank(b)) {
            a
        } else {
            b
        }
    }

    /// Makes `alias` the head of the list of its like.
    fn fold_in(&mut self, hash: u32, alias: u32, strings: &Strings) {
        let text = strings.name(self.at(alias).name);
        match self.head(hash, text, strings) {
            None => self.folded.insert(hash, alias),
            Some(head) => {
                self.folded.replace(hash, head, alias);
                self.at_mut(alias).alike = head;
            }
        }
    }

    fn chain(&self, head: u32, next: impl Fn(&Record) -> u32) -> impl Iterator<Item = u32> {
        let mut at = head;
        core::iter::from_fn(move || {
            let record = self.records.get(at)?;
            Some(core::mem::replace(&mut at, next(record)))
        })
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(crate::text::lower)
}
