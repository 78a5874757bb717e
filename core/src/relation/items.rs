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

/// What stands before an item.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not depend on each other"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Neighbours {
    /// The tag of the item before.
    pub(super) last: Tag,
    /// Whether there is no item before.
    pub(super) first: bool,
    /// Whether it and the one before it are a month and a day.
    pub(super) month: bool,
    /// Whether it is `him`, `them` or another pronoun that is no subject.
    pub(super) object_pronoun: bool,
    /// Whether it is a plural.
    pub(super) plural: bool,
    /// Whether it is the last of several joined by `and`.
    pub(super) joined: bool,
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
            if let Some(span) = whole(&mut mentions, at) {
                self.add_whole(span);
                at = usize::from(span.last);
                continue;
            }
            let word = view.word(token);
            if let Some(close) = closing(word) {
                at = behind_bracket(view, at, close);
                continue;
            }
            if counts(token, word) && !opens_clitic(view, at) {
                let code = token.flags.has(Flags::CODE);
                let named = in_name(&mut mentions, at) || code;
                self.add(view, at, named);
            }
            at += 1;
        }
    }

    fn add(&mut self, view: &View<'_>, at: usize, named: bool) {
        let next = next_counting(view, at + 1);
        let context = Context {
            word: view.word(&view.tokens[at]),
            token: view.tokens[at],
            named,
            clitic: at > 0 && opens_clitic(view, at - 1),
            before: self.before(view),
            next,
        };
        let tag = tag::tag(&context, self);
        self.note_clause(tag);
        let (token, last) = (at as u16, at as u16 + 1);
        self.list.push(Item { token, last, tag });
    }

    fn add_whole(&mut self, span: Span) {
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

    fn before(&self, view: &View<'_>) -> Neighbours {
        let Some(last) = self.list.last() else {
            return Neighbours {
                first: true,
                ..Neighbours::default()
            };
        };
        let item_before = |n: usize| self.list.len().checked_sub(n).map(|at| self.list[at]);
        let classes = |item: Item| view.tokens[usize::from(item.token)].classes;
        let word = view.word(&view.tokens[usize::from(last.token)]);
        Neighbours {
            last: last.tag,
            first: false,
            month: item_before(2).is_some_and(|item| classes(item).any(Classes::MONTH)),
            object_pronoun: list!("him them me us").has(word),
            plural: word.ends_with('s') && !word.ends_with("ss"),
            joined: item_before(2).is_some_and(|item| item.tag == Tag::And),
        }
    }

    /// Whether the clause that is being read has a finite verb already.
    pub(super) fn finite(&self) -> bool {
        self.finite
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

    /// The word at `at`; empty behind the last.
    pub(super) fn word<'w>(&self, view: &View<'w>, at: usize) -> &'w str {
        let item = self.list.get(at);
        item.map_or("", |item| view.word(&view.tokens[usize::from(item.token)]))
    }
}

/// The bracket that closes `word`, where it opens one.
fn closing(word: &str) -> Option<&'static [&'static str]> {
    match word {
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

fn counts(token: &Token, word: &str) -> bool {
    let quote = matches!(
        word,
        "\"" | "“" | "”" | "``" | "`" | "''" | "‘" | "«" | "»" | "„"
    );
    let layout = matches!(token.kind, TokenKind::Markup | TokenKind::Emoji);
    !quote && !layout
}

/// Whether the token at `at` is the apostrophe of a contraction that stands alone (`they 're`).
pub(super) fn opens_clitic(view: &View<'_>, at: usize) -> bool {
    const RESTS: &List = list!("s re ve ll d m t");
    let token = &view.tokens[at];
    let apostrophe = token.kind == TokenKind::Punctuation && matches!(view.word(token), "'" | "’");
    if !apostrophe {
        return false;
    }
    let rest = view.get(at + 1).filter(|t| !t.flags.has(Flags::SPACE));
    rest.is_some_and(|t| RESTS.has(view.word(t)))
}

/// The next token that counts, with its word; looks a few tokens ahead.
fn next_counting<'w>(view: &View<'w>, from: usize) -> Option<(Token, &'w str)> {
    let rest = view.tokens.get(from..)?;
    let mut words = rest.iter().take(4).map(|token| (*token, view.word(token)));
    words.find(|(token, word)| counts(token, word))
}

/// Whether token `at` stands in a mention of a name.
fn in_name(mentions: &mut &[Span], at: usize) -> bool {
    mention(mentions, at).is_some_and(|span| span.kind.is_name())
}

/// The mention that begins at token `at` and is one item, whatever tokens it is made of: those whose
/// signs (`@`, `:`, `/`) would end a phrase.
fn whole(mentions: &mut &[Span], at: usize) -> Option<Span> {
    let span = mention(mentions, at).filter(|span| usize::from(span.first) == at)?;
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
    signs.then_some(span)
}

/// The mention that holds token `at`; the mentions before it are dropped.
fn mention(mentions: &mut &[Span], at: usize) -> Option<Span> {
    while let [first, rest @ ..] = mentions
        && usize::from(first.last) <= at
    {
        *mentions = rest;
    }
    let first = mentions.first().copied();
    first.filter(|span| usize::from(span.first) <= at)
}
