//! IPv4 and IPv6 addresses, with zone and prefix length; a port is not part of them.

use core::net::{Ipv4Addr, Ipv6Addr};

use super::chars::is_word_char;
use super::cursor::Cursor;
use super::{label, version};
use crate::text::Flags;
use crate::text::list::{List, list};

/// Longest text form of an IPv6 address.
const LONGEST: usize = 45;

/// Bytes that no path of code such as `zone:1::2` has.
const SURE: usize = 12;
/// Products whose versions have four parts.
const PRODUCTS: &List = list!(
    "oracle chrome chromium edge opera firefox windows weblogic websphere acrobat coldfusion citrix python ruby java php perl"
);
/// Words in the name of an address.
const WORDS: &List = list!(
    "ip ipv addr address host server client peer gateway dns inet source src dest dst destination"
);

/// Those that may be glued to one with a dot.
const SHORT: &List = list!("ip ipv addr address");

/// The address that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if !c.flags().any(Flags::FIELD_COLON.with(Flags::FIELD_DOT)) {
        return None;
    }
    let count = |mark: u8| c.rest().bytes().filter(|byte| *byte == mark).count();
    let (v6s, v4s) = (count(b':') > 1, count(b'.') > 2);
    if !v6s && !v4s {
        return None;
    }
    let before = c.before();
    if (is_word_char(before) && !c.after_markup()) || before == '.' && !label::leads(c, SHORT) {
        return None;
    }
    let v6 = if v6s { v6(c) } else { None };
    v6.or_else(|| if v4s { v4(c) } else { None })
}

fn v4(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if !c.peek().is_ascii_digit() || is_version(c) {
        return None;
    }
    let length = run(c, |b| b.is_ascii_digit() || b == b'.');
    let text = c.rest()[..length].trim_end_matches('.');
    text.parse::<Ipv4Addr>().ok()?;
    prefix(c.skip(text.len()), 32).ends()
}

/// Whether four numbers are those of a version, a part of a text or a product: `numpy==1.26.4.1`, `Chrome/124.0.0.0`,
/// `"version": "1.2.3.4"`, `foo-1.2.3.4.jar`.
fn is_version(c: Cursor<'_>) -> bool {
    let before = c.text_before(SURE);
    let product = || {
        let word = before.strip_suffix('/').unwrap_or_default();
        let name = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        word[name.len()..].contains(|c: char| c.is_ascii_uppercase())
    };
    let joined = match before.as_bytes() {
        [.., b'=', b'='] => true,
        [.., letter, b'-'] => letter.is_ascii_alphabetic(),
        [.., b'/'] => product(),
        _ => false,
    };
    let told = || version::is_labelled(c) || version::is_announced(c) || version::is_part(c);
    // `Oracle 12.1.0.2`, but not `Oracle: 10.1.0.2`, nor what private networks alone have.
    let spaced = before.ends_with(' ') && before.trim_end().ends_with(char::is_alphabetic);
    let of_product = || PRODUCTS.has(c.previous()) && !is_private(c);
    joined || told() || spaced && of_product()
}

/// Whether private networks alone have it: of releases of four parts, those of `10.0` end with a zero.
fn is_private(c: Cursor<'_>) -> bool {
    let network = |network: &str| c.text(network).is_some();
    let host = || {
        let length = run(c, |b| b.is_ascii_digit() || b == b'.');
        !c.rest()[..length].trim_end_matches('.').ends_with(".0")
    };
    ["192.168.", "172.", "127."].into_iter().any(network) || network("10.0.") && host()
}

fn v6(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let length = run(c, |b| b.is_ascii_hexdigit() || b == b':' || b == b'.');
    let text = c.rest()[..length].trim_end_matches('.');
    let text = match text.strip_suffix(':') {
        Some(shorter) if !shorter.ends_with(':') => shorter,
        _ => text,
    };
    let colons = text.contains("::") || text.bytes().filter(|&b| b == b':').count() > 5;
    let digit = text.bytes().any(|b| b.is_ascii_digit());
    let labelled = || label::names(c, WORDS) || (text.len() >= SURE && label::is_word(c));
    // Slices and ratios are short: `x[1::2]`.
    let long = |part: &str| part.len() > 2 || part.bytes().any(|b| b.is_ascii_alphabetic());
    let sound = matches!(text, "::1" | "::0") || text.split(':').any(long);
    let path = is_path(text) || text.ends_with(':') && c.byte(text.len()) == b'<';
    if !colons || !digit || (!sound || path || c.before() == ':') && !labelled() {
        return None;
    }
    text.parse::<Ipv6Addr>().ok()?;
    prefix(zone(c.skip(text.len())), 128).ends()
}

/// Whether it is short, and has letters of both cases, as paths of code such as `c::B0` have.
fn is_path(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    text.len() < SURE && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
}

fn run(c: Cursor<'_>, of: fn(u8) -> bool) -> usize {
    let bytes = c.rest().bytes().take(LONGEST + 1);
    bytes.take_while(|&b| of(b)).count()
}

/// Behind a zone such as `%eth0` (RFC 4007).
fn zone(c: Cursor<'_>) -> Cursor<'_> {
    let Some(name) = c.lit(b'%') else { return c };
    let length = run(name, |b| b.is_ascii_alphanumeric());
    if length == 0 { c } else { name.skip(length) }
}

/// Behind the length of a network's prefix.
fn prefix(c: Cursor<'_>, most: u32) -> Cursor<'_> {
    let length = c.lit(b'/').and_then(|c| c.digits(1, 3));
    length
        .filter(|(bits, _)| *bits <= most)
        .map_or(c, |(_, behind)| behind)
}
