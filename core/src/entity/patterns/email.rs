//! E-mail addresses: the dot-atom form of RFC 5322 with a host name or an address literal.

use super::chars::is_word_char;
use super::cursor::Cursor;
use super::domain;
use core::net::Ipv4Addr;

/// Longest local part, in bytes (RFC 5321).
const LOCAL: usize = 64;

/// The address that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let before = c.before();
    let within = is_word_char(before) || "%+-&.@".contains(before);
    if within && !c.after_markup() {
        return None;
    }
    let host = local_part(c)?.lit(b'@')?;
    if host.peek() == b'[' {
        return literal(host);
    }
    let (name, _) = domain::name(host.rest())?;
    let behind = host.skip(name.len()).ends()?;
    (behind.peek() != b'@').then_some(behind)
}

fn local_part(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let rest = c.rest();
    let mut end = rest.find(|b: char| !is_local(b) && b != '.')?;
    if rest[end..].starts_with('\'') && is_name(&rest[..end]) {
        let behind = &rest[end + 1..];
        end += 1 + behind.find(|b: char| !is_local(b) && b != '.')?;
        if !behind.starts_with(char::is_alphabetic) {
            return None;
        }
    }
    let local = &rest[..end];
    let sound = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    (sound && (1..=LOCAL).contains(&end)).then(|| c.skip(end))
}

/// Whether an apostrophe may stand behind it: it is letters, perhaps with initials before them.
fn is_name(text: &str) -> bool {
    text.ends_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphabetic() || c == '.')
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "_%+-&".contains(c)
}

fn literal(host: Cursor<'_>) -> Option<Cursor<'_>> {
    let inside = host.rest().get(1..)?;
    let end = inside.find(']')?;
    inside[..end].parse::<Ipv4Addr>().ok()?;
    Some(host.skip(end + 2))
}
