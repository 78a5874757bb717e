//! `--lines`: an input divided at its line ends, wherever its chunks end.

/// What the divider tells.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'a> {
    /// Bytes of the line.
    Bytes(&'a [u8]),
    /// The line is at its end; this is how it ended, which is empty at the end of the input.
    End(&'static [u8]),
}

/// Divides at `\n` and `\r\n`. It keeps no bytes but a `\r` that may be half of a line end.
#[derive(Default)]
pub(crate) struct Lines {
    pending_cr: bool,
    begun: bool,
}

impl Lines {
    /// Takes the next bytes, split anywhere.
    pub(crate) fn push<E>(
        &mut self,
        mut bytes: &[u8],
        take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(at) = bytes.iter().position(|&byte| byte == b'\n') {
            self.line(&bytes[..at], take)?;
            bytes = &bytes[at + 1..];
        }
        self.part(bytes, take)
    }

    /// The input is at its end.
    pub(crate) fn finish<E>(
        &mut self,
        take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if std::mem::take(&mut self.pending_cr) {
            take(Piece::Bytes(b"\r"))?;
        }
        if std::mem::take(&mut self.begun) {
            take(Piece::End(b""))?;
        }
        Ok(())
    }

    /// The rest of a line, up to its `\n`.
    fn line<E>(
        &mut self,
        rest: &[u8],
        take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.part(rest, take)?;
        self.begun = false;
        let ended_by: &[u8] = if std::mem::take(&mut self.pending_cr) {
            b"\r\n"
        } else {
            b"\n"
        };
        take(Piece::End(ended_by))
    }

    fn part<E>(
        &mut self,
        bytes: &[u8],
        take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some((&last, before)) = bytes.split_last() else {
            return Ok(());
        };
        self.begun = true;
        if std::mem::take(&mut self.pending_cr) {
            take(Piece::Bytes(b"\r"))?;
        }
        self.pending_cr = last == b'\r';
        let kept = if self.pending_cr { before } else { bytes };
        if kept.is_empty() {
            Ok(())
        } else {
            take(Piece::Bytes(kept))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str, chunk: usize) -> Vec<(String, &'static [u8])> {
        let (mut lines, mut line, mut out) = (Lines::default(), Vec::new(), Vec::new());
        let mut take = |piece: Piece<'_>| -> Result<(), ()> {
            match piece {
                Piece::Bytes(bytes) => line.extend_from_slice(bytes),
                Piece::End(how) => {
                    out.push((String::from_utf8(std::mem::take(&mut line)).unwrap(), how));
                }
            }
            Ok(())
        };
        for chunk in text.as_bytes().chunks(chunk) {
            lines.push(chunk, &mut take).unwrap();
        }
        lines.finish(&mut take).unwrap();
        out
    }

    #[test]
    fn lines_end_at_lf_and_crlf_for_every_chunking() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let expected: Vec<_> = expected
                .iter()
                .map(|(line, end)| ((*line).to_owned(), end.as_bytes()))
                .collect();
            for chunk in 1..8 {
                assert_eq!(divided(text, chunk), expected, "{text:?} by {chunk}");
            }
        };
        check("", &[]);
        check("a", &[("a", "")]);
        check("a\n", &[("a", "\n")]);
        check("a\r\nb", &[("a", "\r\n"), ("b", "")]);
        check("\n\r\n", &[("", "\n"), ("", "\r\n")]);
        check("a\rb\r\r\nc\r", &[("a\rb\r", "\r\n"), ("c\r", "")]);
    }
}
