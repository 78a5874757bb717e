//! The demo, played fast: a real server, a real client, the engine.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use support::{midflight, run};

#[test]
fn it_shows_entities_a_graph_and_percentiles_and_ends() {
    let done = run(&["demo", "--tokens-per-second", "20000"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let shown = done.stdout;
    for wire in [
        "openai-chat",
        "openai-responses",
        "openai-realtime",
        "anthropic",
        "ollama",
        "mistral",
        "cohere",
        "gemini",
        "gemini-array",
        "bedrock",
        "llama-cpp",
        "tgi",
        "text",
    ] {
        assert!(shown.contains(&format!("/{wire} (")), "{wire}: {shown}");
    }
    let entity = "Ines Okafor⟨person⟩";
    let edge = "Halden Robotics ── acquire → Brightwater Labs";
    for expected in [entity, edge, "p50", "p99", "relation", "tokens/s"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn colours_are_there_on_request_only() {
    let coloured = midflight()
        .args(["demo", "--tokens-per-second", "20000"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    let shown = String::from_utf8(coloured.stdout).unwrap();
    assert!(
        shown.contains("\u{1b}[") && !shown.contains("⟨person⟩"),
        "{shown}"
    );
}
