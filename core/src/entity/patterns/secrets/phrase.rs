//! Passwords of several words, in quotes or up to a line's end: `passphrase: correct horse battery staple`.

use super::bounds::Bounds;
use super::password::{self, is_mixed, is_talk, names};
use super::trim::trim_end;
use super::value::{Value, is_placeholder};
use crate::entity::patterns::cursor::Cursor;
use crate::text::{Classes, is_gap};

/// Bytes before a password in which its name stands.
pub(super) const NAME: usize = 48;

/// Bytes of the longest.
const LONGEST: usize = 256;

const QUOTES: &[char] = &['\\', '"', '\'', '`', '“'];

/// Words that make a sentence.
const SAID: Classes = Classes::BE
    .with(Classes::HAVE)
    .with(Classes::DO)
    .with(Classes::MODAL)
    .with(Classes::NEGATION)
    .with(Classes::PRONOUN)
    .with(Classes::POSSESSIVE);

/// Words that join others, as random ones do not.
const JOINING: Classes = SAID
    .with(Classes::DETERMINER)
    .with(Classes::PREPOSITION)
    .with(Classes::CONJUNCTION);

/// Names of what a password is made with, which are written like one.
const MADE_WITH: [&str; 8] = [
    "argon", "base", "sha", "bcrypt", "scrypt", "md", "utf", "pbkdf",
];

/// The password of several words that begins here behind its name in `before`.
pub(super) fn find(c: Cursor<'_>, before: &str) -> Option<Value> {
    if c.rest().starts_with(QUOTES) {
        return None;
    }
    let (name, tie, quote) = label(before)?;
    let length = match (tie, quote) {
        (_, Some(quote)) => quoted(c, quote),
        (Tie::Sign, None) => line(c, is_wallet(name)),
        (Tie::Word, None) => None,
    };
    length.filter(|_| names(name)).map(told)
}

/// The password of one word that begins here behind its name in `before`.
pub(super) fn single(c: Cursor<'_>, before: &str) -> Option<Value> {
    let first = c.peek();
    if !first.is_ascii_alphanumeric() && !b"!@#%^&*+~".contains(&first) {
        return None;
    }
    let (name, tie, quote) = label(before)?;
    let bounds = quote.map_or(Bounds::Mark, Bounds::Quote);
    if let Some(length) = one(c, bounds) {
        return Some(told(length));
    }
    let known = tie == Tie::Sign && names(name);
    known.then(|| password::find("password", c.rest(), bounds))?
}

fn told(length: usize) -> Value {
    let rule = "password";
    Value { rule, length }
}

/// What stands between a password and its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// A colon or another sign.
    Sign,
    /// `is`, or nothing.
    Word,
}

/// Whether `before` may end with a password's name, by its last letters: most words stand behind another one.
pub(super) fn may_name(before: &str) -> bool {
    let between = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`*_\\".contains(byte);
    let said = before.as_bytes();
    let end = said.iter().rposition(|byte| !between(byte));
    let said = &said[..end.map_or(0, |at| at + 1)];
    if let [.., b':' | b'=' | b'>' | b'|' | 0x80..] = said {
        return true;
    }
    let last = said
        .last_chunk::<4>()
        .map(|last| last.map(|byte| byte.to_ascii_lowercase()));
    matches!(
        last.as_ref().unwrap_or(b"    "),
        b"pass"
            | b"word"
            | b"oord"
            | b"sswd"
            | b"rase"
            | b"asse"
            | b"d by"
            | [_, b'p', b'w', b'd']
            | [_, b' ', b'i', b's']
            | [_, b'w', b'a', b's']
            | [_, _, b'\'' | 0x99, b's']
    )
}

/// The name of a password at the end of `before`, and the quote behind it.
fn label(before: &str) -> Option<(&str, Tie, Option<char>)> {
    let blank = |c: char| is_gap(c) || "\"'`*_])\\".contains(c);
    let opened = before.trim_end_matches(QUOTES);
    let quote = before[opened.len()..].chars().next_back();
    let text = opened.trim_end_matches(blank);
    let said = [" is", " was", "'s", "’s"];
    let said = said.iter().find_map(|word| text.strip_suffix(word));
    let name = text.trim_end_matches([':', '=', '>', '|', '：']);
    let (tie, name) = match said {
        None if name.len() < text.len() => (Tie::Sign, name),
        said => (Tie::Word, said.unwrap_or(text)),
    };
    let between = &opened[text.len()..];
    if tie == Tie::Word && (between.contains('\n') || !opened.ends_with(is_gap)) {
        return None;
    }
    // `Password (temporary): …`
    let aside = name
        .ends_with(')')
        .then(|| name.rsplit_once(" ("))
        .flatten();
    let name = aside.map_or(name, |(name, _)| name).trim_end_matches(blank);
    let short = |word: &&str| {
        let at = name.len().checked_sub(word.len());
        let parts = at.and_then(|at| name.split_at_checked(at));
        parts.is_some_and(|(head, end)| {
            end.eq_ignore_ascii_case(word) && !head.ends_with(char::is_alphabetic)
        })
    };
    let called = names(name) || tie == Tie::Sign && ["pass", "pw"].iter().any(short);
    called.then_some((name, tie, quote))
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
fn one(c: Cursor<'_>, bounds: Bounds) -> Option<usize> {
    let rest = c.rest();
    let value = trim_end(&rest[..bounds.end(rest)], b".?\\");
    let has = |is: fn(u8) -> bool| usize::from(value.bytes().any(is));
    let sorts = has(|b| b.is_ascii_lowercase())
        + has(|b| b.is_ascii_uppercase())
        + has(|b| b.is_ascii_digit())
        + has(|b| b.is_ascii_punctuation() && !b"-_.'/,:()".contains(&b));
    let named = |name: &&str| {
        value
            .get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    let sound =
        (6..=128).contains(&value.len()) && sorts > 2 && !value.contains(['(', '[', '<', '$', '`']);
    (sound && !is_placeholder(value) && !MADE_WITH.iter().any(named)).then_some(value.len())
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
    let close = if quote == '“' { '”' } else { quote };
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
