//! Arrays of JSON, element by element.

mod frame_support;

use frame_support::{Out, at_every_split, feed, limit, pool, read, split, starved};
use midflight_core::Code;
use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::frame::{Framer, Framing, Item};
use proptest::prelude::*;

fn check(stream: impl AsRef<[u8]>, expected: &[Out]) {
    let told = at_every_split(Framing::JsonArray, limit(), stream.as_ref());
    assert_eq!(told.items, expected);
}

#[test]
fn a_frame_is_an_element() {
    check("", &[]);
    check("[]", &[]);
    check("[{}]", &[Out::text("{}", 1)]);
    check(
        "[{\"a\":[{}]},\r\n{\"b\":\"}],{\\\"\"}\n]\r\n",
        &[
            Out::text("{\"a\":[{}]}", 1),
            Out::text("{\"b\":\"}],{\\\"\"}", 14),
        ],
    );
    check(
        "[ {\n  \"a\": 1\n}\n,\r\n{} ]",
        &[Out::text("{\n  \"a\": 1\n}", 2), Out::text("{}", 18)],
    );
    check(
        "[{\"a\":\"\\\\\"},[1,[2]],\"s,]\"]",
        &[
            Out::text("{\"a\":\"\\\\\"}", 1),
            Out::text("[1,[2]]", 12),
            Out::text("\"s,]\"", 20),
        ],
    );
}

#[test]
fn an_element_without_brackets_ends_with_the_next_comma() {
    check(
        "[1 , true,no json ]",
        &[
            Out::text("1", 1),
            Out::text("true", 5),
            Out::text("no json", 10),
        ],
    );
    check("}", &[Out::text("}", 0)]);
}

#[test]
fn a_value_in_place_of_the_array_is_an_element() {
    check(
        "{\n  \"error\": {}\n}\n",
        &[Out::text("{\n  \"error\": {}\n}", 0)],
    );
    check(
        "{}[{}]{}",
        &[Out::text("{}", 0), Out::text("{}", 3), Out::text("{}", 6)],
    );
}

#[test]
fn an_array_may_end_anywhere() {
    check("[", &[]);
    check("[{},", &[Out::text("{}", 1)]);
    let unfinished = Out::Told(Code::UnfinishedFrame, 4);
    check("[{},{\"a", &[Out::text("{}", 1), unfinished.clone()]);
    check("[{},\"\\", &[Out::text("{}", 1), unfinished]);
}

#[test]
fn a_leading_byte_order_mark_is_taken_off() {
    check("\u{FEFF}[{}]", &[Out::text("{}", 4)]);
    check("\u{FEFF}", &[]);
    check(b"\xEF\xBB[{}", &[Out::binary(b"\xEF\xBB[{}", 0)]);
    check(b"\xEF", &[Out::Told(Code::UnfinishedFrame, 0)]);
}

#[test]
fn an_element_that_is_no_utf8_is_binary() {
    check(
        b"[{\"a\":\"\xFF\"},{}]",
        &[Out::binary(b"{\"a\":\"\xFF\"}", 1), Out::text("{}", 11)],
    );
}

#[test]
fn an_element_past_the_limit_is_dropped_and_the_next_one_comes() {
    let check = |stream: &str, expected: &[Out]| {
        let told = at_every_split(Framing::JsonArray, 7, stream.as_bytes());
        assert_eq!(told.items, expected, "{stream:?}");
    };
    let dropped = Out::Told(Code::FrameTooLarge, 1);
    check(
        "[{\"a\":12},{\"a\":1}]",
        &[dropped.clone(), Out::text("{\"a\":1}", 10)],
    );
    check(
        "[12345678,{\"a\":1}]",
        &[dropped.clone(), Out::text("{\"a\":1}", 10)],
    );
    check("[{\"aaaaaaaaaaaaaaaa", std::slice::from_ref(&dropped));
    check("[\"]],,{{\\\"{{{\",1]", &[dropped, Out::text("1", 15)]);
}

/// What stands before each element, and behind the last, put the array together again.
#[test]
fn envelopes_hold_what_stands_between() {
    let told = |stream: &str, size: usize| {
        let pool = pool();
        let mut framer = Framer::new(Framing::JsonArray, 9, &pool);
        let mut out = Vec::new();
        let mut put = |item: &Item<'_>| {
            if let Item::Frame(frame) = item {
                out.extend_from_slice(frame.envelope);
                out.extend_from_slice(frame.payload.bytes());
            }
        };
        for mut chunk in stream.as_bytes().chunks(size) {
            while let Some(item) = framer.next(&mut chunk).unwrap() {
                put(&item);
            }
        }
        while let Some(item) = framer.finish() {
            put(&item);
        }
        out.extend_from_slice(framer.tail());
        String::from_utf8(out).unwrap()
    };
    for size in [1, 2, 100] {
        for same in [
            "[{}\n,\r\n{}\n]\n",
            "[\n  {\"a\":1},\n  {}\n]",
            "{}\n",
            "[{}",
            "[]\n",
            "[{},",
        ] {
            assert_eq!(told(same, size), same, "in chunks of {size}");
        }
        let dropped = "[{\"aaaaaaaa\":1}\n,{},{\"bbbbbbbbb\":1}]\n";
        assert_eq!(told(dropped, size), "[{}]\n");
        let wide = format!("[{}{{}}]", " ".repeat(100));
        assert_eq!(told(&wide, size), format!("[{}{{}}]", " ".repeat(31)));
    }
}

#[test]
fn an_exhausted_pool_loses_nothing() {
    let stream = b"[{\"a\":1},\r\n{\"bb\":[1,2]} , 77 ]";
    let expected = at_every_split(Framing::JsonArray, limit(), stream);
    for size in 1..=stream.len() {
        let told = starved(Framing::JsonArray, stream, size, &[(2, 2), (64, 2)]);
        assert_eq!(told, expected, "chunks of {size}");
    }
}

#[test]
fn a_whole_element_needs_no_buffer() {
    let pool = BufferPool::new(&PoolSizes {
        bytes: vec![],
        windows: 0,
    });
    let mut framer = Framer::new(Framing::JsonArray, limit(), &pool);
    let mut items = Vec::new();
    feed(&mut framer, b"[{},\n", &mut items).unwrap();
    feed(&mut framer, b"{}]\n", &mut items).unwrap();
    assert_eq!(items, [Out::text("{}", 1), Out::text("{}", 5)]);
}

const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\"",
    b"\\",
    b" ",
    b"\r\n",
    b"1",
    b"{}",
    b"\"a\"",
    b"{\"a\":[1,2]}",
    b"\xEF\xBB\xBF",
    b"\xFF",
    b"\xC3\xA9",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_split_says_the_same(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
        limit in prop_oneof![Just(limit()), 3_usize..20],
    ) {
        let bytes = pieces.concat();
        let pool = pool();
        let items = |chunks: Vec<&[u8]>| read(Framing::JsonArray, limit, &pool, chunks).items;
        let whole = items(vec![&bytes]);
        prop_assert_eq!(&items(split(&bytes, &cuts)), &whole);
        prop_assert_eq!(&items(bytes.chunks(1).collect()), &whole);
    }

    /// What serde_json takes an array apart into.
    #[test]
    fn the_elements_are_those_of_the_array(
        values in proptest::collection::vec(value(), 0..8),
        pretty in any::<bool>(),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
    ) {
        let array = serde_json::Value::Array(values.clone());
        let text = if pretty { serde_json::to_string_pretty(&array) } else { serde_json::to_string(&array) };
        let text = text.expect("a value is JSON");
        let told = read(Framing::JsonArray, limit(), &pool(), split(text.as_bytes(), &cuts));
        let elements: Vec<serde_json::Value> = told.items.iter().map(|out| match out {
            Out::Frame { data, .. } => serde_json::from_slice(data).expect("an element"),
            Out::Told(code, at) => panic!("{code:?} at {at}"),
        }).collect();
        prop_assert_eq!(elements, values);
    }
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        "[ -~\u{e9}\n\t\\\\\"\\]}]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::btree_map("[a-z{}\"]{0,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
