//! Arguments that come in pieces, each with the path of its value.
//!
//! The pieces become the text of one JSON object as they come: what a path has in common with the one
//! before stays open, the rest is closed and begun. So a path must not come back to an object or
//! array that another path has left; one that does begins it again, under the same key.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::Deltas;
use crate::json::{Fault, Raw, Reader, Str};
use crate::{Channel, Code};

/// The arguments of one call at a time.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// The path of the last piece, and that of the piece at hand.
    path: String,
    next: String,
    open: Vec<Container>,
    /// Whether the string at `path` is open.
    string: bool,
    begun: bool,
    text: String,
}

/// An object or array that is open.
#[derive(Debug)]
struct Container {
    /// How much of the path names it.
    name: usize,
    array: bool,
    empty: bool,
}

/// One of `partialArgs`.
#[derive(Default)]
pub(super) struct Piece<'a> {
    path: Str<'a>,
    value: Option<Value<'a>>,
}

enum Value<'a> {
    /// A string, or a piece of it.
    Text(Str<'a>),
    Number(Raw<'a>),
    Null,
}

/// A step of a path: to a field or to an element.
enum Step<'p> {
    Key(&'p str),
    Index,
}

impl Arguments {
    /// Bytes of a path. Values under longer ones, or under what is no path, are passed over with a
    /// diagnostic.
    const PATH: usize = 4096;
    /// Steps of a path, as deep as JSON is read.
    const STEPS: usize = Reader::MAX_DEPTH;

    /// A value comes, or a piece of a string.
    pub(super) fn push(&mut self, piece: &Piece<'_>, channel: Channel, deltas: &mut Deltas<'_>) {
        let Some(value) = &piece.value else {
            return;
        };
        self.next.clear();
        piece.path.undo_into(&mut self.next);
        if self.string && self.next == self.path {
            if let Value::Text(text) = value {
                deltas.written(channel, *text);
            }
            return;
        }
        if !self.begin() {
            deltas.diagnose(
                Code::InvalidPath,
                "expected a path of a value; it was passed over",
            );
            return;
        }
        self.string = matches!(value, Value::Text(_));
        match value {
            Value::Text(_) => self.text.push('"'),
            Value::Null => self.text.push_str("null"),
            Value::Number(_) => {}
        }
        deltas.composed(channel, &self.text);
        match value {
            Value::Text(text) => deltas.written(channel, *text),
            Value::Number(number) => deltas.raw(channel, *number),
            Value::Null => {}
        }
    }

    /// They came whole.
    pub(super) fn whole(&mut self) {
        self.begun = true;
    }

    /// No piece follows: closes what is open.
    pub(super) fn end(&mut self, channel: Channel, deltas: &mut Deltas<'_>) {
        self.text.clear();
        self.close(0);
        if !core::mem::take(&mut self.begun) {
            self.text.push_str("{}");
        }
        self.path.clear();
        deltas.composed(channel, &self.text);
    }

    /// Writes all that stands before the value at the path `next`; false where that is none.
    fn begin(&mut self) -> bool {
        self.text.clear();
        let Some(steps) = count(&self.next) else {
            return false;
        };
        let shared = self.shared();
        if steps == 0 || steps > Self::STEPS || self.begun && shared == 0 {
            return false;
        }
        self.close(shared);
        self.descend(shared);
        self.begun = true;
        core::mem::swap(&mut self.path, &mut self.next);
        true
    }

    /// How many of the open objects and arrays the next path leads through.
    fn shared(&self) -> usize {
        let mut at = 1;
        let mut shared = 0;
        for container in &self.open {
            let Some((step, behind)) = step(&self.next, at) else {
                break;
            };
            let same = self.path[..container.name] == self.next[..at];
            if !same || container.array != step.is_index() {
                break;
            }
            shared += 1;
            at = behind;
        }
        shared
    }

    /// Closes the string, and all objects and arrays but the outer `left` ones.
    fn close(&mut self, left: usize) {
        if core::mem::take(&mut self.string) {
            self.text.push('"');
        }
        while self.open.len() > left {
            let array = self.open.pop().is_some_and(|container| container.array);
            self.text.push(if array { ']' } else { '}' });
        }
    }

    /// Opens what the next path leads through, behind the outer `shared` ones that are open.
    fn descend(&mut self, shared: usize) {
        let Self {
            next, open, text, ..
        } = self;
        let (mut at, mut depth) = (1, 0);
        while let Some((step, behind)) = step(next, at) {
            depth += 1;
            if depth > shared {
                let array = step.is_index();
                text.push(if array { '[' } else { '{' });
                open.push(Container {
                    name: at,
                    array,
                    empty: true,
                });
            }
            if depth >= shared
                && let Some(container) = open.last_mut()
            {
                if !core::mem::take(&mut container.empty) {
                    text.push(',');
                }
                step.write(text);
            }
            at = behind;
        }
    }
}

impl Step<'_> {
    fn is_index(&self) -> bool {
        matches!(self, Self::Index)
    }

    fn write(&self, text: &mut String) {
        let Self::Key(key) = self else {
            return;
        };
        text.push('"');
        for c in key.chars() {
            match c {
                '"' | '\\' => text.extend(['\\', c]),
                '\0'..' ' => text.push(' '),
                _ => text.push(c),
            }
        }
        text.push_str("\":");
    }
}

/// How many steps a path has; `None` where it is none.
fn count(path: &str) -> Option<usize> {
    if !path.starts_with('$') || path.len() > Arguments::PATH {
        return None;
    }
    let (mut at, mut steps) = (1, 0);
    while at < path.len() {
        at = step(path, at)?.1;
        steps += 1;
    }
    Some(steps)
}

/// The step at byte `at` of a path, and the byte behind it.
fn step(path: &str, at: usize) -> Option<(Step<'_>, usize)> {
    let rest = path.get(at..)?;
    if let Some(key) = rest.strip_prefix('.') {
        let len = key.find(['.', '[']).unwrap_or(key.len());
        return (len > 0).then(|| (Step::Key(&key[..len]), at + 1 + len));
    }
    let inner = rest.strip_prefix('[')?;
    let quote = inner.chars().next()?;
    if matches!(quote, '"' | '\'') {
        let behind = |(end, _): &(usize, _)| inner[end + 2..].starts_with(']');
        let (end, _) = inner[1..].match_indices(quote).find(behind)?;
        return Some((Step::Key(&inner[1..=end]), at + end + 4));
    }
    let len = inner.find(']')?;
    let digits = len > 0 && inner[..len].bytes().all(|byte| byte.is_ascii_digit());
    digits.then_some((Step::Index, at + len + 2))
}

impl<'a> Piece<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        let mut piece = Self::default();
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "jsonPath" => piece.path = reader.string()?.unwrap_or_default(),
                "stringValue" => piece.value = reader.string()?.map(Value::Text).or(piece.value),
                "numberValue" | "boolValue" => piece.value = Some(scalar(reader)?),
                "nullValue" => {
                    reader.skip()?;
                    piece.value = Some(Value::Null);
                }
                _ => reader.skip()?,
            }
        }
        Ok(piece)
    }
}

/// A number or a truth value; anything else counts as null.
fn scalar<'a>(reader: &mut Reader<'a>) -> Result<Value<'a>, Fault> {
    let raw = reader.raw()?;
    let scalar = !raw.text.starts_with(['{', '[', '"', 'n']);
    Ok(if scalar {
        Value::Number(raw)
    } else {
        Value::Null
    })
}
