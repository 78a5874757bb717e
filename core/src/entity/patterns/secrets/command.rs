//! Passwords that a command is given as an option: `mysql -pS3cret`, `sshpass -p S3cret`, `--password S3cret`.

use core::ops::Range;

use super::bounds::Bounds;
use super::password::names;
use super::phrase;
use super::placeholder::is_placeholder;
use super::trim::trim_end;

use crate::entity::patterns::cursor::Cursor;
use crate::text::{Classes, Flags, is_gap};

/// Commands by the letter of the option, with whether that may stand apart from its value.
#[rustfmt::skip]
const OPTIONS: &[(u8, bool, &[&str])] = &[
    (b'p', false, &["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "7z", "7za", "rar", "unrar"]),
    (b'p', true, &["sshpass", "login", "mongo", "mongosh", "mongodump", "mongorestore"]),
    (b'P', true, &["sqlcmd", "bcp", "zip", "unzip", "mosquitto_pub", "mosquitto_sub"]),
    (b'a', true, &["redis-cli"]),
    (b'w', true, &["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami"]),
];

/// Words that no password is, but what is said of an option.
const SAID: Classes = phrase::JOINING.with(Classes::ADVERB).with(Classes::VERB);

/// Where the password stands in what follows `before`.
pub(super) fn find(c: Cursor<'_>, before: &str) -> Option<Range<usize>> {
    let opened = trim_end(before, b"\"'");
    let bounds = Bounds::of(before, "");
    let line = opened.rsplit('\n').next()?;
    let start = line.trim_end_matches(is_gap);
    let option = start.rsplit(is_gap).next()?;
    let (apart, quoted) = (start.len() < line.len(), opened.len() < before.len());
    let (skipped, given) = match option.as_bytes() {
        // The letter stands at the front of what follows.
        [b'-'] if !apart && !quoted => (1, takes(start, c.peek(), false)),
        [b'-', letter] if apart || quoted => (0, takes(start, *letter, apart)),
        [b'-', b'-', ..] => (0, apart && names(option)),
        _ => return None,
    };
    let text = c.rest().get(skipped..)?;
    // In front of a quote the letter is a part of its word: `-p'…'`.
    let (skipped, bounds) = match text.chars().next().filter(|c| "\"'".contains(*c)) {
        Some(quote) => (skipped + 1, Bounds::Quote(quote)),
        None => (skipped, bounds),
    };
    let text = c.rest().get(skipped..)?;
    let length = match bounds {
        Bounds::Quote(quote) if given => phrase::closed(c.skip(skipped), quote, |_, _| {})?,
        _ => trim_end(&text[..bounds.end(text)], b".,").len(),
    };
    let value = text.get(..length);
    let sound = length > 0 && !text.starts_with(['-', '$']) && !value.is_some_and(is_placeholder);
    let spoken = apart && !quoted && value.is_some_and(|value| is_spoken(c, value));
    (given && sound && !spoken).then(|| skipped..skipped + length)
}

/// Whether a command in `line` takes a password behind the option of that letter.
fn takes(line: &str, letter: u8, apart: bool) -> bool {
    let options = || {
        OPTIONS
            .iter()
            .filter(|option| option.0 == letter && (option.1 || !apart))
    };
    let ends = |at: &usize| {
        let behind = &line.as_bytes()[*at..];
        matches!(behind, [b';' | b'|' | b'&', ..] | [b'.', b' ', ..])
    };
    let after = (0..line.len()).rev().find(ends);
    let mut words = line[after.unwrap_or(0)..].split(|c: char| is_gap(c) || "/(`$".contains(c));
    options().next().is_some() && words.any(|word| options().any(|option| option.2.contains(&word)))
}

/// Whether the sentence goes on behind the option.
fn is_spoken(c: Cursor<'_>, value: &str) -> bool {
    let word = value.bytes().all(|byte| byte.is_ascii_lowercase());
    let said = c
        .token()
        .is_some_and(|token| token.classes.any(SAID) && !token.flags.has(Flags::CODE));
    word && (said
        || matches!(
            value,
            "option" | "flag" | "argument" | "parameter" | "switch"
        ))
}
