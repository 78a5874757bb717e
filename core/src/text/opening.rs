//! How a field begins: whether a sentence may begin with it.

use super::chars::{is_emoji, is_opener, script};
use super::{Classes, Lexicon};

/// What the first letter or digit of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    Lower,
    Upper,
    Digit,
    /// A letter without case, a `@handle`, a `#tag` or a URL.
    Other,
    /// There is none; an opening bracket or quote.
    Opener,
    /// There is none; emoji, closing quotes, dashes.
    Nothing,
}

/// How a field begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'f> {
    pub first: First,
    /// From the first letter or digit on.
    pub rest: &'f str,
    /// The whole field.
    pub field: &'f str,
}

impl<'f> Opening<'f> {
    /// How `field` begins.
    pub(super) fn of(field: &'f str) -> Self {
        let at = match field.as_bytes() {
            [first, ..] if first.is_ascii_alphanumeric() => 0,
            _ => field.find(char::is_alphanumeric).unwrap_or(field.len()),
        };
        let (before, rest) = field.split_at(at);
        let first = match rest.chars().next() {
            None if before.chars().any(is_opener) => First::Opener,
            None => First::Nothing,
            Some(_) if before.ends_with(['@', '#']) || is_address(rest) => First::Other,
            Some(c) => first(c, rest),
        };
        Self { first, rest, field }
    }

    /// Whether it is of a script that needs no space before a sentence.
    pub(super) fn is_run(&self) -> bool {
        let first = self.rest.chars().next();
        first.is_some_and(|c| script(c).is_run())
    }

    /// Whether it begins with an emoji.
    pub(super) fn is_pictured(&self) -> bool {
        self.field.chars().next().is_some_and(is_emoji)
    }

    /// Whether it is a label: `Age:`, `**Age:**`.
    pub(super) fn is_label(&self) -> bool {
        let body = self.field.trim_end_matches(['*', '_']);
        self.first == First::Upper && body.ends_with(':')
    }

    /// The first word.
    fn word(&self) -> &'f str {
        let end = self
            .rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    /// Whether it is the pronoun `I`, whose capital says nothing.
    pub(super) fn is_i(&self) -> bool {
        self.word() == "I"
    }

    /// Whether a capital of this word shows that a sentence begins.
    pub(super) fn is_starter(&self, lexicon: &Lexicon) -> bool {
        self.first == First::Upper && starts(lexicon.classes(self.word()))
    }

    /// The same, where what came before need not be an abbreviation.
    pub(super) fn is_common(&self, lexicon: &Lexicon) -> bool {
        let classes = lexicon.classes(self.word());
        self.first == First::Upper
            && (starts(classes) || classes.any(Classes::COMMON) && !classes.any(NAMES))
    }
}

const FUNCTION: Classes = Classes::DETERMINER
    .with(Classes::PRONOUN)
    .with(Classes::POSSESSIVE)
    .with(Classes::PREPOSITION)
    .with(Classes::CONJUNCTION)
    .with(Classes::BE)
    .with(Classes::HAVE)
    .with(Classes::DO);

const NAMES: Classes = Classes::FIRST_NAME
    .with(Classes::SURNAME)
    .with(Classes::PLACE)
    .with(Classes::ORGANIZATION)
    .with(Classes::MONTH)
    .with(Classes::TITLE);

fn starts(classes: Classes) -> bool {
    let perhaps = Classes::MODAL.with(Classes::ADVERB);
    classes.any(FUNCTION) || classes.any(perhaps) && !classes.any(NAMES)
}

fn is_address(rest: &str) -> bool {
    rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.")
}

fn first(c: char, rest: &str) -> First {
    // Georgian is written without capitals.
    let georgian = matches!(c, 'ა'..='ჿ');
    if c.is_numeric() {
        First::Digit
    } else if c.is_uppercase() {
        First::Upper
    } else if !c.is_lowercase() || georgian {
        First::Other
    } else if is_camel(rest) {
        First::Upper
    } else {
        First::Lower
    }
}

/// `iPhone`, `eBay`
fn is_camel(rest: &str) -> bool {
    rest.chars().skip(1).take(2).any(char::is_uppercase)
}
