//! Whose turn it is: where reasoning ends and the answer begins, where a tool is called, where one part ends and
//! another begins.
//!
//! What a channel holds back then comes before what follows it, but for what looks like the beginning of a value: the
//! channel may go on later. Channels that speak in turns token by token, or in the same frames, hold back as if each
//! were alone.

use super::{Rewriter, Rewritten};
use crate::Channel;
use crate::redact::voice::{Purpose, Voice};

/// Bytes that no token has: what said as many at a time says parts, not tokens.
const PART: usize = 10;

impl Rewriter {
    /// The channel at `at` is about to say so many bytes.
    pub(super) fn take_turn(&mut self, at: usize, bytes: usize, out: &mut dyn FnMut(&[u8])) {
        if self.purpose == Purpose::Mask {
            self.end_part(at, out);
            let Rewritten { voice, turn, .. } = &self.channels[at];
            let (choice, before) = (voice.channel().map(Channel::choice), *turn);
            // Behind a part all others of the choice have ended theirs.
            if let Some(choice) = choice.filter(|_| before < PART) {
                self.end_turns(at, choice, before + bytes, out);
            }
        }
        let channel = &mut self.channels[at];
        channel.turn = channel.turn.saturating_add(bytes);
        channel.part = bytes;
        channel.used = self.frames;
        channel.paused = false;
    }

    /// A tool is called for that choice.
    pub(in crate::redact) fn call(&mut self, choice: u32, out: &mut dyn FnMut(&[u8])) {
        self.told.turned = true;
        if self.purpose == Purpose::Mask {
            self.end_turns(usize::MAX, choice, 0, out);
        }
    }

    /// Ends the turns of all that speak for the choice but the one at `at`, which has said so much in its own.
    fn end_turns(&mut self, at: usize, choice: u32, said: usize, out: &mut dyn FnMut(&[u8])) {
        let mut together = false;
        for other in (0..self.channels.len()).filter(|&other| other != at) {
            let of = self.channels[other].voice.channel();
            if of.is_none_or(|of| of.choice() != choice) {
                continue;
            }
            let channel = &mut self.channels[other];
            let turn = core::mem::take(&mut channel.turn);
            // Once is a change of turns, twice is a duet.
            let beside = channel.beside;
            if channel.used == self.frames {
                channel.beside = true;
                together = true;
            }
            if turn.max(said) >= PART && !beside {
                self.pause(other, out);
            }
        }
        if let Some(channel) = self.channels.get_mut(at) {
            channel.beside |= together;
        }
    }

    /// Ends the part that the channel has said in this frame.
    fn end_part(&mut self, at: usize, out: &mut dyn FnMut(&[u8])) {
        if self.channels[at].part >= PART && self.pieces.speaks(at) {
            self.pause(at, out);
        }
    }

    fn pause(&mut self, at: usize, out: &mut dyn FnMut(&[u8])) {
        if !core::mem::replace(&mut self.channels[at].paused, true) {
            self.flush(at, Voice::pause, out);
        }
    }
}
