//! What a request wishes of its answer: pace and faults, in its query or in the header
//! `Midflight-Replay`.

use std::time::Duration;

use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::http::uri::{InvalidUri, Uri};
use serde::Deserialize;

use super::fault::{Fault, Kind};
use super::pace::Pace;

/// The header that says what the query says, for clients that can't change their addresses.
pub(super) const HEADER: &str = "midflight-replay";

/// Every wish.
const NAMES: [&str; 10] = [
    "tokens_per_second",
    "pace",
    "cut",
    "reset",
    "stall",
    "stall_ms",
    "garbage",
    "status",
    "stream",
    "retry",
];
/// The addresses whose queries hold nothing else; a provider's may.
const OWN: [&str; 3] = ["/stream/", "/sse/", "/ws/"];

/// A request's wishes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wishes {
    pub(super) pace: Option<Pace>,
    pub(super) faults: Vec<Fault>,
    /// The status to answer with in place of the stream.
    pub(super) status: Option<StatusCode>,
    /// The stream that an endpoint of a provider is to send.
    pub(super) stream: Option<String>,
    /// The `retry` field to send, in milliseconds.
    pub(super) retry: Option<u64>,
}

#[derive(Default, Deserialize)]
struct Written {
    tokens_per_second: Option<f64>,
    pace: Option<String>,
    cut: Option<u64>,
    reset: Option<u64>,
    stall: Option<u64>,
    stall_ms: Option<u64>,
    garbage: Option<u64>,
    status: Option<u16>,
    stream: Option<String>,
    retry: Option<u64>,
}

impl<S: Sync> FromRequestParts<S> for Wishes {
    type Rejection = (StatusCode, String);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(HEADER).map(|value| value.to_str());
        let uri = match header {
            Some(Ok(wishes)) => format!("/?{wishes}").parse(),
            Some(Err(_)) => "/?%".parse(),
            None => Ok(parts.uri.clone()),
        };
        let refusal = |why: String| (StatusCode::BAD_REQUEST, format!("{why}\n"));
        let uri: Uri = uri.map_err(|error: InvalidUri| refusal(error.to_string()))?;
        if header.is_some() || OWN.iter().any(|own| uri.path().starts_with(own)) {
            check_names(&uri).map_err(refusal)?;
        }
        Self::read(&uri).map_err(refusal)
    }
}

impl Wishes {
    fn read(uri: &Uri) -> Result<Self, String> {
        let Query(written) =
            Query::<Written>::try_from_uri(uri).map_err(|error| error.body_text())?;
        Ok(Self {
            pace: pace(&written)?,
            status: written.status.map(status).transpose()?,
            faults: faults(&written),
            stream: written.stream,
            retry: written.retry,
        })
    }
}

/// A wish that nobody knows would be left unheard.
fn check_names(uri: &Uri) -> Result<(), String> {
    let wishes = uri.query().unwrap_or("").split('&');
    let mut names = wishes.map(|wish| wish.split('=').next().unwrap_or(""));
    match names.find(|name| !name.is_empty() && !NAMES.contains(name)) {
        Some(name) => Err(format!(
            "no such wish: {name} (expected {})",
            NAMES.join(", ")
        )),
        None => Ok(()),
    }
}

fn pace(written: &Written) -> Result<Option<Pace>, String> {
    match (written.tokens_per_second, written.pace.as_deref()) {
        (Some(rate), None) if rate > 0.0 => Ok(Some(Pace::TokensPerSecond(rate))),
        (None, Some("recorded")) => Ok(Some(Pace::Recorded)),
        (None, Some("none")) => Ok(Some(Pace::Unpaced)),
        (None, None) => Ok(None),
        _ => Err("expected tokens_per_second above 0, or pace=recorded or pace=none".to_owned()),
    }
}

fn status(code: u16) -> Result<StatusCode, String> {
    let status = StatusCode::from_u16(code).ok().filter(|_| code >= 200);
    status.ok_or_else(|| format!("no status {code}, expected one from 200 to 999"))
}

/// In the order of their bytes.
fn faults(written: &Written) -> Vec<Fault> {
    let stall = match written.stall_ms {
        Some(milliseconds) => Kind::Stall(Duration::from_millis(milliseconds)),
        None => Kind::Stop,
    };
    let faults = [
        (written.cut, Kind::Cut),
        (written.reset, Kind::Reset),
        (written.stall, stall),
        (written.garbage, Kind::Garbage),
    ];
    let mut faults: Vec<Fault> = faults
        .into_iter()
        .filter_map(|(at, kind)| Some(Fault { at: at?, kind }))
        .collect();
    faults.sort_by_key(|fault| fault.at);
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_read_from_a_query() {
        let check = |query: &str, expected: Option<Wishes>| {
            let uri = format!("/sse/a?{query}").parse().unwrap();
            assert_eq!(Wishes::read(&uri).ok(), expected, "{query}");
        };
        let none = Wishes::default;
        let fault = |at, kind| vec![Fault { at, kind }];
        let pace = |pace| {
            Some(Wishes {
                pace: Some(pace),
                ..none()
            })
        };
        check("", Some(none()));
        check("other=1", Some(none()));
        check("tokens_per_second=2.5", pace(Pace::TokensPerSecond(2.5)));
        check("pace=recorded", pace(Pace::Recorded));
        check("pace=none", pace(Pace::Unpaced));
        check("tokens_per_second=0", None);
        check("tokens_per_second=1&pace=none", None);
        check(
            "cut=10",
            Some(Wishes {
                faults: fault(10, Kind::Cut),
                ..none()
            }),
        );
        check(
            "stall=7",
            Some(Wishes {
                faults: fault(7, Kind::Stop),
                ..none()
            }),
        );
        let stall = Kind::Stall(Duration::from_millis(5));
        check(
            "stall=7&stall_ms=5",
            Some(Wishes {
                faults: fault(7, stall),
                ..none()
            }),
        );
        let both = [fault(1, Kind::Garbage), fault(9, Kind::Reset)].concat();
        check(
            "reset=9&garbage=1",
            Some(Wishes {
                faults: both,
                ..none()
            }),
        );
        let status = Some(StatusCode::SERVICE_UNAVAILABLE);
        check("status=503", Some(Wishes { status, ..none() }));
        check("status=99", None);
        check("cut=-1", None);
    }
}
