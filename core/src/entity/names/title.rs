//! Titles of works, by the marks that they stand in: `the film *Parasite*`, `"Lost Harbour" by Ines Okafor`.

use super::event::is_year;
use super::look::Look;
use super::run::is_named;
use crate::text::list::{List, list};
use crate::text::{Flags, Token, TokenKind, View};

/// Tokens that a title has at most.
const TOKENS: usize = 14;

/// Words before a title that say what it is.
const WORKS: &List = list!(
    "novel novels novella book books memoir autobiography trilogy film movie documentary miniseries sitcom musical opera \
     ballet symphony play song single album albums songs ep poem essay painting sculpture podcast titled entitled bestseller thriller"
);

/// Words without a capital in a title.
const SMALL: &List = list!(
    "a an the and or nor but of in on at to for from by with without into over under as is de la le el der die das des"
);

/// Where the title ends that stands in marks from token `at` on: the token behind its last.
pub(super) fn title(look: &Look<'_, '_>, at: usize, first: &Token) -> Option<usize> {
    if first.flags.has(Flags::SPACE) {
        return None;
    }
    let open = look.token(at.checked_sub(1)?)?;
    let (closing, emphasis) = closing(look, open)?;
    let (end, close, small) = within(look, at, closing)?;
    let told = look.spoken_before(at - 1);
    let told = told.is_some_and(|(_, token)| WORKS.has(look.bytes(token)));
    let article = list!("the").has(look.bytes(first));
    let titled = emphasis && end > at + 1 && (small || article);
    (told || titled || is_made_by(look, close + 1)).then_some(end)
}

/// The mark that closes what `open` opens, and whether it is emphasis.
fn closing<'m>(look: &Look<'_, 'm>, open: &Token) -> Option<(&'m str, bool)> {
    match look.word(open) {
        "\"" => Some(("\"", false)),
        "“" => Some(("”", false)),
        "«" => Some(("»", false)),
        mark @ ("*" | "_") if open.kind == TokenKind::Markup => Some((mark, true)),
        _ => None,
    }
}

/// The token behind the last word, the closing mark, and whether a small word stands within, where all others have capitals.
fn within(look: &Look<'_, '_>, at: usize, closing: &str) -> Option<(usize, usize, bool)> {
    let (mut end, mut small, mut named) = (at, false, false);
    for index in at..at + TOKENS {
        let token = look.token(index)?;
        let word = look.word(token);
        if word == closing && index > at {
            return named.then_some((end, index, small));
        }
        if token.flags.any(Flags::LINE.with(Flags::CODE)) {
            return None;
        }
        match token.kind {
            TokenKind::Word if is_named(token) => named = true,
            TokenKind::Word if index > at && SMALL.has(word) => small = true,
            TokenKind::Word if matches!(word, "'s" | "’s") => {}
            TokenKind::Number => {}
            TokenKind::Punctuation
                if matches!(word, "," | "." | ":" | "!" | "?" | "&" | "-" | "'" | "’") =>
            {
                continue;
            }
            _ => return None,
        }
        end = index + 1;
    }
    None
}

/// Whether who made it or its year stands at a token: `by Ines Okafor`, `(1999)`.
fn is_made_by(look: &Look<'_, '_>, at: usize) -> bool {
    let Some((at, first)) = look.spoken(at) else {
        return false;
    };
    let next = look.spoken(at + 1);
    next.is_some_and(|(_, next)| match look.word(first) {
        "by" => is_named(next),
        "(" => is_year(look, next),
        _ => false,
    })
}

/// Whether a title may begin at a token: the first look, which nearly every token fails.
#[inline]
pub(in crate::entity) fn may_begin(view: &View<'_>, at: usize) -> bool {
    let glued = at > 0 && !view.tokens[at].flags.has(Flags::SPACE);
    glued
        && matches!(
            view.bytes(&view.tokens[at - 1]),
            b"*" | b"_" | b"\"" | b"\xe2\x80\x9c" | b"\xc2\xab"
        )
}
