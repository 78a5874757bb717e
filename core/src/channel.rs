//! The channels of a stream. They are analysed apart, so no entity is made of two of them.

/// One run of text within a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// What the model says.
    Text {
        /// The provider's choice, candidate or output index; 0 where it has none.
        choice: u32,
    },
    /// What the model thinks, or the summary of it.
    Reasoning {
        /// As for `Text`.
        choice: u32,
    },
    /// The model's words where it declines.
    Refusal {
        /// As for `Text`.
        choice: u32,
    },
    /// The arguments of a tool call: raw JSON text, whose escapes are not undone.
    Tool {
        /// As for `Text`.
        choice: u32,
        /// The tool calls of a stream, counted from 0.
        call: u32,
    },
}

impl Channel {
    /// The contract's word for it: `text`, `reasoning`, `refusal` or `tool`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Reasoning { .. } => "reasoning",
            Self::Refusal { .. } => "refusal",
            Self::Tool { .. } => "tool",
        }
    }

    /// The provider's choice, candidate or output index.
    pub fn choice(self) -> u32 {
        match self {
            Self::Text { choice }
            | Self::Reasoning { choice }
            | Self::Refusal { choice }
            | Self::Tool { choice, .. } => choice,
        }
    }

    /// The number of the tool call whose arguments these are.
    pub fn call(self) -> Option<u32> {
        match self {
            Self::Tool { call, .. } => Some(call),
            _ => None,
        }
    }
}
