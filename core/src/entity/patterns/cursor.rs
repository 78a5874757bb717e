//! A place in the text that recognisers move on by value, and that notes when they looked further
//! than the text has come.

use core::cell::Cell;

use super::chars::{divides_digits, is_hyphen, is_word_char};
use crate::entity::Kinds;
use crate::text::list::{Glance, List};
use crate::text::{Classes, Flags, Token, TokenKind, View, is_gap};

/// Tokens of one field that are looked at from where a recogniser begins.
const FIELD_HORIZON: usize = 64;
/// Bytes from the start of a mention behind which no further field is asked for.
const HORIZON: usize = 112;
/// Bytes before a mention in which a label may stand.
const HEAD: usize = 32;
/// Marks of layout and quotes around a value.
const LAYOUT: [char; 6] = [' ', '*', '_', '"', '\'', '`'];
/// Bytes of white space within a mention.
const WIDEST_GAP: usize = 8;

/// What one question is about. A recogniser whose answer hangs on a token that is not there yet
/// leaves `starved` set: everything else that it read can no longer change, so that its answer
/// can't either.
pub(super) struct Input<'v> {
    view: &'v View<'v>,
    at: usize,
    /// Where the mention may begin: the token, without what a code before it ends with.
    start: usize,
    pub(super) kinds: Kinds,
    /// The two characters before the token, the nearer one first; spaces where there is none.
    before: [char; 2],
    starved: Cell<bool>,
    /// The letters that were asked for last.
    lettered: Cell<Letters>,
    /// The digits that were asked for last.
    numbered: Cell<Digits>,
    /// The field that was asked for last.
    following: Cell<Field>,
}

/// The digits at a place.
#[derive(Clone, Copy, Default)]
struct Digits {
    pos: usize,
    /// The end of the field.
    end: usize,
    /// Their value, and in the lower half how many there are.
    number: u64,
}

/// The letters at a place.
#[derive(Clone, Copy, Default)]
struct Letters {
    pos: usize,
    /// The end of the field.
    end: usize,
    length: usize,
    glance: Glance,
}

/// A field by the token that it begins with.
#[derive(Clone, Copy, Default)]
struct Field {
    first: usize,
    end: usize,
    /// The first token behind it.
    next: usize,
}

impl<'v> Input<'v> {
    /// The question about token `at`, whose first bytes may belong to the code of a character before it.
    pub(super) fn new(view: &'v View<'v>, at: usize, coded: Option<usize>, kinds: Kinds) -> Self {
        let start = usize::from(view.tokens[at].start);
        let before = match coded {
            Some(_) => [' '; 2],
            None => last_two(&view.text[..start]),
        };
        Self {
            view,
            at,
            start: start + coded.unwrap_or_default(),
            kinds,
            before,
            starved: Cell::new(false),
            lettered: Cell::default(),
            numbered: Cell::default(),
            following: Cell::default(),
        }
    }

    /// The field that begins at token `first`, which several rules ask for one after the other.
    #[inline]
    fn following(&self, first: usize) -> Field {
        let mut following = self.following.get();
        if following.first != first {
            let (end, next) = field(self.view, first, FIELD_HORIZON);
            following = Field { first, end, next };
            self.following.set(following);
        }
        following
    }

    /// The value of the digits at `pos`, and in the lower half how many there are. Most rules ask for those of
    /// the same place.
    #[inline(never)]
    fn number(&self, pos: usize, end: usize) -> u64 {
        let known = self.numbered.get();
        if (known.pos, known.end) == (pos, end) {
            return known.number;
        }
        let text = self.view.text.as_bytes();
        let rest = text.get(pos..end).unwrap_or_default();
        let (mut value, mut count) = (0_u32, 0_u64);
        for digit in rest.iter().take_while(|byte| byte.is_ascii_digit()) {
            let digit = u32::from(digit - b'0');
            value = value.saturating_mul(10).saturating_add(digit);
            count += 1;
        }
        let number = u64::from(value) << 32 | count;
        self.numbered.set(Digits { pos, end, number });
        number
    }

    /// Whether the end of the open text was met.
    pub(super) fn starved(&self) -> bool {
        self.starved.get()
    }

    /// The place of the token that the question is about.
    pub(super) fn cursor(&self) -> Cursor<'_> {
        let (end, next) = field(self.view, self.at, FIELD_HORIZON);
        Cursor {
            input: self,
            pos: self.start(),
            end,
            next,
        }
    }

    fn start(&self) -> usize {
        self.start
    }
}

fn last_two(text: &str) -> [char; 2] {
    match text.as_bytes() {
        [.., further, last] if last.is_ascii() && further.is_ascii() => {
            [char::from(*last), char::from(*further)]
        }
        _ => {
            let mut back = text.chars().rev();
            [(); 2].map(|()| back.next().unwrap_or(' '))
        }
    }
}

/// The end of the field that token `at` stands in, and the first token behind it.
fn field(view: &View<'_>, at: usize, horizon: usize) -> (usize, usize) {
    let rest = &view.tokens[at..view.tokens.len().min(at + horizon)];
    let length = rest[1..].iter().position(|t| t.flags.has(Flags::FIELD));
    let length = length.map_or(rest.len(), |n| n + 1);
    (usize::from(rest[length - 1].end), at + length)
}

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

    /// The whole field, however long, from here.
    pub(super) fn long_rest(self) -> &'i str {
        let view = self.input.view;
        let (end, _) = field(view, self.input.at, view.tokens.len());
        view.text.get(self.pos..end).unwrap_or_default()
    }

    /// Up to `most` bytes before the mention.
    pub(super) fn text_before(self, most: usize) -> &'i str {
        let text = &self.input.view.text[..self.input.start()];
        &text[text.ceil_char_boundary(text.len().saturating_sub(most))..]
    }

    /// What the text is the value of, where the mention is the first of it.
    pub(super) fn name(self) -> Option<&'i str> {
        let view = self.input.view;
        let named = !view.name.is_empty();
        (named && view.text[..self.input.start()].chars().all(is_gap)).then_some(view.name)
    }

    /// What lines before call a value that this one has, and its column.
    pub(super) fn beside(self) -> (&'i str, usize) {
        let view = self.input.view;
        (view.beside, view.column.into())
    }

    /// All that has come behind this place, and whether more may follow.
    pub(super) fn all_behind(self) -> (&'i str, bool) {
        let view = self.input.view;
        let end = view.tokens.last().map_or(0, |token| usize::from(token.end));
        (
            view.text.get(self.pos..end).unwrap_or_default(),
            !view.closed,
        )
    }

    /// Notes that the answer hangs on what follows.
    pub(super) fn starve(self) {
        self.input.starved.set(true);
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

    /// How many digits stand here.
    #[inline(always)]
    pub(super) fn digit_count(self) -> usize {
        self.input.number(self.pos, self.end) as u32 as usize
    }

    /// The value of the digits here and the place behind them, if they are `least` to `most`.
    #[inline(always)]
    pub(super) fn digits(self, least: usize, most: usize) -> Option<(u32, Self)> {
        let number = self.input.number(self.pos, self.end);
        let (value, count) = ((number >> 32) as u32, number as u32 as usize);
        (least..=most)
            .contains(&count)
            .then(|| (value, self.skip(count)))
    }

    /// The letters here. One rule after the other asks for those of the same place.
    #[inline]
    pub(super) fn letters(self) -> &'i str {
        self.text_of(self.lettered())
    }

    fn text_of(self, letters: Letters) -> &'i str {
        let text = self.input.view.text;
        text.get(self.pos..self.pos + letters.length)
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
        let ascii = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
        let length = match ascii.count() {
            count if rest.get(count).is_none_or(u8::is_ascii) => count,
            _ => self.letters_beyond_ascii(),
        };
        let letters = Letters {
            pos: self.pos,
            end: self.end,
            length,
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
    pub(super) fn word(self, list: &List) -> Option<Self> {
        let letters = self.lettered();
        let known = list.may_have(letters.glance) && self.is_in(letters, list);
        known.then(|| self.skip(letters.length))
    }

    /// The start of the next field of the same line, if this one is at its end.
    pub(super) fn gap(self) -> Option<Self> {
        self.further(HORIZON)
    }

    /// The same, up to so many bytes from the start of the mention.
    pub(super) fn further(self, most: usize) -> Option<Self> {
        let input = self.input;
        if self.pos != self.end || self.pos > input.start() + most {
            return None;
        }
        let Some(token) = input.view.get(self.next) else {
            input.starved.set(input.starved.get() || !input.view.closed);
            return None;
        };
        let start = usize::from(token.start);
        let near = (self.pos + 1..=self.pos + WIDEST_GAP).contains(&start);
        if !near || !token.flags.has(Flags::FIELD) || token.flags.has(Flags::LINE) {
            return None;
        }
        let Field { end, next, .. } = input.following(self.next);
        Some(Self {
            input,
            pos: start,
            end,
            next,
        })
    }

    /// The same place, with the fields that stand directly behind its own as parts of that, as those of scripts
    /// without spaces do.
    pub(super) fn glued(mut self) -> Self {
        let view = self.input.view;
        let beyond = |at: usize| {
            view.text
                .as_bytes()
                .get(at)
                .is_some_and(|byte| !byte.is_ascii_whitespace())
        };
        while beyond(self.end) && self.end < self.input.start() + HORIZON {
            match view.get(self.next) {
                Some(token) if usize::from(token.start) == self.end => {
                    Field {
                        end: self.end,
                        next: self.next,
                        ..
                    } = self.input.following(self.next);
                }
                None if !view.closed => {
                    self.starve();
                    break;
                }
                _ => break,
            }
        }
        self
    }

    /// Whether no field follows this one in its line, as far as that has come.
    pub(super) fn ends_line(self) -> bool {
        let view = self.input.view;
        if let Some(token) = view.get(self.next) {
            return token.flags.has(Flags::LINE);
        }
        let behind = view.text.get(self.pos..).unwrap_or_default();
        let behind = behind.trim_start_matches([' ', '\t', '\r']);
        behind.is_empty() || behind.starts_with('\n')
    }

    /// The next field if this one is at its end, else this place.
    #[inline]
    pub(super) fn space(self) -> Self {
        self.gap().unwrap_or(self)
    }

    /// Behind a white space and one of the words of `list`.
    #[inline]
    pub(super) fn then(self, list: &List) -> Option<Self> {
        self.gap()?.word(list)
    }

    /// The word token that begins here.
    #[inline(always)]
    pub(super) fn token(self) -> Option<&'i Token> {
        let tokens = self.input.view.tokens;
        let index = tokens.partition_point(|t| usize::from(t.start) < self.pos);
        let token = tokens.get(index)?;
        let here = usize::from(token.start) == self.pos && usize::from(token.end) <= self.end;
        (here && token.kind == TokenKind::Word).then_some(token)
    }

    /// The classes of the word that begins here, and the place behind it.
    #[inline(always)]
    pub(super) fn classes(self) -> Option<(Classes, Self)> {
        let token = self.token()?;
        let behind = self.skip(usize::from(token.end - token.start));
        Some((token.classes, behind))
    }

    /// The character directly before the mention; a space where white space or nothing stands.
    pub(super) fn before(self) -> char {
        self.input.before[0]
    }

    /// The character `back` characters further to the left of the mention.
    pub(super) fn before_back(self, back: usize) -> char {
        let near = self.input.before.get(back).copied();
        near.unwrap_or_else(|| {
            let text = &self.input.view.text[..self.input.start()];
            text.chars().nth_back(back).unwrap_or(' ')
        })
    }

    /// Whether a mark stands here that parts what is before it from all that follows in the field, or
    /// nothing follows at all.
    pub(super) fn stops(self) -> bool {
        let input = self.input;
        match self.peek() {
            0 => self.pos == self.end && input.view.closed && input.view.get(self.next).is_none(),
            mark => matches!(mark, b'.' | b',' | b';' | b'!' | b'?' | b')'),
        }
    }

    /// The word before the mention, past markup and opening brackets; empty where none is.
    pub(super) fn previous(self) -> &'i str {
        self.previous_token()
            .map_or("", |token| self.input.view.word(token))
    }

    /// The tokens before the mention.
    pub(super) fn tokens_before(self) -> &'i [Token] {
        &self.input.view.tokens[..self.input.at]
    }

    /// The tokens before the mention but markup, the nearest first, and what they say.
    pub(super) fn spoken_before(self) -> impl Iterator<Item = (&'i Token, &'i str)> {
        let spoken = |token: &&Token| token.kind != TokenKind::Markup;
        let before = self.tokens_before().iter().rev().filter(spoken);
        before.map(move |token| (token, self.input.view.word(token)))
    }

    /// The facts about the place of the token that the mention begins with.
    pub(super) fn flags(self) -> Flags {
        self.input.view.tokens[self.input.at].flags
    }

    /// What stands before the mention in its line, without marks of layout and quotes.
    pub(super) fn head(self) -> &'i str {
        self.text_before(HEAD).trim_end_matches(LAYOUT)
    }

    /// Whether a label of `list` stands before the mention: `**Founded:** 1998`, `| Year | 2019 |`, `"year": 2019`.
    pub(super) fn labelled(self, list: &List) -> bool {
        let name = self.head().strip_suffix([':', '|', '=']);
        let name = name.map(|name| name.trim_end_matches(LAYOUT));
        let word = name.and_then(|name| name.rsplit(|c: char| !c.is_alphabetic()).next());
        word.is_some_and(|word| list.has(word))
    }

    /// Whether nothing but markup and marks of tables stands before the mention in its line.
    pub(super) fn heads_line(self) -> bool {
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
    pub(super) fn previous_token(self) -> Option<&'i Token> {
        let before = self.tokens_before();
        let spoken = before
            .iter()
            .rev()
            .take(3)
            .find(|t| t.kind != TokenKind::Markup)?;
        (spoken.kind == TokenKind::Word).then_some(spoken)
    }

    /// Whether a field with a hyphen, as a command's option is, stands directly before the mention.
    pub(super) fn follows_hyphen(self) -> bool {
        let before = &self.input.view.tokens[..self.input.at];
        let mut near = before.iter().rev().take(2);
        near.any(|token| token.flags.has(Flags::FIELD_HYPHEN))
    }

    /// Whether one of the eight tokens before the mention is in `list`.
    pub(super) fn context(self, list: &List) -> bool {
        let view = self.input.view;
        let before = view.tokens[..self.input.at].iter().rev().take(8);
        before
            .filter(|t| t.kind == TokenKind::Word)
            .any(|t| list.has(view.word(t)))
    }

    /// Whether no letter or digit stands directly before the mention.
    pub(super) fn fresh(self) -> bool {
        !is_word_char(self.before()) || self.after_markup()
    }

    /// Whether markup stands directly before the mention.
    #[inline]
    pub(super) fn after_markup(self) -> bool {
        let view = self.input.view;
        let before = self.input.at.checked_sub(1).map(|at| &view.tokens[at]);
        before.is_some_and(|t| {
            t.kind == TokenKind::Markup && usize::from(t.end) == self.input.start()
        })
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
}

impl<'i> Cursor<'i> {
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

    /// How many digits stand directly before this place.
    pub(super) fn digits_before(self) -> usize {
        let text = self.input.view.text.as_bytes();
        let before = text[..self.pos].iter().rev();
        before.take_while(|b| b.is_ascii_digit()).count()
    }
}
