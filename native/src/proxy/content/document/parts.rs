//! Texts that go on one another, as the parts of a message do: a value may begin in one and end in the next.

use midflight_core::{Error, Redactor};

/// One of the texts, masked.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub(super) masked: String,
    /// Bytes at the text's beginning that belong to a value that began before it.
    pub(super) taken: usize,
    /// The value at its end that goes on behind it.
    pub(super) given: Option<Given>,
}

/// A value that goes on behind the text that it begins in.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// Where it begins in the text.
    pub(super) from: usize,
    /// Where what stands for it begins in the masked text.
    pub(super) at: usize,
}

/// The texts, masked as one. What stands for a value is in the text where the value begins; every other
/// character stays in its own.
pub(super) fn mask(mut redactor: Redactor, texts: &[&str]) -> Result<Vec<Part>, Error> {
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
    Ok(shares.parts)
}

/// What of the masked whole belongs to which text.
struct Shares {
    whole: String,
    /// Where each text ends in it.
    ends: Vec<usize>,
    /// How far what was written goes in it.
    decided: usize,
    parts: Vec<Part>,
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
            parts: vec![Part::default(); texts.len()],
        }
    }

    /// Takes what was written for all up to byte `until` of the whole.
    fn share(&mut self, mut written: &str, until: usize) {
        while !written.is_empty() {
            let behind = self.ends.partition_point(|&end| end <= self.decided);
            let owner = behind.min(self.ends.len() - 1);
            written = self.give(owner, written, until);
        }
        self.decided = until;
    }

    /// Gives a text its share of what was written; what belongs to those behind it is left.
    fn give<'w>(&mut self, owner: usize, written: &'w str, until: usize) -> &'w str {
        let begin = owner.checked_sub(1).map_or(0, |before| self.ends[before]);
        let (end, part) = (self.ends[owner], &mut self.parts[owner]);
        if until <= end {
            part.masked.push_str(written);
            self.decided = until;
            return "";
        }
        let before = &self.whole[self.decided..end];
        let behind = &self.whole[end..until];
        let literal = same_beginning(written, before);
        let own = if literal == before.len() {
            self.decided = end;
            literal
        } else {
            part.given = Some(Given {
                from: self.decided + literal - begin,
                at: part.masked.len() + literal,
            });
            let same = same_end(written, behind);
            self.decided = until - same;
            written.len() - same
        };
        part.masked.push_str(&written[..own]);
        self.take(owner, end);
        &written[own..]
    }

    /// What is decided of the texts behind one belongs to it.
    fn take(&mut self, owner: usize, mut begin: usize) {
        for (part, &end) in self.parts.iter_mut().zip(&self.ends).skip(owner + 1) {
            if begin >= self.decided {
                return;
            }
            part.taken = part.taken.max(self.decided.clamp(begin, end) - begin);
            begin = end;
        }
    }
}

/// Bytes that two texts have in common at their beginnings.
pub(super) fn same_beginning(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    let same = pairs.take_while(|(one, other)| one == other);
    same.map(|(one, _)| one.len_utf8()).sum()
}

/// Bytes that two texts have in common at their ends.
pub(super) fn same_end(one: &str, other: &str) -> usize {
    let pairs = one.chars().rev().zip(other.chars().rev());
    let same = pairs.take_while(|(one, other)| one == other);
    same.map(|(one, _)| one.len_utf8()).sum()
}

/// What `write` hands over.
pub(super) fn collect(
    write: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), Error>,
) -> Result<String, Error> {
    let mut out = Vec::new();
    write(&mut |bytes| out.extend_from_slice(bytes))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
