//! Bedrock's chunks, which hold another API's events in base64.

use midflight_core::Wire;

use super::messages::chunk;

/// A message of Anthropic's in `pieces`.
pub fn message(_: Wire, pieces: &[&str]) -> Vec<u8> {
    let mut out = chunk(r#"{"type":"message_start","message":{"content":[]}}"#);
    for piece in pieces {
        let text = serde_json::to_string(piece).expect("a string is JSON");
        out.extend(chunk(&format!(
            r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":{text}}}}}"#
        )));
    }
    out.extend(chunk(r#"{"type":"message_stop"}"#));
    out
}
