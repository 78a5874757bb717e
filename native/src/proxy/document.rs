//! A JSON text with every string in it masked, and everything else as it was.
//!
//! Names of the protocol and ids stay; so do signatures, which would be worthless otherwise. The arguments
//! of a tool call, written as JSON or as a string with JSON in it, are masked as they are in a stream, with
//! their names and numbers. Log probabilities are taken out: they say the text again, piece by piece.

use midflight_core::redact::{Numbering, Redaction, Redactor};
use midflight_core::{Engine, Error, Wire};
use serde::de::IgnoredAny;
use serde_json::Deserializer;

/// Why a document can't be masked.
#[derive(Debug, thiserror::Error)]
pub(super) enum DocumentError {
    /// It is no JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The engine can't go on.
    #[error(transparent)]
    Engine(#[from] Error),
}

/// Values of these names are the protocol's.
const KEPT: [&str; 24] = [
    "call_id",
    "created_at",
    "encrypted_content",
    "finishReason",
    "finish_reason",
    "id",
    "item_id",
    "model",
    "modelVersion",
    "name",
    "object",
    "phase",
    "previous_response_id",
    "responseId",
    "role",
    "service_tier",
    "signature",
    "status",
    "stop_reason",
    "stop_sequence",
    "system_fingerprint",
    "thoughtSignature",
    "tool_call_id",
    "type",
];
/// Values of these names are the arguments of a tool call.
const ARGUMENTS: [&str; 4] = ["args", "arguments", "input", "parameters"];
/// Values of these names repeat the text in pieces.
const LOG_PROBABILITIES: [&str; 3] = ["logprobs", "logprobsResult", "top_logprobs"];
/// The document, masked.
pub(super) fn mask(
    engine: &Engine,
    redaction: Redaction,
    json: &str,
) -> Result<String, DocumentError> {
    serde_json::from_str::<IgnoredAny>(json)?;
    let mut masker = Masker {
        engine,
        redaction,
        numbering: Numbering::default(),
    };
    let mut out = String::with_capacity(json.len());
    masker.document(json, &mut out)?;
    Ok(out)
}

struct Masker<'e> {
    engine: &'e Engine,
    redaction: Redaction,
    /// The same value has the same number in the whole document.
    numbering: Numbering,
}

impl Masker<'_> {
    /// Masks sound JSON.
    fn document(&mut self, json: &str, out: &mut String) -> Result<(), DocumentError> {
        let (mut rest, mut name) = (json, String::new());
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '"' => self.string(rest, &mut name, out)?,
                '{' | '[' if ARGUMENTS.contains(&name.as_str()) => {
                    name.clear();
                    let length = length(rest)?;
                    out.push_str(&self.arguments(&rest[..length])?);
                    length
                }
                other => {
                    out.push(other);
                    other.len_utf8()
                }
            };
            rest = &rest[length..];
        }
        Ok(())
    }

    /// A string at the front of `rest`; how many bytes were read.
    fn string(
        &mut self,
        rest: &str,
        name: &mut String,
        out: &mut String,
    ) -> Result<usize, DocumentError> {
        let length = length(rest)?;
        let behind = rest[length..].trim_ascii_start();
        if let Some(value) = behind.strip_prefix(':') {
            *name = serde_json::from_str(&rest[..length])?;
            out.push_str(&rest[..length]);
            if LOG_PROBABILITIES.contains(&name.as_str()) {
                out.push_str(":null");
                return Ok(rest.len() - value.len() + self::length(value)?);
            }
            return Ok(length);
        }
        if KEPT.contains(&name.as_str()) {
            out.push_str(&rest[..length]);
            return Ok(length);
        }
        let text: String = serde_json::from_str(&rest[..length])?;
        let masked = if ARGUMENTS.contains(&name.as_str()) {
            self.arguments(&text)?
        } else {
            let redactor = self.engine.redactor(Wire::Text, self.redaction);
            self.masked(redactor, &text)?
        };
        out.push_str(&serde_json::to_string(&masked)?);
        Ok(length)
    }

    fn arguments(&mut self, text: &str) -> Result<String, DocumentError> {
        let redactor = self.engine.arguments_redactor(self.redaction);
        self.masked(redactor, text)
    }

    fn masked(&mut self, redactor: Redactor, text: &str) -> Result<String, DocumentError> {
        let numbering = std::mem::take(&mut self.numbering);
        let mut redactor = redactor.with_numbering(numbering);
        let mut masked = Vec::with_capacity(text.len());
        let mut write = |bytes: &[u8]| masked.extend_from_slice(bytes);
        redactor.write(text.as_bytes(), &mut write)?;
        redactor.finish(&mut write)?;
        self.numbering = redactor.into_numbering();
        Ok(String::from_utf8_lossy(&masked).into_owned())
    }
}

/// Bytes of the value at the front, with the white space before it.
fn length(rest: &str) -> Result<usize, serde_json::Error> {
    let mut values = Deserializer::from_str(rest).into_iter::<IgnoredAny>();
    values.next().transpose()?;
    Ok(values.byte_offset())
}

#[cfg(test)]
mod tests {
    use midflight_core::Config;

    use super::*;

    fn masked(json: &str) -> Result<String, String> {
        let engine = Engine::new(Config::default()).unwrap();
        mask(&engine, Redaction::default(), json).map_err(|error| error.to_string())
    }

    #[test]
    fn strings_are_masked_and_the_rest_is_as_it_was() {
        let check = |json: &str, expected: &str| {
            assert_eq!(masked(json).as_deref(), Ok(expected), "{json}");
        };
        check(
            r#"{"content": "Ask ada@looms.example.", "n":[1, 2.5e3,true,null]}"#,
            r#"{"content": "Ask [EMAIL_1].", "n":[1, 2.5e3,true,null]}"#,
        );
        check(
            r#"["ada@looms.example","bo@looms.example","ada@looms.example"]"#,
            r#"["[EMAIL_1]","[EMAIL_2]","[EMAIL_1]"]"#,
        );
        check(
            r#"{"text":"ada\u0040looms.example \"é\" \ud83d\ude00"}"#,
            r#"{"text":"[EMAIL_1] \"é\" 😀"}"#,
        );
        check(
            r#"{"id":"415-555-0132","model":"m","text":""}"#,
            r#"{"id":"415-555-0132","model":"m","text":""}"#,
        );
        check("{}", "{}");
        check(r#" "ada@looms.example" "#, r#" "[EMAIL_1]" "#);
    }

    #[test]
    fn arguments_are_masked_with_their_names_and_numbers_and_stay_json() {
        let check = |json: &str, expected: &str| {
            assert_eq!(masked(json).as_deref(), Ok(expected), "{json}");
        };
        check(
            r#"{"name":"send","arguments":"{\"to\":\"ada@looms.example\",\"card\":4111111111111111,\"id\":\"bo@looms.example\",\"n\":3}"}"#,
            r#"{"name":"send","arguments":"{\"to\":\"[EMAIL_1]\",\"card\":\"[CREDIT_CARD_1]\",\"id\":\"[EMAIL_2]\",\"n\":3}"}"#,
        );
        check(
            r#"{"input":{"ada@looms.example":{"id":"ada@looms.example"}},"id":"toolu_1","created":4111111111111111}"#,
            r#"{"input":{"[EMAIL_1]":{"id":"[EMAIL_1]"}},"id":"toolu_1","created":4111111111111111}"#,
        );
        check(
            r#"{"name":"log_in","input":{"user":"ada","password":"hunter2!x"}}"#,
            r#"{"name":"log_in","input":{"user":"ada","password":"[SECRET_1]"}}"#,
        );
        check(
            r#"{"arguments":"{\"cut\":\"ada@looms.exam"}"#,
            r#"{"arguments":"{\"cut\":\"[EMAIL_1]"}"#,
        );
    }

    #[test]
    fn log_probabilities_are_taken_out() {
        let json = r#"{"text":"a","logprobs" : {"content":[{"token":"ada@"}]} ,"n":1,"top_logprobs":null}"#;
        let expected = r#"{"text":"a","logprobs":null ,"n":1,"top_logprobs":null}"#;
        assert_eq!(masked(json).as_deref(), Ok(expected));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for json in ["", "{", "ada@looms.example", "{\"a\":1}}", "\"\\x\""] {
            assert!(masked(json).is_err(), "{json}");
        }
    }
}
