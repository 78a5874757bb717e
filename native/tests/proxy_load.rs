//! A thousand streams at a time through the proxy: every byte of every one, and what that takes.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::time::Duration;

use futures_util::future::join_all;
use midflight::serve::Catalogue;
use support::process::Process;
use support::replay::http;

const STREAMS: usize = 1000;
/// Streams that begin at a time where memory is measured. What waits for the analysis takes memory too,
/// and on a busy machine all of it would wait.
const GROUP: usize = 200;
/// Bytes that a stream may take in the proxy: two connections with their buffers (some 46 KiB of
/// hyper's and reqwest's) and its analysis.
const EACH: usize = 64 << 10;
/// Bytes of an answer before the upstream falls silent, and what asks for that.
const SAID: usize = 20_000;
const PAUSE: &str = "tokens_per_second=100&stall=20000";
/// Files that each process must be allowed to have open.
const FILES: usize = 4096;

/// Whether it came whole.
async fn stream(client: reqwest::Client, url: String) -> bool {
    let expected = Catalogue::shipped()
        .named("openai-chat")
        .unwrap()
        .bytes
        .clone();
    let response = client.get(url).send().await.unwrap();
    response.bytes().await.unwrap() == expected
}

/// Reads until the upstream falls silent; the answer, which is open as long as this is kept.
async fn silent(client: reqwest::Client, url: String) -> reqwest::Response {
    let mut response = client.get(url).send().await.unwrap();
    let mut read = 0;
    while read < SAID {
        read += response.chunk().await.unwrap().unwrap().len();
    }
    response
}

/// Does something for each of many streams at a time.
async fn each<F>(count: usize, one: impl Fn() -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let streams = (0..count).map(|_| tokio::spawn(one()));
    let done = join_all(streams).await;
    done.into_iter().map(Result::unwrap).collect()
}

/// Waits until the analysis has nothing left to do.
async fn caught_up(admin: &str) {
    let mut before = None;
    loop {
        let now = figure(admin, "midflight_relations_total").await.to_bits();
        if before.replace(now) == Some(now) {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_streams_come_through_whole_and_take_little_memory() {
    if files() < FILES {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "few open files, and CI=true"
        );
        println!(
            "skipped: a process may have no more than {} files open",
            files()
        );
        return;
    }
    let any = "127.0.0.1:0";
    let mut upstream = Process::start(&["serve", "--listen", any]);
    let upstream_url = upstream.address();
    let arguments = [
        "proxy",
        "--upstream",
        &upstream_url,
        "--listen",
        any,
        "--admin",
        any,
    ];
    let mut proxy = Process::start(&[&arguments[..], &["--log", "error"]].concat());
    let (base, admin) = (proxy.address(), proxy.address());
    let client = http();
    let url = |wishes: &str| format!("{base}/stream/openai-chat?{wishes}");
    assert!(stream(client.clone(), url("tokens_per_second=100000")).await);

    let before = proxy.resident();
    let mut open = Vec::new();
    while open.len() < STREAMS {
        open.extend(each(GROUP, || silent(client.clone(), url(PAUSE))).await);
        caught_up(&admin).await;
    }
    let streams = figure(&admin, "midflight_streams_open").await;
    let takes = (proxy.resident() - before) / STREAMS;
    drop(open);
    let whole = each(STREAMS, || {
        stream(client.clone(), url("tokens_per_second=60"))
    })
    .await;
    let dropped = figure(&admin, "midflight_analysis_dropped_streams_total").await;
    println!("{streams} streams at a time: {takes} bytes each, {dropped} not analysed");
    assert_eq!(whole, [true; STREAMS]);
    assert!(streams >= STREAMS as f64, "{streams} at a time");
    assert!(takes < EACH, "{takes} bytes a stream");
}

/// Files that a process may have open.
fn files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))
        .unwrap();
    let soft = line.split_whitespace().nth(3).unwrap();
    soft.parse().unwrap_or(usize::MAX)
}

async fn figure(admin: &str, name: &str) -> f64 {
    let address = admin.trim_end_matches("/midflight/events");
    let answer = http()
        .get(format!("{address}/midflight/metrics"))
        .send()
        .await
        .unwrap();
    let text = answer.text().await.unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{name} ")));
    line.map_or(0.0, |line| {
        line.rsplit(' ').next().unwrap().parse().unwrap()
    })
}
