//! A JSON text with every string in it masked or turned back, and everything else as it was.
//!
//! **Answers.** Every string is looked at. Of the protocol's names (roles, types, models, names of tools) and of ids
//! only what has the form of a value is masked; signatures stay, which would be worthless otherwise. The arguments of
//! a tool call, written as JSON or as a string with JSON in it, are masked as they are in a stream, with their names
//! and numbers. Log probabilities are taken out: they say the text again, piece by piece.
//!
//! **Answers that are no model's**, as far as their paths tell: lists, files, errors. The same, and strings that
//! are JSON stay JSON; cursors and sums stay.
//!
//! **Requests.** Every string is looked at: messages, system prompts and instructions, parts, tool results
//! (a string that is JSON is masked so that it stays JSON), prompts, stop sequences, metadata, the user's
//! name. The arguments and results of tools that are objects are looked at with their names and numbers. What tools
//! and answers are to look like (`tools`, `functions`, `toolConfig`, `tool_choice`, `response_format`, `json_schema`,
//! `responseSchema`, …) is masked so that it fits together: descriptions, defaults, examples and choices are text,
//! its own words and the names of members are changed only where they have the form of a value, which is then
//! the same in all places. What the provider needs to reach a tool (`authorization`, `headers`, `server_url`) stays.
//!
//! **Everywhere.** Names of members are masked where they have the form of a value, and so are numbers that are a
//! card's. The name of a member says what its text is, as a label does in prose. The texts of a message's parts are masked as one, since a value may begin in one and end in the next.
//! Pictures, sound, embeddings and files in base64 stay, under the names that providers have for them; a text in
//! base64 is masked and written in base64 again.

mod binary;
mod change;
mod depth;
mod parts;
mod rules;
mod writer;

use midflight_core::redact::{Conversation, Redaction};
use midflight_core::{Engine, Error};

use change::{Change, Form, Mask, Restore};
use depth::DEPTH;
pub(in crate::proxy) use rules::Rules;
pub(in crate::proxy) use writer::MARK;
use writer::rewrite;

/// Why a document can't be masked.
#[derive(Debug, thiserror::Error)]
pub(in crate::proxy) enum DocumentError {
    /// It is no JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Brackets in brackets.
    #[error("expected JSON nested at most {DEPTH} deep")]
    TooDeep,
    /// Bytes in it are text that nobody can read.
    #[error("expected UTF-8 in base64, not text in another encoding")]
    Foreign,
    /// The engine can't go on.
    #[error(transparent)]
    Engine(#[from] Error),
}

/// An answer, masked by its rules. The same value has the same number in the whole conversation.
pub(in crate::proxy) fn mask(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    rules: Rules,
    json: &str,
) -> Result<String, DocumentError> {
    let mask = Mask {
        engine,
        redaction,
        conversation,
        kept: false,
    };
    rewrite(json, Some(rules), &mask)
}

/// A text of an answer, masked likewise.
pub(in crate::proxy) fn mask_words(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    text: &str,
) -> Result<String, Error> {
    let mask = Mask {
        engine,
        redaction,
        conversation,
        kept: false,
    };
    mask.text(Form::Text, text)
}

/// A text of a request, masked, its values kept likewise.
pub(in crate::proxy) fn mask_text(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    text: &str,
) -> Result<String, DocumentError> {
    conversation.reserve(text);
    let mask = Mask {
        engine,
        redaction,
        conversation,
        kept: true,
    };
    Ok(mask.text(Form::Text, text)?)
}

/// A request, masked, its values kept in the conversation so that they can be turned back.
pub(in crate::proxy) fn mask_request(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    json: &str,
) -> Result<String, DocumentError> {
    conversation.reserve(json);
    let mask = Mask {
        engine,
        redaction,
        conversation,
        kept: true,
    };
    rewrite(json, Some(Rules::Request), &mask)
}

/// An answer, the placeholders in all its strings turned back.
pub(in crate::proxy) fn restore(
    engine: &Engine,
    conversation: &Conversation,
    json: &str,
) -> Result<String, DocumentError> {
    let restore = Restore {
        engine,
        conversation,
    };
    rewrite(json, None, &restore)
}

#[cfg(test)]
mod tests;
