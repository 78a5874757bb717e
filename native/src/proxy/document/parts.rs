//! Texts that go on one another, as the parts of a message do: a value may begin in one and end in the next.

use midflight_core::{Error, Redactor};

use super::change::collect;

/// The texts, masked as one. What stands for a value is in the text where the value begins; every other
/// character stays in its own.
pub(super) fn mask(mut redactor: Redactor, texts: &[&str]) -> Result<Vec<String>, Error> {
    let mut shares = Shares::new(texts);
    let (mut given, mut begin) = (0, 0);
    for text in texts {
        // While something from before is held back, characters come one by one: so little is decided with
        // each that it is plain which text it belongs to.
        let mut rest = *text;
        while !rest.is_empty() {
            let at_once = if shares.decided < begin {
                rest.ceil_char_boundary(1)
            } else {
                rest.len()
            };
            let (piece, behind) = rest.split_at(at_once);
            let written = collect(|out| redactor.write(piece.as_bytes(), out))?;
            given += piece.len();
            shares.share(&written, given - redactor.held());
            rest = behind;
        }
        begin += text.len();
    }
    let written = collect(|out| redactor.finish(out).map(drop))?;
    shares.share(&written, begin);
    Ok(shares.masked)
}

/// What of the masked whole belongs to which text.
struct Shares {
    whole: String,
    /// Where each text ends in it.
    ends: Vec<usize>,
    /// How far what was written goes in it.
    decided: usize,
    masked: Vec<String>,
}

impl Shares {
    fn new(texts: &[&str]) -> Self {
        let mut end = 0;
        let ends = texts.iter().map(|text| {
            end += text.len();
            end
        });
        Self {
            ends: ends.collect(),
            whole: texts.concat(),
            decided: 0,
            masked: vec![String::new(); texts.len()],
        }
    }

    /// Takes what was written for all up to byte `until` of the whole.
    fn share(&mut self, mut written: &str, until: usize) {
        while !written.is_empty() {
            let behind = self.ends.partition_point(|&end| end <= self.decided);
            let owner = behind.min(self.ends.len() - 1);
            let (own, from) = self.own(written, self.ends[owner], until);
            self.masked[owner].push_str(&written[..own]);
            written = &written[own..];
            self.decided = from;
        }
        self.decided = until;
    }

    /// How much of what was written belongs to the text that ends at `end`, and from where in the whole the
    /// rest of it is.
    fn own(&self, written: &str, end: usize, until: usize) -> (usize, usize) {
        if until <= end {
            return (written.len(), until);
        }
        let before = &self.whole[self.decided..end];
        if written.starts_with(before) {
            return (before.len(), end);
        }
        let same = same_end(written, &self.whole[end..until]);
        (written.len() - same, until - same)
    }
}

/// Bytes that two texts have in common at their ends.
fn same_end(one: &str, other: &str) -> usize {
    let pairs = one.chars().rev().zip(other.chars().rev());
    let same = pairs.take_while(|(one, other)| one == other);
    same.map(|(one, _)| one.len_utf8()).sum()
}
