//! Server-sent events: what each piece of the grammar means.

mod frame_support;

use frame_support::{Out, Told, at_every_split, feed, limit, pool, read, split, starved, whole};
use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::frame::{Framer, Framing, Item, Payload};
use midflight_core::{Code, Limits};
use proptest::prelude::*;

fn check(stream: impl AsRef<[u8]>, expected: &[Out]) -> Told {
    let told = at_every_split(Framing::Sse, limit(), stream.as_ref());
    assert_eq!(told.items, expected);
    told
}

fn check_limited(limit: usize, stream: impl AsRef<[u8]>, expected: &[Out]) {
    let told = at_every_split(Framing::Sse, limit, stream.as_ref());
    assert_eq!(told.items, expected);
}

#[test]
fn an_event_is_its_lines_up_to_a_blank_one() {
    check("", &[]);
    check("\n\n\n", &[]);
    check("data: a\n\n", &[Out::text("a", 0)]);
    check(
        "data:a\n\ndata:  b\n\n",
        &[Out::text("a", 0), Out::text(" b", 8)],
    );
    check("data: a\ndata\ndata: b\n\n", &[Out::text("a\n\nb", 0)]);
    check("data\n\n", &[Out::text("", 0)]);
    check(
        "event: e\nid: 7\ndata: a\n\ndata: b\n\n",
        &[
            Out::event("e", "a", "7", 0),
            Out::event("message", "b", "7", 24),
        ],
    );
    check(
        "data: a\nevent: late\n\n",
        &[Out::event("late", "a", "", 0)],
    );
    check("event: e\nevent\ndata: a\n\n", &[Out::text("a", 0)]);
    check("event: none\n\ndata: a\n\n", &[Out::text("a", 13)]);
}

#[test]
fn a_line_ends_with_lf_crlf_or_cr() {
    check(
        "data: a\r\rdata: b\r\r",
        &[Out::text("a", 0), Out::text("b", 9)],
    );
    check(
        "data: a\r\n\r\ndata: b\r\n\r\n",
        &[Out::text("a", 0), Out::text("b", 11)],
    );
    check(
        "data: a\n\r\ndata: b\r\n\ndata: c\n\r",
        &[Out::text("a", 0), Out::text("b", 10), Out::text("c", 20)],
    );
    check("\r\n\r\ndata: a\n\n", &[Out::text("a", 4)]);
}

#[test]
fn a_cr_ends_the_line_at_once() {
    let pool = pool();
    let mut framer = Framer::new(Framing::Sse, limit(), &pool);
    let mut items = Vec::new();
    feed(&mut framer, b"data: a\r\r", &mut items).unwrap();
    assert_eq!(items, [Out::text("a", 0)]);
    feed(&mut framer, b"\ndata: b\r\r", &mut items).unwrap();
    assert_eq!(items[1..], [Out::text("b", 10)]);
}

#[test]
fn only_one_leading_byte_order_mark_is_taken_off() {
    check("\u{FEFF}data: a\n\n", &[Out::text("a", 3)]);
    check(
        "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n",
        &[Out::text("b", 15)],
    );
    check("data: a\n\n\u{FEFF}data: b\n\n", &[Out::text("a", 0)]);
    check(b"\xEF\xBBdata: a\n\ndata: b\n\n", &[Out::text("b", 11)]);
    check(b"\xEF\xBB\ndata: a\n\n", &[Out::text("a", 0)]);
    check("\u{FEFF}", &[]);
    check(b"\xEF\xBB", &[Out::Told(Code::UnfinishedFrame, 0)]);
}

#[test]
fn comments_and_unknown_fields_are_passed_over() {
    check(": OPENROUTER PROCESSING\n\n:\n\n", &[]);
    check(": c\ndata: a\n: d\n\n", &[Out::text("a", 0)]);
    for unknown in [
        "foo: x", "dat: x", "datax: x", "Data: x", " data: x", "events",
    ] {
        check(
            format!("{unknown}\n\ndata: a\n\n"),
            &[Out::text("a", unknown.len() as u64 + 2)],
        );
    }
}

#[test]
fn an_id_holds_until_the_next_one_and_is_committed_by_a_blank_line() {
    let told = check(
        "id: 1\n\ndata: a\n\nid: 2\ndata: b\n\nid: 3\n",
        &[
            Out::event("message", "a", "1", 7),
            Out::event("message", "b", "2", 16),
            Out::Told(Code::UnfinishedFrame, 31),
        ],
    );
    assert_eq!(told.last_event_id, "2");
    let told = check(
        "id: 1\nid: 2\0\ndata: a\n\nid\ndata: b\n\n",
        &[
            Out::event("message", "a", "1", 0),
            Out::event("message", "b", "", 22),
        ],
    );
    assert_eq!(told.last_event_id, "");
}

#[test]
fn retry_is_digits_only() {
    for (stream, expected) in [
        ("retry: 10\n", Some(10)),
        ("retry: 10\r\nretry: x\n", Some(10)),
        ("retry:007\n", Some(7)),
        ("retry:  1\n", None),
        ("retry: +1\nretry: 1 \nretry:\nretry\nretry: 1.5\n", None),
        ("retry: 99999999999999999999999\n", Some(u64::MAX)),
        ("retry: 10", None),
    ] {
        let told = at_every_split(Framing::Sse, limit(), stream.as_bytes());
        assert_eq!(told.retry, expected, "{stream:?}");
    }
}

#[test]
fn an_unfinished_last_event_is_dropped_and_told() {
    let told = |offset| [Out::text("a", 0), Out::Told(Code::UnfinishedFrame, offset)];
    for rest in [
        "data: b",
        "data: b\n",
        "data: b\nda",
        "id: 1\n",
        "d",
        "event: e\r",
    ] {
        check(format!("data: a\n\n{rest}"), &told(9));
    }
    check("data: a\n\n: comment\ndata", &told(9));
    for rest in ["", "\n", ": comment", ": comment\n"] {
        check(format!("data: a\n\n{rest}"), &told(9)[..1]);
    }
}

#[test]
fn invalid_utf8_is_replaced_and_told_once() {
    let told = Out::Told(Code::InvalidUtf8, 0);
    check(
        b"data: a\xFFb\n\ndata: c\xE2\x82\n\ndata: d\n\n",
        &[
            told.clone(),
            Out::text("a\u{FFFD}b", 0),
            Out::text("c\u{FFFD}", 11),
            Out::text("d", 22),
        ],
    );
    check(
        b"event: \xC0\nid: \xF0\x9F\ndata: \xED\xA0\x80\ndata: \xF0\x9F\x98\x80\n\n",
        &[
            told.clone(),
            Out::event(
                "\u{FFFD}",
                "\u{FFFD}\u{FFFD}\u{FFFD}\n\u{1F600}",
                "\u{FFFD}",
                0,
            ),
        ],
    );
    let ended = check(
        b"id: \xFF\n\ndata: a\n\n",
        &[told, Out::event("message", "a", "\u{FFFD}", 7)],
    );
    assert_eq!(ended.last_event_id, "\u{FFFD}");
    check(b": \xFF\n\xFF: a\ndata: a\n\n", &[Out::text("a", 0)]);
}

#[test]
fn a_frame_past_the_limit_is_dropped_and_the_next_one_comes() {
    let dropped = [Out::Told(Code::FrameTooLarge, 0)];
    let after = |stream: &str| Out::text("b", stream.len() as u64);
    for stream in [
        "data: 12345\n\n",
        "data: 12345\r\r",
        "data: 12\ndata: 34\n\n",
        "data\ndata\ndata\ndata\ndata\ndata\n\n",
        "event: 12\ndata: 345\n\n",
        "data: 12\nevent: 345\nid: 9\n\n",
        "id: 12345\n\n",
        "id: 12345\0\ndata: a\n\n",
        "event: 123\nevent: 45\ndata: a\n\n",
    ] {
        let expected = [dropped[0].clone(), after(stream)];
        check_limited(4, format!("{stream}data: b\n\n"), &expected);
        check_limited(4, stream, &dropped);
        check_limited(4, &stream[..stream.len() - 1], &dropped);
    }
}

#[test]
fn a_frame_at_the_limit_is_given() {
    check_limited(4, "data: 1234\n\n", &[Out::text("1234", 0)]);
    check_limited(4, "data: 1\ndata: 2\ndata:\n\n", &[Out::text("1\n2\n", 0)]);
    check_limited(
        4,
        "event: 12\ndata: 34\n\n",
        &[Out::event("12", "34", "", 0)],
    );
    check_limited(
        4,
        ": a long comment\nfoo: 12345\ndata: 1234\n\n",
        &[Out::text("1234", 0)],
    );
    check_limited(4, "id: \x0012345\ndata: 1234\n\n", &[Out::text("1234", 0)]);
    check_limited(4, "retry: 12345\ndata: 1234\n\n", &[Out::text("1234", 0)]);
}

#[test]
fn what_is_replaced_counts_as_it_is_given() {
    let told = [Out::Told(Code::InvalidUtf8, 0), Out::text("a\u{FFFD}", 0)];
    check_limited(4, b"data: a\xFF\n\n", &told);
    let dropped = [Out::Told(Code::FrameTooLarge, 0), Out::text("b", 10)];
    check_limited(4, b"data: \xFF\xFF\n\ndata: b\n\n", &dropped);
}

#[test]
fn a_frame_of_17_mib_is_dropped_however_it_comes() {
    let mut stream = b"data: ".to_vec();
    stream.resize(17 << 20, b'x');
    stream.extend_from_slice(b"\n\ndata: next\n\n");
    let expected = [
        Out::Told(Code::FrameTooLarge, 0),
        Out::text("next", (17 << 20) + 2),
    ];
    let pool = pool();
    assert_eq!(whole(Framing::Sse, &stream).items, expected);
    let told = read(Framing::Sse, limit(), &pool, stream.chunks(4096));
    assert_eq!(told.items, expected);
    assert!(pool.take_bytes(17 << 20).is_ok());
}

#[test]
fn an_event_in_the_chunk_is_borrowed_from_it() {
    let stream = b"event: e\ndata: {\"a\":1}\n\nrest";
    let pool = BufferPool::new(&PoolSizes {
        bytes: vec![],
        windows: 0,
    });
    let mut framer = Framer::new(Framing::Sse, limit(), &pool);
    let mut input = &stream[..];
    let Ok(Some(Item::Frame(frame))) = framer.next(&mut input) else {
        panic!("no frame");
    };
    let Payload::Text(text) = frame.payload else {
        panic!("no text");
    };
    assert_eq!(text.as_ptr(), stream[15..].as_ptr());
    assert_eq!(frame.event.as_ptr(), stream[7..].as_ptr());
    assert_eq!(input, b"rest");
}

#[test]
fn an_exhausted_pool_loses_nothing() {
    let stream = b"event: e\nid: 12\ndata: some\ndata: more \xFF\n\ndata: x\n\n";
    let expected = whole(Framing::Sse, stream);
    assert_eq!(expected.items.len(), 3);
    for size in 1..=stream.len() {
        let told = starved(Framing::Sse, stream, size, &[(2, 8), (16, 2), (64, 6)]);
        assert_eq!(told, expected, "chunks of {size}");
    }
}

#[test]
fn at_the_end_of_an_event_every_buffer_is_back() {
    let pool = BufferPool::new(&PoolSizes {
        bytes: vec![(64, 2)],
        windows: 0,
    });
    let mut framer = Framer::new(Framing::Sse, limit(), &pool);
    let mut items = Vec::new();
    for byte in b"event: e\ndata: a\n\ndata: b\n\n".chunks(1) {
        feed(&mut framer, byte, &mut items).unwrap();
    }
    let free: Vec<_> = std::iter::from_fn(|| pool.take_bytes(0).ok()).collect();
    assert_eq!((items.len(), free.len()), (2, 2));
}

#[test]
fn many_ids_and_many_events_do_not_use_the_pool_up() {
    let event = |n| format!("id: {n}\nevent: e{n}\ndata: a\ndata: b\n\n: ping\n\n");
    let stream = (0..1000).map(event).collect::<Vec<_>>().concat();
    let pool = pool();
    for size in [1, 7, 100, stream.len()] {
        let chunks = stream.as_bytes().chunks(size);
        let told = read(Framing::Sse, Limits::default().frame_bytes, &pool, chunks);
        assert_eq!(told.items.len(), 1000);
        assert_eq!(told.last_event_id, "999");
    }
}

proptest! {
    #[test]
    fn noise_says_the_same_at_every_chunking(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
        limit in 1_usize..64,
    ) {
        let pool = pool();
        for framing in [Framing::Sse, Framing::Ndjson] {
            let whole = read(framing, limit, &pool, [&bytes[..]]);
            prop_assert_eq!(&read(framing, limit, &pool, split(&bytes, &cuts)), &whole);
            prop_assert_eq!(&read(framing, limit, &pool, bytes.chunks(1)), &whole);
        }
    }
}
