//! The end of a text that was cut off, as a limit of tokens does: in the middle of a key, most of it is said.

use super::{Mask, Masking};
use crate::Kind;
use crate::entity::Found;
use crate::entity::patterns::begins_key;
use crate::redact::look::Look;

/// Bytes of the shortest beginning of a key that gives something away.
const SAID: usize = 16;

impl Mask {
    /// Masks the key that the text ends in the middle of, behind what else is in what is held back.
    pub(super) fn cover_cut_off(&mut self, to: &mut Masking<'_>) {
        if self.blind || !to.kinds.has(Kind::Secret) {
            return;
        }
        let Some(window) = self.window.take() else {
            return;
        };
        let rest = self.rest(&window);
        let begun = begins_key(rest).filter(|at| rest.len() - at >= SAID);
        if let Some(at) = begun {
            let (start, end) = (window.text.len() - rest.len() + at, window.text.len());
            let state = (&self.reader, &self.scanner);
            // Where no window is free, the text ends as it would have.
            let values = Look::on(&window, state, to.kinds, to.engine, to.values);
            let values = values.map(|look| look.values).unwrap_or_default();
            if values.iter().all(|(range, _)| range.end <= start) {
                for (range, kind) in values {
                    self.cover(&window, &Found::sure(range.start, range.end, kind), to);
                }
                self.cover(&window, &Found::sure(start, end, Kind::Secret), to);
            }
        }
        self.window = Some(window);
    }
}
