//! The ends of blocks within one run of text.
//!
//! A citation begins a new block in the middle of a sentence, so that the text of several is one channel. But what
//! comes behind the end of a block is lost on clients that have put the block away.

use alloc::vec::Vec;

use super::{Rewriter, Rewritten};
use crate::redact::kept::Kept;
use crate::redact::pieces::Copied;
use crate::redact::rest::document;
use crate::redact::sites::Sites;
use crate::redact::voice::{Purpose, Voice};

/// A frame that ends a block of a channel which still holds back what looks like the beginning of a value.
pub(super) struct Ended {
    channel: usize,
    frame: Kept,
}

impl Rewriter {
    /// Where the frame ends the block in which a channel spoke last, what is held back of it comes before, but for
    /// what looks like the beginning of a value: with that the frame waits for the next one.
    /// Tells the channel that is so.
    pub(super) fn end_blocks(&mut self, out: &mut dyn FnMut(&[u8])) -> Option<usize> {
        if self.purpose != Purpose::Mask || !self.channels.iter().any(waits) {
            return None;
        }
        let mut waiting = None;
        let end = self.sites(&self.frame);
        for at in 0..self.channels.len() {
            let known = &self.channels[at];
            let template = known.template.as_ref().filter(|_| waits(known));
            if template.is_some_and(|template| end.end(&self.sites(template))) {
                self.flush(at, Voice::pause, out);
                waiting = (self.channels[at].voice.held() > 0).then_some(at);
            }
        }
        waiting
    }

    /// Keeps the frame until the next one; `false` where something in it has to be masked.
    pub(super) fn defer(&mut self, channel: usize) -> bool {
        if !self.pieces.is_empty() {
            return false;
        }
        let mut frame = Kept::new(self.engine.pool());
        let kept = frame.copy(&self.frame);
        self.note(kept);
        self.ended = Some(Ended { channel, frame });
        true
    }

    /// Writes the end of a block that waited, behind what was held back, unless the text may go on in the next block.
    pub(super) fn write_ended(&mut self, out: &mut dyn FnMut(&[u8])) {
        let Some(Ended { channel, frame }) = self.ended.take() else {
            return;
        };
        if self.told.last || self.told.turned || self.pieces.speakers().any(|at| at != channel) {
            self.flush(channel, Voice::interrupt, out);
        }
        if self.failure.is_none() {
            self.writer.write(&frame, core::iter::empty(), out);
        }
    }

    fn sites(&self, frame: &Kept) -> Sites {
        let mut inner = Vec::new();
        let (data, _) = document(&mut inner, frame, self.writer.framing(), &self.pieces);
        let text = |bytes| core::str::from_utf8(bytes).unwrap_or_default();
        Sites::of(text(data), text(frame.event()))
    }
}

/// Whether it is a channel that holds text back which a copy of its last frame can say.
fn waits(known: &Rewritten) -> bool {
    let says = |(_, copied): &_| matches!(copied, Copied::Text);
    known.site.is_empty() && known.voice.held() > 0 && known.places.iter().any(says)
}
