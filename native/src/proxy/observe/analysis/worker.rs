//! A thread that analyses.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use midflight_core::{Clock, Engine, Error, Event, Session, Timestamp};

use super::Observer;
use super::probe::Shared;
use super::queue::{Job, Queue, What};
use super::reader::{Form, Reader};
use crate::proxy::observe::live::Live;
use crate::proxy::observe::seen::{Account, Seen};

/// Jobs of one round at most.
const ROUND: usize = 4096;
/// How nice it is to other threads, of at most 19: enough that they go first, too little to starve.
#[cfg(target_os = "linux")]
const NICE: i32 = 5;
/// Jobs behind which there is no hurry: with fewer it offers its core after each event. A thread that has begun
/// may go on for milliseconds whatever waits, nice or not (Linux protects its slice).
const FEW: usize = 128;
/// Between two looks after the streams and the figures.
const LOOK: Duration = Duration::from_millis(250);

pub(super) struct Worker {
    engine: Engine,
    live: Arc<Live>,
    queue: Arc<Queue>,
    queued: Arc<AtomicUsize>,
    observer: Option<Arc<Observer>>,
}

/// A stream that is analysed.
struct Stream {
    session: Session<Shared>,
    reader: Reader,
    account: Account,
    ended: Arc<AtomicBool>,
    /// Whether it was ended when the last look found the queue empty.
    gone: bool,
}

type Streams = HashMap<u64, Box<Stream>>;

impl Worker {
    pub(super) fn new(
        engine: &Engine,
        live: &Arc<Live>,
        queue: &Arc<Queue>,
        queued: &Arc<AtomicUsize>,
        observer: Option<Arc<Observer>>,
    ) -> Self {
        Self {
            engine: engine.clone(),
            live: Arc::clone(live),
            queue: Arc::clone(queue),
            queued: Arc::clone(queued),
            observer,
        }
    }

    /// Works until the queue is closed and empty.
    pub(super) fn run(&self, number: usize) {
        give_way();
        let probe = Shared::new(self.live.clock());
        let mut streams = Streams::new();
        let (mut idle_since, mut last_look) = (Instant::now(), Instant::now());
        loop {
            let worked = self.round(&mut streams, &probe) > 0;
            if worked {
                idle_since = Instant::now();
            }
            // Before it sleeps, too: what it told last may be from before the last answer.
            let rests = !worked && last_look < idle_since && Queue::is_quiet(idle_since);
            if rests || last_look.elapsed() > LOOK {
                last_look = Instant::now();
                if self.queue.is_empty() {
                    self.sweep(&mut streams);
                }
                self.live.publish(number, probe.latency());
            }
            if !worked && !self.queue.wait(idle_since) {
                self.live.publish(number, probe.latency());
                return;
            }
        }
    }

    /// Works on what is there; how much it was.
    fn round(&self, streams: &mut Streams, probe: &Shared) -> usize {
        let jobs = std::iter::from_fn(|| self.queue.pop()).take(ROUND);
        jobs.map(|job| {
            self.work(job, streams, probe);
            self.offer();
        })
        .count()
    }

    /// Lets who passes bytes on go first, unless this thread falls behind.
    fn offer(&self) {
        if self.queue.len() < FEW {
            thread::yield_now();
        }
    }

    fn work(&self, job: Job, streams: &mut Streams, probe: &Shared) {
        let Job { stream, at, what } = job;
        match what {
            What::Begin(begin) => {
                let (seen, form, sent, ended) = *begin;
                let opened = self.open(stream, &seen, form, probe, ended);
                let opened = streams
                    .entry(stream)
                    .insert_entry(Box::new(opened))
                    .into_mut();
                opened.session.start(sent);
            }
            What::Bytes(bytes) => {
                self.queued.fetch_sub(bytes.len(), Ordering::Relaxed);
                self.guard(stream, streams, |open, sink| {
                    open.reader.read(&bytes, at, open.session, sink)
                });
            }
            What::End => self.end(stream, at, streams),
        }
    }

    fn open(
        &self,
        stream: u64,
        seen: &Seen,
        form: Form,
        probe: &Shared,
        ended: Arc<AtomicBool>,
    ) -> Stream {
        let session = self.engine.session(form.wire()).with_probe(probe.clone());
        let account = Account::begin(stream, seen, form.wire(), &self.live);
        Stream {
            session,
            reader: Reader::new(form),
            account,
            ended,
            gone: false,
        }
    }

    fn end(&self, stream: u64, at: Timestamp, streams: &mut Streams) {
        self.guard(stream, streams, |open, sink| {
            open.session.finish(at, sink).map(drop)
        });
        if let Some(open) = streams.remove(&stream) {
            let Stream {
                session, account, ..
            } = *open;
            account.end(session.timing(), session.model(), &self.live);
        }
    }

    /// Does something with a stream, which it costs its analysis where that fails.
    fn guard(
        &self,
        stream: u64,
        streams: &mut Streams,
        work: impl FnOnce(&mut Parts<'_>, &mut dyn midflight_core::Sink) -> Result<(), Error>,
    ) {
        let Some(open) = streams.get_mut(&stream) else {
            return;
        };
        let Stream {
            session,
            reader,
            account,
            ..
        } = &mut **open;
        let mut sink = |event: &Event<'_>| {
            account.take(event, &self.live);
            if let Some(observer) = &self.observer {
                observer(event);
            }
            self.offer();
        };
        let mut parts = Parts { session, reader };
        let done = catch_unwind(AssertUnwindSafe(|| work(&mut parts, &mut sink)));
        match done {
            Ok(Ok(())) => {}
            Ok(Err(_)) => self.give_up(stream, streams, "no buffer"),
            Err(_) => {
                self.live.metrics.panics.inc();
                self.give_up(stream, streams, "panic");
            }
        }
    }

    fn give_up(&self, stream: u64, streams: &mut Streams, why: &'static str) {
        tracing::warn!(stream, why, "a stream is no longer analysed");
        if let Some(open) = streams.remove(&stream) {
            open.account.give_up(&self.live);
        }
    }

    /// Ends the streams whose end found no room in the queue. One that was ended at the last look
    /// already has nothing in the queue any more, which was empty since.
    fn sweep(&self, streams: &mut Streams) {
        let gone = streams.iter().filter(|(_, open)| open.gone);
        let gone: Vec<u64> = gone.map(|(&stream, _)| stream).collect();
        for stream in gone {
            self.end(stream, Clock::now(&self.live.clock()), streams);
        }
        for open in streams.values_mut() {
            open.gone = open.ended.load(Ordering::Acquire);
        }
    }
}

/// Lets the threads that pass bytes on go first where there are fewer cores than threads.
#[cfg(target_os = "linux")]
fn give_way() {
    let thread = rustix::thread::gettid();
    if let Err(error) = rustix::process::setpriority_process(Some(thread), NICE) {
        tracing::debug!(%error, "the analysis has the priority of all");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}

/// What work on a stream needs of it.
struct Parts<'s> {
    session: &'s mut Session<Shared>,
    reader: &'s mut Reader,
}
