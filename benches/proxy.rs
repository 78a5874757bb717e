//! `midflight proxy`, observing, beside the plainest pass-through of the same libraries: what each
//! adds to the time to first token and between tokens, and how much goes through it.
//!
//! Each stands in a thread of its own. They take turns, so that what else the machine does meets all of
//! them alike; percentiles are those of the median stretch of requests or tokens, of the rest the median
//! turn is told. The client and the upstream share a core, the ways another one, since what it costs to wake a
//! thread depends on where it is; the analysis may go where there is room. What is added is what a token
//! took beyond what it takes without anything in between.

#[path = "proxy/cpu.rs"]
mod cpu;
#[path = "proxy/pacer.rs"]
mod pacer;
#[path = "proxy/passthrough.rs"]
mod passthrough;
#[path = "proxy/upstream.rs"]
mod upstream;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use midflight::core::{Engine, Event, Timestamp, Wire};
use midflight::proxy::{Config, Hooks, Proxy, Upstream};
use pacer::STREAMS;
use upstream::{Clock, listen};

/// Turns of requests, one after another, for the time to first token.
const TURNS: usize = 500;
const REQUESTS: usize = 20;
/// Turns of streams, for the time between tokens.
const ROUNDS: usize = 40;
/// Turns of one fast stream.
const BULKS: usize = 8;
/// Requests or tokens of which a percentile is taken. One bad moment of the machine is a stretch, where it
/// would be the 99th percentile of all.
const STRETCH: usize = 500;
/// Before a turn, so that nobody's leftovers are another's delay.
const REST: Duration = Duration::from_millis(5);
/// Tokens of a paced stream.
const TOKENS: usize = 23;
/// The first ones, which come while others of the streams are still to begin, do not count.
const EARLY: usize = 3;
/// Tokens of a stream that is not paced.
const BULK: usize = 200_000;

/// Runs a server in a thread of its own; where it is.
fn in_thread<F: Future<Output = ()>>(
    name: &str,
    serve: impl FnOnce(tokio::sync::oneshot::Sender<SocketAddr>) -> F + Send + 'static,
) -> SocketAddr {
    let (told, address) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().name(name.to_owned());
    let run = move || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().build().expect("a runtime");
        runtime.block_on(serve(told));
    };
    thread.spawn(run).expect("a thread");
    address.blocking_recv().expect("an address")
}

fn start(clock: Clock, seen: &Arc<AtomicU64>) -> [(&'static str, SocketAddr); 3] {
    let upstream = in_thread("upstream", move |told| async move {
        let (listener, address) = listen().await;
        cpu::stay_on(0);
        let _ = told.send(address);
        upstream::serve(listener, clock).await;
    });
    let passthrough = in_thread("pass-through", move |told| async move {
        let (listener, address) = listen().await;
        cpu::stay_on(1);
        let _ = told.send(address);
        passthrough::serve(listener, upstream).await;
    });
    let seen = Arc::clone(seen);
    let proxy = in_thread("midflight", move |told| async move {
        let proxy = proxy(upstream, seen).await;
        cpu::stay_on(1);
        let _ = told.send(proxy.address().expect("an address"));
        proxy.run(std::future::pending()).await;
    });
    [
        ("upstream", upstream),
        ("pass-through", passthrough),
        ("midflight", proxy),
    ]
}

async fn proxy(upstream: SocketAddr, seen: Arc<AtomicU64>) -> Proxy {
    let config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        admin: None,
        upstreams: vec![Upstream::new(&format!("http://{upstream}")).expect("an address")],
        ..Config::default()
    };
    let hooks = Hooks {
        observer: Some(Arc::new(move |event: &Event<'_>| {
            if matches!(event, Event::Mention(_)) {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        })),
        configure: Some(Box::new(|builder| builder.no_proxy().tls_certs_only([]))),
    };
    Proxy::bind_with(config, hooks).await.expect("a proxy")
}

/// How long each token of a stream took, in nanoseconds.
async fn tokens(
    client: &reqwest::Client,
    address: SocketAddr,
    path: String,
    clock: Clock,
) -> Vec<u64> {
    let url = format!("http://{address}{path}");
    let mut response = client.get(url).send().await.expect("an answer");
    let mut took = Vec::new();
    while let Some(chunk) = response.chunk().await.expect("a whole answer") {
        let now = clock.now();
        took.extend(sent(&chunk).map(|sent| now.saturating_sub(sent)));
    }
    took
}

/// When the events of a chunk were sent.
fn sent(chunk: &[u8]) -> impl Iterator<Item = u64> {
    let mark = b"\"t\":\"";
    let at = (0..chunk.len().saturating_sub(24)).filter(move |&at| chunk[at..].starts_with(mark));
    at.filter_map(|at| {
        std::str::from_utf8(&chunk[at + 5..at + 25])
            .ok()?
            .parse()
            .ok()
    })
}

fn quantile(mut values: Vec<u64>, of_100: usize) -> u64 {
    values.sort_unstable();
    values[(values.len() * of_100 / 100).min(values.len() - 1)]
}

/// The quantile of the median stretch.
fn typical(values: &[u64], of_100: usize) -> u64 {
    let stretches = values.chunks(STRETCH);
    median(
        &stretches
            .map(|some| quantile(some.to_vec(), of_100))
            .collect::<Vec<u64>>(),
    )
}

/// The times to first token, and what a request took of that thread's core.
async fn first_tokens(
    client: &reqwest::Client,
    (thread, address): (&str, SocketAddr),
    figures: &mut Figures,
) {
    tokio::time::sleep(REST).await;
    let (ran, mut took) = (cpu::of(thread), Vec::with_capacity(REQUESTS));
    for _ in 0..REQUESTS {
        let start = Instant::now();
        let url = format!("http://{address}/1");
        let mut response = client.get(url).send().await.expect("an answer");
        let first = response.chunk().await.expect("a chunk");
        assert!(first.is_some(), "no token");
        took.push(start.elapsed().as_nanos() as u64);
        while response.chunk().await.expect("a whole answer").is_some() {}
    }
    let ran = cpu::of(thread) - ran;
    figures.request.push(ran / REQUESTS as u64);
    figures.first.extend(took);
}

/// How long tokens of many streams took, and what a token took of that thread's core.
async fn between_tokens(
    client: &reqwest::Client,
    (thread, address): (&str, SocketAddr),
    clock: Clock,
    figures: &mut Figures,
) {
    tokio::time::sleep(REST).await;
    let ran = cpu::of(thread);
    let streams = (0..STREAMS).map(|_| async {
        let mut took = tokens(client, address, format!("/{TOKENS}/paced"), clock).await;
        took.split_off(EARLY.min(took.len()))
    });
    let took = join_all(streams).await.concat();
    let all = STREAMS * (TOKENS - EARLY);
    assert!(took.len() > all * 9 / 10, "{} tokens", took.len());
    let ran = cpu::of(thread) - ran;
    figures.token.push(ran / took.len() as u64);
    figures.between.extend(took);
}

/// Tokens a second, by the clock and by what the thread of that name took of its core.
async fn bulk(
    client: &reqwest::Client,
    (thread, address): (&str, SocketAddr),
    figures: &mut Figures,
) {
    let (start, ran) = (Instant::now(), cpu::of(thread));
    let url = format!("http://{address}/{BULK}");
    let mut response = client.get(url).send().await.expect("an answer");
    let mut bytes = 0;
    while let Some(chunk) = response.chunk().await.expect("a whole answer") {
        bytes += chunk.len();
    }
    assert!(bytes > BULK * 180, "{bytes} bytes");
    let by = |nanoseconds: u64| BULK as u64 * 1_000_000 / (nanoseconds / 1000).max(1);
    let passed = start.elapsed().as_nanos() as u64;
    figures.bulk[0].push(by(passed));
    figures.bulk[1].push(by(cpu::of(thread) - ran));
}

/// The figures of one way: a value a request or token where it goes by the clock, else a value a turn.
#[derive(Default)]
struct Figures {
    first: Vec<u64>,
    between: Vec<u64>,
    token: Vec<u64>,
    bulk: [Vec<u64>; 2],
    request: Vec<u64>,
}

fn main() {
    let (clock, seen) = (Clock::start(), Arc::new(AtomicU64::new(0)));
    let ways = start(clock, &seen);
    cpu::stay_on(0);
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().expect("a runtime");
    let client = midflight::client::builder().no_proxy().tls_certs_only([]);
    let client = client.build().expect("a client");
    let mut all: [Figures; 3] = Default::default();
    let turns = |turns: usize| (0..turns).flat_map(|_| ways.iter().enumerate());
    for (at, way) in turns(TURNS) {
        runtime.block_on(first_tokens(&client, *way, &mut all[at]));
    }
    for (at, way) in turns(ROUNDS) {
        runtime.block_on(between_tokens(&client, *way, clock, &mut all[at]));
    }
    for (at, way) in turns(BULKS) {
        runtime.block_on(bulk(&client, *way, &mut all[at]));
    }
    report(&ways.map(|(name, _)| name), &all);
    let seen = seen.load(Ordering::Relaxed);
    let (_, upstream) = ways[0];
    let all = runtime.block_on(mentions(&client, upstream));
    println!(
        "mentions found on the way: {seen} of {all}; the analysis leaves out what it can't keep up with"
    );
    assert!(seen > 1000, "nothing was analysed");
}

/// How many mentions there are in all that went through the proxy.
async fn mentions(client: &reqwest::Client, upstream: SocketAddr) -> u64 {
    let engine = Engine::new(midflight::core::Config::default()).expect("an engine");
    let mut all = 0;
    for (tokens, times) in [
        (1, TURNS * REQUESTS),
        (TOKENS, ROUNDS * STREAMS),
        (BULK, BULKS),
    ] {
        let url = format!("http://{upstream}/{tokens}");
        let answer = client.get(url).send().await.expect("an answer");
        let bytes = answer.bytes().await.expect("a whole answer");
        let mut found = 0;
        let mut count = |event: &Event<'_>| found += u64::from(matches!(event, Event::Mention(_)));
        let mut session = engine.session(Wire::Auto);
        session
            .write(&bytes, Timestamp(0), &mut count)
            .expect("room");
        session.finish(Timestamp(0), &mut count).expect("room");
        all += found * times as u64;
    }
    all
}

/// A figure.
type Row = fn(&Figures) -> u64;

fn median(values: &[u64]) -> u64 {
    quantile(values.to_vec(), 50)
}

fn report(names: &[&str; 3], all: &[Figures; 3]) {
    let rows: [(&str, Row); 8] = [
        ("time to first token, p50, µs", |way| {
            typical(&way.first, 50)
        }),
        ("time to first token, p99, µs", |way| {
            typical(&way.first, 99)
        }),
        ("a token on its way, p50, µs", |way| {
            typical(&way.between, 50)
        }),
        ("a token on its way, p99, µs", |way| {
            typical(&way.between, 99)
        }),
        ("a request, of its core, µs", |way| median(&way.request)),
        ("a token, of its core, µs", |way| median(&way.token)),
        ("tokens a second", |way| median(&way.bulk[0])),
        ("tokens a second of its core", |way| median(&way.bulk[1])),
    ];
    println!(
        "{:32} {:>12} {:>14} {:>12}   ratio",
        "", names[0], names[1], names[2]
    );
    for (name, of) in rows {
        let [direct, plain, ours] = [0, 1, 2].map(|way| of(&all[way]) as f64);
        if name.ends_with("core, µs") {
            let [direct, plain, ours] = [direct, plain, ours].map(|nanoseconds| nanoseconds / 1e3);
            println!(
                "{name:32} {direct:12.1} {plain:14.1} {ours:12.1}   {:.2}",
                ours / plain
            );
        } else if name.ends_with("µs") {
            let added = (ours - direct) / (plain - direct);
            let [direct, plain, ours] = [direct, plain, ours].map(|nanoseconds| nanoseconds / 1e3);
            println!(
                "{name:32} {direct:12.1} {plain:14.1} {ours:12.1}   {added:.2} times what it adds"
            );
        } else {
            println!(
                "{name:32} {direct:12.0} {plain:14.0} {ours:12.0}   {:.2}",
                ours / plain
            );
        }
    }
}
