//! Records that are never moved.

use alloc::vec::Vec;

/// The number of no record.
pub(super) const NONE: u32 = u32::MAX;

/// Records by their numbers, in chunks of doubling sizes: growing copies none of them, so no push
/// waits for the others.
#[derive(Clone, Debug)]
pub(super) struct Arena<T> {
    chunks: Vec<Vec<T>>,
    len: u32,
}

/// Where a number is: the chunk, and the place in it.
pub(super) fn locate<const FIRST: u64>(number: u32) -> (usize, usize) {
    let at = u64::from(number) + FIRST;
    let chunk = at.ilog2() - FIRST.ilog2();
    (chunk as usize, (at - (FIRST << chunk)) as usize)
}

/// Records of the first chunk.
const FIRST: u64 = 16;

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            len: 0,
        }
    }
}

impl<T> Arena<T> {
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// Adds a record; returns its number.
    pub(super) fn push(&mut self, record: T) -> u32 {
        let number = self.len;
        let (chunk, _) = locate::<FIRST>(number);
        if chunk == self.chunks.len() {
            self.chunks
                .push(Vec::with_capacity((FIRST << chunk) as usize));
        }
        self.chunks[chunk].push(record);
        self.len += 1;
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        let (chunk, at) = locate::<FIRST>(number);
        self.chunks.get(chunk)?.get(at)
    }

    pub(super) fn at(&self, number: u32) -> &T {
        let (chunk, at) = locate::<FIRST>(number);
        &self.chunks[chunk][at]
    }

    pub(super) fn at_mut(&mut self, number: u32) -> &mut T {
        let (chunk, at) = locate::<FIRST>(number);
        &mut self.chunks[chunk][at]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.chunks.iter_mut().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_stays_where_it_is() {
        let mut arena = Arena::default();
        let first: *const u32 = {
            arena.push(0);
            arena.at(0)
        };
        for number in 1..10_000 {
            assert_eq!(arena.push(number), number);
        }
        assert!((0..10_000).all(|number| *arena.at(number) == number));
        assert!(arena.iter().copied().eq(0..10_000));
        assert_eq!((arena.get(10_000), arena.len()), (None, 10_000));
        assert!(std::ptr::eq(first, arena.at(0)));
    }

    #[test]
    fn the_largest_number_has_a_place() {
        let (chunk, at) = locate::<FIRST>(u32::MAX);
        assert!(chunk < 30 && (at as u64) < FIRST << chunk);
    }
}
