//! Version numbers: `v2`, `1.2.3`, `1.2.3-rc.1+build`, and two parts where a word announces them.

use super::cursor::Cursor;
use crate::text::list::{List, list};

const WORDS: &List = list!("version versions v ver release build rev revision");

/// The version that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let marked = c.lit(b'v').or_else(|| c.lit(b'V'));
    let (parts, end) = parts(marked.unwrap_or(c))?;
    let alone = parts == 1 && marked.is_none();
    if alone || !c.fresh() || matches!(c.before(), '.' | '/' | '-' | ',' | '$') {
        return None;
    }
    let enough = match (marked.is_some(), is_announced(c)) {
        (true, _) => 1,
        (_, true) => 2,
        _ => 3,
    };
    if parts < enough {
        return None;
    }
    suffix(end).ends()
}

/// Whether the word before says that a version follows.
#[inline]
pub(super) fn is_announced(c: Cursor<'_>) -> bool {
    WORDS.has(c.previous())
}

/// How many numbers with dots between stand here.
fn parts(c: Cursor<'_>) -> Option<(usize, Cursor<'_>)> {
    let (_, mut end) = c.digits(1, 5)?;
    let mut count = 1;
    while let Some((_, next)) = end.lit(b'.').and_then(|c| c.digits(1, 8)) {
        end = next;
        count += 1;
    }
    Some((count, end))
}

/// Behind a pre-release and build metadata (Semantic Versioning 2.0.0).
fn suffix(c: Cursor<'_>) -> Cursor<'_> {
    let mut end = c;
    for mark in [b'-', b'+'] {
        if let Some(start) = end.lit(mark) {
            let rest = start.rest();
            let stop = rest.find(|b: char| !b.is_ascii_alphanumeric() && b != '.' && b != '-');
            let run = rest[..stop.unwrap_or(rest.len())].trim_end_matches(['.', '-']);
            end = if run.is_empty() {
                end
            } else {
                start.skip(run.len())
            };
        }
    }
    // `1.0a1`, `2.0rc1`: Python's way.
    match end
        .word(list!("a b rc dev beta alpha"))
        .filter(|c| c.digit_count() > 0)
    {
        Some(tag) => tag.skip(tag.digit_count()),
        None => end,
    }
}
