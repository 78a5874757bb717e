//! A sentence's items, read one after the other.

use super::Sentence;
use super::items::Items;
use super::tag::Tag;
use super::tagger::{self, Context};
use crate::Kind;
use crate::text::list::{List, list};
use crate::text::{Flags, Span, Token, TokenKind, View, Window};

/// Brackets that hold more tokens than this are read as if they were not there.
const BRACKETED: usize = 48;

/// Reads a sentence.
pub(super) fn read(sentence: &Sentence<'_>, items: &mut Items) {
    items.clear();
    let view = &sentence.view;
    let mut mentions = sentence.mentions;
    let mut at = 0;
    while let Some(token) = view.get(at).filter(|_| items.len() < Window::TOKENS) {
        let mention = mention(&mut mentions, at);
        if let Some(span) = mention.filter(|span| is_whole(span, at)) {
            items.push(span.first, span.last, whole(span.kind));
            at = usize::from(span.last);
            continue;
        }
        let marks = token.kind.marks();
        if marks && let Some(close) = closing(view, token) {
            at = behind_bracket(view, at, close);
            continue;
        }
        if marks && joins_identifier(view, at) && items.extend(at as u16) {
            at += 2;
            continue;
        }
        if counts(view, token) && !(marks && opens_clitic(view, at)) {
            let code = token.flags.has(Flags::CODE);
            let named = mention.is_some_and(|span| span.kind.is_name()) || code;
            let tag = if named {
                Tag::Name
            } else {
                tag_of(items, view, at)
            };
            items.push_word(at as u16, tag);
        }
        at += 1;
    }
}

fn tag_of(items: &Items, view: &View<'_>, at: usize) -> Tag {
    let token = &view.tokens[at];
    tagger::tag(&Context {
        bytes: view.bytes(token),
        token,
        clitic: at > 0 && opens_clitic(view, at - 1),
        before: items.last(),
        next: next_counting(view, at + 1),
        items,
        view,
    })
}

/// The tag of a mention that is one item.
fn whole(kind: Kind) -> Tag {
    if kind == Kind::Time {
        Tag::Num
    } else {
        Tag::Name
    }
}

/// `max_retries`: whether the mark at `at` joins two words to a name of a program's.
fn joins_identifier(view: &View<'_>, at: usize) -> bool {
    let tight = |at| {
        let token = view.get(at)?;
        (!token.flags.has(Flags::SPACE)).then_some(token)
    };
    let word = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Number);
    view.word(&view.tokens[at]) == "_" && tight(at).is_some() && tight(at + 1).is_some_and(word)
}

/// The bracket that closes the mark, where it opens one.
fn closing(view: &View<'_>, token: &Token) -> Option<&'static [&'static str]> {
    match view.word(token) {
        "(" | "-LRB-" => Some(&[")", "-RRB-"]),
        "[" | "-LSB-" => Some(&["]", "-RSB-"]),
        _ => None,
    }
}

/// The token behind the bracket that closes the one at `at`, or behind that one alone.
fn behind_bracket(view: &View<'_>, at: usize, close: &[&str]) -> usize {
    let rest = view.tokens[at + 1..].iter().take(BRACKETED);
    let found = rest.map(|t| view.word(t)).position(|w| close.contains(&w));
    found.map_or(at + 1, |n| at + n + 2)
}

#[inline(always)]
fn counts(view: &View<'_>, token: &Token) -> bool {
    match token.kind {
        TokenKind::Markup | TokenKind::Emoji => false,
        kind => !kind.marks() || !is_quote(view.word(token)),
    }
}

// Kept out of the look at a token's kind, which is all that words need.
#[inline(never)]
fn is_quote(word: &str) -> bool {
    matches!(
        word,
        "\"" | "“" | "”" | "``" | "`" | "''" | "‘" | "«" | "»" | "„"
    )
}

/// Whether the token at `at` is the apostrophe of a contraction that stands alone (`they 're`).
#[inline]
pub(super) fn opens_clitic(view: &View<'_>, at: usize) -> bool {
    view.tokens[at].kind == TokenKind::Punctuation && is_clitic(view, at)
}

fn is_clitic(view: &View<'_>, at: usize) -> bool {
    const RESTS: &List = list!("s re ve ll d m t");
    const MARKS: [&[u8]; 2] = [b"'", "’".as_bytes()];
    if !MARKS.contains(&view.bytes(&view.tokens[at])) {
        return false;
    }
    let rest = view.get(at + 1).filter(|t| !t.flags.has(Flags::SPACE));
    rest.is_some_and(|t| RESTS.has(view.bytes(t)))
}

/// The next token that counts; looks a few tokens ahead.
#[inline]
fn next_counting<'w>(view: &View<'w>, from: usize) -> Option<&'w Token> {
    let rest = view.tokens.get(from..)?;
    rest.iter().take(4).find(|token| counts(view, token))
}

/// Whether the mention begins at token `at` and is one item, whatever tokens it is made of: those whose
/// signs (`@`, `:`, `/`) would end a phrase.
fn is_whole(span: &Span, at: usize) -> bool {
    let signs = matches!(
        span.kind,
        Kind::Email
            | Kind::Url
            | Kind::Domain
            | Kind::Ip
            | Kind::Mac
            | Kind::FilePath
            | Kind::Time
            | Kind::Uuid
            | Kind::Phone
    );
    signs && usize::from(span.first) == at
}

/// The mention that holds token `at`; the mentions before it are dropped.
#[inline]
fn mention<'m>(mentions: &mut &'m [Span], at: usize) -> Option<&'m Span> {
    while let [first, rest @ ..] = mentions
        && usize::from(first.last) <= at
    {
        *mentions = rest;
    }
    let first = mentions.first();
    first.filter(|span| usize::from(span.first) <= at)
}
