//! A named wire is read, and written masked, in the framing that its first bytes show.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use midflight_core::frame::{Framer, Item};
use midflight_core::redact::Conversation;
use midflight_core::{Decoder, Engine, Framing, Heard, Kinds, Wire};
use proptest::prelude::*;
use support::speeches::{SPEECHES, Speech, TEXT};
use support::{engine, masked, redacted, told};

const FRAMINGS: [Framing; 3] = [Framing::Sse, Framing::Ndjson, Framing::JsonArray];

/// What the frames of a stream hold.
fn data(engine: &Engine, framing: Framing, mut stream: &[u8]) -> Vec<String> {
    let mut framer = Framer::new(framing, 1 << 20, engine.pool());
    let mut data = Vec::new();
    while let Some(Item::Frame(frame)) = framer.next(&mut stream).unwrap() {
        data.push(String::from_utf8(frame.payload.bytes().to_vec()).unwrap());
    }
    data
}

/// The same in a framing.
fn framed(framing: Framing, data: &[String]) -> Vec<u8> {
    let each = |before: &str, behind: &str| {
        let frames = data.iter().map(|data| [before, data, behind].concat());
        frames.collect::<String>()
    };
    let stream = match framing {
        Framing::Sse => each("data: ", "\n\n"),
        Framing::Ndjson => each("", "\n"),
        _ => format!("[{}]", data.join(",\n")),
    };
    stream.into_bytes()
}

/// The frames of what a wire says, and its own framing, if that is one of [`FRAMINGS`].
fn frames(
    engine: &Engine,
    speech: &Speech,
    wire: Wire,
    text: &[&str],
) -> Option<(Framing, Vec<String>)> {
    let own = wire.framing().filter(|own| FRAMINGS.contains(own))?;
    Some((own, data(engine, own, &(speech.make)(wire, text))))
}

/// Everything that a decoder tells, a line each.
fn heard(wire: Wire, stream: &[u8], chunk: usize) -> Vec<String> {
    let engine = engine();
    let mut decoder = Decoder::new(wire, engine.limits(), engine.pool());
    let mut lines = Vec::new();
    let mut hear = |heard: Heard<'_>| lines.push(format!("{heard:?}"));
    for piece in stream.chunks(chunk) {
        decoder.write(piece, &mut hear).unwrap();
    }
    let ending = decoder.finish(&mut hear).unwrap();
    lines.push(format!("{ending:?}"));
    lines
}

#[test]
fn every_wire_says_the_same_in_every_framing() {
    let engine = engine();
    for speech in SPEECHES {
        let text = speech.written("Ada Lovelace wrote to Paris.");
        for &wire in speech.wires {
            let Some((own, data)) = frames(&engine, speech, wire, &[&text]) else {
                continue;
            };
            let expected = told(&engine, wire, [&*framed(own, &data)]);
            assert!(expected.contains("Delta(Text"), "{wire:?}: {expected}");
            for framing in FRAMINGS {
                let stream = framed(framing, &data);
                for chunk in [1, 7, stream.len()] {
                    let said = told(&engine, wire, stream.chunks(chunk));
                    assert_eq!(said, expected, "{wire:?} as {framing:?} in {chunk}");
                }
            }
        }
    }
}

/// Some frames may be those of another wire, too, which reads them alike.
#[test]
fn auto_finds_every_wire_in_an_array() {
    let engine = engine();
    for speech in SPEECHES {
        let text = speech.written("Ada Lovelace wrote to ada@example.org.");
        for &wire in speech.wires {
            let Some((own, data)) = frames(&engine, speech, wire, &[&text]) else {
                continue;
            };
            let stream = framed(Framing::JsonArray, &data);
            let found = match wire {
                Wire::Mistral => Wire::OpenAiChat,
                Wire::OpenAiResponses => Wire::OpenAiRealtime,
                Wire::Gemini => Wire::GeminiArray,
                wire => wire,
            };
            let named = told(&engine, wire, [&*framed(own, &data)]);
            let expected = format!("Wire({found:?})\n{named}");
            let kinds = Kinds::sensitive();
            for chunk in [1, 7, stream.len()] {
                let said = told(&engine, Wire::Auto, stream.chunks(chunk));
                assert_eq!(said, expected, "{wire:?} in {chunk}");
                let named = masked(&engine, wire, kinds, [&*stream]);
                let found = masked(&engine, Wire::Auto, kinds, stream.chunks(chunk));
                assert_eq!(found, named, "{wire:?} in {chunk}");
            }
        }
    }
}

#[test]
fn another_framing_is_told_once_and_before_all_else() {
    let engine = engine();
    for &wire in TEXT.wires {
        let Some((own, data)) = frames(&engine, &TEXT, wire, &["Hi "]) else {
            continue;
        };
        for framing in FRAMINGS {
            let told = heard(wire, &framed(framing, &data), 1);
            let is_framing = |line: &&String| line.starts_with("Framing");
            let expected = usize::from(framing != own);
            let found = told.iter().filter(is_framing).count();
            let first = told.iter().take(1).filter(is_framing).count();
            assert_eq!((found, first), (expected, expected), "{wire:?} {framing:?}");
        }
        assert_eq!(heard(wire, b"", 1).len(), 1, "{wire:?}: the ending alone");
    }
}

#[test]
fn a_mask_keeps_the_framing_that_came() {
    let engine = engine();
    for speech in SPEECHES {
        let text = speech.written("Mail ada@example.org or call +1 415 555 0132 today");
        let (one, two) = text.split_at(text.len() / 3);
        for &wire in speech.wires {
            let Some((own, given)) = frames(&engine, speech, wire, &[one, two]) else {
                continue;
            };
            let kinds = Kinds::sensitive();
            let expected = masked(&engine, wire, kinds, [&*framed(own, &given)]);
            let expected = data(&engine, own, &expected);
            for framing in FRAMINGS {
                let (stream, expected) = (framed(framing, &given), framed(framing, &expected));
                for chunk in [1, 61, stream.len()] {
                    let out = masked(&engine, wire, kinds, stream.chunks(chunk));
                    let [out, expected] = [&out, &expected].map(|out| String::from_utf8_lossy(out));
                    assert_eq!(out, expected, "{wire:?} {} as {framing:?}", speech.name);
                }
            }
        }
    }
}

const CHAT: &str = r#"{"choices":[{"index":0,"delta":{"content":"Ada"}}]}"#;
const LLAMA: &str = r#"{"model":"m","response":"Ada","done":false}"#;
const GEMINI: &str = r#"{"candidates":[{"content":{"parts":[{"text":"Ada"}]}}]}"#;

#[test]
fn first_bytes_that_show_no_framing_leave_the_wires_own() {
    for (wire, before, data, behind) in [
        (Wire::OpenAiChat, "unknown: field\ndata: ", CHAT, "\n\n"),
        (Wire::OpenAiChat, "data\ndata: ", CHAT, "\n\n"),
        (Wire::OpenAiChat, "[1]\n\ndata: ", CHAT, "\n\n"),
        (Wire::OpenAiChat, "\u{1}\n\ndata: ", CHAT, "\n\n"),
        (Wire::OpenAiChat, "\u{feff}unknown\ndata: ", CHAT, "\n\n"),
        (Wire::OpenAiChat, &"\n".repeat(200), "data: ", CHAT),
        (Wire::Ollama, "oops\n", LLAMA, "\n"),
        (Wire::Ollama, "[1]\n", LLAMA, ""),
        (Wire::Ollama, &" \n".repeat(100), LLAMA, "\n"),
        (Wire::GeminiArray, "[\n", GEMINI, ",\n{}]"),
        (Wire::GeminiArray, " , ", GEMINI, ""),
    ] {
        let stream = [before, data, behind, "\n\n"].concat();
        let whole = heard(wire, stream.as_bytes(), stream.len());
        let says = whole
            .iter()
            .any(|line| line.starts_with("Delta(Text") && line.contains("\"Ada\""));
        let tells = whole.iter().any(|line| line.starts_with("Framing"));
        assert_eq!((says, tells), (true, false), "{stream:?}: {whole:#?}");
        for chunk in [1, 2, 13] {
            assert_eq!(heard(wire, stream.as_bytes(), chunk), whole, "{stream:?}");
        }
    }
}

/// An error stands alone, and is laid out for people.
#[test]
fn an_object_over_several_lines_is_one_frame() {
    for (wire, error) in [
        (Wire::OpenAiChat, r#"{"code":"c","message":"m","type":"t"}"#),
        (Wire::Anthropic, r#"{"type":"c","message":"m"}"#),
        (Wire::Gemini, r#"{"message":"m","code":"c"}"#),
        (Wire::Gemini, r#"{"code":404,"message":"m"}"#),
        (Wire::GeminiArray, r#"{"message":"m","code":"c"}"#),
    ] {
        let error: serde_json::Value = serde_json::from_str(error).unwrap();
        let object = serde_json::json!({"type": "error", "error": error});
        for before in ["", "\u{feff}", "\n "] {
            for (open, line_end) in [("{", "\n"), ("{ ", "\r\n")] {
                let text = serde_json::to_string_pretty(&object).unwrap();
                let text = text.replacen('{', open, 1).replace('\n', line_end);
                let stream = [before, &text].concat().into_bytes();
                let whole = heard(wire, &stream, stream.len());
                let errors = whole.iter().filter(|line| line.contains("Delta(Error"));
                assert_eq!(errors.count(), 1, "{wire:?}: {whole:#?}");
                let faults = whole.iter().filter(|line| line.starts_with("Diagnostic"));
                assert_eq!(faults.count(), 0, "{wire:?}: {whole:#?}");
                assert_eq!(heard(wire, &stream, 1), whole, "{wire:?}");
            }
        }
    }
}

/// Messages that are no JSON must not make events of the lines that they are read as.
#[test]
fn a_wire_of_ones_own_is_read_as_it_tells() {
    let engine = engine();
    let line = LLAMA.replace("Ada", "so ");
    let lines = format!("data: Mail ada@example.org\n{line}\n");
    let wire = || Wire::Ollama.decoder(engine.limits()).unwrap();
    let redactor = engine.redactor_with(wire(), Kinds::sensitive());
    let out = redacted(redactor, lines.as_bytes().chunks(3));
    let masked = lines.replace("ada@example.org", "[EMAIL_1]");
    assert_eq!(String::from_utf8(out).unwrap(), masked);

    let mut restorer = engine.restorer_with(wire(), &Conversation::default());
    let (mut out, mut read) = (Vec::new(), lines.as_bytes());
    while let Some((piece, rest)) = read.split_first_chunk::<1>() {
        let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
        restorer.write(piece, &mut write).unwrap();
        read = rest;
    }
    restorer
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), lines);
}

proptest! {
    #[test]
    fn damaged_streams_are_read_alike_however_they_are_split(
        wire in prop::sample::select(TEXT.wires),
        framing in prop::sample::select(&FRAMINGS),
        changes in prop::collection::vec((0..40usize, any::<u8>()), 0..4),
        chunk in 1..80usize,
    ) {
        let data = frames(&engine(), &TEXT, wire, &["Mail ada@", "example.org"]);
        let Some((_, data)) = data else { return Ok(()) };
        let mut stream = framed(framing, &data);
        for (at, byte) in changes {
            stream[at] = byte;
        }
        let whole = heard(wire, &stream, stream.len());
        prop_assert_eq!(heard(wire, &stream, chunk), whole);
    }

    #[test]
    fn a_mask_writes_the_same_however_the_stream_is_split(
        wire in prop::sample::select(TEXT.wires),
        framing in prop::sample::select(&FRAMINGS),
        at in 1..20usize,
        chunk in 1..200usize,
    ) {
        let engine = engine();
        let (one, two) = "Mail ada@example.org now".split_at(at);
        let Some((_, data)) = frames(&engine, &TEXT, wire, &[one, two]) else { return Ok(()) };
        let stream = framed(framing, &data);
        let whole = masked(&engine, wire, Kinds::sensitive(), [&*stream]);
        let text = String::from_utf8_lossy(&whole);
        prop_assert!(text.contains("[EMAIL_1]") && !text.contains("example"), "{}", text);
        let split = masked(&engine, wire, Kinds::sensitive(), stream.chunks(chunk));
        prop_assert_eq!(split, whole);
    }
}
