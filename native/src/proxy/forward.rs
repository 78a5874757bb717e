//! A request on its way to the upstream, and the answer on its way back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::response::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Version, header};
use http_body::Body;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use midflight_core::{Timestamp, Wire};
use tokio::time::timeout;

use super::analysis::{Form, Tap};
use super::answers::Changes;
use super::asked::{self, Talk};
use super::body::{Download, Outgoing, Upload};
use super::conversations::Owner;
use super::recognise::{self, Answer, answer};
use super::record::Record;
use super::refusal::Refusal;
use super::seen::Seen;
use super::{
    Shared, Upstream, content, headers, masked, masked_socket, masked_whole, route, tunnel,
};

/// Answers a request. Nothing fails: what can't be passed on is refused.
pub(super) async fn handle(shared: Arc<Shared>, request: Request<Incoming>) -> Response<Outgoing> {
    let path = request.uri().path().to_owned();
    let host = host(&request).to_owned();
    let Some((upstream, prefix)) = route::choose(&shared.config.upstreams, &host, &path) else {
        return Refusal::NoUpstream.response();
    };
    let seen = Seen {
        upstream: Arc::from(upstream.name.as_str()),
        model: recognise::model(&path).map(Arc::from),
        path: path.clone(),
    };
    let mut record = Record::new(request.method().clone(), seen.clone(), &shared.live);
    let exchange = Exchange {
        shared: &shared,
        upstream,
        seen,
    };
    match exchange.forward(request, prefix, &mut record).await {
        Ok(passed) => exchange.answer(passed, record).await,
        Err(refusal) => {
            record.refused(refusal.status(), refusal.code());
            refusal.response()
        }
    }
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
        if let Some(protocol) = headers::upgrade(request.headers()) {
            let wire = self.socket_wire();
            let changes = self.shared.masks() || self.shared.masks_requests();
            if changes && wire != masked_socket::WIRE {
                return Err(Refusal::NoUpgrade);
            }
            let talk = Talk::of(self.shared, owner, given, "");
            let answer = self.ask_for_upgrade(outgoing, protocol).await?;
            record.answered(answer.status());
            if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
                return Ok(Passed::Answer(answer, sent, talk));
            }
            let changes = changes.then(|| Changes::of_connection(self.shared, talk));
            let upgrading = hyper::upgrade::on(&mut request);
            let joined = self.join(answer, upgrading, wire, sent, changes);
            return Ok(Passed::Upgraded(joined));
        }
        let (outgoing, talk, too_large) = self.with_body(outgoing, request, owner, given).await?;
        let answer = self.send(outgoing, &too_large).await?;
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
        let mut outgoing = reqwest::Request::new(request.method().clone(), url);
        let mut end_to_end = request.headers().clone();
        headers::request(&mut end_to_end);
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
    ) -> Result<(reqwest::Request, Talk, Arc<AtomicBool>), Refusal> {
        let limits = &self.shared.config.limits;
        let body = request.into_body();
        if body.size_hint().lower() > limits.body_bytes {
            return Err(Refusal::TooLarge);
        }
        let too_large = Arc::new(AtomicBool::new(false));
        let talks = self.shared.masks() && recognise::wire(&self.seen.path).is_some();
        if body.is_end_stream() {
            let talk = Talk::of(self.shared, owner, given, "");
            return Ok((outgoing, talk, too_large));
        }
        if !talks && !self.shared.masks_requests() {
            let told = Arc::clone(&too_large);
            let upload = Upload::new(body, limits.idle, limits.body_bytes, told);
            *outgoing.body_mut() = Some(reqwest::Body::wrap(upload));
            let talk = Talk::of(self.shared, owner, given, "");
            return Ok((outgoing, talk, too_large));
        }
        let whole = asked::read(self.shared, body).await?;
        let (body, talk) = self
            .ask(outgoing.headers_mut(), whole, owner, given)
            .await?;
        *outgoing.body_mut() = Some(body.into());
        Ok((outgoing, talk, too_large))
    }

    /// The body as it goes on, masked where that is to be done.
    async fn ask(
        &self,
        headers: &mut HeaderMap,
        body: Bytes,
        owner: Owner,
        given: Option<String>,
    ) -> Result<(Bytes, Talk), Refusal> {
        let plain = headers::is_plain(headers);
        let json = std::str::from_utf8(&body).ok().filter(|_| plain);
        let talk = Talk::of(self.shared, owner, given, json.unwrap_or(""));
        if !self.shared.masks_requests() || body.is_empty() {
            talk.conversation.reserve(json.unwrap_or(""));
            return Ok((body, talk));
        }
        let content = content::of(headers, &body).map_err(|error| asked::refuse(&error))?;
        let masked = asked::mask(self.shared, &talk, content, body.clone()).await?;
        if masked == body {
            return Ok((body, talk));
        }
        if headers::signs_body(headers) {
            return Err(Refusal::SignedRequest);
        }
        masked::forget_bytes(headers);
        Ok((masked.into(), talk))
    }

    async fn send(
        &self,
        outgoing: reqwest::Request,
        too_large: &AtomicBool,
    ) -> Result<reqwest::Response, Refusal> {
        let client = self.shared.clients.of(self.upstream);
        let answered = self.in_time(client.execute(outgoing)).await;
        let exceeded = too_large.load(Ordering::Relaxed);
        answered.map_err(|refusal| if exceeded { Refusal::TooLarge } else { refusal })
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

    async fn ask_for_upgrade(
        &self,
        mut outgoing: reqwest::Request,
        protocol: HeaderValue,
    ) -> Result<reqwest::Response, Refusal> {
        *outgoing.version_mut() = Version::HTTP_11;
        headers::set_upgrade(outgoing.headers_mut(), protocol);
        // What is compressed could not be read on its way.
        outgoing
            .headers_mut()
            .remove(header::SEC_WEBSOCKET_EXTENSIONS);
        self.in_time(self.shared.clients.http1.execute(outgoing))
            .await
    }

    /// What a WebSocket at this path speaks.
    fn socket_wire(&self) -> Wire {
        match self.upstream.wire {
            Wire::Auto => recognise::wire(&self.seen.path).unwrap_or(Wire::Auto),
            wire => wire,
        }
    }

    fn join(
        &self,
        answer: reqwest::Response,
        upgrading: hyper::upgrade::OnUpgrade,
        wire: Wire,
        sent: Timestamp,
        changes: Option<Changes>,
    ) -> Response<Outgoing> {
        let (shared, seen) = (Arc::clone(self.shared), self.seen.clone());
        let head = tunnel::head(&answer);
        if let Some(changes) = changes {
            let tap = shared
                .analysis
                .tap(seen, Form::Body(masked_socket::WIRE), sent);
            let join =
                async move { masked_socket::join(&shared, answer, upgrading, changes, tap).await };
            return tunnel::open(self.shared, head, join);
        }
        let taps = [Form::FromServer(wire), Form::FromClient(wire)];
        let taps = taps.map(|form| self.shared.analysis.tap(seen.clone(), form, sent));
        let join = tunnel::join(answer, upgrading, taps, self.shared.config.limits.idle);
        tunnel::open(self.shared, head, join)
    }

    async fn answer(&self, passed: Passed, mut record: Record) -> Response<Outgoing> {
        let (answer, sent, talk) = match passed {
            Passed::Answer(answer, sent, talk) => (answer, sent, talk),
            Passed::Upgraded(response) => {
                record.whole();
                return response;
            }
        };
        let (mut head, body) = Response::<reqwest::Body>::from(answer).into_parts();
        headers::end_to_end(&mut head.headers);
        head.version = Version::HTTP_11;
        let mut what = self.recognise(&head.headers);
        let seen = self.seen.asking(talk.model.as_ref());
        if let Some(changes) = Changes::of(self.shared, talk) {
            if changes.restores() && what == Answer::Other && headers::is_json(&head.headers) {
                what = Answer::Whole;
            }
            if what == Answer::Other {
                what = recognise::plain_text(&head.headers);
            }
            if what != Answer::Other {
                let tap = self.tap(seen, what, sent);
                return self.change(head, body, what, tap, changes, record).await;
            }
        }
        let tap = self.tap(seen, what, sent);
        let body = Download::new(body, self.shared.config.limits.idle, tap, record);
        Response::from_parts(head, body.boxed_unsync())
    }

    /// The answer, masked or turned back; refused where that can't be done.
    async fn change(
        &self,
        head: Parts,
        body: reqwest::Body,
        what: Answer,
        tap: Option<Tap>,
        changes: Changes,
        mut record: Record,
    ) -> Response<Outgoing> {
        let shared = self.shared;
        match (what, tap) {
            (Answer::Stream(wire), Some(tap)) => {
                masked::answer(shared, head, body, wire, changes, tap, record)
            }
            (Answer::Whole, _) => match masked_whole::read(shared, body, &changes).await {
                Ok(json) => masked_whole::answer(shared, head, json, record),
                Err(error) => {
                    record.broken(&error);
                    unmaskable(record)
                }
            },
            _ => unmaskable(record),
        }
    }

    fn recognise(&self, headers: &HeaderMap) -> Answer {
        answer(headers, &self.seen.path, self.upstream.wire)
    }

    /// Where the answer's bytes are analysed.
    fn tap(&self, seen: Seen, what: Answer, sent: Timestamp) -> Option<Tap> {
        match what {
            Answer::Stream(wire) => {
                let form = Form::Body(wire);
                Some(self.shared.analysis.tap(seen, form, sent))
            }
            Answer::Packed => {
                self.shared.live.metrics.unread.inc();
                None
            }
            Answer::Whole | Answer::Other => None,
        }
    }
}

fn unmaskable(mut record: Record) -> Response<Outgoing> {
    let refusal = Refusal::Unmaskable;
    record.refused(refusal.status(), refusal.code());
    refusal.response()
}
