//! What may be one JSON text, an answer that was not streamed or a request: it is kept back until it is known
//! whether it is one, since a value in it may stand anywhere and mean anything.

use midflight_core::{Decoder, Engine, Heard, Wire};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// Bytes that are kept back at most, as many as the proxy takes of an answer that is no stream.
pub(super) const LIMIT: usize = 16 << 20;
/// Nesting of a text that is kept back; the engine reads no deeper either.
const DEPTH: usize = 128;
/// The mark that may stand before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// The types of the events that streams of JSON lines begin with.
const FIRST_EVENTS: [&str; 5] = [
    "message-start",
    "message_start",
    "response.created",
    "session.created",
    "stream-start",
];

/// The text is larger than [`LIMIT`].
#[derive(Debug)]
pub(super) struct TooLarge;

/// The beginning of an input, or all of it.
pub(super) struct Whole {
    engine: Engine,
    wire: Wire,
    bytes: Vec<u8>,
    scan: Scan,
    /// The bytes are read as JSON again when there are so many, so that all in all each is read twice.
    next_look: usize,
}

impl Whole {
    /// For an input on this wire; `None` where that is no JSON at all.
    pub(super) fn of(engine: &Engine, wire: Wire) -> Option<Self> {
        (wire != Wire::Text).then(|| Self {
            engine: engine.clone(),
            wire,
            bytes: Vec::new(),
            scan: Scan::default(),
            next_look: 1,
        })
    }

    /// Takes the next bytes; whether all that were taken turn out to begin a stream.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<bool, TooLarge> {
        self.bytes.extend_from_slice(bytes);
        while let Some(&byte) = self.bytes.get(self.scan.read) {
            if self.scan.read == LIMIT {
                let text = self.scan.place == Place::Before || self.is_broken();
                return text.then_some(true).ok_or(TooLarge);
            }
            if self.is_stream(byte) {
                return Ok(true);
            }
        }
        if self.bytes.len() < self.next_look {
            return Ok(false);
        }
        self.next_look = 2 * self.bytes.len();
        Ok(self.is_broken())
    }

    /// Everything that was taken.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The input is at its end: what stands before the JSON text, and that; `None` where it is none.
    pub(super) fn text(&self) -> Option<(&[u8], &str)> {
        let (before, text) = self.bytes.split_at(self.scan.begin);
        (self.scan.place == Place::Behind)
            .then(|| std::str::from_utf8(text).ok())
            .flatten()
            .map(|text| (before, text))
    }

    /// Whether a stream is told by the next byte.
    fn is_stream(&mut self, byte: u8) -> bool {
        match self.scan.step(byte) {
            Step::On => false,
            Step::Foreign => true,
            Step::Begun => byte == b'[' && self.wire == Wire::GeminiArray,
            Step::Element => self.is_array_of_a_stream() || self.is_array_of_events(),
            Step::Ended => !is_json(self.taken()) || is_event(self.taken()),
        }
    }

    /// The text as far as it was scanned.
    fn taken(&self) -> &[u8] {
        &self.bytes[self.scan.begin..self.scan.read]
    }

    /// Whether the text has become none that JSON begins with.
    fn is_broken(&self) -> bool {
        let begun = self.scan.place == Place::Within;
        let read = || serde_json::from_slice::<IgnoredAny>(self.taken());
        begun && read().is_err_and(|error| !error.is_eof())
    }

    /// Whether an array begins with an event.
    fn is_array_of_events(&self) -> bool {
        is_event(self.taken()[1..].trim_ascii_start())
    }

    /// Whether the first element of an array tells that it is a stream of the wire that comes so. Elements of other
    /// wires may be whole answers, too.
    fn is_array_of_a_stream(&self) -> bool {
        let (limits, pool) = (self.engine.limits(), self.engine.pool());
        let mut decoder = Decoder::new(Wire::Auto, limits, pool);
        let mut wire = None;
        let mut hear = |heard: Heard<'_>| {
            if let Heard::Wire(found) = heard {
                wire = Some(found.wire());
            }
        };
        let read = [self.taken(), &b"]"[..]]
            .into_iter()
            .try_for_each(|bytes| decoder.write(bytes, &mut hear));
        let read = read.and_then(|()| decoder.finish(&mut hear).map(drop));
        read.is_ok() && wire == Some(Wire::GeminiArray) && !decoder.is_guess()
    }
}

/// Whether JSON may have it between values.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_json(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes);
    text.is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}

/// What tells an event of a stream from a whole answer.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Marks {
    object: Value,
    r#type: Value,
    choices: Value,
    /// Of Ollama.
    done: Value,
    /// Of llama.cpp.
    stop: Value,
}

/// Whether an object is the first event of a stream and no whole answer.
fn is_event(json: &[u8]) -> bool {
    if !json.starts_with(b"{") {
        return false;
    }
    let marks: Marks = serde_json::from_slice(json).unwrap_or_default();
    marks.object == "chat.completion.chunk"
        || marks.choices[0]["delta"].is_object()
        || FIRST_EVENTS.iter().any(|&kind| marks.r#type == kind)
        || marks.done == false
        || marks.stop == false
}

/// Where in an input a scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Before,
    Within,
    Behind,
}

/// What a byte tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    On,
    /// An object or array begins.
    Begun,
    /// The first object of an array is at its end.
    Element,
    /// The object or array is at its end.
    Ended,
    /// It is not one object or array.
    Foreign,
}

/// Looks for the end of an object or array.
#[derive(Debug, Default)]
struct Scan {
    place: Place,
    /// Bytes that were looked at.
    read: usize,
    /// The byte that the object or array begins with.
    begin: usize,
    /// Brackets that are open.
    depth: usize,
    array: bool,
    quoted: bool,
    escaped: bool,
}

impl Scan {
    fn step(&mut self, byte: u8) -> Step {
        let at = self.read;
        self.read += 1;
        match self.place {
            Place::Before => self.before(at, byte),
            Place::Within if self.quoted => self.in_string(byte),
            Place::Within => self.within(byte),
            Place::Behind if is_space(byte) => Step::On,
            Place::Behind => Step::Foreign,
        }
    }

    fn before(&mut self, at: usize, byte: u8) -> Step {
        if MARK.get(at) == Some(&byte) || is_space(byte) {
            return Step::On;
        }
        if !matches!(byte, b'{' | b'[') {
            return Step::Foreign;
        }
        self.place = Place::Within;
        (self.begin, self.depth, self.array) = (at, 1, byte == b'[');
        Step::Begun
    }

    fn in_string(&mut self, byte: u8) -> Step {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.quoted = false,
            _ => {}
        }
        Step::On
    }

    fn within(&mut self, byte: u8) -> Step {
        match byte {
            b'"' => self.quoted = true,
            b'{' | b'[' if self.depth == DEPTH => return Step::Foreign,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => return self.close(byte),
            _ => {}
        }
        Step::On
    }

    fn close(&mut self, byte: u8) -> Step {
        self.depth -= 1;
        if self.depth == 0 {
            self.place = Place::Behind;
            return Step::Ended;
        }
        let element = self.depth == 1 && byte == b'}' && std::mem::take(&mut self.array);
        if element { Step::Element } else { Step::On }
    }
}

#[cfg(test)]
mod tests {
    use midflight_core::Config;

    use super::*;

    /// What becomes of an input: after how many bytes it is known to be a stream; `None` where it is one JSON
    /// text.
    fn streams_after(wire: Wire, input: &[u8], chunk: usize) -> Option<usize> {
        let engine = Engine::new(Config::default()).unwrap();
        let mut whole = Whole::of(&engine, wire).unwrap();
        for bytes in input.chunks(chunk) {
            if whole.push(bytes).unwrap() {
                return Some(whole.scan.read);
            }
        }
        whole.text().is_none().then_some(input.len())
    }

    #[test]
    fn one_json_text_is_told_from_a_stream_as_early_as_that_can_be() {
        let check = |wire: Wire, input: &str, expected: Option<&str>| {
            for chunk in [1, 2, 3, 1000] {
                let found = streams_after(wire, input.as_bytes(), chunk);
                assert_eq!(found, expected.map(str::len), "{input:?} by {chunk}");
            }
        };
        let auto = Wire::Auto;
        check(auto, "{\"a\":[1,{\"b\":\"}\\\"\"}]}", None);
        check(auto, "\u{feff} \n{\n  \"a\": 1\n}\r\n\n", None);
        check(auto, "[\"a\"]", None);
        check(auto, "data: {}\n", Some("d"));
        check(auto, "\u{feff}data: {}\n", Some("\u{feff}d"));
        check(auto, "{\"a\":1}\n\n{\"a\":2}\n", Some("{\"a\":1}\n\n{"));
        check(auto, "{\"a\":1} and more", Some("{\"a\":1} a"));
        check(auto, "{\"a\":1", Some("{\"a\":1"));
        check(auto, "  ", Some("  "));
        check(auto, "", Some(""));
        check(auto, "{\"done\":false}\n", Some("{\"done\":false}"));
        check(auto, "{\"done\":true}\n", None);
        check(
            auto,
            "{\"type\":\"message_start\"}",
            Some("{\"type\":\"message_start\"}"),
        );
        check(auto, "{\"type\":\"message\"}", None);
        let gemini = "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}";
        check(auto, &format!("{gemini},"), Some(gemini));
        check(auto, "[{\"generated_text\":\"Hi\"}]", None);
        let chunk = "[\n {\"object\":\"chat.completion.chunk\"}";
        check(Wire::OpenAiChat, &format!("{chunk},{{}}]"), Some(chunk));
        check(Wire::OpenAiChat, "[{\"object\":\"chat.completion\"}]", None);
        check(auto, &format!("{chunk},{{}}]"), Some(chunk));
        let delta = "[{\"choices\":[{\"delta\":{}}]}";
        check(auto, &format!("{delta}]"), Some(delta));
        check(auto, "[{\"choices\":[{\"message\":{}}]}]", None);
        check(auto, "[{\"error\":\"m\"}]", None);
        check(Wire::GeminiArray, "[{\"a\":1}]", Some("["));
        check(Wire::GeminiArray, "{\"a\":1}", None);
        check(auto, "{\"a\":1}\u{c}", Some("{\"a\":1}\u{c}"));
        check(auto, "[}", Some("[}"));
        check(auto, &"[".repeat(129), Some(&"[".repeat(129)));
    }

    /// A log that goes on for ever must not be kept back for long.
    #[test]
    fn what_is_no_json_is_told_before_its_end() {
        let check = |input: &str| {
            let found = streams_after(Wire::Auto, input.as_bytes(), 1);
            assert!(found.is_some_and(|bytes| bytes < 40), "{input}: {found:?}");
        };
        let more = "0123456789".repeat(100);
        check(&format!("[2026-03-14] INFO {more}"));
        check(&format!("[warn] {more}"));
        check(&format!("{{ color: {more}"));
        check("{a}");
    }

    #[test]
    fn what_is_kept_back_is_bounded() {
        let engine = Engine::new(Config::default()).unwrap();
        let check = |begin: &str, filling: u8, streams: bool| {
            for chunk in [64 << 10, LIMIT + 1] {
                let mut whole = Whole::of(&engine, Wire::Auto).unwrap();
                let mut input = begin.as_bytes().to_vec();
                input.resize(LIMIT + 1, filling);
                let mut outcomes = input.chunks(chunk).map(|bytes| whole.push(bytes));
                let last = outcomes.find(|outcome| !matches!(outcome, Ok(false)));
                let streamed = matches!(last, Some(Ok(true)));
                assert_eq!(streamed, streams, "{begin}");
                assert!(streams || matches!(last, Some(Err(TooLarge))), "{begin}");
            }
        };
        check("{\"a\":\"", b'a', false);
        check("{}", b'\n', false);
        check("", b'\n', true);
        check("{\"a\":[\"\\", b'a', true);
    }
}
