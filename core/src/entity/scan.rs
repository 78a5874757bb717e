//! The walk over a sentence's tokens.

use super::beside::{self, Beside};
use super::names::{self, Known};
use super::patterns;
use super::patterns::secrets::pem::{self, Rest};
use super::{Found, Kind, Kinds, Verdict};
use crate::text::{Flags, Span, Token, TokenKind, View, Window, WordShape};

/// One walk from left to right. What begins before [`position`](Self::position) can no longer
/// change.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scanner {
    next: usize,
    /// The token behind a name that nobody asked for, of which no part is another: `San Francisco`.
    behind: usize,
    /// Whether the sentence before ended within a private key.
    in_key: bool,
    /// Whether the last mention is a secret that the next field may go on with: its own was cut.
    in_secret: bool,
    beside: Beside,
}

impl Scanner {
    /// The token that the walk has come to.
    pub fn position(&self) -> usize {
        self.next
    }

    /// Whether lines before have a name for a value.
    pub(crate) fn expects(&self) -> bool {
        !self.beside.name().is_empty()
    }

    /// Goes on at the first token of the next sentence.
    pub fn restart(&mut self) {
        (self.next, self.behind) = (0, 0);
    }

    /// Goes on to the next mention that is certain; `None` when more tokens are needed, or when
    /// the sentence is at its end.
    pub fn advance(
        &mut self,
        view: &View<'_>,
        kinds: Kinds,
        known: &impl Known,
    ) -> Option<(Span, Found)> {
        let (beside, named);
        let mut view = view;
        // Few lines have a name for what stands behind them.
        if !self.beside.is_empty() {
            beside = self.beside;
            named = View {
                beside: beside.name(),
                column: beside.column,
                ..*view
            };
            view = &named;
        }
        if self.in_key && self.next == 0 && !view.tokens.is_empty() {
            match self.key(view) {
                Verdict::No => {}
                Verdict::More => return None,
                Verdict::Found(found) => return Some((span(0, self.next, &found), found)),
            }
        }
        while self.next < view.tokens.len() {
            if self.in_secret && view.tokens[self.next].flags.has(Flags::FIELD) {
                self.in_secret = false;
                if let Some(found) = rest_of_secret(view, self.next) {
                    return Some(self.take(view, found));
                }
            }
            let named = self.next >= self.behind;
            match verdict(view, self.next, kinds, named.then_some(known)) {
                Verdict::No => self.next += 1,
                Verdict::Found(found) if !kinds.has(found.kind) => {
                    self.behind = view.token_behind(self.next + 1, found.end);
                    self.next += 1;
                }
                Verdict::More if view.closed => self.next += 1,
                Verdict::More => return None,
                Verdict::Found(found) => return Some(self.take(view, found)),
            }
        }
        if view.closed && kinds.has(Kind::Secret) {
            self.leave(view);
        }
        None
    }

    /// Keeps what the lines that follow need to know of the sentence, which has ended.
    fn leave(&mut self, view: &View<'_>) {
        let (mut dashed, mut signed) = (false, false);
        for token in view.tokens {
            // Most are of plain words.
            if token.flags.any(SIGNED) || token.kind == TokenKind::Rest {
                dashed |= token.flags.has(Flags::FIELD_HYPHEN);
                signed |= token.kind.marks() && beside::may_hold_sign(view, token);
            }
        }
        // What follows the sentence may be there already.
        let text = || &view.text[..end(view)];
        self.in_key = self.in_key || dashed && pem::is_open(text());
        if signed || memchr::memchr(b'\t', text().as_bytes()).is_some() {
            self.beside.pass(text());
        } else if !self.beside.is_new() {
            self.beside = Beside::default();
        }
    }

    fn take(&mut self, view: &View<'_>, found: Found) -> (Span, Found) {
        let first = self.next;
        self.next = view.token_behind(first + 1, found.end);
        self.in_secret = found.kind == Kind::Secret && ends_cut(view, first, found.end);
        (span(first, self.next, &found), found)
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

/// One of these has the field of a sign of which [`Scanner::leave`] takes note.
const SIGNED: Flags = Flags::FIELD_HYPHEN
    .with(Flags::FIELD_COLON)
    .with(Flags::FIELD_MARK);

/// Whether a mention from token `first` to byte `end` reaches to where its field was cut.
fn ends_cut(view: &View<'_>, first: usize, end: usize) -> bool {
    let field = view.field_end(first);
    let begins = |token: &&Token| token.flags.has(Flags::FIELD);
    let begin = view.tokens[..=first].iter().rev().find(begins);
    let start = begin.map_or(0, |token| usize::from(token.start));
    let rest = view.text.get(end..field);
    field - start >= Window::FIELD_BYTES - 8 && rest.is_some_and(|rest| rest.bytes().all(in_secret))
}

fn in_secret(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=_-.~".contains(&byte)
}

/// What goes on with a long secret in the field at token `at`, if that is glued to the one before it.
fn rest_of_secret(view: &View<'_>, at: usize) -> Option<Found> {
    let token = &view.tokens[at];
    if token.flags.has(Flags::SPACE) {
        return None;
    }
    let length = view
        .field_rest(at)
        .bytes()
        .take_while(|byte| in_secret(*byte))
        .count();
    let start = usize::from(token.start);
    let found = Found::sure(start, start + length, Kind::Secret);
    (length > 0).then_some(Found {
        rule: Some("cut"),
        ..found
    })
}

/// Where the last token of a view ends.
fn end(view: &View<'_>) -> usize {
    view.tokens.last().map_or(0, |token| usize::from(token.end))
}

/// The first recogniser that does not say no has the word; without `known`, no name is looked for.
fn verdict(view: &View<'_>, at: usize, kinds: Kinds, known: Option<&impl Known>) -> Verdict {
    let token = &view.tokens[at];
    let plain = patterns::passes(view, at);
    if token.kind == TokenKind::Markup || plain && names::passes(token) {
        return Verdict::No;
    }
    if known.is_some() && token.kind != TokenKind::Punctuation {
        match larger(view, at, kinds) {
            Verdict::No => {}
            verdict => return verdict,
        }
    }
    // Capitals within a word may be those of a key.
    let pattern = if plain && token.shape != WordShape::Mixed {
        Verdict::No
    } else {
        patterns::recognise(view, at, kinds)
    };
    match (pattern, known) {
        (Verdict::No, Some(known)) => names::recognise(view, at, known),
        (verdict, _) => verdict,
    }
}

/// What has a name of its own though a pattern begins it: `2016 Summer Olympics`, the album *A Year in Oslo*.
#[inline]
fn larger(view: &View<'_>, at: usize, kinds: Kinds) -> Verdict {
    if names::may_open_event(&view.tokens[at]) && kinds.has(Kind::Event) {
        names::dated(view, at)
    } else if names::may_begin_title(view, at) && kinds.has(Kind::Work) {
        names::titled(view, at)
    } else {
        Verdict::No
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
