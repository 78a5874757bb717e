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
    closed: bool,
    /// The parts that have spoken, a bit each; those from the 64th on share one.
    pub(super) spoken: [u64; 4],
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
        }
    }

    /// Ends the item's channels.
    pub(super) fn close(&mut self, deltas: &mut Deltas<'_>) {
        if std::mem::replace(&mut self.closed, true) {
            return;
        }
        let choice = self.index;
        let [text, refusal, reasoning, summary] = self.spoken.map(|parts| parts != 0);
        for (spoken, channel) in [
            (reasoning || summary, Channel::Reasoning { choice }),
            (text, Channel::Text { choice }),
            (refusal, Channel::Refusal { choice }),
        ] {
            if spoken {
                deltas.close(channel);
            }
        }
        if let Some(call) = self.call {
            deltas.close(Channel::Tool { choice, call });
        }
    }
}

pub(super) fn bit(part: u32) -> u64 {
    1 << part.min(63)
}

pub(super) fn channel(speech: Speech, choice: u32) -> Channel {
    match speech {
        Speech::Text => Channel::Text { choice },
        Speech::Refusal => Channel::Refusal { choice },
        Speech::Reasoning | Speech::Summary => Channel::Reasoning { choice },
    }
}
