//! Where something was said first.

use super::Place;

/// How many places a node and an edge keep: the smallest ones.
pub(super) const PLACES: usize = 3;

/// The smallest few of all places ever inserted, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places([Option<Place>; PLACES]);

impl Places {
    pub(super) fn insert(&mut self, place: Place) {
        let mut carried = place;
        for kept in &mut self.0 {
            match kept {
                None => {
                    *kept = Some(carried);
                    return;
                }
                Some(old) if *old == carried => return,
                Some(old) if carried < *old => core::mem::swap(old, &mut carried),
                Some(_) => {}
            }
        }
    }

    pub(super) fn extend(&mut self, other: &Self) {
        other.iter().for_each(|place| self.insert(place));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Place> + use<'_> {
        self.0.iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Channel, StreamId};

    #[test]
    fn keeps_the_smallest_whatever_the_order() {
        let place = |start| Place {
            stream: StreamId(0),
            channel: Channel::Text { choice: 0 },
            start,
        };
        for order in [[5, 1, 9, 3, 1], [1, 1, 3, 5, 9], [9, 5, 3, 1, 3]] {
            let mut places = Places::default();
            for start in order {
                places.insert(place(start));
            }
            let starts: Vec<_> = places.iter().map(|place| place.start).collect();
            assert_eq!(starts, [1, 3, 5], "{order:?}");
        }
    }
}
