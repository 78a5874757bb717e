//! E-mail addresses: the dot-atom form of RFC 5322 with a host name or an address literal.

use super::chars::is_word_char;
use super::cursor::Cursor;
use super::{domain, escape};
use crate::text::list::list;
use core::net::Ipv4Addr;

/// Longest local part, in bytes (RFC 5321).
const LOCAL: usize = 64;

/// The address that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let before = c.before();
    let within = is_word_char(before) || "%+-&@".contains(before) || is_joined(c);
    if within && !c.after_markup() {
        return None;
    }
    if escape::begins(c.rest()) {
        return None;
    }
    let local = local_part(c)?;
    if !c.text_to(local).contains(char::is_alphanumeric) {
        return None;
    }
    // Markdown writes `\@` where none is to be linked.
    let sign = local.lit(b'\\').unwrap_or_else(|| local.unmarked());
    let host = sign.lit(b'@').or_else(|| local.text("＠"))?;
    if host.rest().is_empty() {
        return address(host.glued());
    }
    let end = emphasised(host)?;
    // A repository's place, and a product of matrices.
    let place = end.peek() == b':' && c.text_to(local) == "git";
    (!place && end.peek() != b'(').then_some(end)
}

/// Whether dots before it join it to a word, as neither the three of a pause do (`so...ada@looms.example`) nor several
/// at the front. What begins with one, or has two within, is no address.
fn is_joined(c: Cursor<'_>) -> bool {
    if c.before() != '.' {
        return false;
    }
    let dots = (0..3)
        .take_while(|back| c.before_back(*back) == '.')
        .count();
    let word = c.before_back(dots);
    dots < 2 + usize::from(is_word_char(word) || "%+-&".contains(word))
}

/// The address whose local part is the field that begins here, of a script without spaces: `用户@例子.广告`.
pub(super) fn in_fields(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let length = c.rest().len();
    let sign = (length <= LOCAL).then(|| c.glued().skip(length));
    address(sign?.lit(b'@')?)
}

/// The address that begins here, its sign written as a URL, a page or a string of code has it: `ada%40example.org`.
pub(super) fn encoded(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let rest = c.rest();
    let sign = memchr::memchr3(b'%', b'\\', b'&', rest.as_bytes())?;
    if is_word_char(c.before()) && !c.after_markup() {
        return None;
    }
    // A local part may hold other such codes.
    let codes = rest[sign..].match_indices(['%', '\\', '&']);
    let mut signs = codes.filter_map(|(at, _)| {
        let at = sign + at;
        let code = CODES.iter().find(|code| rest[at..].starts_with(**code))?;
        Some((at, at + code.len()))
    });
    let (end, host) = signs.next()?;
    let local = &rest[..end];
    (is_sound(local) && local.chars().all(|b| is_local(b) || b == '.')).then_some(())?;
    address(c.skip(host))
}

/// How the sign of an address is written in URLs, in strings of code and in pages.
pub(crate) const CODES: [&str; 5] = ["%40", "\\u0040", "\\x40", "&#64;", "&#x40;"];

/// The host of an address, which may stand out in Markdown (`ada@**example.org**`), and the end of that.
fn emphasised(host: Cursor<'_>) -> Option<Cursor<'_>> {
    let name = host.unmarked();
    let end = address(name)?;
    let stands_out = name.pos > host.pos;
    Some(if stands_out { end.unmarked() } else { end })
}

/// The host of an address, and the end of that.
fn address(host: Cursor<'_>) -> Option<Cursor<'_>> {
    if host.peek() == b'[' {
        return literal(host);
    }
    let (name, _) = domain::name(host.rest())?;
    if is_picture(name) {
        return None;
    }
    let behind = host.skip(name.len() - text_behind(name)).ends()?;
    (behind.peek() != b'@').then_some(behind)
}

/// How many bytes at the end of a name are the text that goes on behind it: `例子.com吧`.
fn text_behind(name: &str) -> usize {
    let top = name.rsplit('.').next().unwrap_or_default();
    let ascii = top.find(|c: char| !c.is_ascii()).unwrap_or(top.len());
    if ascii > 1 { top.len() - ascii } else { 0 }
}

/// Whether what stands behind the sign says how large a picture is drawn: `icon@2x.png`.
fn is_picture(name: &str) -> bool {
    let mut parts = name.split('.');
    let scale = parts.next().and_then(|part| part.strip_suffix('x'));
    let scaled =
        scale.is_some_and(|scale| scale.len() == 1 && scale.as_bytes()[0].is_ascii_digit());
    scaled
        && parts
            .next()
            .is_some_and(|end| list!("png jpg jpeg gif webp avif svg").has(end))
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
    is_sound(&rest[..end]).then(|| c.skip(end))
}

fn is_sound(local: &str) -> bool {
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    !dots && (1..=LOCAL).contains(&local.len())
}

/// Whether an apostrophe may stand behind it: it is letters, perhaps with initials before them.
fn is_name(text: &str) -> bool {
    text.ends_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphabetic() || c == '.')
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "_%+-&\u{ad}".contains(c)
}

fn literal(host: Cursor<'_>) -> Option<Cursor<'_>> {
    let inside = host.rest().get(1..)?;
    let end = inside.find(']')?;
    inside[..end].parse::<Ipv4Addr>().ok()?;
    Some(host.skip(end + 2))
}
