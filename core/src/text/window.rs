//! The text, tokens and mentions of a channel's open sentence.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Token, View};
use crate::buffer::Reset;
use crate::entity::Kind;
use crate::graph::NodeId;

/// A mention within a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Its first byte within the window's text.
    pub start: u16,
    /// The byte behind its last.
    pub end: u16,
    /// Its first token.
    pub first: u16,
    /// The token behind its last.
    pub last: u16,
    /// What it is.
    pub kind: Kind,
    /// How sure the recogniser is, from 0 to 1.
    pub confidence: f32,
    /// The entity that it was resolved to, for kinds that have one.
    pub entity: Option<NodeId>,
}

/// A pooled piece of a channel: the open sentence with all that was found in it, and the field
/// behind it that is not whole yet. Its vectors never grow past what they were made with.
#[derive(Debug)]
pub struct Window {
    /// The text from the open sentence's start on.
    pub text: String,
    /// The channel's byte that `text` begins at.
    pub base: u64,
    /// The tokens of all whole fields of the open sentence.
    pub tokens: Vec<Token>,
    /// The mentions found in it so far, in order.
    pub mentions: Vec<Span>,
    /// What the text is the value of, where it is one.
    pub name: String,
}

impl Window {
    /// Bytes of one sentence. A longer one is closed by force between two fields.
    pub const SENTENCE_BYTES: usize = 4 << 10;
    /// Bytes of one field. A longer one is cut.
    pub const FIELD_BYTES: usize = 2 << 10;
    /// Tokens of one field. What is behind them is one token of kind `Rest`.
    pub const FIELD_TOKENS: usize = 256;
    /// Tokens of one sentence. One that would have more is closed by force between two fields.
    pub const TOKENS: usize = 608;
    /// Mentions of one sentence that relations are read between; further ones are told only.
    pub const MENTIONS: usize = 64;

    /// Bytes of a name.
    pub const NAME: usize = 72;

    /// Sets what the text is the value of, by its last bytes where it is long.
    pub fn set_name(&mut self, name: &str) {
        let skip = name.len().saturating_sub(Self::NAME);
        self.name.clear();
        self.name.push_str(&name[name.ceil_char_boundary(skip)..]);
    }

    /// Whether it holds nothing and is no text's next piece.
    pub(crate) fn is_new(&self) -> bool {
        self.base == 0 && self.text.is_empty() && self.name.is_empty()
    }

    /// The view that recognisers get.
    pub fn view(&self, closed: bool) -> View<'_> {
        View {
            text: &self.text,
            tokens: &self.tokens,
            closed,
            name: &self.name,
            beside: "",
            column: 0,
        }
    }
}

impl Default for Window {
    fn default() -> Self {
        Self {
            text: String::with_capacity(Self::SENTENCE_BYTES + Self::FIELD_BYTES),
            base: 0,
            tokens: Vec::with_capacity(Self::TOKENS),
            mentions: Vec::with_capacity(Self::MENTIONS),
            name: String::with_capacity(Self::NAME),
        }
    }
}

impl Reset for Window {
    fn reset(&mut self) {
        self.text.clear();
        self.base = 0;
        self.tokens.clear();
        self.mentions.clear();
        self.name.clear();
    }

    fn measure(&self) -> usize {
        let (tokens, mentions) = (self.tokens.capacity(), self.mentions.capacity());
        let lists = tokens * size_of::<Token>() + mentions * size_of::<Span>();
        size_of::<Self>() + self.text.capacity() + self.name.capacity() + lists
    }
}
