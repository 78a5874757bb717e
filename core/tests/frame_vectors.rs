//! The vectors of web-platform-tests, at every chunking.

mod frame_support;

use frame_support::{Out, Told, at_every_split, limit};
use midflight_core::Framing;
use serde_json::Value;

const VECTORS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../shared/fixtures/sse/wpt.json"
);

#[test]
fn every_vector_at_every_chunking() {
    let Ok(json) = std::fs::read(VECTORS) else {
        assert!(std::env::var("CI").is_err(), "no {VECTORS}");
        println!("skipped: no ../shared");
        return;
    };
    let vectors: Vec<Value> = serde_json::from_slice(&json).expect("a vector as the README says");
    assert!(vectors.len() >= 26, "{}", vectors.len());
    for vector in &vectors {
        check(vector);
    }
}

fn check(vector: &Value) {
    let text = |value: &Value| {
        value
            .as_str()
            .expect("a vector as the README says")
            .to_owned()
    };
    let bytes = base64(
        vector["bytes_b64"]
            .as_str()
            .expect("a vector as the README says"),
    );
    let told = at_every_split(Framing::Sse, limit(), &bytes);
    let expected = vector["expect"]
        .as_array()
        .expect("a vector as the README says")
        .iter();
    let expected: Vec<_> = expected
        .map(|event| [&event["event"], &event["data"], &event["id"]].map(text))
        .collect();
    assert_eq!(events(&told), expected, "{}", vector["name"]);
    assert_eq!(told.last_event_id, text(&vector["last_event_id"]));
    assert_eq!(told.retry, vector["retry"].as_u64(), "{}", vector["name"]);
}

fn events(told: &Told) -> Vec<[String; 3]> {
    let events = told.items.iter().filter_map(|out| match out {
        Out::Frame {
            event, data, id, ..
        } => Some([
            event.clone(),
            String::from_utf8(data.clone()).expect("a vector as the README says"),
            id.clone(),
        ]),
        Out::Told(..) => None,
    });
    events.collect()
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| -> u32 {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        DIGITS
            .iter()
            .position(|&digit| digit == byte)
            .expect("a vector as the README says") as u32
    };
    let digits: Vec<_> = text.bytes().filter(|&byte| byte != b'=').collect();
    let group = |group: &[u8]| {
        let bits = group
            .iter()
            .enumerate()
            .fold(0, |bits, (at, &byte)| bits | digit(byte) << (18 - 6 * at));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    digits.chunks(4).flat_map(group).collect()
}
