//! Where something was said first.

use super::Place;
use super::arena::NONE;
use super::source::Sources;

/// How many places a node and an edge keep: the smallest ones.
pub(super) const PLACES: usize = 3;

/// A place in twelve bytes: its stream and channel by their number among the [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spot {
    /// `NONE` where there is no place.
    source: u32,
    /// The lower and the upper half of where it starts.
    start: [u32; 2],
}

/// The smallest few of all places ever inserted, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places([Spot; PLACES]);

impl Default for Spot {
    fn default() -> Self {
        Self {
            source: NONE,
            start: [0; 2],
        }
    }
}

impl Spot {
    fn new(source: u32, start: u64) -> Self {
        Self {
            source,
            start: [start as u32, (start >> 32) as u32],
        }
    }

    fn is_none(self) -> bool {
        self.source == NONE
    }

    fn start(self) -> u64 {
        u64::from(self.start[0]) | u64::from(self.start[1]) << 32
    }

    fn precedes(self, other: Self, sources: &Sources) -> bool {
        if self.source == other.source {
            self.start() < other.start()
        } else {
            sources.at(self.source) < sources.at(other.source)
        }
    }

    fn place(self, sources: &Sources) -> Place {
        let (stream, channel) = sources.at(self.source);
        Place {
            stream,
            channel,
            start: self.start(),
        }
    }
}

impl Places {
    /// Keeps a place if it is one of the smallest. Where its channel is new and finds no room it is
    /// not kept.
    pub(super) fn insert(&mut self, place: Place, sources: &mut Sources) {
        let largest = self.0[PLACES - 1];
        if (largest.is_none() || place < largest.place(sources))
            && let Some(source) = sources.of(place)
        {
            self.insert_spot(Spot::new(source, place.start), sources);
        }
    }

    fn insert_spot(&mut self, spot: Spot, sources: &Sources) {
        let mut carried = spot;
        for kept in &mut self.0 {
            if kept.is_none() {
                *kept = carried;
                return;
            }
            if *kept == carried {
                return;
            }
            if carried.precedes(*kept, sources) {
                core::mem::swap(kept, &mut carried);
            }
        }
    }

    pub(super) fn extend(&mut self, other: &Self, sources: &Sources) {
        other
            .spots()
            .for_each(|spot| self.insert_spot(spot, sources));
    }

    pub(super) fn iter<'s>(&self, sources: &'s Sources) -> impl Iterator<Item = Place> + use<'s> {
        self.spots().map(|spot| spot.place(sources))
    }

    fn spots(&self) -> impl Iterator<Item = Spot> + use<> {
        self.0.into_iter().filter(|spot| !spot.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Channel, StreamId};

    #[test]
    fn keeps_the_smallest_whatever_the_order() {
        let place = |start| Place {
            // Streams in an order other than that of their numbers.
            stream: StreamId(start >> 40),
            channel: Channel::Text { choice: 0 },
            start,
        };
        let [a, b, c, d] = [1, 3, 1 << 35, 9 << 40];
        for order in [[c, a, d, b, a], [a, a, b, c, d], [d, c, b, a, b]] {
            let mut sources = Sources::new(2);
            let mut places = Places::default();
            for start in order {
                places.insert(place(start), &mut sources);
            }
            let starts: Vec<_> = places.iter(&sources).map(|place| place.start).collect();
            assert_eq!(starts, [a, b, c], "{order:?}");
        }
    }
}
