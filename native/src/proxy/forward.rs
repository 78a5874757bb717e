//! A request on its way to the upstream.

mod answer;
mod upgrade;

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use http_body::Body;
use hyper::body::Incoming;
use midflight_core::Timestamp;
use tokio::time::timeout;

use super::body::Upload;
use super::content;
use super::mask::asked::{self, Caller, Talk};
use super::mask::masks::Masks;
use super::observe::record::Record;
use super::observe::seen::Seen;
use super::outgoing::Outgoing;
use super::refusal::Refusal;
use super::requests::Open;
use super::{Shared, Upstream, headers, mask, recognise, route};

/// Answers a request. Nothing fails: what can't be passed on is refused.
pub(super) async fn handle(
    shared: Arc<Shared>,
    request: Request<Incoming>,
    open: Open,
) -> Result<Response<Outgoing>, Infallible> {
    let (mut head, body) = request.into_parts();
    let path = head.uri.path();
    let chosen = route::choose(&shared.config.upstreams, host(&head), path);
    let seen = Arc::new(Seen {
        upstream: Arc::from(chosen.map_or("", |(upstream, _)| upstream.name.as_str())),
        model: recognise::model(path).map(Arc::from),
        path: path.to_owned(),
    });
    let live = &shared.live;
    let mut record = Record::new(head.method.clone(), Arc::clone(&seen), live, open);
    if head.method == Method::CONNECT {
        return Ok(refuse(Refusal::Connect, &mut record));
    }
    if head.headers.get_all(header::HOST).iter().nth(1).is_some() {
        return Ok(refuse(Refusal::SeveralHosts, &mut record));
    }
    let Some((upstream, prefix)) = chosen else {
        return Ok(refuse(Refusal::NoUpstream, &mut record));
    };
    if is_foreign(&shared, upstream, host(&head)) {
        return Ok(refuse(Refusal::ForeignHost, &mut record));
    }
    let exchange = Exchange {
        shared: &shared,
        upstream,
        masks: Masks::of(&shared.config, upstream),
        seen,
    };
    match exchange.forward(&mut head, body, prefix, &mut record).await {
        Ok(passed) => Ok(exchange.answer(passed, record).await),
        Err(refusal) => Ok(refuse(refusal, &mut record)),
    }
}

fn refuse(refusal: Refusal, record: &mut Record) -> Response<Outgoing> {
    record.refused(refusal.status(), refusal.code());
    refusal.response()
}

/// Whether a page from elsewhere may be asking for what is this machine's own. Without TLS an upstream is one that most
/// often wants no key, and whose own look at `Host` ends here, since that is replaced.
fn is_foreign(shared: &Shared, upstream: &Upstream, host: &str) -> bool {
    let is_own = shared.config.listen.ip().is_loopback() && upstream.url.scheme() == "http";
    is_own && upstream.host.is_none() && !route::is_private(host)
}

/// HTTP/2 tells the host in its address, HTTP/1 in a header.
fn host(head: &Parts) -> &str {
    let header = || head.headers.get(header::HOST)?.to_str().ok();
    let authority = head.uri.authority().map(http::uri::Authority::as_str);
    authority.or_else(header).unwrap_or("")
}

/// One request and its answer.
struct Exchange<'s> {
    shared: &'s Arc<Shared>,
    upstream: &'s Upstream,
    masks: Masks,
    seen: Arc<Seen>,
}

/// An answer, and what is needed to pass it on.
enum Passed {
    Answer(reqwest::Response, Timestamp, Talk),
    Upgraded(Response<Outgoing>),
}

impl Exchange<'_> {
    async fn forward(
        &self,
        head: &mut Parts,
        body: Incoming,
        prefix: usize,
        record: &mut Record,
    ) -> Result<Passed, Refusal> {
        let is_plain = headers::is_plain(&head.headers);
        let is_for_websocket = headers::is_for_websocket(&head.headers) && body.is_end_stream();
        let (mut outgoing, caller) = self.request(head, prefix)?;
        let sent = self.shared.analysis.now();
        // In a box, as what reads a body is: it is large, and most requests pass as they come.
        if is_for_websocket {
            return Box::pin(self.upgrade(head, outgoing, sent, caller, record)).await;
        }
        let failure = Arc::new(OnceLock::new());
        let talk = if self.is_asked(&body)? {
            Box::pin(self.ask(&mut outgoing, is_plain, body, caller)).await?
        } else {
            self.upload(&mut outgoing, body, &failure);
            Talk::of(self.shared, caller, "")
        };
        let asked = self.shared.clients.of(self.upstream).execute(outgoing);
        let answer = self.answered(asked, &failure).await?;
        record.answered(answer.status());
        Ok(Passed::Answer(answer, sent, talk))
    }

    /// The request as the upstream is to get it, but for its body: its headers are moved. And who asks.
    fn request(
        &self,
        head: &mut Parts,
        prefix: usize,
    ) -> Result<(reqwest::Request, Option<Caller>), Refusal> {
        let asked = head.uri.path_and_query();
        let url = asked.and_then(|asked| route::target(self.upstream, asked, prefix));
        let url = url.ok_or(Refusal::BadPath)?;
        let mut headers = std::mem::take(&mut head.headers);
        if headers::is_coded(&headers) {
            return Err(Refusal::TransferCoding);
        }
        let (query, any) = (head.uri.query(), self.masks.any());
        let caller = Caller::of(self.shared, any, &self.upstream.name, &mut headers, query);
        headers::request(&mut headers);
        if self.masks.in_answers() {
            headers::ask_for_all(&mut headers);
        }
        let mut outgoing = reqwest::Request::new(head.method.clone(), url);
        *outgoing.headers_mut() = headers;
        Ok((outgoing, caller))
    }

    /// Whether a request's body is to be read here.
    fn is_asked(&self, body: &Incoming) -> Result<bool, Refusal> {
        if body.size_hint().lower() > self.shared.config.limits.body_bytes {
            return Err(Refusal::TooLarge);
        }
        let talks = || self.masks.in_answers() && recognise::wire(&self.seen.path).is_some();
        Ok(!body.is_end_stream() && (self.masks.in_requests() || talks()))
    }

    /// Lets a body pass as it comes.
    fn upload(
        &self,
        outgoing: &mut reqwest::Request,
        body: Incoming,
        failure: &Arc<OnceLock<Refusal>>,
    ) {
        if !body.is_end_stream() {
            let limits = &self.shared.config.limits;
            let upload = Upload::new(body, limits.idle, limits.body_bytes, Arc::clone(failure));
            *outgoing.body_mut() = Some(reqwest::Body::wrap(upload));
        }
    }

    /// Reads a body, which goes on masked where that is to be done.
    async fn ask(
        &self,
        outgoing: &mut reqwest::Request,
        is_plain: bool,
        body: Incoming,
        caller: Option<Caller>,
    ) -> Result<Talk, Refusal> {
        let body = asked::read(self.shared, body).await?;
        let json = std::str::from_utf8(&body).ok().filter(|_| is_plain);
        let talk = Talk::of(self.shared, caller, json.unwrap_or(""));
        let body = if !self.masks.in_requests() || body.is_empty() {
            talk.conversation.reserve(json.unwrap_or(""));
            body
        } else {
            self.masked(outgoing.headers_mut(), is_plain, body, &talk)
                .await?
        };
        *outgoing.body_mut() = Some(body.into());
        Ok(talk)
    }

    /// What a request says, masked.
    async fn masked(
        &self,
        headers: &mut HeaderMap,
        is_plain: bool,
        body: Bytes,
        talk: &Talk,
    ) -> Result<Bytes, Refusal> {
        let content = if is_plain {
            content::request::of(headers, &body)
        } else {
            Err(content::request::ContentError::Packed)
        };
        let content = content.map_err(|error| asked::refuse(&error))?;
        let (shared, kinds) = (self.shared, self.masks.requests);
        let masked = asked::mask(shared, kinds, talk, content, body.clone()).await?;
        if masked == body {
            return Ok(body);
        }
        if headers::signs_body(headers) {
            return Err(Refusal::SignedRequest);
        }
        mask::stream::forget_bytes(headers);
        Ok(masked.into())
    }

    /// The upstream's answer; a body that failed says why in `failure`.
    async fn answered(
        &self,
        asked: impl Future<Output = reqwest::Result<reqwest::Response>>,
        failure: &OnceLock<Refusal>,
    ) -> Result<reqwest::Response, Refusal> {
        let answered = self.in_time(asked).await;
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
