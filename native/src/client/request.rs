//! What a client asks for, as often as it must.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use reqwest::Url;

use super::{ClientError, address};

/// A request that can be sent again: address, method, headers and body.
///
/// ```
/// use midflight::client::Request;
///
/// let request = Request::post("https://api.example/v1/chat/completions", r#"{"stream":true}"#)?
///     .header("authorization", "Bearer …")?;
/// assert_eq!(request.method(), "POST");
/// # Ok::<(), midflight::client::ClientError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Request {
    url: Url,
    /// Whether it was given as one of a WebSocket.
    websocket: bool,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
}

impl Request {
    /// A request without a body. A WebSocket's address may begin with `ws` or `wss`.
    ///
    /// # Errors
    ///
    /// [`ClientError::Request`] for what is no address.
    pub fn get(url: &str) -> Result<Self, ClientError> {
        Ok(Self {
            url: parse(url)?,
            websocket: is_of_websocket(url),
            method: Method::GET,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        })
    }

    /// A request with a JSON body.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub fn post(url: &str, body: impl Into<Bytes>) -> Result<Self, ClientError> {
        let mut request = Self::get(url)?;
        request.method = Method::POST;
        request.body = body.into();
        let json = HeaderValue::from_static("application/json");
        request.headers.insert(header::CONTENT_TYPE, json);
        Ok(request)
    }

    /// The same request with another method.
    ///
    /// # Errors
    ///
    /// [`ClientError::Request`] for what is no method.
    pub fn with_method(mut self, method: &str) -> Result<Self, ClientError> {
        let wrong = |_| ClientError::Request(format!("{method:?} is no method"));
        self.method = Method::from_bytes(method.as_bytes()).map_err(wrong)?;
        Ok(self)
    }

    /// The same request with a header, in place of one of that name. Its value is not shown where
    /// requests are told.
    ///
    /// # Errors
    ///
    /// [`ClientError::Request`] for what can't be a header.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, ClientError> {
        let wrong = || ClientError::Request(format!("{name:?} can't be a header with that value"));
        let name_ = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        let mut value = HeaderValue::from_str(value).map_err(|_| wrong())?;
        value.set_sensitive(true);
        self.headers.insert(name_, value);
        Ok(self)
    }

    /// The address.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The address as errors tell it: a WebSocket's with the scheme that was given, and without secrets.
    pub(super) fn shown(&self) -> String {
        let shown = address::shown(&self.url);
        match shown.strip_prefix("http") {
            Some(rest) if self.websocket => format!("ws{rest}"),
            _ => shown,
        }
    }

    /// Whether it goes to this machine itself, which the proxies that the environment names need not see.
    pub fn is_of_this_machine(&self) -> bool {
        address::is_of_this_machine(&self.url)
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The body, sent first over a WebSocket.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether sending it twice does no more than sending it once (RFC 9110, 9.2.2).
    pub(super) fn is_idempotent(&self) -> bool {
        self.method.is_idempotent()
    }

    /// The request for reqwest, of which each attempt needs one.
    pub(super) fn build(&self) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        request.headers_mut().clone_from(&self.headers);
        if !self.body.is_empty() {
            *request.body_mut() = Some(self.body.clone().into());
        }
        request
    }
}

fn is_of_websocket(url: &str) -> bool {
    url.starts_with("ws://") || url.starts_with("wss://")
}

/// The address, with a WebSocket's scheme as the HTTP that it begins with.
fn parse(url: &str) -> Result<Url, ClientError> {
    let http = match url.split_once("://") {
        Some(("ws", rest)) => format!("http://{rest}"),
        Some(("wss", rest)) => format!("https://{rest}"),
        _ => url.to_owned(),
    };
    let wrong = |why: &dyn std::fmt::Display| {
        ClientError::Request(format!("{}: {why}", address::shown_text(url)))
    };
    let expected = "expected http, https, ws or wss, ://, a host and a path";
    let parsed = Url::parse(&http).map_err(|error| wrong(&format_args!("{expected} ({error})")))?;
    match parsed.scheme() {
        "http" | "https" => Ok(parsed),
        _ => Err(wrong(&expected)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        let check = |url: &str, expected: Option<&str>| {
            let request = Request::get(url).ok();
            assert_eq!(request.as_ref().map(Request::url), expected, "{url}");
        };
        check("https://a.example/b?c", Some("https://a.example/b?c"));
        check("ws://a.example/b", Some("http://a.example/b"));
        check("wss://a.example", Some("https://a.example/"));
        check("ftp://a.example/", None);
        check("a.example", None);
        check("", None);
    }

    #[test]
    fn errors_tell_what_was_expected_and_an_address_as_it_was_given() {
        for wrong in [
            "a.example",
            "127.0.0.1:80/x",
            "localhost:80",
            "ftp://a.example/",
            "",
        ] {
            let told = Request::get(wrong).unwrap_err().to_string();
            let expected = "expected http, https, ws or wss, ://, a host and a path";
            assert!(told.starts_with(&format!("{wrong}: {expected}")), "{told}");
        }
        for given in [
            "ws://a.example/b",
            "wss://a.example/b",
            "http://a.example/b",
            "https://a.example/",
        ] {
            assert_eq!(Request::get(given).unwrap().shown(), given);
        }
    }

    #[test]
    fn a_secret_is_not_told() {
        let request = Request::get("http://a.example").unwrap();
        let request = request.header("authorization", "Bearer secret-1").unwrap();
        assert!(!format!("{request:?}").contains("secret-1"));
        assert!(request.header("x", "line\nfeed").is_err());
    }
}
