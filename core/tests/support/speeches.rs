//! Every way in which a wire says something: its channels, and the forms of each.

use midflight_core::Wire;

use super::{FRAMED, calls, invoked, rarer_calls, refusals, stream, texts, thoughts};

/// A stream of one text in pieces.
pub type Make = fn(Wire, &[&str]) -> Vec<u8>;

/// How a text is written in its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// As it is.
    Plain,
    /// As a string in JSON arguments.
    Json,
    /// The same, every character as an escape.
    Escaped,
}

/// A way of saying something.
#[derive(Clone, Copy)]
pub struct Speech {
    pub name: &'static str,
    pub wires: &'static [Wire],
    pub make: Make,
    pub writing: Writing,
    /// Whether it comes at once, whatever the pieces: the network alone divides it.
    pub whole: bool,
}

impl Speech {
    const fn plain(name: &'static str, wires: &'static [Wire], make: Make) -> Self {
        Self {
            name,
            wires,
            make,
            writing: Writing::Plain,
            whole: false,
        }
    }

    const fn arguments(name: &'static str, wires: &'static [Wire], make: Make) -> Self {
        Self {
            writing: Writing::Json,
            ..Self::plain(name, wires, make)
        }
    }

    const fn escaped(self) -> Self {
        Self {
            writing: Writing::Escaped,
            ..self
        }
    }

    const fn at_once(self) -> Self {
        Self {
            whole: true,
            ..self
        }
    }

    /// A text as it stands in the channel.
    pub fn written(&self, text: &str) -> String {
        match self.writing {
            Writing::Plain => text.to_owned(),
            Writing::Json => serde_json::json!({ "note": text }).to_string(),
            Writing::Escaped => {
                let units = text.encode_utf16();
                let escapes: Vec<String> = units.map(|unit| format!("\\u{unit:04x}")).collect();
                format!("{{\"note\":\"{}\"}}", escapes.concat())
            }
        }
    }
}

/// Text as every wire says it most of the time.
pub const TEXT: Speech = Speech::plain("text", FRAMED, stream);

/// Arguments that come in pieces.
const ARGUMENTS: Speech = Speech::arguments("arguments", &calls::PIECES, calls::call);

/// All of them but that of plain text.
pub const SPEECHES: &[Speech] = &[
    TEXT,
    Speech::plain("completion", &[Wire::OpenAiChat], texts::completion),
    Speech::plain("parts", &[Wire::OpenAiChat, Wire::Mistral], texts::parts),
    Speech::plain("generate", &[Wire::Ollama], texts::generate),
    Speech::plain("transcript", &[Wire::OpenAiRealtime], texts::transcript),
    Speech::plain("text block", &[Wire::Anthropic], texts::block).at_once(),
    Speech::plain("done", &texts::DONE, texts::done).at_once(),
    Speech::plain("output", &texts::DONE, texts::output).at_once(),
    Speech::plain("invoked anthropic", &[Wire::Bedrock], invoked::anthropic),
    Speech::plain("invoked chat", &[Wire::Bedrock], invoked::chat),
    Speech::plain("invoked nova", &[Wire::Bedrock], invoked::nova),
    Speech::plain("invoked titan", &[Wire::Bedrock], invoked::titan),
    Speech::plain("invoked llama", &[Wire::Bedrock], invoked::llama),
    Speech::plain("invoked mistral", &[Wire::Bedrock], invoked::mistral),
    Speech::plain("invoked cohere", &[Wire::Bedrock], invoked::cohere),
    Speech::plain("reasoning", &thoughts::WIRES, thoughts::thoughts),
    Speech::plain("reasoning text", &[Wire::OpenAiResponses], thoughts::raw),
    Speech::plain("plan", &[Wire::Cohere], thoughts::plan),
    Speech::plain("generate thinking", &[Wire::Ollama], thoughts::generate),
    Speech::plain("invoked reasoning", &[Wire::Bedrock], invoked::reasoning),
    Speech::plain("refusal", &refusals::WIRES, refusals::refusal),
    ARGUMENTS,
    ARGUMENTS.escaped(),
    Speech::arguments("whole arguments", &calls::WHOLE, calls::whole).at_once(),
    Speech::arguments("whole arguments", &calls::WHOLE, calls::whole)
        .escaped()
        .at_once(),
    Speech::arguments("function_call", &[Wire::OpenAiChat], rarer_calls::function),
    Speech::plain(
        "argument by its path",
        &[Wire::Gemini, Wire::GeminiArray],
        rarer_calls::by_path,
    ),
    Speech::arguments("mcp", &rarer_calls::MCP, rarer_calls::mcp),
    Speech::plain("custom", &[Wire::OpenAiResponses], rarer_calls::custom),
    Speech::arguments("input block", &[Wire::Anthropic], rarer_calls::block).at_once(),
    Speech::arguments("invoked anthropic call", &[Wire::Bedrock], invoked::call),
    Speech::arguments("invoked chat call", &[Wire::Bedrock], invoked::chat_call),
    Speech::arguments("invoked nova call", &[Wire::Bedrock], invoked::nova_call),
];
