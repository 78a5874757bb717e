//! The streams that ship inside the binary. `cargo xtask streams` makes them from the scripts
//! beside them; the people, firms and figures in them are invented.

use midflight_core::{Framing, Wire};

/// A recorded stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recording {
    /// Its path on the server.
    pub(super) name: &'static str,
    /// What it is about.
    pub(super) title: &'static str,
    pub(super) wire: Wire,
    bytes: &'static [u8],
}

/// All of them, in the order in which they are shown.
pub(super) const ALL: &[Recording] = &[
    Recording {
        name: "openai-chat",
        title: "a support agent drafts a refund",
        wire: Wire::OpenAiChat,
        bytes: include_bytes!("../../streams/openai-chat.sse"),
    },
    Recording {
        name: "openai-responses",
        title: "an assistant sums up a lease",
        wire: Wire::OpenAiResponses,
        bytes: include_bytes!("../../streams/openai-responses.sse"),
    },
    Recording {
        name: "openai-realtime",
        title: "a voice at a hotel's front desk",
        wire: Wire::OpenAiRealtime,
        bytes: include_bytes!("../../streams/openai-realtime.jsonl"),
    },
    Recording {
        name: "anthropic",
        title: "a research assistant sums up a company",
        wire: Wire::Anthropic,
        bytes: include_bytes!("../../streams/anthropic.sse"),
    },
    Recording {
        name: "gemini",
        title: "a guide tells of an observatory",
        wire: Wire::Gemini,
        bytes: include_bytes!("../../streams/gemini.sse"),
    },
    Recording {
        name: "gemini-array",
        title: "minutes of a board, as one JSON array",
        wire: Wire::GeminiArray,
        bytes: include_bytes!("../../streams/gemini-array.json"),
    },
    Recording {
        name: "bedrock",
        title: "an insurer answers a claim, in binary messages",
        wire: Wire::Bedrock,
        bytes: include_bytes!("../../streams/bedrock.bin"),
    },
    Recording {
        name: "ollama",
        title: "a local model plans a trip",
        wire: Wire::Ollama,
        bytes: include_bytes!("../../streams/ollama.ndjson"),
    },
    Recording {
        name: "mistral",
        title: "a note about a new colleague",
        wire: Wire::Mistral,
        bytes: include_bytes!("../../streams/mistral.sse"),
    },
    Recording {
        name: "cohere",
        title: "a search for a founder",
        wire: Wire::Cohere,
        bytes: include_bytes!("../../streams/cohere.sse"),
    },
    Recording {
        name: "llama-cpp",
        title: "a small model on a laptop, by llama.cpp",
        wire: Wire::LlamaCpp,
        bytes: include_bytes!("../../streams/llama-cpp.sse"),
    },
    Recording {
        name: "tgi",
        title: "a museum's guide, by Text Generation Inference",
        wire: Wire::Tgi,
        bytes: include_bytes!("../../streams/tgi.sse"),
    },
    Recording {
        name: "text",
        title: "plain text, with no framing",
        wire: Wire::Text,
        bytes: include_bytes!("../../streams/text.txt"),
    },
];

impl Recording {
    /// The recording of that name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|recording| recording.name == name)
    }

    /// What the server says that it sends.
    pub(super) fn content_type(&self) -> &'static str {
        match self.wire.framing() {
            Some(Framing::Sse) => "text/event-stream",
            Some(Framing::Ndjson) => "application/x-ndjson",
            Some(Framing::JsonArray) => "application/json",
            Some(Framing::EventStream) => "application/vnd.amazon.eventstream",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// The stream as a provider would send it: an event, a line, a message or a token at a time.
    pub(super) fn pieces(&self) -> Vec<&'static [u8]> {
        match self.wire.framing() {
            Some(Framing::Sse) if self.wire == Wire::Gemini => split(self.bytes, b"\r\n\r\n"),
            Some(Framing::Sse) => split(self.bytes, b"\n\n"),
            Some(Framing::Ndjson) => split(self.bytes, b"\n"),
            Some(Framing::JsonArray) => split(self.bytes, b"\n,\r\n"),
            Some(Framing::EventStream) => messages(self.bytes),
            _ => tokens(self.bytes),
        }
    }
}

/// Pieces that end with `end`.
fn split<'b>(bytes: &'b [u8], end: &[u8]) -> Vec<&'b [u8]> {
    let (mut pieces, mut rest) = (Vec::new(), bytes);
    while let Some(at) = rest.windows(end.len()).position(|window| window == end) {
        let (piece, behind) = rest.split_at(at + end.len());
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Messages, each of which begins with its length.
fn messages(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some(length) = bytes.first_chunk() {
        let length = u32::from_be_bytes(*length) as usize;
        let (piece, behind) = bytes.split_at(length.clamp(1, bytes.len()));
        pieces.push(piece);
        bytes = behind;
    }
    pieces
}

/// Text in pieces of the size of tokens: a word with the space before it, long ones in two.
fn tokens(text: &[u8]) -> Vec<&[u8]> {
    let (mut pieces, mut start, mut length) = (Vec::new(), 0, 0);
    for (at, &byte) in text.iter().enumerate() {
        let begins = byte & 0xc0 != 0x80;
        if at > start && begins && (matches!(byte, b' ' | b'\n') || length == 6) {
            pieces.push(&text[start..at]);
            (start, length) = (at, 0);
        }
        length += usize::from(begins);
    }
    pieces.push(&text[start..]);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole_stream() {
        for recording in ALL {
            let pieces = recording.pieces();
            assert_eq!(pieces.concat(), recording.bytes, "{}", recording.name);
            assert!(
                (60..=200).contains(&pieces.len()),
                "{}: {}",
                recording.name,
                pieces.len()
            );
        }
    }

    #[test]
    fn tokens_begin_with_their_space() {
        assert_eq!(
            tokens(b"An example, said Bo"),
            [&b"An"[..], b" examp", b"le,", b" said", b" Bo"]
        );
        assert!(tokens(b"").is_empty());
    }
}
