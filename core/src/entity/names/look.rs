//! A view that notices when a decision depends on tokens that are not there yet.

use core::cell::Cell;

use crate::text::{Token, TokenKind, View};

/// Markup that is looked past between two words, at most.
const MARKUP: usize = 3;

/// Reads a view. Whatever was decided without running out holds whatever follows.
pub(super) struct Look<'v, 'w> {
    view: &'v View<'w>,
    ran_out: Cell<bool>,
}

impl<'v, 'w> Look<'v, 'w> {
    pub(super) fn new(view: &'v View<'w>) -> Self {
        Self {
            view,
            ran_out: Cell::new(false),
        }
    }

    /// Whether a token was asked for that may still come.
    pub(super) fn ran_out(&self) -> bool {
        self.ran_out.get()
    }

    /// The token at `index`, noticing when it is not there yet.
    #[inline]
    pub(super) fn token(&self, index: usize) -> Option<&'w Token> {
        let token = self.view.tokens.get(index);
        if token.is_none() && !self.view.closed {
            self.ran_out.set(true);
        }
        token
    }

    /// The text of a token.
    #[inline]
    pub(super) fn word(&self, token: &Token) -> &'w str {
        self.view.word(token)
    }

    /// The same in bytes.
    #[inline]
    pub(super) fn bytes(&self, token: &Token) -> &'w [u8] {
        self.view.bytes(token)
    }

    /// The window's text, in which all fields are whole.
    pub(super) fn text(&self) -> &'w str {
        self.view.text
    }

    /// The first token at or behind `index` that is said.
    #[inline]
    pub(super) fn spoken(&self, index: usize) -> Option<(usize, &'w Token)> {
        (index..index + MARKUP)
            .map_while(|at| self.token(at).map(|token| (at, token)))
            .find(|(_, token)| token.kind != TokenKind::Markup)
    }

    /// The last token before `index` that is said.
    #[inline]
    pub(super) fn spoken_before(&self, index: usize) -> Option<(usize, &'w Token)> {
        (index.saturating_sub(MARKUP)..index)
            .rev()
            .map(|at| (at, &self.view.tokens[at]))
            .find(|(_, token)| token.kind != TokenKind::Markup)
    }
}
