//! A hash index into an arena. It grows by splitting small segments, so no insertion waits for more
//! than one of them to be rehashed, and a look-up reads one cache line.

use alloc::vec;
use alloc::vec::Vec;
use core::hash::{BuildHasher, Hash, Hasher};

use hashbrown::DefaultHashBuilder;

use super::fetch::fetch;

/// Numbers of records, found by the hash of what they hold. The hash's highest bits lead to a
/// segment, the lowest to a line of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// The segment of each value of the hash's highest `depth` bits.
    directory: Vec<u32>,
    depth: u32,
    segments: Vec<Segment>,
    hasher: DefaultHashBuilder,
}

/// Entries of a line.
const WIDTH: usize = 7;
/// Lines of a new segment, and of one that is split rather than enlarged.
const FEWEST: usize = 2;
const MOST: usize = 64;
/// Tags of places that hold no entry: never used, and used before. Other tags have the highest bit.
const EMPTY: u8 = 0;
const REMOVED: u8 = 1;
/// The tag behind the last entry: neither free nor any hash's.
const END: u8 = 0x80;

/// Entries that share a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line {
    tags: [u8; WIDTH + 1],
    entries: [Entry; WIDTH],
}

/// A hash, and the number of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Entry {
    hash: u32,
    record: u32,
}

/// The entries whose hashes begin alike. An entry is in its line or in one behind it, before which
/// no place is empty.
#[derive(Clone, Debug)]
struct Segment {
    /// A power of two.
    lines: Vec<Line>,
    /// Places that are not empty.
    filled: usize,
    live: usize,
    /// How many of their first bits are alike.
    depth: u32,
}

impl Index {
    /// The hash of a key.
    pub(super) fn hash(&self, key: &(impl Hash + ?Sized)) -> u32 {
        fold(self.hash_wide(key))
    }

    /// All of it.
    pub(super) fn hash_wide(&self, key: &(impl Hash + ?Sized)) -> u64 {
        self.hasher.hash_one(key)
    }

    /// The hash of a text without regard to case.
    pub(super) fn hash_caseless(&self, text: &str) -> u32 {
        let mut lower = Blocks::new(self.hasher.build_hasher());
        if text.is_ascii() {
            text.bytes()
                .for_each(|byte| lower.push(byte.to_ascii_lowercase()));
        } else {
            for c in text.chars().flat_map(crate::text::lower) {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).bytes();
                bytes.for_each(|byte| lower.push(byte));
            }
        }
        fold(lower.finish())
    }

    /// The record of this hash that `is` the one.
    pub(super) fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        let segment = self.directory.get(self.slot(hash))?;
        self.segments[*segment as usize].find(hash, is)
    }

    /// Asks for the segment of this hash from memory.
    pub(super) fn fetch_segment(&self, hash: u32) {
        if let Some(&segment) = self.directory.get(self.slot(hash)) {
            fetch(&self.segments[segment as usize].lines);
        }
    }

    /// Asks for the line of this hash from memory. Who looks into several lines gets them at once by this.
    pub(super) fn fetch(&self, hash: u32) {
        if let Some(&segment) = self.directory.get(self.slot(hash)) {
            let lines = &self.segments[segment as usize].lines;
            fetch(&lines[hash as usize & (lines.len() - 1)]);
        }
    }

    /// Adds a record.
    pub(super) fn insert(&mut self, hash: u32, record: u32) {
        if self.directory.is_empty() {
            self.segments.push(Segment::new(FEWEST, 0));
            self.directory.push(0);
        }
        let segment = self.segment_of(hash);
        if self.segments[segment].is_full() {
            self.make_room(segment, hash);
            return self.insert(hash, record);
        }
        self.segments[segment].insert(Entry { hash, record });
    }

    /// Puts `new` in the place of a record of this hash.
    pub(super) fn replace(&mut self, hash: u32, old: u32, new: u32) {
        if let Some((_, entry)) = self.place_of(hash, old) {
            entry.record = new;
        }
    }

    /// Takes a record out.
    pub(super) fn remove(&mut self, hash: u32, record: u32) {
        if let Some((tag, _)) = self.place_of(hash, record) {
            *tag = REMOVED;
            let segment = self.segment_of(hash);
            self.segments[segment].live -= 1;
        }
    }

    fn place_of(&mut self, hash: u32, record: u32) -> Option<(&mut u8, &mut Entry)> {
        let segment = *self.directory.get(self.slot(hash))?;
        self.segments[segment as usize].place_of(Entry { hash, record })
    }

    /// The hash's place in the directory.
    fn slot(&self, hash: u32) -> usize {
        (u64::from(hash) << self.depth >> 32) as usize
    }

    fn segment_of(&self, hash: u32) -> usize {
        self.directory[self.slot(hash)] as usize
    }

    /// Purges, enlarges or splits a full segment. One whose hashes are too much alike to be split
    /// is enlarged, so that the directory stays small beside the segments.
    fn make_room(&mut self, segment: usize, hash: u32) {
        let Segment {
            ref lines,
            live,
            depth,
            ..
        } = self.segments[segment];
        let lines = lines.len();
        if live * 2 <= lines * WIDTH {
            self.segments[segment].resize(lines);
        } else if lines < MOST || (depth == self.depth && !self.may_deepen()) {
            self.segments[segment].resize(lines * 2);
        } else {
            self.split(segment, hash);
        }
    }

    fn may_deepen(&self) -> bool {
        self.directory.len() <= 4 * self.segments.len() && self.depth < 31
    }

    fn split(&mut self, segment: usize, hash: u32) {
        if self.segments[segment].depth == self.depth {
            self.directory = self.directory.iter().flat_map(|&at| [at; 2]).collect();
            self.depth += 1;
        }
        let upper = self.segments[segment].split();
        let new = self.segments.len() as u32;
        let deeper = self.depth - upper.depth;
        let first = (self.slot(hash) >> deeper | 1) << deeper;
        self.directory[first..first + (1 << deeper)].fill(new);
        self.segments.push(upper);
    }
}

impl Segment {
    fn new(lines: usize, depth: u32) -> Self {
        Self {
            lines: vec![Line::default(); lines],
            filled: 0,
            live: 0,
            depth,
        }
    }

    /// Whether an eighth or less is empty.
    fn is_full(&self) -> bool {
        self.filled * 8 >= self.lines.len() * WIDTH * 7
    }

    /// The lines where an entry of this hash may be, in order.
    fn probe(&self, hash: u32) -> impl Iterator<Item = usize> + use<> {
        let lines = self.lines.len();
        (0..lines).map(move |step| (hash as usize + step) & (lines - 1))
    }

    fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        for at in self.probe(hash) {
            let line = &self.lines[at];
            let mut alike = line.with(tag(hash));
            while let Some(entry) = line.entries.get(first(alike)) {
                if entry.hash == hash && is(entry.record) {
                    return Some(entry.record);
                }
                alike &= alike - 1;
            }
            if line.with(EMPTY) != 0 {
                return None;
            }
        }
        None
    }

    fn place_of(&mut self, entry: Entry) -> Option<(&mut u8, &mut Entry)> {
        let found = self.probe(entry.hash).find_map(|at| {
            let line = &self.lines[at];
            let mut alike = places(line.with(tag(entry.hash)));
            let place = alike.find(|&place| line.entries[place] == entry)?;
            Some((at, place))
        });
        let (line, place) = found?;
        let line = &mut self.lines[line];
        Some((&mut line.tags[place], &mut line.entries[place]))
    }

    /// Adds an entry to a segment that is not full.
    fn insert(&mut self, entry: Entry) {
        for at in self.probe(entry.hash) {
            let line = &mut self.lines[at];
            if let Some(place) = places(line.free()).next() {
                self.filled += usize::from(line.tags[place] == EMPTY);
                self.live += 1;
                line.tags[place] = tag(entry.hash);
                line.entries[place] = entry;
                return;
            }
        }
    }

    fn resize(&mut self, lines: usize) {
        let old = core::mem::replace(self, Self::new(lines, self.depth));
        old.entries().for_each(|entry| self.insert(entry));
    }

    /// Gives away the entries whose next bit is set.
    fn split(&mut self) -> Self {
        let lines = self.lines.len();
        let mut upper = Self::new(lines, self.depth + 1);
        let old = core::mem::replace(self, Self::new(lines, self.depth + 1));
        for entry in old.entries() {
            let into = match entry.hash << old.depth >> 31 {
                0 => &mut *self,
                _ => &mut upper,
            };
            into.insert(entry);
        }
        upper
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        let used = |line: &Line| line.tags.map(|tag| tag >= END);
        let all = self.lines.iter();
        let all = all.flat_map(move |line| line.entries.into_iter().zip(used(line)));
        all.filter_map(|(entry, used)| used.then_some(entry))
    }
}

impl Default for Line {
    fn default() -> Self {
        let mut tags = [EMPTY; WIDTH + 1];
        tags[WIDTH] = END;
        Self {
            tags,
            entries: [Entry::default(); WIDTH],
        }
    }
}

/// The lowest and the highest bit of each of eight bytes.
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

impl Line {
    /// The places of this tag, as the highest bits of eight bytes; a place behind one of them may be
    /// another's. Without a branch, so that the processor can go on while the line is on its way
    /// from memory.
    fn with(&self, tag: u8) -> u64 {
        let other = u64::from_le_bytes(self.tags) ^ (LOW * u64::from(tag));
        other.wrapping_sub(LOW) & !other & HIGH
    }

    fn free(&self) -> u64 {
        !u64::from_le_bytes(self.tags) & HIGH
    }
}

/// Places among the entries of a line.
fn places(bits: u64) -> impl Iterator<Item = usize> {
    let mut left = bits;
    core::iter::from_fn(move || {
        let place = first(left);
        left &= left.wrapping_sub(1);
        (place < WIDTH).then_some(place)
    })
}

/// The first of some places.
fn first(bits: u64) -> usize {
    bits.trailing_zeros() as usize / 8
}

/// What the tags say of a hash: bits that choose neither the line nor, most often, the segment.
fn tag(hash: u32) -> u8 {
    (hash >> 6) as u8 | END
}

/// Hands bytes to a hasher sixteen at a time.
struct Blocks<H> {
    hasher: H,
    block: [u8; 16],
    length: usize,
}

impl<H: Hasher> Blocks<H> {
    fn new(hasher: H) -> Self {
        Self {
            hasher,
            block: [0; 16],
            length: 0,
        }
    }

    fn push(&mut self, byte: u8) {
        self.block[self.length % 16] = byte;
        self.length += 1;
        if self.length.is_multiple_of(16) {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        let block = core::mem::take(&mut self.block);
        self.hasher.write_u128(u128::from_le_bytes(block));
    }

    fn finish(mut self) -> u64 {
        self.hand_over();
        self.hasher.finish()
    }
}

fn fold(hash: u64) -> u32 {
    (hash >> 32) as u32 ^ hash as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// What to do with a record of which hash.
    type Step = (bool, u32, u32);

    fn agrees_with_a_set(steps: impl IntoIterator<Item = Step>) -> Index {
        let (mut index, mut set) = (Index::default(), BTreeSet::new());
        for (add, hash, record) in steps {
            match (add, set.contains(&(hash, record))) {
                (true, false) => index.insert(hash, record),
                (false, true) => index.remove(hash, record),
                _ => continue,
            }
            if !set.insert((hash, record)) {
                set.remove(&(hash, record));
            }
        }
        for &(hash, record) in &set {
            assert_eq!(index.find(hash, |other| other == record), Some(record));
        }
        let live: usize = index.segments.iter().map(|segment| segment.live).sum();
        assert_eq!(live, set.len());
        assert!(index.directory.len() <= 8 * index.segments.len().max(1));
        index
    }

    fn spread(number: u32) -> u32 {
        fold(u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    #[test]
    fn many_records_are_found_in_segments_that_stay_small() {
        let index = agrees_with_a_set((0..100_000).map(|n| (true, spread(n), n)));
        assert!(
            index
                .segments
                .iter()
                .all(|segment| segment.lines.len() <= MOST)
        );
        assert!(index.segments.len() < 100_000 / 96);
        assert_eq!(index.find(spread(100_001), |_| true), None);
    }

    #[test]
    fn hashes_that_are_alike_cost_room_but_no_more() {
        let index = agrees_with_a_set((0..5_000).map(|n| (true, 7, n)));
        assert!(index.segments.len() < 10);
        agrees_with_a_set((0..5_000).map(|n| (true, 2 + n % 3, n)));
        agrees_with_a_set((0..5_000).map(|n| (true, u32::MAX - n % 700, n)));
    }

    #[test]
    fn what_was_removed_leaves_its_room() {
        let steps = (0..50_000_u32).flat_map(|n| [(true, spread(n), n), (false, spread(n), n)]);
        let index = agrees_with_a_set(steps);
        assert_eq!(index.segments.len(), 1);
        assert_eq!(index.segments[0].lines.len(), FEWEST);
    }

    #[test]
    fn a_record_gives_its_place_to_another() {
        let mut index = Index::default();
        index.replace(9, 1, 2);
        index.insert(9, 1);
        index.replace(9, 1, 2);
        assert_eq!(index.find(9, |_| true), Some(2));
    }

    proptest! {
        #[test]
        fn holds_what_a_set_holds(
            steps in prop::collection::vec((any::<bool>(), 0_u32..60, 0_u32..40), 0..3000),
            alike in any::<bool>(),
        ) {
            let hash = |n| if alike { n } else { spread(n) };
            agrees_with_a_set(steps.into_iter().map(|(add, n, record)| (add, hash(n), record)));
        }
    }
}
