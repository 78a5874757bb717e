//! The head of an answer whose body is masked: headers of a provider's own and the reason of its status say
//! what the body says.

use http::response::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use hyper::ext::ReasonPhrase;
use midflight_core::Error;
use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};

use super::answers::Changes;
use crate::proxy::Shared;

/// Headers of the protocol, whose values mean nothing else or something else when they are changed.
const KEPT: [HeaderName; 33] = [
    header::ACCEPT_RANGES,
    header::AGE,
    header::ALLOW,
    header::ALT_SVC,
    header::CACHE_CONTROL,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LENGTH,
    header::CONTENT_RANGE,
    header::CONTENT_SECURITY_POLICY,
    header::CONTENT_TYPE,
    header::DATE,
    header::ETAG,
    header::EXPIRES,
    header::LAST_MODIFIED,
    header::REFERRER_POLICY,
    header::RETRY_AFTER,
    header::SEC_WEBSOCKET_ACCEPT,
    header::SEC_WEBSOCKET_PROTOCOL,
    header::SERVER,
    header::SET_COOKIE,
    header::STRICT_TRANSPORT_SECURITY,
    header::TRAILER,
    header::UPGRADE,
    header::VARY,
    header::VIA,
    header::WWW_AUTHENTICATE,
    header::X_CONTENT_TYPE_OPTIONS,
    header::X_FRAME_OPTIONS,
    header::CONNECTION,
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("traceparent"),
];
/// What an address does not have as it is (RFC 3986).
const NOT_OF_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']');
/// What a part of an address, between two of [`DIVIDERS`], does not have as it is.
const NOT_OF_PARTS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// What divides the parts of addresses and of values with parameters.
const DIVIDERS: [char; 10] = ['/', '?', '#', '&', '=', ';', ',', ' ', '"', '\''];
/// Parts of names whose values are an id that one asks a provider about, or a count.
const KEPT_PARTS: [&str; 5] = [
    "access-control-",
    "ratelimit",
    "request-id",
    "trace-id",
    "cf-ray",
];

/// Masks the values of headers that are not the protocol's, and leaves the reason to the status.
pub(in crate::proxy) fn mask(shared: &Shared, changes: &Changes, head: &mut Parts) {
    if !changes.masks.in_answers() {
        return;
    }
    head.extensions.remove::<ReasonPhrase>();
    mask_headers(shared, changes, &mut head.headers);
}

/// Masks the values of headers, or of the trailers of a body that passes.
pub(in crate::proxy) fn mask_headers(shared: &Shared, changes: &Changes, headers: &mut HeaderMap) {
    for (name, value) in headers {
        if !is_kept(name) {
            mask_value(shared, changes, value);
        }
    }
}

fn is_kept(name: &HeaderName) -> bool {
    KEPT.contains(name) || KEPT_PARTS.iter().any(|part| name.as_str().contains(part))
}

/// Masks a value; it stays, byte for byte, where nothing in it is.
fn mask_value(shared: &Shared, changes: &Changes, value: &mut HeaderValue) {
    let text = String::from_utf8_lossy(value.as_bytes());
    match masked(shared, changes, &text) {
        Ok(masked) if masked == text => {}
        // What can't be masked is not passed on.
        masked => {
            let masked = masked.unwrap_or_default();
            *value =
                HeaderValue::from_bytes(masked.as_bytes()).unwrap_or(HeaderValue::from_static(""));
        }
    }
}

/// The text, masked; addresses and names of files write some letters in percent.
fn masked(shared: &Shared, changes: &Changes, text: &str) -> Result<String, Error> {
    let mask = |text: &str| changes.words(shared, text);
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    if decoded == text {
        return mask(text);
    }
    let whole = mask(&decoded)?;
    if whole == decoded {
        return mask(text);
    }
    let parts = by_parts(text, mask)?;
    let left = percent_decode_str(&parts).decode_utf8_lossy();
    // A value over several parts is found in all of them together.
    if mask(&left)? == left {
        Ok(parts)
    } else {
        Ok(utf8_percent_encode(&whole, NOT_OF_ADDRESSES).to_string())
    }
}

/// The text with each part of an address masked by itself; marks that are coded within one stay so.
fn by_parts(text: &str, mask: impl Fn(&str) -> Result<String, Error>) -> Result<String, Error> {
    let mut written = String::with_capacity(text.len());
    for part in text.split_inclusive(DIVIDERS) {
        let body = part.trim_end_matches(DIVIDERS);
        let decoded = percent_decode_str(body).decode_utf8_lossy();
        let masked = mask(&decoded)?;
        if masked == decoded {
            written.push_str(body);
        } else {
            written.extend(utf8_percent_encode(&masked, NOT_OF_PARTS));
        }
        written.push_str(&part[body.len()..]);
    }
    Ok(written)
}
