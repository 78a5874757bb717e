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
/// Bytes that a stream may take in the proxy: two connections with their buffers (some 46 KiB of
/// hyper's and reqwest's) and its analysis.
const EACH: usize = 64 << 10;
/// Bytes that may wait for the analysis besides, where it falls behind (`queue_bytes`).
const WAITING: usize = 32 << 20;
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
    let url = |pace: u32| format!("{base}/stream/openai-chat?tokens_per_second={pace}");
    assert!(stream(client.clone(), url(100_000)).await);
    let before = proxy.resident();
    let streams = (0..STREAMS).map(|_| tokio::spawn(stream(client.clone(), url(30))));
    let streams = tokio::spawn(join_all(streams));
    let (mut most, mut open) = (before, 0.0);
    while !streams.is_finished() {
        tokio::time::sleep(Duration::from_millis(200)).await;
        most = proxy.resident().max(most);
        open = figure(&admin, "midflight_streams_open").await.max(open);
    }
    let whole = streams
        .await
        .unwrap()
        .into_iter()
        .filter(|whole| *whole.as_ref().unwrap());
    assert_eq!(whole.count(), STREAMS);
    assert!(open > 0.9 * STREAMS as f64, "{open} at a time");
    let each = (most - before) / STREAMS;
    let dropped = figure(&admin, "midflight_analysis_dropped_streams_total").await;
    println!("{open} streams at a time: {each} bytes each, {dropped} not analysed");
    assert!(each < EACH + WAITING / STREAMS, "{each} bytes a stream");
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
