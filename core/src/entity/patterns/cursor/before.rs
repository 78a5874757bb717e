//! What stands before a mention.

use super::Cursor;
use crate::entity::patterns::chars::is_word_char;
use crate::text::list::List;
use crate::text::{Flags, Token, TokenKind, is_gap};

/// Bytes before a mention in which a label may stand.
const HEAD: usize = 40;
/// Bytes before a mention in which the number before it in a row is looked at.
const ROW: usize = 8;
/// Marks of layout and quotes around a value.
const LAYOUT: [char; 6] = [' ', '*', '_', '"', '\'', '`'];

impl<'i> Cursor<'i> {
    /// Up to `most` bytes before the mention.
    pub(in crate::entity::patterns) fn text_before(self, most: usize) -> &'i str {
        let text = &self.input.view.text[..self.input.start];
        &text[text.ceil_char_boundary(text.len().saturating_sub(most))..]
    }

    /// The bytes before the mention.
    pub(in crate::entity::patterns) fn all_before(self) -> &'i [u8] {
        &self.input.view.text.as_bytes()[..self.input.start]
    }

    /// What the text is the value of, where the mention is the first of it.
    pub(in crate::entity::patterns) fn name(self) -> Option<&'i str> {
        let view = self.input.view;
        let named = !view.name.is_empty();
        (named && view.text[..self.input.start].chars().all(is_gap)).then_some(view.name)
    }

    /// What lines before call a value that this one has, and its column.
    pub(in crate::entity::patterns) fn beside(self) -> (&'i str, usize) {
        let view = self.input.view;
        (view.beside, view.column.into())
    }

    /// The character directly before the mention; a space where white space or nothing stands.
    pub(in crate::entity::patterns) fn before(self) -> char {
        self.input.before[0]
    }

    /// The character `back` characters further to the left of the mention.
    pub(in crate::entity::patterns) fn before_back(self, back: usize) -> char {
        let near = self.input.before.get(back).copied();
        near.unwrap_or_else(|| {
            let text = &self.input.view.text[..self.input.start];
            text.chars().nth_back(back).unwrap_or(' ')
        })
    }

    /// The word before the mention, past markup and opening brackets; empty where none is.
    pub(in crate::entity::patterns) fn previous(self) -> &'i str {
        self.previous_token()
            .map_or("", |token| self.input.view.word(token))
    }

    /// The tokens before the mention.
    pub(in crate::entity::patterns) fn tokens_before(self) -> &'i [Token] {
        &self.input.view.tokens[..self.input.at]
    }

    /// The bytes of a token.
    pub(in crate::entity::patterns) fn token_text(self, token: &Token) -> &'i [u8] {
        self.input.view.bytes(token)
    }

    /// Whether a token stands between two spaces, or at the start, directly before the mention.
    pub(in crate::entity::patterns) fn stands_behind(self, token: &Token) -> bool {
        let text = self.input.view.text.as_bytes();
        let (start, end) = (usize::from(token.start), usize::from(token.end));
        let begins = start.checked_sub(1).is_none_or(|at| text[at] == b' ');
        begins && text[end] == b' ' && end + 1 == self.input.start
    }

    /// The tokens before the mention but markup, the nearest first, and what they say.
    pub(in crate::entity::patterns) fn spoken_before(
        self,
    ) -> impl Iterator<Item = (&'i Token, &'i str)> {
        let spoken = |token: &&Token| token.kind != TokenKind::Markup;
        let before = self.tokens_before().iter().rev().filter(spoken);
        before.map(move |token| (token, self.input.view.word(token)))
    }

    /// The facts about the place of the token that the mention begins with.
    pub(in crate::entity::patterns) fn flags(self) -> Flags {
        self.input.view.tokens[self.input.at].flags
    }

    /// What stands before the mention in its line, without marks of layout and quotes.
    pub(in crate::entity::patterns) fn head(self) -> &'i str {
        self.text_before(HEAD).trim_end_matches(LAYOUT)
    }

    /// What stands before the sign that the mention is the value behind: `**Founded:** 1998`, `| Year | 2019 |`,
    /// `"year": 2019`, `year => 2019`.
    pub(in crate::entity::patterns) fn label(self) -> Option<&'i str> {
        let head = self.head();
        let label = head.trim_end_matches([':', '|', '=', '>']);
        (label.len() < head.len()).then(|| label.trim_end_matches(LAYOUT))
    }

    /// Whether the last word of a label before the mention is in `list`.
    pub(in crate::entity::patterns) fn labelled(self, list: &List) -> bool {
        let word = self
            .label()
            .and_then(|label| label.rsplit(|c: char| !c.is_alphabetic()).next());
        word.is_some_and(|word| list.has(word))
    }

    /// Whether nothing but markup and marks of tables stands before the mention in its line.
    pub(in crate::entity::patterns) fn heads_line(self) -> bool {
        let view = self.input.view;
        let mut line = self.flags();
        for token in self.tokens_before().iter().rev() {
            if line.has(Flags::LINE) {
                break;
            }
            if token.kind != TokenKind::Markup && view.word(token) != "|" {
                return false;
            }
            line = token.flags;
        }
        true
    }

    /// The word token before the mention, past markup.
    #[inline]
    pub(in crate::entity::patterns) fn previous_token(self) -> Option<&'i Token> {
        let before = self.tokens_before();
        let spoken = before
            .iter()
            .rev()
            .take(3)
            .find(|t| t.kind != TokenKind::Markup)?;
        (spoken.kind == TokenKind::Word).then_some(spoken)
    }

    /// Whether a field with a hyphen, as a command's option is, stands directly before the mention.
    pub(in crate::entity::patterns) fn follows_hyphen(self) -> bool {
        let before = &self.input.view.tokens[..self.input.at];
        let mut near = before.iter().rev().take(2);
        near.any(|token| token.flags.has(Flags::FIELD_HYPHEN))
    }

    /// Whether one of the eight tokens before the mention is in `list`.
    pub(in crate::entity::patterns) fn context(self, list: &List) -> bool {
        let view = self.input.view;
        let before = view.tokens[..self.input.at].iter().rev().take(8);
        before
            .filter(|t| t.kind == TokenKind::Word)
            .any(|t| list.has(view.word(t)))
    }

    /// Whether no letter or digit stands directly before the mention.
    pub(in crate::entity::patterns) fn fresh(self) -> bool {
        !is_word_char(self.before()) || self.after_markup()
    }

    /// Whether markup stands directly before the mention.
    #[inline]
    pub(in crate::entity::patterns) fn after_markup(self) -> bool {
        let view = self.input.view;
        let before = self.input.at.checked_sub(1).map(|at| &view.tokens[at]);
        before
            .is_some_and(|t| t.kind == TokenKind::Markup && usize::from(t.end) == self.input.start)
    }

    /// How many digits stand directly before this place.
    pub(in crate::entity::patterns) fn digits_before(self) -> usize {
        let text = self.input.view.text.as_bytes();
        let before = text[..self.pos].iter().rev();
        before.take_while(|b| b.is_ascii_digit()).count()
    }

    /// How many digits the number has that spaces alone part from the mention; 0 where there is none.
    pub(in crate::entity::patterns) fn number_before(self) -> usize {
        let before = self.text_before(ROW);
        let number = before.trim_end_matches(' ');
        let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
        if number.len() < before.len() {
            digits
        } else {
            0
        }
    }
}
