//! Labels that are glued to a value: `Card:4111…`, `phone=…`, `visa/4111…`; the key of a tool call's
//! argument is one too.

use super::cursor::Cursor;
use crate::text::list::{List, list};

/// Bytes of a label that are looked at.
const LABEL: usize = 40;

/// Whether a name stands before a colon that stands directly before the mention, or before another
/// mark a name that has one of `words`.
pub(super) fn announces(c: Cursor<'_>, words: &List) -> bool {
    let Some((mark, name, alone)) = glued(c) else {
        return false;
    };
    let any = mark == ':' && alone && name.contains(char::is_alphabetic);
    any || has(name, words)
}

/// Whether a word stands before a colon directly before the mention that is no part of a hexadecimal number.
pub(super) fn is_word(c: Cursor<'_>) -> bool {
    let word = |name: &str| name.contains(|c: char| c.is_alphabetic() && !c.is_ascii_hexdigit());
    glued(c).is_some_and(|(mark, name, alone)| mark == ':' && alone && word(name))
}

/// Whether a name that has one of `words` stands before the mark directly before the mention.
pub(super) fn names(c: Cursor<'_>, words: &List) -> bool {
    glued(c).is_some_and(|(_, name, _)| has(name, words))
}

/// Whether a name that has one of `words` leads on to the mention with a number sign, or with the dot of what is short
/// for it: `SSN: #…`, `Tel.…`, `Card no.…`.
pub(super) fn leads(c: Cursor<'_>, words: &List) -> bool {
    let dotted = c.before() == '.' && c.before_back(1).is_alphabetic();
    (dotted || c.before() == '#') && has(of(c).name, words)
}

/// Whether a number sign stands directly before the mention and nothing that it goes on from.
pub(super) fn is_numbered(c: Cursor<'_>) -> bool {
    glued(c).is_some_and(|(mark, name, alone)| mark == '#' && alone && name.is_empty())
}

/// Whether the mention is what a URL asks for: `?q=…`.
pub(super) fn is_query(c: Cursor<'_>) -> bool {
    let head = c.text_before(LABEL).strip_suffix('=').unwrap_or_default();
    before_name(head).ends_with(['?', '&'])
}

/// Whether a name that has one of `words` is a label of the mention's.
pub(super) fn assigns(c: Cursor<'_>, words: &List) -> bool {
    let label = c.label().unwrap_or_default();
    has(&label[before_name(label).len()..], words)
}

/// Whether the mention is the first of an argument whose key has one of `words`.
pub(super) fn keys(c: Cursor<'_>, words: &List) -> bool {
    c.name().is_some_and(|name| has(name, words))
}

/// A label and what stands between it and the mention.
#[derive(Clone, Copy)]
pub(super) struct Label<'t> {
    /// The line up to its end.
    pub(super) text: &'t str,
    pub(super) name: &'t str,
    /// Whether a sign or a word such as `is` does.
    pub(super) set_off: bool,
}

/// What the mention is called: the key of an argument, or the name that stands before it in its line. Marks, tags, an
/// aside in brackets and words such as `number is` may stand between.
pub(super) fn of(c: Cursor<'_>) -> Label<'_> {
    if let Some(name) = c.name() {
        return Label {
            text: name,
            name,
            set_off: true,
        };
    }
    let head = c.text_before(LABEL);
    let line = memchr::memrchr(b'\n', head.as_bytes()).map_or(0, |at| at + 1);
    let (mut text, mut set_off) = (&head[line..], false);
    loop {
        let bare = without_marks(text);
        let marks = &text[bare.len()..];
        set_off |= marks.contains([':', '=', '|', '#', '>']);
        if marks.starts_with('>')
            && let Some((head, _)) = bare.rsplit_once('<')
        {
            text = head;
            continue;
        }
        let aside = bare
            .strip_suffix(')')
            .and_then(|bare| bare.rsplit_once('('));
        let bare = aside.map_or(bare, |(bare, _)| bare.trim_end());
        let (name, word) = bare.split_at(bare.trim_end_matches(char::is_alphabetic).len());
        if !list!("number no nr num nummer is was are ist est es").has(word) || !name.ends_with(' ')
        {
            let head = before_name(bare.strip_suffix("/N").unwrap_or(bare));
            return Label {
                text: bare,
                name: &bare[head.len()..],
                set_off,
            };
        }
        (text, set_off) = (name, true);
    }
}

/// The mark directly before the mention, the name before it, and whether that is no part of a path or
/// of another value.
fn glued(c: Cursor<'_>) -> Option<(char, &str, bool)> {
    let mark = c.before();
    if !matches!(mark, ':' | '=' | '#' | '/') {
        return None;
    }
    let head = c.text_before(LABEL).strip_suffix(mark)?;
    let start = before_name(head);
    let name = &head[start.len()..];
    let alone = name.len() < LABEL - 4 && !start.ends_with([':', '/', '\\', '@', '%', '#', '=']);
    Some((mark, name, alone))
}

/// `text` without the marks that it ends with.
fn without_marks(text: &str) -> &str {
    let marks = text.bytes().rev().take_while(|byte| {
        matches!(
            byte,
            b' ' | b'\t'
                | b'*'
                | b'_'
                | b'"'
                | b'\''
                | b'`'
                | b'\\'
                | b':'
                | b'='
                | b'|'
                | b'.'
                | b'#'
                | b'('
                | b'['
                | b'>'
        )
    });
    &text[..text.len() - marks.count()]
}

/// `text` without the name that it ends with.
fn before_name(text: &str) -> &str {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let head = &text[..text.len() - text.bytes().rev().take_while(part).count()];
    if head.ends_with(|c: char| !c.is_ascii()) {
        return head.trim_end_matches(|c: char| c.is_alphanumeric() || "_-.".contains(c));
    }
    head
}

/// Whether a part of a name such as `phone_number` or `homePhone2` is in `words`.
pub(super) fn has(name: &str, words: &List) -> bool {
    // Most are one word.
    let rest = name.as_bytes().get(1..).unwrap_or_default();
    if name.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.iter().all(u8::is_ascii_lowercase)
    {
        return words.has(name);
    }
    let mut parts = name.split(|c: char| !c.is_alphabetic());
    parts.any(|part| words.has(part) || humps(part).any(|hump| words.has(hump)))
}

/// The words of a name in camel case.
fn humps(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    core::iter::from_fn(move || {
        let mut small = false;
        let end = rest
            .find(|c: char| core::mem::replace(&mut small, c.is_lowercase()) && c.is_uppercase());
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        (!word.is_empty()).then_some(word)
    })
}
