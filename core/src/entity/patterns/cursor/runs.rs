//! Runs of letters and of digits, which one rule after the other asks for at the same place.

use super::Cursor;
use super::input::Letters;
use crate::text::list::{Glance, Glances, List};
use crate::text::{Classes, Token, TokenKind, letters_at};

impl<'i> Cursor<'i> {
    /// How many digits stand here.
    #[inline(always)]
    pub(in crate::entity::patterns) fn digit_count(self) -> usize {
        self.input.number(self.pos, self.end) as u32 as usize
    }

    /// Whether so many digits may stand here with nothing between them that does not part groups. A look that waits for
    /// nothing: where open text ends it may go on so.
    pub(in crate::entity::patterns) fn may_have_digits(self, least: usize) -> bool {
        let view = self.input.view;
        let mut digits = 0;
        for byte in &view.text.as_bytes()[self.pos..] {
            match byte {
                b'0'..=b'9' => digits += 1,
                b' ' | b'\t' | b'\r' | b'\n' | b'(' | b')' | b'-' | b'.' | b'/' | b'+' | b'*'
                | b'_' | b'`' => {}
                byte => return !byte.is_ascii(),
            }
            if digits >= least {
                return true;
            }
        }
        !view.closed
    }

    /// The value of the digits here and the place behind them, if they are `least` to `most`.
    #[inline(always)]
    pub(in crate::entity::patterns) fn digits(
        self,
        least: usize,
        most: usize,
    ) -> Option<(u32, Self)> {
        let number = self.input.number(self.pos, self.end);
        let (value, count) = ((number >> 32) as u32, number as u32 as usize);
        (least..=most)
            .contains(&count)
            .then(|| (value, self.skip(count)))
    }

    /// The letters here. One rule after the other asks for those of the same place.
    #[inline]
    pub(in crate::entity::patterns) fn letters(self) -> &'i str {
        self.text_of(self.lettered())
    }

    fn text_of(self, letters: Letters) -> &'i str {
        let text = self.input.view.text;
        text.get(self.pos..self.pos + letters.glance.length())
            .unwrap_or_default()
    }

    #[inline]
    fn lettered(self) -> Letters {
        let known = self.input.lettered.get();
        if (known.pos, known.end) == (self.pos, self.end) {
            return known;
        }
        self.look_at_letters()
    }

    #[inline(never)]
    fn look_at_letters(self) -> Letters {
        let text = self.input.view.text.as_bytes();
        let rest = text.get(self.pos..self.end).unwrap_or_default();
        let length = match letters_at(rest) {
            count if rest.get(count).is_none_or(u8::is_ascii) => count,
            _ => self.letters_beyond_ascii(),
        };
        let letters = Letters {
            pos: self.pos,
            end: self.end,
            glance: Glance::of(&rest[..length]),
        };
        self.input.lettered.set(letters);
        letters
    }

    #[cold]
    fn letters_beyond_ascii(self) -> usize {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphabetic());
        end.unwrap_or(rest.len())
    }

    #[inline(never)]
    fn is_in(self, letters: Letters, list: &List) -> bool {
        list.search(self.text_of(letters).as_bytes())
    }

    /// Behind the letters here, if they are one of the words of `list` in whatever case.
    pub(in crate::entity::patterns) fn word(self, list: &List) -> Option<Self> {
        let letters = self.lettered();
        let known = list.may_have(letters.glance) && self.is_in(letters, list);
        known.then(|| self.skip(letters.glance.length()))
    }

    /// Whether a glance at the letters here does not rule out that they are one of the words.
    pub(in crate::entity::patterns) fn may_be(self, words: &Glances) -> bool {
        words.may_have(self.lettered().glance)
    }

    /// Behind a white space and one of the words of `list`.
    #[inline]
    pub(in crate::entity::patterns) fn then(self, list: &List) -> Option<Self> {
        self.gap()?.word(list)
    }

    /// The word token that begins here.
    #[inline(always)]
    pub(in crate::entity::patterns) fn token(self) -> Option<&'i Token> {
        let tokens = self.input.view.tokens;
        let index = tokens.partition_point(|t| usize::from(t.start) < self.pos);
        let token = tokens.get(index)?;
        let here = usize::from(token.start) == self.pos && usize::from(token.end) <= self.end;
        (here && token.kind == TokenKind::Word).then_some(token)
    }

    /// The classes of the word that begins here, and the place behind it.
    #[inline(always)]
    pub(in crate::entity::patterns) fn classes(self) -> Option<(Classes, Self)> {
        let token = self.token()?;
        let behind = self.skip(usize::from(token.end - token.start));
        Some((token.classes, behind))
    }
}
