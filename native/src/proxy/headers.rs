//! Which headers go on.

use http::header::{
    CONNECTION, HOST, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Headers of one connection (RFC 9110, 7.6.1), which end with it.
const HOP_BY_HOP: [HeaderName; 8] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Takes off what belongs to the connection that the headers came by.
pub(super) fn end_to_end(headers: &mut HeaderMap) {
    let listed = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok());
    let known = headers.keys().filter(|name| HOP_BY_HOP.contains(name));
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
    headers.insert(
        header::ACCEPT_ENCODING,
        HeaderValue::from_static("identity"),
    );
}

/// The protocol that a request wants its connection to be used for.
pub(super) fn upgrade(headers: &HeaderMap) -> Option<HeaderValue> {
    let connection = headers.get(CONNECTION)?.to_str().ok()?;
    let mut options = connection.split(',');
    let asked = options.any(|option| option.trim().eq_ignore_ascii_case("upgrade"));
    headers.get(UPGRADE).filter(|_| asked).cloned()
}

/// Puts back what asks for a WebSocket or agrees to one.
pub(super) fn set_upgrade(headers: &mut HeaderMap, protocol: HeaderValue) {
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, protocol);
}

/// The media type, without parameters.
pub(super) fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    value.split(';').next().unwrap_or("").trim()
}

/// Whether the body is written as it is.
pub(super) fn is_plain(headers: &HeaderMap) -> bool {
    let encoding = headers.get(header::CONTENT_ENCODING);
    encoding.is_none_or(|encoding| encoding == "identity")
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
        ]);
        request(&mut found);
        let expected = [
            ("authorization", "Bearer a"),
            ("x-many", "1"),
            ("x-many", "2"),
            ("accept-encoding", "identity"),
        ];
        assert_eq!(found, headers(&expected));
    }

    #[test]
    fn an_upgrade_is_one_where_the_connection_says_so() {
        let check = |lines: &[(&'static str, &'static str)], expected: Option<&str>| {
            let found = upgrade(&headers(lines));
            assert_eq!(
                found.as_ref().map(|value| value.to_str().unwrap()),
                expected
            );
        };
        check(
            &[
                ("connection", "keep-alive, Upgrade"),
                ("upgrade", "websocket"),
            ],
            Some("websocket"),
        );
        check(&[("connection", "close"), ("upgrade", "websocket")], None);
        check(&[("upgrade", "websocket")], None);
        check(&[("connection", "upgrade")], None);
    }
}
