//! Private keys in files of `PuTTY`: fields, lines of base64 and, at the end, a checksum.

use super::block::Block;

/// What such a file begins with.
pub(super) const BEGIN: &str = "PuTTY-User-Key-File-";
/// What the second line is.
const SECOND: &str = "Encryption:";
/// What stands before the private part.
const PRIVATE: &str = "Private-Lines:";
/// What stands before the checksum.
const ENDS: [&str; 2] = ["Private-MAC:", "Private-Hash:"];

/// What begins `text`, which begins as such a file does and behind which more may follow if it is `open`.
pub(super) fn find(text: &str, open: bool) -> Block {
    let (_, behind) = text.split_once(['\n', '\\']).unwrap_or_default();
    let line = behind.trim_start_matches(|c: char| c.is_whitespace() || "\\nr".contains(c));
    if !(line.starts_with(SECOND) || open && SECOND.starts_with(line)) {
        return Block::None;
    }
    match end(text) {
        Some(end) => close(text, end, open),
        None if open => Block::Open,
        None if text.contains(PRIVATE) => Block::Key(text.trim_end().len()),
        None => Block::None,
    }
}

/// Where the mark of the end begins.
pub(super) fn end(text: &str) -> Option<usize> {
    ENDS.iter().find_map(|end| text.find(end))
}

/// The key whose end is marked at byte `end`.
pub(super) fn close(text: &str, end: usize, open: bool) -> Block {
    let mark = text[end..].find(':').map_or(text.len(), |at| end + at + 1);
    let checksum = text[mark..].trim_start();
    let digits = checksum.bytes().take_while(u8::is_ascii_hexdigit).count();
    match digits {
        0 if open => Block::Open,
        0 => Block::Key(mark),
        _ => Block::Key(text.len() - checksum.len() + digits),
    }
}

/// Where a file begins that `text` ends within.
pub(super) fn begins(text: &str) -> Option<usize> {
    text.rfind(BEGIN).filter(|at| end(&text[*at..]).is_none())
}

/// Whether `text` ends within such a file.
pub(super) fn is_open(text: &str) -> bool {
    // Few texts hold the letter.
    let mut letters = memchr::memchr_iter(b'Y', text.as_bytes());
    letters.any(|at| {
        let begin = (at + 1).checked_sub("PuTTY".len());
        let begins = begin.filter(|begin| text.as_bytes()[*begin..].starts_with(BEGIN.as_bytes()));
        begins.is_some_and(|begin| end(&text[begin..]).is_none())
    })
}
