//! What an answer is, by its media type and its path.

use http::HeaderMap;
use midflight_core::{Framing, Wire};

use super::content::media::{self, Media};
use super::content::untold::Beginning;
use super::headers::{is_plain, media_type};

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A model's stream, in this wire as far as that is known.
    Stream(Wire),
    /// The same as server-sent events.
    Events(Wire),
    /// Text, or server-sent events that are called so: its beginning tells.
    Text,
    /// A model's answer in one JSON text.
    Whole,
    /// A JSON text that is no model's answer, as far as its path tells.
    Document,
    /// Text that begins as JSON does, which nothing calls so.
    Json,
    /// Its media type does not tell; its beginning may.
    Untold,
    /// Pictures, sound and the like, as far as its media type tells.
    Media,
    /// A stream or a model's answer that is packed, or written, so that it can't be read.
    Packed,
    /// Anything else.
    Other,
}

impl Answer {
    /// The wire of what comes in pieces.
    pub(super) fn wire(self) -> Option<Wire> {
        match self {
            Self::Stream(wire) | Self::Events(wire) => Some(wire),
            Self::Json => Some(Wire::Text),
            _ => None,
        }
    }
}

/// The endings of the paths that models answer at, and the wire of their streams.
const PATHS: [(&str, Wire); 18] = [
    ("/chat/completions", Wire::OpenAiChat),
    ("/completions", Wire::OpenAiChat),
    ("/responses", Wire::OpenAiResponses),
    ("/realtime", Wire::OpenAiRealtime),
    ("/v1/messages", Wire::Anthropic),
    (":streamRawPredict", Wire::Anthropic),
    (":streamGenerateContent", Wire::Gemini),
    (":generateContent", Wire::Gemini),
    ("/converse-stream", Wire::Bedrock),
    ("/invoke-with-response-stream", Wire::Bedrock),
    ("/converse", Wire::Bedrock),
    ("/api/chat", Wire::Ollama),
    ("/api/generate", Wire::Ollama),
    ("/v2/chat", Wire::Cohere),
    ("/completion", Wire::LlamaCpp),
    ("/infill", Wire::LlamaCpp),
    ("/generate_stream", Wire::Tgi),
    ("/generate", Wire::Tgi),
];

/// Where providers keep what was answered, each under its id.
const KEPT: [(&str, Wire); 2] = [
    ("/chat/completions/", Wire::OpenAiChat),
    ("/responses/", Wire::OpenAiResponses),
];

/// The wire of the streams at a path; chat completions are left open, since many speak them with
/// differences.
pub(super) fn wire(path: &str) -> Option<Wire> {
    let path = path.trim_end_matches('/');
    let found = PATHS.iter().find(|(ending, _)| path.ends_with(ending));
    let kept = || KEPT.iter().find(|(folder, _)| path.contains(folder));
    found.or_else(kept).map(|&(_, wire)| wire)
}

/// What an answer is where answers are changed: more can be than models' streams and answers.
pub(super) fn changeable(headers: &HeaderMap, path: &str, known: Wire) -> Answer {
    let found = match answer(headers, path, known) {
        Answer::Other => by_media(media::of(headers)),
        Answer::Stream(Wire::Text) if known != Wire::Text => Answer::Text,
        found => found,
    };
    match found {
        // Packed, it shows nothing.
        Answer::Media if !is_plain(headers) => Answer::Other,
        Answer::Other | Answer::Media => found,
        _ if is_plain(headers) && media::is_legible(headers) => found,
        _ => Answer::Packed,
    }
}

fn by_media(media: Media) -> Answer {
    match media {
        Media::Json => Answer::Document,
        Media::Text => Answer::Text,
        Media::Binary => Answer::Media,
        Media::Untold => Answer::Untold,
    }
}

/// What an answer is that begins so; `None` where it can't be masked.
pub(super) fn begun(what: Answer, beginning: Beginning, path: &str, known: Wire) -> Option<Answer> {
    use Beginning::{Binary, Brackets, Events, Foreign, Json, Quote, Text};
    let media = what == Answer::Media;
    let untold = what == Answer::Untold || media;
    match beginning {
        Events => Some(Answer::Events(events(path, known))),
        Json | Brackets if untold && wire(path).is_some() => Some(json(path, known)),
        Json | Quote => Some(Answer::Json),
        // A picture may be drawn in letters.
        Brackets | Text | Binary | Foreign if media => Some(Answer::Other),
        Brackets | Text => Some(Answer::Stream(Wire::Text)),
        Binary if untold => match wire(path) {
            Some(Wire::Bedrock) => Some(Answer::Stream(Wire::Bedrock)),
            _ => Some(Answer::Other),
        },
        Binary | Foreign => None,
    }
}

/// What JSON is at a model's path.
fn json(path: &str, known: Wire) -> Answer {
    match wire(path) {
        _ if path.ends_with(":streamGenerateContent") => Answer::Stream(Wire::GeminiArray),
        Some(wire) if wire.framing() == Some(Framing::Ndjson) => {
            Answer::Stream(known_unless(known, Framing::Sse))
        }
        _ => Answer::Whole,
    }
}

/// The model that a path names, as Gemini's and Bedrock's do.
pub(super) fn model(path: &str) -> Option<&str> {
    wire(path)?;
    let behind = |folder: &str| path.rsplit_once(folder).map(|(_, rest)| rest);
    if let Some(bedrock) = behind("/model/") {
        return bedrock.split_once('/').map(|(model, _)| model);
    }
    let (model, _) = behind("/models/")?.split_once(':')?;
    (!model.contains('/')).then_some(model)
}

/// What the answer with these headers is, to a request for `path`; `known` is what the
/// configuration says of its wire.
pub(super) fn answer(headers: &HeaderMap, path: &str, known: Wire) -> Answer {
    let found = by_type(media_type(headers), path, known);
    if found != Answer::Other && !is_plain(headers) {
        return Answer::Packed;
    }
    found
}

fn by_type(media_type: &str, path: &str, known: Wire) -> Answer {
    let media_type = media_type.to_ascii_lowercase();
    match media_type.as_str() {
        "text/event-stream" => Answer::Events(events(path, known)),
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonl"
        | "application/x-jsonlines" => Answer::Stream(known_unless(known, Framing::Sse)),
        "application/vnd.amazon.eventstream" => Answer::Stream(Wire::Bedrock),
        "application/json" if path.ends_with(":streamGenerateContent") => {
            Answer::Stream(Wire::GeminiArray)
        }
        "text/plain" if known == Wire::Text || wire(path).is_some() => Answer::Stream(Wire::Text),
        _ if media_type.ends_with("json") && wire(path).is_some() => Answer::Whole,
        _ => Answer::Other,
    }
}

/// The wire of server-sent events. What a path says is trusted where it can be no other.
fn events(path: &str, known: Wire) -> Wire {
    match wire(path) {
        _ if known_unless(known, Framing::Ndjson) != Wire::Auto => known,
        Some(wire @ (Wire::Anthropic | Wire::OpenAiResponses | Wire::Gemini)) => wire,
        _ => Wire::Auto,
    }
}

/// The wire of the configuration, unless it is framed as this answer is not: it is found out then.
fn known_unless(known: Wire, framing: Framing) -> Wire {
    if known.framing() == Some(framing) {
        Wire::Auto
    } else {
        known
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn answers_are_told_by_type_and_path() {
        let check = |media_type: &'static str, path: &str, expected: Answer| {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", HeaderValue::from_static(media_type));
            let found = answer(&headers, path, Wire::Auto);
            assert_eq!(found, expected, "{media_type} {path}");
        };
        let sse = "text/event-stream; charset=utf-8";
        check(sse, "/v1/chat/completions", Answer::Events(Wire::Auto));
        check(sse, "/v1/responses", Answer::Events(Wire::OpenAiResponses));
        check(sse, "/v1/messages", Answer::Events(Wire::Anthropic));
        check(sse, "/other", Answer::Events(Wire::Auto));
        check("Text/Event-Stream", "/other", Answer::Events(Wire::Auto));
        check(
            "application/x-ndjson",
            "/api/chat",
            Answer::Stream(Wire::Auto),
        );
        check(
            "application/vnd.amazon.eventstream",
            "/x",
            Answer::Stream(Wire::Bedrock),
        );
        let gemini = "/v1beta/models/m:streamGenerateContent";
        check(
            "application/json; charset=UTF-8",
            gemini,
            Answer::Stream(Wire::GeminiArray),
        );
        check(sse, gemini, Answer::Events(Wire::Gemini));
        check("application/json", "/v1/chat/completions", Answer::Whole);
        check("application/json", "/v1/models", Answer::Other);
        check("application/json", "/v1/responses/resp_1", Answer::Whole);
        check("text/plain", "/v1/completions", Answer::Stream(Wire::Text));
        check("text/plain", "/healthz", Answer::Other);
        check(
            "application/x-jsonl",
            "/v1/messages/batches/b/results",
            Answer::Stream(Wire::Auto),
        );
        check("image/png", "/v1/chat/completions", Answer::Other);
        check("", "/v1/chat/completions", Answer::Other);
    }

    /// A gateway may stream a wire of server-sent events as lines of JSON, and the other way round.
    #[test]
    fn a_named_wire_is_found_out_where_it_comes_in_another_framing() {
        let check = |media_type: &str, known: Wire, expected: Wire| {
            let found = by_type(media_type, "/other", known);
            let expected = match media_type {
                "text/event-stream" => Answer::Events(expected),
                _ => Answer::Stream(expected),
            };
            assert_eq!(found, expected, "{media_type} {known:?}");
        };
        let (lines, events) = ("application/x-ndjson", "text/event-stream");
        check(lines, Wire::Ollama, Wire::Ollama);
        check(lines, Wire::OpenAiChat, Wire::Auto);
        check(lines, Wire::Text, Wire::Text);
        check(events, Wire::OpenAiChat, Wire::OpenAiChat);
        check(events, Wire::Mistral, Wire::Mistral);
        check(events, Wire::Ollama, Wire::Auto);
        check(events, Wire::Text, Wire::Text);
    }

    #[test]
    fn what_is_no_models_is_told_by_its_type_alone() {
        let check = |media_type: &'static str, encoding: &'static str, expected: Answer| {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", HeaderValue::from_static(media_type));
            headers.insert("content-encoding", HeaderValue::from_static(encoding));
            let found = changeable(&headers, "/other", Wire::Auto);
            assert_eq!(found, expected, "{media_type} {encoding}");
        };
        check(
            "application/json; charset=utf-8",
            "identity",
            Answer::Document,
        );
        check("Application/JSON", "gzip", Answer::Packed);
        check(
            "application/json; charset=utf-16",
            "identity",
            Answer::Packed,
        );
        check("text/plain", "identity", Answer::Text);
        check("text/plain; charset=utf-7", "identity", Answer::Packed);
        check("text/html", "br", Answer::Packed);
        check("image/png", "gzip", Answer::Other);
        check("image/png", "identity", Answer::Media);
        check("application/pdf", "identity", Answer::Media);
        check("application/json-seq", "identity", Answer::Untold);
        check("binary/octet-stream", "gzip", Answer::Packed);
        check("", "identity", Answer::Untold);
    }

    #[test]
    fn what_an_answer_begins_with_tells_the_rest() {
        let check = |what: Answer, beginning: Beginning, path: &str, expected: Option<Answer>| {
            let found = begun(what, beginning, path, Wire::Auto);
            assert_eq!(found, expected, "{what:?} {beginning:?} {path}");
        };
        let (text, untold, chat) = (Answer::Text, Answer::Untold, "/v1/chat/completions");
        let events = |wire| Some(Answer::Events(wire));
        let stream = |wire| Some(Answer::Stream(wire));
        check(text, Beginning::Events, chat, events(Wire::Auto));
        check(
            text,
            Beginning::Events,
            "/v1/messages",
            events(Wire::Anthropic),
        );
        check(untold, Beginning::Json, chat, Some(Answer::Whole));
        check(untold, Beginning::Json, "/api/chat", stream(Wire::Auto));
        check(untold, Beginning::Json, "/other", Some(Answer::Json));
        check(text, Beginning::Json, chat, Some(Answer::Json));
        check(text, Beginning::Quote, chat, Some(Answer::Json));
        check(text, Beginning::Brackets, chat, stream(Wire::Text));
        check(untold, Beginning::Brackets, chat, Some(Answer::Whole));
        let media = Answer::Media;
        check(media, Beginning::Events, "/other", events(Wire::Auto));
        check(media, Beginning::Json, chat, Some(Answer::Whole));
        check(media, Beginning::Json, "/other", Some(Answer::Json));
        check(media, Beginning::Text, chat, Some(Answer::Other));
        check(media, Beginning::Brackets, "/other", Some(Answer::Other));
        check(media, Beginning::Binary, "/other", Some(Answer::Other));
        check(media, Beginning::Foreign, "/other", Some(Answer::Other));
        check(text, Beginning::Text, chat, stream(Wire::Text));
        check(untold, Beginning::Binary, "/other", Some(Answer::Other));
        check(
            untold,
            Beginning::Binary,
            "/model/m/converse-stream",
            stream(Wire::Bedrock),
        );
        check(text, Beginning::Binary, "/other", None);
        check(untold, Beginning::Foreign, "/other", None);
    }

    #[test]
    fn paths_name_models() {
        let check = |path: &str, expected| assert_eq!(model(path), expected, "{path}");
        let gemini = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";
        check(gemini, Some("gemini-2.5-flash"));
        check(
            "/model/amazon.nova-lite-v1:0/converse-stream",
            Some("amazon.nova-lite-v1:0"),
        );
        check("/v1/chat/completions", None);
        check("/v1/models/gpt-5", None);
        check("/models/a/b:generateContent", None);
    }

    #[test]
    fn what_is_packed_is_told() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "content-type",
            HeaderValue::from_static("text/event-stream"),
        );
        headers.insert("content-encoding", HeaderValue::from_static("br"));
        assert_eq!(answer(&headers, "/v1/messages", Wire::Auto), Answer::Packed);
        headers.insert("content-type", HeaderValue::from_static("image/png"));
        assert_eq!(answer(&headers, "/v1/messages", Wire::Auto), Answer::Other);
    }

    #[test]
    fn the_configuration_is_trusted() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "content-type",
            HeaderValue::from_static("text/event-stream"),
        );
        let found = answer(&headers, "/v1/chat/completions", Wire::Mistral);
        assert_eq!(found, Answer::Events(Wire::Mistral));
    }
}
