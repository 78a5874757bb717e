//! Masking in the proxy.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use midflight::core::{Config, Engine, Kinds, Wire};
use midflight::proxy;
use midflight::serve::{Catalogue, Recording};
use reqwest::{Response, StatusCode};
use support::proxying::{Proxying, config, proxy};
use support::replay::{http, shipped};
use support::scripted::{Scripted, answer};
use tokio_tungstenite::tungstenite::Message;

async fn masking() -> Proxying {
    let mut config = config(&format!("http://{}", shipped().await));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    proxy(config).await
}

async fn get(proxy: &Proxying, path: &str) -> Response {
    let url = format!("http://{}{path}", proxy.address);
    http().get(url).send().await.unwrap()
}

/// The whole recording, masked at once.
fn masked(recording: &Recording, wire: Wire) -> Vec<u8> {
    let engine = Engine::new(Config::default()).unwrap();
    let mut redactor = engine.redactor(wire, Kinds::sensitive());
    let mut out = Vec::new();
    redactor
        .write(&recording.bytes, &mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    redactor
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    out
}

#[tokio::test]
async fn every_stream_is_masked_in_its_own_wire() {
    let proxy = masking().await;
    for recording in Catalogue::shipped().iter() {
        if matches!(recording.wire, Wire::Text | Wire::GeminiArray) {
            continue;
        }
        let response = get(&proxy, &format!("/stream/{}", recording.name)).await;
        assert_eq!(response.headers()["content-type"], recording.content_type());
        let body = response.bytes().await.unwrap();
        let wire = match recording.wire {
            Wire::Bedrock => Wire::Bedrock,
            _ => Wire::Auto,
        };
        assert!(body == masked(recording, wire), "{}", recording.name);
    }
    let chat = get(&proxy, "/stream/openai-chat?tokens_per_second=2000").await;
    let chat = chat.text().await.unwrap();
    assert!(chat.contains("[EMAIL_1]") && !chat.contains("lindqvist@"));
    let told = proxy.ask("graph").await;
    assert!(!told.contains("@halden.example"), "{told}");
    proxy.until("midflight_masking_held_deltas", 1000.0).await;
    let figures = proxy.ask("metrics").await;
    let most = figures
        .lines()
        .find_map(|line| line.strip_prefix("midflight_masking_held_bytes{quantile=\"1\"} "));
    let most: usize = most.unwrap().parse().unwrap();
    assert!((10..=512).contains(&most), "{figures}");
}

#[tokio::test]
async fn an_array_is_masked_at_its_providers_address() {
    let proxy = masking().await;
    let url = format!(
        "http://{}/v1beta/models/m:streamGenerateContent",
        proxy.address
    );
    let body = http()
        .post(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    let recording = Catalogue::shipped().named("gemini-array").unwrap().clone();
    assert!(body == masked(&recording, Wire::GeminiArray));
}

#[tokio::test]
async fn a_stream_that_breaks_lets_nothing_out_that_was_held_back() {
    let proxy = masking().await;
    let whole = Catalogue::shipped().named("openai-chat").unwrap().clone();
    let whole = masked(&whole, Wire::OpenAiChat);
    for cut in (20_000..34_000).step_by(1_700) {
        let mut response = get(&proxy, &format!("/stream/openai-chat?cut={cut}")).await;
        let mut read = Vec::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            read.extend_from_slice(&chunk);
        }
        assert!(whole.starts_with(&read), "cut at {cut}");
    }
}

#[tokio::test]
async fn a_connection_that_cannot_be_masked_is_not_made() {
    let proxy = masking().await;
    let url = format!("http://{}/ws/openai-realtime", proxy.address);
    let request = http()
        .get(url)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket");
    assert_eq!(
        request.send().await.unwrap().status(),
        StatusCode::NOT_IMPLEMENTED
    );
}

#[tokio::test]
async fn an_answer_that_is_no_stream_is_masked_in_place() {
    let proxy = masking().await;
    for (path, arguments) in [
        (
            "/v1/chat/completions",
            "/choices/0/message/tool_calls/0/function/arguments",
        ),
        ("/v1/responses", ""),
        ("/v1/messages", ""),
        ("/v1beta/models/m:generateContent", ""),
    ] {
        let url = format!("http://{}{path}", proxy.address);
        let response = http().post(url).body("{}").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let text = response.text().await.unwrap();
        assert!(
            !text.contains('@') && text.contains("_1]"),
            "{path}: {text}"
        );
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        if let Some(arguments) = answer.pointer(arguments).and_then(|value| value.as_str()) {
            assert!(
                serde_json::from_str::<serde_json::Value>(arguments).is_ok(),
                "{arguments}"
            );
        }
    }
}

#[tokio::test]
async fn what_cannot_be_masked_is_not_passed_on() {
    let json = "Content-Type: application/json\r\n";
    let packed = "Content-Type: text/event-stream\r\nContent-Encoding: gzip\r\n";
    for (headers, body) in [
        (json, "{\"to\": ada@looms.example"),
        (packed, "ada@looms.example"),
    ] {
        let server = Scripted::serve(vec![answer("200 OK", headers, body)]);
        let mut config = config(&format!("http://{}", server.address));
        config.redact.kinds = proxy::kinds(["default"]).unwrap();
        let proxy = proxy(config).await;
        let response = get(&proxy, "/v1/chat/completions").await;
        assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
        assert!(!response.text().await.unwrap().contains("looms"));
    }
}

#[tokio::test]
async fn a_websockets_messages_are_masked_one_by_one() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    config.upstreams[0].wire = Wire::OpenAiRealtime;
    let proxy = proxy(config).await;
    let recording = Catalogue::shipped()
        .named("openai-realtime")
        .unwrap()
        .clone();
    let expected = String::from_utf8(masked(&recording, Wire::OpenAiRealtime)).unwrap();
    let url = format!("ws://{}/ws/openai-realtime", proxy.address);
    let tcp = tokio::net::TcpStream::connect(proxy.address).await.unwrap();
    let (mut socket, _) = tokio_tungstenite::client_async(url, tcp).await.unwrap();
    socket.send(Message::text("{}")).await.unwrap();
    let (mut lines, mut close) = (String::new(), None);
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) => lines.extend([text.as_str(), "\n"]),
            Message::Close(frame) => close = frame.map(|frame| u16::from(frame.code)),
            other => panic!("{other:?}"),
        }
    }
    let same = lines
        .bytes()
        .zip(expected.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    assert_eq!(lines[same..], expected[same..]);
    assert_eq!(close, Some(1000));
    assert!(lines.contains("[PERSON_1]"), "{lines}");
    proxy.until("midflight_streams_total", 1.0).await;
}

#[tokio::test]
async fn what_is_held_back_too_long_is_masked_undecided() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    config.limits.hold = Duration::from_millis(50);
    let proxy = proxy(config).await;
    let whole = Catalogue::shipped()
        .named("openai-chat")
        .unwrap()
        .bytes
        .clone();
    let domain = whole
        .windows(5)
        .position(|window| window == b"t@hal")
        .unwrap();
    let path = format!("/stream/openai-chat?stall={domain}&stall_ms=500");
    let read = get(&proxy, &path).await.text().await.unwrap();
    assert!(read.contains("[UNDECIDED]"), "{read}");
    assert!(!read.contains("teodor"), "{read}");
    assert!(read.ends_with("data: [DONE]\n\n"), "{read}");
}

#[tokio::test]
async fn values_are_written_in_the_style_that_was_asked_for() {
    let mut config = config(&format!("http://{}", shipped().await));
    config.redact.kinds = proxy::kinds(["email"]).unwrap();
    config.redact.style = proxy::style(Some("mask"), None).unwrap();
    let proxy = proxy(config).await;
    let read = get(&proxy, "/stream/openai-chat")
        .await
        .text()
        .await
        .unwrap();
    assert!(read.contains("****") && !read.contains("EMAIL_1"), "{read}");
}

/// What a proxy that masks makes of one answer, at a path that is no model's.
async fn other(headers: &str, body: &str) -> Result<String, reqwest::Error> {
    let server = Scripted::serve(vec![answer("200 OK", headers, body)]);
    let mut config = config(&format!("http://{}", server.address));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    let proxy = proxy(config).await;
    let url = format!("http://{}/v1/things", proxy.address);
    let answer = http().get(url).send().await?;
    answer.error_for_status()?.text().await
}

#[tokio::test]
async fn an_answer_that_is_no_models_is_masked_by_its_type() {
    let list = r#"{"object":"list","data":[{"id":"user_41","email":"ada@looms.example"}]}"#;
    let lines = "{\"custom_id\":\"r-1\",\"to\":\"ada@looms.example\"}\n{\"custom_id\":\"r-2\"}\n";
    let text = "name,mail\nAda,ada@looms.example\n";
    for (media_type, body) in [
        ("application/json; charset=utf-8", list),
        ("application/problem+json", list),
        ("application/x-jsonl", lines),
        ("application/x-ndjson", lines),
        ("text/csv", text),
        ("application/octet-stream", lines),
        ("text/html", "<a href=\"mailto:ada@looms.example\">Ada</a>"),
    ] {
        let read = other(&format!("Content-Type: {media_type}\r\n"), body)
            .await
            .unwrap();
        let expected = body.replace("ada@looms.example", "[EMAIL_1]");
        assert_eq!(read, expected, "{media_type}");
    }
    let packed = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
    let refused = other(packed, "ada@looms.example").await.unwrap_err();
    assert_eq!(refused.status(), Some(StatusCode::BAD_GATEWAY));
    let empty = other("Content-Type: application/json\r\n", "").await;
    assert_eq!(empty.unwrap(), "");
    let untyped = other("", text).await.unwrap();
    assert_eq!(untyped, text.replace("ada@looms.example", "[EMAIL_1]"));
    let binary = "PK\u{3}\u{4}ada@looms.example";
    let read = other("Content-Type: application/octet-stream\r\n", binary).await;
    assert_eq!(read.unwrap(), binary);
}

/// One upstream is masked, and another one, whose events nothing could mask, is not.
#[tokio::test]
async fn an_upstream_has_its_own_kinds() {
    let said = "mail ada@looms.example";
    let server = || Scripted::serve(vec![answer("200 OK", "Content-Type: text/plain\r\n", said)]);
    let (masked, email, open) = (server(), server(), server());
    let mut config = config(&format!("http://{}", masked.address));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    let own = |server: &Scripted, path: &str, kinds| proxy::Upstream {
        path: path.to_owned(),
        redact: Some(kinds),
        ..proxy::Upstream::new(&format!("http://{}", server.address)).unwrap()
    };
    let phone = proxy::kinds(["phone"]).unwrap();
    config.upstreams.insert(0, own(&email, "/phone", phone));
    config.upstreams.insert(0, own(&open, "/open", Kinds::NONE));
    let proxy = proxy(config).await;
    for (path, expected) in [
        ("/x", "mail [EMAIL_1]"),
        ("/phone/x", said),
        ("/open/x", said),
    ] {
        let read = get(&proxy, path).await.text().await.unwrap();
        assert_eq!(read, expected, "{path}");
    }
}

/// Its pieces can't be put together, and so none of them is passed on.
#[tokio::test]
async fn events_whose_wire_nothing_tells_break_off() {
    let events = "Content-Type: text/event-stream\r\n";
    let event = |text: &str| format!("event: thing.delta\ndata: {{\"value\":\"{text}\"}}\n\n");
    let few = [event("ada@"), event("looms.example")].concat();
    for body in [few.as_str(), &event("ada@looms.example").repeat(40)] {
        let read = other(events, body).await;
        assert!(read.is_err(), "{read:?}");
    }
    let chat =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ada@looms.example \"}}]}\n\n";
    let read = other(events, chat).await.unwrap();
    assert_eq!(read, chat.replace("ada@looms.example", "[EMAIL_1]"));
}

/// A client that reads on would miss it unawares.
#[tokio::test]
async fn an_event_that_is_too_large_breaks_off() {
    let events = "Content-Type: text/event-stream\r\n";
    let event = |text: &str| {
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    };
    let whole = [event("One "), event("two "), event("and ")].concat();
    assert_eq!(other(events, &whole).await.unwrap(), whole);
    let large = "x".repeat(17 << 20);
    let read = other(events, &whole.replace("two", &large)).await;
    assert!(read.is_err(), "{} bytes", read.unwrap().len());
}

#[tokio::test]
async fn what_is_no_models_answer_passes() {
    let proxy = masking().await;
    let models = get(&proxy, "/v1/models").await;
    assert_eq!(models.status(), StatusCode::OK);
    assert!(models.text().await.unwrap().contains("openai-chat"));
}
