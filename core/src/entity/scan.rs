//! The walk over a sentence's tokens.

use super::names::{self, Known};
use super::patterns;
use super::patterns::secrets::pem::{self, Rest};
use super::{Found, Kind, Kinds, Verdict};
use crate::text::{Span, TokenKind, View};

/// One walk from left to right. What begins before [`position`](Self::position) can no longer
/// change.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scanner {
    next: usize,
    /// Whether the sentence before ended within a private key.
    in_key: bool,
}

impl Scanner {
    /// The token that the walk has come to.
    pub fn position(&self) -> usize {
        self.next
    }

    /// Goes on at the first token of the next sentence.
    pub fn restart(&mut self) {
        self.next = 0;
    }

    /// Goes on to the next mention that is certain; `None` when more tokens are needed, or when
    /// the sentence is at its end.
    pub fn advance(
        &mut self,
        view: &View<'_>,
        kinds: Kinds,
        known: &impl Known,
    ) -> Option<(Span, Found)> {
        if self.in_key && self.next == 0 && !view.tokens.is_empty() {
            match self.key(view) {
                Verdict::No => {}
                Verdict::More => return None,
                Verdict::Found(found) => return Some((span(0, self.next, &found), found)),
            }
        }
        while self.next < view.tokens.len() {
            match verdict(view, self.next, kinds, known) {
                Verdict::No => self.next += 1,
                Verdict::More if view.closed => self.next += 1,
                Verdict::More => return None,
                Verdict::Found(found) => {
                    let first = self.next;
                    self.next = view.token_behind(first + 1, found.end);
                    return Some((span(first, self.next, &found), found));
                }
            }
        }
        if view.closed && kinds.has(Kind::Secret) {
            // What follows the sentence may be there already.
            self.in_key = self.in_key || pem::is_open(&view.text[..end(view)]);
        }
        None
    }

    /// A private key goes on over sentences: lines of code are such.
    fn key(&mut self, view: &View<'_>) -> Verdict {
        let end = end(view);
        let (rest, goes_on) = match pem::go_on(&view.text[..end], !view.closed) {
            Rest::Open => return Verdict::More,
            Rest::None => (0, false),
            Rest::End(length) => (length, false),
            Rest::All => (end, true),
        };
        self.in_key = goes_on;
        if rest == 0 {
            return Verdict::No;
        }
        self.next = view.token_behind(1, rest);
        let rule = Some("private-key");
        let found = Found::sure(0, rest, Kind::Secret);
        Verdict::Found(Found { rule, ..found })
    }
}

/// Where the last token of a view ends.
fn end(view: &View<'_>) -> usize {
    view.tokens.last().map_or(0, |token| usize::from(token.end))
}

/// The first recogniser that does not say no has the word.
fn verdict(view: &View<'_>, at: usize, kinds: Kinds, known: &impl Known) -> Verdict {
    if view.tokens[at].kind == TokenKind::Markup {
        return Verdict::No;
    }
    match patterns::recognise(view, at, kinds) {
        Verdict::No => names::recognise(view, at, kinds, known),
        verdict => verdict,
    }
}

fn span(first: usize, last: usize, found: &Found) -> Span {
    Span {
        start: found.start as u16,
        end: found.end as u16,
        first: first as u16,
        last: last as u16,
        kind: found.kind,
        confidence: found.confidence,
        entity: None,
    }
}
