//! A channel's text where the block ends that it stands in.

use super::{Mask, Masking};
use crate::entity::Found;
use crate::redact::danger;
use crate::redact::look::Look;
use crate::text::Window;

impl Mask {
    /// The text goes on in another block, or not at all: decides what is held back, but for what looks like the
    /// beginning of a value.
    pub(in crate::redact) fn pause(&mut self, to: &mut Masking<'_>) {
        if self.blind || self.arguments.is_some() {
            return;
        }
        if let Some(window) = self.window.take() {
            self.decide(&window, to);
            self.window = Some(window);
        }
    }

    fn decide(&mut self, window: &Window, to: &mut Masking<'_>) {
        let (text, from) = (&window.text, (self.written - window.base) as usize);
        let state = (&self.reader, &self.scanner);
        // Where no window is free, the text waits as it would have.
        let Ok(look) = Look::on(window, state, to.kinds, to.engine, to.values) else {
            return;
        };
        let mut decided = from;
        for (range, kind) in look.values {
            decided = decided.max(range.end);
            self.cover(window, &Found::sure(range.start, range.end, kind), to);
        }
        let end = decided + danger::start(&text[decided..], to.kinds);
        self.release(window, end, to);
    }
}
