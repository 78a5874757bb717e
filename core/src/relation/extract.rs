//! Statements of one sentence.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::chunk::{self, Chunk, Kind};
use super::clause::{self, Claim};
use super::confidence;
use super::items::Items;
use super::normalize::{self, Lemma};
use super::noun;
use super::phrase::{self, Phrase, Phrases};
use super::reading;
use super::subject::{self, Memory};
use crate::text::list::list;
use crate::text::{Flags, Lexicon, Span, Token, View};

/// A closed sentence with what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'w> {
    /// Its tokens.
    pub view: View<'w>,
    /// Its mentions, in order.
    pub mentions: &'w [Span],
    /// The words that the language is known by.
    pub lexicon: &'w Lexicon,
}

/// A statement, as ranges of the window's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<'x> {
    /// Of what something is said.
    pub subject: Part,
    /// The relation's words.
    pub predicate: Range<usize>,
    /// One form for all ways of saying it.
    pub normalized: &'x str,
    /// What is said of it.
    pub object: Part,
    /// Whether it is stated, not denied or supposed.
    pub asserted: bool,
    /// From 0 to 1.
    pub confidence: f32,
}

impl Statement<'_> {
    /// The bytes of its subject, its words and its object.
    pub(crate) fn ranges(&self) -> [&Range<usize>; 3] {
        [&self.subject.range, &self.predicate, &self.object.range]
    }
}

/// A subject or object.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its bytes within the window's text.
    pub range: Range<usize>,
    /// The mention that it is (an index into the sentence's mentions), where it is one.
    pub mention: Option<usize>,
}

/// Statements of one sentence; further ones are dropped.
const STATEMENTS: usize = 24;

/// Reads statements out of sentences. It keeps its scratch from one to the next.
#[derive(Clone, Debug)]
pub struct Extractor {
    items: Items,
    chunks: Vec<Chunk>,
    normalized: String,
    lemma: Lemma,
}

impl Default for Extractor {
    fn default() -> Self {
        Self {
            items: Items::default(),
            chunks: Vec::with_capacity(chunk::CHUNKS),
            normalized: String::with_capacity(normalize::BYTES),
            lemma: Lemma::default(),
        }
    }
}

impl Extractor {
    /// Hands every statement of the sentence to `out`, in the order of their predicates.
    ///
    /// Questions, headings, tables and code state nothing.
    pub fn extract(&mut self, sentence: &Sentence<'_>, out: &mut dyn FnMut(Statement<'_>)) {
        // A statement has three words.
        if sentence.view.tokens.len() < 3 {
            return;
        }
        let marks = Marks::of(&sentence.view);
        if states_nothing(&sentence.view, &marks) {
            return;
        }
        reading::read(sentence, &mut self.items);
        chunk::chunks(&self.items, &sentence.view, &mut self.chunks);
        if !self.chunks.iter().any(|chunk| states(chunk.kind)) {
            return;
        }
        let phrases = Phrases {
            sentence,
            items: &self.items,
            chunks: &self.chunks,
            quoted: marks.quotes,
        };
        let mut left = STATEMENTS;
        let (lemma, normalized) = (&mut self.lemma, &mut self.normalized);
        lemma.clear();
        each_claim(&phrases, &mut |claim| {
            if left > 0 && is_sound(&phrases, &claim) {
                left -= 1;
                normalize::write(&phrases, &claim, lemma, normalized);
                out(statement(&phrases, &claim, normalized));
            }
        });
    }
}

/// Whether a statement may need a chunk of that kind: each has a verb, or a comma between two nouns.
fn states(kind: Kind) -> bool {
    matches!(kind, Kind::Verb | Kind::Comma)
}

fn each_claim(phrases: &Phrases<'_>, out: &mut dyn FnMut(Claim)) {
    let mut memory = Memory::default();
    for at in 0..phrases.chunks.len() {
        match phrases.kind(at) {
            Kind::Verb => {
                if let Some(subject) = subject::find(phrases, at, &mut memory) {
                    subject.each(phrases, &mut |subject| {
                        clause::claims(phrases, at, subject, out);
                    });
                }
            }
            Kind::Noun => noun::claims(phrases, at, out),
            _ => {}
        }
    }
}

/// What the marks of a sentence tell of it.
#[derive(Default)]
struct Marks {
    /// Strokes, which divide the cells of a table.
    strokes: usize,
    quotes: bool,
    /// Tokens of code.
    code: usize,
}

impl Marks {
    fn of(view: &View<'_>) -> Self {
        let mut marks = Self::default();
        for token in view.tokens {
            marks.code += usize::from(token.flags.has(Flags::CODE));
            if token.kind.marks() {
                let word = view.word(token);
                marks.strokes += usize::from(word == "|");
                marks.quotes |= phrase::quotes_word(word);
            }
        }
        marks
    }
}

/// Whether the sentence is a question, a heading or a row of a table.
fn states_nothing(view: &View<'_>, marks: &Marks) -> bool {
    let heads = |t: &Token| t.flags.has(Flags::HEADING);
    let mut back = view.tokens.iter().rev().take(3);
    let asks = back.any(|t| t.kind.marks() && view.word(t).starts_with('?'));
    asks || view.tokens.first().is_none_or(heads)
        || marks.strokes > 1
        || marks.code * 2 > view.tokens.len()
}

/// Whether the parts are apart from each other.
fn is_sound(phrases: &Phrases<'_>, claim: &Claim) -> bool {
    let (first, last) = claim.predicate;
    let (subject, object) = (claim.subject, claim.object);
    let apart = |p: Phrase| p.last <= first || p.first >= last;
    let there = list!("there").has(phrases.items.bytes(phrases.view(), subject.first));
    apart(subject)
        && apart(object)
        && !there
        && (subject.last <= object.first || object.last <= subject.first)
}

fn statement<'x>(phrases: &Phrases<'_>, claim: &Claim, normalized: &'x str) -> Statement<'x> {
    Statement {
        subject: phrases.part(claim.subject),
        predicate: phrases.bytes(claim.predicate.0, claim.predicate.1),
        normalized,
        object: phrases.part(claim.object),
        asserted: claim.asserted,
        confidence: confidence::of(phrases, claim),
    }
}
