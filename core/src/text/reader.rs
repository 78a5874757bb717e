//! The text stage of one channel: deltas in, whole fields as tokens and closed sentences out.

use super::{Lexicon, Window};

/// What the reader has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It needs more text.
    Idle,
    /// The tokens of one more field are in the window.
    Field,
    /// The tokens in the window are a whole sentence. [`Reader::release`] it and go on.
    Sentence,
}

/// Divides a channel's text. Everything it does is a function of the text alone, not of how the
/// text came.
#[derive(Debug, Default)]
pub struct Reader {}

impl Reader {
    /// Appends the head of `text` to the window, as much as it has room for, and returns the rest,
    /// which is to be pushed when [`step`](Self::step) has come to `Idle`.
    pub fn push<'t>(&mut self, window: &mut Window, text: &'t str) -> &'t str {
        let _ = window;
        text
    }

    /// Goes on by one field or to the end of a sentence. `ended`: no text will follow.
    pub fn step(&mut self, window: &mut Window, lexicon: &Lexicon, ended: bool) -> Step {
        let _ = (window, lexicon, ended);
        Step::Idle
    }

    /// The channel's byte up to which the text can no longer change: the start of the field that is
    /// not whole yet.
    pub fn stable(&self, window: &Window) -> u64 {
        window.base
    }

    /// Takes a closed sentence out of the window; what follows it stays.
    pub fn release(&mut self, window: &mut Window) {
        let _ = window;
    }
}
