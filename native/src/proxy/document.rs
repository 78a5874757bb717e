//! A JSON text with every string in it masked or turned back, and everything else as it was.
//!
//! **Answers.** Names of the protocol and ids stay; so do signatures, which would be worthless otherwise.
//! The arguments of a tool call, written as JSON or as a string with JSON in it, are masked as they are in
//! a stream, with their names and numbers. Log probabilities are taken out: they say the text again, piece
//! by piece.
//!
//! **Answers that are no model's**, as far as their paths tell: lists, files, errors. Every string is masked but
//! for ids, cursors and words of the protocol, as long as they are words. Names and numbers stay as they
//! are, for nothing tells what they are.
//!
//! Pictures, sound and embeddings in base64 stay, under the names that providers have for them.
//!
//! **Requests.** Every string is looked at: messages, system prompts and instructions, parts, tool results
//! (a string that is JSON is masked so that it stays JSON), prompts, stop sequences, metadata, the user's
//! name. The arguments and results of tools that are objects are looked at with their names and numbers.
//! What stays as it is: roles, types, model names, ids, names of tools and other words of the protocol, as
//! long as they are words; what tools and answers are to look like (`tools`, `functions`, `toolConfig`,
//! `tool_choice`, `response_format`, `json_schema`, `responseSchema`, …); numbers outside of
//! arguments, and names of members; base64 of pictures, sound and files, which nobody looks into.

mod rules;
mod writer;

use midflight_core::redact::{Conversation, Redaction};
use midflight_core::{Engine, Error, Redactor, Wire};

pub(super) use rules::Rules;
use writer::{Form, rewrite};

/// Why a document can't be masked.
#[derive(Debug, thiserror::Error)]
pub(super) enum DocumentError {
    /// It is no JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The engine can't go on.
    #[error(transparent)]
    Engine(#[from] Error),
}

/// An answer, masked by its rules. The same value has the same number in the whole conversation.
pub(super) fn mask(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    rules: Rules,
    json: &str,
) -> Result<String, DocumentError> {
    let change = |form: Form, text: &str| {
        masked(
            redactor(engine, redaction, form).in_conversation(conversation),
            text,
        )
    };
    rewrite(json, Some(rules), &change)
}

/// A text of an answer, masked likewise.
pub(super) fn mask_words(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    text: &str,
) -> Result<String, Error> {
    masked(
        redactor(engine, redaction, Form::Text).in_conversation(conversation),
        text,
    )
}

/// A text of a request, masked, its values kept likewise.
pub(super) fn mask_text(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    text: &str,
) -> Result<String, DocumentError> {
    conversation.reserve(text);
    Ok(kept(engine, redaction, conversation, Form::Text, text)?)
}

/// A request, masked, its values kept in the conversation so that they can be turned back.
pub(super) fn mask_request(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    json: &str,
) -> Result<String, DocumentError> {
    conversation.reserve(json);
    let change = |form: Form, text: &str| kept(engine, redaction, conversation, form, text);
    rewrite(json, Some(Rules::Request), &change)
}

/// A text, masked, its values kept in the conversation.
fn kept(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    form: Form,
    text: &str,
) -> Result<String, Error> {
    masked(
        redactor(engine, redaction, form).kept_in(conversation),
        text,
    )
}

/// What masks a text of this form.
fn redactor(engine: &Engine, redaction: Redaction, form: Form) -> Redactor {
    match form {
        Form::Text => engine.redactor(Wire::Text, redaction),
        Form::Json => engine.arguments_redactor(redaction),
    }
}

fn masked(mut redactor: Redactor, text: &str) -> Result<String, Error> {
    collect(|out| {
        redactor.write(text.as_bytes(), out)?;
        redactor.finish(out).map(drop)
    })
}

/// An answer, the placeholders in all its strings turned back.
pub(super) fn restore(
    engine: &Engine,
    conversation: &Conversation,
    json: &str,
) -> Result<String, DocumentError> {
    let change = |_, text: &str| {
        if !text.contains('[') {
            return Ok(text.to_owned());
        }
        let mut restorer = engine.restorer(Wire::Text, conversation);
        collect(|out| {
            restorer.write(text.as_bytes(), out)?;
            restorer.finish(out).map(drop)
        })
    };
    rewrite(json, None, &change)
}

/// What `write` hands over.
fn collect(
    write: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), Error>,
) -> Result<String, Error> {
    let mut out = Vec::new();
    write(&mut |bytes| out.extend_from_slice(bytes))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests;
