//! A JSON text that comes without a connection, as who has one in a file masks it.

use std::collections::HashMap;

use midflight_core::Engine;
use midflight_core::redact::{Conversation, Redaction};
use serde::de::IgnoredAny;

use super::document::{self, DocumentError, Rules};

/// Names that a request's body has, and no answer to it but beside one of [`ANSWERS`].
const REQUESTS: [&str; 6] = [
    "contents",
    "input",
    "inputText",
    "inputs",
    "messages",
    "prompt",
];
/// Names that what a model answers stands under, and no request has.
const ANSWERS: [&str; 11] = [
    "candidates",
    "choices",
    "completion",
    "content",
    "error",
    "generated_text",
    "generations",
    "message",
    "output",
    "response",
    "results",
];

/// Why a JSON text can't be masked.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct JsonError(#[from] DocumentError);

/// A JSON text, masked as a proxy masks it: by the rules of requests where it has the form of one (an object
/// with `messages`, `input`, `contents`, `prompt`, … and nothing that is answered), and else by the rules of
/// answers. What is not masked stays as it is, byte for byte; log probabilities of an answer become `null`.
///
/// ```
/// use midflight::core::redact::Redaction;
/// use midflight::core::{Config, Engine};
///
/// let engine = Engine::new(Config::default())?;
/// let answer = r#"{"message":{"role":"assistant","content":"Ask ada@looms.example."}}"#;
/// let masked = midflight::proxy::mask_json(&engine, Redaction::default(), answer)?;
/// assert_eq!(masked, r#"{"message":{"role":"assistant","content":"Ask [EMAIL_1]."}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`JsonError`] where it is not one JSON value or nested more than 128 deep, and for what the engine tells.
pub fn mask_json(engine: &Engine, redaction: Redaction, json: &str) -> Result<String, JsonError> {
    let rules = if is_request(json) {
        Rules::Request
    } else {
        Rules::Answer
    };
    let conversation = Conversation::default();
    Ok(document::mask(
        engine,
        redaction,
        &conversation,
        rules,
        json,
    )?)
}

/// Whether a JSON text has the form of a request's body.
fn is_request(json: &str) -> bool {
    let Ok(fields) = serde_json::from_str::<HashMap<String, Option<IgnoredAny>>>(json) else {
        return false;
    };
    let has = |names: &[&str]| {
        names
            .iter()
            .any(|&name| matches!(fields.get(name), Some(Some(_))))
    };
    has(&REQUESTS) && !has(&ANSWERS)
}

#[cfg(test)]
mod tests {
    use midflight_core::Config;

    use super::*;

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        let engine = Engine::new(Config::default()).unwrap();
        let check = |depth: usize, expected: bool| {
            let json = format!("{}\"[[\\\"[\"{}", "[".repeat(depth), "]".repeat(depth));
            let masked = mask_json(&engine, Redaction::default(), &json);
            assert_eq!(masked.ok(), expected.then_some(json), "{depth}");
        };
        check(1, true);
        check(128, true);
        check(129, false);
        check(1 << 20, false);
    }

    #[test]
    fn requests_are_told_from_answers() {
        let check = |json: &str, expected: bool| assert_eq!(is_request(json), expected, "{json}");
        check(r#"{"model":"m","messages":[]}"#, true);
        check(
            r#"{"model":"m","input":"Hello","text":{"format":{}}}"#,
            true,
        );
        check(r#"{"contents":[],"systemInstruction":{}}"#, true);
        check(r#"{"model":"m","prompt":"Hello"}"#, true);
        check(r#"{"inputs":"Hello","parameters":{}}"#, true);
        check(r#"{"messages":[],"error":null}"#, true);
        check(r#"{"id":"c","choices":[]}"#, false);
        check(r#"{"object":"response","output":[],"prompt":null}"#, false);
        check(r#"{"type":"message","content":[]}"#, false);
        check(
            r#"{"content":"Hello","prompt":"Say hello","stop":true}"#,
            false,
        );
        check(r#"{"message":{"role":"assistant"},"done":true}"#, false);
        check(r#"{"error":{"message":"input"}}"#, false);
        check(r#"{"name":"Ada"}"#, false);
        check(r#"[{"messages":[]}]"#, false);
        check(r#""messages""#, false);
    }
}
