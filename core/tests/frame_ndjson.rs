//! Lines of JSON.

mod frame_support;

use frame_support::{Out, at_every_split, feed, limit, pool, read, split, starved};
use midflight_core::Code;
use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::frame::{Framer, Framing};
use proptest::prelude::*;

fn check(stream: impl AsRef<[u8]>, expected: &[Out]) {
    let told = at_every_split(Framing::Ndjson, limit(), stream.as_ref());
    assert_eq!(told.items, expected);
    assert_eq!((told.retry, told.last_event_id.as_str()), (None, ""));
}

#[test]
fn a_frame_is_a_line() {
    check("", &[]);
    check("{}\n[1]\n", &[Out::text("{}", 0), Out::text("[1]", 3)]);
    check("{}\r\n[1]\r\n", &[Out::text("{}", 0), Out::text("[1]", 4)]);
    check("{}\n[1]", &[Out::text("{}", 0), Out::text("[1]", 3)]);
    check("{}\r", &[Out::text("{}", 0)]);
    check("{\r\"a\":1}\r\r\n", &[Out::text("{\r\"a\":1}\r", 0)]);
}

#[test]
fn blank_lines_are_passed_over() {
    check("\n\r\n \t\n\r\r\n{}\n\n\n", &[Out::text("{}", 9)]);
    check("{}\n  ", &[Out::text("{}", 0)]);
    check("\r", &[]);
}

#[test]
fn a_leading_byte_order_mark_is_taken_off() {
    check(
        "\u{FEFF}{}\n\u{FEFF}\n",
        &[Out::text("{}", 3), Out::text("\u{FEFF}", 6)],
    );
    check("\u{FEFF}", &[]);
    check(
        b"\xEF\xBB{}\n{}",
        &[Out::binary(b"\xEF\xBB{}", 0), Out::text("{}", 5)],
    );
    check(b"\xEF\xBB", &[Out::binary(b"\xEF\xBB", 0)]);
    check(
        b"\xEF\n{}\n",
        &[Out::binary(b"\xEF", 0), Out::text("{}", 2)],
    );
    check("\u{FF5B}\n", &[Out::text("\u{FF5B}", 0)]);
}

#[test]
fn a_line_that_is_no_utf8_is_binary() {
    check(
        b"{\"a\":\"\xFF\"}\n{}\n",
        &[Out::binary(b"{\"a\":\"\xFF\"}", 0), Out::text("{}", 10)],
    );
}

#[test]
fn a_line_past_the_limit_is_dropped_and_the_next_one_comes() {
    let check = |stream: &str, expected: &[Out]| {
        let told = at_every_split(Framing::Ndjson, 4, stream.as_bytes());
        assert_eq!(told.items, expected, "{stream:?}");
    };
    let dropped = Out::Told(Code::FrameTooLarge, 0);
    check("12345\n1234\n", &[dropped.clone(), Out::text("1234", 6)]);
    check(
        "1234567890\r\n1234\r\n",
        &[dropped.clone(), Out::text("1234", 12)],
    );
    check("1234\r\r\n1234\r", &[dropped.clone(), Out::text("1234", 7)]);
    check("12345", std::slice::from_ref(&dropped));
    check("     \n1", &[dropped, Out::text("1", 6)]);
}

#[test]
fn an_exhausted_pool_loses_nothing() {
    let stream = b"{\"a\":1}\r\n  \n[2]\r";
    let expected = at_every_split(Framing::Ndjson, limit(), stream);
    for size in 1..=stream.len() {
        let told = starved(Framing::Ndjson, stream, size, &[(2, 2), (64, 2)]);
        assert_eq!(told, expected, "chunks of {size}");
    }
}

#[test]
fn a_whole_line_needs_no_buffer() {
    let pool = BufferPool::new(&PoolSizes {
        bytes: vec![],
        windows: 0,
    });
    let mut framer = Framer::new(Framing::Ndjson, limit(), &pool);
    let mut items = Vec::new();
    feed(&mut framer, b"{}\r\n[]\n", &mut items).unwrap();
    assert_eq!(items, [Out::text("{}", 0), Out::text("[]", 4)]);
}

/// The whole stream, line by line.
fn oracle(bytes: &[u8], limit: usize) -> Vec<Out> {
    let mut at = if bytes.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    let mut items = Vec::new();
    for line in bytes[at..].split(|&byte| byte == b'\n') {
        let body = line.strip_suffix(b"\r").unwrap_or(line);
        let white = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
        let offset = at as u64;
        at += line.len() + 1;
        if body.len() > limit {
            items.push(Out::Told(Code::FrameTooLarge, offset));
        } else if body.iter().all(white) {
        } else if std::str::from_utf8(body).is_ok() {
            items.push(Out::text(body, offset));
        } else {
            items.push(Out::binary(body, offset));
        }
    }
    items
}

const PIECES: &[&[u8]] = &[
    b"{}",
    b"\n",
    b"\r",
    b"\r\n",
    b" ",
    b"{\"a\":[1,2]}",
    b"\xEF\xBB\xBF",
    b"\xEF\xBB",
    b"\xFF",
    b"\xC3\xA9",
    b"\t",
    b"{\"response\":\"hello\"}\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_split_says_what_the_oracle_says(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
        limit in prop_oneof![Just(limit()), 3_usize..20],
    ) {
        let bytes = pieces.concat();
        let pool = pool();
        let expected = oracle(&bytes, limit);
        let items = |chunks: Vec<&[u8]>| read(Framing::Ndjson, limit, &pool, chunks).items;
        prop_assert_eq!(&items(vec![&bytes]), &expected);
        prop_assert_eq!(&items(split(&bytes, &cuts)), &expected);
        prop_assert_eq!(&items(bytes.chunks(1).collect()), &expected);
    }
}
