//! The text at one place of frames that no wire tells about: in an event that is new, or in a field beside
//! the text. What comes there may be whole, or go on in the next frame.

use alloc::string::String;
use alloc::vec::Vec;

use super::again::Again;
use super::danger;
use super::left_out::{self, LeftOut};
use super::look::{Look, Value, add, shift};
use super::mask::{Mask, Masking};
use crate::buffer::Exhausted;
use crate::entity::patterns::begins_key;
use crate::{Kind, Kinds};

/// How strings of one place are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// As pieces of one text, as the name `delta` says: what may become a value is held back.
    Pieces,
    /// As whole texts, which may be pieces all the same: what looks like the beginning of a value is held
    /// back, and nothing else, so that whole ones stay whole. Two of which one goes on the other show that
    /// they are pieces.
    Texts,
}

/// Masks the strings of one place.
pub(super) struct Site {
    sort: Sort,
    /// What the string is the value of, where its name counts.
    name: String,
    /// The last text that was written and, behind it, what is held back.
    text: String,
    written: usize,
    /// Where the value begins for which a placeholder was written last.
    value: Option<usize>,
    /// What belongs to a value that is forgotten, and is not written.
    left_out: LeftOut,
    /// Pieces that are values by themselves and not written yet.
    whole: Vec<Value>,
    again: Again,
}

impl Site {
    /// Bytes of text that was written which may say what comes.
    const BEFORE: usize = 96;
    /// Bytes of base64 or the like, such as sound.
    const DATA: usize = 256;

    pub(super) fn new(sort: Sort) -> Self {
        Self {
            sort,
            name: String::new(),
            text: String::new(),
            written: 0,
            value: None,
            left_out: LeftOut::default(),
            whole: Vec::new(),
            again: Again::default(),
        }
    }

    /// What the strings are the value of.
    pub(super) fn set_name(&mut self, name: &str) {
        self.name.clear();
        self.name.push_str(name);
    }

    /// Bytes that are held back.
    pub(super) fn held(&self) -> usize {
        self.text.len() - self.written
    }

    pub(super) fn sort(&self) -> Sort {
        self.sort
    }

    /// Takes a string; appends what is certain of it and of what was held back.
    pub(super) fn push(&mut self, string: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        let again = self.comes_again(string);
        if again && self.may_be_joined() {
            return self.join(string, to);
        }
        if again || self.is_settled() && is_data(string) {
            if self.sort == Sort::Pieces {
                self.close(to)?;
            }
            return self.whole(string, to);
        }
        if self.again.goes_on_with(string) {
            self.sort = Sort::Pieces;
        }
        self.again.remember(string);
        let piece = self.left_out.take_from(string);
        let from = self.text.len();
        self.text.push_str(piece);
        let (values, end) = match self.sort {
            _ if piece.is_empty() => (Vec::new(), self.written),
            Sort::Pieces => self.certain(from, to)?,
            Sort::Texts => self.likely(from, to)?,
        };
        self.write(&values, end, to);
        if self.held() > Mask::HELD {
            self.give_up(to);
        }
        self.forget();
        Ok(())
    }

    /// Takes a string that does not go on, and drops what is held back.
    pub(super) fn whole(&mut self, string: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        self.forget_all();
        self.text.push_str(string);
        let values = self.look(string, true, to.kinds, to)?.values;
        self.write(&values, string.len(), to);
        self.forget();
        Ok(())
    }

    /// No text follows: decides and appends what is held back.
    pub(super) fn close(&mut self, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        if self.held() > 0 {
            let mut values = self.look(&self.text, true, to.kinds, to)?.values;
            add(&self.whole, &mut values);
            self.write(&values, self.text.len(), to);
        }
        self.forget_all();
        Ok(())
    }

    /// Masks what is held back before it is decided.
    pub(super) fn give_up(&mut self, to: &mut Masking<'_>) {
        if self.held() > 0 {
            let held = &self.text[self.written..];
            if let Some(number) = to.values.write_undecided(held, to.out) {
                to.values.keep_undecided(number, held);
            }
            self.leave_out(0);
        }
    }

    /// The value that begins at byte `start` is masked, and what belongs to it is not to be written.
    fn leave_out(&mut self, start: usize) {
        self.left_out = LeftOut::behind(&self.text[start..]);
        self.forget_all();
    }

    /// Whether few digits that come again may be a value's first ones: they stay, but what follows them is looked
    /// at together with them.
    fn may_be_joined(&self) -> bool {
        self.again.is_digits() && self.held() == 0
    }

    /// Takes a string that says the last one again, and remembers both.
    fn join(&mut self, string: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        let from = self.text.len();
        let mut values = self.look(string, true, to.kinds, to)?.values;
        shift(&mut values, from);
        self.text.push_str(string);
        self.again.repeat();
        self.write(&values, self.text.len(), to);
        Ok(())
    }

    /// Whether it is the last string once more, as frames repeat what is the same in all of them.
    pub(super) fn comes_again(&self, string: &str) -> bool {
        self.again.is(string) && self.is_constant()
    }

    /// Whether that would be so with the last string, and nothing would have to be remembered of it.
    pub(super) fn may_come_again(&self) -> bool {
        self.is_constant() && !self.may_be_joined()
    }

    fn is_constant(&self) -> bool {
        self.sort == Sort::Texts && self.again.is_the_first() || self.again.has_words()
    }

    /// Whether nothing that came before may go on.
    fn is_settled(&self) -> bool {
        self.held() == 0 && self.value.is_none() && self.left_out.is_nothing()
    }

    fn look<'e>(
        &self,
        text: &str,
        ended: bool,
        kinds: Kinds,
        to: &'e Masking<'_>,
    ) -> Result<Look<'e>, Exhausted> {
        Look::at((&self.name, text), ended, kinds, to.engine, to.values)
    }

    /// The values that are certain whatever follows, and up to where they are. `from` is where the last
    /// piece begins.
    fn certain(&mut self, from: usize, to: &Masking<'_>) -> Result<(Vec<Value>, usize), Exhausted> {
        let look = self.look(&self.text, false, to.kinds, to)?;
        let end = look.certain.max(self.written);
        let mut values = look.values;
        self.note_whole(from, to)?;
        let (decided, open) = core::mem::take(&mut self.whole)
            .into_iter()
            .partition(|(range, _)| range.end <= end);
        self.whole = open;
        add(&decided, &mut values);
        Ok((values, end))
    }

    /// Notes a piece that is a value by itself: where the next one is glued to it, nothing may be found in
    /// both together.
    fn note_whole(&mut self, from: usize, to: &Masking<'_>) -> Result<(), Exhausted> {
        let piece = &self.text[from..];
        let word = piece.trim();
        if word.len() < danger::SHORTEST || word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(());
        }
        let start = from + piece.len() - piece.trim_start().len();
        let values = self.look(word, true, without_names(to.kinds), to)?.values;
        if let [(range, kind)] = &*values
            && *range == (0..word.len())
        {
            self.whole.push((start..start + word.len(), *kind));
        }
        Ok(())
    }

    /// The values as if nothing followed, and up to where nothing looks like the beginning of another.
    fn likely(&mut self, from: usize, to: &Masking<'_>) -> Result<(Vec<Value>, usize), Exhausted> {
        let mut values = self.look(&self.text, true, to.kinds, to)?.values;
        if from > 0 {
            let mut alone = self.look(&self.text[from..], true, to.kinds, to)?.values;
            shift(&mut alone, from);
            values.retain(|value| !self.is_glue(value, from, &alone));
            add(&alone, &mut values);
        }
        if let Some((range, Kind::Secret)) = values.last_mut()
            && self.text[range.end..].trim().is_empty()
            && begins_key(&self.text).is_some_and(|key| key <= range.start)
        {
            // The next line of a key follows.
            range.end = self.text.len();
        }
        if let Some(key) = self.open_key() {
            // Its lines are no values of their own.
            values.retain(|(range, _)| range.start <= key);
            let masked = values.last().is_some_and(|(range, _)| range.end > key);
            if !masked {
                return Ok((values, key.max(self.written)));
            }
        }
        let known = self.value.map_or(0, |_| self.written);
        let decided = values.last().map_or(0, |(range, _)| range.end).max(known);
        let end = decided + danger::start(&self.text[decided..], to.kinds);
        Ok((values, end.max(self.written)))
    }

    /// Where a private key begins that the text ends within.
    fn open_key(&self) -> Option<usize> {
        let key = left_out::begins(&self.text)?;
        (begins_key(&self.text) == Some(key)).then_some(key)
    }

    /// Whether a value comes of whole texts put together: its beginning is written, and the last text says
    /// the rest of it by itself, or is a word behind an address.
    fn is_glue(&self, (range, kind): &Value, from: usize, alone: &[Value]) -> bool {
        let rest = range.start < self.written && range.end > from;
        let itself = |(own, _): &Value| own.start == from && own.end >= range.end;
        let word = || {
            let behind = &self.text[from..range.end.max(from)];
            *kind == Kind::Email && self.value.is_some() && behind.chars().all(char::is_alphabetic)
        };
        rest && (alone.first().is_some_and(itself) || word())
    }

    /// Writes the text up to byte `end`, with placeholders for the values.
    fn write(&mut self, values: &[Value], end: usize, to: &mut Masking<'_>) {
        let mut at = self.written;
        for (range, kind) in values {
            if range.end <= at || range.end > end {
                continue;
            }
            if range.start > at {
                to.out.push_str(&self.text[at..range.start]);
                self.value = None;
            }
            // The rest of a value has its placeholder already.
            if self.value.is_none() || range.start >= at {
                to.values.write(*kind, &self.text[range.clone()], to.out);
            }
            (at, self.value) = (range.end, Some(range.start));
        }
        if end > at {
            to.out.push_str(&self.text[at..end]);
            self.value = None;
        }
        self.written = at.max(end);
    }

    /// Forgets text that says nothing about what comes: what was written is kept from a white space on, and
    /// a value whole, where it is not long.
    fn forget(&mut self) {
        let start = self.value.unwrap_or(self.written);
        if self.written - start > Mask::HELD && self.held() == 0 {
            return self.leave_out(start);
        }
        let before = &self.text[..start];
        let cut = before.floor_char_boundary(start.saturating_sub(Self::BEFORE));
        if cut == 0 {
            return;
        }
        let space = before[cut..].find(char::is_whitespace);
        let cut = space.map_or(cut, |space| cut + space);
        self.text.drain(..cut);
        self.written -= cut;
        self.value = self.value.map(|start| start - cut);
        for (range, _) in &mut self.whole {
            *range = range.start.saturating_sub(cut)..range.end.saturating_sub(cut);
        }
    }

    fn forget_all(&mut self) {
        self.text.clear();
        self.written = 0;
        self.value = None;
        self.whole.clear();
    }
}

/// Whether it is no text but data.
fn is_data(string: &str) -> bool {
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    string.len() >= Site::DATA && string.bytes().all(base64)
}

/// The kinds of them that are masked by default and are no names.
pub(super) fn without_names(kinds: Kinds) -> Kinds {
    let masked = |kind: &Kind| kinds.has(*kind) && kind.is_sensitive() && !kind.is_name();
    Kind::ALL.into_iter().filter(masked).collect()
}
