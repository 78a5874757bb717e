//! A place in the text that recognisers move on by value, and that notes when they looked further
//! than the text has come.

mod before;
mod fields;
mod input;
mod runs;

pub(super) use input::Input;

use super::chars::{divides_digits, is_hyphen, is_word_char};

/// A place within a field.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'i> {
    pub(super) input: &'i Input<'i>,
    /// The byte of the window.
    pub(super) pos: usize,
    end: usize,
    next: usize,
}

impl<'i> Cursor<'i> {
    /// What is left of the field.
    #[inline]
    pub(super) fn rest(self) -> &'i str {
        self.input
            .view
            .text
            .get(self.pos..self.end)
            .unwrap_or_default()
    }

    /// Notes that the answer hangs on what follows.
    pub(super) fn starve(self) {
        self.input.starve();
    }

    /// The byte `ahead` bytes on, 0 behind the field's end.
    #[inline]
    pub(super) fn byte(self, ahead: usize) -> u8 {
        let at = self.pos + ahead;
        if at < self.end {
            self.input.view.text.as_bytes()[at]
        } else {
            0
        }
    }

    /// The byte here, 0 at the field's end.
    #[inline]
    pub(super) fn peek(self) -> u8 {
        self.byte(0)
    }

    /// `bytes` further on in the same field.
    #[inline]
    pub(super) fn skip(self, bytes: usize) -> Self {
        Self {
            pos: self.pos + bytes,
            ..self
        }
    }

    /// Behind `byte`, if it stands here.
    pub(super) fn lit(self, byte: u8) -> Option<Self> {
        (self.peek() == byte).then(|| self.skip(1))
    }

    /// Behind the marks of emphasis here.
    pub(super) fn unmarked(self) -> Self {
        let marks = self.rest().bytes().take(3);
        self.skip(marks.take_while(|byte| b"*_`".contains(byte)).count())
    }

    /// The hyphen or dash here, and the place behind it.
    #[inline]
    pub(super) fn hyphen(self) -> Option<(char, Self)> {
        match self.peek() {
            b'-' => Some(('-', self.skip(1))),
            0x80.. => {
                let mark = self.rest().chars().next()?;
                divides_digits(mark).then(|| (mark, self.skip(mark.len_utf8())))
            }
            _ => None,
        }
    }

    /// The hyphen, dash or dot here.
    #[inline]
    pub(super) fn divider(self) -> Option<char> {
        let dot = (self.peek() == b'.').then_some('.');
        dot.or_else(|| self.hyphen().map(|(mark, _)| mark))
    }

    /// Behind a white space, or where `mark` is one behind that hyphen, dash or dot.
    #[inline]
    pub(super) fn divided(self, mark: Option<char>) -> Option<Self> {
        match mark {
            Some('.') => self.lit(b'.'),
            Some(mark) => self.hyphen().filter(|at| at.0 == mark).map(|at| at.1),
            None => self.gap(),
        }
    }

    /// Whether digits go on here behind a hyphen.
    pub(super) fn goes_on(self) -> bool {
        let hyphen = self.hyphen().filter(|(mark, _)| is_hyphen(*mark));
        hyphen.is_some_and(|(_, behind)| behind.peek().is_ascii_digit())
    }

    /// Behind `text`, if it stands here.
    #[inline(always)]
    pub(super) fn text(self, text: &str) -> Option<Self> {
        let begins = text.bytes().next().is_none_or(|first| self.peek() == first);
        if begins { self.whole(text) } else { None }
    }

    /// The same, where its first byte stands here.
    #[inline(never)]
    fn whole(self, text: &str) -> Option<Self> {
        self.rest().starts_with(text).then(|| self.skip(text.len()))
    }

    /// The place itself, if no letter, digit or low line stands here. Low lines that end the word are
    /// layout.
    pub(super) fn ends(self) -> Option<Self> {
        let next = match self.peek() {
            b'_' | 0x80.. => {
                let rest = self.rest().trim_start_matches('_');
                rest.chars().next().unwrap_or(' ')
            }
            byte => char::from(byte),
        };
        (!is_word_char(next)).then_some(self)
    }

    /// The text from here to `end`.
    pub(super) fn text_to(self, end: Self) -> &'i str {
        self.input
            .view
            .text
            .get(self.pos..end.pos)
            .unwrap_or_default()
    }

    /// Whether `word` stands directly before this place.
    pub(super) fn before_is(self, word: &str) -> bool {
        let before = self.pos.checked_sub(word.len());
        let text = before.and_then(|start| self.input.view.text.get(start..self.pos));
        text.is_some_and(|text| text.eq_ignore_ascii_case(word))
    }
}
