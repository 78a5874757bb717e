//! Where a shorter name is written.

use alloc::string::String;

/// A buffer for one shorter name. It keeps its memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Alias(String);

impl Alias {
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn begin(&mut self) {
        self.0.clear();
    }

    pub(super) fn extend(&mut self, letters: impl IntoIterator<Item = char>) {
        self.0.extend(letters);
    }

    pub(super) fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }
}
