//! Streams with a refusal.

use midflight_core::Wire;

/// The wires that tell refusals apart.
pub const WIRES: [Wire; 3] = [Wire::OpenAiChat, Wire::Mistral, Wire::OpenAiResponses];

/// A refusal in `pieces`, and no end mark.
pub fn refusal(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    let frames = pieces.iter().map(|piece| frame(wire, piece));
    frames.collect::<String>().into_bytes()
}

fn frame(wire: Wire, piece: &str) -> String {
    let quoted = serde_json::to_string(piece).expect("a string is JSON");
    match wire {
        Wire::OpenAiResponses => format!(
            "data: {{\"type\":\"response.refusal.delta\",\"output_index\":0,\"content_index\":0,\"delta\":{quoted}}}\n\n"
        ),
        _ => format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"refusal\":{quoted}}}}}]}}\n\n"
        ),
    }
}
