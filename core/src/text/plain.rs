//! Fields of letters or of digits alone, which most are, as tokens.

use alloc::vec::Vec;

use super::chars::{CLASS, SPACE};
use super::field::Field;
use super::letters::Letters;
use super::markdown::Lines;
use super::tokenize::block_flags;
use super::{Classes, Flags, Lexicon, Token, TokenKind, WordShape};

/// Bytes of the longest word that is taken at one look.
const LONGEST: usize = 48;
/// Bytes from which on a field is long.
const LONG: usize = 16;
/// What the first token of a field alone has that stands behind a space.
const FIRST: Flags = Flags::FIELD.with(Flags::SPACE);

/// What all plain fields of a line have.
pub(super) fn plain_flags(lines: &Lines) -> Flags {
    let flags = block_flags(lines.block).with(FIRST);
    match lines.ticks {
        0 => flags,
        _ => flags.with(Flags::CODE),
    }
}

/// A field of ASCII letters alone, perhaps with a comma or full stop behind them.
pub(super) struct Plain {
    pub start: usize,
    pub word: Letters,
    pub mark: Option<u8>,
}

impl Plain {
    /// The field between the space at byte `at` and white space, where it is one.
    #[inline(always)]
    pub(super) fn behind(text: &[u8], at: usize) -> Option<Self> {
        let (b' ', rest) = text.get(at..)?.split_first()? else {
            return None;
        };
        let word = Letters::at(rest);
        let (mark, last) = match *rest.get(word.length)? {
            mark @ (b',' | b'.') => (Some(mark), *rest.get(word.length + 1)?),
            last => (None, last),
        };
        let ends = CLASS[usize::from(last)] == SPACE && (1..=LONGEST).contains(&word.length);
        let start = at + 1;
        ends.then_some(Self { start, word, mark })
    }

    #[inline(always)]
    pub(super) fn end(&self) -> usize {
        self.start + self.word.length + usize::from(self.mark.is_some())
    }

    /// Appends its tokens.
    #[inline(always)]
    pub(super) fn tokens(
        &self,
        text: &str,
        of_line: Flags,
        lexicon: &Lexicon,
        out: &mut Vec<Token>,
    ) {
        let end = self.start + self.word.length;
        let mut flags = of_line.with(long(self.end() - self.start));
        if let Some(mark) = self.mark {
            flags = flags.with(Flags(CLASS[usize::from(mark)]));
        }
        let bytes = || &text.as_bytes()[self.start..end];
        out.push(Token {
            start: self.start as u16,
            end: end as u16,
            kind: TokenKind::Word,
            shape: self.word.shape,
            flags,
            classes: lexicon.classes_of_letters(&self.word, bytes),
        });
        if self.mark.is_some() {
            out.push(Token {
                start: end as u16,
                end: end as u16 + 1,
                kind: TokenKind::Punctuation,
                shape: WordShape::None,
                flags: Flags(flags.0 & !FIRST.0),
                classes: Classes::default(),
            });
        }
    }
}

/// The token of a field of digits alone.
pub(super) fn digits(field: &Field, of_line: Flags) -> Token {
    Token {
        start: field.start as u16,
        end: field.end as u16,
        kind: TokenKind::Number,
        shape: WordShape::None,
        flags: of_line
            .with(Flags::FIELD_DIGIT)
            .with(long(field.end - field.start)),
        classes: Classes::default(),
    }
}

/// What a field of so many bytes is.
#[inline(always)]
fn long(bytes: usize) -> Flags {
    match bytes {
        LONG.. => Flags::FIELD_LONG,
        _ => Flags::default(),
    }
}
