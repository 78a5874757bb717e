//! The channels of one stream and what they share.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::lane::{Lane, Shared, Stages};
use crate::graph::{Resolver, StreamId};
use crate::latency::{Probe, Stage, Timing};
use crate::relation::Unmarked;
use crate::{Channel, Code, Delta, Diagnostic, Engine, Error, Event, Sink, Timestamp};

/// Everything behind the wire: each channel in a lane of its own, the stream's entities in common.
pub(super) struct Analysis {
    engine: Engine,
    lanes: Vec<Lane>,
    shared: Shared,
    overflow_told: bool,
    pub(super) timing: Timing,
}

impl Analysis {
    pub(super) fn new(engine: &Engine, stream: StreamId) -> Self {
        let shared = Shared {
            stream,
            sequence: 0,
            resolver: Resolver::new(stream, engine.limits().entities),
            extractor: Some(Box::default()),
            refused: false,
            failure: None,
            unmarked: Unmarked::default(),
        };
        Self {
            engine: engine.clone(),
            lanes: Vec::new(),
            shared,
            overflow_told: false,
            timing: Timing::default(),
        }
    }

    /// Sentences are no longer read for relations.
    pub(super) fn without_relations(&mut self) {
        self.shared.extractor = None;
    }

    pub(super) fn stream(&self) -> StreamId {
        self.shared.stream
    }

    /// Analyses one delta.
    pub(super) fn take<P: Probe>(
        &mut self,
        delta: &Delta<'_>,
        now: Timestamp,
        probe: &mut P,
        sink: &mut dyn Sink,
    ) {
        match *delta {
            Delta::Text { channel, text, .. } => {
                probe.wait(self.timing.token(now));
                self.text(channel, text, probe, sink);
            }
            Delta::Close(channel) => self.close(channel, probe, sink),
            _ => {}
        }
    }

    fn text<P: Probe>(&mut self, channel: Channel, text: &str, probe: &mut P, sink: &mut dyn Sink) {
        let Some(at) = self.lane(channel, sink) else {
            return;
        };
        let (lane, mut stages) = self.stages(at, probe, sink);
        lane.push(text, &mut stages);
        probe.lap(Stage::Text, 1);
        probe.lap(Stage::Entity, 1);
    }

    /// A lane and what it pushes on to.
    fn stages<'s, P: Probe>(
        &'s mut self,
        at: usize,
        probe: &'s mut P,
        sink: &'s mut dyn Sink,
    ) -> (&'s mut Lane, Stages<'s, P>) {
        let lane = &mut self.lanes[at];
        let stages = Stages {
            channel: lane.channel(),
            engine: &self.engine,
            shared: &mut self.shared,
            probe,
            sink,
        };
        (lane, stages)
    }

    /// The lane of a channel, opened if need be; `None` where there are too many.
    fn lane(&mut self, channel: Channel, sink: &mut dyn Sink) -> Option<usize> {
        let known = self.lanes.iter().position(|lane| lane.channel() == channel);
        if known.is_some() {
            return known;
        }
        if self.lanes.len() >= self.engine.limits().channels {
            self.tell_overflow(channel, sink);
            return None;
        }
        self.lanes.push(Lane::new(channel, &self.engine));
        Some(self.lanes.len() - 1)
    }

    pub(super) fn decided(&self, channel: Channel) -> u64 {
        let lane = self.lanes.iter().find(|lane| lane.channel() == channel);
        lane.map_or(0, Lane::decided)
    }

    fn tell_overflow(&mut self, channel: Channel, sink: &mut dyn Sink) {
        if !core::mem::replace(&mut self.overflow_told, true) {
            let limit = self.engine.limits().channels;
            let what = format!("expected at most {limit} channels, {channel:?} is one more");
            let (code, message) = (Code::TooManyChannels, what.into());
            sink.receive(&Event::Diagnostic(Diagnostic {
                code,
                offset: 0,
                message,
            }));
        }
    }

    fn close<P: Probe>(&mut self, channel: Channel, probe: &mut P, sink: &mut dyn Sink) {
        if let Some(at) = self.lanes.iter().position(|lane| lane.channel() == channel) {
            let (lane, mut stages) = self.stages(at, probe, sink);
            lane.close(&mut stages);
        }
    }

    /// Closes every channel, in the order in which they were opened.
    pub(super) fn finish<P: Probe>(&mut self, probe: &mut P, sink: &mut dyn Sink) {
        for at in 0..self.lanes.len() {
            let (lane, mut stages) = self.stages(at, probe, sink);
            lane.close(&mut stages);
        }
    }

    /// What went wrong for want of buffers since the last call.
    pub(super) fn take_failure(&mut self, consumed: usize) -> Result<(), Error> {
        match self.shared.failure.take() {
            Some(no) => Err(Error::PoolExhausted {
                what: no.what,
                capacity: no.capacity,
                consumed,
            }),
            None => Ok(()),
        }
    }
}
