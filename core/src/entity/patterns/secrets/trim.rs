//! Ends of values, each in one place for all: what a closure in `str` would do is compiled for every closure.

/// `text` without the marks, which are ASCII, at its end.
pub(super) fn trim_end<'t>(text: &'t str, marks: &[u8]) -> &'t str {
    let end = text.bytes().rposition(|byte| !marks.contains(&byte));
    &text[..end.map_or(0, |at| at + 1)]
}

/// `text` up to its first white space or mark, which are ASCII.
pub(super) fn up_to<'t>(text: &'t str, marks: &[u8]) -> &'t str {
    let ends = |c: char| c.is_whitespace() || u8::try_from(c).is_ok_and(|c| marks.contains(&c));
    &text[..text.find(ends).unwrap_or(text.len())]
}
