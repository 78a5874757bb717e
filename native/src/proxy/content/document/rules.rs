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
    /// It says what tools or answers are to look like.
    Schema,
}

/// What a string is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Only its maker reads it.
    Sealed,
    /// An id that its maker has made up.
    Id,
    /// A word of the protocol.
    Word,
    Text,
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
/// What an application tells of its tools and of the form of the answer.
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
/// Values of these names are sealed, or mean something to their maker alone.
const SEALED: [&str; 14] = [
    "checksum",
    "cursor",
    "encrypted_content",
    "etag",
    "fingerprint",
    "nextPageToken",
    "next_cursor",
    "next_page",
    "next_page_token",
    "sha256",
    "signature",
    "system_fingerprint",
    "thoughtSignature",
    "thought_signature",
];
/// Values of these names are the arguments of a tool call.
const ARGUMENTS: [&str; 4] = ["args", "arguments", "input", "parameters"];
/// Values of these names repeat the text in pieces.
const LOG_PROBABILITIES: [&str; 8] = [
    "completion_probabilities",
    "logprobs",
    "logprobsResult",
    "prompt_logprobs",
    "prompt_token_ids",
    "token_ids",
    "top_logprobs",
    "top_tokens",
];
/// So do those of these names in one of `DETAILS` (TGI).
const TOKENS: [&str; 2] = ["prefill", "tokens"];
const DETAILS: [&str; 2] = ["best_of_sequences", "details"];
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
/// What the provider needs to reach a tool: without it, it can't.
const CREDENTIALS: [&str; 5] = [
    "authorization",
    "authorization_token",
    "headers",
    "server_url",
    "url",
];
/// Strings of these names say of a schema what belongs where, by its own words and the names of its members.
const STRUCTURE: [&str; 20] = [
    "$anchor",
    "$id",
    "$ref",
    "$schema",
    "allowedFunctionNames",
    "allowed_function_names",
    "allowed_tools",
    "dependentRequired",
    "format",
    "mode",
    "name",
    "propertyOrdering",
    "property_ordering",
    "ref",
    "require_approval",
    "required",
    "server_label",
    "tool_names",
    "type",
    "types",
];
/// Values of these names in a schema are of the kind that it describes.
const EXAMPLES: [&str; 6] = [
    "const",
    "default",
    "enum",
    "example",
    "examples",
    "input_examples",
];
/// Numbers of these names are any.
const ANY_NUMBER: [&str; 8] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "multipleOf",
    "seed",
];
/// Elements of these lists say their `text` one behind the other.
const PARTS: [&str; 4] = ["content", "parts", "summary", "system"];
/// Those of these say words one behind the other under these names, as transcripts do, with or without spaces.
const SPOKEN: [(&str, &str); 2] = [("segments", "text"), ("words", "word")];

impl Rules {
    /// For the value of `name` in an object that is the value of `parent`; `first` is its first
    /// character.
    pub(super) fn of(self, parent: &str, name: &str, first: char) -> Treatment {
        match self {
            Self::Answer => answer(parent, name),
            Self::Other => other(parent, name, first),
            Self::Request => request(parent, name, first),
        }
    }

    /// What a string of that name is for.
    pub(super) fn said(self, name: &str, text: &str) -> Said {
        let elsewhere = self != Self::Answer && KEPT_ELSEWHERE.contains(&name);
        let lists = || self == Self::Other && (KEPT_IN_LISTS.contains(&name) || names_ids(name));
        if KEPT.contains(&name) || elsewhere || lists() {
            by_form(name, text)
        } else {
            Said::Text
        }
    }

    /// Whether a string that is JSON stays JSON.
    pub(super) fn reads_json_in_strings(self) -> bool {
        self != Self::Answer
    }
}

fn answer(parent: &str, name: &str) -> Treatment {
    if repeats_text(parent, name) {
        Treatment::Drop
    } else if ARGUMENTS.contains(&name) {
        Treatment::Arguments
    } else {
        Treatment::Look
    }
}

/// Whether the value repeats the text token by token.
fn repeats_text(parent: &str, name: &str) -> bool {
    let listed = DETAILS.contains(&parent) && TOKENS.contains(&name);
    listed || LOG_PROBABILITIES.contains(&name)
}

/// Nothing tells what numbers and objects are, so that they are let alone.
fn other(parent: &str, name: &str, first: char) -> Treatment {
    match name {
        _ if repeats_text(parent, name) => Treatment::Drop,
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
        '{' | '[' if schema => Treatment::Schema,
        '{' if result => Treatment::Arguments,
        '"' if name == "arguments" => Treatment::Arguments,
        _ => Treatment::Look,
    }
}

/// What is done with a value in a schema.
pub(super) fn in_schema(name: &str) -> Treatment {
    if CREDENTIALS.contains(&name) {
        Treatment::Keep
    } else {
        Treatment::Look
    }
}

/// What a string in a schema is for.
pub(super) fn said_in_schema(name: &str, text: &str) -> Said {
    if name == "id" || names_ids(name) {
        by_form(name, text)
    } else if STRUCTURE.contains(&name) {
        Said::Word
    } else {
        Said::Text
    }
}

/// Whether a number may be a value, by the names that it stands under, its own last.
pub(super) fn looks_at_number(names: &[String], schema: bool) -> bool {
    let example = |name: &String| EXAMPLES.contains(&name.as_str());
    let any = |name: &String| ANY_NUMBER.contains(&name.as_str()) || name.ends_with("duration");
    if schema {
        names.iter().any(example)
    } else {
        !names.last().is_some_and(any)
    }
}

/// Whether values of this name are bytes where they are base64.
pub(super) fn names_bytes(name: &str) -> bool {
    BINARY.contains(&name)
}

/// Whether the elements of a list of this name go on one another.
pub(super) fn names_parts(name: &str) -> bool {
    PARTS.contains(&name) || SPOKEN.iter().any(|(list, _)| *list == name)
}

/// Whether the value of `name` in an element of such a list is what goes on.
pub(super) fn is_part(list: &str, name: &str) -> bool {
    PARTS.contains(&list) && name == "text" || is_spoken(list, name)
}

/// Whether it does so behind a space.
pub(super) fn is_spoken(list: &str, name: &str) -> bool {
    SPOKEN.contains(&(list, name))
}

/// Whether values of this name are ids.
fn names_ids(name: &str) -> bool {
    ["_id", "_ids", "Id", "Ids"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// What a string is for whose name is the protocol's: words and ids have a form of their own.
fn by_form(name: &str, text: &str) -> Said {
    let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !is_word(text) {
        Said::Text
    } else if has_letter && SEALED.contains(&name) {
        Said::Sealed
    } else if has_letter && (name == "id" || names_ids(name)) && is_id(text) {
        Said::Id
    } else {
        Said::Word
    }
}

/// Whether it has the letters of a word of a protocol, or of an id.
fn is_word(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/+=".contains(&byte);
    text.bytes().all(fits)
}

/// Whether it is one word, as ids are.
fn is_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    text.bytes().all(fits)
}
