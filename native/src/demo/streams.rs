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
    bytes: &'static str,
}

/// All of them, in the order in which they are shown.
pub(super) const ALL: [Recording; 4] = [
    Recording {
        name: "openai-chat",
        title: "a support agent drafts a refund",
        wire: Wire::OpenAiChat,
        bytes: include_str!("../../streams/openai-chat.sse"),
    },
    Recording {
        name: "anthropic",
        title: "a research assistant sums up a company",
        wire: Wire::Anthropic,
        bytes: include_str!("../../streams/anthropic.sse"),
    },
    Recording {
        name: "ollama",
        title: "a local model plans a trip",
        wire: Wire::Ollama,
        bytes: include_str!("../../streams/ollama.ndjson"),
    },
    Recording {
        name: "text",
        title: "plain text, with no framing",
        wire: Wire::Text,
        bytes: include_str!("../../streams/text.txt"),
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
            _ => "text/plain; charset=utf-8",
        }
    }

    /// The stream as a provider would send it: an event, a line or a token at a time.
    pub(super) fn pieces(&self) -> Vec<&'static str> {
        match self.wire.framing() {
            Some(Framing::Sse) => self.bytes.split_inclusive("\n\n").collect(),
            Some(Framing::Ndjson) => self.bytes.split_inclusive('\n').collect(),
            _ => tokens(self.bytes),
        }
    }
}

/// Text in pieces of the size of tokens: a word with the space before it, long ones in two.
fn tokens(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut length) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        if at > start && (c == ' ' || c == '\n' || length == 6) {
            pieces.push(&text[start..at]);
            (start, length) = (at, 0);
        }
        length += 1;
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
        for recording in &ALL {
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
            tokens("An example, said Bo"),
            ["An", " examp", "le,", " said", " Bo"]
        );
        assert!(tokens("").is_empty());
    }
}
