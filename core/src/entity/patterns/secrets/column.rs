//! Values that the head of their column names, in tables and in comma-separated values (RFC 4180).

use super::assigned::names_secret;
use crate::entity::patterns::cursor::Cursor;

/// Bytes of the longest name of a column.
const LONGEST: usize = 32;
/// Bytes of a sentence, in which a head is looked for.
const SENTENCE: usize = 4 << 10;

/// The name of the column that a value stands in.
pub(super) fn name<'i>(c: Cursor<'i>, text: &str) -> Option<&'i str> {
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    if !has(u8::is_ascii_digit) || !has(u8::is_ascii_alphabetic) {
        return None;
    }
    let (name, column) = c.beside();
    let before = c.text_before(SENTENCE);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let (above, line) = before.split_at(start);
    let Some(mark) = Head::mark(column as u16) else {
        let cells = line.trim_start().strip_prefix('|');
        let row = cells.is_some_and(|cells| !cells.starts_with('|'));
        let here = column > 0 && row && line.matches('|').count() == column;
        return if here {
            Some(name)
        } else {
            in_lines(above, line)
        };
    };
    let at = Head::marks(line, mark)?;
    (begins(line, mark) && at == column & 0xff).then_some(name)
}

/// The name of the column that the head of `above` has for what stands behind `line`.
fn in_lines<'t>(above: &'t str, line: &str) -> Option<&'t str> {
    if above.is_empty() || !(line.is_empty() || line.ends_with(Head::MARKS) || line.ends_with('"'))
    {
        return None;
    }
    let head = Head::find(above.trim_start())?;
    let at = Head::marks(line, head.mark)?;
    let name = head.cells().nth(at)?;
    (begins(line, head.mark) && names_secret(name)).then_some(name)
}

/// Whether a value begins behind `line`.
fn begins(line: &str, mark: u8) -> bool {
    let line = line.strip_suffix('"').unwrap_or(line);
    line.is_empty() || line.as_bytes().ends_with(&[mark])
}

/// The names of the columns of comma-separated values.
pub(crate) struct Head<'t> {
    line: &'t str,
    mark: u8,
}

impl<'t> Head<'t> {
    const MARKS: [char; 3] = [',', ';', '\t'];

    /// The head that `text` begins with.
    pub(crate) fn find(text: &'t str) -> Option<Self> {
        let end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        let line = &text[..end];
        let line = line.strip_suffix('\r').unwrap_or(line);
        let mark = line.bytes().find(|byte| b",;\t".contains(byte))?;
        let head = Self { line, mark };
        let named = head.cells().all(is_name);
        named.then_some(head)
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &'t str> {
        let cells = self.line.split(char::from(self.mark));
        cells.map(|cell| cell.trim_matches('"'))
    }

    /// The first column that has the name of a secret, with the mark that divides columns in the upper byte.
    pub(crate) fn secret(&self) -> Option<(&'t str, u16)> {
        let mut cells = self.cells().zip(u16::from(self.mark) << 8..);
        cells.find(|(cell, _)| names_secret(cell))
    }

    /// The mark that divides the columns of comma-separated values.
    pub(crate) fn mark(column: u16) -> Option<u8> {
        Some((column >> 8) as u8).filter(|mark| *mark != 0)
    }

    /// How many marks divide the values of `line`; `None` where it is a sentence, as with spaces behind them.
    pub(crate) fn marks(line: &str, mark: u8) -> Option<usize> {
        let (mut quoted, mut count) = (false, 0);
        let bytes = line.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            quoted ^= byte == b'"';
            if byte == mark && !quoted {
                count += 1;
                if bytes.get(at + 1) == Some(&b' ') {
                    return None;
                }
            }
        }
        Some(count)
    }
}

fn is_name(cell: &str) -> bool {
    let named = |byte: u8| byte.is_ascii_alphanumeric() || b"_-. ".contains(&byte);
    cell.len() <= LONGEST
        && cell.starts_with(|c: char| c.is_ascii_alphabetic())
        && !cell.ends_with([' ', '.'])
        && cell.bytes().all(named)
}
