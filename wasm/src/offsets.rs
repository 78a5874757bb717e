//! Byte offsets as UTF-16 offsets.

use alloc::string::String;
use alloc::vec::Vec;

use midflight_core::Channel;

use crate::batch::units;

/// The channels of a stream, with what of their text must be kept to count in it.
#[derive(Default)]
pub(crate) struct Offsets(Vec<(Channel, Track)>);

/// One channel. While it is ASCII its offsets are the same in both, and none of it is kept.
#[derive(Default)]
struct Track {
    /// Where `recent` begins, and where it was asked for last.
    start: Position,
    last: Position,
    recent: String,
}

/// A place in a text.
#[derive(Clone, Copy, Default)]
struct Position {
    byte: u64,
    unit: u64,
}

impl Offsets {
    /// A channel goes on with `text`.
    pub(crate) fn push(&mut self, channel: Channel, text: &str) {
        let known = self.0.iter().position(|(of, _)| *of == channel);
        let at = known.unwrap_or_else(|| {
            self.0.push((channel, Track::default()));
            self.0.len() - 1
        });
        self.0[at].1.push(text);
    }

    /// The UTF-16 unit that begins at `byte` of a channel.
    pub(crate) fn unit(&mut self, channel: Channel, byte: u64) -> u64 {
        let track = self.0.iter_mut().find(|(of, _)| *of == channel);
        track.map_or(byte, |(_, track)| track.unit(byte))
    }
}

impl Track {
    /// Text that is kept: far more than the open sentence, in which everything is found.
    const KEPT: usize = 32 << 10;

    fn push(&mut self, text: &str) {
        if self.recent.is_empty() && text.is_ascii() {
            self.start.byte += text.len() as u64;
            self.start.unit += text.len() as u64;
            self.last = self.start;
            return;
        }
        // Of what comes now nothing was found yet, so that all of it is kept.
        if self.recent.len() > 2 * Self::KEPT {
            self.shorten();
        }
        self.recent.push_str(text);
    }

    fn shorten(&mut self) {
        let from = self
            .recent
            .floor_char_boundary(self.recent.len() - Self::KEPT);
        self.start.unit += units(&self.recent[..from]) as u64;
        self.start.byte += from as u64;
        self.recent.drain(..from);
        if self.last.byte < self.start.byte {
            self.last = self.start;
        }
    }

    fn unit(&mut self, byte: u64) -> u64 {
        if byte <= self.start.byte {
            return self.start.unit.saturating_sub(self.start.byte - byte);
        }
        let at = |byte: u64| (byte - self.start.byte) as usize;
        let between = |from: u64, to: u64| {
            let text = self.recent.get(at(from)..at(to).min(self.recent.len()));
            text.map_or(0, units) as u64
        };
        let last = self.last;
        let unit = if byte >= last.byte {
            last.unit + between(last.byte, byte)
        } else {
            last.unit - between(byte, last.byte)
        };
        self.last = Position { byte, unit };
        unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_as_javascript_does() {
        let channel = Channel::Text { choice: 0 };
        let pieces = ["plain ", "caf\u{e9} ", "and ", "\u{1f600}\u{65e5}", " end"];
        let whole = pieces.concat();
        let mut offsets = Offsets::default();
        for piece in pieces {
            offsets.push(channel, piece);
        }
        let bytes: Vec<usize> = whole.char_indices().map(|(at, _)| at).collect();
        for &byte in bytes.iter().chain(bytes.iter().rev()) {
            let expected = whole[..byte].encode_utf16().count() as u64;
            assert_eq!(offsets.unit(channel, byte as u64), expected, "byte {byte}");
        }
    }

    #[test]
    fn long_texts_are_forgotten_but_counted() {
        let channel = Channel::Text { choice: 0 };
        let mut offsets = Offsets::default();
        for _ in 0..40_000 {
            offsets.push(channel, "\u{e9}x ");
        }
        assert_eq!(offsets.unit(channel, 160_000), 120_000);
        assert!(offsets.0[0].1.recent.len() <= 2 * Track::KEPT + 4);
    }

    #[test]
    fn long_pieces_are_counted_from_their_beginning() {
        let channel = Channel::Text { choice: 0 };
        let piece = "\u{e9}x ".repeat(50_000);
        let mut offsets = Offsets::default();
        for round in 0..3 {
            let before = round * piece.len() as u64;
            offsets.push(channel, &piece);
            for at in [0, 4, 40_000, 120_000, 200_000] {
                let byte = before + at;
                assert_eq!(offsets.unit(channel, byte), byte / 4 * 3, "byte {byte}");
            }
        }
    }
}
