//! A light guess at parts of speech, from the word lists, suffixes and neighbours.

mod adverb;
mod context;
mod contraction;
mod grammar;
mod open;
mod verb;

pub(super) use context::Context;

use super::tag::Tag;
use crate::text::list::list;
use crate::text::{Classes, Token, TokenKind, WordShape};
use contraction::{clitic, contracted_not, contracted_pronoun, contraction};
use grammar::{
    SPECIAL, function, is_liking, next_is_nominal, special, stands_alone, stands_for_noun, to,
};
use open::open;

/// The tag of the next item, which stands in no mention of a name.
pub(super) fn tag(context: &Context<'_>) -> Tag {
    match context.token.kind {
        TokenKind::Word => word(context),
        TokenKind::Number => Tag::Num,
        TokenKind::Ideographs => Tag::Name,
        TokenKind::Punctuation => punctuation(context),
        TokenKind::Markup | TokenKind::Emoji | TokenKind::Rest => Tag::Stop,
    }
}

fn punctuation(context: &Context<'_>) -> Tag {
    let before = context.before;
    match context.word() {
        "," if date_comma(context) => Tag::Num,
        "," => Tag::Comma,
        "%" | "°" => Tag::Noun,
        "$" | "€" | "£" | "¥" | "#" | "~" => Tag::Num,
        "&" => Tag::And,
        "'" | "’" if before.heads() => Tag::Mark,
        "-" | "/" | "–" if before.nominal() || before == Tag::Adv => Tag::Hyphen,
        "." if context.next.is_some() && before.nominal() => Tag::Name,
        _ => Tag::Stop,
    }
}

/// The comma of `July 4, 1999`.
fn date_comma(context: &Context<'_>) -> bool {
    let year = |t: &Token| t.kind == TokenKind::Number && t.end - t.start == 4;
    context.before == Tag::Num
        && context.next.is_some_and(year)
        && context.items.behind_month(context.view)
}

fn word(context: &Context<'_>) -> Tag {
    let before = context.before;
    let marked = !context.token.is_plain();
    if marked && contracted_not(context.word()) {
        return contraction(context.word(), before);
    }
    if context.clitic || marked && context.word().starts_with(['\'', '’']) {
        return clitic(context);
    }
    if marked && contracted_pronoun(context.word()) {
        return Tag::Pron;
    }
    if SPECIAL.has(context.bytes)
        && let Some(tag) = special(context)
    {
        return tag;
    }
    let proper = is_proper(context);
    match function(context.token.classes) {
        Some(Tag::Modal) if proper => Tag::Name,
        Some(Tag::Poss) if !next_is_nominal(context) && list!("her his").has(context.bytes) => {
            Tag::Pron
        }
        Some(Tag::Be) if stands_for_noun(context) => Tag::Noun,
        Some(Tag::Det)
            if matches!(before, Tag::Det | Tag::Adj) && list!("one").has(context.bytes) =>
        {
            Tag::Noun
        }
        // `one or more`
        Some(Tag::Det)
            if list!("one").has(context.bytes) && list!("or").has(context.next_word()) =>
        {
            Tag::Num
        }
        Some(Tag::Det) if !next_is_nominal(context) && stands_alone(context) => Tag::Pron,
        Some(Tag::Prep | Tag::Adv) if list!("to").has(context.bytes) => to(context),
        Some(Tag::Prep) if list!("so").has(context.bytes) => Tag::Adv,
        Some(Tag::Prep) if list!("like").has(context.bytes) && is_liking(before, context.items) => {
            Tag::Verb
        }
        Some(tag) if !proper || matches!(tag, Tag::Det | Tag::Prep | Tag::And | Tag::Pron) => tag,
        _ if proper => Tag::Name,
        _ => open(context),
    }
}

/// Whether a capital makes the word part of a name.
fn is_proper(context: &Context<'_>) -> bool {
    match context.token.shape {
        WordShape::None | WordShape::Lower => false,
        WordShape::Initial => !list!("I a").has(context.bytes),
        WordShape::Upper | WordShape::Mixed => true,
        WordShape::Capital if !context.items.is_empty() => true,
        WordShape::Capital => !common_at_start(context),
    }
}

/// Whether the capital of a sentence's first word says nothing.
fn common_at_start(context: &Context<'_>) -> bool {
    let classes = context.token.classes;
    let known = Classes::COMMON.with(Classes::NOUN).with(Classes::ADJECTIVE);
    let suffix = ["ing", "ed", "ly"];
    function(classes).is_some()
        || classes.any(known.with(Classes::VERB).with(Classes::ADVERB))
        || suffix.iter().any(|s| context.bytes.ends_with(s.as_bytes()))
}
