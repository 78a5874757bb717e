//! `midflight watch` on streams that `midflight serve` sends.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use midflight::serve::Catalogue;
use support::process::Process;
use support::scripted::{Scripted, answer};
use support::{File, midflight, of_type, run};

fn serve() -> (Process, String) {
    let mut server = Process::start(&["serve", "--listen", "127.0.0.1:0"]);
    let address = server.address();
    (server, address)
}

#[test]
fn it_tells_what_analyze_tells_of_the_same_bytes() {
    let (_server, base) = serve();
    let websocket = base.replacen("http", "ws", 1);
    for name in [
        "openai-chat",
        "anthropic",
        "ollama",
        "gemini-array",
        "bedrock",
    ] {
        let catalogue = Catalogue::shipped();
        let file = File::new(name, &catalogue.named(name).unwrap().bytes);
        let expected = run(&["analyze", "--wire", name, file.name()]).without_summary();
        let check = |url: String| {
            let done = run(&["watch", "--wire", name, &url]);
            assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{url}");
            assert_eq!(done.without_summary(), expected, "{url}");
            let summary = of_type(&done.stdout, "summary");
            assert!(summary[0]["bytes"].as_u64().unwrap() > 0);
            assert!(summary[0]["latency_ns"]["total"]["count"].as_u64().unwrap() > 0);
        };
        check(format!("{base}/stream/{name}"));
        if name == "bedrock" {
            continue;
        }
        check(format!("{websocket}/ws/{name}"));
        check(format!("{base}/sse/{name}"));
    }
}

#[test]
fn a_request_with_headers_and_data_is_a_post() {
    let (_server, base) = serve();
    let fault = File::new("fault", "status=418\n");
    let body = File::new("body", r#"{"stream":true}"#);
    let url = format!("{base}/v1/messages");
    let data = format!("@{}", body.name());
    let done = run(&["watch", &url, "--data", &data, "--format", "jsonl"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert_eq!(of_type(&done.stdout, "wire")[0]["wire"], "anthropic");
    let header = format!("Midflight-Replay: @{}", fault.name());
    let refused = run(&["watch", &url, "--data", &data, "--header", &header]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("418"), "{}", refused.stderr);
}

#[test]
fn a_broken_stream_is_resumed_and_one_that_cannot_be_is_an_error_behind_what_came() {
    let (_server, base) = serve();
    let whole = run(&["watch", &format!("{base}/sse/anthropic")]);
    let resumed = run(&["watch", &format!("{base}/sse/anthropic?cut=15000&retry=1")]);
    assert_eq!(
        (resumed.code, resumed.without_summary()),
        (0, whole.without_summary())
    );
    let broken = run(&["watch", &format!("{base}/stream/anthropic?cut=9000")]);
    assert_eq!(broken.code, 1);
    assert!(
        broken.stderr.starts_with("midflight: watch: "),
        "{}",
        broken.stderr
    );
    assert_eq!(of_type(&broken.stdout, "end")[0]["ending"], "cut");
    assert_eq!(of_type(&broken.stdout, "summary").len(), 1);
}

#[test]
fn percentiles_are_told_while_it_runs() {
    let (_server, base) = serve();
    let url = format!("{base}/sse/openai-chat?tokens_per_second=40");
    let told = run(&["watch", "--stats", &url]);
    let (code, silent) = (
        told.code,
        run(&["watch", &format!("{base}/sse/openai-chat")]),
    );
    assert_eq!((code, silent.stderr.as_str()), (0, ""));
    let first = told.stderr.lines().next().unwrap_or_default();
    let figures = ["first token ", " tokens/s, ", "p50 ", "p95 ", "p99 "];
    assert!(
        figures.iter().all(|figure| first.contains(figure)),
        "{first}"
    );
    assert_eq!(told.without_summary(), silent.without_summary());
}

#[test]
fn it_is_shown_to_people_too() {
    let (_server, base) = serve();
    let url = format!("{base}/sse/openai-chat");
    let done = run(&["watch", "--format", "pretty", &url]);
    assert_eq!(done.code, 0);
    for expected in ["Mira Castellan", "p99"] {
        assert!(
            done.stdout.contains(expected),
            "{expected}: {}",
            done.stdout
        );
    }
}

#[test]
fn what_cannot_be_asked_for_is_told() {
    let check = |arguments: &[&str], expected: &str| {
        let done = run(&[&["watch"], arguments].concat());
        assert_eq!(done.code, 1, "{arguments:?}");
        assert!(
            done.stderr.contains(expected),
            "{arguments:?}: {}",
            done.stderr
        );
    };
    check(&["ftp://a.example"], "expected http, https, ws or wss");
    check(&["127.0.0.1:80/x"], "expected http, https, ws or wss");
    check(
        &["http://a.example", "--header", "no header: x"],
        "can't be a header",
    );
    check(&["http://a.example", "--method", "N O"], "is no method");
    check(&["http://a.example", "--data", "@/nowhere"], "/nowhere");
}

/// A key that stands where the name belongs is not told.
#[test]
fn a_header_has_a_name() {
    let done = run(&["watch", "http://a.example", "--header", "sk-key-1"]);
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("expected NAME: VALUE"),
        "{}",
        done.stderr
    );
    assert!(!done.stderr.contains("sk-key-1"), "{}", done.stderr);
}

#[test]
fn errors_name_a_websocket_as_it_was_given() {
    let (_server, base) = serve();
    let url = format!("{}/ws/anthropic", base.replacen("http", "ws", 1));
    let done = run(&["watch", &format!("{url}?cut=4000")]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains(&url), "{}", done.stderr);
}

/// A new directory for a test.
/// Some providers take their keys in the address.
#[test]
fn errors_do_not_tell_keys() {
    let (_server, base) = serve();
    let (_, place) = base.split_once("//").unwrap();
    for url in [
        format!("{base}/nothing?key=k-1"),
        format!("{base}/stream/anthropic?cut=9000&key=k-1"),
        format!("http://ada:k-1@{place}/nothing"),
        format!("ws://{place}/nothing?key=k-1"),
        "http://127.0.0.1:1/sse?key=k-1".to_owned(),
        "ftp://127.0.0.1/sse?key=k-1".to_owned(),
    ] {
        let failed = run(&["watch", &url]);
        assert_eq!(failed.code, 1, "{url}");
        let told = failed.stderr;
        assert!(told.starts_with("midflight: watch: "), "{told}");
        assert!(!told.contains("k-1"), "{told}");
    }
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = format!("{}-{name}", std::process::id());
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// When the first piece behind byte `at` came, in microseconds.
fn came_behind(timing: &str, at: usize) -> u64 {
    let mut read = 0;
    for line in timing.lines() {
        let (time, bytes) = line.split_once(' ').unwrap();
        read += bytes.parse::<usize>().unwrap();
        if read > at {
            return time.parse().unwrap();
        }
    }
    panic!("{timing} ends before {at}");
}

#[test]
fn what_it_records_is_replayed_with_its_own_pauses() {
    let (_server, base) = serve();
    let whole = Catalogue::shipped()
        .named("openai-chat")
        .unwrap()
        .bytes
        .clone();
    // Three parts, with a pause before the second and the third.
    let (first, second, pause) = (whole.len() / 3, whole.len() / 2, 400);
    let (recorded, again) = (folder("recorded"), folder("again"));
    let [recorded_file, again_file] = [&recorded, &again].map(|folder| folder.join("chat.sse"));
    let name = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let url = format!("{base}/stream/openai-chat?stall={first}&stall_ms={pause}");
    let done = run(&["watch", &url, "--record", &name(&recorded_file)]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert!(std::fs::read(&recorded_file).unwrap() == whole);

    let mut replay = Process::start(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--pace",
        "recorded",
        &name(&recorded),
    ]);
    let url = format!(
        "{}/stream/chat?stall={second}&stall_ms={pause}",
        replay.address()
    );
    let done = run(&["watch", &url, "--record", &name(&again_file)]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert!(std::fs::read(&again_file).unwrap() == whole);

    let times = |path: &std::path::Path| std::fs::read_to_string(name(path) + ".timing").unwrap();
    let (once, twice) = (times(&recorded_file), times(&again_file));
    let least = pause * 1000 / 2;
    let waited =
        |timing: &str, from: usize, to: usize| came_behind(timing, to) - came_behind(timing, from);
    assert!(waited(&once, 0, first) >= least, "{once}");
    assert!(
        waited(&twice, 0, first) >= least,
        "the recorded pause\n{twice}"
    );
    assert!(waited(&twice, first, second) >= least, "{twice}");
    for folder in [recorded, again] {
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn messages_are_recorded_as_lines() {
    let (_server, base) = serve();
    let folder = folder("messages");
    let file = folder.join("said.jsonl");
    let url = format!("{}/ws/openai-realtime", base.replacen("http", "ws", 1));
    let done = run(&["watch", "--record", file.to_str().unwrap(), &url]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let recorded = std::fs::read_to_string(&file).unwrap();
    let shipped = Catalogue::shipped()
        .named("openai-realtime")
        .unwrap()
        .bytes
        .clone();
    assert_eq!(recorded, String::from_utf8_lossy(&shipped));
    let timing = std::fs::read_to_string(folder.join("said.jsonl.timing")).unwrap();
    assert_eq!(timing.lines().count(), recorded.lines().count());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_recording_that_cannot_be_written_is_told() {
    let (_server, base) = serve();
    let done = run(&[
        "watch",
        &format!("{base}/stream/text"),
        "--record",
        "/no/such/folder/a.txt",
    ]);
    assert_eq!(done.code, 1);
    assert!(
        done.stderr.contains("/no/such/folder/a.txt"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_server_cannot_write_to_the_terminal() {
    let said = "no\u{1b}]0;mine\u{7}\u{1b}[31m\rway\u{9b}";
    let server = Scripted::serve(vec![answer("403 Forbidden", "", said)]);
    let done = run(&["watch", &server.url()]);
    assert_eq!(done.code, 1);
    let told = done.stderr.trim_end();
    assert!(told.contains("403") && told.contains("way"), "{told:?}");
    assert!(!told.contains(|c: char| c.is_control()), "{told:?}");
}

#[test]
fn what_is_compressed_is_not_taken_for_text() {
    for coding in ["gzip", "identity, br"] {
        let headers = format!("Content-Type: text/event-stream\r\nContent-Encoding: {coding}\r\n");
        let server = Scripted::serve(vec![answer("200 OK", &headers, "\u{1f}packed")]);
        let done = run(&["watch", &server.url()]);
        assert_eq!(done.code, 1, "{coding}: {}", done.stdout);
        assert!(done.stderr.contains(coding), "{}", done.stderr);
        let asked = server.requests().concat().to_ascii_lowercase();
        assert!(asked.contains("accept-encoding: identity\r\n"), "{asked}");
    }
    let plain = "Content-Encoding: identity\r\n";
    let server = Scripted::serve(vec![answer("200 OK", plain, "Words.")]);
    assert_eq!(run(&["watch", &server.url()]).code, 0);
}

/// As Go's clients do it, and the proxy.
#[test]
fn this_machine_is_asked_without_the_environments_proxy() {
    let server = Scripted::serve(vec![answer("200 OK", "", "Words.")]);
    let mut command = midflight();
    let nobody = "http://127.0.0.1:1";
    command.args(["watch", &server.url()]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env(name, nobody);
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy");
    let done = command.output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{:?}", done.stderr);
}
