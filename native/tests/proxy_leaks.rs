//! Masking through the proxy itself: for values of every kind, in every wire and channel, however the model
//! and the network divide them, what the client has read is at every moment a beginning of the masked text,
//! and no byte of it tells the value.
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use midflight::core::{Config, Delta, Engine, Event, Kinds, Timestamp, Wire};
use midflight::proxy;
use serde_json::json;
use support::echo::{Echo, SPEECHES, Speech};
use support::proxying::{Proxying, config, proxy};
use support::replay::http;

/// A value of each kind that is masked, and what stands in its place.
const VALUES: [(&str, &str); 14] = [
    ("ada.park+x@looms.example", "EMAIL"),
    ("+1 (415) 555-0132", "PHONE"),
    ("+44 20 7946 0958", "PHONE"),
    ("4111 1111 1111 1111", "CREDIT_CARD"),
    ("DE89 3704 0044 0532 0130 00", "IBAN"),
    ("536-90-4399", "SSN"),
    ("192.0.2.117", "IP"),
    ("2001:db8::8a2e:370:7334", "IP"),
    ("00:1b:44:11:3a:b7", "MAC"),
    ("1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "CRYPTO_ADDRESS"),
    ("ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "SECRET"),
    ("AKIAQ3EGRIDZ5XW7KPLM", "SECRET"),
    (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
        "SECRET",
    ),
    ("Kofi Mensah", "PERSON"),
];

/// Everything that is said in a part of a stream.
fn said(engine: &Engine, wire: Wire, bytes: &[u8]) -> String {
    let mut said = String::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Delta(Delta::Text { text, .. }) = event {
            said.push_str(text);
        }
    };
    let mut session = engine.session(wire);
    session.write(bytes, Timestamp(0), &mut sink).unwrap();
    session.finish(Timestamp(0), &mut sink).unwrap();
    said
}

/// A text, masked at once.
fn masked(engine: &Engine, text: &str) -> String {
    let mut redactor = engine.redactor(Wire::Text, Kinds::sensitive());
    let mut out = Vec::new();
    let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
    redactor.write(text.as_bytes(), &mut write).unwrap();
    redactor.finish(&mut write).unwrap();
    String::from_utf8(out).unwrap()
}

struct Leaks {
    proxy: Proxying,
    engine: Engine,
}

impl Leaks {
    async fn start() -> Self {
        let echo = Echo::serve().await;
        let mut config = config(&format!("http://{}", echo.address));
        config.redact.kinds = proxy::kinds(["default"]).unwrap();
        Self {
            proxy: proxy(config).await,
            engine: Engine::new(Config::default()).unwrap(),
        }
    }

    /// What the model says goes through in pieces of so many characters, in so many bytes a write.
    async fn check(
        &self,
        speech: &Speech,
        channel: &str,
        value: &str,
        mark: &str,
        sizes: [usize; 2],
    ) {
        let text = format!("It is {value}, so they \"said\".");
        let masked = masked(&self.engine, &text);
        assert!(masked.contains(&format!("[{mark}_1]")), "{masked}");
        let expected = match channel {
            "x-tool" => json!({ "note": masked }).to_string(),
            _ => masked,
        };
        let url = format!("http://{}{}", self.proxy.address, speech.path);
        let request = http().post(url).body((speech.ask)(&text).to_string());
        let request = request
            .header("x-piece", sizes[0])
            .header("x-write", sizes[1]);
        let mut answer = request.header(channel, "1").send().await.unwrap();
        let (mut read, mut wire) = (Vec::new(), Wire::Auto);
        while let Some(chunk) = answer.chunk().await.unwrap() {
            read.extend_from_slice(&chunk);
            if wire == Wire::Auto {
                wire = self.wire(&read);
            }
            let so_far = said(&self.engine, wire, &read);
            assert!(expected.starts_with(&so_far), "{so_far:?} of {expected:?}");
        }
        assert_eq!(
            said(&self.engine, wire, &read),
            expected,
            "{} {channel}",
            speech.path
        );
        let read = String::from_utf8(read).unwrap();
        let escaped = json!(value).to_string();
        for told in [value, escaped.trim_matches('"'), &value[..value.len() / 2]] {
            assert!(!read.contains(told), "{told} in {read}");
        }
    }

    /// What a stream is taken for.
    fn wire(&self, bytes: &[u8]) -> Wire {
        let mut wire = Wire::Auto;
        let mut session = self.engine.session(Wire::Auto);
        let mut sink = |event: &Event<'_>| {
            if let Event::Wire(found) = event {
                wire = *found;
            }
        };
        session.write(bytes, Timestamp(0), &mut sink).unwrap();
        wire
    }
}

/// A small repeatable source of numbers (xorshift), so that a failing run can be run again.
struct Numbers(u64);

impl Numbers {
    fn up_to(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        1 + (self.0 % most as u64) as usize
    }
}

#[tokio::test]
async fn text_does_not_leak_in_any_wire() {
    let (leaks, mut numbers) = (Leaks::start().await, Numbers(0x9e37_79b9_7f4a_7c15));
    for (value, mark) in VALUES {
        for speech in &SPEECHES {
            for _ in 0..3 {
                let sizes = [numbers.up_to(9), numbers.up_to(120)];
                leaks.check(speech, "x-text", value, mark, sizes).await;
            }
        }
    }
}

#[tokio::test]
async fn reasoning_and_arguments_do_not_leak() {
    let (leaks, mut numbers) = (Leaks::start().await, Numbers(0x2545_f491_4f6c_dd1d));
    for (value, mark) in VALUES {
        for channel in ["x-thought", "x-tool"] {
            for _ in 0..4 {
                let sizes = [numbers.up_to(9), numbers.up_to(120)];
                leaks.check(&SPEECHES[0], channel, value, mark, sizes).await;
            }
        }
    }
}
