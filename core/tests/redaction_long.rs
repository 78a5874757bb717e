//! Secrets that are longer than what is read at a time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::{Kinds, Wire};
use support::{Numbers, engine, masked, redacted};

/// Letters and digits that look random.
fn random(length: usize) -> String {
    const OF: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut numbers = Numbers(length as u64);
    (0..length)
        .map(|_| char::from(OF[numbers.below(OF.len())]))
        .collect()
}

/// No 12 bytes of a secret are in what is made of a text that holds it, and the text around it is.
fn check(secret: &str, before: &str, behind: &str) {
    let engine = engine();
    let text = format!("{before}{secret}{behind}");
    let quoted = serde_json::json!({ "a": text }).to_string();
    for size in [1, 7, 100, 5000] {
        let plain = masked(
            &engine,
            Wire::Text,
            Kinds::sensitive(),
            text.as_bytes().chunks(size),
        );
        let arguments = engine.arguments_redactor(Kinds::sensitive());
        let arguments = redacted(arguments, quoted.as_bytes().chunks(size));
        for out in [plain, arguments] {
            let out = String::from_utf8(out).unwrap();
            for at in 0..secret.len().saturating_sub(12) {
                let part = &secret[at..at + 12];
                let random = part.bytes().all(|byte| byte.is_ascii_alphanumeric());
                assert!(
                    !random || !out.contains(part),
                    "{size}: {part} at {at} in {out}"
                );
            }
            assert!(
                out.contains("It is") == before.contains("It is"),
                "{size}: {out}"
            );
            assert!(
                out.contains(" indeed.") == behind.contains(" indeed."),
                "{size}: {out}"
            );
        }
    }
}

#[test]
fn long_tokens() {
    for length in [1_000, 1_990, 2_000, 2_040, 2_500, 4_200, 9_000] {
        let token = format!("eyJhbGciOiJIUzI1NiJ9.eyJ{}.{}", random(length), random(43));
        check(&token, "It is ", " indeed.");
        check(&token, "\"token\":\"", "\",\"so\":1");
        check(&random(length), "api_key = ", " indeed.");
    }
}

#[test]
fn keys_in_one_line() {
    for lines in [4, 30, 60, 140] {
        let body: String = (0..lines)
            .map(|line| random(64 + line % 2) + "\\n")
            .collect();
        let key = format!("-----BEGIN PRIVATE KEY-----\\n{body}-----END PRIVATE KEY-----\\n");
        check(&key, "{\"key\": \"", "\", \"so\": 1}");
    }
}

/// A field without white space may hold many values, and is cut between them.
#[test]
fn values_in_a_long_field_without_spaces() {
    let engine = engine();
    for fill in 1_900..2_060 {
        let text = format!(
            "[{}{{\"a\":\"ada.park@looms.example\",\"b\":1}}]",
            "0,".repeat(fill / 2) + &"1"[..fill % 2]
        );
        let out = masked(&engine, Wire::Text, Kinds::sensitive(), [text.as_bytes()]);
        let out = String::from_utf8(out).unwrap();
        assert!(
            !out.contains("looms") && !out.contains("ada.park"),
            "{fill}: {out}"
        );
    }
}
