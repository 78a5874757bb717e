//! The byte order mark that may lead a stream.

const MARK: &[u8; 3] = b"\xEF\xBB\xBF";

/// Takes one leading mark off, also where it is split between chunks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bom {
    matched: usize,
}

impl Bom {
    /// Reads on at the front of `input`: how many bytes of it belong to the mark so far, and
    /// whether it is decided what the stream begins with.
    pub(super) fn read(&mut self, input: &[u8]) -> (usize, Lead) {
        let wanted = &MARK[self.matched..];
        let same = input.iter().zip(wanted).take_while(|(a, b)| a == b).count();
        self.matched += same;
        let lead = match same {
            _ if self.matched == MARK.len() => Lead::Done,
            _ if same == input.len() => Lead::Open,
            _ if self.matched == 0 => Lead::Done,
            _ => Lead::Broken(self.rest()),
        };
        (same, lead)
    }

    /// What was taken of a mark that did not come to its end.
    pub(super) fn rest(self) -> &'static [u8] {
        &MARK[..self.matched % MARK.len()]
    }
}

/// What a stream begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Not known yet: all of the input was the beginning of a mark.
    Open,
    /// A mark, or none.
    Done,
    /// These bytes looked like the beginning of a mark and are content.
    Broken(&'static [u8]),
}
