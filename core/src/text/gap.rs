//! The white space between two fields.

use super::chars::{CLASS, HIGH, SPACE, Script, char_at, script};

/// What is known of the white space before the next field.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap {
    /// Line ends in it, up to 2.
    pub lines: u8,
    /// Spaces before its first line end, up to 255.
    pub trailing: u8,
    /// Spaces and tabs behind its last line end, or in all where it has none, up to 255.
    pub indent: u8,
    /// Whether there is any white space.
    pub some: bool,
}

/// What the reading of a gap came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// The text is at its end.
    Nothing,
    /// One more line end was read.
    Line,
    /// The next field begins.
    Field,
    /// The limit was reached.
    Limit,
}

impl Gap {
    /// Reads on from byte `at` up to the next line end or field, and at most to byte `limit`.
    pub(super) fn read(&mut self, text: &str, at: &mut usize, limit: usize) -> Between {
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(*at) {
            if *at >= limit {
                return Between::Limit;
            }
            match CLASS[usize::from(byte)] {
                SPACE if byte == b'\n' => {
                    *at += 1;
                    self.line();
                    return Between::Line;
                }
                SPACE => *at += 1,
                HIGH if script(char_at(text, *at)) == Script::Space => {
                    *at += char_at(text, *at).len_utf8();
                }
                _ => return Between::Field,
            }
            self.some = true;
            if byte != b'\r' {
                self.indent = self.indent.saturating_add(1);
            }
        }
        Between::Nothing
    }

    fn line(&mut self) {
        self.some = true;
        if self.lines == 0 {
            self.trailing = self.indent;
        }
        self.lines = (self.lines + 1).min(2);
        self.indent = 0;
    }
}
