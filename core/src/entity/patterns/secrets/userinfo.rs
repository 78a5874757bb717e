//! The user and the password of a URL (RFC 3986, section 3.2.1), as connection strings have them.

use core::ops::Range;

use super::value::is_placeholder;

/// Where in the authority and what follows it the user and the password stand.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    let end = text.find(|c: char| c.is_whitespace() || "/?#\"'<>`".contains(c));
    let (info, host) = text[..end.unwrap_or(text.len())].rsplit_once('@')?;
    let (_, password) = info.split_once(':')?;
    let real = !password.is_empty() && !host.is_empty() && !is_placeholder(password);
    real.then_some(0..info.len())
}
