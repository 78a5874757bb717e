//! The arguments of a tool call, read while they come.
//!
//! They are JSON text, split anywhere. Each string, with its escapes undone, and each other scalar is
//! a document of its own; keys are documents too, which a redactor masks and an analysis passes
//! over. Arguments that begin with neither `{`, `[` nor `"` are plain text (as custom tools take),
//! and malformed JSON is plain text from where it goes wrong. An escape that JSON does not know
//! stands for itself.

mod escape;
mod origin;
mod structure;

use alloc::string::String;

pub(crate) use escape::Escape;
pub(crate) use origin::Origin;

use memchr::memchr2;

use crate::entity::patterns::names_value;
use structure::{State, Structure};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    /// The content of a string.
    Value,
    /// The content of a key.
    Key,
    /// A number, `true`, `false` or `null`.
    Scalar,
    /// All the rest, as it is written.
    Plain,
}

/// A part of the arguments. All their bytes are in the parts, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'t> {
    /// Brackets, quotes, white space.
    Outside(&'t str),
    /// A document begins.
    Begin(Document),
    /// Text of the document as it is written.
    Plain(&'t str),
    /// An escape in the document, and what it stands for.
    Escape(Escape, char),
    /// The document is at its end.
    End,
}

/// Reads arguments.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    structure: Structure,
    /// An escape that is not whole yet.
    escape: Escape,
    /// What a field such as `name` said last, which is what the `value` beside it is called, and behind that the
    /// key that was read last.
    text: String,
    /// Bytes of the name.
    name: u8,
    /// What the value at hand is to such a field.
    naming: Naming,
}

/// Whether a value is the name of the one beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Naming {
    #[default]
    No,
    /// One of many, which is not.
    Listed,
    /// It is, and nothing of it has come.
    Begun,
    Going,
}

impl Arguments {
    /// Bytes of a key that are remembered. A longer one is no name for a value.
    const KEY: usize = 128;

    /// Takes the next part off the front of `text`; `None` when more must come.
    pub(crate) fn next<'t>(&mut self, text: &mut &'t str) -> Option<Part<'t>> {
        if !self.escape.is_empty() {
            return self.unescape(text);
        }
        let first = *text.as_bytes().first()?;
        match self.structure.state {
            State::Opening(document) => Some(self.begin(document)),
            State::String { key } => match memchr2(b'"', b'\\', text.as_bytes()) {
                Some(0) if first == b'"' => Some(self.end(State::Closing { key })),
                Some(0) => self.unescape(text),
                run => {
                    let run = take(text, run.unwrap_or(text.len()));
                    self.remember(key, run);
                    Some(Part::Plain(run))
                }
            },
            State::Scalar => match text.bytes().position(|byte| !is_scalar(byte)) {
                Some(0) => Some(self.end(State::Behind)),
                run => Some(Part::Plain(take(text, run.unwrap_or(text.len())))),
            },
            State::Plain => Some(Part::Plain(take(text, text.len()))),
            _ => match self.structure.read(text.as_bytes()) {
                0 => self.next(text),
                taken => {
                    let outside = take(text, taken);
                    self.pass(outside);
                    Some(Part::Outside(outside))
                }
            },
        }
    }

    /// The key of the value at hand, or of the array that it is in, or what its field `value` is called.
    pub(crate) fn key(&self) -> &str {
        let (name, key) = self.text.split_at(self.name.into());
        if key.ends_with("alue") && !name.is_empty() {
            name
        } else {
            key
        }
    }

    fn pass(&mut self, outside: &str) {
        if outside.contains(['{', '}']) {
            self.text.drain(..usize::from(self.name));
            self.name = 0;
        }
        if outside.contains('[') {
            self.naming = Naming::Listed;
        }
    }

    /// Remembers a part of a key, or of a value that is the name of the one beside it.
    fn remember(&mut self, key: bool, run: &str) {
        let names = !key && matches!(self.naming, Naming::Begun | Naming::Going);
        if !key && !names {
            return;
        }
        if names && self.naming == Naming::Begun {
            self.text.clear();
            self.naming = Naming::Going;
        }
        let before = if names { 0 } else { self.name.into() };
        if self.text.len() - before + run.len() <= Self::KEY {
            self.text.push_str(run);
        }
        if names {
            self.name = self.text.len() as u8;
        }
    }

    /// No text follows: the next of what is left over.
    pub(crate) fn finish(&mut self) -> Option<Part<'static>> {
        if let Some((escape, c)) = self.escape.give_up() {
            return Some(Part::Escape(escape, c));
        }
        let open = matches!(
            self.structure.state,
            State::String { .. } | State::Scalar | State::Plain
        );
        self.structure = Structure::default();
        open.then_some(Part::End)
    }

    /// The text is interrupted: a scalar does not go on behind it, a string may.
    pub(crate) fn interrupt(&mut self) {
        if self.structure.state == State::Scalar {
            self.structure.state = State::Behind;
        }
    }

    /// Bytes of an escape that is not whole yet.
    pub(crate) fn waiting(&self) -> usize {
        self.escape.as_str().len()
    }

    fn begin<'t>(&mut self, document: Document) -> Part<'t> {
        if document == Document::Key {
            self.text.truncate(self.name.into());
            self.naming = Naming::No;
        } else if self.naming != Naming::Listed {
            let names = document == Document::Value && names_value(self.key());
            self.naming = if names { Naming::Begun } else { Naming::No };
        }
        self.structure.state = match document {
            Document::Value => State::String { key: false },
            Document::Key => State::String { key: true },
            Document::Scalar => State::Scalar,
            Document::Plain => State::Plain,
        };
        Part::Begin(document)
    }

    fn end<'t>(&mut self, state: State) -> Part<'t> {
        self.structure.state = state;
        Part::End
    }

    fn unescape<'t>(&mut self, text: &mut &'t str) -> Option<Part<'t>> {
        let (escape, c) = self.escape.read(text)?;
        Some(Part::Escape(escape, c))
    }
}

fn take<'t>(text: &mut &'t str, bytes: usize) -> &'t str {
    let (head, rest) = text.split_at(bytes);
    *text = rest;
    head
}

fn is_scalar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

#[cfg(test)]
mod tests;
