//! Which changes were applied: for each stream the ranges of its sequence numbers.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{DeltaId, StreamId};
use crate::order;

/// Two graphs that can't be merged as wholes, because each has got changes of this stream that the
/// other has got too, and each lacks some that the other has. Nothing was changed: let them
/// exchange the changes themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("both graphs hold part of stream {}; merge their changes instead", .stream.0)]
pub struct Overlap {
    /// A stream that both have got changes of.
    pub stream: StreamId,
}

/// Sequence numbers from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: u32,
    pub(super) last: u32,
}

/// What happened to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noted {
    /// It is new.
    New,
    /// It was there before.
    Before,
    /// There is no room to remember it.
    Full,
}

/// The changes applied so far. A stream whose changes come in order takes one record.
#[derive(Clone, Debug)]
pub(super) struct Applied {
    /// A range of each stream; it touches none of `others`.
    main: HashTable<(StreamId, Range)>,
    /// Further ranges, by stream and first number, with their last number. No two touch.
    others: BTreeMap<(StreamId, u32), u32>,
    hasher: DefaultHashBuilder,
    limit: usize,
}

/// Streams that room is made for at the start.
const STREAMS: usize = 64;

impl Applied {
    /// One that remembers at most `limit` ranges.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            main: HashTable::with_capacity(limit.min(STREAMS)),
            others: BTreeMap::new(),
            hasher: DefaultHashBuilder::default(),
            limit,
        }
    }

    /// Remembers a change.
    pub(super) fn note(&mut self, id: DeltaId) -> Noted {
        let DeltaId { stream, sequence } = id;
        self.note_range(
            stream,
            Range {
                first: sequence,
                last: sequence,
            },
        )
    }

    /// Remembers a range of which either all or nothing is known.
    pub(super) fn note_range(&mut self, stream: StreamId, range: Range) -> Noted {
        let hash = self.hasher.hash_one(stream);
        let full = self.ranges() >= self.limit;
        let Self {
            main,
            others,
            hasher,
            ..
        } = self;
        let Some((_, known)) = main.find_mut(hash, |(id, _)| *id == stream) else {
            if full {
                return Noted::Full;
            }
            main.insert_unique(hash, (stream, range), |(id, _)| hasher.hash_one(id));
            return Noted::New;
        };
        if known.first <= range.first && range.last <= known.last {
            Noted::Before
        } else if follows(*known, range) {
            known.last = take_behind(others, stream, range.last);
            Noted::New
        } else if follows(range, *known) {
            known.first = take_before(others, stream, range.first);
            Noted::New
        } else {
            note_other(others, stream, range, full)
        }
    }

    /// Whether a change was applied.
    pub(super) fn has(&self, id: DeltaId) -> bool {
        let range = Range {
            first: id.sequence,
            last: id.sequence,
        };
        self.main_of(id.stream)
            .is_some_and(|main| overlap(main, range) > 0)
            || before(&self.others, id.stream, id.sequence)
                .is_some_and(|other| overlap(other, range) > 0)
    }

    /// How many ranges are remembered.
    pub(super) fn ranges(&self) -> usize {
        self.main.len() + self.others.len()
    }

    /// Whether the ranges of `other` are sure to find room here, beside those that are here or in
    /// their place.
    pub(super) fn has_room_for(&self, other: &Self, in_place: bool) -> bool {
        let own = if in_place { 0 } else { self.ranges() };
        own.saturating_add(other.ranges()) <= self.limit
    }

    /// How many changes.
    pub(super) fn changes(&self) -> u64 {
        self.streams()
            .flat_map(|stream| self.ranges_of(stream))
            .map(length)
            .sum()
    }

    /// How many changes are in both, and a stream of one of them.
    pub(super) fn shared_with(&self, other: &Self) -> (u64, Option<StreamId>) {
        let mut shared = (0, None);
        for stream in self.streams() {
            let common = common(&self.ranges_of(stream), &other.ranges_of(stream));
            if common > 0 {
                shared = (shared.0 + common, Some(stream));
            }
        }
        shared
    }

    /// Adds the changes of `other`, which knows all or nothing of each range known here.
    pub(super) fn extend(&mut self, other: &Self) {
        for stream in other.streams() {
            for range in other.ranges_of(stream) {
                self.note_range(stream, range);
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.main.clear();
        self.others.clear();
    }

    fn streams(&self) -> impl Iterator<Item = StreamId> + use<'_> {
        self.main.iter().map(|&(stream, _)| stream)
    }

    fn main_of(&self, stream: StreamId) -> Option<Range> {
        let hash = self.hasher.hash_one(stream);
        let found = self.main.find(hash, |(id, _)| *id == stream);
        found.map(|&(_, range)| range)
    }

    /// The ranges of a stream, in order.
    fn ranges_of(&self, stream: StreamId) -> Vec<Range> {
        let others = self.others.range((stream, 0)..=(stream, u32::MAX));
        let others = others.map(|(&(_, first), &last)| Range { first, last });
        let mut ranges: Vec<_> = self.main_of(stream).into_iter().chain(others).collect();
        order::by_key(&mut ranges, |range| range.first);
        ranges
    }
}

type Others = BTreeMap<(StreamId, u32), u32>;

fn length(range: Range) -> u64 {
    u64::from(range.last - range.first) + 1
}

/// Whether `b` begins directly behind `a`.
fn follows(a: Range, b: Range) -> bool {
    a.last.checked_add(1) == Some(b.first)
}

/// The range among `others` that begins last at or before `at`.
fn before(others: &Others, stream: StreamId, at: u32) -> Option<Range> {
    let (&(_, first), &last) = others.range((stream, 0)..=(stream, at)).next_back()?;
    Some(Range { first, last })
}

/// Takes out the range that begins directly behind `last`; returns where both end.
fn take_behind(others: &mut Others, stream: StreamId, last: u32) -> u32 {
    if others.is_empty() {
        return last;
    }
    let behind = last.checked_add(1);
    behind
        .and_then(|first| others.remove(&(stream, first)))
        .unwrap_or(last)
}

/// Takes out the range that ends directly before `first`; returns where both begin.
fn take_before(others: &mut Others, stream: StreamId, first: u32) -> u32 {
    match before(others, stream, first) {
        Some(range) if range.last.checked_add(1) == Some(first) => {
            others.remove(&(stream, range.first));
            range.first
        }
        _ => first,
    }
}

fn note_other(others: &mut Others, stream: StreamId, range: Range, full: bool) -> Noted {
    if before(others, stream, range.first).is_some_and(|known| known.last >= range.last) {
        return Noted::Before;
    }
    let count = others.len();
    let first = take_before(others, stream, range.first);
    let last = take_behind(others, stream, range.last);
    if full && others.len() == count && first == range.first {
        return Noted::Full;
    }
    others.insert((stream, first), last);
    Noted::New
}

fn overlap(a: Range, b: Range) -> u64 {
    let (first, last) = (a.first.max(b.first), a.last.min(b.last));
    if first <= last {
        length(Range { first, last })
    } else {
        0
    }
}

/// How many numbers two ordered lists of ranges share.
fn common(mut a: &[Range], mut b: &[Range]) -> u64 {
    let mut shared = 0;
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        shared += overlap(*x, *y);
        if x.last < y.last {
            a = &a[1..];
        } else {
            b = &b[1..];
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const STREAM: StreamId = StreamId(7);

    fn id(sequence: u32) -> DeltaId {
        DeltaId {
            stream: STREAM,
            sequence,
        }
    }

    #[test]
    fn in_order_is_one_range_up_to_the_last_number() {
        let mut applied = Applied::new(1);
        for sequence in (0..100).chain([100]) {
            assert_eq!(applied.note(id(sequence)), Noted::New);
        }
        assert_eq!(applied.note(id(u32::MAX)), Noted::Full);
        assert_eq!(applied.note(id(50)), Noted::Before);
        assert_eq!(applied.ranges(), 1);
        let mut applied = Applied::new(2);
        for sequence in [u32::MAX, 0, u32::MAX - 1] {
            assert_eq!(applied.note(id(sequence)), Noted::New);
        }
        assert_eq!((applied.ranges(), applied.changes()), (2, 3));
    }

    #[test]
    fn a_full_table_still_takes_what_touches_a_range() {
        let mut applied = Applied::new(2);
        for sequence in [10, 20, 19, 21, 11] {
            assert_eq!(applied.note(id(sequence)), Noted::New);
        }
        assert_eq!(applied.note(id(15)), Noted::Full);
        assert!(!applied.has(id(15)));
        assert!(applied.has(id(19)) && applied.has(id(11)));
    }

    proptest! {
        #[test]
        fn knows_what_a_set_knows(
            sequences in prop::collection::vec(0_u32..40, 0..80),
            others in prop::collection::vec(0_u32..40, 0..20),
        ) {
            let (mut applied, mut set) = (Applied::new(1000), BTreeSet::new());
            for &sequence in &sequences {
                let new = set.insert(sequence);
                let noted = applied.note(id(sequence));
                prop_assert_eq!(noted, if new { Noted::New } else { Noted::Before });
            }
            prop_assert!((0..40).all(|n| applied.has(id(n)) == set.contains(&n)));
            prop_assert_eq!(applied.changes(), set.len() as u64);
            let runs = set.iter().filter(|&&n| n == 0 || !set.contains(&(n - 1))).count();
            prop_assert_eq!(applied.ranges(), runs);
            let mut other = Applied::new(1000);
            for &sequence in &others {
                other.note(id(sequence));
            }
            let both = others.iter().copied().collect::<BTreeSet<_>>();
            let shared = both.intersection(&set).count() as u64;
            prop_assert_eq!(applied.shared_with(&other).0, shared);
        }
    }
}
