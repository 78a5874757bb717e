//! The streams that are shown, in their order, and what they are about.

use midflight::serve::{Catalogue, Recording};

const SHOWN: &[(&str, &str)] = &[
    ("openai-chat", "a support agent drafts a refund"),
    ("openai-responses", "an assistant sums up a lease"),
    ("openai-realtime", "a voice at a hotel's front desk"),
    ("anthropic", "a research assistant sums up a company"),
    ("gemini", "a guide tells of an observatory"),
    ("gemini-array", "minutes of a board, as one JSON array"),
    ("bedrock", "an insurer answers a claim, in binary messages"),
    ("ollama", "a local model plans a trip"),
    ("mistral", "a note about a new colleague"),
    ("cohere", "a search for a founder"),
    ("llama-cpp", "a small model on a laptop, by llama.cpp"),
    ("tgi", "a museum's guide, by Text Generation Inference"),
    ("text", "plain text, with no framing"),
];

/// A stream that is shown.
pub(super) struct Shown {
    pub(super) title: &'static str,
    pub(super) recording: Recording,
}

/// All of them.
pub(super) fn shown() -> Vec<Shown> {
    let catalogue = Catalogue::shipped();
    let shown = SHOWN.iter().filter_map(|&(name, title)| {
        let recording = catalogue.named(name)?.clone();
        Some(Shown { title, recording })
    });
    shown.collect()
}
