//! The binary, as programs and people call it.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::io::Write;
use std::process::Stdio;

use support::{File, LONG_TEXT, OPENAI_CHAT, TEXT, midflight, of_type, run, run_with};

#[test]
fn decode_tells_what_the_wire_said() {
    let file = File::new("chat.sse", OPENAI_CHAT);
    let done = run(&["decode", "--wire", "openai-chat", file.name()]);
    let expected = [
        r#"{"type":"reasoning","choice":0,"text":"Say hi."}"#,
        r#"{"type":"text","choice":0,"text":"Write to ada@"}"#,
        r#"{"type":"text","choice":0,"text":"looms.example."}"#,
        r#"{"type":"tool_call","choice":0,"call":0,"id":"call_1","name":"send"}"#,
        r#"{"type":"tool_arguments","choice":0,"call":0,"text":"{\"to\":\"bo@looms.example\"}"}"#,
        r#"{"type":"finish","choice":0,"reason":"tool_calls"}"#,
        r#"{"type":"usage","input_tokens":12,"output_tokens":5}"#,
        r#"{"type":"end","complete":true,"ending":"complete"}"#,
    ];
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert_eq!(done.stdout.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_wire_is_told_when_it_was_found_out_and_nothing_else_differs() {
    let file = File::new("auto.sse", OPENAI_CHAT);
    for verb in ["decode", "analyze"] {
        let named = run(&[verb, "--wire", "openai-chat", file.name()]).without_summary();
        let found = run(&[verb, file.name()]).without_summary();
        let told = "{\"type\":\"wire\",\"wire\":\"openai-chat\"}\n";
        assert_eq!(found, format!("{told}{named}"));
    }
}

/// Ollama's lines as some gateways pack them, and a chat's events as bare lines.
#[test]
fn a_named_wire_is_read_in_the_framing_that_comes() {
    let chat = String::from_utf8(OPENAI_CHAT.to_vec()).unwrap();
    let bare = chat.lines().filter_map(|line| line.strip_prefix("data: "));
    let bare: String = bare.flat_map(|line| [line, "\n"]).collect();
    let line = |text: &str, done: bool| {
        format!(r#"{{"model":"m","message":{{"content":"{text}"}},"done":{done}}}"#)
    };
    let packed = [line("Write to ada@", false), line("looms.example.", true)];
    let packed = packed.map(|line| format!("data: {line}\n\n")).concat();
    for (wire, stream) in [("openai-chat", &bare), ("ollama", &packed)] {
        let file = File::new("framing", stream.as_bytes());
        for verb in [&["decode"][..], &["decode", "--frames"], &["analyze"]] {
            let named = run(&[verb, &["--wire", wire, file.name()]].concat()).without_summary();
            let found = run(&[verb, &[file.name()]].concat()).without_summary();
            let told = format!("{{\"type\":\"wire\",\"wire\":\"{wire}\"}}\n");
            assert_eq!(found, told + &named, "{verb:?}");
            assert!(named.contains("looms.example"), "{verb:?}: {named}");
        }
        let named = run(&["redact", "--wire", wire, file.name()]).stdout;
        assert_eq!(named, run(&["redact", file.name()]).stdout);
        assert!(named.contains("[EMAIL_1]") && !named.contains("ada@"));
        let events = named.lines().filter(|line| line.starts_with("data: "));
        assert_eq!(events.count() > 0, wire == "ollama", "{named}");
    }
}

#[test]
fn the_output_does_not_depend_on_the_chunks() {
    let check = |name: &str, input: &[u8], arguments: &[&str]| {
        let file = File::new(name, input);
        let with = |chunk: &str| {
            let done = run(&[arguments, &["--chunk", chunk, file.name()]].concat());
            assert_eq!(done.code, 0, "{arguments:?}: {}", done.stderr);
            done.without_summary()
        };
        let whole = with("1000000");
        assert!(!whole.is_empty(), "{arguments:?}");
        for chunk in ["1", "2", "3", "7", "64", "65536"] {
            assert_eq!(with(chunk), whole, "{arguments:?} by {chunk}");
        }
    };
    for verb in [
        &["decode"][..],
        &["decode", "--frames"],
        &["analyze"],
        &["redact"],
    ] {
        check("chunks.sse", OPENAI_CHAT, verb);
        let text = [verb, &["--wire", "text"]].concat();
        check("chunks.txt", TEXT.as_bytes(), &text);
    }
    check(
        "chunks-lines.txt",
        TEXT.as_bytes(),
        &["analyze", "--wire", "text", "--lines"],
    );
    check(
        "chunks-lines.txt",
        TEXT.as_bytes(),
        &["redact", "--wire", "text", "--lines"],
    );
    check(
        "chunks-pretty.txt",
        TEXT.as_bytes(),
        &["decode", "--wire", "text", "--format", "pretty"],
    );
}

#[test]
fn frames_are_shown_as_the_framing_gives_them() {
    let stream = b"id: 7\nevent: ping\ndata: a\ndata: b\n\ndata: c\n\n";
    let done = run_with(&["decode", "--frames", "--wire", "anthropic"], stream);
    let frames: Vec<_> = done
        .stdout
        .lines()
        .filter(|line| line.starts_with(r#"{"type":"frame""#))
        .collect();
    let expected = [
        r#"{"type":"frame","event":"ping","data":"a\nb","id":"7"}"#,
        r#"{"type":"frame","event":"message","data":"c","id":"7"}"#,
    ];
    assert_eq!(frames, expected);
    let done = run_with(&["decode", "--frames"], b"{\"type\":\"message_stop\"}\n");
    assert!(done.stdout.starts_with(concat!(
        r#"{"type":"wire","wire":"anthropic"}"#,
        "\n",
        r#"{"type":"frame","data":"{\"type\":\"message_stop\"}"}"#,
        "\n"
    )));
    let done = run_with(&["decode", "--frames", "--wire", "text"], b"a\nb");
    assert!(done.stdout.starts_with(
        "{\"type\":\"frame\",\"data\":\"a\\n\"}\n{\"type\":\"frame\",\"data\":\"b\"}\n"
    ));
}

#[test]
fn raw_text_is_decoded_line_by_line() {
    let done = run_with(&["decode", "--wire", "text"], "a b\n\né".as_bytes());
    let expected = [
        r#"{"type":"text","choice":0,"text":"a b\n"}"#,
        r#"{"type":"text","choice":0,"text":"\n"}"#,
        r#"{"type":"text","choice":0,"text":"é"}"#,
    ];
    assert_eq!(done.stdout.lines().take(3).collect::<Vec<_>>(), expected);
}

#[test]
fn mentions_cut_their_own_text_out_of_the_channel() {
    let file = File::new("mentions.txt", TEXT);
    let done = run(&["analyze", "--wire", "text", file.name()]);
    let mentions = of_type(&done.stdout, "mention");
    assert!(mentions.len() > 3, "{}", done.stdout);
    for mention in &mentions {
        let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
        assert_eq!(mention["text"], TEXT[at("start")..at("end")]);
        assert_eq!(
            (mention["channel"].as_str(), mention["choice"].as_u64()),
            (Some("text"), Some(0))
        );
    }
    let email = mentions
        .iter()
        .find(|mention| mention["kind"] == "email")
        .unwrap();
    assert_eq!(email["text"], "ada@looms.example");
}

#[test]
fn an_entity_is_told_before_the_mention_that_refers_to_it() {
    let file = File::new("entities.txt", TEXT);
    let done = run(&["analyze", "--wire", "text", file.name()]);
    let mut known = std::collections::HashSet::new();
    for line in done.stdout.lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        match object["type"].as_str() {
            Some("entity") => drop(known.insert(object["id"].as_u64().unwrap())),
            Some("mention") if !object["entity"].is_null() => {
                assert!(
                    known.contains(&object["entity"].as_u64().unwrap()),
                    "{line}"
                );
            }
            _ => {}
        }
    }
    assert!(known.len() > 1 && known.contains(&0), "{known:?}");
}

#[test]
fn relations_and_the_summary_are_told() {
    let file = File::new("relations.txt", TEXT);
    let done = run(&["analyze", "--wire", "text", file.name()]);
    let relations = of_type(&done.stdout, "relation");
    let founded = relations
        .iter()
        .find(|relation| relation["predicate"] == "founded")
        .unwrap();
    assert_eq!(founded["subject"]["text"], "Ada Lovelace");
    assert!(founded["asserted"].is_null());
    let last: serde_json::Value =
        serde_json::from_str(done.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(
        (last["type"].as_str(), last["bytes"].as_u64()),
        (Some("summary"), Some(TEXT.len() as u64))
    );
    assert_eq!(last["mentions"], of_type(&done.stdout, "mention").len());
    assert_eq!(last["relations"], relations.len());
    for stage in [
        "frame", "wire", "text", "entity", "relation", "graph", "total",
    ] {
        let figures = &last["latency_ns"][stage];
        let [count, p50, p99, max] =
            ["count", "p50", "p99", "max"].map(|key| figures[key].as_u64());
        assert!(
            count > Some(0) && p50 <= p99 && p99 <= max,
            "{stage}: {figures}"
        );
    }
}

#[test]
fn with_lines_every_line_is_a_document_of_its_own() {
    let input = b"Write to ada@looms.example.\r\n\nWrite to bo@looms.example.";
    let done = run_with(&["analyze", "--wire", "text", "--lines"], input);
    let mentions = of_type(&done.stdout, "mention");
    let places: Vec<_> = mentions
        .iter()
        .map(|mention| {
            (
                mention["line"].as_u64(),
                mention["start"].as_u64(),
                mention["entity"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [(Some(0), Some(9), Some(0)), (Some(2), Some(9), Some(0))]
    );
    let ends = of_type(&done.stdout, "end");
    let lines: Vec<_> = ends.iter().map(|end| end["line"].as_u64()).collect();
    assert_eq!(lines, [Some(0), Some(1), Some(2)]);
    let summary = of_type(&done.stdout, "summary");
    assert_eq!(
        (summary.len(), summary[0]["entities"].as_u64()),
        (1, Some(2))
    );
    assert!(summary[0]["line"].is_null());
}

#[test]
fn redact_masks_what_it_is_asked_to() {
    let text = b"Write to ada@looms.example, or to 192.0.2.7.\n";
    let check = |arguments: &[&str], expected: &str| {
        let done = run_with(&[&["redact", "--wire", "text"], arguments].concat(), text);
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (0, expected),
            "{}",
            done.stderr
        );
    };
    check(
        &["--kinds", "email,ip"],
        "Write to [EMAIL_1], or to [IP_1].\n",
    );
    check(
        &["--kinds", "ip"],
        "Write to ada@looms.example, or to [IP_1].\n",
    );
    check(
        &["--kinds", "email", "--lines"],
        "Write to [EMAIL_1], or to 192.0.2.7.\n",
    );
    check(
        &["--kinds", "email", "--style", "mask"],
        "Write to ****, or to 192.0.2.7.\n",
    );
    let lines = b"ada@looms.example\r\nbo@looms.example\n";
    let done = run_with(&["redact", "--wire", "text", "--lines"], lines);
    assert_eq!(done.stdout, "[EMAIL_1]\r\n[EMAIL_1]\n");
}

#[test]
fn hashes_need_a_key() {
    let file = std::env::temp_dir().join(format!("midflight-key-{}", std::process::id()));
    let redact = |key: &str| {
        std::fs::write(&file, key).unwrap();
        let name = file.display().to_string();
        let arguments = [
            "redact",
            "--wire",
            "text",
            "--style",
            "hash",
            "--key-file",
            &name,
        ];
        run_with(&arguments, b"ada@looms.example")
    };
    let done = redact("000102030405060708090a0b0c0d0e0f\n");
    assert!(done.stdout.starts_with("[EMAIL_"), "{}", done.stderr);
    assert_ne!(
        done.stdout,
        redact("ff0102030405060708090a0b0c0d0e0f").stdout
    );
    let done = redact("short");
    assert!((done.code, done.stdout.as_str()) == (1, ""));
    assert!(
        done.stderr.contains("32 hexadecimal digits"),
        "{}",
        done.stderr
    );
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_masked_stream_is_still_a_stream() {
    let masked = run_with(&["redact"], OPENAI_CHAT);
    assert!(!masked.stdout.contains("ada@looms") && !masked.stdout.contains("bo@looms"));
    let done = run_with(&["decode"], masked.stdout.as_bytes());
    let text: String = of_type(&done.stdout, "text")
        .iter()
        .map(|piece| piece["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(text, "Write to [EMAIL_1].");
    assert_eq!(of_type(&done.stdout, "end")[0]["complete"], true);
}

#[test]
fn wrong_usage_leaves_with_2() {
    let check = |arguments: &[&str], message: &str| {
        let done = run(arguments);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(
            done.stderr.contains(message),
            "{arguments:?}: {}",
            done.stderr
        );
    };
    check(&[], "Usage: midflight");
    check(&["translate"], "translate");
    check(&["decode", "--wire", "morse"], "openai-chat");
    check(&["decode", "--chunk", "0"], "--chunk");
    check(&["decode", "--chunk", "many"], "--chunk");
    check(&["analyze", "--format", "xml"], "jsonl");
    check(
        &["analyze", "--lines", "--wire", "ollama"],
        "--lines needs --wire text",
    );
    check(&["redact", "--lines"], "--lines needs --wire text");
    check(&["redact", "--style", "hash"], "--key-file");
    check(&["redact", "--key-file", "k"], "--style hash");
    check(
        &["redact", "--style", "mask", "--key-file", "k"],
        "--style hash",
    );
    check(&["redact", "--kinds", "email,nonsense"], "nonsense");
    check(&["demo", "--tokens-per-second", "0"], "from 1 to");
    check(&["decode", "a", "b"], "'b'");
}

#[test]
fn an_unreadable_file_leaves_with_1_and_is_named() {
    for verb in ["decode", "analyze", "redact"] {
        for path in ["no/such/file.sse", env!("CARGO_MANIFEST_DIR")] {
            let done = run(&[verb, path]);
            assert_eq!(done.code, 1, "{verb} {path}");
            assert!(
                done.stderr.contains(path) && done.stderr.contains("at byte 0"),
                "{}",
                done.stderr
            );
        }
    }
}

#[test]
fn malformed_and_cut_streams_are_reported_in_the_output() {
    let broken =
        b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {oops\n\n";
    for verb in ["decode", "analyze"] {
        let done = run_with(&[verb, "--wire", "openai-chat"], broken);
        assert_eq!(done.code, 0, "{}", done.stderr);
        let diagnostic = &of_type(&done.stdout, "diagnostic")[0];
        assert_eq!(diagnostic["code"], "invalid_json");
        assert!(diagnostic["offset"].as_u64() >= Some(55), "{diagnostic}");
        assert_eq!(of_type(&done.stdout, "end")[0]["complete"], false);
    }
}

#[test]
fn empty_input_has_an_end() {
    for wire in ["auto", "text", "openai-chat", "anthropic", "ollama"] {
        for verb in ["decode", "analyze"] {
            let done = run_with(&[verb, "--wire", wire], b"");
            assert_eq!(
                (done.code, of_type(&done.stdout, "end").len()),
                (0, 1),
                "{verb} {wire}"
            );
        }
        let done = run_with(&["redact", "--wire", wire], b"");
        assert_eq!((done.code, done.stdout.as_str()), (0, ""), "redact {wire}");
    }
}

#[test]
fn a_dash_is_standard_input() {
    let dash = run_with(&["decode", "--wire", "text", "-"], b"a");
    assert_eq!(
        dash.stdout,
        run_with(&["decode", "--wire", "text"], b"a").stdout
    );
    assert!(dash.stdout.contains(r#""text":"a""#));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let file = File::new("long.txt", LONG_TEXT.repeat(20_000));
    let mut child = midflight()
        .args(["analyze", "--wire", "text", "--lines", file.name()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(
        (done.status.code(), done.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}

#[test]
fn a_live_stream_is_told_while_it_runs() {
    use std::io::{BufRead, BufReader};
    let mut child = midflight()
        .args(["decode", "--wire", "ollama"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for word in ["one", "two"] {
        let line =
            serde_json::json!({"message": {"role": "assistant", "content": word}, "done": false});
        writeln!(stdin, "{line}").unwrap();
        let told = lines.next().unwrap().unwrap();
        assert_eq!(
            told,
            format!(r#"{{"type":"text","choice":0,"text":"{word}"}}"#)
        );
    }
    drop(stdin);
    assert_eq!(
        lines.next().unwrap().unwrap(),
        r#"{"type":"end","complete":false,"ending":"cut"}"#
    );
    assert!(child.wait().unwrap().success());
}

#[test]
fn pretty_output_marks_entities_in_words_or_in_colours() {
    let file = File::new("pretty.txt", TEXT);
    let arguments = [
        "analyze",
        "--format",
        "pretty",
        "--wire",
        "text",
        file.name(),
    ];
    let plain = run(&arguments).stdout;
    assert!(
        plain.contains("ada@looms.example⟨email⟩") && !plain.contains('\u{1b}'),
        "{plain}"
    );
    assert!(
        plain.contains("── entities") && plain.contains("── relations"),
        "{plain}"
    );
    assert!(
        plain.contains("── latency") && plain.contains("p99"),
        "{plain}"
    );
    let coloured = |variable: &str| {
        let done = midflight()
            .args(arguments)
            .env("CLICOLOR_FORCE", "1")
            .env(variable, "1")
            .output();
        String::from_utf8(done.unwrap().stdout).unwrap()
    };
    assert!(coloured("UNRELATED").contains("\u{1b}["));
    assert!(!coloured("UNRELATED").contains("⟨email⟩"));
    assert!(!coloured("NO_COLOR").contains('\u{1b}'));
}

#[test]
fn a_model_cannot_write_to_the_terminal() {
    let text = "\u{1b}]0;title\u{7} and \u{9b}31m ada@looms.example\r\n";
    for verb in [&["decode"][..], &["analyze"], &["decode", "--frames"]] {
        let done = run_with(
            &[verb, &["--wire", "text", "--format", "pretty"]].concat(),
            text.as_bytes(),
        );
        let shown = done.stdout;
        assert!(
            !shown.contains(['\u{1b}', '\u{7}', '\u{9b}', '\r']),
            "{verb:?}: {shown:?}"
        );
        for escaped in ["\\u{1b}]0", "title\\u{7}", "\\u{9b}31m"] {
            assert!(shown.contains(escaped), "{verb:?}: {shown:?}");
        }
    }
}

#[test]
fn every_verb_has_help_with_examples() {
    let whole = run(&["--help"]);
    assert_eq!(whole.code, 0);
    for verb in ["decode", "analyze", "redact", "demo"] {
        assert!(whole.stdout.contains(verb), "{}", whole.stdout);
        let help = run(&[verb, "--help"]);
        assert_eq!(help.code, 0);
        assert!(
            help.stdout.contains(&format!("midflight {verb}")),
            "{}",
            help.stdout
        );
        assert!(help.stdout.contains("Examples:"), "{}", help.stdout);
    }
    assert_eq!(
        run(&["--version"]).stdout,
        format!("midflight {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn redact_tells_what_it_held_back() {
    let done = run_with(&["redact", "--stats"], OPENAI_CHAT);
    assert!(done.stdout.contains("[EMAIL_1]"), "{}", done.stdout);
    assert!(
        done.stderr.contains("midflight: 4 deltas;"),
        "{}",
        done.stderr
    );
    assert!(done.stderr.contains("max 18"), "{}", done.stderr);
}
