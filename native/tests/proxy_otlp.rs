//! The proxy's figures as a collector of OpenTelemetry gets them.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::StatusCode;
use midflight::proxy::{Config, Hooks, Otlp, Proxy};
use opentelemetry_proto::tonic::metrics::v1::Metric;
use support::collector::{Collecting, histogram, value};
use support::process::Process;
use support::proxying::config;
use support::replay::{http, shipped};
use tokio::sync::oneshot;
use tokio::time::timeout;

/// Longer than anything here takes.
const LONG: Duration = Duration::from_mins(1);

/// What the shipped stream of Anthropic's came to: 381 tokens in, 152 out.
fn check_anthropic(metrics: &BTreeMap<String, Metric>) {
    let usage = &metrics["gen_ai.client.token.usage"];
    assert_eq!(usage.unit, "{token}");
    let mut points = histogram(usage);
    points.sort_by(|one, two| one.0.cmp(&two.0));
    let of = |kind: &str| {
        [
            "gen_ai.operation.name=chat",
            "gen_ai.provider.name=anthropic",
            "gen_ai.response.model=demo-1",
            &format!("gen_ai.token.type={kind}"),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let [input, output] = &points[..] else {
        panic!("{points:?}");
    };
    assert_eq!((&input.0, input.1, input.2), (&of("input"), 1, 381.0));
    assert_eq!((&output.0, output.1, output.2), (&of("output"), 1, 152.0));
    let powers: Vec<f64> = (0..14).map(|power| f64::from(4_u32.pow(power))).collect();
    assert_eq!(input.3, powers);
    for (name, buckets) in [
        ("gen_ai.server.time_to_first_token", 16),
        ("gen_ai.server.time_per_output_token", 13),
    ] {
        let [(told, count, _, bounds)] = &histogram(&metrics[name])[..] else {
            panic!("{name}");
        };
        assert_eq!((*count, bounds.len()), (1, buckets), "{name}");
        assert_eq!(told, &of("")[..3], "{name}");
        assert_eq!(metrics[name].unit, "s", "{name}");
    }
    for (name, expected) in [
        ("midflight.requests", 1),
        ("midflight.streams", 1),
        ("midflight.streams_open", 0),
        ("midflight.analysis_dropped", 0),
        ("midflight.masked_answers", 0),
    ] {
        assert_eq!(value(&metrics[name]), expected, "{name}");
    }
    for name in [
        "mentions",
        "forwarded",
        "graph_nodes",
        "stage",
        "masking_held",
    ] {
        assert!(metrics.contains_key(&format!("midflight.{name}")), "{name}");
    }
    assert!(value(&metrics["midflight.mentions"]) > 0);
}

/// Whether a stream, its request and what its analysis took were told to be at their end.
fn tells_the_end(metrics: &BTreeMap<String, Metric>) -> bool {
    let is = |name: &str, expected| metrics.get(name).is_some_and(|m| value(m) == expected);
    let told = ["midflight.forwarded", "midflight.stage"];
    is("midflight.streams", 1)
        && is("midflight.streams_open", 0)
        && told.iter().all(|name| metrics.contains_key(*name))
}

/// A proxy before the shipped streams that pushes to `collector`, and what ends it.
async fn pushing(collector: &str, interval: Duration) -> Pushing {
    let mut otlp = Otlp::new(collector).unwrap();
    otlp.interval = Some(interval);
    let config = Config {
        otlp: Some(otlp),
        ..config(&format!("http://{}", shipped().await))
    };
    let hooks = Hooks {
        configure: Some(Box::new(|builder| builder.no_proxy().tls_certs_only([]))),
        ..Hooks::default()
    };
    let proxy = Proxy::bind_with(config, hooks).await.unwrap();
    let address = proxy.address().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { drop(stopped.await) };
    let running = tokio::spawn(proxy.run(stopped));
    Pushing {
        address,
        stop,
        running,
    }
}

struct Pushing {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: tokio::task::JoinHandle<()>,
}

impl Pushing {
    async fn read(&self) -> Bytes {
        read(&self.address.to_string()).await
    }

    async fn end(self) {
        self.stop.send(()).unwrap();
        timeout(LONG, self.running).await.unwrap().unwrap();
    }
}

async fn read(address: &str) -> Bytes {
    let url = format!("http://{address}/stream/anthropic");
    let answer = timeout(LONG, http().get(url).send()).await;
    let answer = answer.unwrap().unwrap();
    timeout(LONG, answer.bytes()).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_last_push_tells_what_the_streams_came_to() {
    let collecting = Collecting::start(StatusCode::OK, false).await;
    let proxy = pushing(&format!("{}/base/", collecting.url()), LONG * 60).await;
    let bytes = proxy.read().await;
    proxy.end().await;
    let (push, metrics) = collecting.last();
    assert_eq!(push.path, "/base/v1/metrics");
    assert_eq!(push.headers["content-type"], "application/x-protobuf");
    check_anthropic(&metrics);
    let forwarded = value(&metrics["midflight.forwarded"]);
    assert_eq!(forwarded, i64::try_from(bytes.len()).unwrap());
}

#[tokio::test]
async fn figures_are_pushed_while_it_runs_and_hold_no_text() {
    let collecting = Collecting::start(StatusCode::OK, false).await;
    let proxy = pushing(&collecting.url(), Duration::from_millis(20)).await;
    proxy.read().await;
    let count = || collecting.pushes.lock().unwrap().len();
    let until = async |done: &dyn Fn() -> bool| {
        while !done() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    // A push may be put together while the stream ends; the one behind it is whole.
    let pushed = async {
        until(&|| count() > 0 && tells_the_end(&collecting.last().1)).await;
        let told = count();
        until(&|| count() > told).await;
    };
    timeout(LONG, pushed).await.unwrap();
    let (push, metrics) = collecting.last();
    check_anthropic(&metrics);
    let told = String::from_utf8_lossy(&push.body).into_owned();
    for text in ["msg_demo", "stream/anthropic", "thinking"] {
        assert!(!told.contains(text), "{text}");
    }
    proxy.end().await;
}

#[tokio::test]
async fn a_collector_that_fails_stalls_or_is_gone_breaks_nothing() {
    let expected = read(&shipped().await.to_string()).await;
    let refusing = Collecting::start(StatusCode::BAD_REQUEST, false).await;
    let stalling = Collecting::start(StatusCode::OK, true).await;
    let gone = "http://127.0.0.1:1".to_owned();
    for url in [refusing.url(), stalling.url(), gone] {
        let proxy = pushing(&url, Duration::from_millis(5)).await;
        for _ in 0..5 {
            assert!(proxy.read().await == expected, "{url}");
        }
        proxy.end().await;
    }
    assert!(!refusing.pushes.lock().unwrap().is_empty());
    assert!(!stalling.pushes.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_command_line_takes_address_and_headers_from_the_environment() {
    let collecting = Collecting::start(StatusCode::OK, false).await;
    let upstream = format!("http://{}", shipped().await);
    let arguments = [
        "proxy",
        "--listen",
        "127.0.0.1:0",
        "--no-admin",
        "--upstream",
        &upstream,
    ];
    let environment = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collecting.url()),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=secret".to_owned()),
        ("OTEL_SERVICE_NAME", "gateway".to_owned()),
        ("NO_PROXY", "127.0.0.1".to_owned()),
    ];
    let mut process = Process::start_with(&arguments, &environment);
    let address = process.address();
    read(address.strip_prefix("http://").unwrap()).await;
    process.terminate();
    let ended = tokio::task::spawn_blocking(move || (process.rest(), process.wait())).await;
    let (log, status) = ended.unwrap();
    assert_eq!(status, 0, "{log}");
    assert!(!log.contains("secret"), "{log}");
    let (push, metrics) = collecting.last();
    assert_eq!(push.headers["x-key"], "secret");
    assert!(String::from_utf8_lossy(&push.body).contains("gateway"));
    check_anthropic(&metrics);
}
