//! Invariant 1: any split of the same bytes into chunks gives the same output.

mod support;

use midflight_core::{Engine, Wire};
use proptest::prelude::*;
use support::{FRAMED, Numbers, TEXT, engine, recorded, stream, told};

/// Lines that may differ between splits: a raw text's deltas follow the chunks.
fn comparable(told: &str, wire: Wire) -> String {
    let raw = wire == Wire::Text || told.starts_with("Wire(Text)");
    let keep = |line: &&str| !raw || !line.starts_with("Delta(");
    told.lines().filter(keep).collect::<Vec<_>>().join("\n")
}

fn same(engine: &Engine, wire: Wire, name: &str, whole: &str, pieces: &[&[u8]], how: &str) {
    let split = comparable(&told(engine, wire, pieces.iter().copied()), wire);
    assert!(
        split == whole,
        "{name} {how}:\n{}",
        first_difference(&split, whole)
    );
}

fn first_difference(split: &str, whole: &str) -> String {
    let pair = split.lines().zip(whole.lines()).find(|(a, b)| a != b);
    pair.map_or_else(
        || {
            format!(
                "{} lines, {} when whole",
                split.lines().count(),
                whole.lines().count()
            )
        },
        |(a, b)| format!("  {a}\nwhole:\n  {b}"),
    )
}

fn check(engine: &Engine, wire: Wire, name: &str, bytes: &[u8]) {
    let whole = comparable(&told(engine, wire, [bytes]), wire);
    assert!(!whole.is_empty(), "{name} tells something");
    for size in [1, 7, 64] {
        let pieces: Vec<_> = bytes.chunks(size).collect();
        same(
            engine,
            wire,
            name,
            &whole,
            &pieces,
            &format!("in pieces of {size}"),
        );
    }
    let mut numbers = Numbers(bytes.len() as u64);
    let pieces = numbers.pieces(bytes, 40);
    same(engine, wire, name, &whole, &pieces, "at random");
    let step = 1 + bytes.len() * bytes.len() / 4_000_000;
    for at in (0..=bytes.len()).step_by(step) {
        let (head, tail) = bytes.split_at(at);
        same(
            engine,
            wire,
            name,
            &whole,
            &[head, tail],
            &format!("cut at {at}"),
        );
    }
}

#[test]
fn recorded_streams() {
    let engine = engine();
    for &wire in FRAMED {
        for (name, bytes) in recorded(wire) {
            check(&engine, wire, &name, &bytes);
        }
    }
}

#[test]
fn own_streams_on_every_wire() {
    let engine = engine();
    for &wire in FRAMED {
        for size in [1, 3, 8, 1000] {
            let pieces = words(TEXT, size);
            check(&engine, wire, wire.name(), &stream(wire, &pieces));
        }
    }
    check(&engine, Wire::Text, "text", TEXT.as_bytes());
    check(&engine, Wire::Auto, "auto", TEXT.as_bytes());
}

/// `text` in pieces of about `size` characters.
fn words(text: &str, size: usize) -> Vec<&str> {
    let mut cuts: Vec<usize> = text
        .char_indices()
        .step_by(size)
        .map(|(at, _)| at)
        .collect();
    cuts.push(text.len());
    cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).collect()
}

#[test]
fn the_split_into_deltas_changes_no_mention_and_no_triple() {
    let engine = engine();
    let found = |told: &str| {
        let keep = |line: &&str| line.starts_with("Mention") || line.starts_with("Triple");
        told.lines()
            .filter(keep)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    for &wire in FRAMED {
        let whole = found(&told(&engine, wire, [&*stream(wire, &[TEXT])]));
        assert!(whole.len() > 12, "the text holds entities: {whole:?}");
        for size in 1..12 {
            let bytes = stream(wire, &words(TEXT, size));
            assert_eq!(
                found(&told(&engine, wire, [&*bytes])),
                whole,
                "{size} characters a delta"
            );
        }
    }
}

/// Text with what the stages look at.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just(". ".to_owned()),
        "[ -~]{0,8}",
        "\\PC{0,4}",
        prop::sample::select(
            TEXT.split(' ')
                .map(|word| format!("{word} "))
                .collect::<Vec<_>>()
        ),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_on_any_wire(text in soup(), cuts in prop::collection::vec(1_usize..30, 1..40), wire in 0..=FRAMED.len()) {
        let engine = engine_once();
        let wire = FRAMED.get(wire).copied().unwrap_or(Wire::Text);
        let bytes = stream(wire, &words(&text, cuts[0]));
        let whole = comparable(&told(engine, wire, [&*bytes]), wire);
        let (mut pieces, mut rest) = (Vec::new(), &*bytes);
        for cut in cuts.iter().cycle() {
            let (piece, behind) = rest.split_at((*cut).min(rest.len()));
            pieces.push(piece);
            rest = behind;
            if rest.is_empty() { break }
        }
        prop_assert_eq!(comparable(&told(engine, wire, pieces), wire), whole);
    }
}

fn engine_once() -> &'static Engine {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    ENGINE.get_or_init(engine)
}
