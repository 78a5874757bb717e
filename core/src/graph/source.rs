//! The channels that places are in.

use super::arena::Arena;
use super::index::Index;
use super::{Place, StreamId};
use crate::Channel;

/// The channels of streams, numbered: there are far fewer of them than places.
#[derive(Clone, Debug)]
pub(super) struct Sources {
    all: Arena<Source>,
    index: Index,
    /// The one that was asked for last, and most often the next one too.
    last: u32,
    limit: usize,
}

/// A channel of a stream.
type Source = (StreamId, Channel);

impl Sources {
    /// One that numbers at most `limit` channels.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            all: Arena::default(),
            index: Index::default(),
            last: 0,
            limit: limit.min(u32::MAX as usize),
        }
    }

    /// The channel of a number.
    pub(super) fn at(&self, number: u32) -> Source {
        *self.all.at(number)
    }

    /// The number of a place's channel; `None` where the channel is new and there is no room for it.
    pub(super) fn of(&mut self, place: Place) -> Option<u32> {
        let source = (place.stream, place.channel);
        if self.all.get(self.last) != Some(&source) {
            self.last = self.number(source)?;
        }
        Some(self.last)
    }

    fn number(&mut self, source: Source) -> Option<u32> {
        let hash = self.index.hash(&source);
        let known = self
            .index
            .find(hash, |number| *self.all.at(number) == source);
        known.or_else(|| {
            let has_room = (self.all.len() as usize) < self.limit;
            let number = has_room.then(|| self.all.push(source))?;
            self.index.insert(hash, number);
            Some(number)
        })
    }
}
