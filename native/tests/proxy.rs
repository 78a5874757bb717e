//! The proxy on real sockets: what goes through it, and what it tells of that.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use midflight::client::Request;
use midflight::core::{Engine, Event, Timestamp, Wire};
use midflight::proxy::{Hooks, Limits};
use midflight::serve::{Catalogue, Options, Recording};
use reqwest::StatusCode;
use support::proxying::{Proxying, config, proxy, proxy_with};
use support::reading::{client, eager, read};
use support::replay::{http, replay, shipped};
use support::scripted::{Scripted, answer, events};
use tokio_tungstenite::connect_async;

/// A proxy before the shipped streams.
async fn before_shipped() -> Proxying {
    proxy(config(&format!("http://{}", shipped().await))).await
}

async fn body(proxy: &Proxying, path: &str) -> Vec<u8> {
    let url = format!("http://{}{path}", proxy.address);
    http()
        .get(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap()
        .to_vec()
}

#[tokio::test]
async fn every_stream_comes_through_byte_for_byte() {
    let mut catalogue = Catalogue::shipped();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures/streams");
    if fixtures.is_dir() {
        catalogue.add_directory(&fixtures).unwrap();
    } else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "no ../shared, and CI=true"
        );
        println!("shared fixtures skipped: no ../shared");
    }
    let options = Options {
        catalogue: catalogue.clone(),
        ..Options::default()
    };
    let proxy = proxy(config(&format!("http://{}", replay(options).await))).await;
    for recording in catalogue.iter() {
        let name = &recording.name;
        assert!(
            body(&proxy, &format!("/stream/{name}")).await == recording.bytes,
            "{name}"
        );
    }
    let streams = catalogue
        .iter()
        .filter(|recording| recording.content_type() == "text/event-stream");
    proxy
        .until("midflight_streams_total", streams.count() as f64)
        .await;
    let zeros = ["analysis_dropped_bytes_total", "analysis_panics_total"];
    for zero in zeros {
        assert!(
            proxy.figure(&format!("midflight_{zero}")).await < 1.0,
            "{zero}"
        );
    }
}

/// The mentions in a recording, read at once.
fn mentions(recording: &Recording) -> usize {
    let engine = Engine::new(midflight::core::Config::default()).unwrap();
    let mut mentions = 0;
    let mut sink = |event: &Event<'_>| mentions += usize::from(matches!(event, Event::Mention(_)));
    let mut session = engine.session(recording.wire);
    session
        .write(&recording.bytes, Timestamp(0), &mut sink)
        .unwrap();
    session.finish(Timestamp(0), &mut sink).unwrap();
    mentions
}

#[tokio::test]
async fn everything_that_goes_by_is_analysed() {
    let proxy = before_shipped().await;
    let catalogue = Catalogue::shipped();
    // What is not told by its media type and path goes by unread.
    let read = |recording: &&Recording| !matches!(recording.wire, Wire::Text | Wire::GeminiArray);
    let read: Vec<_> = catalogue.iter().filter(read).collect();
    let paths = || {
        read.iter()
            .map(|recording| format!("/stream/{}", recording.name))
    };
    let all = (0..8).flat_map(|_| paths().map(async |path| body(&proxy, &path).await));
    futures_util::future::join_all(all).await;
    proxy
        .until("midflight_streams_total", 8.0 * read.len() as f64)
        .await;
    let expected: usize = read.iter().map(|recording| 8 * mentions(recording)).sum();
    let found = proxy.figure("midflight_mentions_total").await;
    assert!(
        (found - expected as f64).abs() < 0.1,
        "{found} of {expected}"
    );
}

/// Bytes without order, the same every time.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::from_fn(|| Some(next()))
        .flatten()
        .take(length)
        .collect()
}

#[tokio::test]
async fn noise_comes_through_byte_for_byte() {
    const LENGTH: usize = 100 << 20;
    let sent = Arc::new(noise(LENGTH));
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {LENGTH}\r\n\r\n"
    );
    let server = Scripted::serve(vec![[head.as_bytes(), &sent].concat()]);
    let proxy = proxy(config(&server.url())).await;
    let response = http()
        .get(format!("http://{}/", proxy.address))
        .send()
        .await
        .unwrap();
    let (mut chunks, mut at) = (response.bytes_stream(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.unwrap();
        assert!(sent[at..at + chunk.len()] == chunk, "at byte {at}");
        at += chunk.len();
    }
    assert_eq!(at, LENGTH);
}

#[tokio::test]
async fn a_request_is_passed_on_as_it_is_but_for_what_belongs_to_its_connection() {
    let server = Scripted::serve(vec![answer(
        "201 Made",
        "X-Answer: yes\r\nConnection: X-Hop\r\nX-Hop: 1\r\n",
        "made",
    )]);
    let proxy = proxy(config(&format!("http://{}/base", server.address))).await;
    let url = format!("http://{}/v1/things/a%2Fb?key=a%20b&x", proxy.address);
    let request = http().patch(url).header("authorization", "Bearer secret-1");
    let request = request
        .header("x-many", "1")
        .header("x-many", "2")
        .header("te", "trailers");
    let response = request.body("{\"a\": 1}").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()["x-answer"], "yes");
    assert!(!response.headers().contains_key("x-hop"));
    assert_eq!(response.text().await.unwrap(), "made");
    let request = server.requests()[0].clone();
    let head = request.to_ascii_lowercase();
    assert!(
        request.starts_with("PATCH /base/v1/things/a%2Fb?key=a%20b&x HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(request.ends_with("\r\n\r\n{\"a\": 1}"), "{request}");
    for expected in ["authorization: bearer secret-1", "x-many: 1", "x-many: 2"] {
        assert!(
            head.contains(&format!("\r\n{expected}\r\n")),
            "{expected}: {request}"
        );
    }
    assert!(
        head.contains(&format!("\r\nhost: {}\r\n", server.address)),
        "{request}"
    );
    assert!(!head.contains("\r\nte:"), "{request}");
}

#[tokio::test]
async fn a_redirect_is_the_clients_to_follow() {
    let server = Scripted::serve(vec![answer(
        "302 There",
        "Location: http://elsewhere.example/\r\n",
        "",
    )]);
    let proxy = proxy(config(&server.url())).await;
    let policy = reqwest::redirect::Policy::none();
    let client = midflight::client::builder()
        .no_proxy()
        .redirect(policy)
        .build()
        .unwrap();
    let response = client
        .get(format!("http://{}/", proxy.address))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::FOUND);
    assert_eq!(response.headers()["location"], "http://elsewhere.example/");
}

#[tokio::test]
async fn several_upstreams_are_told_apart_and_keys_go_to_their_own() {
    let (a, b) = (
        Scripted::serve(vec![answer("200 OK", "", "a")]),
        Scripted::serve(vec![answer("200 OK", "", "b")]),
    );
    let mut config = config(&format!("http://{}", a.address));
    config.upstreams[0].path = "/a".to_owned();
    let mut other = config.upstreams[0].clone();
    other.url = format!("http://{}", b.address).parse().unwrap();
    other.path = "/b".to_owned();
    config.upstreams.push(other);
    let proxy = proxy(config).await;
    assert_eq!(body(&proxy, "/b/v1").await, b"b");
    assert_eq!(body(&proxy, "/a/v1").await, b"a");
    assert!(a.requests()[0].starts_with("GET /v1 ") && a.requests().len() == 1);
    let url = format!("http://{}/c", proxy.address);
    let none = http().get(url).send().await.unwrap();
    assert_eq!(none.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn http2_goes_through_on_both_sides() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.upstreams[0].http2 = true;
    let proxy = proxy(config).await;
    let builder = midflight::client::builder()
        .no_proxy()
        .http2_prior_knowledge();
    let url = format!("http://{}/stream/anthropic", proxy.address);
    let response = builder.build().unwrap().get(url).send().await.unwrap();
    assert_eq!(response.version(), reqwest::Version::HTTP_2);
    let expected = Catalogue::shipped()
        .named("anthropic")
        .unwrap()
        .bytes
        .clone();
    assert_eq!(response.bytes().await.unwrap(), expected);
}

#[tokio::test]
async fn a_websocket_goes_through_and_both_directions_are_read() {
    let proxy = before_shipped().await;
    let address = shipped().await;
    let client = client(eager()).with_wire(Wire::OpenAiRealtime);
    let url = |address| format!("ws://{address}/ws/openai-realtime");
    let direct = read(
        client
            .websocket(Request::get(&url(address)).unwrap())
            .events(),
    )
    .await;
    let request = Request::post(&url(proxy.address), "{\"type\":\"response.create\"}").unwrap();
    let through = read(client.websocket(request).events()).await;
    assert!(through.error.is_none() && !through.text.is_empty());
    assert_eq!(
        (through.text, through.mentions),
        (direct.text, direct.mentions)
    );
    proxy.until("midflight_streams_total", 2.0).await;
    assert!(proxy.figure("midflight_mentions_total").await > 0.0);
}

#[tokio::test]
async fn what_it_saw_is_told_live_and_again_to_who_comes_back() {
    let proxy = before_shipped().await;
    body(&proxy, "/stream/anthropic").await;
    proxy.until("midflight_streams_total", 1.0).await;
    let url = format!("http://{}/midflight/events", proxy.admin);
    let from_start = http()
        .get(&url)
        .header("last-event-id", "0")
        .send()
        .await
        .unwrap();
    let mut chunks = from_start.bytes_stream();
    let mut told = String::new();
    while !told.contains("event: latency") {
        told += &String::from_utf8_lossy(&chunks.next().await.unwrap().unwrap());
    }
    for kind in [
        "begin", "mention", "relation", "usage", "finish", "end", "latency",
    ] {
        assert!(told.contains(&format!("event: {kind}\n")), "{kind}: {told}");
    }
    assert!(told.contains("id: 1\n"), "{told}");
    let last = told
        .rsplit("id: ")
        .next()
        .unwrap()
        .split('\n')
        .next()
        .unwrap();
    let resumed = http()
        .get(&url)
        .header("last-event-id", last)
        .send()
        .await
        .unwrap();
    body(&proxy, "/stream/cohere").await;
    let mut chunks = resumed.bytes_stream();
    let mut again = String::new();
    while !again.contains("event: begin") {
        again += &String::from_utf8_lossy(&chunks.next().await.unwrap().unwrap());
    }
    let first = again
        .split("id: ")
        .nth(1)
        .unwrap()
        .split('\n')
        .next()
        .unwrap();
    assert_eq!(
        first.parse::<u64>().unwrap(),
        last.parse::<u64>().unwrap() + 1
    );
}

#[tokio::test]
async fn what_it_saw_is_told_over_a_websocket_too() {
    let proxy = before_shipped().await;
    let url = format!("ws://{}/midflight/ws", proxy.admin);
    let (mut socket, _) = connect_async(url).await.unwrap();
    body(&proxy, "/stream/anthropic").await;
    let mut told = String::new();
    while !told.contains("\"type\":\"mention\"") {
        let message = socket.next().await.unwrap().unwrap();
        told = message.into_text().unwrap().to_string();
    }
    assert!(told.contains("\"stream\":0"), "{told}");
}

#[tokio::test]
async fn figures_have_the_names_that_opentelemetry_gives_them() {
    let proxy = before_shipped().await;
    for name in ["anthropic", "openai-chat", "ollama"] {
        body(&proxy, &format!("/stream/{name}")).await;
    }
    proxy.until("midflight_streams_total", 3.0).await;
    proxy.until("midflight_stage_seconds", 1e-9).await;
    let text = proxy.ask("metrics").await;
    for expected in [
        "# TYPE gen_ai_server_time_to_first_token_seconds histogram",
        "# TYPE gen_ai_server_time_per_output_token_seconds histogram",
        "# TYPE gen_ai_client_token_usage histogram",
        "gen_ai_client_token_usage_count{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"anthropic\",gen_ai_response_model=\"demo-1\",gen_ai_token_type=\"output\"} 1",
        "midflight_streams_total{wire=\"openai-chat\",ending=\"complete\"} 1",
        "midflight_stage_seconds{stage=\"frame\",quantile=\"0.99\"}",
    ] {
        assert!(text.contains(expected), "{expected}:\n{text}");
    }
    let requests = text
        .lines()
        .find(|line| line.starts_with("midflight_requests_total{"));
    let (name, rest) = requests.unwrap().split_once(',').unwrap();
    // Upstreams on one machine differ by their ports.
    assert!(
        name.starts_with("midflight_requests_total{upstream=\"127.0.0.1:"),
        "{name}"
    );
    assert_eq!(rest, "status=\"200\"} 3");
    assert!(text.ends_with("# EOF\n"));
    let graph: serde_json::Value = serde_json::from_str(&proxy.ask("graph").await).unwrap();
    assert!(!graph["nodes"].as_array().unwrap().is_empty());
    assert_eq!(proxy.ask("healthz").await, "ok\n");
}

/// Who listened to a proxy that ran before has heard nothing of this one.
#[tokio::test]
async fn a_listener_of_a_proxy_that_ran_before_is_told_all() {
    let proxy = before_shipped().await;
    body(&proxy, "/stream/cohere").await;
    proxy.until("midflight_streams_total", 1.0).await;
    let url = format!("http://{}/midflight/events", proxy.admin);
    let resumed = http().get(&url).header("last-event-id", "1000000");
    let mut chunks = resumed.send().await.unwrap().bytes_stream();
    let mut told = String::new();
    while !told.contains("event: begin\n") {
        let chunk = tokio::time::timeout(Duration::from_secs(20), chunks.next()).await;
        told += &String::from_utf8_lossy(&chunk.unwrap().unwrap().unwrap());
    }
    assert!(told.contains("id: 1\n"), "{told}");
}

/// A request that no upstream takes is counted, and told as what it is.
#[tokio::test]
async fn what_no_upstream_takes_is_counted() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.upstreams[0].path = "/only".to_owned();
    let proxy = proxy(config).await;
    let url = format!("http://{}/v1/chat/completions", proxy.address);
    assert_eq!(
        http().get(url).send().await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
    proxy.until("midflight_requests_total", 1.0).await;
    let text = proxy.ask("metrics").await;
    assert!(
        text.contains("midflight_requests_total{upstream=\"\",status=\"404\"} 1"),
        "{text}"
    );
}

#[tokio::test]
async fn others_are_told_nothing() {
    let upstream = format!("http://{}", shipped().await);
    let open = proxy(config(&upstream)).await;
    let url = |proxy: &Proxying| format!("http://{}/midflight/graph", proxy.admin);
    let asked = |name: &'static str, value: &'static str, url: String| async move {
        http()
            .get(url)
            .header(name, value)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(
        asked("host", "rebound.example", url(&open)).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        asked("origin", "https://evil.example", url(&open)).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        asked("origin", "http://localhost:5173", url(&open)).await,
        StatusCode::OK
    );
    let mut guarded = config(&upstream);
    guarded.admin_token = Some("token-1".to_owned());
    let guarded = proxy(guarded).await;
    assert_eq!(
        asked("x-any", "1", url(&guarded)).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        asked("authorization", "Bearer token-2", url(&guarded)).await,
        StatusCode::UNAUTHORIZED
    );
    for (given, expected) in [
        ("Bearer token-1", StatusCode::OK),
        ("bearer token-1", StatusCode::OK),
        ("Bearer  token-1", StatusCode::UNAUTHORIZED),
        ("Basic token-1", StatusCode::UNAUTHORIZED),
        ("token-1", StatusCode::UNAUTHORIZED),
    ] {
        let status = asked("authorization", given, url(&guarded)).await;
        assert_eq!(status, expected, "{given}");
    }
    let refused = http().get(url(&guarded)).send().await.unwrap();
    assert_eq!(refused.headers()["www-authenticate"], "Bearer");
    let health = format!("http://{}/midflight/healthz", guarded.admin);
    assert_eq!(asked("x-any", "1", health).await, StatusCode::OK);
}

#[tokio::test]
async fn analysis_that_panics_costs_no_byte() {
    let heard = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&heard);
    let hooks = Hooks {
        observer: Some(Arc::new(move |_| {
            assert!(
                count.fetch_add(1, Ordering::Relaxed) % 20 != 19,
                "on purpose"
            );
        })),
        ..Hooks::default()
    };
    let upstream = format!("http://{}", shipped().await);
    let proxy = proxy_with(config(&upstream), hooks).await;
    for recording in Catalogue::shipped().iter() {
        let read = body(&proxy, &format!("/stream/{}", recording.name)).await;
        assert!(read == recording.bytes, "{}", recording.name);
    }
    proxy.until("midflight_analysis_panics_total", 5.0).await;
    assert!(heard.load(Ordering::Relaxed) >= 100);
}

#[tokio::test]
async fn what_the_queue_has_no_room_for_is_counted_and_costs_no_byte() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.limits = Limits {
        queue_bytes: 0,
        ..config.limits
    };
    let hooks = Hooks {
        // The first piece keeps the thread busy, so that the queue fills up.
        observer: Some(Arc::new(|_| {
            std::thread::sleep(Duration::from_millis(20));
        })),
        ..Hooks::default()
    };
    let proxy = proxy_with(config, hooks).await;
    let mut sent = 0;
    for recording in Catalogue::shipped().iter() {
        let read = body(&proxy, &format!("/stream/{}", recording.name)).await;
        assert!(read == recording.bytes, "{}", recording.name);
        sent += read.len();
    }
    let dropped = proxy.figure("midflight_analysis_dropped_bytes_total").await;
    assert!(dropped > 0.0 && dropped <= sent as f64, "{dropped}");
    assert!(
        proxy
            .figure("midflight_analysis_dropped_streams_total")
            .await
            > 0.0
    );
}

#[tokio::test]
async fn packed_answers_pass_and_are_counted() {
    let packed = answer(
        "200 OK",
        "Content-Type: text/event-stream\r\nContent-Encoding: br\r\n",
        "packed",
    );
    let server = Scripted::serve(vec![packed, events("data: [DONE]\n\n")]);
    let proxy = proxy(config(&server.url())).await;
    assert_eq!(body(&proxy, "/").await, b"packed");
    assert!(
        (proxy
            .figure("midflight_analysis_unread_answers_total")
            .await
            - 1.0)
            .abs()
            < 0.1
    );
    assert!(
        server.requests()[0]
            .to_ascii_lowercase()
            .contains("accept-encoding: identity")
    );
}
