//! Passwords that their place tells, behind a user's name: `auth=("admin", "…")`, `htpasswd -b file user …`,
//! `echo "root:…" | chpasswd`.

use super::bounds::Bounds;
use super::password;
use super::placeholder::is_placeholder;
use super::trim::{trim_end, up_to};
use super::value::{Value, ends_with};
use crate::entity::patterns::cursor::Cursor;

/// Ends of the names of what takes a user and a password.
const TAKES: [&str; 6] = [
    "auth",
    "login",
    "credential",
    "credentials",
    "authentication",
    "credentials.basic",
];
/// Bytes of the longest argument before a password.
const USER: usize = 64;

/// The password at the front of `text`.
pub(super) fn find(c: Cursor<'_>, before: &str, text: &str) -> Option<Value> {
    match c.before() {
        ':' => return piped(c, before, text),
        '"' | '\'' | ' ' => {}
        _ => return None,
    }
    let opened = trim_end(before, b"\"'");
    if trim_end(opened, b" ").ends_with(',') {
        return argument(before, opened)
            .then(|| password::find("password", text, Bounds::of(before, "")))?;
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let word = up_to(text, b"\"'");
    if !word.bytes().any(|byte| byte.is_ascii_digit()) || word.starts_with(['/', '-', '$']) {
        return None;
    }
    let line = memchr::memrchr(b'\n', opened.as_bytes()).map_or(0, |at| at + 1);
    is_commanded(&opened.as_bytes()[line..]).then(|| value(word))?
}

/// Whether it is the second of two arguments of what takes a user and a password.
fn argument(before: &str, opened: &str) -> bool {
    let user = trim_end(opened, b" ,");
    let call = user
        .rsplit_once('(')
        .filter(|_| opened.len() < before.len());
    call.is_some_and(|(name, user)| {
        let name = trim_end(name, b" =");
        user.len() < USER && !user.contains(',') && TAKES.iter().any(|word| ends_with(name, word))
    })
}

/// Whether a command takes a password behind the words that `line` ends with.
fn is_commanded(line: &[u8]) -> bool {
    let words = || {
        let words = line.rsplit(|byte| matches!(byte, b' ' | b'\t'));
        words.filter(|word| !word.is_empty())
    };
    let mut near = words().take(6).enumerate();
    let told = near.find(|(at, word)| *at == 1 && *word == b"user" || *word == b"htpasswd");
    let Some((at, word)) = told else {
        return false;
    };
    if word == b"user" {
        let net = |word: &[u8]| matches!(word, b"net" | b"net.exe");
        return words().nth(2).is_some_and(net);
    }
    let option = |letter: u8| {
        let mut options = words().take(at).filter(|word| word.starts_with(b"-"));
        options.any(|option| option.contains(&letter))
    };
    let arguments = words().take(at).filter(|word| !word.starts_with(b"-"));
    option(b'b') && arguments.count() == if option(b'n') { 1 } else { 2 }
}

/// What `chpasswd` reads: `echo "user:password" | chpasswd`, `chpasswd <<< "user:password"`.
fn piped(c: Cursor<'_>, before: &str, text: &str) -> Option<Value> {
    let user = before.strip_suffix(':')?;
    let head = user.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "_-.$".contains(c));
    let opened = trim_end(head, b"\"'");
    let word = up_to(text, b"\"'|");
    if opened.ends_with("<<< ") || opened.ends_with("<<<") {
        let line = opened.rsplit('\n').next()?;
        return line.contains("chpasswd").then(|| value(word))?;
    }
    let told = opened
        .strip_suffix("echo ")
        .or_else(|| opened.strip_suffix("echo -e "));
    told?;
    let behind = c.skip(word.len());
    let closed = behind
        .lit(b'"')
        .or_else(|| behind.lit(b'\''))
        .unwrap_or(behind);
    let command = closed.space().lit(b'|')?.space();
    let command = command.text("sudo").map_or(command, Cursor::space);
    command.text("chpasswd").and_then(|_| value(word))
}

fn value(word: &str) -> Option<Value> {
    let word = trim_end(word, b".,;)\\");
    (word.len() > 3 && !is_placeholder(word)).then_some(Value {
        rule: "password",
        length: word.len(),
    })
}
