//! How a field ends: whether a sentence may end with it.

use super::chars::{is_closer, is_emoji, is_emphasis, is_inherited, last_char};
use super::{Classes, Lexicon};

/// The mark that a field ends with, by what may follow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    /// No mark: the sentence goes on.
    #[default]
    None,
    /// A stop that what follows belongs to: `Dr.`, `e.g.`, a list's number.
    Bound,
    /// An abbreviation that is one only before a number: `No.`, `p.`
    Numbered,
    /// A stop that may be an abbreviation's alone: `Inc.`, `U.S.`, `J.`
    Weak,
    /// `...`
    Ellipsis,
    /// An emoji without a stop before it.
    Emoji,
    /// A colon.
    Colon,
    /// A backslash, which breaks the line at a line's end.
    Backslash,
    /// A name's own exclamation mark: `Yahoo!`
    Named,
    /// A full stop.
    Stop,
    /// `?` or `!`
    Strong,
    /// A stop of a script that needs no space behind it.
    Full,
}

/// How the field before a gap ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ending {
    /// The mark.
    pub mark: Mark,
    /// Whether a quote or bracket closes behind the mark.
    pub closed: bool,
    /// Whether it is a quote.
    pub quoted: bool,
}

impl Ending {
    /// The ending of a field that ended before it, when `field` is added; `fresh`: no word of the
    /// sentence has come before the field.
    pub(super) fn then(self, field: &str, fresh: bool, lexicon: &Lexicon) -> Self {
        let tail = Tail::of(field);
        let (closed, quoted) = (tail.closed, tail.quoted);
        if tail.body.is_empty() {
            return if fresh { self } else { self.behind(tail) };
        }
        let mark = match mark(tail.body, fresh, lexicon) {
            Mark::None if tail.emoji => Mark::Emoji,
            Mark::Strong if !closed && is_named(tail.body, fresh, lexicon) => Mark::Named,
            mark => mark,
        };
        Self {
            mark,
            closed,
            quoted,
        }
    }

    /// What stays of it behind a field of nothing but closing quotes, brackets, marks and emoji.
    fn behind(self, tail: Tail<'_>) -> Self {
        let mark = match self.mark {
            Mark::None if tail.emoji => Mark::Emoji,
            mark => mark,
        };
        Self {
            mark,
            closed: self.closed || tail.closed,
            quoted: self.quoted || tail.quoted,
        }
    }
}

/// A field without what closes behind its stop.
#[derive(Clone, Copy)]
struct Tail<'f> {
    body: &'f str,
    /// A quote or bracket was taken off.
    closed: bool,
    /// A quote was.
    quoted: bool,
    /// An emoji was taken off.
    emoji: bool,
}

impl<'f> Tail<'f> {
    fn of(field: &'f str) -> Self {
        let mut tail = Self {
            body: without_target(field),
            closed: false,
            quoted: false,
            emoji: false,
        };
        while let Some(last) = last_char(tail.body) {
            if !tail.take_off(last) {
                break;
            }
        }
        tail
    }

    fn take_off(&mut self, last: char) -> bool {
        if last == ']'
            && let Some(body) = without_reference(self.body)
        {
            self.body = body;
            return true;
        }
        let (closer, emoji) = (is_closer(last), is_emoji(last));
        let off = closer || emoji || is_emphasis(last) || is_inherited(last);
        if off {
            self.closed |= closer;
            self.quoted |= matches!(last, '"' | '”' | '’' | '»');
            self.emoji |= emoji;
            self.body = &self.body[..self.body.len() - last.len_utf8()];
        }
        off
    }
}

/// `text](target)` without the target, so that a stop within a link's text counts.
fn without_target(field: &str) -> &str {
    if !field.ends_with(')') {
        return field;
    }
    field.rfind("](").map_or(field, |at| &field[..=at])
}

/// Takes off a reference to a note: `[12]`, `[^1]`.
fn without_reference(body: &str) -> Option<&str> {
    let open = body.len().saturating_sub(6);
    let window = body.get(open..).unwrap_or_default();
    let at = window.rfind('[')? + open;
    let inner = body[at + 1..body.len() - 1].trim_start_matches('^');
    let digits = !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| &body[..at])
}

fn is_full(c: char) -> bool {
    matches!(
        c,
        '。' | '！' | '？' | '｡' | '．' | '।' | '॥' | '።' | '။' | '។'
    )
}

fn is_strong(c: char) -> bool {
    matches!(c, '?' | '!' | '‽' | '؟' | '۔' | '։' | '‼' | '⁇' | '⁈' | '⁉')
}

fn mark(body: &str, fresh: bool, lexicon: &Lexicon) -> Mark {
    let is_stop = |c| matches!(c, '.' | '…') || is_strong(c) || is_full(c);
    let before = body.trim_end_matches(is_stop);
    let stops = &body[before.len()..];
    if stops.contains(is_full) {
        Mark::Full
    } else if stops.contains(is_strong) {
        Mark::Strong
    } else if stops.len() > 1 {
        Mark::Ellipsis
    } else if stops.len() == 1 {
        stop(before, fresh, lexicon)
    } else {
        other(body)
    }
}

fn other(body: &str) -> Mark {
    match body.as_bytes().last() {
        Some(b':') => Mark::Colon,
        Some(b'\\') => Mark::Backslash,
        _ => Mark::None,
    }
}

/// What a full stop behind `before` is worth.
fn stop(before: &str, fresh: bool, lexicon: &Lexicon) -> Mark {
    let word = last_word(before);
    let head = &before[..before.len() - word.len()];
    if word.is_empty() {
        return Mark::Stop;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return if fresh && is_count(before) {
            Mark::Bound
        } else {
            Mark::Stop
        };
    }
    let dotted = head.strip_suffix('.').is_some_and(is_short);
    if let Some(letter) = single(word) {
        return initial(letter, dotted, fresh, lexicon.classes(word));
    }
    if dotted && word.chars().count() <= 3 {
        return Mark::Weak;
    }
    abbreviation(word, lexicon.classes(word))
}

/// The letters and digits at the end, with apostrophes within.
fn last_word(before: &str) -> &str {
    let word = before.trim_end_matches(|c: char| c.is_alphanumeric() || is_inherited(c));
    &before[word.len()..]
}

fn is_short(head: &str) -> bool {
    let letters = last_word(head);
    !letters.is_empty() && letters.chars().count() <= 2
}

/// `1`, `12`, `1.2`, `(3`: what a list or heading counts with.
fn is_count(before: &str) -> bool {
    let number = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    number.len() <= 8
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && number.split('.').all(|part| part.len() <= 3)
}

#[inline]
fn single(word: &str) -> Option<char> {
    let mut letters = word.chars();
    letters.next().filter(|_| letters.next().is_none())
}

fn initial(letter: char, dotted: bool, fresh: bool, classes: Classes) -> Mark {
    if letter.is_uppercase() {
        let heads = fresh && !dotted;
        return if heads { Mark::Bound } else { Mark::Weak };
    }
    match (dotted, letter) {
        // a.m., p.m.
        (true, 'm') => Mark::Weak,
        (true, _) if letter.is_lowercase() => Mark::Bound,
        (false, _) if classes.any(Classes::ABBREVIATION) => Mark::Numbered,
        _ => Mark::Stop,
    }
}

/// Classes of words that are no abbreviation as they stand in a text.
const ORDINARY: Classes = Classes::COMMON
    .with(Classes::NOUN)
    .with(Classes::VERB)
    .with(Classes::ADJECTIVE)
    .with(Classes::NEGATION)
    .with(Classes::DETERMINER);

fn abbreviation(word: &str, classes: Classes) -> Mark {
    let capital = word.starts_with(char::is_uppercase);
    if !classes.any(Classes::ABBREVIATION) {
        Mark::Stop
    } else if capital && classes.any(Classes::TITLE) {
        Mark::Bound
    } else if classes.any(ORDINARY) {
        Mark::Numbered
    } else {
        Mark::Weak
    }
}

/// `Yahoo!`: a name within a sentence that ends with its own mark.
fn is_named(body: &str, fresh: bool, lexicon: &Lexicon) -> bool {
    let Some(before) = body.strip_suffix('!') else {
        return false;
    };
    let word = last_word(before);
    let common = Classes::COMMON.with(Classes::NOUN).with(Classes::VERB);
    !fresh && word.starts_with(char::is_uppercase) && !lexicon.classes(word).any(common)
}
