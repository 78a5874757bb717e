//! One channel's text, masked.

use super::numbers::Numbers;
use crate::buffer::{Exhausted, Pooled};
use crate::entity::names::Known;
use crate::entity::{Found, Scanner};
use crate::text::{Reader, Step, Window};
use crate::{Channel, Engine, Kind, Kinds};

/// Masks a channel's text, and holds back what could still become part of a masked value.
pub(super) struct Mask {
    channel: Channel,
    reader: Reader,
    scanner: Scanner,
    window: Option<Pooled<Box<Window>>>,
    /// The byte of the text, counted as the window counts, up to which it is written, masked or as it
    /// is.
    written: u64,
}

/// What the masks of a stream share.
pub(super) struct Masking<'s> {
    pub(super) engine: &'s Engine,
    pub(super) kinds: Kinds,
    pub(super) numbers: &'s mut Numbers,
    /// Where released text goes.
    pub(super) out: &'s mut String,
}

impl Mask {
    pub(super) fn new(channel: Channel) -> Self {
        Self {
            channel,
            reader: Reader::default(),
            scanner: Scanner::default(),
            window: None,
            written: 0,
        }
    }

    pub(super) fn channel(&self) -> Channel {
        self.channel
    }

    /// Whether text is held back.
    pub(super) fn holds(&self) -> bool {
        let end = |window: &Window| window.base + window.text.len() as u64;
        self.window
            .as_ref()
            .is_some_and(|window| self.written < end(window))
    }

    /// Takes text; appends what is certain to `to.out`.
    pub(super) fn push(&mut self, text: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        let mut window = match self.window.take() {
            Some(window) => window,
            None => to.engine.pool().take_window()?,
        };
        let mut rest = text;
        while !rest.is_empty() {
            rest = self.reader.push(&mut window, rest);
            self.settle(&mut window, false, to);
        }
        self.window = Some(window);
        Ok(())
    }

    /// No text follows, for now: decides and appends what is held back.
    pub(super) fn close(&mut self, to: &mut Masking<'_>) {
        if let Some(mut window) = self.window.take() {
            self.settle(&mut window, true, to);
            self.release(&window, window.text.len(), to);
        }
        self.reader = Reader::default();
        self.scanner.restart();
        self.written = 0;
    }

    fn settle(&mut self, window: &mut Window, ended: bool, to: &mut Masking<'_>) {
        loop {
            self.release_gap(window, to);
            match self.reader.step(window, to.engine.lexicon(), ended) {
                Step::Idle => break,
                Step::Field => self.scan(window, false, to),
                Step::Sentence => {
                    self.scan(window, true, to);
                    self.release(window, self.stable(window), to);
                    self.reader.release(window);
                    self.scanner.restart();
                }
            }
        }
        self.release(window, self.certain(window), to);
    }

    /// Between two sentences white space is certain at once; the reader takes it out of the window.
    fn release_gap(&mut self, window: &Window, to: &mut Masking<'_>) {
        if window.tokens.is_empty() {
            let rest = &window.text[(self.written - window.base) as usize..];
            let gap = rest.len() - rest.trim_start().len();
            self.release(window, (self.written - window.base) as usize + gap, to);
        }
    }

    fn scan(&mut self, window: &Window, closed: bool, to: &mut Masking<'_>) {
        while let Some((_, found)) = self
            .scanner
            .advance(&window.view(closed), to.kinds, &Nobody)
        {
            if to.kinds.has(found.kind) {
                self.cover(window, &found, to);
            }
        }
    }

    /// Writes the text before a value, and the placeholder in its place.
    fn cover(&mut self, window: &Window, found: &Found, to: &mut Masking<'_>) {
        self.release(window, found.start, to);
        let end = window.base + found.end as u64;
        if end > self.written {
            let value = &window.text[found.start..found.end];
            to.numbers.write(found.kind, value, to.out);
            self.written = end;
        }
    }

    /// Up to where nothing can become part of a value any more: the token that the scanner waits
    /// at, or else what the reader has not made tokens of.
    fn certain(&self, window: &Window) -> usize {
        let waiting = window.tokens.get(self.scanner.position());
        waiting.map_or_else(|| self.stable(window), |token| usize::from(token.start))
    }

    /// The reader's stable point, as a byte of the window.
    fn stable(&self, window: &Window) -> usize {
        (self.reader.stable(window) - window.base) as usize
    }

    /// Writes the window's text up to byte `end` as it is.
    fn release(&mut self, window: &Window, end: usize, to: &mut Masking<'_>) {
        let from = (self.written - window.base) as usize;
        if end > from {
            to.out.push_str(&window.text[from..end]);
            self.written = window.base + end as u64;
        }
    }
}

/// Masking does not lean on what was named before, so that it needs no memory of it.
struct Nobody;

impl Known for Nobody {
    fn kind_of(&self, _: &str) -> Option<Kind> {
        None
    }
}
