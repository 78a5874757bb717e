//! Invariant 6: what has been written out is, at every moment and for every split, a prefix of the
//! masked whole.

mod support;

use midflight_core::buffer::PoolSizes;
use midflight_core::{Config, Engine, Error, Kind, Kinds, Wire};
use proptest::prelude::*;
use support::sensitive::VALUES;
use support::{FRAMED, TEXT, delta, engine, masked, said, stream};

#[test]
fn masks_text() {
    let engine = engine();
    let check = |text: &str, expected: &str| {
        let out = masked(&engine, Wire::Text, Kinds::sensitive(), [text.as_bytes()]);
        assert_eq!(String::from_utf8_lossy(&out), expected);
    };
    check("", "");
    check("Nothing to hide.\n", "Nothing to hide.\n");
    check("Mail ada@example.org now.", "Mail [EMAIL_1] now.");
    check("ada@example.org", "[EMAIL_1]");
    check(
        "ada@example.org, bob@example.org, ADA@example.org",
        "[EMAIL_1], [EMAIL_2], [EMAIL_1]",
    );
    check(
        "**ada@example.org**\n\n- at 10.1.2.3.\n",
        "**[EMAIL_1]**\n\n- at [IP_1].\n",
    );
    check(
        "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
        "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
    );
}

/// Who was named in full goes by one word from there on.
#[test]
fn masks_what_persons_are_called_afterwards() {
    let engine = engine();
    let check = |kinds: Kinds, text: &str, expected: &str| {
        let out = masked(&engine, Wire::Text, kinds, [text.as_bytes()]);
        assert_eq!(String::from_utf8_lossy(&out), expected);
        let bytes = text.as_bytes().chunks(1);
        let out = masked(&engine, Wire::Text, kinds, bytes);
        assert_eq!(String::from_utf8_lossy(&out), expected);
    };
    check(
        Kinds::sensitive(),
        "Mira Castellan is the chief executive of Halden Robotics. Castellan joined the board.",
        "[PERSON_1] is the chief executive of Halden Robotics. [PERSON_2] joined the board.",
    );
    check(
        Kinds::sensitive(),
        "Castellan joined the board.",
        "Castellan joined the board.",
    );
    check(
        [Kind::Email].into_iter().collect(),
        "Mira Castellan is the chief executive. Castellan joined the board.",
        "Mira Castellan is the chief executive. Castellan joined the board.",
    );
}

#[test]
fn masks_only_the_kinds_asked_for() {
    let engine = engine();
    let kinds = [Kind::Ip].into_iter().collect();
    let out = masked(
        &engine,
        Wire::Text,
        kinds,
        [&b"ada@example.org at 10.1.2.3"[..]],
    );
    assert_eq!(String::from_utf8_lossy(&out), "ada@example.org at [IP_1]");
}

/// An address over several deltas, on every wire.
#[test]
fn masks_values_that_fall_across_deltas() {
    let engine = engine();
    for &wire in FRAMED {
        let bytes = stream(
            wire,
            &["Mail a", "da@exa", "mple.or", "g", " or call", " \"it\"."],
        );
        let out = masked(&engine, wire, Kinds::sensitive(), [&*bytes]);
        let text: Vec<String> = said(&engine, wire, &out).into_values().collect();
        assert_eq!(text, ["Mail [EMAIL_1] or call \"it\"."], "{wire:?}");
    }
}

#[test]
fn a_value_at_the_very_end_is_masked_before_the_end_mark() {
    let engine = engine();
    for &wire in FRAMED {
        let bytes = stream(wire, &["Mail ", "ada@", "example.org"]);
        let out = masked(&engine, wire, Kinds::sensitive(), [&*bytes]);
        let text: Vec<String> = said(&engine, wire, &out).into_values().collect();
        assert_eq!(
            text,
            ["Mail [EMAIL_1]"],
            "{wire:?}: {}",
            String::from_utf8_lossy(&out)
        );
    }
}

/// Some gateways tell no reason to finish; clients stop reading at the end mark.
#[test]
fn what_is_held_comes_before_an_end_mark_without_a_finish() {
    let bytes = format!(
        "{}data: [DONE]\n\n",
        delta(Wire::OpenAiChat, "Mail ada@example.org")
    );
    let out = masked(
        &engine(),
        Wire::OpenAiChat,
        Kinds::sensitive(),
        [bytes.as_bytes()],
    );
    let out = String::from_utf8(out).unwrap();
    assert!(out.ends_with("data: [DONE]\n\n"), "{out}");
    assert!(out.contains("[EMAIL_1]"), "{out}");
}

#[test]
fn text_that_finds_no_window_ends_its_stream_for_good() {
    let engine = Engine::new(Config {
        pool: PoolSizes {
            windows: 1,
            ..PoolSizes::default()
        },
        ..Config::default()
    })
    .unwrap();
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    let mut first = engine.redactor(Wire::Text, Kinds::sensitive());
    first.write(b"Mail ada@", &mut write).unwrap();
    let mut second = engine.redactor(Wire::Text, Kinds::sensitive());
    let lost = second.write(b"bo@looms.example ", &mut write);
    assert!(matches!(lost, Err(Error::Unmasked { .. })), "{lost:?}");
    drop(first);
    assert_eq!(second.write(b"x ", &mut write), lost);
    assert_eq!(second.release_held(&mut write), lost);
    assert_eq!(second.finish(&mut write).map(drop), lost);
    assert!(out.is_empty(), "{out:?}");
}

#[test]
fn with_spare_bytes_further_windows_are_made() {
    let engine = Engine::new(Config {
        pool: PoolSizes {
            windows: 1,
            ..PoolSizes::default()
        },
        spare_bytes: 1 << 20,
        ..Config::default()
    })
    .unwrap();
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    let mut redactors: Vec<_> = (0..20)
        .map(|_| engine.redactor(Wire::Text, Kinds::sensitive()))
        .collect();
    for redactor in &mut redactors {
        redactor.write(b"Mail ada@looms", &mut write).unwrap();
    }
    for redactor in &mut redactors {
        redactor.write(b".example ", &mut write).unwrap();
        redactor.finish(&mut write).unwrap();
    }
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out.matches("[EMAIL_1]").count(), 20, "{out}");
}

/// A stream may call more tools than there are windows and buffers, one after another.
#[test]
fn a_call_that_ended_gives_back_what_it_held() {
    let engine = Engine::new(Config {
        pool: PoolSizes {
            windows: 2,
            ..PoolSizes::default()
        },
        ..Config::default()
    })
    .unwrap();
    let mut stream = String::new();
    for call in 0..400 {
        let block = format!(
            "{{\"type\":\"tool_use\",\"id\":\"t{call}\",\"name\":\"send\",\"input\":{{}}}}"
        );
        let delta = "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"to\\\":\\\"bo@looms.example\\\"}\"}";
        for (event, rest) in [
            ("content_block_start", format!(",\"content_block\":{block}")),
            ("content_block_delta", format!(",\"delta\":{delta}")),
            ("content_block_stop", String::new()),
        ] {
            let data = format!("{{\"type\":\"{event}\",\"index\":{call}{rest}}}");
            stream.extend(["event: ", event, "\ndata: ", &data, "\n\n"]);
        }
    }
    let out = masked(
        &engine,
        Wire::Anthropic,
        Kinds::sensitive(),
        [stream.as_bytes()],
    );
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out.matches("[EMAIL_1]").count(), 400);
    assert!(!out.contains("bo@"), "{out}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn output_is_always_a_prefix_of_the_masked_whole(
        words in prop::collection::vec(prop::sample::select(TEXT.split(' ').collect::<Vec<_>>()), 0..30),
        sizes in prop::collection::vec(1_usize..9, 1..9),
        wire in 0..=FRAMED.len(),
    ) {
        let engine = engine_once();
        let wire = FRAMED.get(wire).copied().unwrap_or(Wire::Text);
        let text = words.join(" ");
        let mut deltas = Vec::new();
        let mut rest = text.as_str();
        for size in sizes.iter().cycle() {
            if rest.is_empty() { break }
            let cut = rest.char_indices().nth(*size).map_or(rest.len(), |(at, _)| at);
            deltas.push(&rest[..cut]);
            rest = &rest[cut..];
        }
        let bytes = stream(wire, &deltas);
        let whole_text = String::from_utf8(masked(engine, Wire::Text, Kinds::sensitive(), [text.as_bytes()])).unwrap();
        let whole = masked(engine, wire, Kinds::sensitive(), [&*bytes]);

        let mut out = Vec::new();
        let mut redactor = engine.redactor(wire, Kinds::sensitive());
        for piece in bytes.chunks(sizes[0]) {
            redactor.write(piece, &mut |bytes: &[u8]| out.extend_from_slice(bytes)).unwrap();
            prop_assert!(whole.starts_with(&out));
            let so_far = said(engine, wire, &out).into_values().next().unwrap_or_default();
            prop_assert!(whole_text.starts_with(&so_far), "{so_far:?} of {whole_text:?}");
        }
        redactor.finish(&mut |bytes: &[u8]| out.extend_from_slice(bytes)).unwrap();
        prop_assert_eq!(&out, &whole);
        let all = said(engine, wire, &out).into_values().next().unwrap_or_default();
        prop_assert_eq!(all, whole_text);
        prop_assert!(!String::from_utf8_lossy(&out).contains("brightwater.example or"));
    }
}

/// What stands around values, with or without white space, and what makes secrets of plain words.
const AROUND: [&str; 47] = [
    " ",
    " ",
    " ",
    " ",
    ",",
    ", ",
    ";",
    "\"",
    "'",
    "(",
    ")",
    "**",
    "*",
    ".",
    ". ",
    ":",
    ": ",
    "=",
    "-",
    "@",
    "/",
    "\n",
    "so",
    "they",
    "crates",
    "isn't",
    "it's",
    "internationals",
    "Yes",
    "-u ",
    "--user ",
    "--user=",
    "password",
    "password: ",
    "linkedin: ",
    "token = ",
    "Bearer ",
    "mysql ",
    " -p",
    " --password ",
    "passphrase: ",
    "password is ",
    "correct horse battery staple",
    "\u{200b}",
    "http://",
    "x42",
    "!",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn nothing_begins_in_what_was_let_go(
        parts in prop::collection::vec(
            prop_oneof![
                4 => prop::sample::select(&AROUND[..]),
                1 => prop::sample::select(&VALUES[..]).prop_map(|(_, value)| value),
            ],
            0..14,
        ),
    ) {
        let engine = engine_once();
        let text = parts.concat();
        let whole = masked(engine, Wire::Text, Kinds::sensitive(), [text.as_bytes()]);
        let mut out = Vec::new();
        let mut redactor = engine.redactor(Wire::Text, Kinds::sensitive());
        for byte in text.as_bytes().chunks(1) {
            redactor.write(byte, &mut |bytes: &[u8]| out.extend_from_slice(bytes)).unwrap();
            prop_assert!(
                whole.starts_with(&out),
                "{text:?}: {:?} of {:?}", String::from_utf8_lossy(&out), String::from_utf8_lossy(&whole)
            );
        }
        redactor.finish(&mut |bytes: &[u8]| out.extend_from_slice(bytes)).unwrap();
        prop_assert_eq!(out, whole, "{:?}", text);
    }
}

fn engine_once() -> &'static Engine {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    ENGINE.get_or_init(engine)
}

/// What comes out for frames that say more than their text.
fn check_frames(wire: Wire, frames: &[&str], expected: &[&str]) {
    let event = |frames: &[&str]| {
        let events = frames.iter().map(|data| format!("data: {data}\n\n"));
        events.collect::<String>()
    };
    let bytes = event(frames);
    for size in [1, 7, bytes.len()] {
        let out = masked(
            &engine(),
            wire,
            Kinds::sensitive(),
            bytes.as_bytes().chunks(size),
        );
        assert_eq!(String::from_utf8_lossy(&out), event(expected));
    }
}

#[test]
fn text_that_a_frame_repeats_is_masked_there_too() {
    check_frames(
        Wire::OpenAiChat,
        &[
            r#"{"choices":[{"index":0,"delta":{"reasoning":"To a","reasoning_content":"To a","reasoning_details":[{"type":"reasoning.text","text":"To a"}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"reasoning":"da@x.org ok.","reasoning_content":"da@x.org ok.","reasoning_details":[{"text":"da@x.org ok."}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
        ],
        &[
            r#"{"choices":[{"index":0,"delta":{"reasoning":"To ","reasoning_content":"To ","reasoning_details":[{"type":"reasoning.text","text":"To "}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"reasoning":"[EMAIL_1] ","reasoning_content":"[EMAIL_1] ","reasoning_details":[{"text":"[EMAIL_1] "}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"reasoning":"ok.","reasoning_content":"ok.","reasoning_details":[{"text":"ok."}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
        ],
    );
    check_frames(
        Wire::OpenAiChat,
        &[
            r#"{"choices":[{"index":0,"text":"So: ","prompt_logprobs":[null,{"7":{"decoded_token":"ada"}}],"prompt_token_ids":[7]}]}"#,
        ],
        &[r#"{"choices":[{"index":0,"text":"So: ","prompt_logprobs":[],"prompt_token_ids":[]}]}"#],
    );
    check_frames(
        Wire::Tgi,
        &[
            r#"{"token":{"id":5,"text":"ada@","special":false}}"#,
            r#"{"token":{"id":6,"text":"x.org","special":false},"generated_text":"ada@x.org","details":{"tokens":[{"text":"ada@"}]}}"#,
        ],
        &[
            r#"{"token":{"id":0,"text":"","special":false}}"#,
            r#"{"token":{"id":0,"text":"[EMAIL_1]","special":false},"generated_text":"[EMAIL_1]","details":{"tokens":[]}}"#,
        ],
    );
}

#[test]
fn what_the_events_of_a_response_repeat_is_masked_there_too() {
    let added = r#"{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"c","name":"f","arguments":""}}"#;
    let frames = |text: [&str; 2], said: &str| {
        [
            format!(
                r#"{{"type":"response.output_text.delta","output_index":0,"delta":"{}","logprobs":[]}}"#,
                text[0]
            ),
            format!(
                r#"{{"type":"response.output_text.delta","output_index":0,"delta":"{}"}}"#,
                text[1]
            ),
            format!(r#"{{"type":"response.output_text.done","output_index":0,"text":"{said}"}}"#),
            format!(
                r#"{{"type":"response.content_part.done","output_index":0,"part":{{"type":"output_text","text":"{said}"}}}}"#
            ),
            format!(
                r#"{{"type":"response.output_item.done","output_index":0,"item":{{"type":"message","content":[{{"type":"output_text","text":"{said}"}}]}}}}"#
            ),
            added.to_owned(),
            format!(
                r#"{{"type":"response.function_call_arguments.done","output_index":1,"arguments":"{said}"}}"#
            ),
            format!(
                r#"{{"type":"response.output_item.done","output_index":1,"item":{{"type":"function_call","call_id":"c","name":"f","arguments":"{said}"}}}}"#
            ),
            format!(
                r#"{{"type":"response.completed","response":{{"output":[{{"type":"message","content":[{{"type":"output_text","text":"{said}"}}]}},{{"type":"function_call","arguments":"{said}"}}]}}}}"#
            ),
        ]
    };
    let plain = frames(["To ada@", "x.org ok."], "To ada@x.org ok.");
    let masked = frames(["To ", "[EMAIL_1] "], "To [EMAIL_1] ok.");
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let mut masked: Vec<&str> = masked.iter().map(String::as_str).collect();
    // What was held back comes in a copy of the last piece's event.
    let tail = r#"{"type":"response.output_text.delta","output_index":0,"delta":"ok."}"#;
    masked.insert(2, tail);
    check_frames(Wire::OpenAiResponses, &plain, &masked);
}

#[test]
fn what_the_user_said_and_citations_are_masked_whole() {
    check_frames(
        Wire::OpenAiResponses,
        &[
            r#"{"type":"conversation.item.input_audio_transcription.delta","item_id":"i","delta":"ada@"}"#,
            r#"{"type":"conversation.item.input_audio_transcription.completed","item_id":"i","transcript":"ada@x.org"}"#,
        ],
        &[
            r#"{"type":"conversation.item.input_audio_transcription.delta","item_id":"i","delta":""}"#,
            r#"{"type":"conversation.item.input_audio_transcription.completed","item_id":"i","transcript":"[EMAIL_1]"}"#,
        ],
    );
    check_frames(
        Wire::Cohere,
        &[
            r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"ada@x.org "}}},"logprobs":{"text":"ada"}}"#,
            r#"{"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":9,"text":"ada@x.org"}}}}"#,
        ],
        &[
            r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"[EMAIL_1] "}}},"logprobs":null}"#,
            r#"{"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":9,"text":"[EMAIL_1]"}}}}"#,
        ],
    );
}

#[test]
fn what_text_can_be_guessed_from_is_emptied() {
    check_frames(
        Wire::OpenAiChat,
        &[
            r#"{"choices":[{"index":0,"delta":{"content":"ada@x.org, "},"logprobs":{"content":[{"token":"ada"}]},"token_ids":[1,2]}]}"#,
        ],
        &[
            r#"{"choices":[{"index":0,"delta":{"content":"[EMAIL_1], "},"logprobs":null,"token_ids":[]}]}"#,
        ],
    );
    check_frames(
        Wire::OpenAiChat,
        &[
            r#"{"choices":[{"index":0,"delta":{"content":"So: "}}],"prompt_logprobs":[null,{"7":{"decoded_token":"ada"}}],"prompt_token_ids":[7]}"#,
        ],
        &[
            r#"{"choices":[{"index":0,"delta":{"content":"So: "}}],"prompt_logprobs":[],"prompt_token_ids":[]}"#,
        ],
    );
    check_frames(
        Wire::Tgi,
        &[
            r#"{"index":1,"token":{"id":1,"text":"a ","logprob":0,"special":false},"generated_text":"a ","details":{"finish_reason":"length","generated_tokens":1,"seed":null,"prefill":[{"id":1,"text":"ada"}],"tokens":[{"text":"a "}]}}"#,
        ],
        &[
            r#"{"index":1,"token":{"id":0,"text":"a ","logprob":0,"special":false},"generated_text":"a ","details":{"finish_reason":"length","generated_tokens":1,"seed":null,"prefill":[],"tokens":[]}}"#,
        ],
    );
    check_frames(
        Wire::LlamaCpp,
        &[r#"{"content":"ada@x.org, ","tokens":[1,2],"stop":false}"#],
        &[r#"{"content":"[EMAIL_1], ","tokens":[],"stop":false}"#],
    );
}

#[test]
fn a_frame_that_cannot_be_read_is_masked_as_text() {
    check_frames(
        Wire::OpenAiChat,
        &[r#"{"choices":[{"delta":{"content":"ada@x.org "#],
        &[r#"{"choices":[{"delta":{"content":"[EMAIL_1] "#],
    );
}

/// Wires grow: what an event that is new says whole is masked, and JSON stays JSON.
#[test]
fn an_event_that_the_wire_does_not_know_is_masked_on_its_own() {
    check_frames(
        Wire::Anthropic,
        &[
            r#"{"type":"message_start","message":{"content":[]}}"#,
            r#"{"type":"note","id":"n_1","note":{"text":"Ask \"ada\u0040x.org\" now"},"n":[1,true]}"#,
            r#"{"type":"message_stop"}"#,
        ],
        &[
            r#"{"type":"message_start","message":{"content":[]}}"#,
            r#"{"type":"note","id":"n_1","note":{"text":"Ask \"[EMAIL_1]\" now"},"n":[1,true]}"#,
            r#"{"type":"message_stop"}"#,
        ],
    );
}

#[test]
fn what_an_error_says_is_masked() {
    check_frames(
        Wire::OpenAiChat,
        &[r#"{"error":{"message":"ada@x.org is no user","type":"t","code":""}}"#],
        &[r#"{"error":{"message":"[EMAIL_1] is no user","type":"t","code":""}}"#],
    );
    check_frames(
        Wire::Anthropic,
        &[r#"{"type":"error","error":{"type":"t","message":"ada@x.org is no user"}}"#],
        &[r#"{"type":"error","error":{"type":"t","message":"[EMAIL_1] is no user"}}"#],
    );
}

#[test]
fn frames_of_a_wire_that_nothing_tells_are_masked_one_by_one() {
    check_frames(
        Wire::Auto,
        &[
            r#"{"note":"Ask ada@x.org","n":1}"#,
            "Ask bo@x.org",
            r#"{"note":"#,
        ],
        &[
            r#"{"note":"Ask [EMAIL_1]","n":1}"#,
            "Ask [EMAIL_2]",
            r#"{"note":"#,
        ],
    );
    let lines = "{\"custom_id\":\"a\",\"to\":\"ada@x.org\"}\n{\"custom_id\":\"b\"}\n";
    for size in [1, 7, lines.len()] {
        let mut redactor = engine().redactor(Wire::Auto, Kinds::sensitive());
        let mut out = Vec::new();
        for piece in lines.as_bytes().chunks(size) {
            redactor
                .write(piece, &mut |bytes| out.extend_from_slice(bytes))
                .unwrap();
        }
        redactor
            .finish(&mut |bytes| out.extend_from_slice(bytes))
            .unwrap();
        assert!(redactor.is_guess());
        assert_eq!(
            String::from_utf8(out).unwrap(),
            lines.replace("ada@x.org", "[EMAIL_1]")
        );
    }
}

/// A chunk of openai-chat with these fields of its choice.
fn chat(fields: &str) -> String {
    format!("data: {{\"choices\":[{{\"index\":0,{fields}}}]}}\n\n")
}

#[test]
fn masks_what_is_said_again_in_the_same_frame() {
    let mut stream = String::new();
    let mut so_far = String::new();
    for piece in ["Mail ada@exa", "mple.or", "g now"] {
        so_far += piece;
        stream += &chat(&format!(
            r#""delta":{{"content":"{piece}","reasoning":"{piece}","reasoning_content":"{piece}","reasoning_details":[{{"type":"reasoning.text","text":"{piece}"}}]}},"message":{{"content":"{so_far}"}},"logprobs":{{"content":[{{"token":"{piece}","bytes":[1]}}]}}"#
        ));
    }
    stream += &chat(r#""delta":{},"finish_reason":"stop""#);
    let out = masked(
        &engine(),
        Wire::OpenAiChat,
        Kinds::sensitive(),
        [stream.as_bytes()],
    );
    let out = String::from_utf8(out).unwrap();
    for leaked in ["exa", "mple", "ada@", "token"] {
        assert!(!out.contains(leaked), "{leaked}: {out}");
    }
    assert!(!out.contains("{}}]"), "a copy too says null: {out}");
    let third = r#""delta":{"content":"Mail [EMAIL_1] ","reasoning":"[EMAIL_1] ","reasoning_content":"[EMAIL_1] ","reasoning_details":[{"type":"reasoning.text","text":"[EMAIL_1] "}]},"message":{"content":"Mail [EMAIL_1] "},"logprobs":null"#;
    assert!(out.contains(third), "{out}");
}
