//! A path as logs and listeners are told it: its values are masked, also where they are percent-encoded.

use midflight_core::redact::Conversation;
use midflight_core::{Engine, Kinds};
use percent_encoding::percent_decode_str;

use crate::proxy::content::document::mask_words;

/// Digits that the shortest value has, an address such as `1.1.1.1`.
const DIGITS: usize = 4;
/// Bytes that no segment of words has that is not a key.
const WORD: usize = 20;

/// Bytes of a path that are told: to look at more would keep others waiting.
const MOST: usize = 512;

/// The path; as it was, byte for byte, where nothing in it is masked. A long one is told up to a segment's end.
pub(in crate::proxy) fn path(engine: &Engine, path: &str) -> String {
    if path.len() > MOST {
        let head = &path[..path.floor_char_boundary(MOST)];
        let whole = head.rfind('/').map_or(0, |at| at + 1);
        return told(engine, &head[..whole]) + "…";
    }
    told(engine, path)
}

fn told(engine: &Engine, path: &str) -> String {
    if is_plain(path) {
        path.to_owned()
    } else {
        masked(engine, path)
    }
}

/// Whether it is words in lower case, in which no value can be: most paths, on the way of every request.
fn is_plain(path: &str) -> bool {
    let digits = path.bytes().filter(u8::is_ascii_digit).count();
    let is_word =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    let is_short = |segment: &str| segment.len() < WORD && segment.bytes().all(is_word);
    digits < DIGITS && path.split('/').all(is_short)
}

fn masked(engine: &Engine, path: &str) -> String {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let conversation = Conversation::default();
    let mask = |text: &str| mask_words(engine, Kinds::sensitive().into(), &conversation, text);
    // A value may be a segment, or have some.
    let whole = mask(&decoded);
    let segments =
        whole.and_then(|whole| whole.split('/').map(mask).collect::<Result<Vec<_>, _>>());
    match segments.map(|segments| segments.join("/")) {
        Ok(masked) if masked == decoded => path.to_owned(),
        Ok(masked) => masked,
        // Without a buffer to mask it in it is not told.
        Err(_) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use midflight_core::Config;

    use super::*;

    #[test]
    fn values_in_paths_are_masked() {
        let engine = Engine::new(Config::default()).unwrap();
        let check = |given: &str, expected: &str| assert_eq!(path(&engine, given), expected);
        check("/v1/files/ada@looms.example", "/v1/files/[EMAIL_1]");
        let long = format!("/v1/ada@looms.example/{}", "x".repeat(600));
        check(&long, "/v1/[EMAIL_1]/…");
        check("/v1/files/ada%40looms.example/x", "/v1/files/[EMAIL_1]/x");
        check("/v1/4111%201111%201111%201111", "/v1/[CREDIT_CARD_1]");
        check("/v1/a%20b%zz%", "/v1/a%20b%zz%");
        for known in [
            "/v1/chat/completions",
            "/v1beta/models/gemini-2.5-flash:streamGenerateContent",
            "/model/amazon.nova-lite-v1:0/converse-stream",
            "/v1/threads/thread_abc123/runs",
        ] {
            check(known, known);
        }
    }

    #[test]
    fn plain_paths_are_those_that_masking_leaves_as_they_are() {
        let engine = Engine::new(Config::default()).unwrap();
        for plain in [
            "/",
            "/v1/chat/completions",
            "/v1/messages/count_tokens",
            "/v1/responses",
            "/api/generate",
        ] {
            assert!(is_plain(plain), "{plain}");
            assert_eq!(masked(&engine, plain), plain);
        }
        for value in [
            "ada@looms.example",
            "ada%40looms.example",
            "9.9.9.9",
            "2001:db8::a",
            "415-555-0132",
            "Ada%20Lovelace",
            "password=lovelace",
            "ghp_abcdefghijklmnopqrstuvwxyzabcdefghij",
        ] {
            assert!(!is_plain(&format!("/v1/files/{value}")), "{value}");
        }
    }
}
