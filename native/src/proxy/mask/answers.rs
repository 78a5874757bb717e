//! What is done with an answer on its way back: it is masked, the placeholders of its request are turned
//! back, or both.
//!
//! With both, the client sees its own values again, and what the model brings of its own is masked; the
//! numbers are given together, so that no placeholder means two things. What is analysed, and told at
//! the admin address, is the answer before anything is turned back.

use midflight_core::redact::{Redactor, Restorer};
use midflight_core::wire::{Decode, OpenAiRealtime};
use midflight_core::{Engine, Error, Wire};
use serde::Deserialize;

use super::asked::Talk;
use super::masks::Masks;
use crate::proxy::Shared;
use crate::proxy::content::document::{self, DocumentError, Rules};

/// What is done with one answer.
#[derive(Clone)]
pub(in crate::proxy) struct Changes {
    pub(in crate::proxy) talk: Talk,
    pub(in crate::proxy) masks: Masks,
    restores: bool,
}

impl Changes {
    /// For the answer to a request of this conversation; `None` where nothing is done.
    pub(in crate::proxy) fn of(masks: Masks, talk: Talk) -> Option<Self> {
        let restores = masks.in_requests() && !talk.conversation.is_empty();
        (masks.in_answers() || restores).then_some(Self {
            talk,
            masks,
            restores,
        })
    }

    /// For a connection on which requests and answers go on for a while.
    pub(in crate::proxy) fn of_connection(masks: Masks, talk: Talk) -> Self {
        Self {
            talk,
            masks,
            restores: masks.in_requests(),
        }
    }

    /// Whether placeholders are turned back.
    pub(in crate::proxy) fn restores(&self) -> bool {
        self.restores
    }

    /// What masks an answer that streams; `None` where answers are not masked.
    pub(in crate::proxy) fn redactor(&self, engine: &Engine, wire: Wire) -> Option<Redactor> {
        let masked = self.masks.in_answers();
        masked.then(|| self.joined(engine.redactor(wire, self.masks.answers)))
    }

    /// The same for text that is JSON as far as it goes, on its own.
    pub(in crate::proxy) fn redactor_of_json(&self, engine: &Engine) -> Option<Redactor> {
        let masked = self.masks.in_answers();
        let redactor = || engine.arguments_redactor(self.masks.answers);
        masked.then(|| redactor().in_conversation(&self.talk.conversation))
    }

    /// The same for messages, each of them a line whatever the first one begins with.
    pub(in crate::proxy) fn redactor_of_messages(&self, engine: &Engine) -> Option<Redactor> {
        let masked = self.masks.in_answers();
        masked.then(|| self.joined(engine.redactor_with(messages(engine), self.masks.answers)))
    }

    fn joined(&self, redactor: Redactor) -> Redactor {
        redactor.in_conversation(&self.talk.conversation).measured()
    }

    /// What turns the placeholders of an answer that streams back; `None` where the request had none.
    pub(in crate::proxy) fn restorer(&self, engine: &Engine, wire: Wire) -> Option<Restorer> {
        self.restores
            .then(|| engine.restorer(wire, &self.talk.conversation))
    }

    /// The same for messages, each of them a line.
    pub(in crate::proxy) fn restorer_of_messages(&self, engine: &Engine) -> Option<Restorer> {
        self.restores
            .then(|| engine.restorer_with(messages(engine), &self.talk.conversation))
    }

    /// A text that comes beside the answer, masked where answers are: a header, the reason of a close.
    pub(in crate::proxy) fn words(&self, shared: &Shared, text: &str) -> Result<String, Error> {
        let (engine, conversation) = (&shared.engine, &self.talk.conversation);
        document::mask_words(engine, self.masks.answers, conversation, text)
    }

    /// A text that a client says beside its requests, masked as they are.
    pub(in crate::proxy) fn asked(
        &self,
        shared: &Shared,
        text: &str,
    ) -> Result<String, DocumentError> {
        let (engine, conversation) = (&shared.engine, &self.talk.conversation);
        document::mask_text(engine, self.masks.requests, conversation, text)
    }

    /// An answer in one JSON text.
    pub(in crate::proxy) fn document(
        &self,
        shared: &Shared,
        rules: Rules,
        json: &str,
    ) -> Result<String, DocumentError> {
        let (engine, conversation) = (&shared.engine, &self.talk.conversation);
        let masked = if self.masks.in_answers() {
            document::mask(engine, self.masks.answers, conversation, rules, json)?
        } else {
            json.to_owned()
        };
        if self.restores {
            document::restore(engine, conversation, &masked)
        } else {
            Ok(masked)
        }
    }
}

/// The wire of messages, which are lines of JSON.
fn messages(engine: &Engine) -> Box<dyn Decode> {
    Box::new(OpenAiRealtime::new(engine.limits()))
}

#[derive(Deserialize)]
struct Identified {
    id: Option<String>,
    object: Option<String>,
    response: Option<Response>,
}

#[derive(Deserialize)]
struct Response {
    id: String,
}

/// The id by which the next request may go on, in an answer of the Responses API or in the first event of
/// one.
pub(in crate::proxy) fn id(json: &str) -> Option<String> {
    let found: Identified = serde_json::from_str(json).ok()?;
    match found.response {
        Some(response) => Some(response.id),
        None if found.object.as_deref() == Some("response") => found.id,
        None => None,
    }
}

/// The first event of a stream, as it comes.
#[derive(Default)]
pub(in crate::proxy) struct FirstEvent {
    /// From the first line that has data or may have.
    lines: Vec<u8>,
    seen: usize,
}

impl FirstEvent {
    /// Bytes that are looked through at most.
    const MOST: usize = 256 << 10;

    /// Takes bytes; the data of the event as soon as that is whole, or an empty text where there is none.
    pub(in crate::proxy) fn push(&mut self, bytes: &[u8]) -> Option<String> {
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        // Only where a line begins or ends there is something new to see.
        let new = self.lines.last().is_none_or(is_break) || bytes.iter().any(is_break);
        self.lines.extend_from_slice(bytes);
        let before = self.seen;
        self.seen += bytes.len();
        let event = if new { self.look() } else { None };
        event.or_else(|| (before > Self::MOST).then(String::new))
    }

    fn look(&mut self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.lines);
        let mut lines = text.lines().skip_while(|line| data(line).is_none());
        let Some(event) = lines.next().and_then(data) else {
            let last = self.lines.iter().rposition(|byte| *byte == b'\n');
            self.lines.drain(..last.map_or(0, |at| at + 1));
            return None;
        };
        lines.next().map(|_| event.trim().to_owned())
    }
}

/// What an event holds in that line: behind its field, or bare.
fn data(line: &str) -> Option<&str> {
    let bare = line.starts_with('{').then_some(line);
    bare.or_else(|| line.strip_prefix("data:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_response_is_found_in_its_first_event() {
        let events = "event: response.created\r\ndata: {\"type\":\"response.created\",\
                      \"response\":{\"id\":\"resp_1\",\"output\":[]}}\r\n\r\ndata: {}\n\n";
        let bare = "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\"}}\n{}\n";
        let noted = format!(":{}\n: more\n\n{events}", "x".repeat(300));
        for (events, size) in [events, bare, &noted].into_iter().flat_map(by_sizes) {
            let mut first = FirstEvent::default();
            let mut pieces = events.as_bytes().chunks(size);
            let found = pieces.find_map(|piece| first.push(piece));
            assert_eq!(id(&found.unwrap()).as_deref(), Some("resp_1"), "by {size}");
        }
        let check = |json: &str, expected: Option<&str>| assert_eq!(id(json).as_deref(), expected);
        check(r#"{"id":"resp_2","object":"response"}"#, Some("resp_2"));
        check(r#"{"id":"c","object":"chat.completion"}"#, None);
        check("", None);
    }

    fn by_sizes(events: &str) -> [(&str, usize); 3] {
        [1, 7, events.len()].map(|size| (events, size))
    }
}
