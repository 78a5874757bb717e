//! A whole field to tokens.

use alloc::vec::Vec;

use super::chars::{
    CLASS, DIGIT, FIELD, HIGH, LETTER, char_at, is_apostrophe, is_emoji, is_inherited, is_mark,
};
use super::field::{Behind, Field};
use super::gap::Gap;
use super::letters::Letters;
use super::markdown::{Block, Lines, Role};
use super::word::{clitic_end, number_end, shape, word_end};
use super::{Classes, Flags, Lexicon, Token, TokenKind, Window, WordShape};

/// What the codes for a terminal begin with.
const ESCAPE: char = '\u{1b}';

/// What tokens take from around their field.
pub(super) struct Place<'a> {
    pub gap: Gap,
    /// Whether white space, or nothing, stands before the field.
    pub spaced: bool,
    pub role: Role,
    pub lines: &'a mut Lines,
    /// Whether no word of the sentence has come yet.
    pub fresh: &'a mut bool,
    pub lexicon: &'a Lexicon,
}

/// How a word is capitalised and what the lexicon knows of it.
fn known(word: &str, lexicon: &Lexicon) -> (WordShape, Classes) {
    let letters = Letters::of(word.as_bytes());
    if letters.length < word.len() {
        return (shape(word), lexicon.classes(word));
    }
    let classes = lexicon.classes_of_letters(&letters, || word.as_bytes());
    (letters.shape, classes)
}

/// Appends the tokens of a whole field.
pub(super) fn tokenize<'a>(
    text: &'a str,
    field: &'a Field,
    place: Place<'a>,
    out: &mut Vec<Token>,
) {
    let mut tokenizer = Tokenizer {
        field: field.text(text),
        offset: field.start,
        whole: (text, field),
        flags: flags(field, place.lines.block),
        first: first_flags(&place),
        place,
        out,
    };
    if field.script.is_run() {
        tokenizer.push(0, tokenizer.field.len(), TokenKind::Ideographs);
    } else {
        tokenizer.all();
    }
}

fn flags(field: &Field, block: Block) -> Flags {
    let mut flags = Flags(field.seen & FIELD);
    if field.end - field.start >= 16 {
        flags = flags.with(Flags::FIELD_LONG);
    }
    flags.with(block_flags(block))
}

pub(super) fn block_flags(block: Block) -> Flags {
    match block {
        Block::Heading => Flags::HEADING,
        Block::Code => Flags::CODE,
        _ => Flags::default(),
    }
}

fn first_flags(place: &Place<'_>) -> Flags {
    let mut first = Flags::FIELD;
    if place.spaced {
        first = first.with(Flags::SPACE);
    }
    if place.gap.lines > 0 {
        first = first.with(Flags::LINE);
    }
    first
}

/// Whether what stands behind a backslash is a line end in a string of code, and a word with a capital.
fn is_line_code(text: &str) -> bool {
    text.starts_with(['n', 'r', 't']) && char_at(text, 1).is_uppercase()
}

struct Tokenizer<'a, 'o> {
    field: &'a str,
    /// The field's first byte within the window's text.
    offset: usize,
    /// The window's text, and where the field is in it.
    whole: (&'a str, &'a Field),
    /// What all tokens of the field have.
    flags: Flags,
    /// What the next token has besides: the first one's place.
    first: Flags,
    place: Place<'a>,
    out: &'o mut Vec<Token>,
}

impl Tokenizer<'_, '_> {
    fn all(&mut self) {
        let mut at = self.mark_end();
        if at > 0 {
            self.push(0, at, TokenKind::Markup);
        }
        let mut room = Window::FIELD_TOKENS - 2;
        while at < self.field.len() {
            let (end, kind) = match room {
                0 => (self.field.len(), TokenKind::Rest),
                _ => self.next(at),
            };
            self.push(at, end, kind);
            room = room.saturating_sub(1);
            at = end;
        }
    }

    /// The end of the block's mark that the field begins with.
    fn mark_end(&self) -> usize {
        let run = |mark: char| self.field.len() - self.field.trim_start_matches(mark).len();
        match self.place.role {
            Role::Mark(_) | Role::Closes => self.field.len(),
            Role::Opens(mark, _) => run(char::from(mark)),
            Role::Begins(Block::Quote) => run('>'),
            Role::Begins(Block::Item) => run('•'),
            Role::Begins(_) | Role::Text => 0,
        }
    }

    /// The end and kind of the token at byte `at`.
    fn next(&mut self, at: usize) -> (usize, TokenKind) {
        let byte = self.field.as_bytes()[at];
        match CLASS[usize::from(byte)] {
            class if class & LETTER != 0 => (word_end(self.field, at), TokenKind::Word),
            DIGIT => (number_end(self.field, at), TokenKind::Number),
            HIGH => self.next_high(at),
            _ => self.next_mark(at, char::from(byte)),
        }
    }

    fn next_high(&mut self, at: usize) -> (usize, TokenKind) {
        let c = char_at(self.field, at);
        if is_mark(c) {
            self.next_mark(at, c)
        } else if c.is_alphabetic() {
            (word_end(self.field, at), TokenKind::Word)
        } else if c.is_numeric() {
            (number_end(self.field, at), TokenKind::Number)
        } else if is_emoji(c) {
            (self.emoji_end(at), TokenKind::Emoji)
        } else {
            self.next_mark(at, c)
        }
    }

    fn emoji_end(&self, at: usize) -> usize {
        let rest = &self.field[at..];
        let end = rest.find(|c| !is_emoji(c) && !is_inherited(c));
        end.map_or(self.field.len(), |n| at + n)
    }

    fn next_mark(&mut self, at: usize, mark: char) -> (usize, TokenKind) {
        if is_apostrophe(mark)
            && self.is_word_before(at)
            && let Some(end) = clitic_end(self.field, at)
        {
            return (end, TokenKind::Word);
        }
        if mark == ESCAPE
            && let Some(end) = self.control_end(at)
        {
            return (end, TokenKind::Markup);
        }
        let mut end = at;
        // Each bracket may begin a value.
        let most = if mark == '(' { 1 } else { self.field.len() };
        while end < self.field.len().min(at + most) && char_at(self.field, end) == mark {
            end += mark.len_utf8();
        }
        if mark == '\\' && is_line_code(&self.field[end..]) {
            end += 1;
        }
        let markup = match mark {
            '`' => self.take_ticks(at, end),
            '*' | '_' | '~' => self.is_emphasis(mark, at, end),
            _ => false,
        };
        let kind = if markup {
            TokenKind::Markup
        } else {
            TokenKind::Punctuation
        };
        (end, kind)
    }

    /// The end of the sequence at `at` that tells a terminal how to show what follows: `ESC [ 32 m`.
    fn control_end(&self, at: usize) -> Option<usize> {
        let rest = self.field[at..].strip_prefix("\u{1b}[")?;
        let end = rest.find(|c: char| !(' '..='?').contains(&c))?;
        ('@'..='~')
            .contains(&char_at(rest, end))
            .then_some(at + 2 + end + 1)
    }

    fn is_word_before(&self, at: usize) -> bool {
        let end = self.offset + at;
        self.out
            .last()
            .is_some_and(|t| t.kind == TokenKind::Word && usize::from(t.end) == end && at > 0)
    }

    /// The characters of the field around `at..end`; `None` beside white space.
    fn sides(&self, at: usize, end: usize) -> (Option<char>, Option<char>) {
        let beside = |joined: bool| joined.then_some('\0');
        let (text, whole) = self.whole;
        let before = self.field[..at].chars().next_back();
        let after = self.field[end..].chars().next();
        (
            before.or(beside(!self.place.spaced)),
            after.or_else(|| beside(whole.behind(text) == Behind::Field)),
        )
    }

    fn in_code(&self) -> bool {
        self.place.lines.block == Block::Code || self.place.lines.ticks > 0
    }

    /// Whether marks of emphasis are that, and not a sign or part of a name.
    fn is_emphasis(&self, mark: char, at: usize, end: usize) -> bool {
        let len = end - at;
        let many = if mark == '~' { len == 2 } else { len <= 3 };
        let inner = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        let (before, after) = self.sides(at, end);
        let alone = before.is_none() && after.is_none();
        let within = inner(before) && inner(after);
        many && !alone && !within && before != Some('\\') && !self.in_code()
    }

    /// Opens or closes a code span with the ticks at `at..end`; tells whether they do.
    fn take_ticks(&mut self, at: usize, end: usize) -> bool {
        let len = (end - at).min(255) as u8;
        let (before, after) = self.sides(at, end);
        let ticks = self.place.lines.ticks;
        if self.place.lines.block == Block::Code || (ticks > 0 && ticks != len) {
            return false;
        }
        let opens = after.is_some()
            && !before.is_some_and(char::is_alphanumeric)
            && (len == 1 || self.field[end..].contains(&self.field[at..end]));
        self.place.lines.ticks = if ticks == 0 && opens { len } else { 0 };
        ticks > 0 || opens
    }

    fn push(&mut self, at: usize, end: usize, kind: TokenKind) {
        let word = &self.field[at..end];
        let mut flags = self.flags.with(self.first);
        let (mut shape_of, mut classes) = (WordShape::None, Classes::default());
        match kind {
            TokenKind::Word => {
                (shape_of, classes) = known(word, self.place.lexicon);
                flags = flags.with(self.start());
            }
            TokenKind::Ideographs => flags = flags.with(self.start()),
            TokenKind::Number => *self.place.fresh = false,
            TokenKind::Punctuation if self.is_cell(word) => *self.place.fresh = true,
            _ => {}
        }
        if kind != TokenKind::Markup {
            flags = self.code(flags);
        }
        self.add(at, end, kind, (shape_of, flags, classes));
    }

    /// Whether the mark begins a table's cell, which begins as a sentence does.
    fn is_cell(&self, mark: &str) -> bool {
        self.place.lines.block == Block::Row && mark.starts_with('|')
    }

    fn start(&mut self) -> Flags {
        if core::mem::take(self.place.fresh) {
            Flags::START
        } else {
            Flags::default()
        }
    }

    fn code(&self, flags: Flags) -> Flags {
        match self.place.lines.ticks {
            0 => flags,
            _ => flags.with(Flags::CODE),
        }
    }

    fn add(
        &mut self,
        at: usize,
        end: usize,
        kind: TokenKind,
        (shape, flags, classes): (WordShape, Flags, Classes),
    ) {
        self.first = Flags::default();
        self.out.push(Token {
            start: (self.offset + at) as u16,
            end: (self.offset + end) as u16,
            kind,
            shape,
            flags,
            classes,
        });
    }
}
