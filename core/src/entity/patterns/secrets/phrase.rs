//! Passwords of several words, in quotes or up to a line's end: `passphrase: correct horse battery staple`.

use super::bounds::{Bounds, QUOTES, closing};
use super::name::{Name, Tie};
use super::password::{self, is_mixed, is_talk, names};
use super::placeholder::is_placeholder;
use super::trim::trim_end;
use super::unmarked;
use super::value::Value;
use crate::entity::patterns::cursor::Cursor;
use crate::text::Classes;

/// Bytes of the longest.
const LONGEST: usize = 256;

/// Words that make a sentence.
const SAID: Classes = Classes::BE
    .with(Classes::HAVE)
    .with(Classes::DO)
    .with(Classes::MODAL)
    .with(Classes::NEGATION)
    .with(Classes::PRONOUN)
    .with(Classes::POSSESSIVE);

/// Words that join others, as random ones do not.
pub(super) const JOINING: Classes = SAID
    .with(Classes::DETERMINER)
    .with(Classes::PREPOSITION)
    .with(Classes::CONJUNCTION);

/// Names of what a password is made with, which are written like one.
const MADE_WITH: [&str; 11] = [
    "aes", "argon", "base", "sha", "bcrypt", "scrypt", "md", "ripemd", "rsa", "utf", "pbkdf",
];

/// The password of several words that begins here behind its name.
pub(super) fn find(c: Cursor<'_>, name: &Name<'_>) -> Option<Value> {
    // Another quote, or a variable.
    if c.rest().starts_with(QUOTES) || c.rest().starts_with(['{', '$', '<', '%']) {
        return None;
    }
    let length = match (name.tie, name.quote) {
        (_, Some(quote)) => quoted(c, quote),
        (Tie::Sign, None) => line(c, is_wallet(name.text)),
        (Tie::Word, None) => None,
    };
    length.filter(|_| names(name.text)).map(told)
}

/// The password of one word that begins here behind its name.
pub(super) fn single(c: Cursor<'_>, name: &Name<'_>) -> Option<Value> {
    let first = c.peek();
    if !first.is_ascii_alphanumeric() && !b"!@#%^&*+~".contains(&first) {
        return None;
    }
    let bounds = name.quote.map_or(Bounds::Said, Bounds::Quote);
    let text = unmarked(c, c.rest());
    if let Some(length) = one(text, bounds) {
        return Some(told(length));
    }
    let set_off = name.tie == Tie::Sign || name.quote.is_some() && !is_made_with(text);
    let known = set_off && names(name.text);
    known.then(|| password::find("password", text, bounds))?
}

fn told(length: usize) -> Value {
    let rule = "password";
    Value { rule, length }
}

/// The password that is all of what `name` says that it is.
pub(super) fn whole(c: Cursor<'_>, name: &str) -> Option<Value> {
    let length = names(name).then(|| line(c, is_wallet(name))).flatten();
    length.map(told)
}

/// Whether a wallet is made again of what that is the name of.
fn is_wallet(name: &str) -> bool {
    ["seed", "recovery", "mnemonic"]
        .iter()
        .any(|word| super::holds(name, word))
}

/// One word that only a password is written like.
fn one(rest: &str, bounds: Bounds) -> Option<usize> {
    let value = trim_end(&rest[..bounds.end(rest)], b".?\\");
    let plain = !value.contains(['(', '[', '<', '$', '`']);
    let sound = (6..=128).contains(&value.len()) && plain && !is_made_with(value);
    let numbered = is_numbered(value) && !is_placeholder(value);
    (sound && (numbered || password::is_strong(value))).then_some(value.len())
}

/// Whether digits stand behind letters: `demo1234`.
fn is_numbered(value: &str) -> bool {
    let digits = value.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = value.len() - digits.len();
    letters > 2 && digits.len() > 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_made_with(value: &str) -> bool {
    let named = |name: &&str| {
        value
            .get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    MADE_WITH.iter().any(named)
}

/// Up to the quote that closes it, where that is no sentence.
fn quoted(c: Cursor<'_>, quote: char) -> Option<usize> {
    let (mut words, mut mixed, mut said) = (0, false, false);
    let length = closed(c, quote, |at, word| {
        words += 1;
        mixed |= is_mixed(word);
        said |= is_said(at, word, SAID);
    });
    length.filter(|_| !said && (words > 2 || mixed && words > 1))
}

/// Bytes up to the quote that closes what begins here; each word is handed over.
pub(super) fn closed<'i>(
    c: Cursor<'i>,
    quote: char,
    mut word: impl FnMut(Cursor<'i>, &str),
) -> Option<usize> {
    let close = closing(quote);
    let mut at = c;
    loop {
        let rest = at.rest();
        let end = rest.find(close);
        let text = rest[..end.unwrap_or(rest.len())].trim_end_matches('\\');
        word(at, text);
        if end.is_some() {
            return Some(at.pos + text.len() - c.pos);
        }
        at = at.skip(rest.len()).further(LONGEST)?;
    }
}

/// Up to the end of the line or cell, where it is nothing but words, which make no sentence or are as many as
/// those that a wallet is made again of.
fn line(c: Cursor<'_>, wallet: bool) -> Option<usize> {
    let (mut at, mut end, mut words, mut said) = (c, c, 0, false);
    loop {
        let rest = at.rest();
        let word = rest.trim_end_matches('.');
        if rest.starts_with('|') {
            break;
        }
        let plain = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        said |= is_said(at, word, JOINING);
        if !plain || said && !wallet {
            return None;
        }
        words += 1;
        end = at.skip(word.len());
        let behind = at.skip(rest.len());
        let Some(next) = behind.further(LONGEST) else {
            if !behind.ends_line() {
                return None;
            }
            break;
        };
        at = next;
    }
    let sound = if said {
        words > 11 && words % 3 == 0
    } else {
        words > 3
    };
    sound.then_some(end.pos - c.pos)
}

/// Whether a word is one of a sentence, or speaks of passwords.
fn is_said(at: Cursor<'_>, word: &str, classes: Classes) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
    is_talk(word) || at.classes().is_some_and(|(of, _)| of.any(classes))
}
