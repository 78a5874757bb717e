//! One form for all ways of saying a relation.
//!
//! - Verbs stand in their base form without auxiliaries and adverbs: `write`, `want to buy`.
//! - A preposition that belongs to the relation follows: `live in`.
//! - A passive is `be`, the verb and its preposition: `be found by`, `be base in`, whether there was
//!   an auxiliary or not. [`active`] tells the form that says the same the other way round.
//! - A role is `be`, its noun and its preposition: `be ceo of`.

use alloc::string::String;

use super::clause::{Claim, Shape};
use super::linking::HELPING;
use super::phrase::Phrases;
use super::tag::Tag;
use super::words;
use crate::text::lexicon::IRREGULAR_VERBS;
use crate::text::{Classes, Lexicon};

/// The active form of a normalized passive with its agent: `be found by` (of `founded`) is `found` with
/// subject and object the other way round.
#[must_use]
pub fn active(normalized: &str) -> Option<&str> {
    let verb = normalized.strip_prefix("be ")?.strip_suffix(" by")?;
    (!verb.contains(' ')).then_some(verb)
}

/// Verbs, as the word lists know them.
#[derive(Clone, Copy)]
pub(super) struct Verbs<'l>(pub(super) &'l Lexicon);

impl Verbs<'_> {
    #[inline]
    fn knows(self, base: &[u8]) -> bool {
        self.0.classes_of(base).any(Classes::BASE)
    }

    /// Writes the base form of a verb in lower case behind `out`; `known`: the classes of the verb.
    fn lemma(self, word: &str, known: Classes, out: &mut String) {
        let start = out.len();
        lower(word, out);
        let irregular = known.any(Classes::IRREGULAR);
        let irregular = irregular.then(|| words::line_of(IRREGULAR_VERBS, &out[start..]));
        if let Some(base) = irregular.flatten() {
            out.truncate(start);
            out.push_str(base);
        } else if !known.any(Classes::BASE) {
            self.strip(start, out);
        }
    }

    /// Takes the ending off the verb at `start`, by the first rule that gives a known base form.
    fn strip(self, start: usize, out: &mut String) {
        const ENDINGS: [(&str, &str); 9] = [
            ("ies", "y"),
            ("es", "e"),
            ("es", ""),
            ("s", ""),
            ("ied", "y"),
            ("ed", "e"),
            ("ed", ""),
            ("ing", "e"),
            ("ing", ""),
        ];
        let mut likely = None;
        for (ending, base) in ENDINGS {
            let Some(stem) = out[start..].strip_suffix(ending) else {
                continue;
            };
            if stem.len() < 2 {
                continue;
            }
            let cut = start + stem.len();
            if self.fits(start, cut, base, out) {
                return;
            }
            likely = Some((cut, base));
        }
        if let Some((cut, base)) = likely {
            Self::unknown(start, cut, base, out);
        }
    }

    /// Keeps the stem up to `cut` with `base` behind it, or with its last letter once, when that is
    /// a known verb.
    fn fits(self, start: usize, cut: usize, base: &str, out: &mut String) -> bool {
        const LONGEST: usize = 32;
        let length = cut - start + base.len();
        if length > LONGEST {
            return false;
        }
        if out[cut..].starts_with(base) {
            return self.fits_as_is(start, cut, start + length, out);
        }
        let mut word = [0; LONGEST];
        word[..cut - start].copy_from_slice(&out.as_bytes()[start..cut]);
        word[cut - start..length].copy_from_slice(base.as_bytes());
        let known = self.knows(&word[..length]);
        if known {
            out.truncate(cut);
            out.push_str(base);
        }
        known
    }

    /// The same where the stem with its `base` is what stands before `end` already.
    fn fits_as_is(self, start: usize, cut: usize, end: usize, out: &mut String) -> bool {
        let text = out.as_bytes();
        if self.knows(&text[start..end]) {
            out.truncate(end);
            return true;
        }
        let doubled = end == cut && is_doubled(&text[start..cut]);
        let single = doubled && self.knows(&text[start..cut - 1]);
        if single {
            out.truncate(cut - 1);
        }
        single
    }

    /// A verb that is in no list: by the letters before its ending.
    fn unknown(start: usize, cut: usize, base: &str, out: &mut String) {
        out.truncate(cut);
        out.push_str(base);
        let stem = &out[start..];
        let doubled = is_doubled(stem.as_bytes()) && !stem.ends_with(['l', 's', 'f', 'z']);
        let silent = [
            "at", "iz", "is", "v", "c", "u", "dg", "rg", "bl", "tl", "dl", "pl",
        ];
        if base.is_empty() && doubled {
            out.pop();
        } else if base.is_empty() && silent.iter().any(|end| stem.ends_with(end)) {
            out.push('e');
        }
    }
}

/// The base form of the verb that was asked for last: the statements of one verb follow each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Lemma {
    item: Option<usize>,
    text: String,
}

impl Lemma {
    /// Forgets it, for another sentence.
    pub(super) fn clear(&mut self) {
        self.item = None;
    }

    fn write(&mut self, phrases: &Phrases<'_>, item: usize, out: &mut String) {
        if self.item != Some(item) {
            self.item = Some(item);
            self.text.clear();
            let known = phrases.token(item).classes;
            let verbs = Verbs(phrases.sentence.lexicon);
            verbs.lemma(word(phrases, item), known, &mut self.text);
        }
        out.push_str(&self.text);
    }
}

fn is_doubled(stem: &[u8]) -> bool {
    matches!(stem, [.., a, b] if a == b && a.is_ascii_alphabetic())
}

/// Longest normal form in bytes; what would go past it is left out.
pub(super) const BYTES: usize = 256;
/// Letters of a word that count.
const LETTERS: usize = 40;
/// Words of a role that count.
const ROLE: usize = 4;

fn lower(word: &str, out: &mut String) {
    let small = |byte: u8| byte.is_ascii_lowercase();
    if word.len() <= LETTERS && out.len() + word.len() <= BYTES && word.bytes().all(small) {
        return out.push_str(word);
    }
    if word.is_ascii() && out.len() + word.len() <= BYTES && word.len() <= LETTERS {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    for letter in word.chars().take(LETTERS).flat_map(crate::text::lower) {
        if out.len() + letter.len_utf8() <= BYTES {
            out.push(letter);
        }
    }
}

/// Writes the normal form of a statement's relation to `out`.
pub(super) fn write(phrases: &Phrases<'_>, claim: &Claim, lemma: &mut Lemma, out: &mut String) {
    out.clear();
    match claim.shape {
        Shape::Copula if verb_before(phrases, claim) => group(phrases, claim, lemma, out),
        Shape::Copula => out.push_str("be"),
        Shape::Role => {
            // `became aware of`
            match linking(phrases, claim) {
                Some(verb) => lemma.write(phrases, verb, out),
                None => out.push_str("be"),
            }
            role(phrases, claim, out);
        }
        Shape::Apposition => {
            out.push_str("be");
            role(phrases, claim, out);
        }
        Shape::Passive | Shape::DistantPassive => {
            out.push_str("be ");
            lemma.write(phrases, claim.head, out);
        }
        _ => group(phrases, claim, lemma, out),
    }
    if let Some(at) = claim.preposition {
        out.push(' ');
        lower(word(phrases, at), out);
    } else if claim.shape == Shape::Apposition {
        out.push_str(" of");
    }
}

/// Whether the form of be is not the only verb: `seems to be`.
fn verb_before(phrases: &Phrases<'_>, claim: &Claim) -> bool {
    (claim.predicate.0 + 1..claim.head).any(|i| phrases.items.tag(i) == Tag::To)
}

fn word<'s>(phrases: &Phrases<'s>, item: usize) -> &'s str {
    phrases.items.word(phrases.view(), item)
}

/// The verb of a role where that is no form of be.
fn linking(phrases: &Phrases<'_>, claim: &Claim) -> Option<usize> {
    let verb = (claim.predicate.0..claim.head)
        .rev()
        .find(|&i| phrases.items.tag(i).verbal())?;
    (!phrases.items.tag(verb).auxiliary()).then_some(verb)
}

/// `chief executive of`
fn role(phrases: &Phrases<'_>, claim: &Claim, out: &mut String) {
    let first = (claim.predicate.0..claim.head)
        .rev()
        .take(ROLE - 1)
        .take_while(|&i| matches!(phrases.items.tag(i), Tag::Noun | Tag::Name | Tag::Adj))
        .last();
    for item in first.unwrap_or(claim.head)..=claim.head {
        out.push(' ');
        lower(word(phrases, item), out);
    }
}

/// The verbs that say something: the last before the first `to`, and those behind it.
fn group(phrases: &Phrases<'_>, claim: &Claim, lemma: &mut Lemma, out: &mut String) {
    let (first, last) = claim.predicate;
    let is_to = |&i: &usize| phrases.items.tag(i) == Tag::To && i > first;
    let to = (first..claim.head).find(is_to);
    // `is able to open` is `open`, as `can open` is.
    let able = |&to: &usize| phrases.items.tag(to - 1) == Tag::Adj;
    if to.as_ref().is_some_and(able) {
        return lemma.write(phrases, claim.head, out);
    }
    let own = (first..to.unwrap_or(claim.head + 1))
        .rev()
        .find(|&i| phrases.items.tag(i).verbal() || i == claim.head);
    if let Some(own) = own {
        let before = own.checked_sub(1).filter(|&at| at >= first);
        if let Some(helps) =
            before.filter(|&at| HELPING.has(phrases.items.bytes(phrases.view(), at)))
        {
            lemma.write(phrases, helps, out);
            out.push(' ');
        }
        lemma.write(phrases, own, out);
    }
    if to.is_some() {
        out.push_str(" to ");
        lemma.write(phrases, claim.head, out);
    }
    let particle = (claim.head + 1..last).find(|&i| phrases.items.tag(i) == Tag::Prep);
    if let Some(at) = particle.filter(|&at| claim.preposition != Some(at)) {
        out.push(' ');
        lower(word(phrases, at), out);
    }
}
