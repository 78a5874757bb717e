//! How a WebSocket begins (RFC 6455, 4), over a connection of reqwest's.

use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use reqwest::Response;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::{ClientError, address};

/// Turns a request into the one that asks for a WebSocket.
pub(super) fn ask(request: &mut reqwest::Request, key: &str) {
    *request.method_mut() = Method::GET;
    *request.body_mut() = None;
    *request.version_mut() = Version::HTTP_11;
    let headers = request.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    let fixed = [
        (header::CONNECTION, "Upgrade"),
        (header::UPGRADE, "websocket"),
        (header::SEC_WEBSOCKET_VERSION, "13"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(key) = HeaderValue::from_str(key) {
        headers.insert(header::SEC_WEBSOCKET_KEY, key);
    }
}

/// The response where the server has agreed to what it was asked for.
pub(super) fn agreed(response: Response, key: &str) -> Result<Response, ClientError> {
    let headers = response.headers();
    let fault = if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        format!("no WebSocket (status {})", response.status())
    } else if !has(
        headers,
        header::SEC_WEBSOCKET_ACCEPT,
        &derive_accept_key(key.as_bytes()),
    ) {
        "a WebSocket with a wrong Sec-WebSocket-Accept".to_owned()
    } else if headers.contains_key(header::SEC_WEBSOCKET_EXTENSIONS) {
        "a WebSocket with extensions that nobody asked for".to_owned()
    } else {
        return Ok(response);
    };
    Err(ClientError::ContentType {
        url: address::shown(response.url()),
        found: fault,
        expected: "a WebSocket",
    })
}

fn has(headers: &HeaderMap, name: header::HeaderName, value: &str) -> bool {
    headers.get(name).is_some_and(|found| found == value)
}
