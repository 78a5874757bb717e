//! Words without the marks of Markdown that stand between them.

use alloc::string::String;
use core::ops::Range;

use crate::text::{Token, TokenKind, View};

/// Room for the words of one statement, which most do not need.
#[derive(Debug, Default)]
pub(crate) struct Unmarked(String);

impl Unmarked {
    /// The text of each range of bytes of a view, without marks of emphasis and code.
    pub(crate) fn words<'a>(
        &'a mut self,
        view: &View<'a>,
        ranges: [&Range<usize>; 3],
    ) -> [&'a str; 3] {
        self.0.clear();
        let copies = ranges.map(|range| {
            let start = self.0.len();
            self.copy(view, range);
            start..self.0.len()
        });
        copies.map(|copy| &self.0[copy])
    }

    fn copy(&mut self, view: &View<'_>, range: &Range<usize>) {
        let mut from = range.start;
        for mark in marks(view, range) {
            self.0.push_str(&view.text[from..usize::from(mark.start)]);
            from = usize::from(mark.end);
        }
        self.0.push_str(&view.text[from..range.end]);
    }
}

/// Whether a text may have such marks, which hardly any has.
pub(crate) fn may_be_marked(text: &str) -> bool {
    memchr::memchr3(b'*', b'_', b'`', text.as_bytes()).is_some()
}

fn marks<'v>(view: &'v View<'_>, range: &Range<usize>) -> impl Iterator<Item = &'v Token> {
    let (start, end) = (range.start, range.end);
    let within = move |t: &&Token| usize::from(t.start) >= start && usize::from(t.end) <= end;
    let tokens = view.tokens.iter().filter(within);
    tokens.filter(|token| token.kind == TokenKind::Markup)
}
