//! Answers whose headers say little, too much or the wrong thing of their bodies, where answers are masked.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use midflight::core::{Channel, Config, Delta, Engine, Event, Timestamp, Wire};
use midflight::proxy;
use support::proxying::{config, proxy};
use support::replay::http;
use support::scripted::{Scripted, answer};

const CHAT: &str = "/v1/chat/completions";
const OTHER: &str = "/v1/things";
const MAIL: &str = "ada@looms.example";

/// A chat's stream that says `MAIL` in pieces.
fn split() -> String {
    let piece = |text: &str| {
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    };
    let pieces = ["Mail ad", "a@loo", "ms.exa", "mple", " now."];
    pieces.map(piece).concat() + "data: [DONE]\n\n"
}

fn said(stream: &str) -> String {
    let engine = Engine::new(Config::default()).unwrap();
    let mut text = String::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Delta(Delta::Text {
            channel: Channel::Text { .. },
            text: said,
            ..
        }) = event
        {
            text += said;
        }
    };
    let mut session = engine.session(Wire::OpenAiChat);
    session
        .write(stream.as_bytes(), Timestamp(0), &mut sink)
        .unwrap();
    session.finish(Timestamp(0), &mut sink).unwrap();
    text
}

/// What a proxy that masks answers makes of these bytes: status and body, or how it broke off.
async fn masked(path: &str, bytes: Vec<u8>) -> Result<(u16, Vec<u8>), reqwest::Error> {
    let server = Scripted::serve(vec![bytes]);
    let mut config = config(&format!("http://{}", server.address));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    let proxy = proxy(config).await;
    let url = format!("http://{}{path}", proxy.address);
    let answer = http().get(url).send().await?;
    Ok((answer.status().as_u16(), answer.bytes().await?.to_vec()))
}

/// The same for an answer of these headers and this body, which is passed on.
async fn passed(path: &str, headers: &str, body: &str) -> String {
    let (status, body) = masked(path, answer("200 OK", headers, body)).await.unwrap();
    assert_eq!(status, 200, "{path} {headers}");
    String::from_utf8(body).unwrap()
}

/// One with a body of any bytes.
fn answer_of(headers: &str, body: &[u8]) -> Vec<u8> {
    let length = format!(
        "Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let head = format!("HTTP/1.1 200 OK\r\n{headers}{length}");
    [head.as_bytes(), body].concat()
}

async fn check_refused(path: &str, bytes: Vec<u8>) {
    let told = String::from_utf8_lossy(&bytes).into_owned();
    let (status, body) = masked(path, bytes).await.unwrap();
    assert_eq!(status, 502, "{told}");
    let body = String::from_utf8(body).unwrap();
    let codes = ["unmaskable_answer", "answer_transfer_coding"];
    assert!(codes.iter().any(|code| body.contains(code)), "{told}");
}

#[tokio::test]
async fn events_are_masked_in_their_wire_whatever_they_are_called() {
    for headers in [
        "Content-Type: text/event-stream\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: text/html\r\n",
        "Content-Type: text/event-stream, text/event-stream\r\n",
        "Content-Type: image/png\r\nContent-Type: text/event-stream\r\n",
        "Content-Type: text/plain\r\nContent-Type: text/event-stream\r\n",
        "Content-Type: application/octet-stream\r\n",
        "Content-Type: application/vnd.provider.stream\r\n",
        "Content-Type: rubbish\r\n",
        "Content-Type: \r\n",
        "",
    ] {
        for path in [CHAT, OTHER] {
            for before in [
                "",
                "\u{feff}",
                ": ping\n\n",
                "event: x\r\nid: 1\r\nretry: 5\r\n",
            ] {
                let read = passed(path, headers, &(before.to_owned() + &split())).await;
                assert_eq!(
                    said(&read),
                    "Mail [EMAIL_1] now.",
                    "{headers} {path} {before}: {read}"
                );
            }
        }
    }
}

/// A gateway may stream what a path names as lines of JSON, under whatever type.
#[tokio::test]
async fn a_wire_that_the_path_names_is_masked_in_the_framing_that_came() {
    let claude = |text: &str| {
        format!(
            "{{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":\"{text}\"}}}}\n"
        )
    };
    let gemini = |text: &str| {
        format!("{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{text}\"}}]}}}}]}}\n")
    };
    let lines = |line: &dyn Fn(&str) -> String, texts: [&str; 2]| texts.map(line).concat();
    let events = "Content-Type: text/event-stream\r\n";
    let json = "Content-Type: application/json\r\n";
    for (path, headers, line) in [
        ("/v1/messages", events, &claude as &dyn Fn(&str) -> String),
        ("/v1beta/models/m:streamGenerateContent", events, &gemini),
        ("/v1beta/models/m:streamGenerateContent", json, &gemini),
    ] {
        let given = lines(line, ["Mail ada@loo", "ms.example, "]);
        let expected = lines(line, ["Mail ", "[EMAIL_1], "]);
        let read = passed(path, headers, &given).await;
        let said = |stream: &str| {
            let lines = stream.lines().map(serde_json::from_str);
            let values: Result<Vec<serde_json::Value>, _> = lines.collect();
            let texts = values.unwrap_or_else(|error| panic!("{error}: {stream}"));
            let text = |value: &serde_json::Value| {
                let claude = value.pointer("/delta/text");
                let gemini = value.pointer("/candidates/0/content/parts/0/text");
                claude.or(gemini).unwrap().as_str().unwrap().to_owned()
            };
            texts.iter().map(text).collect::<String>()
        };
        assert_eq!(said(&read), said(&expected), "{path} {headers}");
    }
}

#[tokio::test]
async fn events_of_no_known_wire_break_off_whatever_they_are_called() {
    let events = "data: {\"value\":\"ada@\"}\n\ndata: {\"value\":\"looms.example\"}\n\n";
    let read = masked(
        OTHER,
        answer("200 OK", "Content-Type: text/plain\r\n", events),
    )
    .await;
    assert!(read.is_err(), "{read:?}");
}

#[tokio::test]
async fn json_at_a_models_path_is_the_models_answer() {
    let json = r#"{"id":"call_4155550132","choices":[{"message":{"content":"Mail ada\u0040looms.example"}}]}"#;
    for headers in ["", "Content-Type: \r\n", "Content-Type: rubbish\r\n"] {
        let read = passed(CHAT, headers, json).await;
        let read: serde_json::Value = serde_json::from_str(&read).unwrap();
        assert_eq!(
            read["choices"][0]["message"]["content"], "Mail [EMAIL_1]",
            "{headers}"
        );
        assert_eq!(read["id"], "call_4155550132");
    }
    let lines = "{\"message\":{\"content\":\"ada@lo\"}}\n{\"message\":{\"content\":\"oms.example \"},\"done\":true}\n";
    let read = passed("/api/chat", "", lines).await;
    assert!(
        read.contains("[EMAIL_1]") && !read.contains("oms.example"),
        "{read}"
    );
}

#[tokio::test]
async fn text_is_masked_under_any_type_but_those_of_a_list() {
    let body = "mail ada@looms.example\n";
    for media_type in [
        "application/json-seq",
        "multipart/mixed; boundary=x",
        "multipart/byteranges; boundary=x",
        "application/x-www-form-urlencoded",
        "application/javascript",
        "application/csv",
        "application/grpc-web+proto",
        "image/svg+xml",
    ] {
        let read = passed(OTHER, &format!("Content-Type: {media_type}\r\n"), body).await;
        assert_eq!(read, "mail [EMAIL_1]\n", "{media_type}");
    }
    for media_type in [
        "image/png",
        "audio/mpeg",
        "video/mp4",
        "font/woff2",
        "application/pdf",
        "application/zip",
    ] {
        let read = passed(OTHER, &format!("Content-Type: {media_type}\r\n"), body).await;
        assert_eq!(read, body, "{media_type}");
    }
    let (binary, grpc) = (
        "\0\0\0\0\u{5}ada@looms.example",
        "Content-Type: application/grpc-web+proto\r\n",
    );
    assert_eq!(passed(OTHER, grpc, binary).await, binary);
}

/// Its values may stand in escapes.
#[tokio::test]
async fn json_is_masked_as_json_whatever_it_is_called() {
    let mail = r"ada\u0040looms.example";
    for media_type in [
        "text/plain",
        "text/html",
        "application/javascript",
        "image/png",
    ] {
        let headers = format!("Content-Type: {media_type}\r\n");
        for (body, expected) in [
            (
                format!(r#"{{"to":"{mail}","n":4111111111111111}}"#),
                r#"{"to":"[EMAIL_1]","n":"[CREDIT_CARD_1]"}"#,
            ),
            (
                format!("[\n  {{\"to\": \"{mail}\"}}\n]\n"),
                "[\n  {\"to\": \"[EMAIL_1]\"}\n]\n",
            ),
            (format!(r#""Mail {mail} now""#), r#""Mail [EMAIL_1] now""#),
        ] {
            assert_eq!(
                passed(OTHER, &headers, &body).await,
                expected,
                "{media_type}"
            );
        }
        let read = masked(
            OTHER,
            answer("200 OK", &headers, "data: {\"value\":\"ada@\"}\n\n"),
        )
        .await;
        assert!(read.is_err(), "{media_type}: {read:?}");
    }
    // What only begins as JSON does is the text that it is called.
    for (body, expected) in [
        (
            "\"So\" says ada@looms.example, C:\\u\\new \"é\n",
            "\"So\" says [EMAIL_1], C:\\u\\new \"é\n",
        ),
        (
            "{\"a\": 1} ada@looms.example \\u00",
            "{\"a\": 1} [EMAIL_1] \\u00",
        ),
        ("[10.0.0.5] GET /a", "[[IP_1]] GET /a"),
        ("{\"to\":\"ada@looms.example", "{\"to\":\"[EMAIL_1]"),
    ] {
        assert_eq!(
            passed(OTHER, "Content-Type: text/plain\r\n", body).await,
            expected
        );
    }
    let drawing = b"/* XPM */ static char *ada[] = {\"1 1\"};\n\xe9";
    let read = masked(
        OTHER,
        answer_of("Content-Type: image/x-xpixmap\r\n", drawing),
    )
    .await;
    assert!(matches!(read, Ok((200, _))), "{read:?}");
}

#[tokio::test]
async fn json_nested_so_deep_that_it_would_overflow_the_stack_is_refused() {
    for path in [CHAT, OTHER] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let body = |depth| open.repeat(depth) + "1" + &close.repeat(depth);
            let headers = "Content-Type: application/json\r\n";
            assert_eq!(passed(path, headers, &body(128)).await, body(128));
            for depth in [129, 200_000] {
                check_refused(path, answer_of(headers, body(depth).as_bytes())).await;
            }
        }
    }
}

#[tokio::test]
async fn text_that_is_not_utf8_is_refused() {
    let utf16: Vec<u8> = MAIL.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (media_type, body) in [
        ("text/plain; charset=utf-16le", utf16.clone()),
        ("text/csv", utf16.clone()),
        ("text/csv", [b"\xff\xfe", &utf16[..]].concat()),
        (
            "application/octet-stream",
            [b"\xff\xfe", &utf16[..]].concat(),
        ),
        ("application/json; charset=utf-16", utf16),
        (
            "text/plain; charset=utf-7",
            b"ada+AEA-looms.example".to_vec(),
        ),
        (
            "text/plain; charset=iso-8859-1",
            b"Jos\xe9 ada@looms.example".to_vec(),
        ),
    ] {
        check_refused(
            OTHER,
            answer_of(&format!("Content-Type: {media_type}\r\n"), &body),
        )
        .await;
    }
    let ascii = passed(
        OTHER,
        "Content-Type: text/plain; charset=ISO-8859-1\r\n",
        MAIL,
    )
    .await;
    assert_eq!(ascii, "[EMAIL_1]");
    // What has left can't be refused any more.
    let late = ["so ".repeat(100_000).as_bytes(), b"Jos\xe9 "].concat();
    let read = masked(OTHER, answer_of("Content-Type: text/plain\r\n", &late)).await;
    assert!(!matches!(read, Ok((200, _))));
}

#[tokio::test]
async fn what_is_packed_is_refused_however_that_is_said() {
    let gzip = b"\x1f\x8b\x08\x00ada@looms.example";
    let twice = "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n";
    for path in [CHAT, OTHER] {
        for media_type in ["text/plain", "application/json", "text/event-stream"] {
            let headers = format!("Content-Type: {media_type}\r\n{twice}");
            check_refused(path, answer_of(&headers, gzip)).await;
            let coded = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nConnection: close\r\n\
                 Transfer-Encoding: gzip, chunked\r\n\r\n{:x}\r\n",
                gzip.len()
            );
            check_refused(path, [coded.as_bytes(), gzip, b"\r\n0\r\n\r\n"].concat()).await;
        }
    }
}

#[tokio::test]
async fn ranges_of_what_is_masked_are_neither_asked_for_nor_passed_on() {
    let text = "Content-Type: text/plain\r\n";
    let part = || {
        answer(
            "206 Partial Content",
            &format!("{text}Content-Range: bytes 0-7/20\r\n"),
            "ada@loom",
        )
    };
    check_refused(OTHER, part()).await;
    let many = "Content-Type: multipart/byteranges; boundary=x\r\n";
    check_refused(
        OTHER,
        answer(
            "206 Partial Content",
            many,
            "--x\r\n\r\nada@loom\r\n--x--\r\n",
        ),
    )
    .await;
    let sound = answer(
        "206 Partial Content",
        "Content-Type: audio/mpeg\r\n",
        "ada@loom",
    );
    assert_eq!(
        masked(OTHER, sound).await.unwrap(),
        (206, b"ada@loom".to_vec())
    );
    for masks in [true, false] {
        let server = Scripted::serve(vec![answer("200 OK", text, "ok")]);
        let mut config = config(&format!("http://{}", server.address));
        if masks {
            config.redact.kinds = proxy::kinds(["default"]).unwrap();
        }
        let proxy = proxy(config).await;
        let request = http().get(format!("http://{}{OTHER}", proxy.address));
        let request = request
            .header("range", "bytes=0-7")
            .header("if-range", "\"x\"");
        request.send().await.unwrap();
        let asked = server.requests().concat().to_ascii_lowercase();
        assert_eq!(asked.contains("range"), !masks, "{asked}");
    }
}

#[tokio::test]
async fn an_answer_without_a_body_passes() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 20\r\nConnection: close\r\n\r\n";
    let server = Scripted::serve(vec![head.as_bytes().to_vec()]);
    let mut config = config(&format!("http://{}", server.address));
    config.redact.kinds = proxy::kinds(["default"]).unwrap();
    let proxy = proxy(config).await;
    let url = format!("http://{}{OTHER}", proxy.address);
    let answer = http().head(url).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert!(
        !answer.headers().contains_key("content-length"),
        "it would be another one"
    );
}

/// Who sets a proxy up learns what to change.
#[tokio::test]
async fn what_cannot_be_masked_is_told_with_the_reason() {
    let json = "content-type: application/json\r\n";
    for (headers, body, expected) in [
        (
            "content-type: text/event-stream\r\ncontent-encoding: gzip\r\n",
            "x",
            "packed (Content-Encoding)",
        ),
        (
            "content-type: application/json; charset=utf-16\r\n",
            "{}",
            "another encoding than UTF-8",
        ),
        ("content-type: text/plain\r\n", "m\0a\0", "expected UTF-8"),
    ] {
        let bytes = answer("200 OK", headers, body);
        let (status, told) = masked(OTHER, bytes).await.unwrap();
        let told = String::from_utf8(told).unwrap();
        assert_eq!(status, 502, "{headers}");
        assert!(
            told.contains("unmaskable_answer") && told.contains(expected),
            "{told}"
        );
    }
    let (status, told) = masked(OTHER, answer("206 Partial Content", json, "{}"))
        .await
        .unwrap();
    assert_eq!(status, 502);
    assert!(
        String::from_utf8(told)
            .unwrap()
            .contains("a part of an answer")
    );
}

/// What comes of an answer where requests alone are masked, and one value of the request was.
async fn turned_back(bytes: Vec<u8>) -> Result<(u16, Vec<u8>), reqwest::Error> {
    let server = Scripted::serve(vec![bytes]);
    let mut config = config(&format!("http://{}", server.address));
    config.redact_requests = proxy::kinds(["default"]).unwrap();
    let proxy = proxy(config).await;
    let url = format!("http://{}{OTHER}", proxy.address);
    let body = format!(r#"{{"to":"{MAIL}"}}"#);
    let asked = http().post(url).header("content-type", "application/json");
    let answer = asked.body(body).send().await?;
    Ok((answer.status().as_u16(), answer.bytes().await?.to_vec()))
}

/// Nothing is to be kept from the client: placeholders are turned back as long as it is text.
#[tokio::test]
async fn where_requests_alone_are_masked_what_is_no_text_passes() {
    let check = async |kind: &str, body: &[u8], expected: &[u8]| {
        let bytes = answer_of(&format!("Content-Type: {kind}\r\n"), body);
        let (status, out) = turned_back(bytes).await.unwrap();
        assert_eq!(status, 200, "{kind}");
        assert_eq!(out, expected, "{kind}: {}", String::from_utf8_lossy(&out));
    };
    let long = [
        b"So [EMAIL_1]. ".repeat(20),
        b"\xff\xfe\x00 [EMAIL_1] \xc3".to_vec(),
    ]
    .concat();
    let text = format!("So {MAIL}. ").repeat(20).into_bytes();
    let expected = [&text[..], b"\xff\xfe\x00 [EMAIL_1] \xc3"].concat();
    check("text/plain", &long, &expected).await;
    check("text/plain", b"\xff\xfes\x00o\x00", b"\xff\xfes\x00o\x00").await;
    check("text/plain", b"So [EMAIL_1", b"So [EMAIL_1").await;
    check("text/plain", b"[EMAIL_1] \xc3", b"ada@looms.example \xc3").await;
    check(
        "application/x-any",
        b"\x00\x01[EMAIL_1]",
        b"\x00\x01[EMAIL_1]",
    )
    .await;
}
