//! Look-ups in sorted word lists, without a table in memory.

/// The rest of the line that begins with `key`, in sorted lines of `key rest`.
pub(super) fn line_of<'t>(sorted: &'t str, key: &str) -> Option<&'t str> {
    let (found, rest) = search(sorted, key, b'\n')?;
    (found == key).then_some(rest)
}

/// Whether `key` is among sorted words divided by spaces and line ends.
pub(super) fn has(sorted: &str, key: &str) -> bool {
    search(sorted, key, b' ').is_some()
}

/// Binary search for the item whose first word is `key`; items end at `divider` or a line end.
fn search<'t>(sorted: &'t str, key: &str, divider: u8) -> Option<(&'t str, &'t str)> {
    let is_end = |b: &u8| *b == divider || *b == b'\n';
    let bytes = sorted.as_bytes();
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = bytes[low..middle].iter().rposition(is_end);
        let start = start.map_or(low, |at| low + at + 1);
        let end = bytes[start..high].iter().position(is_end);
        let end = end.map_or(high, |at| start + at);
        let item = &sorted[start..end];
        let (word, rest) = item.split_once(' ').unwrap_or((item, ""));
        match word.cmp(key) {
            std::cmp::Ordering::Equal => return Some((word, rest)),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{has, line_of};

    #[test]
    fn finds_every_word_and_no_other() {
        let words = "add be\ncall do eat\nfly";
        for word in words.split_whitespace() {
            assert!(has(words, word), "{word}");
        }
        for word in ["", "a", "added", "bé", "cal", "dog", "flyy", "zoo"] {
            assert!(!has(words, word), "{word}");
        }
    }

    #[test]
    fn finds_the_rest_of_a_line() {
        let lines = "ate eat\nwas be\nwrote write\n";
        assert_eq!(line_of(lines, "ate"), Some("eat"));
        assert_eq!(line_of(lines, "wrote"), Some("write"));
        assert_eq!(line_of(lines, "write"), None);
    }
}
