//! Private keys in PEM (RFC 7468), also with their line ends written as `\n`.

/// What there is at the front of a text that begins with `-----BEGIN`.
pub(super) enum Block {
    /// No private key.
    None,
    /// Perhaps; its end must come.
    Open,
    /// A private key of so many bytes.
    Key(usize),
}

const HEAD: usize = 100;
/// Characters between the two marks.
const LEAST: usize = 64;

/// What begins `text`, behind which more may follow if it is `open`.
pub(super) fn find(text: &str, open: bool) -> Block {
    let Some(head) = text.strip_prefix("-----BEGIN") else {
        return Block::None;
    };
    let line = head.find("-----");
    let Some(mark) = line else {
        let may = open && head.len() <= HEAD && !head.contains('\n');
        return if may { Block::Open } else { Block::None };
    };
    if mark > HEAD || !head[..mark].contains("PRIVATE KEY") {
        return Block::None;
    }
    let body = "-----BEGIN".len() + mark + "-----".len();
    match text[body..].find("-----END") {
        Some(length) if length >= LEAST => close(text, body + length, open),
        None if open => Block::Open,
        None if text.len() - body >= LEAST => Block::Key(text.trim_end().len()),
        _ => Block::None,
    }
}

fn close(text: &str, end: usize, open: bool) -> Block {
    let tail = &text[end + "-----END".len()..];
    match tail.find("-----") {
        Some(mark) => Block::Key(end + "-----END".len() + mark + "-----".len()),
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
    let begin = text.rfind("-----BEGIN");
    let head = begin.map_or("", |at| &text[at..]);
    let mark = head.find("PRIVATE KEY").is_some_and(|at| at <= HEAD);
    mark && !head.contains("-----END")
}

/// What the sentence `text` behind an open key is.
pub(in crate::entity) fn go_on(text: &str, open: bool) -> Rest {
    let end = text.find("-----END");
    if !text[..end.unwrap_or(text.len())].lines().all(is_body) {
        return Rest::None;
    }
    match end {
        Some(at) => match close(text, at, open) {
            Block::Key(length) => Rest::End(length),
            _ => Rest::Open,
        },
        None if open => Rest::Open,
        None => Rest::All,
    }
}

/// Whether a line is of a key: base64, or a field of RFC 1421's header.
fn is_body(line: &str) -> bool {
    let line = line.trim();
    let base64 = |b: u8| b.is_ascii_alphanumeric() || b"+/=\\".contains(&b);
    line.bytes().all(base64) || line.starts_with("Proc-Type:") || line.starts_with("DEK-Info:")
}
