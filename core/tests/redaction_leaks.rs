//! Invariant 6 over every kind that is masked, every wire and every channel: for every split of a text
//! into deltas, what has been written is at every moment a prefix of the masked whole, and no value is
//! in any byte of it.

mod support;

use midflight_core::{Engine, Kind, Kinds, Wire};
use support::{FRAMED, calls, engine, invoked, masked, refusals, said, stream, thoughts, traces};

/// A value of each kind.
const VALUES: &[(Kind, &str)] = &[
    (Kind::Email, "ada.park+x@looms.example"),
    (Kind::Phone, "+1 (415) 555-0132"),
    (Kind::Phone, "+44 20 7946 0958"),
    (Kind::CreditCard, "4111 1111 1111 1111"),
    (Kind::Iban, "DE89 3704 0044 0532 0130 00"),
    (Kind::Ssn, "536-90-4399"),
    (Kind::Ip, "192.0.2.117"),
    (Kind::Ip, "2001:db8::8a2e:370:7334"),
    (Kind::Mac, "00:1b:44:11:3a:b7"),
    (Kind::CryptoAddress, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
    (Kind::Secret, "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"),
    (Kind::Secret, "AKIAQ3EGRIDZ5XW7KPLM"),
    (
        Kind::Secret,
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    ),
    (Kind::Person, "Kofi Mensah"),
];

/// Texts around a value, and one in which it ends the stream.
const AROUND: &[(&str, &str)] = &[
    ("It is ", ", so they said."),
    ("", " was told to us."),
    ("It is ", ""),
];

/// A stream of one text in pieces.
type Make = fn(Wire, &[&str]) -> Vec<u8>;

fn check(engine: &Engine, wire: Wire, make: Make, wrap: (&str, &str)) {
    for &(kind, value) in VALUES {
        for (before, behind) in AROUND {
            let text = format!("{}{before}{value}{behind}{}", wrap.0, wrap.1);
            let whole = masked(engine, wire, Kinds::sensitive(), [&*make(wire, &[&text])]);
            let expected = text_of(engine, wire, &whole);
            let marked = expected.contains(&format!("[{}_1]", kind.name().to_ascii_uppercase()));
            assert!(marked, "{wire:?}: {expected:?} masks {value}");
            for cut in (1..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
                let bytes = make(wire, &[&text[..cut], &text[cut..]]);
                split(engine, wire, &bytes, value, &expected);
            }
        }
    }
}

/// Writes a stream a few bytes at a time, and looks at all that has come out at each step.
fn split(engine: &Engine, wire: Wire, bytes: &[u8], value: &str, expected: &str) {
    let mut out = Vec::new();
    let mut redactor = engine.redactor(wire, Kinds::sensitive());
    for piece in bytes.chunks(61) {
        redactor
            .write(piece, &mut |bytes| out.extend_from_slice(bytes))
            .unwrap();
        let so_far = text_of(engine, wire, &out);
        assert!(
            expected.starts_with(&so_far),
            "{wire:?}: {so_far:?} of {expected:?}"
        );
    }
    redactor
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    assert_eq!(text_of(engine, wire, &out), expected, "{wire:?}");
    traces::assert_none(&out, value, wire.name());
}

fn text_of(engine: &Engine, wire: Wire, bytes: &[u8]) -> String {
    let mut channels = said(engine, wire, bytes).into_values();
    let text = channels.next().unwrap_or_default();
    assert!(channels.next().is_none(), "one channel");
    text
}

#[test]
fn text_does_not_leak() {
    let engine = engine();
    for wire in FRAMED.iter().copied().chain([Wire::Text]) {
        let make: Make = match wire {
            Wire::Text => |_, pieces| pieces.concat().into_bytes(),
            _ => stream,
        };
        check(&engine, wire, make, ("", ""));
    }
}

#[test]
fn text_in_base64_does_not_leak() {
    check(&engine(), Wire::Bedrock, invoked::message, ("", ""));
}

#[test]
fn refusals_do_not_leak() {
    let engine = engine();
    for wire in refusals::WIRES {
        check(&engine, wire, refusals::refusal, ("", ""));
    }
}

/// Arguments that come whole are one delta, which the network alone divides.
#[test]
fn whole_arguments_do_not_leak() {
    let engine = engine();
    let make: Make = |wire, pieces| calls::call(wire, &[&pieces.concat()]);
    for wire in calls::WHOLE {
        check(&engine, wire, make, ("{\"note\":\"", "\"}"));
    }
}

#[test]
fn reasoning_does_not_leak() {
    let engine = engine();
    for wire in thoughts::WIRES {
        check(&engine, wire, thoughts::thoughts, ("", ""));
    }
}

#[test]
fn tool_arguments_do_not_leak() {
    let engine = engine();
    for wire in calls::PIECES {
        check(&engine, wire, calls::call, ("{\"note\":\"", "\"}"));
        check(
            &engine,
            wire,
            calls::call,
            ("[\"a \\\"b\\\"\\n", " \\u00e9\"]"),
        );
    }
}
