//! The text stage of one channel: deltas in, whole fields as tokens and closed sentences out.

use super::chars::{DIGIT, LETTER};
use super::ending::{Ending, Mark};
use super::field::Field;
use super::gap::{Between, Gap};
use super::letters::Letters;
use super::markdown::{Block, Lines, Role};
use super::plain::{Plain, digits, plain_flags};
use super::segment::Boundary;
use super::tokenize::{Place, tokenize};
use super::{Flags, Lexicon, Window};

/// What the reader has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It needs more text.
    Idle,
    /// The tokens of all further fields that are whole are in the window. They are told together, so
    /// that less has to be asked for again where a recogniser waits for what follows.
    Fields,
    /// The tokens in the window are a whole sentence. [`Reader::release`] it and go on.
    Sentence,
}

/// Divides a channel's text. Everything it does is a function of the text alone, not of how the
/// text came.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    progress: Progress,
    /// While in a gap: the byte of the window that it was read to.
    at: usize,
    gap: Gap,
    field: Field,
    /// Of a whole field.
    role: Role,
    lines: Lines,
    ending: Ending,
    /// Whether a word of the open sentence has come.
    spoken: bool,
    /// Whether the sentence is closed and not released yet.
    closed: bool,
}

/// What is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Progress {
    #[default]
    Gap,
    /// A field that is not whole yet.
    Field,
    /// A whole field, whose tokens are not in the window yet.
    Whole,
}

impl Reader {
    /// Bytes that are appended at a time, so that what a released sentence leaves behind is short.
    const PIECE: usize = 512;

    /// Appends the head of `text` to the window, as much as it has room for, and returns the rest,
    /// which is to be pushed when [`step`](Self::step) has come to `Idle`. It always takes a
    /// character at least when `step` has.
    #[inline(always)]
    pub fn push<'t>(&mut self, window: &mut Window, text: &'t str) -> &'t str {
        let room = Window::SENTENCE_BYTES + Window::FIELD_BYTES - window.text.len();
        let (head, rest) = text.split_at(text.floor_char_boundary(room.min(Self::PIECE)));
        window.text.push_str(head);
        rest
    }

    /// Goes on over what is whole, at most to the end of a sentence. `ended`: no text will follow.
    pub fn step(&mut self, window: &mut Window, lexicon: &Lexicon, ended: bool) -> Step {
        let mut taken = false;
        loop {
            match self.advance(window, lexicon, ended) {
                Some(Step::Idle) if taken => return Step::Fields,
                Some(step) => return step,
                None => taken = true,
            }
        }
    }

    /// Goes on by one field; `None` where its tokens are in the window.
    #[inline]
    fn advance(&mut self, window: &mut Window, lexicon: &Lexicon, ended: bool) -> Option<Step> {
        if self.closed {
            return Some(Step::Sentence);
        }
        if self.take_words(window, lexicon) {
            return None;
        }
        if self.progress == Progress::Gap
            && let Some(step) = self.cross(window, ended)
        {
            return Some(step);
        }
        if self.progress == Progress::Field {
            if !self.field.read(&window.text) && !ended {
                return Some(Step::Idle);
            }
            self.complete(&window.text);
            if self.is_boundary(window, lexicon) {
                return Some(self.close());
            }
        }
        self.take(window, lexicon);
        None
    }

    /// Takes the words that [`word`](Self::word) finds; tells whether there were any.
    fn take_words(&mut self, window: &mut Window, lexicon: &Lexicon) -> bool {
        if !self.is_amid() {
            return false;
        }
        let flags = plain_flags(&self.lines);
        let (mut start, mut mark) = (self.at, None);
        let from = start;
        while mark != Some(b'.')
            && let Some(field) = self.word(window)
        {
            (start, mark) = (field.start, field.mark);
            field.tokens(&window.text, flags, lexicon, &mut window.tokens);
            self.at = field.end();
        }
        if self.at == from {
            return false;
        }
        self.pass_plain();
        if mark == Some(b'.') {
            self.role = Role::Text;
            self.ending = self.ending_with(&window.text[start..self.at], lexicon);
        }
        true
    }

    /// Takes note of plain words.
    fn pass_plain(&mut self) {
        self.lines.take_word();
        self.ending = Ending::default();
    }

    /// Whether nothing has been read behind the last field, and it was within a line and a sentence.
    fn is_amid(&self) -> bool {
        self.progress == Progress::Gap
            && !self.gap.some
            && self.spoken
            && self.ending.mark == Mark::None
            && self.lines.is_within(self.gap)
    }

    /// The next field, where it is plain and goes on with an open sentence that has room for it.
    #[inline]
    fn word(&self, window: &Window) -> Option<Plain> {
        let first = usize::from(window.tokens.first()?.start);
        if window.tokens.len() + Window::FIELD_TOKENS > Window::TOKENS {
            return None;
        }
        let field = Plain::behind(window.text.as_bytes(), self.at)?;
        (field.end() - first <= Window::SENTENCE_BYTES).then_some(field)
    }

    /// Takes a closed sentence out of the window; what follows it stays. Called before the
    /// sentence is closed, it ends the sentence by force behind its last field.
    pub fn release(&mut self, window: &mut Window) {
        self.drop_head(window);
        window.tokens.clear();
        window.mentions.clear();
        self.ending = Ending::default();
        self.spoken = false;
        self.closed = false;
    }

    /// The byte of the channel's text up to which nothing can change any more: where the field
    /// begins whose tokens are not in the window yet, or where the white space that was read ends.
    pub fn stable(&self, window: &Window) -> u64 {
        window.base + self.position() as u64
    }

    fn position(&self) -> usize {
        match self.progress {
            Progress::Gap => self.at,
            Progress::Field | Progress::Whole => self.field.start,
        }
    }

    /// Takes everything before the next field out of the window.
    fn drop_head(&mut self, window: &mut Window) {
        let head = self.position();
        if head == 0 {
            return;
        }
        window.text.drain(..head);
        window.base += head as u64;
        self.at = 0;
        self.field.start = self.field.start.saturating_sub(head);
        self.field.end = self.field.end.saturating_sub(head);
    }

    fn close(&mut self) -> Step {
        self.closed = true;
        Step::Sentence
    }

    /// Crosses the white space before the next field. `None`: the field begins.
    fn cross(&mut self, window: &mut Window, ended: bool) -> Option<Step> {
        let first = window.tokens.first().map(|token| usize::from(token.start));
        let open = first.is_some();
        let limit = first.map_or(usize::MAX, |first| first + Window::SENTENCE_BYTES);
        loop {
            match self.gap.read(&window.text, &mut self.at, limit) {
                Between::Nothing if open && ended => return Some(self.close()),
                Between::Nothing => return Some(self.wait(window)),
                Between::Limit => return Some(self.close()),
                Between::Line if open && self.line_closes() => return Some(self.close()),
                Between::Line => {}
                Between::Field if open && self.item_closes() => return Some(self.close()),
                Between::Field => break,
            }
        }
        self.begin(window);
        None
    }

    fn wait(&mut self, window: &mut Window) -> Step {
        if window.tokens.is_empty() {
            self.drop_head(window);
        }
        Step::Idle
    }

    fn line_closes(&self) -> bool {
        self.gap.lines > 1 || self.lines.closes()
    }

    /// A list item ends with its line, unless the next line is indented.
    fn item_closes(&self) -> bool {
        self.gap.lines == 1 && self.gap.indent == 0 && self.lines.block == Block::Item
    }

    fn begin(&mut self, window: &mut Window) {
        if window.tokens.is_empty() {
            self.drop_head(window);
        }
        self.field = Field::at(self.at, &window.text);
        self.progress = Progress::Field;
    }

    fn complete(&mut self, text: &str) {
        self.role = Role::Text;
        if !self.lines.is_within(self.gap) {
            let field = self.field.text(text);
            self.role = self.lines.role(field, self.gap, self.field.behind(text));
        }
        self.progress = Progress::Whole;
    }

    /// Whether the open sentence ends before the whole field.
    fn is_boundary(&self, window: &Window, lexicon: &Lexicon) -> bool {
        let Some(first) = window.tokens.first() else {
            return false;
        };
        let bytes = self.field.end - self.field.start;
        let tokens = window.tokens.len() + bytes.min(Window::FIELD_TOKENS);
        let long = self.field.end - usize::from(first.start) > Window::SENTENCE_BYTES;
        if tokens > Window::TOKENS || long {
            return true;
        }
        if self.gap.lines == 0 && self.ending.mark == Mark::None {
            return false;
        }
        let boundary = Boundary {
            ending: self.ending,
            gap: self.gap,
            lines: &self.lines,
            field: self.field.text(&window.text),
            role: self.role,
            lexicon,
        };
        boundary.is_sentence()
    }

    /// Puts the tokens of the whole field into the window.
    fn take(&mut self, window: &mut Window, lexicon: &Lexicon) {
        let seen = self.field.seen;
        if self.role == Role::Text && (seen & !LETTER == 0 || seen == DIGIT) {
            self.take_one(window, lexicon);
        } else {
            self.take_any(window, lexicon);
        }
        self.at = self.field.end;
        self.gap = Gap::default();
        self.progress = Progress::Gap;
    }

    /// Takes a field of ASCII letters or of digits alone, which is one token.
    fn take_one(&mut self, window: &mut Window, lexicon: &Lexicon) {
        let text = self.field.text(&window.text);
        self.lines.take(text, self.gap, self.role);
        let flags = self.flags(window);
        if self.field.seen == DIGIT {
            window.tokens.push(digits(&self.field, flags));
        } else {
            let first = if self.spoken {
                Flags::default()
            } else {
                Flags::START
            };
            let field = Plain {
                start: self.field.start,
                word: Letters::of(text.as_bytes()),
                mark: None,
            };
            field.tokens(&window.text, flags.with(first), lexicon, &mut window.tokens);
        }
        self.spoken = true;
        self.ending = Ending::default();
    }

    /// What the one token of the field has from its place.
    fn flags(&self, window: &Window) -> Flags {
        let flags = plain_flags(&self.lines);
        let flags = if self.is_spaced(window) {
            flags
        } else {
            Flags(flags.0 & !Flags::SPACE.0)
        };
        if self.gap.lines > 0 {
            flags.with(Flags::LINE)
        } else {
            flags
        }
    }

    /// Whether white space, or nothing, stands before the field.
    fn is_spaced(&self, window: &Window) -> bool {
        self.gap.some || window.base + self.field.start as u64 == 0
    }

    fn take_any(&mut self, window: &mut Window, lexicon: &Lexicon) {
        let field = self.field.text(&window.text);
        self.lines.take(field, self.gap, self.role);
        let fresh = !self.spoken;
        let ending = self.ending_with(field, lexicon);
        let mut still_fresh = fresh;
        let place = Place {
            gap: self.gap,
            spaced: self.is_spaced(window),
            role: self.role,
            lines: &mut self.lines,
            fresh: &mut still_fresh,
            lexicon,
        };
        tokenize(&window.text, &self.field, place, &mut window.tokens);
        let counts = fresh && ending.mark == Mark::Bound && !field_has_letters(&self.field);
        self.spoken = !still_fresh && !counts;
        self.ending = ending;
    }

    fn ending_with(&self, field: &str, lexicon: &Lexicon) -> Ending {
        // Neither stops nor what may stand behind one.
        let goes_on =
            |last: &u8| last.is_ascii_alphanumeric() || matches!(last, b',' | b';' | b'%');
        let plain = field.as_bytes().last().is_some_and(goes_on);
        let marks = !matches!(self.role, Role::Text | Role::Begins(_));
        if plain || marks || self.lines.block == Block::Code {
            return Ending::default();
        }
        self.ending.then(field, !self.spoken, lexicon)
    }
}

fn field_has_letters(field: &Field) -> bool {
    field.seen & LETTER != 0
}
