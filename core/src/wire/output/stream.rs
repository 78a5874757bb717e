//! One stream of such events.

use super::{Event, Step, Told};
use crate::json::Fault;
use crate::wire::{Delta, Deltas, Ending, Seen};
use crate::{Channel, Frame, Limits};

/// How far a stream has come.
#[derive(Debug)]
pub(in crate::wire) struct Stream {
    depth: usize,
    /// Whether it may hold several responses, told apart by their ids.
    several: bool,
    /// Responses that are under way.
    running: u32,
    seen: Seen,
    told: Told,
    /// The response that ended last, until another begins.
    ended: Option<u64>,
}

impl Stream {
    pub(in crate::wire) fn new(limits: &Limits, several: bool) -> Self {
        Self {
            depth: limits.json_depth,
            several,
            running: 0,
            seen: Seen::default(),
            told: Told::default(),
            ended: None,
        }
    }

    pub(in crate::wire) fn decode(
        &mut self,
        frame: &Frame<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        if matches!(frame.trimmed(), "" | "[DONE]") {
            return Ok(());
        }
        let mut event = Event::default();
        let mut reader = frame.json(self.depth)?;
        event.read(&mut reader)?;
        deltas.unknown_fields(&reader);
        deltas.model(event.response.model);
        deltas.model(event.model);
        if !self.several {
            event.spot.response = 0;
        }
        let kind = event.kind.word();
        let name = if kind.is_empty() { frame.event } else { &*kind };
        self.tell(name, &event, deltas)
    }

    pub(in crate::wire) fn ending(&self) -> Ending {
        self.seen.ending()
    }

    fn tell(
        &mut self,
        name: &str,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        match Step::of(name) {
            Step::Piece(speech) => self.told.speak(event.spot, speech, event.delta, deltas),
            Step::Whole(speech) => self.told.whole(event.spot, speech, event.text, deltas),
            Step::Arguments => self.told.arguments(event, deltas),
            Step::AllArguments => self.told.all_arguments(event, deltas)?,
            Step::PartAdded => self.told.part(event, false, deltas)?,
            Step::PartDone => self.told.part(event, true, deltas)?,
            Step::ItemAdded => self.told.item_added(event, deltas)?,
            Step::ItemDone => self.told.item_done(event, deltas)?,
            Step::Created => self.begin(),
            Step::Ended => self.end(name, event, deltas)?,
            Step::Error => self.error(event, deltas),
            Step::Unknown if event.error.is_some() => self.error(event, deltas),
            Step::Unknown => deltas.unknown_event(),
            Step::Foreign => hide(event, deltas),
            Step::Run => deltas.foreign_event(),
            Step::Passed => self.told.repeated(event, deltas)?,
        }
        if let Some(logprobs) = event.logprobs.filter(|list| list.text != "[]") {
            deltas.shadow(logprobs);
        }
        Ok(())
    }

    fn begin(&mut self) {
        self.running = self.running.saturating_add(1);
        self.seen = Seen::default();
        self.ended = None;
    }

    fn error(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        self.seen.error = true;
        event.error.unwrap_or(event.failure).tell(deltas);
    }

    /// The terminal event, which may come twice.
    fn end(&mut self, name: &str, event: &Event<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        let told = &event.response;
        let named = self.several && self.told.knows(told.id);
        let response = if named { told.id } else { 0 };
        if self.ended.replace(told.id) == Some(told.id) {
            return Ok(());
        }
        if let Some(output) = told.output {
            self.told.output(response, output, deltas)?;
        }
        self.told.end(response, deltas);
        if let Some(usage) = told.usage {
            deltas.usage(usage);
        }
        self.finish(name, event, deltas);
        Ok(())
    }

    fn finish(&mut self, name: &str, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        let told = &event.response;
        let kind = name.strip_prefix("response.").unwrap_or(name);
        let status = told.status.map(|status| status.word());
        let status = status.as_deref().unwrap_or(kind);
        match told.reason.filter(|_| status == "incomplete") {
            Some(reason) => deltas.finish(0, reason),
            None => deltas.say(Delta::Finish {
                choice: 0,
                reason: status,
            }),
        }
        self.running = self.running.saturating_sub(1);
        if status == "failed" || kind == "failed" {
            return self.fail(event, deltas);
        }
        let blocked = told.reason.is_some_and(|r| &*r.word() == "content_filter");
        self.seen.block |= blocked;
        self.seen.end = !self.several || self.running == 0;
    }

    /// A failure that an `error` event has told already is told once.
    fn fail(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        let known = core::mem::replace(&mut self.seen.error, true);
        if let (false, Some(failure)) = (known, event.response.error) {
            failure.tell(deltas);
        }
    }
}

/// What no channel takes: pieces can't be masked one by one, the whole can.
fn hide(event: &Event<'_>, deltas: &mut Deltas<'_>) {
    deltas.shadow_text(event.delta);
    let channel = Channel::Text {
        choice: event.spot.index,
    };
    deltas.echo_whole(channel, event.text);
    deltas.echo_whole(channel, event.failure.code.unwrap_or_default());
}
