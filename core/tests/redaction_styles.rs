//! How masked values are written, and how long text is held back.

mod support;

use midflight_core::redact::{Numbering, Redaction, Redactor, Style};
use midflight_core::{Engine, Kinds, Wire};
use support::{FRAMED, engine, masked, said, stream};

fn write(redactor: &mut Redactor, bytes: &[u8]) -> String {
    let mut out = Vec::new();
    redactor
        .write(bytes, &mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    String::from_utf8(out).unwrap()
}

fn finish(redactor: &mut Redactor) -> String {
    let mut out = Vec::new();
    redactor
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    String::from_utf8(out).unwrap()
}

fn whole(redactor: &mut Redactor, text: &str) -> String {
    write(redactor, text.as_bytes()) + &finish(redactor)
}

fn styled(engine: &Engine, style: Style) -> Redactor {
    let kinds = Kinds::sensitive();
    engine.redactor(Wire::Text, Redaction { kinds, style })
}

#[test]
fn a_mask_leaves_the_last_four_of_numbers() {
    let engine = engine();
    let check = |text: &str, expected: &str| {
        assert_eq!(whole(&mut styled(&engine, Style::Mask), text), expected);
    };
    check(
        "Pay with 4111 1111 1111 1111 now.",
        "Pay with ****1111 now.",
    );
    check("Mail ada@example.org now.", "Mail **** now.");
    check("IBAN DE89 3704 0044 0532 0130 00.", "IBAN ****3000.");
}

#[test]
fn a_hash_is_the_same_under_one_key_only() {
    let engine = engine();
    let hash = |key: u8, text: &str| {
        let style = Style::Hash { key: [key; 16] };
        whole(&mut styled(&engine, style), text)
    };
    let (one, other) = (hash(1, "ada@example.org"), hash(2, "ada@example.org"));
    assert!(one.starts_with("[EMAIL_") && one.ends_with(']'), "{one}");
    assert_eq!(one.len(), "[EMAIL_]".len() + 16);
    assert_ne!(one, other);
    assert_eq!(hash(1, "ADA@example.org"), one);
    assert_ne!(hash(1, "bob@example.org"), one);
}

#[test]
fn numbers_go_on_through_a_conversation() {
    let engine = engine();
    let mut first = engine.redactor(Wire::Text, Kinds::sensitive());
    assert_eq!(whole(&mut first, "ada@example.org"), "[EMAIL_1]");
    let mut second = engine
        .redactor(Wire::Text, Kinds::sensitive())
        .with_numbering(first.into_numbering());
    let said = whole(&mut second, "bob@example.org and ada@example.org, 10.1.2.3");
    assert_eq!(said, "[EMAIL_2] and [EMAIL_1], [IP_1]");
    let mut fresh = engine
        .redactor(Wire::Text, Kinds::sensitive())
        .with_numbering(Numbering::default());
    assert_eq!(whole(&mut fresh, "bob@example.org"), "[EMAIL_1]");
}

/// Texts that may become a value for as long as one likes.
fn endless() -> Vec<String> {
    vec![
        "a".repeat(5000),
        format!("{}@example.org", "a".repeat(3000)),
        format!("ada@{}", "x.".repeat(2000)),
        format!("https://u:p@{}", "y/".repeat(2000)),
        "1234 ".repeat(1000),
        format!("eyJ{}", "Ab1_".repeat(1500)),
        format!("-----BEGIN PRIVATE KEY-----\n{}", "QUJD\n".repeat(1000)),
        format!("Maria {}", "Anna ".repeat(800)),
        "é".repeat(2000),
    ]
}

#[test]
fn little_is_held_back_however_long_a_value_might_become() {
    let engine = engine();
    for text in endless() {
        for size in [1, 7, 600, text.len()] {
            let mut redactor = engine.redactor(Wire::Text, Kinds::sensitive());
            for piece in text.as_bytes().chunks(size) {
                redactor.write(piece, &mut |_| {}).unwrap();
                let held = redactor.held();
                assert!(held <= 512, "{held} bytes of {:?}…", &text[..8]);
            }
        }
    }
}

#[test]
fn what_is_written_does_not_depend_on_the_chunks_where_that_much_is_held_back() {
    let engine = engine();
    for text in endless() {
        let expected = whole(&mut engine.redactor(Wire::Text, Kinds::sensitive()), &text);
        for size in [1, 5, 511, 512, 513] {
            let pieces = text.as_bytes().chunks(size);
            let out = masked(&engine, Wire::Text, Kinds::sensitive(), pieces);
            assert_eq!(
                String::from_utf8_lossy(&out),
                expected,
                "{size}: {:?}…",
                &text[..8]
            );
        }
    }
}

#[test]
fn what_is_held_back_can_be_masked_undecided() {
    let engine = engine();
    let mut redactor = engine.redactor(Wire::Text, Kinds::sensitive());
    let mut said = write(&mut redactor, b"to ada@exam");
    assert_eq!(said, "to ");
    assert_eq!(redactor.held(), 8);
    let mut out = Vec::new();
    redactor
        .release_held(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    said += &String::from_utf8(out).unwrap();
    assert_eq!((said.as_str(), redactor.held()), ("to [UNDECIDED]", 0));
    said += &write(&mut redactor, b"ple.org now, or bob@example.org.");
    said += &finish(&mut redactor);
    assert_eq!(said, "to [UNDECIDED] now, or [EMAIL_1].");
}

#[test]
fn what_is_held_back_comes_in_a_frame_of_its_own() {
    let engine = engine();
    for &wire in FRAMED {
        let bytes = stream(wire, &["to ada@exam", "ple.org now."]);
        let middle = bytes.len() / 2;
        let mut redactor = engine.redactor(wire, Kinds::sensitive());
        let mut out = Vec::new();
        let mut held = 0;
        for (at, byte) in bytes.iter().enumerate() {
            redactor
                .write(&[*byte], &mut |bytes| out.extend_from_slice(bytes))
                .unwrap();
            if redactor.held() == 8 && held == 0 {
                held = at;
                redactor
                    .release_held(&mut |bytes| out.extend_from_slice(bytes))
                    .unwrap();
            }
        }
        redactor
            .finish(&mut |bytes| out.extend_from_slice(bytes))
            .unwrap();
        assert!(
            held > 0 && held < bytes.len(),
            "{wire:?}: {held} of {middle}"
        );
        let text: Vec<String> = said(&engine, wire, &out).into_values().collect();
        assert_eq!(text, ["to [UNDECIDED] now."], "{wire:?}");
    }
}
