//! Private keys in PEM (RFC 7468), as PGP armors them (RFC 9580, section 6.2) and as SSH2 writes them
//! (in the manner of RFC 4716), also with their line ends written as `\n`.

use super::block::Block;
use super::putty;

/// How a format marks a key.
struct Marks {
    begin: &'static str,
    end: &'static str,
    /// What the lines of both end with.
    close: &'static str,
}

const PEM: Marks = Marks {
    begin: "-----BEGIN",
    end: "-----END",
    close: "-----",
};

const SSH2: Marks = Marks {
    begin: "---- BEGIN",
    end: "---- END",
    close: "----",
};

/// Fields that stand before a key's base64: those of RFC 1421, of PGP, of SSH2 and of `PuTTY`.
const HEADERS: &[&str] = &[
    "Proc-Type:",
    "DEK-Info:",
    "Version:",
    "Comment:",
    "MessageID:",
    "Hash:",
    "Charset:",
    "Subject:",
    "Encryption:",
    "Public-Lines:",
    "Private-Lines:",
    "Key-Derivation:",
    "Argon2-",
];

const HEAD: usize = 100;
/// Characters between the two marks.
const LEAST: usize = 64;

/// Whether a field that is the first of a key may begin so.
pub(super) fn may_begin(field: &str) -> bool {
    field.starts_with(PEM.begin) || field == SSH2.close || field.starts_with(putty::BEGIN)
}

/// Where a key in PEM begins that `text` ends within, or may.
pub(super) fn begins(text: &str) -> Option<usize> {
    let at = text.rfind(PEM.begin)?;
    let (head, short) = (&text[at..], text.len() - at < LEAST);
    let private = short || head.contains("PRIVATE KEY");
    (private && !head.contains(PEM.end)).then_some(at)
}

/// What begins `text`, behind which more may follow if it is `open`.
pub(super) fn find(text: &str, open: bool) -> Block {
    if text.starts_with(putty::BEGIN) {
        return putty::find(text, open);
    }
    let marks = if text.starts_with(PEM.begin) {
        &PEM
    } else {
        &SSH2
    };
    let Some(head) = text.strip_prefix(marks.begin) else {
        let may = open && marks.begin.starts_with(text);
        return if may { Block::Open } else { Block::None };
    };
    let line = head.find(marks.close);
    let Some(mark) = line else {
        let may = open && head.len() <= HEAD && !head.contains('\n');
        return if may { Block::Open } else { Block::None };
    };
    if mark > HEAD || !head[..mark].contains("PRIVATE KEY") {
        return Block::None;
    }
    let body = marks.begin.len() + mark + marks.close.len();
    match text[body..].find(marks.end) {
        Some(length) if length >= LEAST => close(text, body + length, marks, open),
        None if open => Block::Open,
        None if text.len() - body >= LEAST => Block::Key(text.trim_end().len()),
        _ => Block::None,
    }
}

/// The key whose end is marked at byte `end`.
fn close(text: &str, end: usize, marks: &Marks, open: bool) -> Block {
    let named = end + marks.end.len();
    let tail = &text[named..];
    match tail.find(marks.close) {
        Some(mark) => Block::Key(named + mark + marks.close.len()),
        None if open && tail.len() <= HEAD => Block::Open,
        None => Block::Key(end),
    }
}

/// What a sentence behind an open private key is.
pub(in crate::entity) enum Rest {
    /// Its last bytes, so many.
    End(usize),
    /// All of the key, which goes on.
    All,
    /// Its end must come.
    Open,
    /// No part of it.
    None,
}

/// Whether `text` ends within a private key.
pub(in crate::entity) fn is_open(text: &str) -> bool {
    // Few texts hold a hyphen in a row of five, and a search for the word costs much more.
    if memchr::memchr(b'-', text.as_bytes()).is_none() {
        return false;
    }
    [&PEM, &SSH2].into_iter().any(|marks| {
        let begin = text.rfind(marks.begin);
        let head = begin.map_or("", |at| &text[at..]);
        let mark = head.find("PRIVATE KEY").is_some_and(|at| at <= HEAD);
        mark && !head.contains(marks.end)
    }) || putty::is_open(text)
}

/// What the sentence `text` behind an open key is.
pub(in crate::entity) fn go_on(text: &str, open: bool) -> Rest {
    let pem = text.find(PEM.end).map(|at| (at, Some(&PEM)));
    let ssh2 = || text.find(SSH2.end).map(|at| (at, Some(&SSH2)));
    let putty = || putty::end(text).map(|at| (at, None));
    let closed = pem.or_else(ssh2).or_else(putty);
    // The first field of a mark that may become one.
    let begun = text.strip_suffix(SSH2.close).filter(|_| open).map(str::len);
    let end = closed.map(|(at, _)| at).or(begun);
    if !text[..end.unwrap_or(text.len())].lines().all(is_body) {
        return Rest::None;
    }
    let block = match closed {
        Some((at, Some(marks))) => close(text, at, marks, open),
        Some((at, None)) => putty::close(text, at, open),
        None if open => return Rest::Open,
        None => return Rest::All,
    };
    match block {
        Block::Key(length) => Rest::End(length),
        _ => Rest::Open,
    }
}

/// Whether a line is of a key: base64, or a field of its head.
fn is_body(line: &str) -> bool {
    let line = line.trim();
    let base64 = |b: u8| b.is_ascii_alphanumeric() || b"+/=\\".contains(&b);
    line.bytes().all(base64) || HEADERS.iter().any(|name| line.starts_with(name))
}
