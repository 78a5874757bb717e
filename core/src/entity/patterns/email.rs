//! E-mail addresses: the dot-atom form of RFC 5322 with a host name or an address literal.

use super::cursor::Cursor;
use super::domain;
use core::net::Ipv4Addr;

/// Longest local part, in bytes (RFC 5321).
const LOCAL: usize = 64;

/// The address that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let before = c.before();
    if (is_local(before) || before == '.' || before == '@') && !c.after_markup() {
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
    let end = rest.find(|b: char| !is_local(b) && b != '.')?;
    let local = &rest[..end];
    let sound = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    (sound && (1..=LOCAL).contains(&end)).then(|| c.skip(end))
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
