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

impl Rewriter {
    /// Where the frame ends the block in which a channel spoke last, what is held back of it comes before, but for
    /// what looks like the beginning of a value: that waits for the next block.
    pub(super) fn end_blocks(&mut self, out: &mut dyn FnMut(&[u8])) {
        if self.purpose != Purpose::Mask || !self.channels.iter().any(waits) {
            return;
        }
        let end = self.sites(&self.frame);
        for at in 0..self.channels.len() {
            let known = &self.channels[at];
            let template = known.template.as_ref().filter(|_| waits(known));
            if template.is_some_and(|template| end.end(&self.sites(template))) {
                self.flush(at, Voice::pause, out);
            }
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
