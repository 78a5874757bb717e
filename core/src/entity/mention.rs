//! Mentions.

use super::Kind;
use crate::{Channel, NodeId};

/// A place of a channel's text that names an entity or holds a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention<'a> {
    /// Where it was said.
    pub channel: Channel,
    /// Its first byte, counted from the start of the channel's UTF-8 text.
    pub start: u64,
    /// The byte behind its last.
    pub end: u64,
    /// What it is.
    pub kind: Kind,
    /// Exactly the bytes from `start` to `end`.
    pub text: &'a str,
    /// The entity that it names, for kinds that have one.
    pub entity: Option<NodeId>,
    /// How sure the recogniser is, from 0 to 1.
    pub confidence: f32,
    /// The rule that found it, where there are several for a kind.
    pub rule: Option<&'static str>,
}
