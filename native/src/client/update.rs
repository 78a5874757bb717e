//! What a session tells, as values that can be kept and sent.

use midflight_core::relation::Term;
use midflight_core::{
    Channel, Delta, Diagnostic, Ending, Event, Kind, Mention, NodeId, Triple, Usage, Wire,
};

/// One thing that a stream said or means: an [`Event`] that owns what it tells. Changes of the graph
/// are not among them; a [`KnowledgeGraph`](midflight_core::KnowledgeGraph) takes those as a sink.
///
/// With serde it becomes the JSON object that the command line writes, but for entities, which are
/// told by their ids in the graph: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Update {
    /// With `Wire::Auto`: what the stream was taken for.
    Wire(Wire),
    /// A piece of a channel's text, reasoning, refusal or tool arguments.
    Text {
        /// The channel that it continues.
        channel: Channel,
        /// The piece.
        text: String,
    },
    /// The model calls a tool.
    ToolCall {
        /// The provider's choice.
        choice: u32,
        /// The calls of a stream, counted from 0.
        call: u32,
        /// The provider's id of the call.
        id: String,
        /// The tool's name.
        name: String,
    },
    /// The last totals known, so far.
    Usage(Usage),
    /// A choice is finished.
    Finish {
        /// The provider's choice.
        choice: u32,
        /// The provider's word for why.
        reason: String,
    },
    /// An error of the provider within the stream.
    Error {
        /// The provider's code or type.
        code: String,
        /// The provider's message.
        message: String,
    },
    /// A mention of an entity.
    Mention(OwnedMention),
    /// A relation.
    Relation(OwnedTriple),
    /// Something malformed that the stream went on behind.
    Diagnostic(Diagnostic),
    /// The end; nothing follows.
    End(Ending),
}

/// A [`Mention`] that owns its text.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedMention {
    /// Where it was said.
    pub channel: Channel,
    /// Its first byte, counted from the start of the channel's UTF-8 text.
    pub start: u64,
    /// The byte behind its last.
    pub end: u64,
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub text: String,
    /// The entity that it names, for kinds that have one.
    pub entity: Option<NodeId>,
    /// How sure the recogniser is, from 0 to 1.
    pub confidence: f32,
    /// The rule that found it, where there are several for a kind.
    pub rule: Option<&'static str>,
}

/// A [`Triple`] that owns its words.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedTriple {
    /// Where it was said.
    pub channel: Channel,
    /// The subject's words, and its entity.
    pub subject: OwnedTerm,
    /// The relation's words.
    pub predicate: String,
    /// One form for all ways of saying it.
    pub normalized: String,
    /// The object's words, and its entity where it is one.
    pub object: OwnedTerm,
    /// Whether it is said to be so: neither negated nor hypothetical.
    pub asserted: bool,
    /// How sure the extraction is, from 0 to 1.
    pub confidence: f32,
    /// The first byte of the sentence's part, counted from the start of the channel's text.
    pub start: u64,
    /// The byte behind its last.
    pub end: u64,
}

/// A side of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedTerm {
    /// Its words.
    pub text: String,
    /// The entity that it is, where it is one.
    pub entity: Option<NodeId>,
}

impl Update {
    /// What the event tells; `None` for what is no news for a reader.
    pub fn of(event: &Event<'_>) -> Option<Self> {
        Some(match event {
            Event::Wire(wire) => Self::Wire(*wire),
            Event::Delta(delta) => return Self::of_delta(delta),
            Event::Mention(mention) => Self::Mention(mention.into()),
            Event::Triple(triple) => Self::Relation(triple.into()),
            Event::Diagnostic(diagnostic) => Self::Diagnostic(diagnostic.clone()),
            Event::End(ending) => Self::End(*ending),
            _ => return None,
        })
    }

    fn of_delta(delta: &Delta<'_>) -> Option<Self> {
        Some(match delta {
            Delta::Text { channel, text, .. } => Self::Text {
                channel: *channel,
                text: (*text).to_owned(),
            },
            Delta::ToolCall {
                choice,
                call,
                id,
                name,
            } => Self::ToolCall {
                choice: *choice,
                call: *call,
                id: (*id).to_owned(),
                name: (*name).to_owned(),
            },
            Delta::Usage(usage) => Self::Usage(*usage),
            Delta::Finish { choice, reason } => Self::Finish {
                choice: *choice,
                reason: (*reason).to_owned(),
            },
            Delta::Error { code, message } => Self::Error {
                code: (*code).to_owned(),
                message: (*message).to_owned(),
            },
            _ => return None,
        })
    }
}

impl From<&Mention<'_>> for OwnedMention {
    fn from(mention: &Mention<'_>) -> Self {
        Self {
            channel: mention.channel,
            start: mention.start,
            end: mention.end,
            kind: mention.kind,
            text: mention.text.to_owned(),
            entity: mention.entity,
            confidence: mention.confidence,
            rule: mention.rule,
        }
    }
}

impl From<&Triple<'_>> for OwnedTriple {
    fn from(triple: &Triple<'_>) -> Self {
        Self {
            channel: triple.channel,
            subject: (&triple.subject).into(),
            predicate: triple.predicate.to_owned(),
            normalized: triple.normalized.to_owned(),
            object: (&triple.object).into(),
            asserted: triple.asserted,
            confidence: triple.confidence,
            start: triple.start,
            end: triple.end,
        }
    }
}

impl From<&Term<'_>> for OwnedTerm {
    fn from(term: &Term<'_>) -> Self {
        Self {
            text: term.text.to_owned(),
            entity: term.entity,
        }
    }
}
