//! llama.cpp's own `/completion`.

use serde_json::json;

use super::{Part, count, event};

pub(super) fn make(parts: &[Part]) -> String {
    let mut out = String::new();
    for (number, piece) in parts.iter().flat_map(|part| &part.pieces).enumerate() {
        out += &event(
            None,
            &json!({"index": 0, "content": piece, "tokens": [], "stop": false, "id_slot": -1,
                "tokens_predicted": number + 1, "tokens_evaluated": 52}),
        );
    }
    let last = json!({"index": 0, "content": "", "tokens": [], "id_slot": 0, "stop": true,
        "model": "demo-1.gguf", "tokens_predicted": count(parts), "tokens_evaluated": 52,
        "has_new_line": true, "truncated": false, "stop_type": "eos", "stopping_word": "",
        "timings": {"prompt_n": 52, "predicted_n": count(parts), "predicted_per_second": 34.2}});
    out + &event(None, &last)
}
