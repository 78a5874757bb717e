//! Secrets: keys and tokens by their forms, by what they are assigned to, and by where they stand.

mod assigned;
mod block;
mod bounds;
mod chains;
mod code;
mod column;
mod command;
mod context;
mod entropy;
mod header;
mod jwt;
mod name;
mod password;
pub(in crate::entity) mod pem;
mod phrase;
mod placeholder;
mod positional;
mod putty;
mod shape;
mod signed;
mod tokens;
mod told;
mod trim;
mod userinfo;
mod value;

use core::ops::Range;

use super::cursor::Cursor;
use crate::entity::{Found, Kind};
use crate::text::{Flags, TokenKind, View, WordShape, is_gap, is_unseen};

pub(crate) use assigned::names_secret;
use block::Block;
use bounds::Bounds;
pub(crate) use column::Head;
pub(crate) use context::{names_value, paired};
use name::Name;
use value::Value;

/// The shortest secret that is told.
const SHORTEST: usize = 6;
/// The shortest that is told by its form.
const SHORTEST_FORM: usize = 16;
/// Where a URL's scheme ends at the latest.
const SCHEME: usize = 20;
/// One of these has the field of a secret that nothing before it tells.
const FORMED: Flags = Flags::FIELD_LONG
    .with(Flags::FIELD_DIGIT)
    .with(Flags::FIELD_COLON);
/// What stands before a value is looked at so far back.
const BEFORE: usize = 400;

/// Where at the end of `text` a key begins that is not whole, by its mark or by the letters that keys of its
/// form begin with.
pub(crate) fn begins_key(text: &str) -> Option<usize> {
    if let Some(at) = pem::begins(text).or_else(|| putty::begins(text)) {
        return Some(at);
    }
    let divides = |c: char| is_gap(c) || "\"'`<>()[]{}=:,;|&?/".contains(c);
    let word = text
        .rfind(divides)
        .map_or(0, |at| text.ceil_char_boundary(at + 1));
    tokens::begin(&text[word..]).then_some(word)
}

/// Whether a word begins with the letters of a key, and goes on as one does.
pub(crate) fn is_begun_key(word: &str) -> bool {
    tokens::begin(word)
}

/// The secret at this token.
pub(super) fn find(c: Cursor<'_>) -> Option<Found> {
    let (text, field) = (c.rest(), c.flags());
    if field.has(Flags::FIELD_HYPHEN) && pem::may_begin(text) {
        return key(c);
    }
    if c.follows_hyphen()
        && let Some(password) = command::find(c, c.text_before(BEFORE))
    {
        return Some(secret(
            c.pos + password.start,
            c.pos + password.end,
            "password",
        ));
    }
    if !c.fresh() {
        return None;
    }
    let told = told::may_be(c);
    if !told && (!field.any(FORMED) || text.len() < SHORTEST) {
        return None;
    }
    let near = told.then(|| c.text_before(name::NEAR));
    let name = near.and_then(name::before);
    if let Some(Value { rule, length }) = phrase(c, name.as_ref()) {
        return Some(secret(c.pos, c.pos + length, rule));
    }
    if told && let Some(Value { rule, length }) = code::find(c) {
        return Some(secret(c.pos, c.pos + length, rule));
    }
    if text.len() < SHORTEST || text.starts_with('“') {
        return None;
    }
    let text = unmarked(c, c.long_rest());
    let long = text.len() >= SHORTEST_FORM;
    let found = long.then(|| by_form(text).or_else(|| with_rest(c, text)));
    let found = found.flatten();
    if let Some(Value { rule, length }) = found
        .or_else(|| by_place(c, text, told))
        .or_else(|| name.and_then(|name| phrase::single(c, &name)))
    {
        return Some(secret(c.pos, c.pos + length, rule));
    }
    let (inside, rule) = in_url(text).or_else(|| for_driver(text))?;
    Some(secret(c.pos + inside.start, c.pos + inside.end, rule))
}

/// `text` up to the mark that ends the emphasis that it begins with: secrets may hold such marks.
fn unmarked<'t>(c: Cursor<'_>, text: &'t str) -> &'t str {
    let mark = c.before();
    if !matches!(mark, '_' | '*') || !c.after_markup() {
        return text;
    }
    let closes = |(at, _): &(usize, &str)| {
        let behind = text[*at..].trim_start_matches(mark);
        !behind.starts_with(|c: char| c.is_alphanumeric() || c == '-')
    };
    let end = text.match_indices(mark).find(closes);
    end.map_or(text, |(at, _)| &text[..at])
}

/// Whether a plain word may be a password by what stands before it, a mark or an option, or base64 by its capitals.
pub(super) fn may_begin(view: &View<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &view.tokens[at]) else {
        return !view.name.is_empty();
    };
    let token = &view.tokens[at];
    let marked = match before.kind {
        TokenKind::Word | TokenKind::Number => before.flags.has(Flags::FIELD_HYPHEN),
        _ => b":=>|\"'`*_\\\xe2".contains(&view.text.as_bytes()[usize::from(before.start)]),
    };
    token.kind == TokenKind::Word && (marked || token.shape == WordShape::Mixed)
}

/// A password of several words, behind `name` or all of what says that it is one.
fn phrase(c: Cursor<'_>, name: Option<&Name<'_>>) -> Option<Value> {
    match c.name() {
        Some(name) => phrase::whole(c, name),
        None => phrase::find(c, name?),
    }
}

fn by_form(text: &str) -> Option<Value> {
    tokens::find(text).or_else(|| jwt::find(text))
}

/// A token that the text goes on behind: `ghp_….txt`, `AKIA…:…`. In a longer name it would be a part of that.
fn with_rest(c: Cursor<'_>, text: &str) -> Option<Value> {
    let part = matches!(c.before(), '.' | '-' | '@' | '%' | '+' | '~');
    (!part || c.after_markup())
        .then(|| tokens::with_rest(text))
        .flatten()
}

/// The secret within a URL: its user and password, or a token in its path or query.
fn in_url(text: &str) -> Option<(Range<usize>, &'static str)> {
    let head = text.get(..SCHEME).unwrap_or(text).as_bytes();
    let start = head.windows(3).position(|part| part == b"://")? + "://".len();
    if let Some(info) = userinfo::find(&text[start..]) {
        return Some((start + info.start..start + info.end, "url-credentials"));
    }
    let mut marks = memchr::memchr3_iter(b'=', b'/', b'&', &text.as_bytes()[start..]);
    marks.find_map(|at| {
        let value = start + at + 1;
        let text = &text[value..];
        // Some texts are all marks, and each of their tokens is asked.
        if is_short(text) && !tokens::has_head(text) {
            return None;
        }
        let found = by_form(text).or_else(|| tokens::with_rest(text))?;
        Some((value..value + found.length, found.rule))
    })
}

/// Whether a part of a URL is too short for what is told by its form.
fn is_short(text: &str) -> bool {
    let mut part = text.bytes().take(SHORTEST_FORM);
    part.any(|byte| matches!(byte, b'/' | b'&'))
}

/// The user and password of a connection string that is no URL.
fn for_driver(text: &str) -> Option<(Range<usize>, &'static str)> {
    let long = text.len() >= SHORTEST_FORM;
    let info = long.then(|| userinfo::for_driver(text)).flatten()?;
    Some((info, "url-credentials"))
}

/// What is a secret by where it stands, and by what stands before it where that may tell it.
fn by_place(c: Cursor<'_>, text: &str, told: bool) -> Option<Value> {
    let named = c.name();
    let named = named.and_then(|name| assigned::find(name, text, Bounds::Whole));
    if named.is_some() {
        return named;
    }
    let before = c.text_before(BEFORE).trim_end_matches(is_unseen);
    if told && let Some(name) = context::stated(before) {
        return assigned::generic(name, text);
    }
    let placed = positional::find(c, before, text).or_else(|| signed::find(before, text));
    if placed.is_some() {
        return placed;
    }
    if let Some(name) = column::name(c, text) {
        return assigned::find(name, text, Bounds::of(before, name));
    }
    if !told {
        return None;
    }
    let sign = before.bytes().rev().find(|b| {
        !matches!(
            b,
            b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'`' | b'*' | b'\\'
        )
    })?;
    if matches!(sign, b'=' | b':' | b'>' | b'|' | b',') {
        let assigned = context::assigned(before).and_then(|name| {
            let bounds = Bounds::of(before, name);
            let behind = context::named_behind(c, name, text);
            let name = behind.unwrap_or_else(|| context::or_beside(name, c.beside().0));
            assigned::find(name, text, bounds)
        });
        return assigned.or_else(|| header::find(before, text));
    }
    // A dash, or an arrow.
    if matches!(sign, b'-' | 0x92..=0x94) {
        return assigned::generic(context::assigned(before)?, text);
    }
    if sign == b'{' {
        return braced(before, text);
    }
    let scheme = matches!(sign | 0x20, b'r' | b'c' | b'n' | b'y' | b't' | b'u');
    scheme.then(|| header::find(before, text))?
}

/// A random value in a brace of its own: `api_key: {…}`. In code, short names stand so.
fn braced(before: &str, text: &str) -> Option<Value> {
    let name = context::assigned(before.strip_suffix('{')?)?;
    assigned::generic(name, text).filter(|value| value.length >= SHORTEST_FORM)
}

fn key(c: Cursor<'_>) -> Option<Found> {
    let (text, open) = c.all_behind();
    match pem::find(text, open) {
        Block::None => None,
        Block::Open => {
            c.starve();
            None
        }
        Block::Key(length) => Some(secret(c.pos, c.pos + length, "private-key")),
    }
}

fn secret(start: usize, end: usize, rule: &'static str) -> Found {
    Found {
        rule: Some(rule),
        ..Found::sure(start, end, Kind::Secret)
    }
}

/// Whether `word`, in small letters, is in `text`.
pub(crate) fn holds(text: &str, word: &str) -> bool {
    let mut parts = text.as_bytes().windows(word.len());
    parts.any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}
