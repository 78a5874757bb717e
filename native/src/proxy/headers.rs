//! Which headers go on.

use http::header::{CONNECTION, HOST, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Whether it is a header of one connection (RFC 9110, 7.6.1), which ends with it.
fn is_hop_by_hop(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "connection"
            | "keep-alive"
            | "proxy-connection"
            | "proxy-authenticate"
            | "proxy-authorization"
            | "te"
            | "transfer-encoding"
            | "upgrade"
    )
}

/// Takes off what belongs to the connection that the headers came by, and a length that its framing made void
/// (RFC 9112, 6.3).
pub(super) fn end_to_end(headers: &mut HeaderMap) {
    if headers.contains_key(TRANSFER_ENCODING) {
        headers.remove(header::CONTENT_LENGTH);
    }
    let listed = words(headers, &CONNECTION).filter_map(|name| name.parse().ok());
    let known = headers.keys().filter(|name| is_hop_by_hop(name));
    let ending: Vec<HeaderName> = listed.chain(known.cloned()).collect();
    for name in &ending {
        headers.remove(name);
    }
}

/// A request's headers for the upstream. What it answers must be readable, so it is asked not to
/// compress it.
pub(super) fn request(headers: &mut HeaderMap) {
    end_to_end(headers);
    headers.remove(HOST);
    headers.remove(header::EXPECT);
    join_cookies(headers);
    headers.insert(
        header::ACCEPT_ENCODING,
        HeaderValue::from_static("identity"),
    );
}

/// Puts cookies into one line, which HTTP/2 may have divided (RFC 9113, 8.2.3).
fn join_cookies(headers: &mut HeaderMap) {
    let lines: Vec<&[u8]> = headers
        .get_all(header::COOKIE)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    if lines.len() < 2 {
        return;
    }
    if let Ok(line) = HeaderValue::from_bytes(&lines.join(&b"; "[..])) {
        headers.insert(header::COOKIE, line);
    }
}

/// Whether a body came in another transfer coding than pieces, which is undone by nobody behind this connection.
pub(super) fn is_coded(headers: &HeaderMap) -> bool {
    let pieces = |word: &str| {
        ["chunked", "identity"]
            .iter()
            .any(|plain| word.eq_ignore_ascii_case(plain))
    };
    words(headers, &TRANSFER_ENCODING).any(|word| !pieces(word))
}

/// Asks for the whole and not for a range of it, as a server may answer at any time (RFC 9110, 14.2): two ranges
/// put together could give a value that neither of them shows.
pub(super) fn ask_for_all(headers: &mut HeaderMap) {
    headers.remove(header::RANGE);
    headers.remove(header::IF_RANGE);
}

/// Whether a connection is to become a WebSocket, or has become one. What else it may become is left aside, as a
/// server may (RFC 9110, 7.8): HTTP/2 without TLS (`h2c`) brings a body with its request.
pub(super) fn is_for_websocket(headers: &HeaderMap) -> bool {
    lists(headers, &CONNECTION, "upgrade") && lists(headers, &UPGRADE, "websocket")
}

/// Whether one of a header's lists has that word.
fn lists(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    words(headers, name).any(|found| found.eq_ignore_ascii_case(word))
}

/// What a header lists, in all its lines.
fn words<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let lines = headers.get_all(name).iter();
    let lines = lines.map(|value| value.to_str().unwrap_or("?"));
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// Puts back what asks for a WebSocket or agrees to one.
pub(super) fn set_upgrade(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
}

/// The media type, without parameters.
pub(super) fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    value.split(';').next().unwrap_or("").trim()
}

/// Whether the body is written as it is, by all that its headers say of that as they came.
pub(super) fn is_plain(headers: &HeaderMap) -> bool {
    let plain = |word: &str| {
        ["", "identity", "chunked"]
            .iter()
            .any(|plain| word.eq_ignore_ascii_case(plain))
    };
    let codings = [&header::CONTENT_ENCODING, &TRANSFER_ENCODING];
    codings
        .into_iter()
        .all(|name| words(headers, name).all(plain))
}

/// Whether the body is signed, so that it can't be changed: AWS Signature Version 4, unless it says that it
/// leaves the body out.
pub(super) fn signs_body(headers: &HeaderMap) -> bool {
    let starts = |name: HeaderName, word: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.trim_start().starts_with(word))
    };
    let unsigned = HeaderName::from_static("x-amz-content-sha256");
    starts(header::AUTHORIZATION, "AWS4-") && !starts(unsigned, "UNSIGNED-PAYLOAD")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for &(name, value) in lines {
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn what_belongs_to_a_connection_ends_with_it() {
        let mut found = headers(&[
            ("connection", "keep-alive, X-Local"),
            ("keep-alive", "timeout=5"),
            ("x-local", "1"),
            ("transfer-encoding", "chunked"),
            ("te", "trailers"),
            ("host", "proxy"),
            ("authorization", "Bearer a"),
            ("x-many", "1"),
            ("x-many", "2"),
            ("accept-encoding", "gzip, br"),
            ("content-length", "5"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
        ]);
        request(&mut found);
        let expected = [
            ("authorization", "Bearer a"),
            ("x-many", "1"),
            ("x-many", "2"),
            ("accept-encoding", "identity"),
            ("cookie", "a=1; b=2"),
        ];
        assert_eq!(found, headers(&expected));
    }

    #[test]
    fn a_websocket_is_one_where_the_connection_says_so() {
        let check = |lines: &[(&'static str, &'static str)], expected: bool| {
            assert_eq!(is_for_websocket(&headers(lines)), expected, "{lines:?}");
        };
        check(
            &[
                ("connection", "keep-alive, Upgrade"),
                ("upgrade", "WebSocket"),
            ],
            true,
        );
        check(
            &[
                ("connection", "close"),
                ("connection", "upgrade"),
                ("upgrade", "websocket"),
            ],
            true,
        );
        check(
            &[
                ("connection", "Upgrade, HTTP2-Settings"),
                ("upgrade", "h2c"),
            ],
            false,
        );
        check(&[("connection", "close"), ("upgrade", "websocket")], false);
        check(&[("upgrade", "websocket")], false);
        check(&[("connection", "upgrade")], false);
    }

    #[test]
    fn what_is_packed_is_told() {
        let check = |lines: &[(&'static str, &'static str)], expected: bool| {
            assert_eq!(is_plain(&headers(lines)), expected, "{lines:?}");
        };
        check(&[], true);
        check(
            &[
                ("content-encoding", "Identity"),
                ("transfer-encoding", "chunked"),
            ],
            true,
        );
        check(&[("content-encoding", "")], true);
        check(&[("content-encoding", "gzip")], false);
        check(
            &[
                ("content-encoding", "identity"),
                ("content-encoding", "gzip"),
            ],
            false,
        );
        check(&[("content-encoding", "identity, br")], false);
        check(&[("transfer-encoding", "gzip, chunked")], false);
    }
}
