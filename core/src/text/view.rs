//! What a recogniser sees of a window.

use super::{Token, TokenKind};

/// The tokens of a sentence so far, and whether more can follow. All fields in it are whole.
#[derive(Clone, Copy, Debug)]
pub struct View<'w> {
    /// The window's text; tokens are ranges of it.
    pub text: &'w str,
    /// The tokens of the sentence.
    pub tokens: &'w [Token],
    /// Whether the sentence is closed, so that no token can follow.
    pub closed: bool,
    /// What the text is the value of: the key in a tool call's arguments. Empty elsewhere.
    pub name: &'w str,
    /// What lines before call a value that this one has.
    pub beside: &'w str,
    /// The column of the table that `beside` is the head of, counted by the strokes before it, or of comma-separated
    /// values, whose mark is in the upper byte; 0 where it is none.
    pub column: u16,
}

impl<'w> View<'w> {
    /// The text of a token.
    #[inline]
    pub fn word(&self, token: &Token) -> &'w str {
        &self.text[usize::from(token.start)..usize::from(token.end)]
    }

    /// The same in bytes, which costs less: where a character begins is not looked at.
    #[inline]
    pub(crate) fn bytes(&self, token: &Token) -> &'w [u8] {
        &self.text.as_bytes()[usize::from(token.start)..usize::from(token.end)]
    }

    /// The token at `index`, if it is there already.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&'w Token> {
        self.tokens.get(index)
    }

    /// The first token at or behind `index` that is no markup.
    pub fn spoken(&self, index: usize) -> Option<usize> {
        (index..self.tokens.len()).find(|&at| self.tokens[at].kind != TokenKind::Markup)
    }

    /// The byte of the window behind the last byte of the field that token `index` stands in.
    pub fn field_end(&self, index: usize) -> usize {
        let rest = &self.tokens[index..];
        let last = rest[1..]
            .iter()
            .position(|t| t.flags.has(super::Flags::FIELD));
        usize::from(rest[last.unwrap_or(rest.len() - 1)].end)
    }

    /// The text from the start of token `index` to the end of its field.
    pub fn field_rest(&self, index: usize) -> &'w str {
        &self.text[usize::from(self.tokens[index].start)..self.field_end(index)]
    }

    /// The first token at or behind `from` that begins at byte `end` of the window or behind it.
    pub fn token_behind(&self, from: usize, end: usize) -> usize {
        let behind = self.tokens[from..]
            .iter()
            .position(|t| usize::from(t.start) >= end);
        behind.map_or(self.tokens.len(), |n| from + n)
    }
}
