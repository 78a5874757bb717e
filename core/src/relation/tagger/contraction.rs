//! Words that an apostrophe makes of two: `isn't`, `they're`, `Ada's`.

use super::Context;
use super::grammar::function;
use crate::relation::tag::Tag;
use crate::text::Classes;
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
pub(super) fn clitic(context: &Context<'_>) -> Tag {
    match context.word().trim_start_matches(['\'', '’']) {
        "s" | "S" => is_has_or_mark(context),
        "re" | "m" => Tag::Be,
        "ve" => Tag::Have,
        "ll" | "d" => Tag::Modal,
        "t" => Tag::Not,
        _ => Tag::Noun,
    }
}

const PAST: Classes = Classes::PAST
    .with(Classes::PRETERITE)
    .with(Classes::PARTICIPLE);

/// `She's`: the next word has it be `is` or `has`; `Ada's car` has neither.
fn is_has_or_mark(context: &Context<'_>) -> Tag {
    let next = context.next_classes();
    let past = next.any(PAST);
    let object = behind_verb(context);
    if list!("been").has(context.next_word()) || past && object == Some(Tag::Det) {
        Tag::Have
    } else if !context.before.heads()
        || list!("a an the not").has(context.next_word())
        || past && object.is_some()
        || context.next_word().ends_with("ing") && object == Some(Tag::Det)
    {
        Tag::Be
    } else {
        Tag::Mark
    }
}

/// What stands where the next word has an object or an addition if it is a verb: `Ada's joined the board`.
fn behind_verb(context: &Context<'_>) -> Option<Tag> {
    match function(context.second_classes())? {
        Tag::Det | Tag::Poss | Tag::Pron => Some(Tag::Det),
        Tag::Prep => Some(Tag::Prep),
        _ => None,
    }
}

fn starts(word: &str, head: &str) -> bool {
    word.get(..head.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(head))
}
