//! The names of models among the proxy's figures.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use midflight::proxy;
use serde_json::json;
use support::proxying::{Proxying, config, proxy};
use support::replay::{http, shipped};
use support::scripted::{Scripted, events};

/// A chat completion of a model with this name.
fn completion(model: &str) -> Vec<u8> {
    let told = json!({"model": model, "choices": [{"index": 0, "delta": {"content": "Hi"}}]});
    let usage = json!({"model": model, "choices": [], "usage": {"completion_tokens": 2}});
    events(&format!(
        "data: {told}\n\ndata: {usage}\n\ndata: [DONE]\n\n"
    ))
}

async fn read(proxy: &Proxying, path: &str, body: String) {
    let url = format!("http://{}{path}", proxy.address);
    let answer = http().post(url).body(body).send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.bytes().await.unwrap();
}

/// The figure's line for output tokens with exactly these models.
fn told(metrics: &str, models: &str) -> bool {
    let models = format!("\",{models}gen_ai_token_type=\"output\"}}");
    let mut lines = metrics.lines();
    lines.any(|line| line.starts_with("gen_ai_client_token_usage_count") && line.contains(&models))
}

#[tokio::test]
async fn figures_name_the_model_that_was_asked_and_the_one_that_answered() {
    let upstream = format!("http://{}", shipped().await);
    let asked = |model: &str| json!({"model": model, "stream": true, "messages": []}).to_string();
    let chat = "/v1/chat/completions";
    let gemini = "/v1beta/models/gemini:streamGenerateContent?alt=sse";
    let both = "gen_ai_request_model=\"openai-chat\",gen_ai_response_model=\"demo-1\",";
    let (answered, named) = (
        "gen_ai_response_model=\"demo-1\",",
        "gen_ai_request_model=\"gemini\",",
    );
    // A request's body is read where it or its answer is masked.
    for (redact, path, expected) in [
        ("email", chat, both),
        ("", chat, answered),
        ("", gemini, named),
    ] {
        let mut config = config(&upstream);
        config.redact.kinds = proxy::kinds(redact.split_terminator(',')).unwrap();
        let proxy = proxy(config).await;
        read(&proxy, path, asked("openai-chat")).await;
        proxy.until("midflight_streams_total", 1.0).await;
        let metrics = proxy.ask("metrics").await;
        let found = told(&metrics, expected) || path == gemini && metrics.contains(named);
        assert!(found, "{expected}:\n{metrics}");
        let operation = if path == gemini {
            "generate_content"
        } else {
            "chat"
        };
        let operation = format!("gen_ai_operation_name=\"{operation}\"");
        assert!(metrics.contains(&operation), "{operation}:\n{metrics}");
        // The last bound that OpenTelemetry recommends.
        let bound = "gen_ai_server_time_per_output_token_seconds_bucket{le=\"2.5\"";
        assert!(metrics.contains(bound), "{metrics}");
    }
}

#[tokio::test]
async fn names_from_the_network_are_few_and_hold_no_text() {
    let names = (0..70).map(|number| format!("m{number}"));
    let names: Vec<String> = ["ada@looms.example".into(), "m".repeat(5000)]
        .into_iter()
        .chain(names)
        .collect();
    let scripted = Scripted::serve(names.iter().map(|name| completion(name)).collect());
    let proxy = proxy(config(&format!("http://{}", scripted.address))).await;
    for _ in &names {
        read(&proxy, "/v1/chat/completions", "{}".into()).await;
    }
    let streams = names.len() as f64;
    proxy.until("midflight_streams_total", streams).await;
    let metrics = proxy.ask("metrics").await;
    let count = "gen_ai_client_token_usage_count";
    let lines = metrics.lines().filter(|line| line.starts_with(count));
    // 64 names, all others, and the one that was too long to be kept at all.
    assert_eq!(lines.count(), 66, "{metrics}");
    assert!(told(&metrics, "gen_ai_response_model=\"m63\","));
    assert!(told(&metrics, "gen_ai_response_model=\"_OTHER\","));
    assert!(!metrics.contains("ada@") && !metrics.contains("m64"));
}
