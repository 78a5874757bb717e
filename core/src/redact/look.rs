//! What values a text holds, without writing any.

use alloc::vec::Vec;
use core::ops::Range;

use super::nobody::is_nobodys;
use super::values::Values;
use crate::buffer::Exhausted;
use crate::entity::Scanner;
use crate::text::{Reader, Step, Window};
use crate::{Engine, Kind, Kinds};

/// A value: its bytes, and what it is.
pub(super) type Value = (Range<usize>, Kind);

/// Looks through one text.
pub(super) struct Look<'e> {
    engine: &'e Engine,
    kinds: Kinds,
    /// What was named before.
    known: &'e Values,
    reader: Reader,
    scanner: Scanner,
    /// What was found, in order.
    pub(super) values: Vec<Value>,
    /// The byte up to which no more can be found, whatever follows.
    pub(super) certain: usize,
}

impl<'e> Look<'e> {
    /// Looks through `text`, which is the value of `name` where that is not empty, and which is `ended` or goes on.
    pub(super) fn at(
        (name, text): (&str, &str),
        ended: bool,
        kinds: Kinds,
        engine: &'e Engine,
        known: &'e Values,
    ) -> Result<Self, Exhausted> {
        let state = (Reader::default(), Scanner::default());
        let mut look = Self::from(state, kinds, engine, known);
        let mut window = engine.pool().take_window()?;
        window.set_name(name);
        let mut rest = text;
        while !rest.is_empty() {
            rest = look.reader.push(&mut window, rest);
            look.read(&mut window, ended && rest.is_empty());
        }
        let waiting = window.tokens.get(look.scanner.position());
        let waiting = waiting.map(|token| window.base as usize + usize::from(token.start));
        look.certain = waiting.unwrap_or_else(|| look.reader.stable(&window) as usize);
        Ok(look)
    }

    /// Looks on from where `reader` and `scanner` stand in `window`, as if the text ended there. Values are told by
    /// their bytes within the window.
    pub(super) fn on(
        window: &Window,
        (reader, scanner): (&Reader, &Scanner),
        kinds: Kinds,
        engine: &'e Engine,
        known: &'e Values,
    ) -> Result<Self, Exhausted> {
        let mut look = Self::from((reader.clone(), *scanner), kinds, engine, known);
        look.certain = window.text.len();
        let mut copy = engine.pool().take_window()?;
        copy.set_name(&window.name);
        copy.text.push_str(&window.text);
        copy.tokens.extend_from_slice(&window.tokens);
        look.read(&mut copy, true);
        Ok(look)
    }

    fn from(
        (reader, scanner): (Reader, Scanner),
        kinds: Kinds,
        engine: &'e Engine,
        known: &'e Values,
    ) -> Self {
        Self {
            engine,
            kinds,
            known,
            reader,
            scanner,
            values: Vec::new(),
            certain: 0,
        }
    }

    fn read(&mut self, window: &mut Window, ended: bool) {
        loop {
            match self.reader.step(window, self.engine.lexicon(), ended) {
                Step::Idle => return,
                Step::Fields => self.scan(window, false),
                Step::Sentence => {
                    self.scan(window, true);
                    self.reader.release(window);
                    self.scanner.restart();
                }
            }
        }
    }

    fn scan(&mut self, window: &Window, closed: bool) {
        let (view, base) = (window.view(closed), window.base as usize);
        while let Some((_, found)) = self.scanner.advance(&view, self.kinds, self.known) {
            let value = &window.text[found.start..found.end];
            if self.kinds.has(found.kind) && !is_nobodys(found.kind, value) {
                let range = base + found.start..base + found.end;
                self.values.push((range, found.kind));
            }
        }
    }
}

/// Moves values on by so many bytes.
pub(super) fn shift(values: &mut [Value], by: usize) {
    for (range, _) in values {
        *range = range.start + by..range.end + by;
    }
}

/// Adds the values of `more` that none of `values` touches, in order.
pub(super) fn add(more: &[Value], values: &mut Vec<Value>) {
    for (range, kind) in more {
        let free = |(other, _): &Value| other.end <= range.start || range.end <= other.start;
        if values.iter().all(free) {
            let at = values.partition_point(|(other, _)| other.start < range.start);
            values.insert(at, (range.clone(), *kind));
        }
    }
}
