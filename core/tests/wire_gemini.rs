//! `gemini` and `gemini-array`, field by field.

mod wire_common;

use midflight_core::{Ending, Wire};
use wire_common::{decode, sse};

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check(Wire::Gemini, &sse(data), expected);
    let array = format!("[{}\n]\n", data.join("\n,\r\n"));
    wire_common::check(Wire::GeminiArray, array.as_bytes(), expected);
}

/// As Google's Code Assist answers.
#[test]
fn an_answer_in_an_envelope() {
    check(
        &[
            r#"{"response":{"candidates":[{"content":{"parts":[{"text":"Ada"}]}}],"modelVersion":"m"},"traceId":"t"}"#,
            r#"{"response":{"candidates":[{"finishReason":"STOP"}],"response":{"candidates":[]}}}"#,
        ],
        &["text 0: Ada", "close text 0", "finish 0: STOP", "Complete"],
    );
}

#[test]
fn text_thoughts_usage_and_finish() {
    check(
        &[
            r#"{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true,"thoughtSignature":"c2ln"}],"role":"model"},"index":0,"safetyRatings":[]}],"usageMetadata":{"trafficType":"ON_DEMAND"},"modelVersion":"m"}"#,
            r#"{"candidates":[{"content":{"parts":[{"text":"A"},{"thought":true,"text":"m."},{"text":"da"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":9,"thoughtsTokenCount":4,"cachedContentTokenCount":1}}"#,
            r#"{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5}}"#,
        ],
        &[
            "reasoning 0: Hm",
            "text 0: A",
            "reasoning 0: m.",
            "text 0: da",
            "usage 3 2 1 4",
            "close reasoning 0",
            "close text 0",
            "finish 0: STOP",
            "usage 3 5 1 4",
            "Complete",
        ],
    );
}

#[test]
fn candidates_are_choices() {
    check(
        &[
            r#"{"candidates":[{"content":{"parts":[{"text":"a"}]}},{"index":1,"content":{"parts":[{"text":"b"},{"text":"c"}]},"finishReason":"MAX_TOKENS"}]}"#,
            r#"{"candidates":[{"content":{},"finishReason":"STOP"},{"index":1,"finishReason":"STOP"}]}"#,
        ],
        &[
            "text 0: a",
            "text 1: b",
            "text 1: c",
            "close text 1",
            "finish 1: MAX_TOKENS",
            "close text 0",
            "finish 0: STOP",
            "Complete",
        ],
    );
}

#[test]
fn whole_calls() {
    check(
        &[
            r#"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a": "x \"y\" \u00e9", "b": [1, 2]}}},{"functionCall":{"id":"c1","name":"g","args":{}}},{"functionCall":{"name":"h"}}]}}]}"#,
        ],
        &[
            "call 0/0:  f",
            "tool 0/0: {\"a\":\"x \\\"y\\\" \\u00e9\",\"b\":[1,2]}",
            "close tool 0/0",
            "call 0/1: c1 g",
            "tool 0/1: {}",
            "close tool 0/1",
            "call 0/2:  h",
            "tool 0/2: {}",
            "close tool 0/2",
            "Cut",
        ],
    );
}

/// What arguments come to, in pieces as Vertex streams them.
fn arguments(pieces: &[&str], expected: &str) {
    let frame = |call: &str| {
        format!(r#"{{"candidates":[{{"content":{{"parts":[{{"functionCall":{call}}}]}}}}]}}"#)
    };
    let mut frames = vec![frame(r#"{"name":"f","willContinue":true}"#)];
    let partial = |piece: &&str| {
        frame(&format!(
            r#"{{"partialArgs":[{piece}],"willContinue":true}}"#
        ))
    };
    frames.extend(pieces.iter().map(partial));
    frames.push(frame("{}"));
    let frames: Vec<&str> = frames.iter().map(String::as_str).collect();
    let (story, _) = wire_common::story(Wire::Gemini, &sse(&frames));
    assert_eq!(story.calls.len(), 1);
    assert_eq!(story.calls[0].arguments, expected);
    assert_eq!(story.closed.len(), 1);
    let value = serde_json::from_str::<serde_json::Value>(expected);
    assert!(value.is_ok(), "{expected}");
}

#[test]
fn arguments_in_pieces() {
    arguments(&[], "{}");
    arguments(
        &[r#"{"jsonPath":"$.city","stringValue":"Edmond"}"#],
        r#"{"city":"Edmond"}"#,
    );
    arguments(
        &[
            r#"{"jsonPath":"$.a","stringValue":"one \"t","willContinue":true}"#,
            r#"{"jsonPath":"$.a","stringValue":"wo\"","willContinue":true}"#,
            r#"{"jsonPath":"$.a","stringValue":""}"#,
            r#"{"jsonPath":"$.b","numberValue":-1.5e3}"#,
            r#"{"jsonPath":"$.c","boolValue":true},{"jsonPath":"$.d","nullValue":null}"#,
        ],
        r#"{"a":"one \"two\"","b":-1.5e3,"c":true,"d":null}"#,
    );
    arguments(
        &[
            r#"{"jsonPath":"$.r.i[0].n","stringValue":"x"}"#,
            r#"{"jsonPath":"$.r.i[0].m","stringValue":"y"}"#,
            r#"{"jsonPath":"$.r.i[1].n","stringValue":"z"}"#,
            r#"{"jsonPath":"$.r.s[0]","numberValue":1}"#,
            r#"{"jsonPath":"$.r.s[1]","numberValue":2}"#,
            r#"{"jsonPath":"$.r.t[0][0]","numberValue":3}"#,
            r#"{"jsonPath":"$.r.t[1][0]","numberValue":4}"#,
            r#"{"jsonPath":"$.q","stringValue":"w"}"#,
        ],
        r#"{"r":{"i":[{"n":"x","m":"y"},{"n":"z"}],"s":[1,2],"t":[[3],[4]]},"q":"w"}"#,
    );
    arguments(
        &[
            r#"{"jsonPath":"$['a b'].c","numberValue":1}"#,
            r#"{"jsonPath":"$[\"a.[b]\"]","numberValue":2}"#,
            r#"{"jsonPath":"$['it\u0022s']","numberValue":3}"#,
            r#"{"jsonPath":"$.é","numberValue":4}"#,
        ],
        r#"{"a b":{"c":1},"a.[b]":2,"it\"s":3,"é":4}"#,
    );
    arguments(
        &[
            r#"{"jsonPath":"$[0]","numberValue":1}"#,
            r#"{"jsonPath":"$[1].a","stringValue":"\ud83d"}"#,
            r#"{"jsonPath":"$[1].a","stringValue":"\ude00"}"#,
        ],
        r#"[1,{"a":"\ud83d\ude00"}]"#,
    );
}

#[test]
fn a_path_that_cannot_be_followed_is_told_and_passed_over() {
    let deep = format!("$.a{}", ".a".repeat(200));
    let long = format!("$.{}", "a".repeat(5000));
    for path in [
        "", "$", "a", "$.", "$..a", "$[x]", "$[*]", "$['a", "$[", "$[0]", &deep, &long,
    ] {
        let frames = [
            r#"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","partialArgs":[{"jsonPath":"$.a","numberValue":1}],"willContinue":true}}]}}]}"#.to_owned(),
            format!(r#"{{"candidates":[{{"content":{{"parts":[{{"functionCall":{{"partialArgs":[{{"jsonPath":"{path}","numberValue":2}}]}}}}]}}}}]}}"#),
        ];
        let frames = [&*frames[0], &*frames[1]];
        let (story, _) = wire_common::story(Wire::Gemini, &sse(&frames));
        assert_eq!(story.calls[0].arguments, "{\"a\":1}", "{path}");
        assert_eq!(story.diagnostics.len(), 1, "{path}");
        assert_eq!(story.diagnostics[0].0, "invalid_path");
    }
}

#[test]
fn calls_end_with_what_follows() {
    let part = |call: &str| format!(r#"{{"functionCall":{call}}}"#);
    let open = part(r#"{"name":"f","willContinue":true}"#);
    let piece = part(
        r#"{"partialArgs":[{"jsonPath":"$.a","stringValue":"x","willContinue":true}],"willContinue":true}"#,
    );
    let next = part(r#"{"name":"g","args":{}}"#);
    let stray = part("{}");
    let frame = format!(
        r#"{{"candidates":[{{"content":{{"parts":[{stray},{open},{piece},{next},{open},{piece}]}},"finishReason":"STOP"}}]}}"#
    );
    check(
        &[&frame],
        &[
            "call 0/0:  f",
            "tool 0/0: {\"a\":\"",
            "tool 0/0: x",
            "tool 0/0: \"}",
            "close tool 0/0",
            "call 0/1:  g",
            "tool 0/1: {}",
            "close tool 0/1",
            "call 0/2:  f",
            "tool 0/2: {\"a\":\"",
            "tool 0/2: x",
            "tool 0/2: \"}",
            "close tool 0/2",
            "finish 0: STOP",
            "Complete",
        ],
    );
}

#[test]
fn blocks() {
    for reason in [
        "SAFETY",
        "PROHIBITED_CONTENT",
        "BLOCKLIST",
        "SPII",
        "RECITATION",
    ] {
        let frame = format!(r#"{{"candidates":[{{"finishReason":"{reason}","index":0}}]}}"#);
        check(&[&frame], &[&format!("finish 0: {reason}"), "Blocked"]);
    }
    check(
        &[
            r#"{"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[]},"usageMetadata":{"promptTokenCount":4}}"#,
        ],
        &["finish 0: SAFETY", "usage 4 - - -", "Blocked"],
    );
    check(
        &[
            r#"{"promptFeedback":{"safetyRatings":[]},"candidates":[{"finishReason":"FINISH_REASON_UNSPECIFIED"}]}"#,
        ],
        &["Cut"],
    );
}

const ERROR: &str = "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"Overloaded.\",\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n";
const SAID: &str = r#"{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":4}}"#;
const TOLD: [&str; 4] = [
    "text 0: a",
    "usage 4 - - -",
    "error 503: Overloaded.",
    "Failed",
];

#[test]
fn errors() {
    let error =
        r#"{"error":{"code":503,"message":"Overloaded.","status":"UNAVAILABLE","details":[{}]}}"#;
    check(&[SAID, error], &TOLD);
    check(
        &[
            SAID,
            r#"{"error":{"status":"UNAVAILABLE","message":"m"}}"#,
            SAID,
        ],
        &[
            "text 0: a",
            "usage 4 - - -",
            "error UNAVAILABLE: m",
            "text 0: a",
            "usage 4 - - -",
            "Failed",
        ],
    );
    check(
        &[SAID, r#"{"error":"m"}"#],
        &["text 0: a", "usage 4 - - -", "error : m", "Failed"],
    );
}

#[test]
fn an_error_may_stand_bare_between_events() {
    let said = sse(&[SAID]);
    for ends in ["\n", "\r\n"] {
        let error = ERROR.replace('\n', ends);
        for behind in ["", "\n", "\r\n\r\n"] {
            let bytes = [&*said, error.as_bytes(), behind.as_bytes()].concat();
            wire_common::check(Wire::Gemini, &bytes, &TOLD);
        }
    }
    let bytes = [&*said, ERROR.trim_end().as_bytes()].concat();
    wire_common::check(Wire::Gemini, &bytes, &TOLD);
    let again = [&*said, ERROR.as_bytes(), &said].concat();
    let (story, ending) = wire_common::story(Wire::Gemini, &again);
    assert_eq!((&*story.text[&0], ending), ("aa", Ending::Failed));
}

#[test]
fn what_is_no_object_between_events_ends_with_a_blank_line() {
    let bytes = [&*sse(&[SAID]), b"{ \"open\": [\n1\r\n\r\n", &sse(&[SAID])].concat();
    let (story, _) = wire_common::story(Wire::Gemini, &bytes);
    assert_eq!(story.text[&0], "aa");
    assert_eq!(story.diagnostics.len(), 1);
    assert_eq!(story.diagnostics[0].0, "invalid_json");
    let cut = [&*sse(&[SAID]), b"{\n\"error\""].concat();
    let (story, ending) = wire_common::story(Wire::Gemini, &cut);
    assert_eq!((&*story.text[&0], ending), ("a", Ending::Cut));
    assert_eq!(story.diagnostics[0].0, "unfinished_frame");
}

/// `auto` tells the same, whatever it calls it.
#[test]
fn an_error_in_place_of_the_stream() {
    let line = r#"{"error":{"code":503,"message":"Overloaded.","status":"UNAVAILABLE"}}"#;
    for bytes in [
        ERROR,
        line,
        &format!("data: {line}\n\n"),
        &format!("[{ERROR}]"),
        &format!("[{line}]"),
    ] {
        for chunk in [1, 7, 1000] {
            for wire in [Wire::Gemini, Wire::GeminiArray, Wire::Auto] {
                let framed = match wire {
                    Wire::Gemini => !bytes.starts_with('['),
                    Wire::GeminiArray => !bytes.starts_with('d'),
                    _ => true,
                };
                let said = decode(wire, bytes.as_bytes(), chunk);
                let error = ("503".to_owned(), "Overloaded.".to_owned());
                if framed {
                    assert_eq!(said.story.errors, [error], "{wire:?}: {bytes}");
                    assert_eq!(said.ending, Ending::Failed);
                    assert_eq!(said.story.diagnostics, []);
                }
            }
        }
    }
}

#[test]
fn malformed_and_foreign_frames() {
    let frames = [
        SAID,
        r#"{"candidates":[{"content":}]}"#,
        r#"{"candidates":"x","usageMetadata":[]}"#,
        "7",
        "",
        "[DONE]",
    ];
    let wrong = |at: usize| {
        format!("invalid_json at {at}: byte 26 of the data: expected a value, came '}}'")
    };
    let expected = |at| {
        [
            "text 0: a".into(),
            "usage 4 - - -".into(),
            wrong(at),
            "Cut".to_owned(),
        ]
    };
    let at = SAID.len();
    let said = wire_common::said(Wire::Gemini, &sse(&frames));
    assert_eq!(said, expected(at + 8));
    let array = format!("[{}]", frames[..4].join(","));
    let said = wire_common::said(Wire::GeminiArray, array.as_bytes());
    assert_eq!(said, expected(at + 2));
}
