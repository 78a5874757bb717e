//! A look-up in sorted lines, without a table in memory.

use core::cmp::Ordering;

/// The rest of the line that begins with the word `key`, in sorted lines of `key rest`.
pub(super) fn line_of<'t>(sorted: &'t str, key: &str) -> Option<&'t str> {
    let bytes = sorted.as_bytes();
    let is_end = |byte: &u8| *byte == b'\n';
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = bytes[low..middle].iter().rposition(is_end);
        let start = start.map_or(low, |at| low + at + 1);
        let end = bytes[start..high].iter().position(is_end);
        let end = end.map_or(high, |at| start + at);
        let line = &bytes[start..end];
        let word = line.split(|byte| *byte == b' ').next().unwrap_or_default();
        match word.cmp(key.as_bytes()) {
            Ordering::Equal => return sorted.get((start + word.len() + 1).min(end)..end),
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn finds_the_rest_of_a_line() {
        let lines = "ate eat\nwas be\nwrote write\n";
        assert_eq!(line_of(lines, "ate"), Some("eat"));
        assert_eq!(line_of(lines, "was"), Some("be"));
        assert_eq!(line_of(lines, "wrote"), Some("write"));
        for word in ["", "at", "ate eat", "b", "write", "wrotes"] {
            assert_eq!(line_of(lines, word), None, "{word}");
        }
    }
}
