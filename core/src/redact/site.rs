//! The text at one place of frames that no wire tells about: in an event that is new, or in a field beside
//! the text. What comes there may be whole, or go on in the next frame.

use alloc::string::String;
use alloc::vec::Vec;

use super::danger;
use super::left_out::LeftOut;
use super::look::{Look, Value};
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
    /// back, and nothing else, so that whole ones stay whole.
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
    /// The last string, unless it is long.
    last: String,
    /// Whether two in a row were not the same.
    differed: bool,
}

impl Site {
    /// Bytes of text that was written which may say what comes.
    const BEFORE: usize = 96;
    /// Letters of a text that comes again in frame after frame. Fewer may come twice in a row.
    const AGAIN: usize = 4;
    /// Bytes of a text that is known again.
    const LAST: usize = 256;
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
            last: String::new(),
            differed: false,
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

    /// Takes a string; appends what is certain of it and of what was held back.
    pub(super) fn push(&mut self, string: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        if self.comes_again(string) || self.is_settled() && is_data(string) {
            if self.sort == Sort::Pieces {
                self.close(to)?;
            }
            return self.whole(string, to);
        }
        self.remember(string);
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
            if let Some(placeholder) = to.values.write_undecided(held, to.out) {
                to.values.keep(&placeholder, held);
            }
            self.leave_out(0);
        }
    }

    /// The value that begins at byte `start` is masked, and what belongs to it is not to be written.
    fn leave_out(&mut self, start: usize) {
        self.left_out = LeftOut::behind(&self.text[start..]);
        self.forget_all();
    }

    /// Whether it is the last string once more, as frames repeat what is the same in all of them.
    fn comes_again(&self, string: &str) -> bool {
        self.last == string && self.may_come_again()
    }

    /// Whether that would be so with the last string.
    pub(super) fn may_come_again(&self) -> bool {
        let letters = || self.last.chars().filter(|c| c.is_alphabetic()).count();
        self.sort == Sort::Texts && !self.differed || letters() >= Self::AGAIN
    }

    /// Whether nothing that came before may go on.
    fn is_settled(&self) -> bool {
        self.held() == 0 && self.value.is_none() && self.left_out.is_nothing()
    }

    fn remember(&mut self, string: &str) {
        self.differed |= !self.last.is_empty() && self.last != string;
        self.last.clear();
        if string.len() <= Self::LAST {
            self.last.push_str(string);
        }
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
            for (range, _) in &mut alone {
                *range = range.start + from..range.end + from;
            }
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
        let known = self.value.map_or(0, |_| self.written);
        let decided = values.last().map_or(0, |(range, _)| range.end).max(known);
        let end = decided + danger::start(&self.text[decided..], to.kinds);
        Ok((values, end.max(self.written)))
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

/// Adds the values of `more` that none of `values` touches, in order.
fn add(more: &[Value], values: &mut Vec<Value>) {
    for (range, kind) in more {
        let free = |(other, _): &Value| other.end <= range.start || range.end <= other.start;
        if values.iter().all(free) {
            let at = values.partition_point(|(other, _)| other.start < range.start);
            values.insert(at, (range.clone(), *kind));
        }
    }
}

/// The kinds of them that are masked by default and are no names.
pub(super) fn without_names(kinds: Kinds) -> Kinds {
    let masked = |kind: &Kind| kinds.has(*kind) && kind.is_sensitive() && !kind.is_name();
    Kind::ALL.into_iter().filter(masked).collect()
}
