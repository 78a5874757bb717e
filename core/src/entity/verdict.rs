//! A recogniser's answer.

use super::Kind;

/// A recogniser's answer about a token. `No` and `Found` must hold whatever follows; where what
/// follows could change them and the view is not closed, the answer is `More`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Nothing of this recogniser's begins here.
    No,
    /// It cannot be told before more tokens are there. Never given on a closed view.
    More,
    /// A mention begins here.
    Found(Found),
}

/// A mention in a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its first byte within the window's text.
    pub start: usize,
    /// The byte behind its last. The scan goes on at the first token that begins there or behind.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// How sure the recogniser is, from 0 to 1.
    pub confidence: f32,
    /// The rule that found it, where there are several for a kind (`aws-access-key`).
    pub rule: Option<&'static str>,
}

impl Found {
    /// A mention from `start` to `end` that is certain.
    pub fn sure(start: usize, end: usize, kind: Kind) -> Self {
        Self {
            start,
            end,
            kind,
            confidence: 1.0,
            rule: None,
        }
    }
}
