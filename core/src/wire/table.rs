//! The wires there are: a line each.

use alloc::boxed::Box;

use super::{
    Anthropic, Bedrock, Cohere, Decode, Gemini, LlamaCpp, Mistral, Ollama, OpenAiChat,
    OpenAiRealtime, OpenAiResponses, Text, Tgi, Wire,
};
use crate::{Frame, Framing, Limits};

/// What there is to know of a wire without reading a stream.
pub(super) struct Entry {
    pub(super) wire: Wire,
    pub(super) name: &'static str,
    pub(super) framing: Framing,
    /// Whether a frame of that framing is of this wire and of none further down the table.
    pub(super) detect: fn(&Frame<'_>) -> bool,
    /// Whether a JSON value in another framing is of this wire and of none further down the table: bare, as a line
    /// or a message, where the wire has events; as an event, into which gateways pack them, where it has lines.
    pub(super) elsewhere: fn(&Frame<'_>) -> bool,
    pub(super) make: fn(&Limits) -> Box<dyn Decode>,
}

/// For each framing the first wire is what `auto` falls back to.
#[rustfmt::skip]
pub(super) const TABLE: &[Entry] = &[
    Entry { wire: Wire::Text, name: "text", framing: Framing::Raw, detect: |_| true, elsewhere: |_| false, make: |_| Box::new(Text) },
    Entry { wire: Wire::OpenAiChat, name: "openai-chat", framing: Framing::Sse, detect: OpenAiChat::detect, elsewhere: OpenAiChat::bare, make: |l| Box::new(OpenAiChat::new(l)) },
    Entry { wire: Wire::OpenAiResponses, name: "openai-responses", framing: Framing::Sse, detect: OpenAiResponses::detect, elsewhere: OpenAiResponses::bare, make: |l| Box::new(OpenAiResponses::new(l)) },
    Entry { wire: Wire::Anthropic, name: "anthropic", framing: Framing::Sse, detect: Anthropic::detect, elsewhere: Anthropic::bare, make: |l| Box::new(Anthropic::new(l)) },
    Entry { wire: Wire::Mistral, name: "mistral", framing: Framing::Sse, detect: |_| false, elsewhere: |_| false, make: |l| Box::new(Mistral::new(l)) },
    Entry { wire: Wire::Cohere, name: "cohere", framing: Framing::Sse, detect: Cohere::detect, elsewhere: Cohere::bare, make: |l| Box::new(Cohere::new(l)) },
    Entry { wire: Wire::Gemini, name: "gemini", framing: Framing::Sse, detect: Gemini::detect, elsewhere: Gemini::bare, make: |l| Box::new(Gemini::new(l)) },
    Entry { wire: Wire::GeminiArray, name: "gemini-array", framing: Framing::JsonArray, detect: Gemini::detect, elsewhere: |_| false, make: |l| Box::new(Gemini::array(l)) },
    Entry { wire: Wire::LlamaCpp, name: "llama-cpp", framing: Framing::Sse, detect: LlamaCpp::detect, elsewhere: LlamaCpp::detect, make: |l| Box::new(LlamaCpp::new(l)) },
    Entry { wire: Wire::Tgi, name: "tgi", framing: Framing::Sse, detect: Tgi::detect, elsewhere: Tgi::detect, make: |l| Box::new(Tgi::new(l)) },
    Entry { wire: Wire::Bedrock, name: "bedrock", framing: Framing::EventStream, detect: |_| true, elsewhere: |_| false, make: |l| Box::new(Bedrock::new(l)) },
    Entry { wire: Wire::Ollama, name: "ollama", framing: Framing::Ndjson, detect: Ollama::detect, elsewhere: Ollama::packed, make: |l| Box::new(Ollama::new(l)) },
    Entry { wire: Wire::OpenAiRealtime, name: "openai-realtime", framing: Framing::Ndjson, detect: OpenAiRealtime::detect, elsewhere: |_| false, make: |l| Box::new(OpenAiRealtime::new(l)) },
];

/// The wire that a frame of `framing` tells. An array's element that is of no wire with arrays is what a line would
/// be: files keep what came in other framings so.
pub(super) fn find(framing: Framing, frame: &Frame<'_>) -> Option<&'static Entry> {
    let own = |entry: &&Entry| entry.framing == framing && (entry.detect)(frame);
    match framing {
        Framing::Sse | Framing::Ndjson => TABLE.iter().find(|entry| tells(entry, framing, frame)),
        Framing::JsonArray => TABLE
            .iter()
            .find(own)
            .or_else(|| find(Framing::Ndjson, frame)),
        Framing::EventStream | Framing::Raw => TABLE.iter().find(own),
    }
}

fn tells(entry: &Entry, framing: Framing, frame: &Frame<'_>) -> bool {
    let tells = if entry.framing == framing {
        entry.detect
    } else {
        entry.elsewhere
    };
    tells(frame)
}

pub(super) fn entry(wire: Wire) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.wire == wire)
}
