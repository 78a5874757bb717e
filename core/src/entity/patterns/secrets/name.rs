//! The name of a password that stands before it in a sentence, a table or a file: `the password is …`.

use super::bounds::QUOTES;
use super::password::names;
use super::trim::trim_end;
use crate::text::is_gap;

/// Words between a password's name and it.
#[rustfmt::skip]
const SAID: [&str; 14] = [
    " is", " was", "'s", "’s", " has been reset to", " has been changed to", " has been set to", " was reset to",
    " to", " ist", " lautet", " est", " es", " é",
];

/// Bytes before a password in which its name stands.
pub(super) const NEAR: usize = 48;

/// The name of a password, and what stands between the two.
pub(super) struct Name<'t> {
    pub(super) text: &'t str,
    pub(super) tie: Tie,
    /// That behind the name.
    pub(super) quote: Option<char>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// A colon or another sign.
    Sign,
    /// `is`, or nothing.
    Word,
}

/// The name at the end of `text`.
pub(super) fn before(text: &str) -> Option<Name<'_>> {
    let mark = text.bytes().rfind(|byte| *byte != b' ');
    if matches!(mark, Some(b'/' | b':'))
        && let Some(name) = account(text)
    {
        return Some(name);
    }
    may_end(text.as_bytes()).then(|| read(text))?
}

/// What a user's name stands before: `Credentials: admin / …`.
fn account(text: &str) -> Option<Name<'_>> {
    let user = text.trim_end_matches([' ', '/', ':']);
    let head = user
        .trim_end_matches(|c: char| !c.is_whitespace())
        .trim_end();
    let named = ["redentials:", "ogin:"]
        .iter()
        .any(|name| head.ends_with(name));
    (named && head.len() < user.len()).then_some(Name {
        text: head,
        tie: Tie::Word,
        quote: None,
    })
}

/// Whether `text` may end with a password's name, by its last letters: most words stand behind another one.
pub(super) fn may_end(text: &[u8]) -> bool {
    let between = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`*_\\".contains(byte);
    let end = text.iter().rposition(|byte| !between(byte));
    let text = &text[..end.map_or(0, |at| at + 1)];
    if let [.., b':' | b'=' | b'>' | b'|' | 0x80..] = text {
        return true;
    }
    let last = match *text {
        [.., a, b, c, d] => [a, b, c, d],
        [b, c, d] => [b' ', b, c, d],
        _ => return false,
    };
    matches!(
        &last.map(|byte| byte.to_ascii_lowercase()),
        b"pass"
            | b"word"
            | b"oord"
            | b"sswd"
            | b"rase"
            | b"asse"
            | b"d by"
            | [_, b'p', b'w', b'd']
            | b" ist"
            | b" est"
            | b"utet"
            | b"ring"
            | [_, b'p', b's', b'k']
            | [_, b' ', b'i' | b'e', b's']
            | [_, b' ', b't', b'o']
            | [_, _, b' ', b'-']
            | [_, b'w', b'a', b's']
            | [_, _, b'\'' | 0x99, b's']
    )
}

fn read(before: &str) -> Option<Name<'_>> {
    let blank = |c: char| is_gap(c) || "\"'`*_])\\".contains(c);
    let opened = before.trim_end_matches(QUOTES);
    let quote = before[opened.len()..].chars().next_back();
    let text = opened.trim_end_matches(blank);
    let said = SAID.iter().find_map(|word| text.strip_suffix(word));
    let name = text.trim_end_matches([':', '=', '>', '|', '：', '→', '–', '—']);
    let dash = opened.len() > text.len();
    let name = name.strip_suffix(" -").filter(|_| dash).unwrap_or(name);
    let (tie, name) = match said {
        // `Your password is: …`
        None if name.len() < text.len() => (Tie::Sign, name.strip_suffix(" is").unwrap_or(name)),
        said => (Tie::Word, said.unwrap_or(text)),
    };
    let between = &opened[text.len()..];
    let apart = trim_end(between, b"*_").ends_with(is_gap);
    if tie == Tie::Word && (between.contains('\n') || !apart) {
        return None;
    }
    // `Password (temporary): …`
    let aside = name
        .ends_with(')')
        .then(|| name.rsplit_once(" ("))
        .flatten();
    let text = aside.map_or(name, |(name, _)| name).trim_end_matches(blank);
    // `The password for the account is …`
    let of = said.and_then(|_| text.rsplit_once(" for "));
    let text = of.map_or(text, |(text, _)| text);
    let called = names(text) || tie == Tie::Sign && is_short(text);
    called.then_some(Name { text, tie, quote })
}

/// Whether the last word is a name in short, which is a password's only before a sign.
fn is_short(name: &str) -> bool {
    let ends = |word: &&str| {
        let at = name.len().checked_sub(word.len());
        let parts = at.and_then(|at| name.split_at_checked(at));
        parts.is_some_and(|(head, end)| {
            end.eq_ignore_ascii_case(word) && !head.ends_with(char::is_alphabetic)
        })
    };
    ["pass", "pw"].iter().any(ends)
}
