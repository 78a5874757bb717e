//! One channel's text, masked.

mod cut_off;
mod pause;

use alloc::boxed::Box;
use alloc::string::String;

use super::nobody::is_nobodys;
use super::values::Values;
use super::{prose, quote};
use crate::arguments::{Arguments, Document, Escape, Origin, Part};
use crate::buffer::{BufferPool, Exhausted, Pooled, Reset};
use crate::entity::{Found, Scanner};
use crate::text::{Reader, Step, Window, is_gap};
use crate::{Channel, Engine, Kinds};

/// Masks a channel's text, and holds back what could still become part of a masked value.
pub(super) struct Mask {
    channel: Channel,
    /// What the text is the value of, until the first of it comes.
    name: String,
    /// Reads a tool call's arguments, keys and all, so that what is written stays JSON.
    arguments: Option<Arguments>,
    document: Document,
    origin: Origin,
    reader: Reader,
    scanner: Scanner,
    window: Option<Pooled<Box<Window>>>,
    /// The byte of the document, counted as the window counts, up to which it is written, masked or
    /// as it is.
    written: u64,
    /// Whether what was written last was masked before it was decided. What belongs to it is left
    /// out.
    blind: bool,
    /// Its number and what was left out for it so far, where that is kept.
    undecided: Option<(u32, String)>,
    /// Whether a value was masked in the open document.
    covered: bool,
}

/// What the masks of a stream share.
pub(super) struct Masking<'s> {
    pub(super) engine: &'s Engine,
    pub(super) kinds: Kinds,
    pub(super) values: &'s mut Values,
    /// Where released text goes.
    pub(super) out: &'s mut String,
}

impl Mask {
    /// Bytes of text that are held back at most.
    pub(super) const HELD: usize = 512;

    pub(super) fn new(channel: Channel, pool: &BufferPool) -> Self {
        let tool = matches!(channel, Channel::Tool { .. });
        Self {
            channel,
            name: String::new(),
            arguments: tool.then(Arguments::default),
            document: Document::Plain,
            origin: Origin::new(pool),
            reader: Reader::default(),
            scanner: Scanner::default(),
            window: None,
            written: 0,
            blind: false,
            undecided: None,
            covered: false,
        }
    }

    /// What the text is the value of.
    pub(super) fn set_name(&mut self, name: &str) {
        self.name.push_str(name);
    }

    pub(super) fn channel(&self) -> Channel {
        self.channel
    }

    /// Bytes of text that are held back.
    pub(super) fn held(&self) -> usize {
        let waiting = self.arguments.as_ref().map_or(0, Arguments::waiting);
        let window = self.window.as_ref();
        waiting + window.map_or(0, |window| self.held_in(window))
    }

    /// Takes text; appends what is certain to `to.out`.
    pub(super) fn push(&mut self, text: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        let Some(mut arguments) = self.arguments.take() else {
            return self.read(text, to);
        };
        let (mut rest, mut outcome) = (text, Ok(()));
        while let Some(part) = arguments.next(&mut rest) {
            outcome = outcome.and_then(|()| self.take(part, arguments.key(), to));
        }
        self.arguments = Some(arguments);
        outcome
    }

    /// No text follows, for now: decides and appends what is held back.
    pub(super) fn close(&mut self, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        let mut outcome = Ok(());
        self.cover_cut_off(to);
        if let Some(mut arguments) = self.arguments.take() {
            while let Some(part) = arguments.finish() {
                outcome = outcome.and_then(|()| self.take(part, "", to));
            }
            self.arguments = Some(arguments);
        }
        self.end(to);
        self.window = None;
        outcome
    }

    /// Gives its window back where nothing is in it and nothing that follows leans on it, as behind the last
    /// value of a tool call's arguments.
    pub(super) fn go_idle(&mut self) {
        self.window.take_if(|window| window.is_new());
    }

    /// What follows has no place behind this text: decides and appends what is held back. Arguments
    /// go on where they are.
    pub(super) fn interrupt(&mut self, to: &mut Masking<'_>) {
        if let Some(arguments) = &mut self.arguments {
            arguments.interrupt();
        }
        self.end(to);
    }

    /// Masks what is held back before it is decided.
    pub(super) fn give_up(&mut self, to: &mut Masking<'_>) {
        if let Some(window) = self.window.take() {
            if self.held_in(&window) > 0 {
                self.mask_undecided(&window, to);
            }
            self.window = Some(window);
        }
    }

    fn held_in(&self, window: &Window) -> usize {
        (window.base + window.text.len() as u64 - self.written) as usize
    }

    fn take(&mut self, part: Part<'_>, key: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        match part {
            Part::Outside(text) => to.out.push_str(text),
            Part::Begin(document) => return self.begin(document, key, to),
            Part::Plain(text) => return self.read(text, to),
            Part::Escape(escape, c) => return self.read_escape(&escape, c, to),
            Part::End => self.end(to),
        }
        Ok(())
    }

    fn begin(
        &mut self,
        document: Document,
        key: &str,
        to: &mut Masking<'_>,
    ) -> Result<(), Exhausted> {
        self.document = document;
        if matches!(document, Document::Value | Document::Scalar) && !key.is_empty() {
            let mut window = self.open(to)?;
            window.set_name(key);
            self.window = Some(window);
        }
        Ok(())
    }

    /// Reads text in pieces that fit into what may be held back, so that where that is full does not
    /// depend on how the text came.
    fn read(&mut self, text: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        let mut window = self.open(to)?;
        let mut rest = text;
        let mut outcome = Ok(());
        while !rest.is_empty() && outcome.is_ok() {
            let fits = self.fit(&window, rest, to);
            let mut piece = &rest[..fits];
            rest = &rest[fits..];
            while !piece.is_empty() && outcome.is_ok() {
                let whole = piece;
                piece = self.reader.push(&mut window, piece);
                outcome = self.origin.plain(&whole[..whole.len() - piece.len()]);
                self.settle(&mut window, false, to);
            }
        }
        self.window = Some(window);
        outcome
    }

    fn read_escape(
        &mut self,
        escape: &Escape,
        c: char,
        to: &mut Masking<'_>,
    ) -> Result<(), Exhausted> {
        let mut window = self.open(to)?;
        let mut utf8 = [0; 4];
        let text = c.encode_utf8(&mut utf8);
        self.fit(&window, text, to);
        let outcome = self.origin.escape(&window, escape.as_str());
        self.reader.push(&mut window, text);
        self.settle(&mut window, false, to);
        self.window = Some(window);
        outcome
    }

    /// How much of `text` may be held back besides what is held; a character at least.
    fn fit(&mut self, window: &Window, text: &str, to: &mut Masking<'_>) -> usize {
        let room = |held: usize| text.floor_char_boundary(Self::HELD.saturating_sub(held));
        match room(self.held_in(window)) {
            0 => {
                self.mask_undecided(window, to);
                room(0)
            }
            fits => fits,
        }
    }

    fn mask_undecided(&mut self, window: &Window, to: &mut Masking<'_>) {
        if !core::mem::replace(&mut self.blind, true) {
            let quote = if self.document == Document::Scalar {
                "\""
            } else {
                ""
            };
            to.out.push_str(quote);
            let number = to.values.write_undecided(self.rest(window), to.out);
            self.undecided = number.map(|number| (number, String::new()));
        }
        self.leave_out(window, window.text.len());
        self.written = window.base + window.text.len() as u64;
    }

    /// What the window holds behind what was written.
    fn rest<'w>(&self, window: &'w Window) -> &'w str {
        &window.text[(self.written - window.base) as usize..]
    }

    /// The document is at its end.
    fn end(&mut self, to: &mut Masking<'_>) {
        if let Some(mut window) = self.window.take() {
            let start = to.out.len();
            let blind = self.blind;
            self.covered = false;
            self.settle(&mut window, true, to);
            self.release(&window, window.text.len(), to);
            if self.document == Document::Scalar && (blind || self.covered) {
                quote(blind, start, to.out);
            }
            window.reset();
            self.window = Some(window);
        }
        self.reader = Reader::default();
        self.scanner = Scanner::default();
        self.origin.restart(0);
        self.written = 0;
        self.see(to);
    }

    fn open(&mut self, to: &mut Masking<'_>) -> Result<Pooled<Box<Window>>, Exhausted> {
        if let Some(window) = self.window.take() {
            return Ok(window);
        }
        let mut window = to.engine.pool().take_window()?;
        if !self.name.is_empty() {
            window.set_name(&core::mem::take(&mut self.name));
        }
        Ok(window)
    }

    fn settle(&mut self, window: &mut Window, ended: bool, to: &mut Masking<'_>) {
        // A scalar is short, and becomes a string as a whole where a value in it is masked.
        if self.document == Document::Scalar && !ended {
            return self.drop_blind(window);
        }
        loop {
            self.release_gap(window, to);
            match self.reader.step(window, to.engine.lexicon(), ended) {
                Step::Idle => break,
                Step::Fields => self.scan(window, false, to),
                Step::Sentence => {
                    self.scan(window, true, to);
                    self.release(window, self.stable(window), to);
                    self.reader.release(window);
                    self.scanner.restart();
                }
            }
        }
        self.release(window, self.certain(window, to.kinds), to);
        self.origin.follow(window);
    }

    /// What belongs to a scalar that is masked already.
    fn drop_blind(&mut self, window: &mut Window) {
        if self.blind {
            self.leave_out(window, window.text.len());
            window.base += window.text.len() as u64;
            window.text.clear();
            self.written = window.base;
        }
    }

    /// Between two sentences white space is certain at once; the reader takes it out of the window.
    fn release_gap(&mut self, window: &Window, to: &mut Masking<'_>) {
        if window.tokens.is_empty() {
            let rest = self.rest(window);
            let gap = rest.len() - rest.trim_start_matches(is_gap).len();
            self.release(window, (self.written - window.base) as usize + gap, to);
        }
    }

    fn scan(&mut self, window: &Window, closed: bool, to: &mut Masking<'_>) {
        while let Some((_, found)) =
            self.scanner
                .advance(&window.view(closed), to.kinds, &*to.values)
        {
            let value = &window.text[found.start..found.end];
            if to.kinds.has(found.kind) && !is_nobodys(found.kind, value) {
                self.cover(window, &found, to);
            }
        }
    }

    /// Writes the text before a value, and the placeholder in its place.
    fn cover(&mut self, window: &Window, found: &Found, to: &mut Masking<'_>) {
        self.release(window, found.start, to);
        let end = window.base + found.end as u64;
        if end <= self.written {
            return;
        }
        let begun = window.base + (found.start as u64) < self.written;
        if self.blind && begun {
            self.leave_out(window, found.end);
        } else {
            let value = &window.text[found.start..found.end];
            let quote = match self.document {
                Document::Plain => quote::around(&window.text, found.start..found.end),
                _ => "",
            };
            to.out.push_str(quote);
            to.values.write(found.kind, value, to.out);
            to.out.push_str(quote);
        }
        self.written = end;
        self.see(to);
        self.covered = true;
    }

    /// Up to where nothing can become part of a value any more: the token that the scanner waits
    /// at, or else what the reader has not made tokens of, and of that what is plain prose.
    fn certain(&self, window: &Window, kinds: Kinds) -> usize {
        if let Some(waiting) = window.tokens.get(self.scanner.position()) {
            return usize::from(waiting.start);
        }
        let stable = self.stable(window);
        let begun = window.base + (stable as u64) < self.written;
        if begun || !window.name.is_empty() || self.scanner.expects() || !kinds.are_sensitive() {
            return stable;
        }
        let (before, field) = window.text.split_at(stable);
        stable + prose::length(before, field)
    }

    /// The reader's stable point, as a byte of the window.
    fn stable(&self, window: &Window) -> usize {
        (self.reader.stable(window) - window.base) as usize
    }

    /// Writes the window's text up to byte `end` as it is.
    fn release(&mut self, window: &Window, end: usize, to: &mut Masking<'_>) {
        let from = (self.written - window.base) as usize;
        if end > from {
            to.out.push_str(self.origin.text(window, from..end));
            self.written = window.base + end as u64;
            self.see(to);
        }
    }

    /// The window's text up to byte `end` belongs to what was masked before it was decided.
    fn leave_out(&mut self, window: &Window, end: usize) {
        let from = (self.written - window.base) as usize;
        if let Some((_, text)) = &mut self.undecided {
            text.push_str(&window.text[from..end]);
        }
    }

    /// What was masked before it was decided is at its end.
    fn see(&mut self, to: &mut Masking<'_>) {
        self.blind = false;
        if let Some((number, text)) = self.undecided.take() {
            to.values.keep_undecided(number, &text);
        }
    }
}

/// Makes a scalar a string, whose first quote was written with what was masked early.
fn quote(blind: bool, start: usize, out: &mut String) {
    if !blind {
        out.insert(start, '"');
    }
    out.push('"');
}
