//! Ends of values, each in one place for all: what a closure in `str` would do is compiled for every closure.

/// `text` without the marks, which are ASCII, at its end.
pub(super) fn trim_end<'t>(text: &'t str, marks: &[u8]) -> &'t str {
    let end = text.bytes().rposition(|byte| !marks.contains(&byte));
    &text[..end.map_or(0, |at| at + 1)]
}

/// `text` up to its first white space or mark, which are ASCII.
pub(super) fn up_to<'t>(text: &'t str, marks: &[u8]) -> &'t str {
    let mut bytes = text.bytes().enumerate();
    let end = bytes.find(|&(at, byte)| match byte {
        b'\t'..=b'\r' | b' ' => true,
        0..0x80 => marks.contains(&byte),
        // Within a character.
        0x80..0xc0 => false,
        _ => text[at..].starts_with(char::is_whitespace),
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}
