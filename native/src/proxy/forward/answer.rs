//! The answer on its way back.

use std::sync::Arc;

use http::response::Parts;
use http::{HeaderMap, Response, Version};
use http_body_util::BodyExt;
use midflight_core::Timestamp;

use super::{Exchange, Passed};
use crate::proxy::analysis::{Form, Tap};
use crate::proxy::answers::Changes;
use crate::proxy::body::{BoxError, Download, Outgoing};
use crate::proxy::document::Rules;
use crate::proxy::recognise::{self, Answer, answer};
use crate::proxy::record::Record;
use crate::proxy::refusal::Refusal;
use crate::proxy::{headers, masked, masked_whole, untold};

impl Exchange<'_> {
    /// The client's answer, whose body passes as it comes unless it is to be changed.
    pub(super) async fn answer(&self, passed: Passed, mut record: Record) -> Response<Outgoing> {
        let (answer, sent, talk) = match passed {
            Passed::Answer(answer, sent, talk) => (answer, sent, talk),
            Passed::Upgraded(response) => {
                record.whole();
                return response;
            }
        };
        let (mut head, mut body) = Response::<reqwest::Body>::from(answer).into_parts();
        headers::end_to_end(&mut head.headers);
        head.version = Version::HTTP_11;
        let mut what = self.recognise(&head.headers);
        let model = talk.model.clone();
        if let Some(changes) = Changes::of(self.masks, talk) {
            if what == Answer::Other {
                what = recognise::changeable(&head.headers);
            }
            if what == Answer::Untold {
                (what, body) = match untold::look(body, self.shared.config.limits.idle).await {
                    Ok(found) => found,
                    Err(error) => return unmaskable(record, Some(&error)),
                };
            }
            if what != Answer::Other {
                let tap = self.tap(model, what, sent);
                return self.change(head, body, what, tap, changes, record).await;
            }
        }
        let tap = self.tap(model, what, sent);
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
        record: Record,
    ) -> Response<Outgoing> {
        let shared = self.shared;
        match (what, tap) {
            (Answer::Stream(wire), Some(tap)) => {
                masked::answer(shared, head, body, wire, changes, tap, record)
            }
            (Answer::Whole, _) => {
                self.document(head, body, Rules::Answer, changes, record)
                    .await
            }
            (Answer::Document, _) => {
                self.document(head, body, Rules::Other, changes, record)
                    .await
            }
            _ => unmaskable(record, None),
        }
    }

    async fn document(
        &self,
        head: Parts,
        body: reqwest::Body,
        rules: Rules,
        changes: Changes,
        record: Record,
    ) -> Response<Outgoing> {
        let shared = self.shared;
        match masked_whole::read(shared, body, &changes, rules).await {
            Ok(json) => masked_whole::answer(shared, head, json, record),
            Err(error) => unmaskable(record, Some(&error)),
        }
    }

    fn recognise(&self, headers: &HeaderMap) -> Answer {
        answer(headers, &self.seen.path, self.upstream.wire)
    }

    /// Where the answer's bytes are analysed.
    fn tap(&self, model: Option<Arc<str>>, what: Answer, sent: Timestamp) -> Option<Tap> {
        match what {
            Answer::Stream(wire) => {
                let seen = self.seen.asking(model);
                let form = Form::Body(wire);
                Some(self.shared.analysis.tap(seen, form, sent))
            }
            Answer::Packed => {
                self.shared.live.metrics.unread.inc();
                None
            }
            Answer::Whole | Answer::Document | Answer::Untold | Answer::Other => None,
        }
    }
}

fn unmaskable(mut record: Record, why: Option<&BoxError>) -> Response<Outgoing> {
    if let Some(error) = why {
        record.broken(error);
    }
    let refusal = Refusal::Unmaskable;
    record.refused(refusal.status(), refusal.code());
    refusal.response()
}
