//! Names of several words that are known by these words only (`New York`, `Goldman Sachs`).

use core::cmp::Ordering;

use super::look::Look;
use crate::text::{Classes, TokenKind};

/// Lines in byte order.
const PLACES: &str = include_str!("../../../data/lexicon/phrases-places.txt");
/// Lines in byte order.
const ORGANIZATIONS: &str = include_str!("../../../data/lexicon/phrases-organizations.txt");

/// What a phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phrase {
    Place,
    Organization,
}

/// The longest phrase that begins at token `at`, and the token behind it.
pub(super) fn phrase(look: &Look<'_, '_>, at: usize) -> Option<(Phrase, usize)> {
    if !look.token(at)?.classes.any(Classes::PHRASE) {
        return None;
    }
    let mut key = Key::default();
    let mut longest = None;
    let mut end = at;
    while let Some(behind) = key.push(look, end) {
        let first = end == at;
        end = behind;
        // One word is none, and its class says that more may follow.
        if first {
            continue;
        }
        let places = find(PLACES, key.text());
        let organizations = find(ORGANIZATIONS, key.text());
        if places.whole {
            longest = Some((Phrase::Place, behind));
        } else if organizations.whole {
            longest = Some((Phrase::Organization, behind));
        }
        if !places.goes_on && !organizations.goes_on {
            break;
        }
    }
    longest
}

/// Words in lower case with a space between two.
struct Key {
    bytes: [u8; Key::BYTES],
    len: usize,
}

impl Default for Key {
    fn default() -> Self {
        Self {
            bytes: [0; Self::BYTES],
            len: 0,
        }
    }
}

impl Key {
    /// Longer than any phrase.
    const BYTES: usize = 64;

    fn text(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Adds the word at `index` (the dot of an initial is passed over) and tells the token behind
    /// it; `None` where a phrase cannot go on.
    fn push(&mut self, look: &Look<'_, '_>, index: usize) -> Option<usize> {
        let index = match look.token(index)? {
            dot if dot.kind == TokenKind::Punctuation && look.word(dot) == "." => index + 1,
            _ => index,
        };
        let token = look.token(index)?;
        let word = look.word(token).as_bytes();
        let gap = usize::from(self.len > 0);
        let end = self.len + gap + word.len();
        if end > Self::BYTES || !(token.kind == TokenKind::Word || word == b"&") {
            return None;
        }
        self.bytes[self.len..self.len + gap].fill(b' ');
        let place = &mut self.bytes[self.len + gap..end];
        place.copy_from_slice(word);
        place.make_ascii_lowercase();
        self.len = end;
        Some(index + 1)
    }
}

/// How a list answers to a key.
struct Hit {
    /// It is a line.
    whole: bool,
    /// It is the beginning of a longer line.
    goes_on: bool,
}

fn find(lines: &str, key: &[u8]) -> Hit {
    let lines = lines.as_bytes();
    let (mut low, mut high) = (0, lines.len());
    while low < high {
        let (start, end) = line_around(lines, low + (high - low) / 2);
        match lines[start..end].cmp(key) {
            Ordering::Less => low = end + 1,
            _ => high = start,
        }
    }
    let rest = lines.get(low..).unwrap_or_default();
    let behind = |rest: &[u8]| rest.strip_prefix(key).and_then(|r| r.first().copied());
    let whole = behind(rest) == Some(b'\n');
    let next = if whole { &rest[key.len() + 1..] } else { rest };
    Hit {
        whole,
        goes_on: behind(next) == Some(b' '),
    }
}

/// The line that byte `at` stands in, without its end.
fn line_around(lines: &[u8], at: usize) -> (usize, usize) {
    let start = memchr::memrchr(b'\n', &lines[..at]).map_or(0, |before| before + 1);
    let end = memchr::memchr(b'\n', &lines[at..]).map_or(lines.len(), |behind| at + behind);
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lexicon;

    #[test]
    fn every_line_is_found_and_its_first_word_has_the_class() {
        let lexicon = Lexicon::builtin();
        for list in [PLACES, ORGANIZATIONS] {
            for line in list.lines() {
                assert!(find(list, line.as_bytes()).whole, "{line}");
                let first = line.split(' ').next().unwrap();
                assert!(lexicon.classes(first).any(Classes::PHRASE), "{line}");
                let begun = &line[..=first.len()].trim_end();
                assert!(find(list, begun.as_bytes()).goes_on, "{begun}");
            }
        }
    }

    #[test]
    fn what_is_no_line_is_not_found() {
        for key in ["", "a", "new yor", "new yorks", "zzz", "united"] {
            assert!(!find(PLACES, key.as_bytes()).whole, "{key}");
        }
    }
}
