//! The answer on its way back.

use std::sync::Arc;

use http::response::Parts;
use http::{Response, StatusCode, Version};
use http_body::Body;
use http_body_util::BodyExt;
use midflight_core::{Timestamp, Wire};

use super::{Exchange, Passed};
use crate::proxy::body::Download;
use crate::proxy::content::document::Rules;
use crate::proxy::content::untold;
use crate::proxy::mask::answers::Changes;
use crate::proxy::observe::analysis::{Form, Tap};
use crate::proxy::observe::record::Record;
use crate::proxy::outgoing::{BodyError, BoxError, Outgoing};
use crate::proxy::recognise::{self, Answer};
use crate::proxy::refusal::Refusal;
use crate::proxy::{headers, mask};

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
        let (mut head, body) = Response::<reqwest::Body>::from(answer).into_parts();
        let model = talk.model.clone();
        let changes = Changes::of(self.masks, talk);
        let (path, known) = (&*self.seen.path, self.upstream.wire);
        let what = match &changes {
            Some(_) => recognise::changeable(&head.headers, path, known),
            None => recognise::answer(&head.headers, path, known),
        };
        headers::end_to_end(&mut head.headers);
        head.version = Version::HTTP_11;
        match changes {
            None => {
                let tap = self.tap(model, what, sent);
                self.pass(head, body, tap, record)
            }
            // In a box: it is large, and most answers pass as they come.
            Some(changes) => Box::pin(self.changed(head, body, what, sent, changes, record)).await,
        }
    }

    /// The answer, masked or turned back where it is what can be.
    async fn changed(
        &self,
        mut head: Parts,
        body: reqwest::Body,
        what: Answer,
        sent: Timestamp,
        changes: Changes,
        record: Record,
    ) -> Response<Outgoing> {
        mask::head::mask(self.shared, &changes, &mut head);
        match self.begun(body, what).await {
            Ok((Answer::Other, body)) => self.pass_masking_trailers(head, body, changes, record),
            Ok(_) if self.is_partial(&head) => unmaskable(record, &BodyError::Partial.into()),
            Ok((_, body)) if body.is_end_stream() => {
                mask::stream::forget_bytes(&mut head.headers);
                self.pass(head, body, None, record)
            }
            Ok((what, body)) => {
                let tap = self.tap(changes.talk.model.clone(), what, sent);
                self.change(head, body, what, tap, changes, record).await
            }
            Err(error) => unmaskable(record, &error),
        }
    }

    /// The answer as it comes.
    fn pass(
        &self,
        head: Parts,
        body: reqwest::Body,
        tap: Option<Tap>,
        record: Record,
    ) -> Response<Outgoing> {
        let body = Download::new(body, self.shared.config.limits.idle, tap, record);
        Response::from_parts(head, body.boxed_unsync())
    }

    /// The same, where text in it would be masked.
    fn pass_masking_trailers(
        &self,
        head: Parts,
        body: reqwest::Body,
        changes: Changes,
        record: Record,
    ) -> Response<Outgoing> {
        let body = Download::new(body, self.shared.config.limits.idle, None, record);
        let body = if changes.masks.in_answers() {
            body.masking_trailers(self.shared, changes)
        } else {
            body
        };
        Response::from_parts(head, body.boxed_unsync())
    }

    /// Whether it is a range of an answer that would be masked: what hides in it may go on in the next.
    fn is_partial(&self, head: &Parts) -> bool {
        self.masks.in_answers() && head.status == StatusCode::PARTIAL_CONTENT
    }

    /// What the answer is, by its beginning where its type does not tell.
    async fn begun(
        &self,
        body: reqwest::Body,
        what: Answer,
    ) -> Result<(Answer, reqwest::Body), BoxError> {
        let looked_at = matches!(what, Answer::Text | Answer::Untold | Answer::Media);
        match what {
            Answer::Media if body.is_end_stream() => return Ok((Answer::Other, body)),
            _ if !looked_at || body.is_end_stream() => return Ok((what, body)),
            _ => {}
        }
        let (limits, is_text) = (&self.shared.config.limits, what == Answer::Text);
        let (beginning, body) = untold::look(body, limits.idle, is_text).await?;
        let found = recognise::begun(what, beginning, &self.seen.path, self.upstream.wire);
        // Where answers are not masked, it is text as far as it is, and then passes as it comes.
        let plain = (!self.masks.in_answers()).then_some(Answer::Stream(Wire::Text));
        let found = found.or(plain);
        Ok((found.ok_or(BodyError::NotUtf8)?, body))
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
            (Answer::Stream(_) | Answer::Events(_) | Answer::Json, Some(tap)) => {
                mask::stream::answer(shared, head, body, what, changes, tap, record)
            }
            (Answer::Whole, _) => {
                self.document(head, body, Rules::Answer, changes, record)
                    .await
            }
            (Answer::Document, _) => {
                self.document(head, body, Rules::Other, changes, record)
                    .await
            }
            _ => unmaskable(record, &BodyError::Packed.into()),
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
        match mask::whole::read(shared, body, &changes, rules).await {
            Ok(json) => mask::whole::answer(shared, head, json, record),
            Err(error) => unmaskable(record, &error),
        }
    }

    /// Where the answer's bytes are analysed.
    fn tap(&self, model: Option<Arc<str>>, what: Answer, sent: Timestamp) -> Option<Tap> {
        if what == Answer::Packed {
            self.shared.live.metrics.unread.inc();
        }
        let form = Form::Body(what.wire()?);
        let seen = self.seen.asking(model);
        Some(self.shared.analysis.tap(seen, form, sent))
    }
}

fn unmaskable(mut record: Record, why: &BoxError) -> Response<Outgoing> {
    record.broken(why);
    let refusal = Refusal::Unmaskable;
    record.refused(refusal.status(), refusal.code());
    match why.downcast_ref::<BodyError>() {
        Some(&why) => refusal.response_because(why),
        None => refusal.response(),
    }
}
