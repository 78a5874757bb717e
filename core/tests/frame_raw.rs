//! Text with no framing.

mod frame_support;

use frame_support::{Out, concatenation, feed, limit, pool, read, split, whole};
use midflight_core::Code;
use midflight_core::frame::{Framer, Framing};
use proptest::prelude::*;

/// What a text decoder makes of the bytes.
fn decoded(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned()
}

/// At every split the same text, no empty frame, each frame text, offsets that ascend, and one
/// diagnostic where something was replaced.
fn check(bytes: &[u8]) {
    let cut = |at| read(Framing::Raw, limit(), &pool(), [&bytes[..at], &bytes[at..]]);
    let mut all: Vec<_> = (0..=bytes.len()).map(cut).collect();
    all.push(read(Framing::Raw, limit(), &pool(), bytes.chunks(1)));
    let invalid = invalid_at(bytes);
    for told in all {
        assert_eq!(concatenation(&told), decoded(bytes), "{bytes:?}");
        let diagnostics = told.items.iter().filter_map(|out| match out {
            Out::Told(code, at) => Some((*code, *at)),
            Out::Frame { .. } => None,
        });
        let expected = invalid.map(|at| (Code::InvalidUtf8, at));
        assert!(diagnostics.eq(expected), "{bytes:?}: {told:?}");
        assert!(offsets(&told.items).is_sorted_by(|a, b| a < b), "{told:?}");
    }
}

fn invalid_at(bytes: &[u8]) -> Option<u64> {
    let error = std::str::from_utf8(bytes).err()?;
    Some(error.valid_up_to() as u64)
}

fn offsets(items: &[Out]) -> Vec<u64> {
    let offset = |out: &Out| match out {
        Out::Frame {
            data, text, offset, ..
        } => {
            assert!(*text && !data.is_empty());
            Some(*offset)
        }
        Out::Told(..) => None,
    };
    items.iter().filter_map(offset).collect()
}

#[test]
fn text_is_the_same_at_every_split() {
    for text in [
        "",
        "plain",
        "\u{e9}\u{20ac}\u{1f600}",
        "a\u{1f468}\u{200d}\u{1f469}b\r\n\0",
    ] {
        check(text.as_bytes());
    }
}

#[test]
fn one_leading_byte_order_mark_is_taken_off() {
    for text in [
        "\u{FEFF}",
        "\u{FEFF}a",
        "\u{FEFF}\u{FEFF}a",
        "a\u{FEFF}",
        "\u{FF5B}",
    ] {
        check(text.as_bytes());
    }
    assert_eq!(
        whole(Framing::Raw, "\u{FEFF}a".as_bytes()).items,
        [Out::text("a", 3)]
    );
}

#[test]
fn invalid_bytes_are_replaced_and_told_once() {
    for bytes in [
        &b"\xFF"[..],
        b"a\xFFb\xFFc",
        b"\xF0\x9F\x98",
        b"\xF0\x9F\x98a\xE2\x82\xE2\x82\xAC",
        b"\xED\xA0\x80\xC0\x80\xF5",
        b"\xEF\xBB",
        b"\xEF\xBBa\xEF\xBB\xBF",
    ] {
        check(bytes);
    }
}

#[test]
fn a_frame_is_what_arrived_cut_at_a_character() {
    let pool = pool();
    let mut framer = Framer::new(Framing::Raw, limit(), &pool);
    let mut items = Vec::new();
    for chunk in [&b"one "[..], b"tw\xE2\x82", b"\xAC three"] {
        feed(&mut framer, chunk, &mut items).unwrap();
    }
    let texts = ["one ", "tw", "\u{20ac}", " three"];
    let offsets = [0, 4, 6, 9];
    let expected: Vec<_> = texts
        .iter()
        .zip(offsets)
        .map(|(text, at)| Out::text(text, at))
        .collect();
    assert_eq!(items, expected);
}

#[test]
fn a_large_chunk_is_cut_into_frames_of_at_most_the_limit() {
    let text = "\u{20ac}x".repeat(100);
    let told = read(Framing::Raw, 6, &pool(), [text.as_bytes()]);
    assert_eq!(concatenation(&told), text);
    assert!(
        told.items
            .iter()
            .all(|out| matches!(out, Out::Frame { data, .. } if data.len() <= 6))
    );
}

const PIECES: &[&[u8]] = &[
    b"a",
    b"\xC3\xA9",
    b"\xE2\x82\xAC",
    b"\xF0\x9F\x98\x80",
    b"\xF0\x9F\x98",
    b"\x80",
    b"\xE2\x82",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"\xEF\xBB",
    b"some words",
    b"\n",
];

proptest! {
    #[test]
    fn noise_is_decoded_as_text_at_every_chunking(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..20),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
    ) {
        let bytes = pieces.concat();
        check(&bytes);
        let told = read(Framing::Raw, 5, &pool(), split(&bytes, &cuts));
        prop_assert_eq!(concatenation(&told), decoded(&bytes));
    }
}
