//! Output items in events, as OpenAI's Responses and Realtime both tell them: in pieces (`….delta`),
//! then the same whole, up to four times (`….done`, `content_part.done`, `output_item.done`, and in
//! the terminal event). What has come in pieces is not told again; what has not is told from the
//! first event that holds it whole.
//!
//! Items go by `output_index`, as some gateways change their ids from event to event.

mod arguments;
mod event;
mod item;
mod progress;
mod stream;
mod told;

pub(super) use event::Event;
pub(super) use stream::Stream;
use told::Told;

/// Where in the output something belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// A hash of the response's id, where a stream may hold several; else 0.
    pub(super) response: u64,
    /// `output_index`.
    pub(super) index: u32,
    /// `content_index` or `summary_index`.
    pub(super) part: u32,
}

/// What the model says in parts of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    Text,
    Refusal,
    Reasoning,
    Summary,
}

/// What an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Reasoning,
    Call,
    /// A call that runs at the provider, or what is not known.
    #[default]
    Other,
}

/// What an event is about, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `delta` continues a part.
    Piece(Speech),
    /// A part is at its end, and here once more.
    Whole(Speech),
    /// `delta` continues a call's arguments.
    Arguments,
    /// A call's arguments, whole.
    AllArguments,
    PartAdded,
    PartDone,
    ItemAdded,
    ItemDone,
    Created,
    /// The response is at its end, be it a good one or not.
    Ended,
    Error,
    /// The user's text, which no channel takes.
    Foreign,
    /// What the provider runs, which no channel takes either.
    Run,
    /// Known, and of no use here.
    Passed,
    Unknown,
}

impl Spot {
    fn of(response: u64, index: u32) -> Self {
        Self {
            response,
            index,
            part: 0,
        }
    }
}

impl Speech {
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Text | Self::Refusal => Kind::Message,
            Self::Reasoning | Self::Summary => Kind::Reasoning,
        }
    }
}

impl Step {
    pub(super) fn of(kind: &str) -> Self {
        match kind.strip_prefix("response.") {
            Some(name) => Self::in_response(name),
            None if kind == "error" => Self::Error,
            None if kind.starts_with("conversation.item.input_audio") => Self::Foreign,
            None if is_about(kind, AROUND) => Self::Passed,
            None => Self::Unknown,
        }
    }

    fn in_response(name: &str) -> Self {
        match name {
            "output_text.delta"
            | "text.delta"
            | "output_audio_transcript.delta"
            | "audio_transcript.delta"
            | "audio.transcript.delta" => Self::Piece(Speech::Text),
            "refusal.delta" => Self::Piece(Speech::Refusal),
            "reasoning_text.delta" | "reasoning.delta" => Self::Piece(Speech::Reasoning),
            "reasoning_summary_text.delta" => Self::Piece(Speech::Summary),
            "function_call_arguments.delta"
            | "custom_tool_call_input.delta"
            | "mcp_call_arguments.delta"
            | "mcp_call.arguments_delta" => Self::Arguments,
            _ => Self::whole(name),
        }
    }

    fn whole(name: &str) -> Self {
        match name {
            "output_text.done"
            | "text.done"
            | "output_audio_transcript.done"
            | "audio_transcript.done" => Self::Whole(Speech::Text),
            "refusal.done" => Self::Whole(Speech::Refusal),
            "reasoning_text.done" | "reasoning.done" => Self::Whole(Speech::Reasoning),
            "reasoning_summary_text.done" => Self::Whole(Speech::Summary),
            "function_call_arguments.done"
            | "custom_tool_call_input.done"
            | "mcp_call_arguments.done"
            | "mcp_call.arguments_done" => Self::AllArguments,
            "content_part.added" | "reasoning_summary_part.added" => Self::PartAdded,
            "content_part.done" | "reasoning_summary_part.done" => Self::PartDone,
            "output_item.added" => Self::ItemAdded,
            "output_item.done" => Self::ItemDone,
            "created" => Self::Created,
            "completed" | "incomplete" | "failed" | "cancelled" | "done" => Self::Ended,
            _ if is_about(name, RUN) => Self::Run,
            _ if is_about(name, WITHIN) => Self::Passed,
            _ => Self::Unknown,
        }
    }
}

/// Events of a response with what the provider is to run, by their first words.
const RUN: &[&str] = &[
    "code_interpreter_call_code",
    "shell_call_command",
    "apply_patch_call_operation_diff",
];

/// Events of a response that carry none of its text.
const WITHIN: &[&str] = &[
    "in_progress",
    "queued",
    "output_text.annotation",
    "audio.",
    "output_audio.",
    "code_interpreter_call",
    "file_search_call",
    "web_search_call",
    "x_search_call",
    "image_generation_call",
    "computer_call",
    "mcp_call",
    "mcp_list_tools",
    "shell_call",
    "local_shell_call",
    "apply_patch_call",
];

/// Events that belong to no response.
const AROUND: &[&str] = &[
    "session.",
    "transcription_session.",
    "conversation.",
    "input_audio_buffer.",
    "output_audio_buffer.",
    "mcp_list_tools.",
    "rate_limits.",
    "keepalive",
];

fn is_about(kind: &str, first: &[&str]) -> bool {
    first.iter().any(|first| kind.starts_with(first))
}
