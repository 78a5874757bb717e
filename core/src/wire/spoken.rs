//! Which channels of a choice have spoken, so that they are closed with it.

use super::Deltas;
use crate::Channel;
use crate::json::Str;

/// The text, reasoning and refusal of one choice: which of them have spoken since they were closed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spoken([bool; 3]);

impl Spoken {
    /// Tells a piece of a channel; nothing where it is empty.
    #[inline]
    pub(super) fn speak(&mut self, channel: Channel, piece: Str<'_>, deltas: &mut Deltas<'_>) {
        if !piece.is_empty() {
            self.mark(channel);
            deltas.text(channel, piece);
        }
    }

    /// Remembers that a channel has spoken.
    #[inline]
    pub(super) fn mark(&mut self, channel: Channel) {
        self.0[slot(channel)] = true;
    }

    /// Closes what has spoken of that choice: first its reasoning, then its text, then its refusal.
    pub(super) fn close(&mut self, choice: u32, deltas: &mut Deltas<'_>) {
        let spoken = core::mem::take(self);
        let channels = [
            Channel::Reasoning { choice },
            Channel::Text { choice },
            Channel::Refusal { choice },
        ];
        for channel in channels {
            if spoken.0[slot(channel)] {
                deltas.close(channel);
            }
        }
    }
}

#[inline]
fn slot(channel: Channel) -> usize {
    match channel {
        Channel::Reasoning { .. } => 0,
        Channel::Text { .. } => 1,
        _ => 2,
    }
}
