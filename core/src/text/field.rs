//! Where a field ends, byte by byte.

use super::chars::{CLASS, DIGIT, HIGH, SPACE, Script, char_at, is_gap, is_mark, script};
use super::{Flags, Window};

/// The field that is being read. It goes on where it left off, whatever the pieces.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Field {
    /// Its first byte within the window's text.
    pub start: usize,
    /// The byte behind the last that is known to be in it.
    pub end: usize,
    /// What it holds, as bits of the class table.
    pub seen: u16,
    /// The script that it is a run of.
    pub script: Script,
}

/// What stands behind a whole field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// Spaces.
    Space,
    /// A line end, or the end of the text.
    Line,
    /// A character of another field.
    Field,
}

impl Field {
    /// A field of this many bytes is cut, so that none is longer than [`Window::FIELD_BYTES`]. The
    /// place depends on the text alone.
    const CUT: usize = Window::FIELD_BYTES - 3;
    /// Bytes before that place in which a better one is looked for.
    const REACH: usize = 512;

    /// The field that begins at byte `start`.
    pub(super) fn at(start: usize, text: &str) -> Self {
        let script = match char_at(text, start) {
            '\0'..='\u{7f}' => Script::Spaced,
            c => match script(c) {
                Script::Inherited | Script::Space => Script::Spaced,
                script => script,
            },
        };
        Self {
            start,
            end: start,
            seen: 0,
            script,
        }
    }

    /// Reads on; tells whether the field is whole.
    pub(super) fn read(&mut self, text: &str) -> bool {
        let limit = self.start + Self::CUT;
        loop {
            if self.script == Script::Spaced && self.read_ascii(text.as_bytes(), limit) {
                return true;
            }
            if self.end >= limit {
                self.cut(text.as_bytes());
                return true;
            }
            if self.end == text.len() {
                return false;
            }
            if !self.take(char_at(text, self.end)) {
                return true;
            }
        }
    }

    /// Ends a field that is too long behind a mark that no value holds, where one is near: what is cut in
    /// two is not recognised.
    #[cold]
    fn cut(&mut self, text: &[u8]) {
        let from = self.end - Self::REACH;
        let near = text.get(from..self.end).unwrap_or_default();
        let mark = near.iter().rposition(|byte| b"\",;<>{}[]".contains(byte));
        self.end = mark.map_or(self.end, |at| from + at + 1);
    }

    /// Takes ASCII; tells whether a space ended the field.
    fn read_ascii(&mut self, bytes: &[u8], limit: usize) -> bool {
        let rest = bytes
            .get(self.end..limit.min(bytes.len()))
            .unwrap_or_default();
        let (mut seen, mut last) = (0, 0);
        let mut taken = rest.len();
        for (index, &byte) in rest.iter().enumerate() {
            last = CLASS[usize::from(byte)];
            if last & (SPACE | HIGH) != 0 {
                taken = index;
                break;
            }
            seen |= last;
        }
        self.seen |= seen;
        self.end += taken;
        last == SPACE
    }

    /// Takes the next character, if it is one of the field's.
    fn take(&mut self, c: char) -> bool {
        let of = script(c);
        let mine = of == self.script || of == Script::Inherited;
        if mine && of != Script::Space {
            self.end += c.len_utf8();
            self.seen |= HIGH | beyond_ascii(c);
        }
        mine
    }

    /// Its text.
    #[inline]
    pub(super) fn text<'w>(&self, text: &'w str) -> &'w str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// What stands behind it, once it is whole.
    pub(super) fn behind(&self, text: &str) -> Behind {
        if self.end - self.start >= Self::CUT {
            return Behind::Field;
        }
        match char_at(text, self.end) {
            '\n' | '\r' => Behind::Line,
            '\0' if self.end == text.len() => Behind::Line,
            c if is_gap(c) => Behind::Space,
            _ => Behind::Field,
        }
    }
}

/// What a character beyond ASCII tells of its field.
fn beyond_ascii(c: char) -> u16 {
    match c {
        '＠' => Flags::FIELD_AT.0,
        _ if is_mark(c) => 0,
        _ if c.is_numeric() => DIGIT,
        _ => 0,
    }
}
