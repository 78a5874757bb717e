//! Where sentences end.

use crate::support::{lexicon, sentences};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(sentences(text, &lexicon()), expected, "of {text:?}");
}

#[test]
fn plain_prose() {
    check("", &[]);
    check("  \n ", &[]);
    check("One line", &["One line"]);
    check("It rains. We stay.", &["It rains.", "We stay."]);
    check(
        "Does it rain? No! We go.",
        &["Does it rain?", "No!", "We go."],
    );
}
