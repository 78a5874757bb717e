//! Recorded streams: what is decoded agrees with the `.expected.json` beside each.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod wire_common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use midflight_core::{Ending, Usage, Wire};
use serde_json::Value;
use wire_common::{Call, Story, story};

const STREAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fixtures/streams");

/// The folders read here, with the wire that speaks each.
const FOLDERS: &[(&str, Wire)] = &[
    ("openai-chat", Wire::OpenAiChat),
    ("openai-responses", Wire::OpenAiResponses),
    ("openai-realtime", Wire::OpenAiRealtime),
    ("mistral", Wire::Mistral),
    ("cohere", Wire::Cohere),
    ("anthropic", Wire::Anthropic),
    ("gemini", Wire::Gemini),
    ("gemini-array", Wire::GeminiArray),
    ("bedrock", Wire::Bedrock),
    ("ollama", Wire::Ollama),
    ("llama-cpp", Wire::LlamaCpp),
    ("tgi", Wire::Tgi),
];

#[test]
fn recorded_streams_say_what_is_expected() {
    if !Path::new(STREAMS).is_dir() {
        let ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
        assert!(!ci, "no {STREAMS}");
        eprintln!("skipped: no ../shared");
        return;
    }
    for &(folder, wire) in FOLDERS {
        let expected = expectations(folder);
        assert!(!expected.is_empty(), "no streams in {folder}");
        for path in expected {
            check(wire, &path);
        }
    }
}

fn expectations(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(STREAMS).join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.to_string_lossy().ends_with(".expected.json"))
        .collect()
}

fn check(wire: Wire, path: &Path) {
    let oracle: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let file = path.with_file_name(oracle["file"].as_str().unwrap());
    eprintln!("{}", file.display());
    let (said, ending) = story(wire, &fs::read(file).unwrap());
    texts(&said, &oracle);
    calls(&said.calls, &oracle);
    one_of("usage", &oracle, |want| {
        same_usage(said.usage, want, &oracle)
    });
    one_of("finish", &oracle, |want| {
        sorted(&said.finish) == sorted(&strings(want))
    });
    one_of("complete", &oracle, |want| *want == ending.is_complete());
    errors(&said, &oracle);
    diagnostics(&said, ending, &oracle);
}

/// Whether the expected value of `key` or another that is as good is met.
fn one_of(key: &str, oracle: &Value, met: impl Fn(&Value) -> bool) {
    let other = oracle["accept"][key].as_array().into_iter().flatten();
    let wanted: Vec<_> = std::iter::once(&oracle[key]).chain(other).collect();
    assert!(
        wanted.iter().any(|want| met(want)),
        "{key}: expected one of {wanted:?}"
    );
}

fn texts(said: &Story, oracle: &Value) {
    for (key, got) in [
        ("text", &said.text),
        ("reasoning", &said.reasoning),
        ("refusal", &said.refusal),
    ] {
        let got: BTreeMap<_, _> = got.iter().map(|(c, t)| (c.to_string(), t)).collect();
        let got = serde_json::to_value(got).unwrap();
        one_of(key, oracle, |want| *want == got);
    }
}

fn calls(got: &[Call], oracle: &Value) {
    let other = strings(&oracle["other_calls"]);
    let got: Vec<_> = got
        .iter()
        .filter(|call| !other.contains(&call.id))
        .collect();
    let want = oracle["tool_calls"].as_array().unwrap();
    assert_eq!(got.len(), want.len(), "tool calls: {got:?}");
    for (got, want) in got.iter().zip(want) {
        assert_eq!(got.name, want["name"].as_str().unwrap());
        assert!(
            want["id"].is_null() || want["id"] == *got.id,
            "id {}",
            got.id
        );
        arguments(got, want);
    }
}

fn arguments(got: &Call, want: &Value) {
    let or_empty = |text: &str| {
        if text.is_empty() {
            "{}".to_owned()
        } else {
            text.to_owned()
        }
    };
    let a = or_empty(&got.arguments);
    let b = or_empty(want["arguments"].as_str().unwrap());
    if want["arguments_json"] != true {
        assert_eq!(a, b);
        return;
    }
    let parsed: Value = serde_json::from_str(&a).unwrap();
    assert_eq!(parsed, serde_json::from_str::<Value>(&b).unwrap());
    if want["whole"] == true {
        assert!(got.pieces <= 1, "a whole call in {} pieces", got.pieces);
        let mut compact = String::new();
        midflight_core::json::compact(&a, &mut compact);
        assert_eq!(a, compact);
    }
}

fn same_usage(got: Option<Usage>, want: &Value, oracle: &Value) -> bool {
    let Some(usage) = got else {
        return want.is_null();
    };
    let strict = [
        ("input_tokens", usage.input_tokens),
        ("output_tokens", usage.output_tokens),
    ];
    let optional = [
        ("cached_input_tokens", usage.cached_input_tokens),
        ("reasoning_tokens", usage.reasoning_tokens),
    ];
    strict
        .iter()
        .all(|(key, got)| want[key].is_null() || want[key] == got.unwrap_or(0))
        && optional.iter().all(|(key, got)| match got {
            _ if !want[key].is_null() => want[key].as_u64() == *got,
            None | Some(0) => true,
            Some(got) => oracle["usage_optional"][key] == *got,
        })
        && !want.is_null()
}

fn errors(said: &Story, oracle: &Value) {
    let want = oracle["errors"].as_array().unwrap();
    assert_eq!(said.errors.len(), want.len(), "errors: {:?}", said.errors);
    for ((code, message), want) in said.errors.iter().zip(want) {
        let codes = strings(&want["code"]);
        assert_eq!(message, want["message"].as_str().unwrap());
        assert!(
            codes.is_empty() || codes.contains(code),
            "code {code}, not {codes:?}"
        );
    }
}

fn diagnostics(said: &Story, ending: Ending, oracle: &Value) {
    let came = |code: &str| said.diagnostics.iter().any(|(came, ..)| came == code);
    for code in strings(&oracle["diagnostics"]) {
        assert!(came(&code), "no diagnostic {code}");
    }
    let sound = ending.is_complete()
        && said.errors.is_empty()
        && strings(&oracle["diagnostics"]).is_empty()
        && oracle["malformed"].as_bool() != Some(true);
    assert!(!sound || !came("invalid_json"), "{:?}", said.diagnostics);
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|item| item.as_str().unwrap().to_owned()).collect()
}

fn sorted(list: &[String]) -> Vec<String> {
    let mut list = list.to_vec();
    list.sort();
    list
}
