//! How far an output item has come.

use super::{Kind, Speech, Spot};
use crate::Channel;
use crate::wire::Deltas;

/// How far an item has come.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) response: u64,
    pub(super) index: u32,
    pub(super) kind: Kind,
    pub(super) call: Option<u32>,
    pub(super) argued: bool,
    /// Whether the call's arguments are at their end.
    closed: bool,
    /// The parts that have spoken, a bit each; those from the 64th on share one.
    spoken: [u64; 4],
    /// What has spoken since its channel was closed.
    open: [bool; 4],
}

impl Progress {
    pub(super) fn new(spot: Spot, kind: Kind) -> Self {
        Self {
            response: spot.response,
            index: spot.index,
            kind,
            call: None,
            argued: false,
            closed: false,
            spoken: [0; 4],
            open: [false; 4],
        }
    }

    #[inline]
    pub(super) fn speaks(&mut self, speech: Speech, part: u32) {
        self.spoken[speech as usize] |= bit(part);
        self.open[speech as usize] = true;
    }

    pub(super) fn has_spoken(&self, speech: Speech, part: u32) -> bool {
        self.spoken[speech as usize] & bit(part) != 0
    }

    /// Whether anything of it was told.
    pub(super) fn told(&self) -> bool {
        self.call.is_some() || self.spoken != [0; 4]
    }

    /// Ends a channel at a part's end, as what follows is another part.
    pub(super) fn hush(&mut self, speech: Speech, deltas: &mut Deltas<'_>) {
        if core::mem::take(&mut self.open[speech as usize]) {
            deltas.close(channel(speech, self.index));
        }
    }

    /// Ends the item's channels.
    pub(super) fn close(&mut self, deltas: &mut Deltas<'_>) {
        for speech in [
            Speech::Reasoning,
            Speech::Summary,
            Speech::Text,
            Speech::Refusal,
        ] {
            self.hush(speech, deltas);
        }
        self.close_call(deltas);
    }

    /// Ends a call's arguments.
    pub(super) fn close_call(&mut self, deltas: &mut Deltas<'_>) {
        if let (Some(call), false) = (self.call, self.closed) {
            self.closed = true;
            let choice = self.index;
            deltas.close(Channel::Tool { choice, call });
        }
    }
}

fn bit(part: u32) -> u64 {
    1 << part.min(63)
}

pub(super) fn channel(speech: Speech, choice: u32) -> Channel {
    match speech {
        Speech::Text => Channel::Text { choice },
        Speech::Refusal => Channel::Refusal { choice },
        Speech::Reasoning | Speech::Summary => Channel::Reasoning { choice },
    }
}
