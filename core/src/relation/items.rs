//! The words of a sentence that count for its grammar, each with its tag.

use alloc::vec::Vec;

use super::Sentence;
use super::tag::{self, Context, Tag};
use crate::Kind;
use crate::text::list::{List, list};
use crate::text::{Classes, Flags, Span, Token, TokenKind, View, Window};

/// A word or mark that counts: quotes, markup and what stands in brackets do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its first token.
    token: u16,
    /// The token behind its last.
    last: u16,
    tag: Tag,
}

/// The items of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Items {
    list: Vec<Item>,
    /// Whether the clause that is being read has a finite verb already.
    finite: bool,
}

/// Brackets that hold more tokens than this are read as if they were not there.
const BRACKETED: usize = 48;

impl Default for Items {
    fn default() -> Self {
        Self {
            list: Vec::with_capacity(Window::TOKENS),
            finite: false,
        }
    }
}

impl Items {
    /// Reads a sentence.
    pub(super) fn read(&mut self, sentence: &Sentence<'_>) {
        self.list.clear();
        self.finite = false;
        let view = &sentence.view;
        let mut mentions = sentence.mentions;
        let mut at = 0;
        while let Some(token) = view.get(at).filter(|_| self.len() < Window::TOKENS) {
            let mention = mention(&mut mentions, at);
            if let Some(span) = mention.filter(|span| is_whole(span, at)) {
                self.add_whole(span);
                at = usize::from(span.last);
                continue;
            }
            let marks = token.kind.marks();
            if marks && let Some(close) = closing(view, token) {
                at = behind_bracket(view, at, close);
                continue;
            }
            if counts(view, token) && !(marks && opens_clitic(view, at)) {
                let code = token.flags.has(Flags::CODE);
                let named = mention.is_some_and(|span| span.kind.is_name()) || code;
                self.add(view, at, named);
            }
            at += 1;
        }
    }

    fn add(&mut self, view: &View<'_>, at: usize, named: bool) {
        let tag = if named {
            Tag::Name
        } else {
            self.tag_of(view, at)
        };
        self.note_clause(tag);
        let (token, last) = (at as u16, at as u16 + 1);
        self.list.push(Item { token, last, tag });
    }

    fn tag_of(&self, view: &View<'_>, at: usize) -> Tag {
        let token = &view.tokens[at];
        tag::tag(&Context {
            bytes: view.bytes(token),
            token,
            clitic: at > 0 && opens_clitic(view, at - 1),
            before: self.list.last().map_or(Tag::Stop, |item| item.tag),
            next: next_counting(view, at + 1),
            items: self,
            view,
        })
    }

    fn add_whole(&mut self, span: &Span) {
        let tag = if span.kind == Kind::Time {
            Tag::Num
        } else {
            Tag::Name
        };
        self.list.push(Item {
            token: span.first,
            last: span.last,
            tag,
        });
    }

    fn note_clause(&mut self, tag: Tag) {
        match tag {
            Tag::Sub | Tag::Rel | Tag::Stop => self.finite = false,
            Tag::Verb | Tag::Past | Tag::Be | Tag::Have | Tag::Do | Tag::Modal => {
                self.finite = true;
            }
            _ => {}
        }
    }

    /// The item so far back from the end, counted from 1.
    fn back(&self, n: usize) -> Option<&Item> {
        self.list.len().checked_sub(n).map(|at| &self.list[at])
    }

    fn last_word<'w>(&self, view: &View<'w>) -> &'w [u8] {
        self.bytes(view, self.len().wrapping_sub(1))
    }

    /// Whether the item before the last is a month.
    pub(super) fn behind_month(&self, view: &View<'_>) -> bool {
        let classes = |item: &Item| view.tokens[usize::from(item.token)].classes;
        self.back(2)
            .is_some_and(|item| classes(item).any(Classes::MONTH))
    }

    /// Whether the last is `him`, `them` or another pronoun that is no subject.
    pub(super) fn object_pronoun(&self, view: &View<'_>) -> bool {
        list!("him them me us").has(self.last_word(view))
    }

    /// Whether the last is a plural.
    pub(super) fn plural(&self, view: &View<'_>) -> bool {
        let word = self.last_word(view);
        word.ends_with(b"s") && !word.ends_with(b"ss")
    }

    /// Whether the last is the last of several joined by `and`.
    pub(super) fn joined(&self) -> bool {
        self.back(2).is_some_and(|item| item.tag == Tag::And)
    }

    /// Whether the clause that is being read has a finite verb already.
    pub(super) fn finite(&self) -> bool {
        self.finite
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The tag at `at`; `Stop` behind the last.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.list.get(at).map_or(Tag::Stop, |item| item.tag)
    }

    /// The first token of the item at `at`.
    pub(super) fn token(&self, at: usize) -> usize {
        usize::from(self.list[at].token)
    }

    /// The last token of the item at `at`.
    pub(super) fn last_token(&self, at: usize) -> usize {
        usize::from(self.list[at].last) - 1
    }

    /// The same in bytes, for look-ups.
    pub(super) fn bytes<'w>(&self, view: &View<'w>, at: usize) -> &'w [u8] {
        let item = self.list.get(at);
        item.map_or(b"", |item| {
            view.bytes(&view.tokens[usize::from(item.token)])
        })
    }

    /// The word at `at`; empty behind the last.
    pub(super) fn word<'w>(&self, view: &View<'w>, at: usize) -> &'w str {
        let item = self.list.get(at);
        item.map_or("", |item| view.word(&view.tokens[usize::from(item.token)]))
    }
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
