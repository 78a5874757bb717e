//! Bytes of strings that are never moved.

use alloc::string::String;
use alloc::vec::Vec;

use super::arena::locate;

/// Where a string is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    start: u32,
    length: u32,
}

/// Strings one behind the other, in chunks of doubling sizes; none lies across two chunks.
#[derive(Clone, Debug)]
pub(super) struct Text {
    chunks: Vec<String>,
    /// Where the next one begins.
    next: u32,
    /// Bytes in use.
    used: usize,
    limit: usize,
}

/// Bytes of the first chunk.
const FIRST: u64 = 1024;

impl Text {
    /// One that holds at most `limit` bytes (and at most 4 GiB).
    pub(super) fn new(limit: usize) -> Self {
        Self {
            chunks: Vec::new(),
            next: 0,
            used: 0,
            limit: limit.min(u32::MAX as usize),
        }
    }

    /// Stores a string; `None` when there is no room for it.
    pub(super) fn push(&mut self, text: &str) -> Option<Place> {
        let used = self.used.checked_add(text.len());
        let used = used.filter(|&used| used <= self.limit)?;
        let start = behind(self.next, text.len())?;
        let length = text.len() as u32;
        self.next = start.checked_add(length)?;
        self.used = used;
        let (chunk, _) = locate::<FIRST>(start);
        while self.chunks.len() < chunk {
            self.chunks.push(String::new());
        }
        if self.chunks.len() == chunk {
            self.chunks
                .push(String::with_capacity((FIRST << chunk) as usize));
        }
        self.chunks[chunk].push_str(text);
        Some(Place { start, length })
    }

    pub(super) fn at(&self, place: Place) -> &str {
        if place.length == 0 {
            return "";
        }
        let (chunk, at) = locate::<FIRST>(place.start);
        &self.chunks[chunk][at..at + place.length as usize]
    }

    /// Counts a string as no longer used. Its bytes stay where they are.
    pub(super) fn release(&mut self, place: Place) {
        self.used -= place.length as usize;
    }

    /// Bytes in use.
    pub(super) fn used(&self) -> usize {
        self.used
    }
}

/// The first number from `start` on that has `length` bytes of its chunk before it.
fn behind(start: u32, length: usize) -> Option<u32> {
    let mut start = start;
    loop {
        let (chunk, at) = locate::<FIRST>(start);
        let size = (FIRST << chunk) as usize;
        if at + length <= size {
            return Some(start);
        }
        start = start.checked_add((size - at) as u32)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_all_lengths_come_back() {
        let mut text = Text::new(1 << 20);
        let strings: Vec<_> = (0..600_usize)
            .map(|n| "é".repeat(n * 7 % 300) + &"x".repeat(n % 5))
            .chain(["y".repeat(100_000), String::new(), "end".into()])
            .collect();
        let places: Vec<_> = strings.iter().map(|s| text.push(s).unwrap()).collect();
        for (place, string) in places.iter().zip(&strings) {
            assert_eq!(text.at(*place), string);
        }
        assert_eq!(text.used(), strings.concat().len());
        assert_eq!(text.push(&"z".repeat(1 << 20)), None);
    }
}
