//! What holds for any text.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::support::extract;

const WORDS: [&str; 64] = [
    "the", "a", "Ada", "Park", "Acme", "founded", "was", "by", "in", "1843", ",", ".", "and",
    "and", "who", "which", "that", "is", "not", "never", "would", "to", "buy", "sells", "wrote",
    "written", "running", "of", "CEO", "'s", "(", ")", "[", "\"", "``", "''", "-", "—", ";", ":",
    "if", "said", "he", "she", "it", "they", "quickly", "large", "more", "than", "such", "as",
    "don't", "é", "日本", "🙂", "*", "**x**", "`code`", "#", "|", "?", "$", "there",
];

/// Words that grammar is made of, and noise between them.
fn soup() -> impl Strategy<Value = String> {
    let word = prop_oneof![9 => select(&WORDS[..]).prop_map(str::to_owned), 1 => ".{0,6}"];
    vec((word, select(&[" ", " ", " ", "", "\n"][..])), 0..400).prop_map(|words| {
        words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.to_owned()])
            .collect()
    })
}

/// Panics where a statement is not sound; returns how many there were in the fullest sentence.
fn sound(text: &str) -> usize {
    let (mut most, mut here, mut last) = (0, 0, String::new());
    let mut before = 0;
    extract(text, &[], |sentence, statement| {
        if last != sentence {
            sentence.clone_into(&mut last);
            (here, before) = (0, 0);
        }
        here += 1;
        most = most.max(here);
        let (subject, object) = (&statement.subject.range, &statement.object.range);
        for range in [subject, object, &statement.predicate] {
            assert!(!range.is_empty(), "{statement:?}");
            assert!(sentence.get(range.clone()).is_some(), "{statement:?}");
        }
        let meet = |a: &std::ops::Range<usize>| a.start < subject.end && subject.start < a.end;
        assert!(
            !meet(object) && !meet(&statement.predicate),
            "{statement:?}"
        );
        assert!((0.0..=1.0).contains(&statement.confidence), "{statement:?}");
        assert!(!statement.normalized.is_empty(), "{statement:?}");
        assert!(
            before <= statement.predicate.start,
            "out of order: {statement:?}"
        );
        before = statement.predicate.start;
    });
    most
}

proptest! {
    #[test]
    fn statements_are_sound_whatever_the_text(text in soup()) {
        prop_assert!(sound(&text) <= 24);
    }

    #[test]
    fn statements_are_sound_in_noise(text in "\\PC{0,600}") {
        prop_assert!(sound(&text) <= 24);
    }
}

#[test]
fn statements_of_a_sentence_are_bounded() {
    for repeated in [
        "and ",
        "Ada and ",
        "Ada founded Acme and ",
        "he said ",
        "Ada, ",
        "Ada of ",
        "who is ",
        "( ",
        "Acme, which sells ",
        "to ",
        "not ",
        "very ",
        "is ",
    ] {
        assert!(sound(&repeated.repeat(2000)) <= 24, "{repeated}");
    }
}
