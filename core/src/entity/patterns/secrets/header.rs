//! Credentials that a request carries: header fields, and the user of a curl command.

use super::entropy;
use super::password::is_mixed;
use super::placeholder::is_placeholder;
use super::trim::{trim_end, up_to};
use super::value::{Value, ends};

/// Schemes of `Authorization` (RFC 9110, section 11.1).
const SCHEMES: &[&str] = &["bearer", "basic", "token", "api-token", "apikey", "digest"];
/// Names of header fields that bear a key.
const KEYS: &[&str] = &[
    "apikey",
    "api-key",
    "api-token",
    "x-api-key",
    "x-auth-token",
    "x-access-token",
];

/// The credentials at the front of `text`, with what stands before them.
pub(super) fn find(before: &str, text: &str) -> Option<Value> {
    user(before, text)
        .or_else(|| authorization(before, text))
        .or_else(|| cookie(before, text))
}

/// Parts of a cookie's name that say that it is a session's.
const SESSIONS: &[&str] = &["sess", "sid", "auth", "token", "jwt"];

/// The value of a session's cookie in `Cookie` or `Set-Cookie` (RFC 6265).
fn cookie(before: &str, text: &str) -> Option<Value> {
    let pair = before.strip_suffix('=')?;
    let start = pair.rfind([' ', '\t', '\n', ';', ':'])?;
    let (head, name) = pair.split_at(start + 1);
    let line = head.rsplit('\n').next()?;
    let known = line.contains("ookie:") && SESSIONS.iter().any(|part| super::holds(name, part));
    if !known {
        return None;
    }
    let value = up_to(text, b"\"',;\\");
    let digit = value.bytes().any(|b| b.is_ascii_digit());
    let sound = value.len() >= 16 && digit && entropy::bits(value) >= 3.0;
    (sound && !is_placeholder(value)).then_some(Value {
        rule: "session-cookie",
        length: value.len(),
    })
}

fn authorization(before: &str, text: &str) -> Option<Value> {
    let before = before.trim_end();
    let (said, scheme) = scheme(before);
    let signed = trim_end(said, b" \t\n\"'\\");
    let argument = || signed.strip_suffix(',').filter(|_| scheme.is_some());
    let named = signed.strip_suffix(':').or_else(argument);
    let named = named.map(|said| field(trim_end(said, b"\"'\\")));
    let least = match named {
        Some(name) if name.eq_ignore_ascii_case("authorization") => 8,
        Some(name) if scheme.is_none() && is_key(name, said) => 8,
        None if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")) => 24,
        _ => return None,
    };
    let length = length(text);
    let value = &text[..length];
    let sound = length >= least && ends(text, length) && entropy::bits(value) >= 2.75;
    let basic = || scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"));
    let random = value.bytes().any(|b| b.is_ascii_digit()) || basic() && is_pair(value);
    let rule = "curl-auth-header";
    (sound && random && !is_placeholder(value)).then_some(Value { rule, length })
}

/// Whether base64 holds a colon, as between a user and a password (RFC 7617).
fn is_pair(value: &str) -> bool {
    let sextet = |byte: u8| match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' | b'-' => 62,
        _ => 63,
    };
    let mut groups = value.as_bytes().chunks_exact(4);
    groups.any(|group| {
        let bits = group.iter().fold(0, |bits, byte| bits << 6 | sextet(*byte));
        bits.to_be_bytes()[1..].contains(&b':')
    })
}

/// What stands before a scheme, and the scheme.
fn scheme(before: &str) -> (&str, Option<&str>) {
    let word = field(before);
    let start = before.len() - word.len();
    let known = SCHEMES
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme));
    if known {
        (&before[..start], Some(word))
    } else {
        (before, None)
    }
}

/// The name of the field that `text` ends with.
fn field(text: &str) -> &str {
    let head = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    &text[head.len()..]
}

fn is_key(name: &str, said: &str) -> bool {
    let named = KEYS.iter().any(|key| name.eq_ignore_ascii_case(key));
    let custom = name.len() > 2 && name[..2].eq_ignore_ascii_case("x-");
    let option = [
        "-H \"",
        "-H '",
        "--header \"",
        "--header '",
        "-H",
        "--header",
    ];
    let start = said.len().saturating_sub(name.len() + 1);
    let passed = option
        .iter()
        .any(|option| said[..start].trim_end().ends_with(option.trim_end()));
    passed && (named || custom)
}

fn length(text: &str) -> usize {
    let is = |b: &u8| b.is_ascii_alphanumeric() || b"_=~@.+/-".contains(b);
    text.bytes().take_while(is).count()
}

/// `user:password` behind `-u` or `--user` of curl.
fn user(before: &str, text: &str) -> Option<Value> {
    let bare = trim_end(before, b"\"':");
    let opened = &before[bare.len()..];
    let option = trim_end(bare, b" =\t");
    let short = option.strip_suffix("-u");
    let is_option = short.is_some_and(|rest| !rest.ends_with(|c: char| !c.is_whitespace()))
        || option.ends_with("--user");
    if !is_option || option.len() == bare.len() && opened.is_empty() {
        return None;
    }
    let value = trim_end(up_to(text, b"\"'"), b":");
    let (name, password) = value.split_once(':').unwrap_or(("", value));
    let whole =
        opened.contains(':') || text[..value.len() + 1.min(text.len() - value.len())].contains(':');
    let sound = whole && password.len() >= 3 && entropy::bits(value) >= 2.0;
    let known = name.is_empty() || !is_placeholder(name) || is_mixed(password);
    let real = known && !is_placeholder(password);
    (sound && real).then_some(Value {
        rule: "curl-auth-user",
        length: value.len(),
    })
}
