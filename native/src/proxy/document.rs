//! A JSON text with every string in it masked or turned back, and everything else as it was.
//!
//! **Answers.** Names of the protocol and ids stay; so do signatures, which would be worthless otherwise.
//! The arguments of a tool call, written as JSON or as a string with JSON in it, are masked as they are in
//! a stream, with their names and numbers. Log probabilities are taken out: they say the text again, piece
//! by piece.
//!
//! **Requests.** Every string is looked at: messages, system prompts and instructions, parts, tool results
//! (a string that is JSON is masked so that it stays JSON), prompts, stop sequences, metadata, the user's
//! name. The arguments and results of tools that are objects are looked at with their names and numbers.
//! What stays as it is: roles, types, model names, ids, names of tools and other words of the protocol, as
//! long as they are words; what tools and answers are to look like (`tools`, `functions`, `toolConfig`,
//! `tool_choice`, `response_format`, `json_schema`, `responseSchema`, …); numbers outside of
//! arguments, and names of members; base64 of pictures, sound and files, which nobody looks into.

mod rules;

use midflight_core::redact::{Conversation, Redaction};
use midflight_core::{Engine, Error, Wire};
use serde::de::IgnoredAny;
use serde_json::Deserializer;

use rules::{Rules, Treatment};

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

/// An answer, masked. The same value has the same number in the whole conversation.
pub(super) fn mask(
    engine: &Engine,
    redaction: Redaction,
    conversation: &Conversation,
    json: &str,
) -> Result<String, DocumentError> {
    let change = |wire: Form, text: &str| {
        let redactor = match wire {
            Form::Text => engine.redactor(Wire::Text, redaction),
            Form::Json => engine.arguments_redactor(redaction),
        };
        let mut redactor = redactor.in_conversation(conversation);
        collect(|out| {
            redactor.write(text.as_bytes(), out)?;
            redactor.finish(out).map(drop)
        })
    };
    rewrite(json, Some(Rules::Answer), &change)
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
    let redactor = match form {
        Form::Text => engine.redactor(Wire::Text, redaction),
        Form::Json => engine.arguments_redactor(redaction),
    };
    let mut redactor = redactor.kept_in(conversation);
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

/// What a text is.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Json,
}

type Change<'c> = dyn Fn(Form, &str) -> Result<String, Error> + 'c;

fn rewrite(json: &str, rules: Option<Rules>, change: &Change<'_>) -> Result<String, DocumentError> {
    // From here on it is sound, and nested no deeper than that reads.
    serde_json::from_str::<IgnoredAny>(json)?;
    let mut writer = Writer {
        rules,
        change,
        rest: json,
        path: Vec::new(),
        out: String::with_capacity(json.len()),
    };
    writer.value()?;
    writer.out.push_str(writer.rest);
    Ok(writer.out)
}

/// Writes a sound JSON text again.
struct Writer<'j, 'c> {
    /// `None` where every string is changed.
    rules: Option<Rules>,
    change: &'c Change<'c>,
    rest: &'j str,
    /// The names of the values that it stands in.
    path: Vec<String>,
    out: String,
}

impl<'j> Writer<'j, '_> {
    /// A value, called as the path ends.
    fn value(&mut self) -> Result<(), DocumentError> {
        self.space();
        let first = self.first();
        match self.treatment(first) {
            Treatment::Keep => {
                let kept = self.take()?;
                self.out.push_str(kept);
                return Ok(());
            }
            Treatment::Drop => {
                self.take()?;
                self.out.push_str("null");
                return Ok(());
            }
            Treatment::Arguments if first != '"' => {
                let written = self.take()?;
                let changed = (self.change)(Form::Json, written)?;
                self.out.push_str(&changed);
                return Ok(());
            }
            Treatment::Arguments => return self.string(true),
            Treatment::Look => {}
        }
        match first {
            '{' => self.object(),
            '[' => self.array(),
            '"' => self.string(false),
            _ => {
                let scalar = self.take()?;
                self.out.push_str(scalar);
                Ok(())
            }
        }
    }

    fn treatment(&self, first: char) -> Treatment {
        let Some(rules) = self.rules else {
            return Treatment::Look;
        };
        match rules.of(self.name(1), self.name(0), first) {
            Treatment::Arguments if !matches!(first, '{' | '[' | '"') => Treatment::Look,
            treatment => treatment,
        }
    }

    fn object(&mut self) -> Result<(), DocumentError> {
        self.mark();
        loop {
            self.space();
            match self.first() {
                '}' => {
                    self.mark();
                    return Ok(());
                }
                ',' => self.mark(),
                _ => self.member()?,
            }
        }
    }

    fn member(&mut self) -> Result<(), DocumentError> {
        let written = self.take()?;
        let name: String = serde_json::from_str(written)?;
        match self.rules {
            Some(_) => self.out.push_str(written),
            None => self.put(written, &name, Form::Text)?,
        }
        self.space();
        self.mark();
        self.path.push(name);
        let written = self.value();
        self.path.pop();
        written
    }

    fn array(&mut self) -> Result<(), DocumentError> {
        self.mark();
        loop {
            self.space();
            match self.first() {
                ']' => {
                    self.mark();
                    return Ok(());
                }
                ',' => self.mark(),
                // Its elements are called as it is.
                _ => self.value()?,
            }
        }
    }

    fn string(&mut self, arguments: bool) -> Result<(), DocumentError> {
        let written = self.take()?;
        let text: String = serde_json::from_str(written)?;
        if !arguments
            && self
                .rules
                .is_some_and(|rules| rules.keeps(self.name(0), &text))
        {
            self.out.push_str(written);
            return Ok(());
        }
        let json = arguments || self.rules == Some(Rules::Request) && is_json(&text);
        self.put(written, &text, if json { Form::Json } else { Form::Text })
    }

    /// A string, changed; as it was written where nothing in it changes.
    fn put(&mut self, written: &str, text: &str, form: Form) -> Result<(), DocumentError> {
        let changed = (self.change)(form, text)?;
        if changed == text {
            self.out.push_str(written);
        } else {
            self.out.push_str(&serde_json::to_string(&changed)?);
        }
        Ok(())
    }

    /// The name that is `up` steps from the end of the path.
    fn name(&self, up: usize) -> &str {
        self.path.iter().rev().nth(up).map_or("", String::as_str)
    }

    /// Takes a whole value.
    fn take(&mut self) -> Result<&'j str, serde_json::Error> {
        let mut values = Deserializer::from_str(self.rest).into_iter::<IgnoredAny>();
        values.next().transpose()?;
        let (value, rest) = self.rest.split_at(values.byte_offset());
        self.rest = rest;
        Ok(value)
    }

    fn first(&self) -> char {
        self.rest.chars().next().unwrap_or('}')
    }

    /// Copies white space.
    fn space(&mut self) {
        let rest = self.rest.trim_ascii_start();
        self.out
            .push_str(&self.rest[..self.rest.len() - rest.len()]);
        self.rest = rest;
    }

    /// Copies a bracket, comma or colon.
    fn mark(&mut self) {
        let mut rest = self.rest.chars();
        self.out.extend(rest.next());
        self.rest = rest.as_str();
    }
}

/// Whether a text is an object or array of JSON.
fn is_json(text: &str) -> bool {
    let first = text.trim_ascii_start().bytes().next();
    matches!(first, Some(b'{' | b'[')) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests;
