//! The streams that ship inside the crate, one a wire and called by it. `cargo xtask streams` makes
//! them from the scripts beside them; the people, firms and figures in them are invented.

use midflight_core::Wire;

pub(super) const SHIPPED: &[(Wire, &[u8])] = &[
    (
        Wire::OpenAiChat,
        include_bytes!("../../streams/openai-chat.sse"),
    ),
    (
        Wire::OpenAiResponses,
        include_bytes!("../../streams/openai-responses.sse"),
    ),
    (
        Wire::OpenAiRealtime,
        include_bytes!("../../streams/openai-realtime.jsonl"),
    ),
    (
        Wire::Anthropic,
        include_bytes!("../../streams/anthropic.sse"),
    ),
    (Wire::Gemini, include_bytes!("../../streams/gemini.sse")),
    (
        Wire::GeminiArray,
        include_bytes!("../../streams/gemini-array.json"),
    ),
    (Wire::Bedrock, include_bytes!("../../streams/bedrock.bin")),
    (Wire::Ollama, include_bytes!("../../streams/ollama.ndjson")),
    (Wire::Mistral, include_bytes!("../../streams/mistral.sse")),
    (Wire::Cohere, include_bytes!("../../streams/cohere.sse")),
    (
        Wire::LlamaCpp,
        include_bytes!("../../streams/llama-cpp.sse"),
    ),
    (Wire::Tgi, include_bytes!("../../streams/tgi.sse")),
    (Wire::Text, include_bytes!("../../streams/text.txt")),
];
