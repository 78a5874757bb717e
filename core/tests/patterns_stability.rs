//! What a recogniser has said holds, whatever follows, and it does not wait for ever.

mod patterns_support;

use midflight_core::Kinds;
use midflight_core::entity::{Kind, Verdict, patterns};
use midflight_core::text::{Flags, View};
use patterns_support::{Sentence, sentences};
use proptest::prelude::*;

/// Tokens behind a place that an answer may wait for.
const AHEAD_FIELDS: usize = 12;
/// Bytes behind a place that an answer may wait for.
const AHEAD_BYTES: usize = 128;

const PIECES: &[&str] = &[
    "12",
    "5",
    "0",
    "2024",
    "1990s",
    "May",
    "may",
    "Monday",
    "next",
    "last",
    "week",
    "of",
    "the",
    "a",
    "half",
    "past",
    "seven",
    "twenty-five",
    "million",
    "dollars",
    "%",
    "percent",
    "per",
    "cent",
    "kg",
    "km/h",
    "°C",
    "$5",
    "C$",
    "€",
    "USD",
    "+1",
    "(415)",
    "555-0132",
    "415-555-0132",
    "4111",
    "1111",
    "123",
    "45",
    "6789",
    "DE89",
    "3704",
    "0044",
    "ext",
    "x",
    "pm",
    "p.m.",
    "o'clock",
    "ago",
    "later",
    "from",
    "now",
    "and",
    "3h",
    "20m",
    "12/05/2025",
    "2025-05-12T10:00Z",
    "14:30",
    "UTC",
    "Q3",
    "first",
    "ada@x.org",
    "https://x.org/a(b)",
    "x.org",
    "10.0.0.1",
    "::1",
    "v1.2",
    "1.2.3",
    "/etc/hosts",
    "**5",
    "kg**",
    "-",
    "–",
    ",",
    ".",
    "12,",
    "May,",
    "é",
    "是",
    "½",
    "1/2",
    "00",
    "011-",
    "1",
    "in",
    "ft",
    "AD",
    "BC",
    "5–7",
    "1958,",
    "2019–",
    "elections",
    "|",
    "1969:",
    "TLS",
    "4.17.21",
    "PHP",
    "3,5",
    "light",
    "A",
    "sq.",
    "L/100",
    "90s",
    "quarters",
    "scale",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "[0-9a-zA-Z.,:/@$%+()_*'\"\\\\-]{1,12}",
        1 => "\\PC{1,6}",
    ];
    let gap = prop::sample::select(&[" ", " ", " ", "", "  ", "\n"][..]);
    prop::collection::vec((piece, gap), 1..14)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

fn kinds() -> impl Strategy<Value = Kinds> {
    prop_oneof![
        Just(Kinds::ALL),
        Just(Kinds::sensitive()),
        Just([Kind::Number].into_iter().collect()),
        Just([Kind::Date, Kind::Money].into_iter().collect()),
    ]
}

/// The numbers of tokens at which the sentence may be cut: before a field.
fn cuts((_, tokens): &Sentence) -> Vec<usize> {
    let fields = (1..tokens.len()).filter(|&at| tokens[at].flags.has(Flags::FIELD));
    fields.chain([tokens.len()]).collect()
}

fn check(sentence: &Sentence, kinds: Kinds) -> Result<(), TestCaseError> {
    let (text, tokens) = sentence;
    let cuts = cuts(sentence);
    for at in 0..tokens.len() {
        let mut told = None;
        let whole = View {
            text,
            tokens,
            closed: true,
            name: "",
            beside: "",
            column: 0,
        };
        for &cut in cuts.iter().filter(|&&cut| cut > at) {
            let view = View {
                text,
                tokens: &tokens[..cut],
                closed: false,
                name: "",
                beside: "",
                column: 0,
            };
            let verdict = patterns::recognise(&view, at, kinds);
            if let Some(told) = told {
                prop_assert_eq!(told, verdict, "at {} of {:?}, cut {}", at, text, cut);
            } else if verdict == Verdict::More {
                let bytes = tokens[cut - 1].end - tokens[at].start;
                let fields = tokens[at + 1..cut]
                    .iter()
                    .filter(|t| t.flags.has(Flags::FIELD));
                let field = view.field_end(at) - usize::from(tokens[at].start);
                let short = usize::from(bytes) <= AHEAD_BYTES.max(field + AHEAD_BYTES / 2);
                prop_assert!(
                    fields.count() <= AHEAD_FIELDS,
                    "waits at {} of {:?}",
                    at,
                    text
                );
                prop_assert!(short, "waits for {} bytes at {} of {:?}", bytes, at, text);
            } else {
                told = Some(verdict);
            }
        }
        let closed = patterns::recognise(&whole, at, kinds);
        prop_assert_ne!(closed, Verdict::More);
        if let Some(told) = told {
            prop_assert_eq!(told, closed, "at {} of {:?}, closed", at, text);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_answer_holds_whatever_follows(text in text(), kinds in kinds()) {
        for sentence in sentences(&text) {
            check(&sentence, kinds)?;
        }
    }

    #[test]
    fn any_text_is_survived(text in "\\PC{0,80}") {
        for sentence in sentences(&text) {
            check(&sentence, Kinds::ALL)?;
        }
    }
}

/// Whether the answer at the first token waits although only the fields of `text` are there.
fn waits(text: &str) -> bool {
    let all = sentences(text);
    let (text, tokens) = &all[0];
    let view = View {
        text,
        tokens,
        closed: false,
        name: "",
        beside: "",
        column: 0,
    };
    patterns::recognise(&view, 0, Kinds::ALL) == Verdict::More
}

#[test]
fn what_is_told_within_one_field_does_not_wait() {
    for text in [
        "ada@x.org",
        "https://x.org/a",
        "10.0.0.1",
        "::1",
        "/etc/hosts",
        "1.2.3",
        "word",
        "(",
        "4111111111111111",
    ] {
        assert!(!waits(text), "{text}");
    }
}

#[test]
fn what_the_next_field_can_change_waits() {
    for text in [
        "12",
        "12 May",
        "$5",
        "415-555-0132",
        "five",
        "next",
        "Monday",
    ] {
        assert!(waits(text), "{text}");
    }
}
