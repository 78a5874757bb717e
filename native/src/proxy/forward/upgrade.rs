//! A request to become a WebSocket.

use std::sync::Arc;

use http::request::Parts;
use http::{Request, Response, StatusCode, Version, header};
use hyper::upgrade::OnUpgrade;
use midflight_core::{Timestamp, Wire};

use super::{Exchange, Passed};
use crate::proxy::mask::answers::Changes;
use crate::proxy::mask::asked::{Caller, Talk};
use crate::proxy::observe::analysis::Form;
use crate::proxy::observe::record::Record;
use crate::proxy::outgoing::Outgoing;
use crate::proxy::refusal::Refusal;
use crate::proxy::{headers, mask, recognise, tunnel};

impl Exchange<'_> {
    /// Asks the upstream to become one.
    pub(super) async fn upgrade(
        &self,
        head: &mut Parts,
        outgoing: reqwest::Request,
        sent: Timestamp,
        caller: Option<Caller>,
        record: &mut Record,
    ) -> Result<Passed, Refusal> {
        let wire = self.socket_wire()?;
        let talk = Talk::of(self.shared, caller, "");
        let answer = self.ask_for_upgrade(outgoing).await?;
        record.answered(answer.status());
        if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Ok(Passed::Answer(answer, sent, talk));
        }
        // It has become something that nobody asked for.
        if !headers::is_for_websocket(answer.headers()) {
            return Err(Refusal::Unreachable);
        }
        let mut request = Request::new(());
        *request.extensions_mut() = std::mem::take(&mut head.extensions);
        let upgrading = hyper::upgrade::on(request);
        let joined = self.join(answer, upgrading, wire, sent, talk);
        Ok(Passed::Upgraded(joined))
    }

    /// The upstream's answer to that.
    async fn ask_for_upgrade(
        &self,
        mut outgoing: reqwest::Request,
    ) -> Result<reqwest::Response, Refusal> {
        *outgoing.version_mut() = Version::HTTP_11;
        headers::set_upgrade(outgoing.headers_mut());
        // What is compressed could not be read on its way.
        outgoing
            .headers_mut()
            .remove(header::SEC_WEBSOCKET_EXTENSIONS);
        self.in_time(self.shared.clients.http1(self.upstream).execute(outgoing))
            .await
    }

    /// What a WebSocket at this path speaks; refused where that can't be masked and is to be.
    fn socket_wire(&self) -> Result<Wire, Refusal> {
        let wire = match self.upstream.wire {
            Wire::Auto => recognise::wire(&self.seen.path).unwrap_or(Wire::Auto),
            wire => wire,
        };
        if self.changes() && wire != mask::websocket::WIRE {
            return Err(Refusal::NoUpgrade);
        }
        Ok(wire)
    }

    /// Whether messages are masked or turned back.
    fn changes(&self) -> bool {
        self.masks.any()
    }

    /// The upstream's agreement for the client, and behind it the two connections as one.
    fn join(
        &self,
        answer: reqwest::Response,
        upgrading: OnUpgrade,
        wire: Wire,
        sent: Timestamp,
        talk: Talk,
    ) -> Response<Outgoing> {
        let (shared, seen) = (Arc::clone(self.shared), Arc::clone(&self.seen));
        let head = tunnel::head(&answer);
        if self.changes() {
            let changes = Changes::of_connection(self.masks, talk);
            let (mut parts, empty) = head.into_parts();
            mask::head::mask(self.shared, &changes, &mut parts);
            let head = Response::from_parts(parts, empty);
            let tap = shared
                .analysis
                .tap(seen, Form::Body(mask::websocket::WIRE), sent);
            let join = async move {
                mask::websocket::join(&shared, answer, upgrading, changes, tap).await
            };
            return tunnel::open(self.shared, head, join);
        }
        let taps = [Form::FromServer(wire), Form::FromClient(wire)];
        let taps = taps.map(|form| self.shared.analysis.tap(Arc::clone(&seen), form, sent));
        let join = tunnel::join(answer, upgrading, taps, self.shared.config.limits.idle);
        tunnel::open(self.shared, head, join)
    }
}
