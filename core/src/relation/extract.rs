//! Statements of one sentence.

use std::ops::Range;

use crate::text::{Span, View};

/// A closed sentence with what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'w> {
    /// Its tokens.
    pub view: View<'w>,
    /// Its mentions, in order.
    pub mentions: &'w [Span],
}

/// A statement, as ranges of the window's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<'x> {
    /// Of what something is said.
    pub subject: Part,
    /// The relation's words.
    pub predicate: Range<usize>,
    /// One form for all ways of saying it.
    pub normalized: &'x str,
    /// What is said of it.
    pub object: Part,
    /// Whether it is stated, not denied or supposed.
    pub asserted: bool,
    /// From 0 to 1.
    pub confidence: f32,
}

/// A subject or object.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its bytes within the window's text.
    pub range: Range<usize>,
    /// The mention that it is (an index into the sentence's mentions), where it is one.
    pub mention: Option<usize>,
}

/// Reads statements out of sentences. It keeps its scratch from one to the next.
#[derive(Debug, Default)]
pub struct Extractor {}

impl Extractor {
    /// Hands every statement of the sentence to `out`, in the order of their predicates.
    pub fn extract(&mut self, sentence: &Sentence<'_>, out: &mut dyn FnMut(Statement<'_>)) {
        let _ = (sentence, out);
    }
}
