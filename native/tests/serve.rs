//! The replay server on real sockets.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use std::net::SocketAddr;
use std::path::PathBuf;

use futures_util::{SinkExt, StreamExt};
use midflight::core::{Channel, Config, Decoder, Delta, Engine, Heard, Wire};
use midflight::serve::{Catalogue, Options, Recording};
use reqwest::{Response, StatusCode};
use support::process::Process;
use support::replay::{http, replay, shipped};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

fn recording(name: &str) -> Recording {
    Catalogue::shipped().named(name).unwrap().clone()
}

async fn get(address: SocketAddr, path: &str) -> Response {
    http()
        .get(format!("http://{address}{path}"))
        .send()
        .await
        .unwrap()
}

async fn post(address: SocketAddr, path: &str, body: &str) -> Response {
    let request = http().post(format!("http://{address}{path}"));
    request.body(body.to_owned()).send().await.unwrap()
}

/// What comes of a body, and whether it came to its end.
async fn read(response: Response) -> (Vec<u8>, bool) {
    let mut chunks = response.bytes_stream();
    let mut read = Vec::new();
    while let Some(chunk) = chunks.next().await {
        match chunk {
            Ok(chunk) => read.extend_from_slice(&chunk),
            Err(_) => return (read, false),
        }
    }
    (read, true)
}

/// The text that a stream says.
fn said(wire: Wire, bytes: &[u8]) -> String {
    let engine = Engine::new(Config::default()).unwrap();
    let mut text = String::new();
    let mut hear = |heard: Heard<'_>| {
        if let Heard::Delta(Delta::Text {
            channel: Channel::Text { .. },
            text: piece,
            ..
        }) = heard
        {
            text.push_str(piece);
        }
    };
    let mut decoder = Decoder::new(wire, engine.limits(), engine.pool());
    decoder.write(bytes, &mut hear).unwrap();
    decoder.finish(&mut hear).unwrap();
    text
}

#[tokio::test]
async fn a_stream_is_sent_byte_for_byte() {
    let address = shipped().await;
    for recording in Catalogue::shipped().iter() {
        let response = get(address, &format!("/stream/{}", recording.name)).await;
        assert_eq!(response.headers()["content-type"], recording.content_type());
        let (bytes, whole) = read(response).await;
        assert!(whole && bytes == recording.bytes, "{}", recording.name);
    }
}

#[tokio::test]
async fn events_say_what_the_recording_says_and_go_on_behind_the_last_one_seen() {
    let address = shipped().await;
    for name in ["openai-chat", "anthropic", "gemini"] {
        let recording = recording(name);
        let (whole, _) = read(get(address, &format!("/sse/{name}")).await).await;
        assert_eq!(
            said(recording.wire, &whole),
            said(recording.wire, &recording.bytes)
        );
        let request = http().get(format!("http://{address}/sse/{name}"));
        let resumed = request.header("last-event-id", "20").send().await.unwrap();
        let (resumed, _) = read(resumed).await;
        assert!(resumed.len() < whole.len() && whole.ends_with(&resumed));
        let first = String::from_utf8_lossy(&resumed).into_owned();
        assert!(
            first.split("\n\n").next().unwrap().ends_with("id: 21"),
            "{first}"
        );
    }
    let request = http().get(format!("http://{address}/sse/text"));
    let after = request
        .header("last-event-id", "100000")
        .send()
        .await
        .unwrap();
    assert_eq!(after.status(), StatusCode::NO_CONTENT);
}

/// Without its binary headers a message of an AWS event stream tells no reader what it is.
#[tokio::test]
async fn an_event_stream_has_no_other_form() {
    let address = shipped().await;
    for path in ["/sse/bedrock", "/sse/bedrock?status=500"] {
        let refused = get(address, path).await;
        assert_eq!(refused.status(), StatusCode::NOT_ACCEPTABLE, "{path}");
        let (why, _) = read(refused).await;
        let why = String::from_utf8_lossy(&why).into_owned();
        assert!(why.contains("expected /stream/bedrock"), "{why}");
    }
    let url = format!("ws://{address}/ws/bedrock");
    let refused = tokio_tungstenite::connect_async(url).await.unwrap_err();
    let tokio_tungstenite::tungstenite::Error::Http(refused) = refused else {
        panic!("{refused}");
    };
    assert_eq!(refused.status(), StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn providers_endpoints_stream_when_they_are_asked_to() {
    let address = shipped().await;
    let stream = r#"{"model":"any","stream":true}"#;
    for (path, body, name) in [
        ("/v1/chat/completions", stream, "openai-chat"),
        ("/v1/responses", stream, "openai-responses"),
        ("/v1/messages", stream, "anthropic"),
        (
            "/v1beta/models/any:streamGenerateContent?alt=sse",
            "{}",
            "gemini",
        ),
        ("/api/chat", "{}", "ollama"),
        (
            "/v1/chat/completions",
            r#"{"model":"mistral","stream":true}"#,
            "mistral",
        ),
        ("/v2/chat", stream, "cohere"),
        ("/completion", stream, "llama-cpp"),
        ("/generate_stream", "{}", "tgi"),
        ("/model/any/converse-stream", "{}", "bedrock"),
    ] {
        let response = post(address, path, body).await;
        let recording = recording(name);
        assert_eq!(response.headers()["content-type"], recording.content_type());
        let (bytes, whole) = read(response).await;
        assert!(whole && bytes == recording.bytes, "{path}");
    }
}

/// `/api/generate` says what the chat says, in the form of its own.
#[tokio::test]
async fn ollama_generates_as_it_chats() {
    let address = shipped().await;
    let (bytes, whole) = read(post(address, "/api/generate", "{}").await).await;
    let text = String::from_utf8(bytes).unwrap();
    assert!(whole && text.contains("\"response\":") && !text.contains("\"message\":"));
    let chat = recording("ollama");
    assert_eq!(
        said(Wire::Ollama, text.as_bytes()),
        said(Wire::Ollama, &chat.bytes)
    );
}

/// The older completions say the text of a chat, and nothing else.
#[tokio::test]
async fn completions_say_what_the_chat_says() {
    let address = shipped().await;
    for name in ["openai-chat", "mistral"] {
        let body = format!(r#"{{"model":"{name}","stream":true}}"#);
        let response = post(address, "/v1/completions", &body).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let (bytes, whole) = read(response).await;
        let text = String::from_utf8(bytes).unwrap();
        assert!(whole && text.ends_with("data: [DONE]\n\n"));
        let chat = recording(name);
        let expected = said(chat.wire, &chat.bytes);
        assert!(!expected.is_empty());
        assert_eq!(said(Wire::OpenAiChat, text.as_bytes()), expected);
        let chunks = text.lines().filter_map(|line| line.strip_prefix("data: {"));
        for chunk in chunks {
            let chunk: serde_json::Value = serde_json::from_str(&format!("{{{chunk}")).unwrap();
            assert_eq!(chunk["object"], "text_completion");
            assert!(chunk["choices"][0]["delta"].is_null());
        }
    }
}

/// Bedrock hands a model's own events over in chunks of an AWS event stream.
#[tokio::test]
async fn bedrock_invokes_a_model_of_anthropic() {
    let address = shipped().await;
    let path = "/model/anthropic.claude-any-v1:0/invoke-with-response-stream";
    let response = post(address, path, "{}").await;
    let media_type = "application/vnd.amazon.eventstream";
    assert_eq!(response.headers()["content-type"], media_type);
    let (bytes, whole) = read(response).await;
    let anthropic = recording("anthropic");
    assert!(whole);
    assert_eq!(
        said(Wire::Bedrock, &bytes),
        said(Wire::Anthropic, &anthropic.bytes)
    );
    let cut = format!("{path}?cut=1000");
    assert_eq!(
        read(post(address, &cut, "{}").await).await,
        (bytes[..1000].to_vec(), false)
    );
}

#[tokio::test]
async fn providers_endpoints_answer_whole_elsewhere() {
    let address = shipped().await;
    for (path, body, text, name) in [
        (
            "/v1/chat/completions",
            "{}",
            "/choices/0/message/content",
            "openai-chat",
        ),
        (
            "/v1/responses",
            "{}",
            "/output/1/content/0/text",
            "openai-responses",
        ),
        ("/v1/messages", "{}", "/content/1/text", "anthropic"),
        (
            "/v1/models/any:generateContent",
            "{}",
            "/candidates/0/content/parts/1/text",
            "gemini",
        ),
        (
            "/api/chat",
            r#"{"stream":false}"#,
            "/message/content",
            "ollama",
        ),
        (
            "/api/generate",
            r#"{"stream":false}"#,
            "/response",
            "ollama",
        ),
        ("/v1/completions", "{}", "/choices/0/text", "openai-chat"),
        ("/v2/chat", "{}", "/message/content/0/text", "cohere"),
        ("/completion", "{}", "/content", "llama-cpp"),
        ("/generate", "{}", "/generated_text", "tgi"),
        (
            "/model/any/converse",
            "{}",
            "/output/message/content/1/text",
            "bedrock",
        ),
        ("/model/any/invoke", "{}", "/content/1/text", "anthropic"),
    ] {
        let (bytes, _) = read(post(address, path, body).await).await;
        let answer: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let recording = recording(name);
        let expected = said(recording.wire, &recording.bytes);
        assert!(!expected.is_empty());
        assert_eq!(answer.pointer(text).unwrap(), expected.as_str(), "{path}");
    }
    let nothing = replay(Options::default()).await;
    let none = post(nothing, "/v1/messages", "{}").await;
    assert_eq!(none.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn faults_come_at_the_byte_that_was_asked_for() {
    let address = shipped().await;
    let whole = recording("openai-chat").bytes;
    for fault in ["cut=1000", "reset=1000", "garbage=500&cut=1000"] {
        let (bytes, ended) =
            read(get(address, &format!("/stream/openai-chat?{fault}")).await).await;
        assert!(!ended, "{fault}");
        match fault {
            "cut=1000" => assert_eq!(bytes, whole[..1000]),
            "reset=1000" => assert!(whole.starts_with(&bytes)),
            _ => {
                assert_eq!(bytes.len(), 1256);
                assert_eq!(
                    (&bytes[..500], &bytes[756..]),
                    (&whole[..500], &whole[500..1000])
                );
            }
        }
    }
    let (bytes, ended) =
        read(get(address, "/stream/openai-chat?stall=100&stall_ms=20").await).await;
    assert!(ended && bytes == whole);
}

#[tokio::test]
async fn a_status_can_be_asked_for_by_header_too() {
    let address = shipped().await;
    let asked = get(address, "/sse/anthropic?status=429").await;
    assert_eq!(asked.status(), StatusCode::TOO_MANY_REQUESTS);
    let request = http().post(format!("http://{address}/v1/messages"));
    let asked = request
        .header("Midflight-Replay", "status=529")
        .send()
        .await
        .unwrap();
    assert_eq!(asked.status().as_u16(), 529);
    let wrong = get(address, "/sse/anthropic?cut=soon").await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    let missing = get(address, "/sse/nothing").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
}

/// A test that asks for a fault must not pass because it misspelled it.
#[tokio::test]
async fn what_cannot_be_wished_is_refused() {
    let address = shipped().await;
    let check = |path: &'static str,
                 header: Option<&'static str>,
                 status: u16,
                 expected: &'static str| async move {
        let mut request = http().post(format!("http://{address}{path}"));
        if let Some(header) = header {
            request = request.header("Midflight-Replay", header);
        }
        let answer = request.body("{}").send().await.unwrap();
        let told = (answer.status().as_u16(), answer.text().await.unwrap());
        assert_eq!(told.0, status, "{path} {header:?}: {}", told.1);
        assert!(told.1.contains(expected), "{path} {header:?}: {}", told.1);
    };
    let messages = "/v1/messages";
    check(
        "/sse/anthropic?ct=4000",
        None,
        400,
        "no such wish: ct (expected tokens_per_second, ",
    )
    .await;
    check(
        "/stream/anthropic?tokens-per-second=9",
        None,
        400,
        "no such wish",
    )
    .await;
    check(messages, Some("stat=500"), 400, "no such wish: stat").await;
    check(messages, Some("bogus"), 400, "no such wish: bogus").await;
    // A provider's query has names of its own.
    check("/v1/messages?beta=true&status=529", None, 529, "529").await;
    check(
        "/v1/messages?stream=gemini",
        None,
        404,
        "no stream of the wire anthropic is called gemini",
    )
    .await;
    check(messages, Some("stream=nowhere"), 404, "is called nowhere").await;
    check(
        "/v1/chat/completions?stream=mistral",
        None,
        200,
        "Claire Fontaine",
    )
    .await;
}

#[tokio::test]
async fn a_websocket_gets_a_message_a_frame_and_an_orderly_end() {
    let address = shipped().await;
    let request = format!("ws://{address}/ws/ollama?tokens_per_second=2000")
        .into_client_request()
        .unwrap();
    let tcp = tokio::net::TcpStream::connect(address).await.unwrap();
    let (mut socket, _) = tokio_tungstenite::client_async(request, tcp).await.unwrap();
    socket
        .send(Message::Ping(b"are you there"[..].into()))
        .await
        .unwrap();
    let (mut lines, mut pong, mut close) = (String::new(), false, None);
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) => lines.extend([text.as_str(), "\n"]),
            Message::Pong(payload) => pong = payload == b"are you there"[..],
            Message::Close(frame) => close = frame.map(|frame| u16::from(frame.code)),
            _ => {}
        }
    }
    assert_eq!(lines.as_bytes(), recording("ollama").bytes);
    assert!(pong);
    assert_eq!(close, Some(1000));
}

/// A directory that lasts as long as the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let folder = folder.join(format!("{}-{name}", std::process::id()));
        for (file, content) in files {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_directory_of_streams_is_served_beside_the_shipped_ones() {
    let sse = recording("anthropic").bytes;
    let lines = bare(&sse);
    let folder = Folder::new(
        "streams",
        &[
            ("mistral/mine.sse", b"data: {}\n\n"),
            ("found.sse", &sse),
            ("found.sse.timing", b"0 100\n1000 100000\n"),
            ("found.expected.json", b"{}"),
            ("bare.ndjson", lines.as_bytes()),
        ],
    );
    // What is no file is passed over: a pipe would be read without end.
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/null", folder.0.join("device.sse")).unwrap();
    let mut catalogue = Catalogue::shipped();
    catalogue.add_directory(&folder.0).unwrap();
    let wire = |name: &str| catalogue.named(name).map(|recording| recording.wire);
    assert_eq!(wire("mistral/mine"), Some(Wire::Mistral));
    assert_eq!(wire("found"), Some(Wire::Anthropic));
    assert_eq!(wire("bare"), Some(Wire::Anthropic));
    let pieces = catalogue.named("bare").unwrap().pieces();
    assert_eq!(pieces.len(), lines.lines().count());
    assert_eq!(
        catalogue.iter().count(),
        Catalogue::shipped().iter().count() + 3
    );
    let address = replay(Options {
        catalogue,
        ..Options::default()
    })
    .await;
    let (bytes, _) = read(get(address, "/stream/mistral/mine").await).await;
    assert_eq!(bytes, b"data: {}\n\n");
    let (bytes, _) = read(get(address, "/stream/found?pace=recorded").await).await;
    assert_eq!(bytes, sse);
    let answer = get(address, "/stream/bare").await;
    assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
    assert_eq!(read(answer).await.0, lines.as_bytes());
    let whole = |name: &'static str| async move {
        let body = format!(r#"{{"model":"{name}","stream":false}}"#);
        read(post(address, "/v1/messages", &body).await).await.0
    };
    assert_eq!(whole("bare").await, whole("found").await);
}

/// The data of server-sent events, one a line.
fn bare(sse: &[u8]) -> String {
    let events = String::from_utf8_lossy(sse);
    let data = events
        .lines()
        .filter_map(|line| line.strip_prefix("data: "));
    data.flat_map(|data| [data, "\n"]).collect()
}

#[tokio::test]
async fn a_site_is_sent_as_wasm_needs_it() {
    let folder = Folder::new(
        "site",
        &[
            ("index.html", b"<!doctype html>"),
            ("assets/engine-3f9a0c12.wasm", b"\0asm"),
            ("assets/engine-3f9a0c12.wasm.br", b"brotli"),
        ],
    );
    let address = replay(Options {
        catalogue: Catalogue::shipped(),
        site: Some(folder.0.clone()),
        ..Options::default()
    })
    .await;
    let page = get(address, "/").await;
    assert_eq!(page.headers()["cache-control"], "no-cache");
    assert_eq!(page.headers()["cross-origin-opener-policy"], "same-origin");
    assert_eq!(
        page.headers()["cross-origin-embedder-policy"],
        "require-corp"
    );
    let csp = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        csp.contains("script-src 'self' 'wasm-unsafe-eval';") && !csp.contains("'unsafe-eval'")
    );
    assert_eq!(read(page).await.0, b"<!doctype html>");
    let plain = get(address, "/assets/engine-3f9a0c12.wasm").await;
    assert_eq!(plain.headers()["content-type"], "application/wasm");
    let control = plain.headers()["cache-control"].to_str().unwrap();
    assert!(control.contains("immutable"), "{control}");
    let request = http().get(format!("http://{address}/assets/engine-3f9a0c12.wasm"));
    let packed = request
        .header("accept-encoding", "br")
        .send()
        .await
        .unwrap();
    assert_eq!(packed.headers()["content-encoding"], "br");
    assert_eq!(packed.headers()["vary"], "accept-encoding");
    assert_eq!(packed.headers()["content-type"], "application/wasm");
    assert_eq!(read(packed).await.0, b"brotli");
    let slow = get(address, "/assets/engine-3f9a0c12.wasm?kbps=8000").await;
    assert_eq!(slow.headers()["server-timing"], "rate;desc=\"8000 kbit/s\"");
    // Out of a cache it would come at no rate at all.
    assert_eq!(slow.headers()["cache-control"], "no-store");
    assert_eq!(slow.headers()["content-length"], "4");
    assert_eq!(read(slow).await.0, b"\0asm");
    let missing = get(address, "/assets/other-3f9a0c12.wasm").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(missing.headers()["cache-control"], "no-cache");
    assert_eq!(
        get(address, "/../Cargo.toml").await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn pages_of_this_machine_may_read_and_others_may_not() {
    let address = shipped().await;
    for (origin, allowed) in [
        ("http://localhost:5173", true),
        ("https://evil.example", false),
    ] {
        let request = http().get(format!("http://{address}/sse/text"));
        let response = request.header("origin", origin).send().await.unwrap();
        let header = response.headers().get("access-control-allow-origin");
        assert_eq!(
            header.is_some_and(|value| value == origin),
            allowed,
            "{origin}"
        );
    }
}

#[tokio::test]
#[cfg(unix)]
async fn the_verb_tells_where_it_serves_and_ends_when_it_is_asked_to() {
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--tokens-per-second",
        "100000",
    ];
    let mut process = Process::start(&arguments);
    let url = format!("{}/stream/anthropic", process.address());
    let (bytes, _) = read(http().get(url).send().await.unwrap()).await;
    assert_eq!(bytes, recording("anthropic").bytes);
    process.terminate();
    assert_eq!(process.wait(), 0);
}
