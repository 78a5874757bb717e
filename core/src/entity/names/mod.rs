//! Names of persons, organizations, places and the like, by context, capitals and word lists.
//!
//! From a word with a capital on, `run` gathers the words that belong together; `evidence`
//! notes what speaks for which kind; `weigh` decides. All read tokens through a `look`, which
//! notices when a decision hangs on a token that is not there yet.

mod acronym;
mod code;
mod context;
mod event;
mod evidence;
mod look;
mod phrases;
mod run;
mod settle;
mod title;
mod weigh;
mod weights;

use core::ops::Range;

use super::{Found, Kind, Verdict};
use crate::text::list::{List, list};
use crate::text::{Classes, Flags, Token, TokenKind, View, WordShape};
pub(super) use event::may_open as may_open_event;
use look::Look;
use phrases::phrase;
use run::{Run, is_function, is_named, is_title};
pub(super) use title::may_begin as may_begin_title;

/// What a stream has named before.
pub trait Known {
    /// The kind of the entity that goes by this one word in this stream.
    fn kind_of(&self, word: &str) -> Option<Kind>;
}

/// The name that begins at token `at`, of whatever kind.
pub fn recognise(view: &View<'_>, at: usize, known: &impl Known) -> Verdict {
    let Some(first) = view.get(at).filter(|token| may_begin(token)) else {
        return Verdict::No;
    };
    let look = Look::new(view);
    let name = name_at(&look, at, first, known);
    told(&look, name)
}

/// What was found, unless it hangs on tokens that may still come.
fn told(look: &Look<'_, '_>, found: Option<Found>) -> Verdict {
    if look.ran_out() {
        return Verdict::More;
    }
    found.map_or(Verdict::No, Verdict::Found)
}

/// The work whose title stands in marks from token `at` on: `the film *Parasite*`.
pub fn titled(view: &View<'_>, at: usize) -> Verdict {
    let look = Look::new(view);
    let found = view.get(at).and_then(|first| {
        let end = title::title(&look, at, first)?;
        found(&look, at..end, (Kind::Work, settle::CONFIDENCE))
    });
    told(&look, found)
}

/// The event that begins with its year at token `at`: `1976 Summer Olympics`.
pub fn dated(view: &View<'_>, at: usize) -> Verdict {
    let look = Look::new(view);
    let found = event::behind_year(&look, at).and_then(|names| {
        let end = event::dated(&look, names)?;
        found(&look, at..end, (Kind::Event, settle::CONFIDENCE))
    });
    told(&look, found)
}

/// Whether no name begins at a token: the first look, in small.
#[inline]
pub(super) fn passes(token: &Token) -> bool {
    token.shape == WordShape::Lower && !token.classes.any(Classes::PARTICLE)
}

/// The first look, which nearly every word fails.
fn may_begin(token: &Token) -> bool {
    let capital = !matches!(token.shape, WordShape::Lower | WordShape::None);
    let name = Classes::PARTICLE;
    token.kind == TokenKind::Word
        && (capital || token.classes.any(name))
        && !token.flags.any(Flags::CODE.with(Flags::FIELD_AT))
}

fn name_at(look: &Look<'_, '_>, at: usize, first: &Token, known: &impl Known) -> Option<Found> {
    if let Some(end) = title::title(look, at, first) {
        return found(look, at..end, (Kind::Work, settle::CONFIDENCE));
    }
    if is_function(first) || continues(look, at, first) {
        return None;
    }
    if first.shape == WordShape::Lower || greets(look, at, first) {
        return None;
    }
    let phrase = phrase(look, at);
    if phrase.is_none() && is_title(first) && titles(look, at, first) {
        return None;
    }
    let run = Run::longest(look, at);
    let whole = |end: usize| end == run.end || (run.initial && end + 1 == run.end);
    let same = phrase.filter(|&(_, end)| whole(end)).map(|(kind, _)| kind);
    judge(look, &run, same, known).or_else(|| {
        let (kind, end) = phrase.filter(|&(_, end)| !whole(end))?;
        judge(look, &Run::fixed(look, at, end), Some(kind), known)
    })
}

fn judge(
    look: &Look<'_, '_>,
    run: &Run,
    phrase: Option<phrases::Phrase>,
    known: &impl Known,
) -> Option<Found> {
    let evidence = evidence::of(look, run, phrase, known);
    let weighed = weigh::weigh(&evidence);
    let settled = settle::settled(look, run, phrase, weighed)?;
    if code::is_code(look, run) {
        return None;
    }
    let end = match settled.0 {
        Kind::Event => event::with_number(look, run),
        _ => run.end,
    };
    found(look, run.first()..end, settled)
}

/// A name of a kind, which is so sure, of a range of tokens.
fn found(
    look: &Look<'_, '_>,
    tokens: Range<usize>,
    (kind, confidence): (Kind, f32),
) -> Option<Found> {
    Some(Found {
        start: usize::from(look.token(tokens.start)?.start),
        end: usize::from(look.token(tokens.end - 1)?.end),
        kind,
        confidence,
        rule: None,
    })
}

/// Whether the token is glued to what stands before it: `#Paris`, `@ada`, `example.Paris`.
fn continues(look: &Look<'_, '_>, at: usize, first: &Token) -> bool {
    let glued = at > 0 && !first.flags.has(Flags::SPACE);
    glued
        && look.token(at - 1).is_some_and(|before| {
            let mark = look.word(before);
            let address = first.flags.any(Flags::FIELD_COLON.with(Flags::FIELD_DOT));
            matches!(mark, "#" | "@" | "$" | "_" | "." | "\\" | "~")
                || (mark == "/" && address)
                || (mark == "=" && !goes_on(look, at))
        })
}

/// Whether somebody is spoken to, whose name begins behind the word: `Dear Kofi Mensah`.
fn greets(look: &Look<'_, '_>, at: usize, first: &Token) -> bool {
    const GREETINGS: &List = list!("dear hi hello hey thanks");
    let starts = first.flags.any(Flags::START.with(Flags::LINE));
    starts && GREETINGS.has(look.word(first)) && goes_on(look, at)
}

/// Whether a word with a capital stands behind a space.
fn goes_on(look: &Look<'_, '_>, at: usize) -> bool {
    let spaced = |token: &Token| is_named(token) && token.flags.has(Flags::SPACE);
    look.token(at + 1).is_some_and(spaced)
}

/// Whether a title stands before a name, which then begins behind it, or alone.
fn titles(look: &Look<'_, '_>, at: usize, first: &Token) -> bool {
    let named = Classes::SURNAME
        .with(Classes::FIRST_NAME)
        .with(Classes::PLACE)
        .with(Classes::ORGANIZATION);
    let head = Classes::ORG_WORD
        .with(Classes::PLACE_WORD)
        .with(Classes::EVENT_WORD);
    let run = Run::longest(look, at);
    let has =
        |index: usize, class: Classes| look.token(index).is_some_and(|t| t.classes.any(class));
    if run.count() == 1 {
        return !first.classes.any(named);
    }
    let second = run.words().nth(1).unwrap_or(at);
    has(second, Classes::FIRST_NAME) && !run.possessive || !has(run.head(), head)
}
