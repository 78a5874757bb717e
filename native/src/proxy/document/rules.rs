//! Which strings of a JSON text are looked at.

/// What is done with the value of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It stays as it is, all of it.
    Keep,
    /// It is the arguments or the result of a tool, whose own names and numbers are looked at too.
    Arguments,
    /// It becomes `null`.
    Drop,
    /// Every string in it is looked at.
    Look,
}

/// What the rules are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    Answer,
    Request,
}

/// Values of these names are the protocol's.
const KEPT: [&str; 24] = [
    "call_id",
    "created_at",
    "encrypted_content",
    "finishReason",
    "finish_reason",
    "id",
    "item_id",
    "model",
    "modelVersion",
    "name",
    "object",
    "phase",
    "previous_response_id",
    "responseId",
    "role",
    "service_tier",
    "signature",
    "status",
    "stop_reason",
    "stop_sequence",
    "system_fingerprint",
    "thoughtSignature",
    "tool_call_id",
    "type",
];
/// In requests these are besides.
const KEPT_IN_REQUESTS: [&str; 21] = [
    "anthropic_version",
    "detail",
    "effort",
    "encoding_format",
    "event_id",
    "file_id",
    "format",
    "keep_alive",
    "media_type",
    "mimeType",
    "mime_type",
    "modelId",
    "previous_item_id",
    "prompt_cache_key",
    "reasoning_effort",
    "response_id",
    "safety_identifier",
    "toolUseId",
    "tool_use_id",
    "truncation",
    "voice",
];
/// What an application tells of its tools, with the tokens that the provider needs to call them, and of the
/// form of the answer: a request breaks where that is not as the application knows it.
const SCHEMAS: [&str; 15] = [
    "allowed_tools",
    "functions",
    "input_schema",
    "json_schema",
    "mcp_servers",
    "responseJsonSchema",
    "responseSchema",
    "response_format",
    "response_json_schema",
    "response_schema",
    "schema",
    "toolConfig",
    "tool_choice",
    "tool_config",
    "tools",
];
/// Values of these names are the arguments of a tool call.
const ARGUMENTS: [&str; 4] = ["args", "arguments", "input", "parameters"];
/// Values of these names repeat the text in pieces.
const LOG_PROBABILITIES: [&str; 3] = ["logprobs", "logprobsResult", "top_logprobs"];
/// Values of these names are pictures, sound and files where they are base64.
const BINARY: [&str; 8] = [
    "audio",
    "bytes",
    "data",
    "file_data",
    "image",
    "image_url",
    "images",
    "url",
];
/// Characters of base64 that are taken for a picture, sound or file.
const LONG: usize = 64;

impl Rules {
    /// For the value of `name` in an object that is the value of `parent`; `first` is its first
    /// character.
    pub(super) fn of(self, parent: &str, name: &str, first: char) -> Treatment {
        match self {
            Self::Answer => answer(name),
            Self::Request => request(parent, name, first),
        }
    }

    /// Whether a string stays as it is.
    pub(super) fn keeps(self, name: &str, text: &str) -> bool {
        match self {
            Self::Answer => KEPT.contains(&name),
            Self::Request => {
                let protocol = KEPT.contains(&name) || KEPT_IN_REQUESTS.contains(&name);
                protocol && is_word(text) || BINARY.contains(&name) && is_binary(text)
            }
        }
    }
}

fn answer(name: &str) -> Treatment {
    if LOG_PROBABILITIES.contains(&name) {
        Treatment::Drop
    } else if ARGUMENTS.contains(&name) {
        Treatment::Arguments
    } else {
        Treatment::Look
    }
}

fn request(parent: &str, name: &str, first: char) -> Treatment {
    let result = match name {
        "response" => matches!(parent, "functionResponse" | "function_response"),
        "json" => true,
        _ => ARGUMENTS.contains(&name),
    };
    // `format` is a word, or the schema of the answer; `functions` and `tools` are lists.
    let schema = SCHEMAS.contains(&name) || name == "format";
    match first {
        '{' | '[' if schema => Treatment::Keep,
        '{' if result => Treatment::Arguments,
        '"' if name == "arguments" => Treatment::Arguments,
        _ => Treatment::Look,
    }
}

/// Whether it is a word of a protocol, or an id.
fn is_word(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/+=".contains(&byte);
    text.bytes().all(fits)
}

/// Whether it is base64, bare or in an address of its own (`data:`).
fn is_binary(text: &str) -> bool {
    let bare = text
        .strip_prefix("data:")
        .and_then(|address| address.split_once(";base64,"))
        .map(|(_, data)| data);
    let data = bare.unwrap_or(text);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    (bare.is_some() || data.len() >= LONG) && data.bytes().all(fits)
}
