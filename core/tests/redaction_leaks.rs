//! Invariant 6 over every kind that is masked, every wire and every channel: for every split of a text
//! into deltas, what has been written is at every moment a prefix of the masked whole, and no value is
//! in any byte of it.

mod support;

use midflight_core::{Engine, Kinds, Wire};
use support::sensitive::VALUES;
use support::{FRAMED, calls, engine, heard, invoked, masked, refusals, stream, thoughts, traces};

/// Texts around a value, and one in which it ends the stream.
const AROUND: &[(&str, &str)] = &[
    ("It is ", ", so they said."),
    ("", " was told to us."),
    ("It is ", ""),
];

/// A stream of one text in pieces.
type Make = fn(Wire, &[&str]) -> Vec<u8>;

fn check(engine: &Engine, wire: Wire, make: Make, wrap: (&str, &str)) {
    for (kind, value) in VALUES {
        for (before, behind) in AROUND {
            let text = format!("{}{before}{value}{behind}{}", wrap.0, wrap.1);
            let whole = masked(engine, wire, Kinds::sensitive(), [&*make(wire, &[&text])]);
            let expected = heard(engine, wire, &whole);
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
        let so_far = heard(engine, wire, &out);
        assert!(
            expected.starts_with(&so_far),
            "{wire:?}: {so_far:?} of {expected:?}"
        );
    }
    redactor
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    assert_eq!(heard(engine, wire, &out), expected, "{wire:?}");
    traces::assert_none(&out, value, wire.name());
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
    for wire in calls::WHOLE {
        check(&engine, wire, calls::whole, ("{\"note\":\"", "\"}"));
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
