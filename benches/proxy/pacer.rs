//! Streams at their pace, each in a slot of its own: tokens of a hundred providers come one by one, where
//! the timers of a runtime would bring them in heaps, whose waiting for each other is all one measured.

use std::io::Write;
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::cpu;
use crate::upstream::{Clock, END, chunk};

/// Streams at a time.
pub(crate) const STREAMS: usize = 100;
/// Between two tokens of a stream.
const APART: Duration = Duration::from_millis(20);

/// A stream that is paced.
pub(crate) struct Paced {
    socket: TcpStream,
    next: usize,
    events: usize,
}

impl Paced {
    pub(crate) fn new(socket: TcpStream, events: usize) -> Self {
        Self {
            socket,
            next: 0,
            events,
        }
    }

    /// Sends the next event; whether there are more.
    fn step(&mut self, clock: Clock) -> bool {
        let said = chunk(self.next, clock);
        self.next += 1;
        let whole = self.next == self.events;
        // A client that has seen enough is no failure.
        let sent = self.socket.write_all(said.as_bytes()).is_ok();
        sent && !whole || {
            let _ = self.socket.write_all(END.as_bytes());
            false
        }
    }
}

/// Starts the pacer, which lives until nobody can send it streams.
pub(crate) fn start(clock: Clock) -> Sender<Paced> {
    let (sender, streams) = channel();
    let thread = std::thread::Builder::new().name("pacer".to_owned());
    let run = move || {
        cpu::stay_on(0);
        pace(&streams, clock);
    };
    thread.spawn(run).expect("a thread");
    sender
}

fn pace(streams: &Receiver<Paced>, clock: Clock) {
    let mut slots: Vec<Vec<Paced>> = std::iter::repeat_with(Vec::new).take(STREAMS).collect();
    let mut begun = 0;
    while let Ok(first) = streams.recv() {
        let mut fresh = Some(first);
        let (mut due, mut slot, mut open) = (Instant::now(), 0, 0);
        loop {
            for stream in fresh.take().into_iter().chain(streams.try_iter()) {
                slots[begun % STREAMS].push(stream);
                (begun, open) = (begun + 1, open + 1);
            }
            slots[slot].retain_mut(|stream| stream.step(clock));
            slot = (slot + 1) % STREAMS;
            if slot == 0 {
                open = slots.iter().map(Vec::len).sum();
            }
            if open == 0 {
                break;
            }
            due += APART / STREAMS as u32;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
        }
    }
}
