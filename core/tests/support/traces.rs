//! What a value leaves in bytes: itself, its half, both as JSON writes them, and both in base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Nothing of `value` stands in `bytes`.
pub fn assert_none(bytes: &[u8], value: &str, what: &str) {
    let text = String::from_utf8_lossy(bytes);
    for told in [value, &value[..value.len() / 2]] {
        for trace in traces(told) {
            assert!(
                !text.contains(&trace),
                "{what}: {trace} of {value} in {text}"
            );
        }
    }
}

fn traces(value: &str) -> Vec<String> {
    let escaped = serde_json::to_string(value).expect("a string is JSON");
    let mut traces = vec![value.to_owned(), escaped.trim_matches('"').to_owned()];
    // Base64 looks different at each of three places; the characters at the ends hold bits of others.
    for before in 0..3 {
        let coded = STANDARD.encode([&b"   "[..before], value.as_bytes()].concat());
        let coded = coded.trim_end_matches('=');
        let (begin, end) = ((before * 8).div_ceil(6), coded.len() - 1);
        traces.push(coded[begin..end].to_owned());
    }
    traces
}
