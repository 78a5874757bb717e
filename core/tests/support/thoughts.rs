//! Streams with reasoning.

use midflight_core::Wire;

use super::messages;

/// The wires that tell reasoning.
pub const WIRES: [Wire; 9] = [
    Wire::OpenAiChat,
    Wire::OpenAiResponses,
    Wire::Anthropic,
    Wire::Ollama,
    Wire::Mistral,
    Wire::Cohere,
    Wire::Gemini,
    Wire::GeminiArray,
    Wire::Bedrock,
];

/// Reasoning in `pieces`, and no end mark.
pub fn thoughts(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    let frames = pieces.iter().map(|piece| frame(wire, piece));
    let separator: &[u8] = if wire == Wire::GeminiArray {
        b",\n"
    } else {
        b""
    };
    let frames: Vec<Vec<u8>> = frames.collect();
    let body = frames.join(separator);
    match wire {
        Wire::GeminiArray => [b"[", body.as_slice(), b"]"].concat(),
        _ => body,
    }
}

fn frame(wire: Wire, text: &str) -> Vec<u8> {
    let quoted = serde_json::to_string(text).expect("a string is JSON");
    let gemini = || {
        format!(
            "{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":{quoted},\"thought\":true}}]}}}}]}}"
        )
    };
    let frame = match wire {
        Wire::OpenAiChat => format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"reasoning\":{quoted},\"reasoning_content\":{quoted}}}}}]}}\n\n"
        ),
        Wire::OpenAiResponses => format!(
            "data: {{\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,\"summary_index\":0,\"delta\":{quoted}}}\n\n"
        ),
        Wire::Anthropic => format!(
            "data: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"thinking_delta\",\"thinking\":{quoted}}}}}\n\n"
        ),
        Wire::Ollama => {
            format!("{{\"message\":{{\"content\":\"\",\"thinking\":{quoted}}},\"done\":false}}\n")
        }
        Wire::Mistral => format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":[{{\"type\":\"thinking\",\"thinking\":[{{\"type\":\"text\",\"text\":{quoted}}}]}}]}}}}]}}\n\n"
        ),
        Wire::Cohere => format!(
            "data: {{\"type\":\"content-delta\",\"index\":0,\"delta\":{{\"message\":{{\"content\":{{\"thinking\":{quoted}}}}}}}}}\n\n"
        ),
        Wire::Gemini => format!("data: {}\r\n\r\n", gemini()),
        Wire::GeminiArray => gemini(),
        _ => {
            let payload = format!(
                "{{\"contentBlockIndex\":0,\"delta\":{{\"reasoningContent\":{{\"text\":{quoted}}}}}}}"
            );
            return messages::event("contentBlockDelta", &payload);
        }
    };
    frame.into_bytes()
}

fn each(pieces: &[&str], frame: fn(&str) -> String) -> Vec<u8> {
    let quoted = |piece: &&str| serde_json::to_string(piece).expect("a string is JSON");
    let frames = pieces.iter().map(quoted).map(|text| frame(&text));
    frames.collect::<String>().into_bytes()
}

/// The reasoning itself, where a summary of it is more common.
pub fn raw(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(pieces, |text| {
        format!(
            "data: {{\"type\":\"response.reasoning_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":{text}}}\n\n"
        )
    })
}

/// What a model means to do with its tools.
pub fn plan(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(pieces, |text| {
        format!(
            "data: {{\"type\":\"tool-plan-delta\",\"delta\":{{\"message\":{{\"tool_plan\":{text}}}}}}}\n\n"
        )
    })
}

/// Ollama's `/api/generate`.
pub fn generate(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(pieces, |text| {
        format!("{{\"model\":\"m\",\"response\":\"\",\"thinking\":{text},\"done\":false}}\n")
    })
}
