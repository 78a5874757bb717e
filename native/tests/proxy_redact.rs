//! Masking in the proxy.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use midflight::core::{Config, Engine, Kinds, Wire};
use midflight::proxy;
use midflight::serve::{Catalogue, Recording};
use reqwest::{Response, StatusCode};
use support::proxying::{Proxying, config, proxy};
use support::replay::{http, shipped};

async fn masking() -> Proxying {
    let mut config = config(&format!("http://{}", shipped().await));
    config.redact = proxy::kinds(["default"]).unwrap();
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
async fn what_is_no_models_answer_passes() {
    let proxy = masking().await;
    let models = get(&proxy, "/v1/models").await;
    assert_eq!(models.status(), StatusCode::OK);
    assert!(models.text().await.unwrap().contains("openai-chat"));
}
