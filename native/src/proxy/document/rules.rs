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
pub(in crate::proxy) enum Rules {
    /// A model's answer.
    Answer,
    /// An answer that is no model's, as far as its path tells.
    Other,
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
/// In requests, and in answers that are no model's, these are besides.
const KEPT_ELSEWHERE: [&str; 21] = [
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
/// In answers that are no model's these are besides: what the next request repeats, and sums.
const KEPT_IN_LISTS: [&str; 11] = [
    "after",
    "before",
    "checksum",
    "cursor",
    "etag",
    "fingerprint",
    "nextPageToken",
    "next_cursor",
    "next_page",
    "next_page_token",
    "sha256",
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
const BINARY: [&str; 12] = [
    "audio",
    "b64_json",
    "bytes",
    "bytesBase64Encoded",
    "data",
    "embedding",
    "file_data",
    "image",
    "image_url",
    "images",
    "result",
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
            Self::Other => other(name, first),
            Self::Request => request(parent, name, first),
        }
    }

    /// Whether a string stays as it is.
    pub(super) fn keeps(self, name: &str, text: &str) -> bool {
        let elsewhere = self != Self::Answer && KEPT_ELSEWHERE.contains(&name);
        let lists = || self == Self::Other && (KEPT_IN_LISTS.contains(&name) || names_ids(name));
        let protocol = KEPT.contains(&name) || elsewhere || lists();
        protocol && is_word(text) || BINARY.contains(&name) && is_binary(text)
    }

    /// Whether a string that is JSON stays JSON.
    pub(super) fn reads_json_in_strings(self) -> bool {
        self != Self::Answer
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

/// Nothing tells what numbers and objects are, so that they are let alone.
fn other(name: &str, first: char) -> Treatment {
    match name {
        _ if LOG_PROBABILITIES.contains(&name) => Treatment::Drop,
        "arguments" if first == '"' => Treatment::Arguments,
        _ => Treatment::Look,
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

/// Whether values of this name are ids.
fn names_ids(name: &str) -> bool {
    ["_id", "_ids", "Id", "Ids"]
        .iter()
        .any(|ending| name.ends_with(ending))
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
