//! What the proxy answers in place of the upstream.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};

use super::outgoing::{BodyError, Outgoing};

/// Why a request was not passed on, or its answer not passed back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NoUpstream,
    SeveralHosts,
    ForeignHost,
    BadPath,
    TooLarge,
    Unreachable,
    Late,
    Unmaskable,
    UnmaskableRequest,
    SignedRequest,
    Unfinished,
    NoUpgrade,
    TransferCoding,
    AnswerCoding,
    Connect,
}

impl Refusal {
    /// The status that it is answered with.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::NoUpstream => StatusCode::NOT_FOUND,
            Self::ForeignHost => StatusCode::FORBIDDEN,
            Self::BadPath | Self::SeveralHosts | Self::Unfinished => StatusCode::BAD_REQUEST,
            Self::UnmaskableRequest => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::SignedRequest => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreachable | Self::Unmaskable | Self::AnswerCoding => StatusCode::BAD_GATEWAY,
            Self::Late => StatusCode::GATEWAY_TIMEOUT,
            Self::NoUpgrade | Self::TransferCoding | Self::Connect => StatusCode::NOT_IMPLEMENTED,
        }
    }

    /// A word for programs.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NoUpstream => "no_upstream",
            Self::SeveralHosts => "several_hosts",
            Self::ForeignHost => "foreign_host",
            Self::BadPath => "bad_path",
            Self::TooLarge => "request_too_large",
            Self::Unreachable => "upstream_unreachable",
            Self::Late => "upstream_late",
            Self::Unmaskable => "unmaskable_answer",
            Self::UnmaskableRequest => "unmaskable_request",
            Self::SignedRequest => "signed_request",
            Self::Unfinished => "unfinished_request",
            Self::NoUpgrade => "unmaskable_upgrade",
            Self::TransferCoding => "transfer_coding",
            Self::AnswerCoding => "answer_transfer_coding",
            Self::Connect => "connect",
        }
    }

    /// The reason for a person.
    fn message(self) -> &'static str {
        match self {
            Self::NoUpstream => "no upstream is configured for this host and path",
            Self::SeveralHosts => "the request has more than one Host (RFC 9112, section 3.2)",
            Self::ForeignHost => {
                "this upstream is for this machine alone, asked by an address or by localhost: name another host \
                 in the configuration (`host` of the upstream)"
            }
            Self::BadPath => "the path leaves the upstream's",
            Self::TooLarge => "the request's body is larger than the proxy allows",
            Self::Unreachable => "the upstream could not be reached or broke off",
            Self::Late => "the upstream did not answer in time",
            Self::Unmaskable => {
                "the answer can't be masked or turned back, and so it is not passed on"
            }
            Self::UnmaskableRequest => {
                "the request's body can't be masked, and so it is not passed on: expected JSON, text or a form \
                 of these, not packed"
            }
            Self::SignedRequest => {
                "the request's body is signed (AWS Signature Version 4) and holds what is to be masked: sign \
                 without the body (UNSIGNED-PAYLOAD), use a bearer token, or leave requests unmasked"
            }
            Self::Unfinished => "the request's body broke off or took too long",
            Self::NoUpgrade => "what goes over this connection can't be masked",
            Self::Connect => "tunnels are not opened (CONNECT)",
            Self::TransferCoding => {
                "the request's body comes in a transfer coding other than chunked"
            }
            Self::AnswerCoding => {
                "the answer comes in a transfer coding other than chunked, which nobody asked for"
            }
        }
    }

    /// The answer, in the form of error that official clients understand.
    pub(super) fn response(self) -> Response<Outgoing> {
        self.saying(self.message())
    }

    /// The same with what is wrong.
    pub(super) fn response_because(self, why: BodyError) -> Response<Outgoing> {
        self.saying(&format!("{}: {why}", self.message()))
    }

    fn saying(self, message: &str) -> Response<Outgoing> {
        let error = serde_json::json!({"type": "error", "error": {"type": "midflight",
            "code": self.code(), "message": format!("midflight: {message}")}});
        let body = Full::new(Bytes::from(error.to_string()));
        let mut response = Response::new(body.map_err(|never| match never {}).boxed_unsync());
        *response.status_mut() = self.status();
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response
    }
}
