//! One stream.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;

use midflight_core::frame::Payload;
use midflight_core::{Error, KnowledgeGraph, Stage};
use wasm_bindgen::prelude::*;

use crate::batch::Header;
use crate::clock::{Stopwatch, timestamp};
use crate::input::Input;
use crate::report::{Report, TIMED, UNRELATED, number};

type Inner = midflight_core::Session<Stopwatch>;

/// One stream: bytes in, batches out.
#[wasm_bindgen]
pub struct Session {
    inner: Inner,
    report: Report,
    input: Input,
    failure: Option<Error>,
}

impl Session {
    pub(crate) fn new(
        session: midflight_core::Session,
        graph: Rc<RefCell<KnowledgeGraph>>,
        options: u32,
    ) -> Self {
        let session = if options & UNRELATED == 0 {
            session
        } else {
            session.without_relations()
        };
        Self {
            inner: session.with_probe(Stopwatch::new(options & TIMED != 0)),
            report: Report::new(graph, options),
            input: Input::default(),
            failure: None,
        }
    }

    /// Where the batch of what some work tells is, or 0 where that failed: a `Result` would cross the
    /// boundary as an array. What it told before it failed is at `told`.
    pub(crate) fn batch(
        &mut self,
        work: impl FnOnce(&mut Inner, &Input, &mut Report) -> Result<(), Error>,
    ) -> usize {
        let Self {
            inner,
            report,
            input,
            failure,
        } = self;
        report.batch.clear();
        match work(inner, input, report) {
            Ok(()) => report.batch.finish().addr(),
            Err(error) => {
                *failure = Some(error);
                0
            }
        }
    }
}

#[wasm_bindgen]
impl Session {
    /// The address of room for `bytes`.
    pub fn room(&mut self, bytes: usize) -> usize {
        self.input.room(bytes).addr()
    }

    /// The request was sent at `now`, in milliseconds.
    pub fn start(&mut self, now: f64) {
        self.inner.start(timestamp(now));
    }

    /// Reads the first `bytes` of the room, which came at `now`, in milliseconds; the address of
    /// the batch's header, or 0 where it failed: when no buffer is free, and after `finish`.
    pub fn write(&mut self, bytes: usize, now: f64) -> usize {
        self.batch(|inner, input, report| inner.write(input.written(bytes), timestamp(now), report))
    }

    /// The same for a message that is a frame as it stands.
    pub fn message(&mut self, bytes: usize, now: f64) -> usize {
        self.batch(|inner, input, report| {
            let bytes = input.written(bytes);
            let payload = core::str::from_utf8(bytes).map_or(Payload::Binary(bytes), Payload::Text);
            inner.message(payload, timestamp(now), report)
        })
    }

    /// The same for a server-sent event: its name, data and id stand in the room one behind the
    /// other, with so many bytes each.
    pub fn event(&mut self, name: usize, data: usize, id: usize, now: f64) -> usize {
        self.batch(|inner, input, report| {
            let bytes = input.written(name + data + id);
            let (name, bytes) = bytes.split_at(name.min(bytes.len()));
            let (data, id) = bytes.split_at(data.min(bytes.len()));
            let [name, data, id] = [name, data, id].map(String::from_utf8_lossy);
            inner.event(&name, &data, &id, timestamp(now), report)
        })
    }

    /// The same for a text of its own, in a session of texts.
    pub fn document(&mut self, bytes: usize, now: f64) -> usize {
        self.report.begin_document();
        self.message(bytes, now)
    }

    /// No bytes follow.
    pub fn finish(&mut self, now: f64) -> usize {
        self.batch(|inner, _, report| inner.finish(timestamp(now), report).map(|_| ()))
    }

    /// The address of the header of what the last write told before it failed.
    pub fn told(&mut self) -> usize {
        self.report.batch.finish().addr()
    }

    /// How many bytes of the last write were taken before no buffer was free; NaN where it failed
    /// otherwise.
    pub fn taken(&self) -> f64 {
        match self.failure {
            Some(Error::PoolExhausted { consumed, .. }) => consumed as f64,
            _ => f64::NAN,
        }
    }

    /// How the stream ended, or would end if nothing followed, as the record of its end says it.
    pub fn ending(&self) -> u32 {
        let ending = self.inner.ending();
        number(ending.unwrap_or_else(|| self.inner.decoder().so_far()))
    }

    /// What went wrong in the last write that gave 0.
    ///
    /// # Errors
    ///
    /// That, once.
    pub fn failure(&mut self) -> Result<(), JsError> {
        self.failure
            .take()
            .map_or(Ok(()), |error| Err(error.into()))
    }

    /// For each stage count, p50, p95, p99 and max in nanoseconds; nothing where it is not timed.
    pub fn stages(&self) -> Vec<f64> {
        let latency = self.inner.probe().latency();
        let figures = latency.into_iter().flat_map(|latency| {
            Stage::ALL.into_iter().flat_map(|stage| {
                let f = latency.figures(stage);
                [f.count, f.p50, f.p95, f.p99, f.max].map(|figure| figure as f64)
            })
        });
        figures.collect()
    }

    /// Time to first token and mean inter-token latency in nanoseconds, and tokens a second; NaN
    /// where not known.
    pub fn pace(&self) -> Vec<f64> {
        let timing = self.inner.timing();
        let number = |value: Option<u64>| value.map_or(f64::NAN, |value| value as f64);
        vec![
            timing.tokens() as f64,
            number(timing.time_to_first_token()),
            number(timing.inter_token()),
            timing.tokens_per_second().unwrap_or(f64::NAN),
        ]
    }
}

const _: () = assert!(size_of::<Header>() == 20);
