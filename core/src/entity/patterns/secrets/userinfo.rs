//! The user and the password of a URL (RFC 3986, section 3.2.1), as connection strings have them.

use core::ops::Range;

use super::placeholder::is_whole;
use super::trim::up_to;

/// What Go's drivers have behind the sign.
const NETWORKS: [&str; 3] = ["tcp(", "unix(", "udp("];

/// Where the user and the password stand in what begins as Go's drivers (`ada:…@tcp(db:3306)`) or Oracle's
/// (`jdbc:oracle:thin:ada/…@db`) write it.
pub(super) fn for_driver(text: &str) -> Option<Range<usize>> {
    let sign = memchr::memrchr(b'@', text.as_bytes())?;
    let (info, host) = (&text[..sign], &text[sign + 1..]);
    let (start, mark) = if let Some(thin) = info.strip_prefix("jdbc:oracle:") {
        (info.len() - thin.split_once(':')?.1.len(), '/')
    } else {
        NETWORKS
            .iter()
            .find(|network| host.starts_with(**network))?;
        (0, ':')
    };
    let (user, password) = info[start..].split_once(mark)?;
    let real = !user.contains(['"', '\'', '=', '(']) && !password.is_empty() && !is_whole(password);
    real.then_some(start..sign)
}

/// Where in the authority and what follows it the user and the password stand.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    let (info, host) = up_to(text, b"/?#\"'<>`").rsplit_once('@')?;
    let (_, password) = info.split_once(':')?;
    let real = !password.is_empty() && !host.is_empty() && !is_whole(password);
    real.then_some(0..info.len())
}
