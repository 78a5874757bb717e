//! URLs: with a scheme, or a host name with a path, or one that begins with `www`.

use super::cursor::Cursor;
use super::domain;

/// Longest scheme that is looked for.
const SCHEME: usize = 16;
/// What ends a sentence or an emphasis rather than a URL.
const DROPPED: &[char] = &['.', ',', ';', ':', '!', '?', '\'', '*', '~'];

/// The URL that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if !c.fresh() {
        return None;
    }
    let length = match scheme(c.rest()) {
        Some(scheme) => absolute(c, scheme)?,
        None => relative(c)?,
    };
    Some(c.skip(length))
}

/// Length of `scheme://`.
fn scheme(text: &str) -> Option<usize> {
    let of = |b: &u8| b.is_ascii_alphanumeric() || *b == b'+' || *b == b'-';
    let end = text.bytes().take(SCHEME + 1).take_while(of).count();
    let sound = (2..=SCHEME).contains(&end) && text[end..].starts_with("://");
    sound.then_some(end + 3)
}

fn absolute(c: Cursor<'_>, scheme: usize) -> Option<usize> {
    let rest = c.rest().get(scheme..)?;
    let local = rest.starts_with('/') && c.rest().starts_with("file");
    let end = rest.find(|c: char| "/?#".contains(c) || !(is_url(c) || "[]".contains(c)));
    let (authority, path) = rest.split_at(end.unwrap_or(rest.len()));
    let has_path = path.starts_with(['/', '?', '#']);
    (local || is_host(authority.trim_end_matches(DROPPED), has_path)).then(|| trimmed(c))
}

/// Whether an authority names a host. One label stands for a host of the own network, which is told
/// from a cut name by a port, a path or `localhost`.
fn is_host(authority: &str, has_path: bool) -> bool {
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(literal) = host.strip_prefix('[') {
        return literal.contains(']');
    }
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let sound = name
        .chars()
        .all(|c| c.is_alphanumeric() || "-._%".contains(c));
    let starts = name.starts_with(char::is_alphanumeric);
    let digits = port.bytes().all(|b| b.is_ascii_digit());
    let local = name == "localhost" || !port.is_empty() || has_path;
    sound && starts && digits && (local || name.trim_end_matches('.').contains('.'))
}

/// A host name that has a path, a query or a fragment, or that begins with `www`.
fn relative(c: Cursor<'_>) -> Option<usize> {
    let before = c.before();
    if "@./\\-".contains(before) {
        return None;
    }
    let (name, labels) = domain::name(c.rest())?;
    let behind = c.skip(name.len());
    let web = name.len() > 4 && name.as_bytes()[..3].eq_ignore_ascii_case(b"www");
    let port = behind
        .lit(b':')
        .and_then(|p| p.digits(2, 5))
        .map_or(behind, |(_, p)| p);
    let path = matches!(port.peek(), b'/' | b'?' | b'#');
    let public = domain::is_public(name, labels) || (web && labels > 2);
    (public && (path || web)).then(|| trimmed(c))
}

/// Length of the URL without what ends the sentence, the bracket or the emphasis around it.
fn trimmed(c: Cursor<'_>) -> usize {
    let near = c.rest();
    let text = if run(near, c.before()) == near.len() {
        c.long_rest()
    } else {
        near
    };
    let run = &text[..run(text, c.before())];
    let emphasis = matches!(c.before(), '_' | '*' | '~');
    run.trim_end_matches(|b| DROPPED.contains(&b) || (emphasis && b == '_'))
        .len()
}

/// Bytes up to what no URL holds: quotes, angle brackets, a closing bracket that was not opened.
fn run(text: &str, before: char) -> usize {
    let mut depth = [0_u16; 2];
    for (at, c) in text.char_indices() {
        let ends = match c {
            '(' | '[' => {
                depth[usize::from(c == '[')] += 1;
                false
            }
            ')' | ']' => {
                let open = &mut depth[usize::from(c == ']')];
                let stray = *open == 0;
                *open = open.saturating_sub(1);
                stray
            }
            '\'' => before == '\'',
            _ => !is_url(c),
        };
        if ends {
            return at;
        }
    }
    text.len()
}

fn is_url(c: char) -> bool {
    c.is_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c)
}
