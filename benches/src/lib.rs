//! What the benches share: contenders that do the same work, measured in turn within one run.

pub mod persons;

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long a contender runs before the next one does: shorter than a scheduler's time slice, so
/// that most turns pass undisturbed on a busy machine.
const TURN: Duration = Duration::from_micros(500);

/// What a contender found. A bench that finds less than there is measures nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Events read.
    pub events: usize,
    /// Bytes of their data.
    pub bytes: usize,
}

impl Count {
    /// Counts one event.
    pub fn add(&mut self, data: &str) {
        self.events += 1;
        self.bytes += data.len();
    }
}

/// One way to do the work.
pub struct Contender<'a> {
    name: &'static str,
    run: Box<dyn FnMut() -> Count + 'a>,
}

impl<'a> Contender<'a> {
    /// `run` does the whole work once.
    pub fn new(name: &'static str, run: impl FnMut() -> Count + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }
}

/// Runs all contenders in turn, `rounds` times, each once to warm up and then for the clock, and
/// prints the lower quartile of each for one of `units` and its ratio to the first one: what
/// disturbs a turn only makes it longer. Gives the quartiles in nanoseconds.
pub fn compare(
    title: &str,
    unit: &str,
    units: usize,
    expected: Count,
    rounds: usize,
    mut contenders: Vec<Contender<'_>>,
) -> Vec<f64> {
    let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
    for _ in 0..=rounds {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            assert_eq!((contender.run)(), expected, "{}", contender.name);
            times.push(turn(contender) / units as f64);
        }
    }
    let quartiles: Vec<_> = times.iter_mut().map(|times| quartile(times)).collect();
    println!("{title}");
    for (contender, ns) in contenders.iter().zip(&quartiles) {
        let ratio = ns / quartiles[0];
        println!(
            "  {:<28} {ns:>10.3} ns/{unit}  {ratio:>7.2}x",
            contender.name
        );
    }
    quartiles
}

/// Runs it over and over for a turn, or once; gives the nanoseconds of one run.
fn turn(contender: &mut Contender<'_>) -> f64 {
    let begin = Instant::now();
    let mut runs = 0_u32;
    while runs == 0 || begin.elapsed() < TURN {
        black_box((contender.run)());
        runs += 1;
    }
    begin.elapsed().as_nanos() as f64 / f64::from(runs)
}

/// The lower quartile, but for the first, which warms up.
fn quartile(times: &mut [f64]) -> f64 {
    let times = &mut times[1..];
    times.sort_by(f64::total_cmp);
    times[times.len() / 4]
}
