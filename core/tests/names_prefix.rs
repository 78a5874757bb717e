//! What is told of a token holds whatever follows it.

mod names;

use midflight_core::entity::Verdict;
use midflight_core::entity::names::recognise;
use midflight_core::text::{View, Window};
use names::{Nothing, sentences};
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "Ada",
    "Lovelace",
    "Dr.",
    "J.",
    "K.",
    "U.S.",
    "New",
    "York",
    "Times",
    "University",
    "of",
    "the",
    "Bank",
    "England",
    "and",
    "&",
    "Johnson",
    "Inc.",
    ",",
    "CEO",
    "Google",
    "Google's",
    "said",
    "in",
    "Paris",
    "van",
    "der",
    "Berg",
    "**",
    "*Ada*",
    "(",
    "IBM",
    ")",
    "Mount",
    "River",
    "McDonald's",
    "Windows",
    "11",
    "St.",
    "John's",
    "However",
    "German",
    "#tag",
    "@who",
    "-",
    "Jr.",
    "President",
    "will",
    "Mark",
    ".",
    "\n",
    "\n\n",
    "# Head",
    "`Code`",
    "\"",
    "A",
    "I",
    "The",
    "Prime",
    "Minister",
];

fn held(window: &Window) {
    let all = window.view(true);
    for at in 0..all.tokens.len() {
        let last = recognise(&all, at, &Nothing);
        assert_ne!(last, Verdict::More, "on a closed view");
        for count in at + 1..=all.tokens.len() {
            let view = View {
                tokens: &all.tokens[..count],
                closed: false,
                ..all
            };
            let told = recognise(&view, at, &Nothing);
            assert!(
                told == Verdict::More || told == last,
                "{told:?}, then {last:?}, in {:?} at {at} of {count}",
                all.text
            );
        }
    }
}

/// Within how many tokens a name is decided: ten words with what joins them, and their context.
const BOUND: usize = 40;

fn decided_soon(window: &Window) {
    let all = window.view(true);
    for at in 0..all.tokens.len().saturating_sub(BOUND) {
        let view = View {
            tokens: &all.tokens[..at + BOUND],
            closed: false,
            ..all
        };
        assert_ne!(recognise(&view, at, &Nothing), Verdict::More);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn verdicts_hold(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..40)) {
        sentences(&pieces.join(" "), &mut held);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        sentences(&text, &mut held);
    }

    #[test]
    fn a_name_waits_for_a_bounded_number_of_tokens(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 40..120)
    ) {
        sentences(&pieces.join(" "), &mut decided_soon);
    }
}

#[test]
fn lower_case_words_are_decided_at_once() {
    sentences("every word of these is lower case", &mut |window| {
        let all = window.view(true);
        for at in 0..all.tokens.len() {
            let view = View {
                tokens: &all.tokens[..=at],
                closed: false,
                ..all
            };
            assert_eq!(recognise(&view, at, &Nothing), Verdict::No);
        }
    });
}
