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
    /// Bytes of the window that are written, masked or as they are.
    written: usize,
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
        self.window
            .as_ref()
            .is_some_and(|window| self.written < window.text.len())
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
            match self.reader.step(window, to.engine.lexicon(), ended) {
                Step::Idle => break,
                Step::Field => self.scan(window, false, to),
                Step::Sentence => {
                    self.scan(window, true, to);
                    self.turn(window, to);
                }
            }
        }
        self.release(window, self.certain(window), to);
    }

    /// Writes the closed sentence and goes on to the next.
    fn turn(&mut self, window: &mut Window, to: &mut Masking<'_>) {
        let end = window
            .tokens
            .last()
            .map_or(0, |token| usize::from(token.end));
        self.release(window, end, to);
        let before = window.base;
        self.reader.release(window);
        self.written = self.written.saturating_sub((window.base - before) as usize);
        self.scanner.restart();
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
        if found.end > self.written {
            let value = &window.text[found.start..found.end];
            to.numbers.write(found.kind, value, to.out);
            self.written = found.end;
        }
    }

    /// Up to where nothing can become part of a value any more: the token that the scanner waits
    /// at, or else the field that is not whole yet.
    fn certain(&self, window: &Window) -> usize {
        let waiting = window.tokens.get(self.scanner.position());
        waiting.map_or_else(
            || (self.reader.stable(window) - window.base) as usize,
            |token| usize::from(token.start),
        )
    }

    fn release(&mut self, window: &Window, end: usize, to: &mut Masking<'_>) {
        if end > self.written {
            to.out.push_str(&window.text[self.written..end]);
            self.written = end;
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
