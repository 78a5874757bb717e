//! What an update of the graph costs at 10, 1,000 and 1,000,000 nodes. An update is two deltas: a
//! mention of an entity, and a statement about it and its neighbour.
//!
//! - `new`: entities that the graph does not hold yet, as a mean over filling an empty graph up to
//!   that size, growing included. The process keeps memory that it had once (glibc's allocator is
//!   told so), as a process that goes on does; what the kernel takes to hand it out for the first
//!   time is told apart, as it is no part of an update and small graphs don't pay it.
//! - `known`: ten entities of the graph over and over, as a stream talks of the same few things.
//! - `scattered`: entities drawn at random from the whole graph. Here memory decides: a million nodes
//!   don't fit into the caches, and `memory` is what a single read from a place that the one before
//!   told takes, in as many bytes as the graph's nodes have. `naive` is the same updates of two maps of
//!   the standard library, by the entity and by the edge.
//! - `together`: the same by `apply_all`, 500 updates at a time.
//!
//! The slowest of the single updates that fill a graph tell whether growing makes any of them wait.

use std::collections::HashMap;
use std::hint::black_box;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use midflight_benches::persons::{BATCH, Fed, How, Update, counter, prepare};
use midflight_core::NodeId;

const SIZES: [u32; 3] = [10, 1_000, 1_000_000];
const UPDATES: u32 = 1_000_000;
const ROUNDS: usize = 3;
/// Set in the process that keeps its memory.
const KEEPS: &str = "MIDFLIGHT_BENCH_KEEPS_MEMORY";
const COLUMNS: usize = 6;

/// A linear congruential generator: the same draws in every run.
fn drawn(size: u32) -> impl FnMut() -> u32 {
    let mut state = 1_u64;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(size)) as u32
    }
}

/// Ten numbers spread over the graph, in turn.
fn few(size: u32) -> impl FnMut() -> u32 {
    let mut next = counter();
    move || (next() % 10) * (size / 10)
}

/// A graph as one would write it in an afternoon: it counts mentions and statements, but merges
/// nothing and keeps neither kinds nor places.
#[derive(Default)]
struct Naive {
    nodes: HashMap<NodeId, (String, u64)>,
    edges: HashMap<(NodeId, &'static str, NodeId), u32>,
}

impl Naive {
    fn update(&mut self, update: &Update) {
        let (subject, object) = (update.subject, update.object);
        let node = self.nodes.entry(subject);
        let (name, count) = node.or_insert_with(|| (update.name.clone(), 0));
        *count += u64::from(*name == update.name);
        if self.nodes.contains_key(&object) {
            let edge = (subject, update.predicate, object);
            *self.edges.entry(edge).or_default() += 1;
        }
    }

    fn run(&mut self, updates: u32, mut number: impl FnMut() -> u32) -> Duration {
        let mut batch: Vec<_> = (0..BATCH.min(updates)).map(|_| Update::default()).collect();
        let mut time = Duration::ZERO;
        for _ in 0..updates / batch.len() as u32 {
            prepare(&mut batch, &mut number);
            let start = Instant::now();
            for update in &batch {
                self.update(update);
            }
            time += start.elapsed();
        }
        time
    }

    /// Nanoseconds a scattered update.
    fn measure(size: u32) -> f64 {
        let mut naive = Self::default();
        naive.run(size, counter());
        let time = naive.run(UPDATES, drawn(size));
        assert_eq!(
            (naive.nodes.len(), naive.edges.len()),
            (size as usize, size as usize)
        );
        let counted: u64 = naive.nodes.values().map(|(_, count)| count).sum();
        assert_eq!(counted, u64::from(size + UPDATES));
        mean(time, UPDATES)
    }
}

/// The times of the single updates that fill a graph, ordered, in nanoseconds.
fn single(size: u32) -> Vec<u64> {
    let (mut fed, mut number) = (Fed::default(), counter());
    let mut batch: Vec<_> = (0..BATCH).map(|_| Update::default()).collect();
    let mut times = Vec::with_capacity(size as usize);
    for _ in 0..size / BATCH {
        prepare(&mut batch, &mut number);
        for update in &batch {
            let deltas = fed.deltas(update);
            let start = Instant::now();
            fed.update(How::Single, &deltas);
            times.push(start.elapsed().as_nanos() as u64);
        }
    }
    assert_eq!(fed.graph.counts().nodes, size as usize);
    times.sort_unstable();
    times
}

fn mean(time: Duration, updates: u32) -> f64 {
    time.as_nanos() as f64 / f64::from(updates)
}

/// Nanoseconds an update: new, known, scattered.
fn measure(how: How, size: u32) -> [f64; 3] {
    let graphs = (200_000 / size).max(1);
    let new = (0..graphs).map(|_| Fed::fill(how, size).1).sum();
    let (mut fed, _) = Fed::fill(how, size);
    let known = fed.run(how, UPDATES, few(size));
    let scattered = fed.run(how, UPDATES, drawn(size));
    assert_eq!(fed.graph.counts().nodes, size as usize);
    assert_eq!(fed.graph.counts().edges, size as usize);
    let mentions: u64 = fed.graph.nodes().map(|node| node.count()).sum();
    assert_eq!(mentions, u64::from(size + 2 * UPDATES));
    let support: u64 = fed
        .graph
        .edges()
        .map(|edge| u64::from(edge.support()))
        .sum();
    assert_eq!(support, mentions);
    assert_eq!(fed.graph.refused(), 0);
    [
        mean(new, graphs * size),
        mean(known, UPDATES),
        mean(scattered, UPDATES),
    ]
}

/// Nanoseconds a read of a record of two lines, whose place the one before told.
fn read(size: u32) -> f64 {
    let mut records = vec![[0_u64; 16]; size as usize];
    let mut number = drawn(size);
    for record in &mut records {
        record[0] = number().into();
    }
    let start = Instant::now();
    let (mut at, mut sum) = (0, 0);
    for step in 0..u64::from(UPDATES) {
        at = records[(at + step) as usize % records.len()][0];
        sum += at;
    }
    assert!(black_box(sum) > 0);
    mean(start.elapsed(), UPDATES)
}

/// A row of the table, best of some rounds.
fn row(size: u32) -> [f64; COLUMNS] {
    let mut best = [f64::INFINITY; COLUMNS];
    for _ in 0..ROUNDS {
        let [new, known, scattered] = measure(How::Single, size);
        let [_, _, together] = measure(How::Together, size);
        let measured = [
            new,
            known,
            scattered,
            together,
            Naive::measure(size),
            read(size),
        ];
        for (best, measured) in best.iter_mut().zip(measured) {
            *best = best.min(measured);
        }
    }
    best
}

const HEADS: [&str; COLUMNS] = ["new", "known", "scattered", "together", "naive", "memory"];

fn print_table() {
    let rows = SIZES.map(row);
    println!(
        "an update of the graph (a mention and a statement), best of {ROUNDS}, and its ratio to 10 nodes"
    );
    print!("{:>10}", "nodes");
    for head in HEADS {
        print!(" {head:>16}");
    }
    println!();
    for (row, size) in rows.iter().zip(SIZES) {
        print!("{size:>10}");
        for (time, base) in row.iter().zip(rows[0]) {
            print!(" {time:>7.0} ns {:>5.2}", time / base);
        }
        println!();
    }
}

fn print_single(size: u32) {
    let runs: Vec<_> = (0..ROUNDS).map(|_| single(size)).collect();
    let best = |at: usize| runs.iter().map(|times| times[at]).min().unwrap_or(0);
    let share = |part: usize| best(size as usize / 1_000_000 * part);
    println!(
        "filling {size} nodes, single updates: p50 {} ns, p99 {} ns, p99.9 {} ns, p99.999 {} ns, max {} ns",
        share(500_000),
        share(990_000),
        share(999_000),
        share(999_990),
        best(size as usize - 1)
    );
}

/// What memory costs that the process never had.
fn print_first() {
    let first = |size: u32| {
        let graphs = (200_000 / size).max(1);
        let time = (0..graphs).map(|_| Fed::fill(How::Single, size).1).sum();
        mean(time, graphs * size)
    };
    let [few, many] = [10, 1_000_000].map(|size| {
        let times = (0..ROUNDS).map(|_| first(size));
        times.fold(f64::INFINITY, f64::min)
    });
    let ratio = many / few;
    println!(
        "new entities in memory that the kernel hands out for the first time: 10 nodes {few:.0} ns, 1000000 nodes {many:.0} ns, {ratio:.2}"
    );
}

/// Runs the rest in a process whose allocator gives nothing back to the kernel.
fn keeping_memory() -> ExitStatus {
    let keep = "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=1099511627776";
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    let command = command.env("GLIBC_TUNABLES", keep).env(KEEPS, "1");
    command.status().expect("this program runs again")
}

fn main() {
    if std::env::var_os(KEEPS).is_some() {
        print_table();
        print_single(1_000_000);
        return;
    }
    print_first();
    assert!(keeping_memory().success());
}
