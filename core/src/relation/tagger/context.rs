//! What the tag of a word depends on.

use crate::relation::items::Items;
use crate::relation::tag::Tag;
use crate::text::{Classes, Token, View};

/// What the tag of the next item depends on.
#[derive(Clone, Copy)]
pub(in crate::relation) struct Context<'w> {
    /// Its word, for look-ups.
    pub(in crate::relation) bytes: &'w [u8],
    pub(in crate::relation) token: &'w Token,
    /// Whether an apostrophe stands directly before it, so that it is the rest of a contraction.
    pub(in crate::relation) clitic: bool,
    /// The tag of the item before; `Stop` where there is none.
    pub(in crate::relation) before: Tag,
    /// The token behind.
    pub(in crate::relation) next: Option<&'w Token>,
    /// The items before.
    pub(in crate::relation) items: &'w Items,
    pub(in crate::relation) view: &'w View<'w>,
}

impl<'w> Context<'w> {
    pub(super) fn word(&self) -> &'w str {
        self.view.word(self.token)
    }

    /// The word behind; empty where there is none.
    #[inline]
    pub(super) fn next_word(&self) -> &str {
        self.next.map_or("", |token| self.view.word(token))
    }

    /// What the lists know of the word behind the next one.
    pub(super) fn second_classes(&self) -> Classes {
        let view = self.view;
        let behind = self.next.map_or(view.tokens.len(), |next| {
            view.token_behind(0, usize::from(next.end))
        });
        view.get(behind)
            .map_or(Classes::default(), |token| token.classes)
    }

    pub(super) fn next_classes(&self) -> Classes {
        self.next.map_or(Classes::default(), |token| token.classes)
    }
}
