//! From closed sentences to triples.

mod chunk;
mod clause;
mod confidence;
mod extract;
mod items;
mod linking;
mod normalize;
mod noun;
mod phrase;
mod reading;
mod subject;
mod tag;
mod tagger;
mod unmarked;
mod words;

pub use extract::{Extractor, Part, Sentence, Statement};
pub use normalize::active;
pub(crate) use unmarked::{Unmarked, may_be_marked};

use crate::{Channel, NodeId};

/// A relation that a sentence states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triple<'a> {
    /// Where it was said.
    pub channel: Channel,
    /// The first byte of the words that it was read from, counted from the start of the channel's
    /// text.
    pub start: u64,
    /// The byte behind their last.
    pub end: u64,
    /// Of what something is said.
    pub subject: Term<'a>,
    /// The relation's words as they stand in the text, without marks of Markdown, with a preposition that
    /// belongs to them.
    pub predicate: &'a str,
    /// One form for all ways of saying it, on which edges of the graph meet.
    pub normalized: &'a str,
    /// What is said of it.
    pub object: Term<'a>,
    /// Whether it is stated; a negated or hypothetical statement is not.
    pub asserted: bool,
    /// How sure the extractor is, from 0 to 1.
    pub confidence: f32,
}

/// A subject or object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term<'a> {
    /// Its words, without marks of Markdown.
    pub text: &'a str,
    /// The entity that it is, where it is one.
    pub entity: Option<NodeId>,
}
