//! The words of a sentence that count for its grammar, each with its tag.

use alloc::vec::Vec;

use super::tag::Tag;
use crate::text::list::list;
use crate::text::{Classes, View, Window};

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
    /// Whether it is a subordinate one, which a comma ends.
    subordinate: bool,
}

impl Default for Items {
    fn default() -> Self {
        Self {
            list: Vec::with_capacity(Window::TOKENS),
            finite: false,
            subordinate: false,
        }
    }
}

impl Items {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.begin_clause(false);
    }

    /// Adds an item of the tokens from `token` to the one before `last`.
    pub(super) fn push(&mut self, token: u16, last: u16, tag: Tag) {
        self.list.push(Item { token, last, tag });
    }

    /// The same of one token, whose tag tells where its clause is.
    pub(super) fn push_word(&mut self, token: u16, tag: Tag) {
        self.note_clause(tag);
        self.push(token, token + 1, tag);
    }

    fn begin_clause(&mut self, subordinate: bool) {
        self.finite = false;
        self.subordinate = subordinate;
    }

    fn note_clause(&mut self, tag: Tag) {
        match tag {
            Tag::Sub | Tag::Rel => self.begin_clause(true),
            Tag::Stop => self.begin_clause(false),
            Tag::Comma if self.subordinate => self.begin_clause(false),
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

    /// The word of the last, for look-ups.
    pub(super) fn last_word<'w>(&self, view: &View<'w>) -> &'w [u8] {
        self.bytes(view, self.len().wrapping_sub(1))
    }

    /// The tag of the last; `Stop` where there is none.
    pub(super) fn last(&self) -> Tag {
        self.list.last().map_or(Tag::Stop, |item| item.tag)
    }

    /// Whether the last is a comma and not the first of its clause.
    pub(super) fn behind_comma(&self) -> bool {
        let mut before = self.list.iter().rev().skip(1).map(|item| item.tag);
        before.find(|tag| matches!(tag, Tag::Comma | Tag::Stop | Tag::And)) == Some(Tag::Comma)
    }

    /// The tag of the one before the last; `Stop` where there is none.
    pub(super) fn before_last(&self) -> Tag {
        self.back(2).map_or(Tag::Stop, |item| item.tag)
    }

    /// Whether the noun phrase that the last item ends is attached by a preposition to a singular, whose verb then
    /// is what follows: `the manual for beginners`, `each of the users`.
    pub(super) fn attached_to_singular(&self, view: &View<'_>) -> bool {
        let phrase = self.list.iter().rev();
        let inner = |item: &&Item| item.tag.nominal() || matches!(item.tag, Tag::Det | Tag::Poss);
        let prep = self.len().checked_sub(phrase.take_while(inner).count() + 1);
        let Some(head) = prep
            .filter(|&at| self.tag(at) == Tag::Prep)
            .and_then(|at| at.checked_sub(1))
        else {
            return false;
        };
        let word = self.bytes(view, head);
        match self.tag(head) {
            Tag::Noun => !word.ends_with(b"s"),
            Tag::Pron | Tag::Det => list!("each one none either neither").has(word),
            _ => false,
        }
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

    /// Whether the last is a verb that has what it is about behind `about`.
    pub(super) fn tells(&self, view: &View<'_>) -> bool {
        list!(
            "talk talks talked talking speak speaks spoke spoken speaking think thinks thought thinking know knows knew \
             known ask asks asked asking write writes wrote written writing hear heard learn learned read tell told worry"
        )
        .has(self.last_word(view))
    }

    /// Whether the last is a plural.
    pub(super) fn plural(&self, view: &View<'_>) -> bool {
        ends_in_s(self.last_word(view))
    }

    /// The same of the one before the last.
    pub(super) fn plural_before_last(&self, view: &View<'_>) -> bool {
        ends_in_s(self.bytes(view, self.len().wrapping_sub(2)))
    }

    /// Whether the last verb is a base form, as those joined to it then are.
    pub(super) fn base_verb(&self, view: &View<'_>) -> bool {
        let last = (0..self.len()).rev().find(|&at| self.tag(at).verbal());
        last.is_some_and(|at| match self.tag(at) {
            Tag::Verb => !ends_in_s(self.bytes(view, at)),
            Tag::Modal | Tag::Do => true,
            Tag::Be => !list!("is was").has(self.bytes(view, at)),
            Tag::Have => !list!("has had").has(self.bytes(view, at)),
            _ => false,
        })
    }

    /// Whether `and` stands behind the last verb.
    pub(super) fn behind_and(&self) -> bool {
        let tags = self.list.iter().rev().map(|item| item.tag);
        tags.take_while(|tag| !tag.verbal())
            .any(|tag| tag == Tag::And)
    }

    /// Whether the last verb is in the third person of the present.
    pub(super) fn third_verb(&self, view: &View<'_>) -> bool {
        let last = (0..self.len()).rev().find(|&at| self.tag(at).verbal());
        last.is_some_and(|at| match self.tag(at) {
            Tag::Verb | Tag::Be | Tag::Have | Tag::Do => {
                ends_in_s(self.bytes(view, at)) && !list!("was").has(self.bytes(view, at))
            }
            _ => false,
        })
    }

    /// Whether the last is the last of several joined by `and`.
    pub(super) fn joined(&self) -> bool {
        self.before_last() == Tag::And
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

/// Whether a word has the ending of a plural, or of a verb in the third person.
pub(super) fn ends_in_s(word: &[u8]) -> bool {
    word.ends_with(b"s") && !word.ends_with(b"ss")
}
