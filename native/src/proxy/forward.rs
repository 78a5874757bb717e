//! A request on its way to the upstream.

mod answer;
mod upgrade;

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use http_body::Body;
use hyper::body::Incoming;
use midflight_core::Timestamp;
use tokio::time::timeout;

use super::body::Upload;
use super::content;
use super::mask::asked::{self, Talk};
use super::mask::conversations::Owner;
use super::mask::masks::Masks;
use super::observe::record::Record;
use super::observe::seen::Seen;
use super::outgoing::Outgoing;
use super::refusal::Refusal;
use super::requests::Open;
use super::{Shared, Upstream, headers, local, mask, recognise, route};

/// Answers a request. Nothing fails: what can't be passed on is refused.
pub(super) async fn handle(
    shared: Arc<Shared>,
    request: Request<Incoming>,
    open: Open,
) -> Response<Outgoing> {
    let path = request.uri().path().to_owned();
    let host = host(&request).to_owned();
    let chosen = route::choose(&shared.config.upstreams, &host, &path);
    let seen = Seen {
        upstream: Arc::from(chosen.map_or("", |(upstream, _)| upstream.name.as_str())),
        model: recognise::model(&path).map(Arc::from),
        path: path.clone(),
    };
    let mut record = Record::new(request.method().clone(), seen.clone(), &shared.live, open);
    if request.method() == Method::CONNECT {
        return refuse(Refusal::Connect, &mut record);
    }
    if !local::admits(&shared.config, &host, request.headers()) {
        return refuse(Refusal::ForeignHost, &mut record);
    }
    let Some((upstream, prefix)) = chosen else {
        return refuse(Refusal::NoUpstream, &mut record);
    };
    let exchange = Exchange {
        shared: &shared,
        upstream,
        masks: Masks::of(&shared.config, upstream),
        seen,
    };
    match exchange.forward(request, prefix, &mut record).await {
        Ok(passed) => exchange.answer(passed, record).await,
        Err(refusal) => refuse(refusal, &mut record),
    }
}

fn refuse(refusal: Refusal, record: &mut Record) -> Response<Outgoing> {
    record.refused(refusal.status(), refusal.code());
    refusal.response()
}

/// HTTP/2 tells the host in its address, HTTP/1 in a header.
fn host(request: &Request<Incoming>) -> &str {
    let header = || request.headers().get(header::HOST)?.to_str().ok();
    let authority = request.uri().authority().map(http::uri::Authority::as_str);
    authority.or_else(header).unwrap_or("")
}

/// One request and its answer.
struct Exchange<'s> {
    shared: &'s Arc<Shared>,
    upstream: &'s Upstream,
    masks: Masks,
    seen: Seen,
}

/// An answer, and what is needed to pass it on.
enum Passed {
    Answer(reqwest::Response, Timestamp, Talk),
    Upgraded(Response<Outgoing>),
}

impl Exchange<'_> {
    async fn forward(
        &self,
        mut request: Request<Incoming>,
        prefix: usize,
        record: &mut Record,
    ) -> Result<Passed, Refusal> {
        let given = asked::given(request.headers_mut());
        let asked = request.uri().path_and_query().ok_or(Refusal::BadPath)?;
        let upstream = self.upstream.name.as_str();
        let conversations = &self.shared.conversations;
        let owner = conversations.owner(upstream, request.headers(), asked.query());
        let outgoing = self.request(&request, asked, prefix)?;
        let sent = self.shared.analysis.now();
        if headers::is_for_websocket(request.headers()) && request.body().is_end_stream() {
            let wire = self.socket_wire()?;
            let talk = Talk::of(self.shared, owner, given, "");
            let answer = self.ask_for_upgrade(outgoing).await?;
            record.answered(answer.status());
            if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
                return Ok(Passed::Answer(answer, sent, talk));
            }
            // It has become something that nobody asked for.
            if !headers::is_for_websocket(answer.headers()) {
                return Err(Refusal::Unreachable);
            }
            let upgrading = hyper::upgrade::on(&mut request);
            let joined = self.join(answer, upgrading, wire, sent, talk);
            return Ok(Passed::Upgraded(joined));
        }
        let (outgoing, talk, failure) = self.with_body(outgoing, request, owner, given).await?;
        let answer = self.send(outgoing, &failure).await?;
        record.answered(answer.status());
        Ok(Passed::Answer(answer, sent, talk))
    }

    /// The request as the upstream is to get it, but for its body.
    fn request(
        &self,
        request: &Request<Incoming>,
        asked: &PathAndQuery,
        prefix: usize,
    ) -> Result<reqwest::Request, Refusal> {
        let url = route::target(self.upstream, asked, prefix).ok_or(Refusal::BadPath)?;
        if headers::is_coded(request.headers()) {
            return Err(Refusal::TransferCoding);
        }
        let mut outgoing = reqwest::Request::new(request.method().clone(), url);
        let mut end_to_end = request.headers().clone();
        headers::request(&mut end_to_end);
        if self.masks.in_answers() {
            headers::ask_for_all(&mut end_to_end);
        }
        *outgoing.headers_mut() = end_to_end;
        Ok(outgoing)
    }

    /// The request with its body, which passes as it comes unless it is to be read here.
    async fn with_body(
        &self,
        mut outgoing: reqwest::Request,
        request: Request<Incoming>,
        owner: Owner,
        given: Option<String>,
    ) -> Result<(reqwest::Request, Talk, Arc<OnceLock<Refusal>>), Refusal> {
        let limits = &self.shared.config.limits;
        let plain = headers::is_plain(request.headers());
        let body = request.into_body();
        if body.size_hint().lower() > limits.body_bytes {
            return Err(Refusal::TooLarge);
        }
        let failure = Arc::new(OnceLock::new());
        let talks = self.masks.in_answers() && recognise::wire(&self.seen.path).is_some();
        if body.is_end_stream() {
            let talk = Talk::of(self.shared, owner, given, "");
            return Ok((outgoing, talk, failure));
        }
        if !talks && !self.masks.in_requests() {
            let told = Arc::clone(&failure);
            let upload = Upload::new(body, limits.idle, limits.body_bytes, told);
            *outgoing.body_mut() = Some(reqwest::Body::wrap(upload));
            let talk = Talk::of(self.shared, owner, given, "");
            return Ok((outgoing, talk, failure));
        }
        let whole = asked::read(self.shared, body).await?;
        let (body, talk) = self
            .ask(outgoing.headers_mut(), plain, whole, owner, given)
            .await?;
        *outgoing.body_mut() = Some(body.into());
        Ok((outgoing, talk, failure))
    }

    /// The body as it goes on, masked where that is to be done.
    async fn ask(
        &self,
        headers: &mut HeaderMap,
        plain: bool,
        body: Bytes,
        owner: Owner,
        given: Option<String>,
    ) -> Result<(Bytes, Talk), Refusal> {
        let json = std::str::from_utf8(&body).ok().filter(|_| plain);
        let talk = Talk::of(self.shared, owner, given, json.unwrap_or(""));
        if !self.masks.in_requests() || body.is_empty() {
            talk.conversation.reserve(json.unwrap_or(""));
            return Ok((body, talk));
        }
        let content = if plain {
            content::request::of(headers, &body)
        } else {
            Err(content::request::ContentError::Packed)
        };
        let content = content.map_err(|error| asked::refuse(&error))?;
        let masked = asked::mask(
            self.shared,
            self.masks.requests,
            &talk,
            content,
            body.clone(),
        )
        .await?;
        if masked == body {
            return Ok((body, talk));
        }
        if headers::signs_body(headers) {
            return Err(Refusal::SignedRequest);
        }
        mask::stream::forget_bytes(headers);
        Ok((masked.into(), talk))
    }

    async fn send(
        &self,
        outgoing: reqwest::Request,
        failure: &OnceLock<Refusal>,
    ) -> Result<reqwest::Response, Refusal> {
        let client = self.shared.clients.of(self.upstream);
        let answered = self.in_time(client.execute(outgoing)).await;
        let answer = answered.map_err(|refusal| *failure.get().unwrap_or(&refusal))?;
        // Nobody asked it to become something else.
        if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
            return Err(Refusal::Unreachable);
        }
        if headers::is_coded(answer.headers()) {
            return Err(Refusal::AnswerCoding);
        }
        Ok(answer)
    }

    /// Waits for the head of an answer.
    async fn in_time(
        &self,
        answer: impl Future<Output = reqwest::Result<reqwest::Response>>,
    ) -> Result<reqwest::Response, Refusal> {
        let limit = self.shared.config.limits.first_byte;
        let answered = timeout(limit, answer).await.map_err(|_| Refusal::Late)?;
        answered.map_err(|error| {
            let error = error.without_url();
            let upstream = self.upstream.name.as_str();
            tracing::warn!(upstream, error = crate::client::chain(&error), "no answer");
            if error.is_timeout() {
                Refusal::Late
            } else {
                Refusal::Unreachable
            }
        })
    }
}
