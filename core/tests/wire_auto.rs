//! `auto`: what a stream is taken for, and that nothing else differs from naming it.

mod wire_common;

use midflight_core::{Decoder, Ending, Heard, Limits, Wire};
use wire_common::{decode, pool, sse};

const CHAT: &str = r#"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#;
const CLAUDE: &str = r#"{"type":"message_start","message":{}}"#;
const LLAMA: &str = r#"{"model":"m","response":"a","done":false}"#;

#[test]
fn the_first_frames_tell_the_wire() {
    for (bytes, wire) in [
        (format!("data: {CHAT}\n\n"), Wire::OpenAiChat),
        (format!("\u{feff}data: {CHAT}\n\n"), Wire::OpenAiChat),
        (format!("\r\n\ndata:{CHAT}\r\n\r\n"), Wire::OpenAiChat),
        (
            format!(": hello\n\nid: 7\nretry: 3\ndata: {CHAT}\n\n"),
            Wire::OpenAiChat,
        ),
        ("data: [DONE]\n\n".to_owned(), Wire::OpenAiChat),
        (
            "data: {\"error\":{\"message\":\"m\"}}\n\n".to_owned(),
            Wire::OpenAiChat,
        ),
        (
            format!("data: {{oops\n\ndata: {CHAT}\n\n"),
            Wire::OpenAiChat,
        ),
        (
            format!("event: message_start\ndata: {CLAUDE}\n\n"),
            Wire::Anthropic,
        ),
        (
            "data: {\"type\":\"error\",\"error\":{\"type\":\"t\",\"message\":\"m\"}}\n\n"
                .to_owned(),
            Wire::Anthropic,
        ),
        (
            "data: {\"type\":\"new\"}\n\ndata: {\"type\":\"ping\"}\n\n".to_owned(),
            Wire::Anthropic,
        ),
        (format!("{LLAMA}\n"), Wire::Ollama),
        (format!(" \n{LLAMA}"), Wire::Ollama),
        ("{\"error\":\"m\"}".to_owned(), Wire::Ollama),
        ("Dat".to_owned(), Wire::Text),
        ("dat".to_owned(), Wire::Text),
        ("data is".to_owned(), Wire::Text),
        ("\n\n  Well".to_owned(), Wire::Text),
        ("\u{feff}Well".to_owned(), Wire::Text),
        (" ".repeat(200), Wire::Text),
        ("é".to_owned(), Wire::Text),
    ] {
        for chunk in [1, 2, 7, 1000] {
            let named = decode(wire, bytes.as_bytes(), chunk);
            let auto = decode(Wire::Auto, bytes.as_bytes(), chunk);
            assert_eq!(auto.story.wire, Some(wire), "{bytes:?}");
            assert_eq!(auto.ending, named.ending, "{bytes:?}");
            if wire == Wire::Text {
                assert_eq!(auto.story.text, named.story.text, "{bytes:?}");
            } else {
                assert_eq!(auto.lines, named.lines, "{bytes:?}");
            }
        }
    }
}

#[test]
fn nothing_at_all_is_no_wire() {
    for bytes in ["", "data: unfinished", ": only\n\n"] {
        let said = decode(Wire::Auto, bytes.as_bytes(), 1);
        assert_eq!(
            (said.story.wire, said.ending),
            (None, Ending::Cut),
            "{bytes:?}"
        );
    }
}

#[test]
fn what_nothing_tells_is_guessed_in_bounded_space() {
    let foreign = r#"{"type":"foreign"}"#;
    for count in [1, 3, 40] {
        let said = decode(Wire::Auto, &sse(&vec![foreign; count]), 50);
        assert_eq!(said.story.wire, Some(Wire::OpenAiChat));
        assert_eq!(
            said.story.diagnostics.len(),
            1,
            "{:?}",
            said.story.diagnostics
        );
        assert_eq!(said.story.diagnostics[0].0, "unknown_wire");
        let frames = said
            .lines
            .iter()
            .filter(|line| line.starts_with("Frame"))
            .count();
        assert_eq!(frames, count);
    }
    let large = format!(r#"{{"type":"foreign","x":"{}"}}"#, "x".repeat(100_000));
    let mut decoder = Decoder::new(Wire::Auto, &Limits::default(), &pool());
    let mut wire = None;
    let mut hear = |heard: Heard<'_>| {
        if let Heard::Wire(found) = heard {
            wire = Some(found.wire());
        }
    };
    decoder.write(&sse(&[&large]), &mut hear).unwrap();
    assert_eq!(wire, Some(Wire::OpenAiChat));
}

#[test]
fn it_speaks_as_soon_as_the_first_frame_is_whole() {
    for (bytes, wire) in [
        ("W", Wire::Text),
        ("{\"error\":\"m\"}\n", Wire::Ollama),
        ("data:[DONE]\n\n", Wire::OpenAiChat),
    ] {
        let mut decoder = Decoder::new(Wire::Auto, &Limits::default(), &pool());
        let mut heard = Vec::new();
        let mut hear = |said: Heard<'_>| {
            heard.push(match said {
                Heard::Wire(found) => Some(found.wire()),
                _ => None,
            });
        };
        decoder.write(bytes.as_bytes(), &mut hear).unwrap();
        assert_eq!(heard[0], Some(wire));
        assert!(heard.len() > 2);
    }
}
