//! What the lines before call a value: lines of code and rows of tables are sentences of their own.

use super::patterns::{Head, names_secret, paired};
use crate::text::{Token, TokenKind, View};

/// Whether a mark may hold one of the signs without which a line has no name for a value, ends what the lines
/// before have one for and is no row of a table.
pub(super) fn may_hold_sign(view: &View<'_>, token: &Token) -> bool {
    let text = view.text.as_bytes();
    let Some(first) = text.get(usize::from(token.start)) else {
        return false;
    };
    let behind = text.get(usize::from(token.end));
    match first {
        // Between values there is no space.
        b',' | b';' => behind.is_some_and(|byte| !byte.is_ascii_whitespace()),
        // A terminal's codes and the rest of a long field may hold any.
        first => b":=<>\"{}|\x1b".contains(first) || token.kind == TokenKind::Rest,
    }
}

/// The name of values in the lines that follow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    name: [u8; Self::LONGEST],
    length: u8,
    /// The column of a table that has that name, counted by the strokes before it, or one of comma-separated values,
    /// as [`Head`] says.
    pub(super) column: u16,
    /// Whether the line before is a row of a table.
    in_table: bool,
    /// Marks in each row of comma-separated values.
    marks: u8,
}

impl Beside {
    /// Bytes of a name.
    const LONGEST: usize = 32;

    /// Whether it says nothing of the lines that follow.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.length == 0 && self.column == 0
    }

    /// Whether it is as it was at first.
    pub(super) fn is_new(&self) -> bool {
        self.is_empty() && !self.in_table
    }

    pub(super) fn name(&self) -> &str {
        core::str::from_utf8(&self.name[..self.length.into()]).unwrap_or_default()
    }

    /// Reads a line that has ended.
    pub(super) fn pass(&mut self, line: &str) {
        let line = line.trim();
        if self.is_row(line) {
            return;
        }
        if line.starts_with('|') {
            if !core::mem::replace(&mut self.in_table, true) {
                self.head(line);
            }
            return;
        }
        // Without a sign it is no field of what the line before is one of.
        let bytes = line.as_bytes();
        let signed = || memchr::memchr3(b':', b'=', b'>', bytes).is_some();
        let ends = self.in_table || line.starts_with("- ") || !signed();
        if ends || memchr::memchr2(b'{', b'}', bytes).is_some() {
            *self = Self::default();
        }
        if let Some(name) = paired(line) {
            self.keep(name);
        }
        if let Some(head) = Head::find(line) {
            self.values(&head);
            // A sentence may be all of them.
            let last = line.rsplit('\n').next().unwrap_or_default();
            self.is_row(last);
        }
    }

    /// Whether comma-separated values go on; where they do not, their head is forgotten.
    fn is_row(&mut self, line: &str) -> bool {
        let Some(mark) = Head::mark(self.column) else {
            return false;
        };
        let row = Head::marks(line, mark) == Some(self.marks.into());
        if !row {
            *self = Self::default();
        }
        row
    }

    /// The head of comma-separated values.
    fn values(&mut self, head: &Head<'_>) {
        if let Some((name, column)) = head.secret() {
            self.keep(name);
            self.column = column;
            self.marks = head.cells().count() as u8 - 1;
        }
    }

    /// The head of a table.
    fn head(&mut self, line: &str) {
        self.keep("");
        let mut cells = line.split('|').zip(0..).map(|(cell, at)| (cell.trim(), at));
        let secret = cells.find(|(cell, _)| names_secret(cell));
        if let Some((name, column)) = secret {
            self.keep(name);
            self.column = column;
        }
    }

    fn keep(&mut self, name: &str) {
        let skip = name.len().saturating_sub(Self::LONGEST);
        let name = &name[name.ceil_char_boundary(skip)..];
        self.name[..name.len()].copy_from_slice(name.as_bytes());
        self.length = name.len() as u8;
    }
}
