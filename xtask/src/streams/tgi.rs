//! Hugging Face's Text Generation Inference, `/generate_stream`.

use serde_json::{Value, json};

use super::{Part, count};

pub(super) fn make(parts: &[Part]) -> String {
    let pieces: Vec<_> = parts.iter().flat_map(|part| &part.pieces).collect();
    let token = |index: usize, text: &str, special: bool| {
        json!({"index": index, "token": {"id": 100 + index, "text": text, "logprob": -0.25,
            "special": special}, "generated_text": null, "details": null})
    };
    let mut out = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        out += &event(&token(index + 1, piece, false));
    }
    let mut last = token(pieces.len() + 1, "</s>", true);
    last["generated_text"] = pieces
        .iter()
        .map(|piece| piece.as_str())
        .collect::<String>()
        .into();
    last["details"] = json!({"finish_reason": "eos_token",
        "generated_tokens": count(parts) + 1, "seed": null, "input_length": 61});
    out + &event(&last)
}

/// TGI writes no space behind the colon.
fn event(data: &Value) -> String {
    format!("data:{data}\n\n")
}
