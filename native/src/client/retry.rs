//! What is worth another attempt.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

use super::{ClientError, Request};

/// Whether the same request may succeed later, and how long the server asks to wait. What the
/// server understood and refused is not asked for again, and neither is what it may have begun to
/// do where doing it twice matters.
pub(super) fn wait(error: &ClientError, request: &Request) -> Option<Duration> {
    match error {
        ClientError::Status {
            status,
            retry_after,
            ..
        } => is_passing(*status).then(|| retry_after.unwrap_or_default()),
        ClientError::Http(error) => {
            let sent = !error.is_connect();
            let passing = !is_final(error) && (!sent || request.is_idempotent());
            passing.then_some(Duration::ZERO)
        }
        ClientError::Timeout { .. } => request.is_idempotent().then_some(Duration::ZERO),
        _ => None,
    }
}

/// The statuses with which servers say that it is not the request's fault. 529 is Anthropic's
/// word for overloaded.
fn is_passing(status: StatusCode) -> bool {
    matches!(
        status.as_u16(),
        408 | 425 | 429 | 500 | 502 | 503 | 504 | 520..=524 | 529
    )
}

/// Requests that can't be sent, redirects without end, and certificates that will be as wrong the
/// next time.
fn is_final(error: &reqwest::Error) -> bool {
    let is_tls = |error: &(dyn std::error::Error + 'static)| {
        let io = error.downcast_ref::<std::io::Error>();
        let inner = io.and_then(|io| io.get_ref()?.downcast_ref::<rustls::Error>());
        error.is::<rustls::Error>() || inner.is_some()
    };
    let first = std::error::Error::source(error);
    let mut causes = std::iter::successors(first, |error| error.source());
    error.is_builder() || error.is_redirect() || causes.any(is_tls)
}

/// How long a server asks to wait: `Retry-After` in seconds or until a date, or `retry-after-ms` as OpenAI has it.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    let milliseconds = number("retry-after-ms").map(|number| number / 1000.0);
    let seconds = milliseconds.or_else(|| number(header::RETRY_AFTER.as_str()));
    match seconds {
        Some(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        None => until(headers),
    }
}

/// How long it is until the date in `Retry-After`, by the server's own clock where it tells that.
fn until(headers: &HeaderMap) -> Option<Duration> {
    let date = |name: header::HeaderName| {
        let text = headers.get(name)?.to_str().ok()?;
        httpdate::parse_http_date(text.trim()).ok()
    };
    let then = date(header::RETRY_AFTER)?;
    let now = date(header::DATE).unwrap_or_else(SystemTime::now);
    Some(then.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, retry_after: Option<u64>) -> ClientError {
        ClientError::Status {
            url: String::new(),
            status: StatusCode::from_u16(status).unwrap(),
            body: String::new(),
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    #[test]
    fn what_cannot_succeed_is_not_tried_again() {
        let request = Request::post("http://a.example", "{}").unwrap();
        let check = |status, retry_after, expected: Option<u64>| {
            let waited = wait(&refusal(status, retry_after), &request);
            assert_eq!(waited, expected.map(Duration::from_secs), "{status}");
        };
        for status in [408, 425, 429, 500, 502, 503, 504, 524, 529] {
            check(status, None, Some(0));
        }
        for status in [
            301, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 501, 505,
        ] {
            check(status, None, None);
        }
        check(429, Some(3), Some(3));
        check(404, Some(3), None);
    }

    #[test]
    fn a_request_that_may_have_been_read_is_sent_again_only_where_that_does_no_harm() {
        let timeout = || ClientError::Timeout {
            url: String::new(),
            phase: crate::client::Phase::FirstByte,
            limit: Duration::ZERO,
        };
        let get = Request::get("http://a.example").unwrap();
        assert_eq!(wait(&timeout(), &get), Some(Duration::ZERO));
        let post = Request::post("http://a.example", "{}").unwrap();
        assert_eq!(wait(&timeout(), &post), None);
    }

    #[test]
    fn servers_say_how_long_to_wait() {
        let check = |name: &'static str, value: &str, expected: Option<u64>| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            let expected = expected.map(Duration::from_millis);
            assert_eq!(retry_after(&headers), expected, "{name}: {value}");
        };
        check("retry-after", "2", Some(2000));
        check("retry-after", " 0.5 ", Some(500));
        check("retry-after-ms", "250", Some(250));
        check("retry-after", "-1", None);
        check("retry-after", "soon", None);
        // Of a date that is over nothing is left.
        check("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT", Some(0));
        check("other", "2", None);
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn a_date_counts_from_the_servers_own() {
        let check = |date: &str, then: &str, expected: u64| {
            let mut headers = HeaderMap::new();
            headers.insert(header::DATE, date.parse().unwrap());
            headers.insert(header::RETRY_AFTER, then.parse().unwrap());
            let expected = Some(Duration::from_secs(expected));
            assert_eq!(retry_after(&headers), expected, "{date}: {then}");
        };
        let then = "Tue, 03 Mar 2015 10:00:09 GMT";
        check("Tue, 03 Mar 2015 10:00:02 GMT", then, 7);
        check("Tue, 03 Mar 2015 10:00:09 GMT", then, 0);
        check("Tue, 03 Mar 2015 11:00:00 GMT", then, 0);
    }
}
