//! What docs/proxy.md says holds.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use midflight::proxy::Config;
use midflight_core::Wire;
use support::proxying::{config, proxy};
use support::replay::{http, shipped};
use support::{File, run_with};

const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/proxy.md");

fn guide() -> String {
    std::fs::read_to_string(GUIDE).unwrap()
}

#[test]
fn the_file_of_the_guide_is_read() {
    let guide = guide();
    let (_, file) = guide.split_once("```toml\n").unwrap();
    let (file, _) = file.split_once("```").unwrap();
    let file = File::new("guide.toml", file);
    let config = Config::read(file.name().as_ref()).unwrap();
    let upstreams = config.upstreams.iter();
    let said: Vec<_> = upstreams
        .map(|upstream| (upstream.name.as_str(), upstream.wire))
        .collect();
    assert_eq!(
        said,
        [
            ("openai", Wire::Auto),
            ("api.anthropic.com", Wire::Auto),
            ("127.0.0.1:11434", Wire::Ollama)
        ]
    );
    let defaults = midflight::proxy::Limits::default();
    assert_eq!(config.limits.idle, defaults.idle);
    assert_eq!(config.limits.hold, defaults.hold);
    assert_eq!(config.limits.body_bytes, defaults.body_bytes);
    assert_eq!(config.limits.connections, defaults.connections);
}

#[test]
fn the_styles_of_the_guide_are_written() {
    let key = File::new("guide.key", "000102030405060708090a0b0c0d0e0f");
    let guide = guide();
    let check = |options: &[&str], expected: &str| {
        let arguments = [&["redact", "--wire", "text"], options].concat();
        let done = run_with(&arguments, b"Write to ada@looms.example.");
        let written = done.stdout.strip_prefix("Write to ").unwrap();
        assert!(written.starts_with(expected), "{options:?}: {written}");
        assert!(guide.contains(expected), "{expected}");
    };
    check(&[], "[EMAIL_1]");
    check(&["--style", "mask"], "****");
    check(&["--style", "hash", "--key-file", key.name()], "[EMAIL_");
}

#[tokio::test]
async fn the_figures_of_the_guide_are_told() {
    let proxy = proxy(config(&format!("http://{}", shipped().await))).await;
    let url = format!("http://{}/sse/openai-chat", proxy.address);
    http().get(url).send().await.unwrap().bytes().await.unwrap();
    proxy.until("midflight_streams_total", 1.0).await;
    let told = proxy.ask("metrics").await;
    let guide = guide();
    let names = guide
        .split('`')
        .filter(|name| name.starts_with("gen_ai_") || name.starts_with("midflight_"));
    let mut count = 0;
    for name in names {
        count += 1;
        let name = name.strip_suffix("_total").unwrap_or(name);
        assert!(told.contains(&format!("# TYPE {name} ")), "{name}:\n{told}");
    }
    assert!(count > 10, "{count}");
}
