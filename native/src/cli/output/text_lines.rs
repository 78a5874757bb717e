//! Raw text, line by line, so that the output does not follow the chunks.

/// A longer line comes in pieces of at most this many bytes.
const LONGEST: usize = 64 << 10;

/// Keeps the line that is not whole yet.
#[derive(Default)]
pub(super) struct TextLines(String);

impl TextLines {
    /// Takes text; hands every whole line, its end included, to `out`.
    pub(super) fn push(&mut self, text: &str, out: &mut dyn FnMut(&str)) {
        for part in text.split_inclusive('\n') {
            self.part(part, out);
        }
    }

    /// Hands over what is left.
    pub(super) fn finish(&mut self, out: &mut dyn FnMut(&str)) {
        if !self.0.is_empty() {
            out(&self.0);
            self.0.clear();
        }
    }

    fn part(&mut self, mut part: &str, out: &mut dyn FnMut(&str)) {
        while self.0.len() + part.len() > LONGEST {
            let at = part.floor_char_boundary(LONGEST - self.0.len());
            self.0.push_str(&part[..at]);
            self.finish(out);
            part = &part[at..];
        }
        self.0.push_str(part);
        if part.ends_with('\n') {
            self.finish(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&str]) -> Vec<String> {
        let (mut lines, mut out) = (TextLines::default(), Vec::new());
        for piece in pieces {
            lines.push(piece, &mut |line| out.push(line.to_owned()));
        }
        lines.finish(&mut |line| out.push(line.to_owned()));
        out
    }

    #[test]
    fn lines_do_not_depend_on_the_pieces() {
        assert_eq!(
            lines(&["a", "b\nc", "\n", "\nd"]),
            ["ab\n", "c\n", "\n", "d"]
        );
        assert!(lines(&[]).is_empty());
    }

    #[test]
    fn a_long_line_is_cut_at_the_same_characters_for_every_split() {
        let long = "é".repeat(LONGEST) + "x\n";
        let whole = lines(&[&long]);
        assert_eq!(whole.concat(), long);
        assert!(whole.iter().all(|line| line.len() <= LONGEST));
        for split in [2, 4096, LONGEST - 2, LONGEST, LONGEST + 2] {
            assert_eq!(
                lines(&[&long[..split], &long[split..]]),
                whole,
                "split at {split}"
            );
        }
    }
}
