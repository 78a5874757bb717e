//! AWS event streams. The messages are made by an encoder of AWS's own.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod frame_support;
mod messages;

use aws_smithy_types::event_stream::HeaderValue;
use frame_support::{Out, at_every_split, feed, limit, pool, read, split, starved};
use messages::{event, message, text};
use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::frame::{self, Framer, Framing, Headers, Item};
use midflight_core::{Code, frame::Value};
use proptest::prelude::*;

fn check(stream: &[u8], expected: &[Out]) {
    let told = at_every_split(Framing::EventStream, limit(), stream);
    assert_eq!(told.items, expected);
}

#[test]
fn a_frame_is_a_message() {
    let (one, two) = (event("a", "{\"é\":1}"), event("b", ""));
    let at = one.len() as u64;
    check(&[], &[]);
    check(
        &[one, two].concat(),
        &[
            Out::event("a", "{\"é\":1}", "", 0),
            Out::event("b", "", "", at),
        ],
    );
    check(&message(&[], b"x"), &[Out::text("x", 0)]);
    check(&message(&[], b"\xFF"), &[Out::binary(b"\xFF", 0)]);
}

#[test]
fn exceptions_and_errors_name_the_frame() {
    check(
        &message(&[(":exception-type", text("throttlingException"))], b"{}"),
        &[Out::event("throttlingException", "{}", "", 0)],
    );
    check(
        &message(
            &[(":error-code", text("500")), (":error-message", text("m"))],
            b"",
        ),
        &[Out::event("500", "", "", 0)],
    );
}

#[test]
fn every_type_of_header_is_read() {
    let headers = [
        ("true", HeaderValue::Bool(true)),
        ("false", HeaderValue::Bool(false)),
        ("byte", HeaderValue::Byte(-1)),
        ("short", HeaderValue::Int16(-2)),
        ("int", HeaderValue::Int32(-3)),
        ("long", HeaderValue::Int64(i64::MIN)),
        ("bytes", HeaderValue::ByteArray(vec![1, 2].into())),
        ("text", HeaderValue::String("é".into())),
        (
            "time",
            HeaderValue::Timestamp(aws_smithy_types::DateTime::from_secs(7)),
        ),
        ("uuid", HeaderValue::Uuid(9)),
        (":event-type", HeaderValue::String("e".into())),
    ];
    let stream = message(&headers, b"{}");
    let pool = pool();
    let mut framer = Framer::new(Framing::EventStream, limit(), &pool);
    let mut input = &*stream;
    let Some(Item::Frame(frame)) = framer.next(&mut input).unwrap() else {
        panic!("no frame");
    };
    assert_eq!(frame.event, "e");
    let mut uuid = [0; 16];
    uuid[15] = 9;
    let values: Vec<Value<'_>> = Headers::new(frame.envelope)
        .map(|header| header.unwrap().value)
        .collect();
    assert_eq!(
        values,
        [
            Value::Bool(true),
            Value::Bool(false),
            Value::Byte(-1),
            Value::Short(-2),
            Value::Int(-3),
            Value::Long(i64::MIN),
            Value::Bytes(&[1, 2]),
            Value::Text("é"),
            Value::Timestamp(7000),
            Value::Uuid(uuid),
            Value::Text("e"),
        ]
    );
    assert_eq!(Headers::new(frame.envelope).text("text"), Some("é"));
    assert_eq!(Headers::new(frame.envelope).text("int"), None);
}

#[test]
fn a_damaged_message_is_dropped_and_the_next_one_comes() {
    let (one, two, three) = (event("a", "{}"), event("b", "{}"), event("c", "{}"));
    let at = [one.len(), one.len() + two.len()].map(|at| at as u64);
    for (damaged, code) in [
        (9, Code::BadChecksum),
        (20, Code::BadChecksum),
        (two.len() - 6, Code::BadChecksum),
        (two.len() - 1, Code::BadChecksum),
        (2, Code::BadChecksum),
    ] {
        let mut bad = two.clone();
        bad[damaged] ^= 0x10;
        check(
            &[&*one, &bad, &three].concat(),
            &[
                Out::event("a", "{}", "", 0),
                Out::Told(code, at[0]),
                Out::event("c", "{}", "", at[1]),
            ],
        );
    }
}

#[test]
fn the_diagnostic_names_the_offset() {
    let one = event("a", "{}");
    let mut bad = event("b", "{}");
    let last = bad.len() - 1;
    bad[last] ^= 1;
    let pool = pool();
    let mut framer = Framer::new(Framing::EventStream, limit(), &pool);
    let bytes = [&*one, &bad].concat();
    let mut input = &*bytes;
    framer.next(&mut input).unwrap();
    let Some(Item::Diagnostic(diagnostic)) = framer.next(&mut input).unwrap() else {
        panic!("no diagnostic");
    };
    assert_eq!(diagnostic.offset, one.len() as u64);
    let place = format!("of the message at byte {}", one.len());
    assert!(
        diagnostic.message.contains(&place),
        "{}",
        diagnostic.message
    );
}

#[test]
fn bytes_that_are_no_message_are_passed_over() {
    let one = event("a", "{}");
    check(
        &[&b"HTTP/1.1 500 oh no, an error page"[..], &one].concat(),
        &[
            Out::Told(Code::BadChecksum, 0),
            Out::event("a", "{}", "", 33),
        ],
    );
    check(b"HTTP/1.1 500", &[Out::Told(Code::BadChecksum, 0)]);
    check(b"HTTP", &[Out::Told(Code::UnfinishedFrame, 0)]);
}

#[test]
fn a_message_may_end_anywhere() {
    let (one, two) = (event("a", "{}"), event("b", "{}"));
    let at = one.len();
    for end in at + 1..at + two.len() {
        let stream = [&*one, &two].concat();
        check(
            &stream[..end],
            &[
                Out::event("a", "{}", "", 0),
                Out::Told(Code::UnfinishedFrame, at as u64),
            ],
        );
    }
}

fn prelude(total: u32, headers: u32) -> Vec<u8> {
    let lengths = [total.to_be_bytes(), headers.to_be_bytes()].concat();
    let sum = crc32fast::hash(&lengths).to_be_bytes();
    [&*lengths, &sum].concat()
}

#[test]
fn lengths_and_headers_that_make_no_sense_are_told() {
    let one = event("a", "{}");
    for lengths in [
        (0, 0),
        (15, 0),
        (16, 1),
        (u32::MAX, u32::MAX),
        (200_016, 200_000),
    ] {
        let bad = prelude(lengths.0, lengths.1);
        check(
            &[&*bad, &one].concat(),
            &[
                Out::Told(Code::InvalidMessage, 0),
                Out::event("a", "{}", "", 12),
            ],
        );
    }
    for headers in [
        &b"\x03ab"[..],
        b"\x01a\x0a",
        b"\x01a\x07\x00\x09ab",
        b"\x01\xff\x00",
        b"\x00",
    ] {
        let mut bad = Vec::new();
        let total = 16 + headers.len() as u32;
        bad.extend(prelude(total, headers.len() as u32));
        bad.extend(headers);
        bad.extend(crc32fast::hash(&bad).to_be_bytes());
        let at = bad.len() as u64;
        check(
            &[&*bad, &one].concat(),
            &[
                Out::Told(Code::InvalidMessage, 0),
                Out::event("a", "{}", "", at),
            ],
        );
    }
}

#[test]
fn a_message_past_the_limit_is_dropped_and_the_next_one_comes() {
    let (one, two) = (event("a", &"x".repeat(100)), event("b", "{}"));
    let at = one.len() as u64;
    let told = at_every_split(Framing::EventStream, 150, &[one, two].concat());
    let dropped = Out::Told(Code::FrameTooLarge, 0);
    assert_eq!(told.items, [dropped, Out::event("b", "{}", "", at)]);
}

#[test]
fn an_exhausted_pool_loses_nothing() {
    let mut stream = [event("a", "{}"), event("b", "{\"c\":1}")].concat();
    stream.extend_from_slice(b"some bytes in between");
    stream.extend(event("d", "{}"));
    let expected = at_every_split(Framing::EventStream, limit(), &stream);
    for size in [1, 5, 11, 12, 13, 50] {
        let told = starved(Framing::EventStream, &stream, size, &[(12, 2), (256, 2)]);
        assert_eq!(told, expected, "chunks of {size}");
    }
}

#[test]
fn a_whole_message_needs_no_buffer() {
    let pool = BufferPool::new(&PoolSizes {
        bytes: vec![],
        windows: 0,
    });
    let mut framer = Framer::new(Framing::EventStream, limit(), &pool);
    let mut items = Vec::new();
    feed(&mut framer, &event("a", "{}"), &mut items).unwrap();
    assert_eq!(items, [Out::event("a", "{}", "", 0)]);
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let damaged = ("[a-z]{0,9}", any::<prop::sample::Index>(), any::<u8>());
    prop_oneof![
        4 => ("[a-z]{1,9}", "[ -~\u{e9}]{0,60}").prop_map(|(name, data)| event(&name, &data)),
        2 => damaged.prop_map(|(data, at, mask)| {
            let mut bytes = event("e", &data);
            let at = at.index(bytes.len());
            bytes[at] ^= mask;
            bytes
        }),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
        1 => (0..200_u32, 0..50_u32).prop_map(|(total, headers)| prelude(total, headers)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_split_says_the_same(
        pieces in proptest::collection::vec(piece(), 0..8),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
        limit in prop_oneof![Just(limit()), 100_usize..200],
    ) {
        let bytes = pieces.concat();
        let pool = pool();
        let items = |chunks: Vec<&[u8]>| read(Framing::EventStream, limit, &pool, chunks).items;
        let whole = items(vec![&bytes]);
        prop_assert_eq!(&items(split(&bytes, &cuts)), &whole);
        prop_assert_eq!(&items(bytes.chunks(1).collect()), &whole);
    }

    #[test]
    fn sound_messages_are_all_read(
        events in proptest::collection::vec(("[a-z]{1,30}", "\\PC{0,80}"), 0..8),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
    ) {
        let bytes: Vec<u8> = events.iter().flat_map(|(name, data)| event(name, data)).collect();
        let told = read(Framing::EventStream, limit(), &pool(), split(&bytes, &cuts));
        let said: Vec<_> = told.items.iter().map(|out| match out {
            Out::Frame { event, data, .. } => (event.clone(), String::from_utf8(data.clone()).unwrap()),
            Out::Told(code, at) => panic!("{code:?} at {at}"),
        }).collect();
        prop_assert_eq!(said, events);
    }
}

#[test]
fn headers_are_iterated_to_the_first_malformed_one() {
    let mut headers = Headers::new(b"\x01a\x00\x01b\x63\x01c\x00");
    let first = frame::Header {
        name: "a",
        value: Value::Bool(true),
    };
    assert_eq!(headers.next(), Some(Some(first)));
    assert_eq!(headers.next(), Some(None));
    assert_eq!(headers.next(), None);
}
