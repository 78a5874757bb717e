//! Paths in a file system: of Unix, of Windows, and relative ones that end in a file's extension.

use super::cursor::Cursor;
use crate::text::list::{List, list};

/// Directories that stand directly below the root.
const ROOTS: &List = list!(
    "bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp \
    usr var Users Applications Library Volumes",
);

/// The path that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let before = c.before();
    if !c.fresh() || matches!(before, '/' | '\\' | '.' | '<' | '~' | ')' | ']' | '}' | '-') {
        return None;
    }
    let near = c.rest();
    let text = if near
        .find(|c| !is_part(c) && c != '/' && c != '\\' && c != ':')
        .is_none()
    {
        c.long_rest()
    } else {
        near
    };
    let length = match c.peek() {
        b'\\' => windows(text, text.starts_with("\\\\")),
        _ if is_drive(text) => windows(text, true),
        b'/' | b'~' | b'.' => rooted(text),
        _ => relative(text),
    }?;
    Some(c.skip(length))
}

fn is_drive(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 3 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'\\'
}

/// `C:\a\b` and `\\server\share`.
fn windows(text: &str, starts: bool) -> Option<usize> {
    let skip = if text.starts_with('\\') { 2 } else { 3 };
    let body = text.get(skip..).filter(|_| starts)?;
    let run = run(body, |c| is_part(c) || c == '\\' || c == '/');
    let deep = skip == 3 || run.trim_end_matches('\\').contains('\\');
    (deep && run.starts_with(is_part)).then_some(skip + run.len())
}

/// `/a/b`, `~/a`, `./a`, `../a`.
fn rooted(text: &str) -> Option<usize> {
    let mark = ["/", "~/", "./", "../"]
        .into_iter()
        .find(|mark| text.starts_with(mark))?;
    let run = run(&text[mark.len()..], |c| is_part(c) || c == '/');
    let first = run.split('/').next()?;
    let lettered = first.chars().any(char::is_alphabetic) || first.starts_with("..");
    let named = mark != "/" || ROOTS.has(first) || has_extension(run);
    let deep = named || run.split('/').filter(|part| !part.is_empty()).count() > 1;
    let sound = !run.contains("//") && !first.is_empty();
    (lettered && deep && sound).then_some(mark.len() + run.len())
}

/// `src/main.rs`: told from `and/or` by the extension.
fn relative(text: &str) -> Option<usize> {
    let run = run(text, |c| is_part(c) || c == '/');
    let inner = run.contains('/') && !run.contains("//");
    (inner && has_extension(run)).then_some(run.len())
}

fn has_extension(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, extension)) = file.rsplit_once('.') else {
        return false;
    };
    let sound = extension
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let lettered = extension.starts_with(|c: char| c.is_ascii_lowercase());
    !stem.is_empty() && sound && lettered && extension.len() < 6
}

/// The run of `of`, without the punctuation of the sentence behind it.
fn run(text: &str, of: fn(char) -> bool) -> &str {
    let end = text.find(|c: char| !of(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', '-', '~', '@'])
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || "._-+@%~".contains(c)
}
