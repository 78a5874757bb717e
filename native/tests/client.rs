//! The client on real sockets.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use midflight::Monotonic;
use midflight::client::{self, ClientError};
use midflight::core::{Config, Ending, Engine, Event, Wire};

/// Serves one connection: reads the request's head, then sends the parts one by one.
fn serve(parts: Vec<Vec<u8>>) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let _ = socket.read(&mut [0; 4096]);
        for part in parts {
            let _ = socket.write_all(&part);
            let _ = socket.flush();
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    address
}

/// What a client reads from such a server, and the text in it.
fn read(parts: Vec<Vec<u8>>) -> (Result<Ending, ClientError>, String) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let url = format!("http://{}/v1", serve(parts));
    let engine = Engine::new(Config::default()).unwrap();
    let mut session = engine.session(Wire::Auto);
    let mut text = String::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Mention(mention) = event {
            text.push_str(mention.text);
        }
    };
    let ending = runtime.block_on(async {
        let http = client::builder().no_proxy().tls_certs_only([]).build()?;
        let response = http.get(url).send().await?;
        client::read_body(response, &mut session, &Monotonic::start(), &mut sink).await
    });
    (ending, text)
}

fn head(status: &str, length: usize) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/event-stream\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes()
}

const BODY: &[u8] = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Ask ada@\"}}]}\n\n\
data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"looms.example now\"}}]}\n\ndata: [DONE]\n\n";

#[test]
fn a_body_is_read_however_the_network_divides_it() {
    for size in [1, 7, 64, BODY.len()] {
        let mut parts = vec![head("200 OK", BODY.len())];
        parts.extend(BODY.chunks(size).map(<[u8]>::to_vec));
        let (ending, text) = read(parts);
        assert_eq!(
            (ending.unwrap(), text.as_str()),
            (Ending::Complete, "ada@looms.example")
        );
    }
}

#[test]
fn a_refusal_is_told_with_its_status_and_body() {
    let (ending, text) = read(vec![
        head("429 Too Many Requests", 9),
        b"slow down".to_vec(),
    ]);
    let said = ending.unwrap_err().to_string();
    assert!(said.contains("429") && said.contains("slow down"), "{said}");
    assert_eq!(text, "");
}

#[test]
fn a_connection_that_breaks_is_an_error_and_not_an_end() {
    let (ending, _) = read(vec![head("200 OK", BODY.len()), BODY[..40].to_vec()]);
    assert!(matches!(ending, Err(ClientError::Http(_))), "{ending:?}");
}

#[test]
fn nobody_there_is_an_error_that_names_the_address() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // Kept, so that nobody else gets its port.
    let deaf = tokio::net::TcpSocket::new_v4().unwrap();
    deaf.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let address = deaf.local_addr().unwrap();
    let refused = runtime.block_on(async {
        let http = client::builder()
            .no_proxy()
            .tls_certs_only([])
            .build()
            .unwrap();
        http.get(format!("http://{address}/")).send().await
    });
    let said = ClientError::from(refused.unwrap_err()).to_string();
    assert!(said.contains(&address.to_string()), "{said}");
}
