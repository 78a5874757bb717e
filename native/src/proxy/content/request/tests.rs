use midflight_core::redact::Style;
use midflight_core::{Config, Kinds};

use super::*;

/// What becomes of a body of this type; `None` where it is refused.
fn masked(content_type: &'static str, body: &[u8]) -> Option<String> {
    let engine = Engine::new(Config::default()).unwrap();
    let conversation = Conversation::default();
    let masking = Masking {
        engine: &engine,
        redaction: Redaction {
            kinds: Kinds::sensitive(),
            style: Style::Placeholder,
        },
        conversation: &conversation,
    };
    let mut headers = HeaderMap::new();
    headers.insert("content-type", content_type.parse().unwrap());
    let content = of(&headers, body).ok()?;
    let masked = masking.mask(&content, body).ok()?;
    Some(String::from_utf8_lossy(&masked).into_owned())
}

#[test]
fn bodies_are_masked_as_what_they_are() {
    let check = |content_type: &'static str, body: &str, expected: Option<&str>| {
        let found = masked(content_type, body.as_bytes());
        assert_eq!(found.as_deref(), expected, "{content_type}: {body}");
    };
    let form = "application/x-www-form-urlencoded";
    check(
        "application/json",
        "[\"a@b.example\"]",
        Some("[\"[EMAIL_1]\"]"),
    );
    check(form, "[\"a@b.example\"]", Some("[\"[EMAIL_1]\"]"));
    check(
        "",
        "{\"a\":1}\n{\"b\":\"a@b.example\"}\n",
        Some("{\"a\":1}\n{\"b\":\"[EMAIL_1]\"}\n"),
    );
    check(
        "text/plain; charset=utf-8",
        "To a@b.example.",
        Some("To [EMAIL_1]."),
    );
    check(
        form,
        "to=a%40b.example&x=%41+b&y",
        Some("to=%5BEMAIL_1%5D&x=%41+b&y"),
    );
    check(
        form,
        "j=%5B%22a%40b.example%22%5D",
        Some("j=%5B%22%5BEMAIL_1%5D%22%5D"),
    );
    check(form, "a@b.example", Some("%5BEMAIL_1%5D"));
    check(form, "a@b.example&x=1", Some("%5BEMAIL_1%5D&x=1"));
    check(
        "image/svg+xml",
        "<a>a@b.example</a>",
        Some("<a>[EMAIL_1]</a>"),
    );
    check("image/png", "a@b.example", Some("[EMAIL_1]"));
    check("text/plain; charset=utf-16", "a@b.example", None);
    check("text/plain", "a\0@\0b\0", None);
    check("application/json", "To a@b.example.", None);
    check("", "To a@b.example.", None);
    check("text/plain", "4111111111111111", Some("[CREDIT_CARD_1]"));
    check(form, "n=4111111111111111", Some("n=%5BCREDIT_CARD_1%5D"));
    // What looks like a placeholder already keeps its number to itself.
    check(
        "",
        "[\"a@b.example\"]\n[\"[EMAIL_1]\"]",
        Some("[\"[EMAIL_2]\"]\n[\"[EMAIL_1]\"]"),
    );
    check(
        form,
        "a=a%40b.example&b=%5BEMAIL_1%5D",
        Some("a=%5BEMAIL_2%5D&b=%5BEMAIL_1%5D"),
    );
    check("application/xml", "<a/>", None);
    check("multipart/form-data", "a", None);
    assert_eq!(masked("text/plain", b"\xff"), None);
    assert_eq!(
        masked("audio/wav", b"RIFF\xff").as_deref(),
        Some("RIFF\u{fffd}")
    );
    assert_eq!(masked("application/pdf", b"%PDF\xff"), None);
}

/// A part with these headers.
fn part(headers: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"a\"{headers}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

#[test]
fn parts_of_forms_are_masked_each_by_its_type() {
    let octets = "; filename=\"a\"\r\nContent-Type: application/octet-stream";
    let sound = "; filename=\"a.wav\"\r\nContent-Type: audio/wav";
    let check = |parts: &[(&str, &[u8])], expected: Option<&[(&str, &[u8])]>| {
        let form = |parts: &[(&str, &[u8])]| {
            let parts = parts.iter().flat_map(|(head, content)| part(head, content));
            parts.chain(*b"--x--\r\n").collect::<Vec<u8>>()
        };
        let found = masked("multipart/form-data; boundary=\"x\"", &form(parts));
        let expected = expected.map(|parts| String::from_utf8_lossy(&form(parts)).into_owned());
        assert_eq!(found, expected);
    };
    check(
        &[
            ("", b"To a@b.example"),
            (sound, b"a\xff@b.example"),
            ("", b""),
        ],
        Some(&[
            ("", b"To [EMAIL_1]"),
            (sound, b"a\xff@b.example"),
            ("", b""),
        ]),
    );
    check(
        &[
            (octets, b"{\"m\":\"a@b.example\"}\n{}\n"),
            ("", b"c@b.example a@b.example"),
        ],
        Some(&[
            (octets, b"{\"m\":\"[EMAIL_1]\"}\n{}\n"),
            ("", b"[EMAIL_2] [EMAIL_1]"),
        ]),
    );
    check(
        &[(octets, b"To a@b.example")],
        Some(&[(octets, b"To [EMAIL_1]")]),
    );
    let (person, coded) = (
        "; filename=\"cv of a@b.example (1).wav\"",
        "; filename*=UTF-8''a%40b.example",
    );
    let type_ = "\r\nContent-Type: audio/wav";
    let (masked_person, masked_coded) = (
        "; filename=\"cv of [EMAIL_1] (1).wav\"",
        "; filename*=UTF-8''[EMAIL_1]",
    );
    check(
        &[
            (&format!("{person}{type_}"), b"\xff"),
            (&format!("{coded}{type_}"), b"\xff"),
        ],
        Some(&[
            (&format!("{masked_person}{type_}"), b"\xff"),
            (&format!("{masked_coded}{type_}"), b"\xff"),
        ]),
    );
    check(&[(octets, b"%PDF\xff")], None);
    check(&[("\r\nContent-Transfer-Encoding: base64", b"YQ==")], None);
    let kind = "multipart/form-data; boundary=x";
    for wrong in [
        "",
        "--x",
        "--x\r\n",
        "--x\r\na\r\n--x--",
        "--y\r\n\r\n\r\n--y--",
    ] {
        assert_eq!(masked(kind, wrong.as_bytes()), None, "{wrong}");
    }
    let around = [
        b"a@b.example\r\n",
        &*part("", b"b"),
        b"--x--\r\na@b.example",
    ]
    .concat();
    let found = masked(kind, &around).unwrap();
    assert_eq!(found.as_bytes(), [&*part("", b"b"), b"--x--\r\n"].concat());
}
