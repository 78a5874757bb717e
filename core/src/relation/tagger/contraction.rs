//! Words that an apostrophe makes of two: `isn't`, `they're`, `Ada's`.

use crate::relation::tag::Tag;
use crate::text::list::{List, list};

pub(super) fn contracted_not(word: &str) -> bool {
    let tail = word.as_bytes();
    tail.len() > 3 && (word.ends_with("n't") || word.ends_with("n’t"))
}

/// `they're`, `we've`, `she'll`
pub(super) fn contracted_pronoun(word: &str) -> bool {
    const PRONOUNS: &List = list!("i you he she it we they that");
    let stem = word.split_once(['\'', '’']);
    stem.is_some_and(|(stem, rest)| !rest.is_empty() && PRONOUNS.has(stem))
}

/// `isn't`, `don't`, `couldn't`: the auxiliary that it begins with.
pub(super) fn contraction(word: &str, before: Tag) -> Tag {
    let begins = |heads: &[&str]| heads.iter().any(|head| starts(word, head));
    if before.auxiliary() {
        Tag::Not
    } else if begins(&["is", "are", "was", "were", "ain"]) {
        Tag::Be
    } else if begins(&["do"]) || begins(&["did"]) {
        Tag::Do
    } else if begins(&["ha"]) {
        Tag::Have
    } else {
        Tag::Modal
    }
}

/// `'s`, `'re`, `'ve`, `'ll`, `'d`.
pub(super) fn clitic(word: &str, before: Tag) -> Tag {
    match word.trim_start_matches(['\'', '’']) {
        "s" | "S" if before.heads() => Tag::Mark,
        "s" | "S" | "re" | "m" => Tag::Be,
        "ve" => Tag::Have,
        "ll" | "d" => Tag::Modal,
        "t" => Tag::Not,
        _ => Tag::Noun,
    }
}

fn starts(word: &str, head: &str) -> bool {
    word.get(..head.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(head))
}
