//! The places of a frame that are written anew.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::write::{Edit, Fill};
use crate::order;
use crate::wire::{Form, Place};

/// A place of the frame at hand. Text is a range of the rewriter's `masked`.
struct Piece {
    place: Place,
    what: What,
}

/// What goes to a place.
pub(super) enum What {
    /// What a piece of a channel released, and behind it what the channel's end in this frame did.
    Own {
        channel: usize,
        own: Range<usize>,
        tail: Range<usize>,
    },
    /// The same as the last piece of that channel in the frame; nothing where there is none.
    Echo { channel: usize },
    /// A text of its own.
    Whole(Range<usize>),
    /// Nothing.
    Shadow,
    /// What stands there.
    Same,
}

/// What a place holds in a copy of its frame: the text that is to be said, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Copied {
    Text,
    Empty,
    Null,
}

/// The pieces of a frame.
#[derive(Default)]
pub(super) struct Pieces(Vec<Piece>);

impl Pieces {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a piece holds these bytes of the frame.
    pub(super) fn cover(&self, range: &Range<usize>) -> bool {
        let holds =
            |place: &Place| place.range.start <= range.start && range.end <= place.range.end;
        self.0
            .iter()
            .any(|piece| piece.place.form != Form::Nowhere && holds(&piece.place))
    }

    /// The frame's bytes around the pieces, which are in order.
    pub(super) fn between<'d>(&self, data: &'d [u8]) -> impl Iterator<Item = &'d [u8]> {
        let ranges = self
            .0
            .iter()
            .filter(|piece| piece.place.form != Form::Nowhere);
        let ranges = ranges.map(|piece| piece.place.range.clone());
        let mut from = 0;
        let last = core::iter::once(data.len()..data.len());
        ranges.chain(last).map(move |range| {
            let part = data.get(from..range.start).unwrap_or_default();
            from = from.max(range.end);
            part
        })
    }

    /// Whether all pieces, if there are any, stand in data within the frame's.
    pub(super) fn may_be_within(&self) -> bool {
        self.0.iter().all(|piece| !piece.place.within.is_empty())
    }

    pub(super) fn push(&mut self, place: Place, what: What) {
        self.0.push(Piece { place, what });
    }

    /// Puts text of `masked` behind the channel's last piece; `false` where the frame holds none.
    pub(super) fn append(&mut self, at: usize, text: &Range<usize>, masked: &mut String) -> bool {
        let own = self
            .0
            .iter_mut()
            .rev()
            .find_map(|piece| match &mut piece.what {
                What::Own { channel, tail, .. } if *channel == at => Some(tail),
                _ => None,
            });
        own.map(|tail| *tail = joined(tail, text, masked)).is_some()
    }

    /// Whether the channel has a piece in the frame.
    pub(super) fn speaks(&self, at: usize) -> bool {
        self.own(at).is_some()
    }

    /// The channel's last piece.
    fn last(&self, at: usize) -> Option<(&Range<usize>, &Range<usize>)> {
        self.0.iter().rev().find_map(|piece| match &piece.what {
            What::Own { channel, own, tail } if *channel == at => Some((own, tail)),
            _ => None,
        })
    }

    /// The channels of which a copy of the frame can say further text.
    pub(super) fn speakers(&self) -> impl Iterator<Item = usize> {
        let pieces = self.0.iter().enumerate();
        pieces.filter_map(|(index, piece)| match piece.what {
            What::Own { channel, .. } if piece.place.form != Form::Value => {
                (self.own(channel) == Some(index)).then_some(channel)
            }
            _ => None,
        })
    }

    /// Every place, and what a copy of the frame with further text of the channel holds there.
    pub(super) fn copies(&self, at: usize) -> impl Iterator<Item = (Place, Copied)> {
        let own = self.own(at);
        self.0.iter().enumerate().map(move |(index, piece)| {
            let copied = match piece.what {
                What::Shadow | What::Same => Copied::Null,
                What::Echo { channel } if channel == at => Copied::Text,
                _ if own == Some(index) => Copied::Text,
                _ => Copied::Empty,
            };
            (piece.place.clone(), copied)
        })
    }

    fn own(&self, at: usize) -> Option<usize> {
        let mine = |piece: &Piece| matches!(piece.what, What::Own { channel, .. } if channel == at);
        self.0.iter().rposition(mine)
    }

    /// In the order of their places, as they are written.
    pub(super) fn sort(&mut self) {
        order::by_key(&mut self.0, |piece| {
            (piece.place.within.start, piece.place.range.start)
        });
    }

    /// What is written, in order.
    pub(super) fn edits<'e>(&'e self, masked: &'e str) -> impl Iterator<Item = Edit<'e>> + Clone {
        let changed = self
            .0
            .iter()
            .filter(|piece| !matches!(piece.what, What::Same));
        changed.map(|piece| Edit {
            place: &piece.place,
            fill: self.fill(piece, masked),
        })
    }

    fn fill<'e>(&'e self, piece: &'e Piece, masked: &'e str) -> Fill<'e> {
        let both = |own: &Range<usize>, tail: &Range<usize>| {
            Fill::Text([&masked[own.clone()], &masked[tail.clone()]])
        };
        match &piece.what {
            What::Own { own, tail, .. } => both(own, tail),
            What::Echo { channel } => match self.last(*channel) {
                Some((own, tail)) => both(own, tail),
                None => Fill::Null,
            },
            What::Whole(text) => Fill::Text([&masked[text.clone()], ""]),
            What::Shadow | What::Same => Fill::Null,
        }
    }
}

/// The two ranges of `text` as one.
fn joined(first: &Range<usize>, second: &Range<usize>, text: &mut String) -> Range<usize> {
    if first.is_empty() {
        return second.clone();
    }
    let start = text.len();
    let both = [&text[first.clone()], &text[second.clone()]].concat();
    text.push_str(&both);
    start..text.len()
}
