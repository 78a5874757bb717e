//! Nouns, verbs, adjectives and adverbs, of which there are ever more.

use super::adverb::{adverb_before_verb, is_flat_adverb, is_ordinal_noun};
use super::context::Context;
use super::grammar::next_is_nominal;
use super::verb::{behind_to, goes_on_as_object, is_unknown_verb, is_verb};
use crate::relation::items::ends_in_s;
use crate::relation::linking::LINKING;
use crate::relation::tag::Tag;
use crate::text::Classes;
use crate::text::list::list;

/// Nouns, verbs, adjectives, adverbs.
pub(super) fn open(context: &Context<'_>) -> Tag {
    let classes = context.token.classes;
    let word = context.bytes;
    if adverb_before_verb(context) || is_flat_adverb(context) {
        return Tag::Adv;
    }
    let past = classes.any(Classes::PAST)
        || (word.len() > 4
            && word.ends_with(b"ed")
            && !classes.any(Classes::NOUN.with(Classes::ADJECTIVE)));
    let gerund = classes.any(Classes::GERUND)
        || (word.len() > 5 && word.ends_with(b"ing") && !classes.any(Classes::NOUN));
    if past {
        past_form(context)
    } else if gerund {
        gerund_form(context)
    } else if classes.any(Classes::VERB) && is_verb(context) {
        Tag::Verb
    } else if classes.any(Classes::NOUN)
        || classes.any(Classes::ADVERB.with(Classes::ADJECTIVE)) && is_ordinal_noun(context)
    {
        Tag::Noun
    } else if classes.any(Classes::ADVERB)
        && !(classes.any(Classes::ADJECTIVE) && next_is_nominal(context))
    {
        Tag::Adv
    } else if classes.any(Classes::ADJECTIVE) {
        Tag::Adj
    } else if classes.any(Classes::NUMBER_WORD.with(Classes::MAGNITUDE)) {
        Tag::Num
    } else if is_unknown_verb(context) {
        Tag::Verb
    } else {
        match by_suffix(context) {
            Tag::Noun if behind_to(context) => Tag::Verb,
            tag => tag,
        }
    }
}

fn by_suffix(context: &Context<'_>) -> Tag {
    const ADJECTIVES: [&str; 11] = [
        "ous", "ive", "able", "ible", "ful", "al", "less", "ish", "ary", "ic", "ory",
    ];
    const NOUNS: [&str; 3] = ["val", "sal", "wal"];
    let word = context.bytes;
    let has_one = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end.as_bytes()));
    let inside = matches!(context.before, Tag::Det | Tag::Poss) && next_is_nominal(context);
    let noun = || {
        list!(
            "family ally assembly supply reply rally anomaly monopoly butterfly belly bully jelly lily fly subfamily"
        )
        .has(word)
    };
    if word.len() > 4 && word.ends_with(b"ly") && !noun() {
        // `their elderly parents`
        if inside { Tag::Adj } else { Tag::Adv }
    } else if word.len() > 5 && has_one(&ADJECTIVES) && !has_one(&NOUNS) || is_complement(context) {
        Tag::Adj
    } else {
        Tag::Noun
    }
}

/// `stayed loyal to`: a singular alone behind a linking verb.
fn is_complement(context: &Context<'_>) -> bool {
    let linked = match context.before {
        Tag::Verb | Tag::Past | Tag::Ger => LINKING.has(context.items.last_word(context.view)),
        Tag::Be => true,
        _ => false,
    };
    let noun = || context.next_word() == "of" || context.bytes.contains(&b'-');
    linked && !next_is_nominal(context) && !ends_in_s(context.bytes) && !noun()
}

/// A past form before a noun is an adjective behind what opens a noun phrase.
fn past_form(context: &Context<'_>) -> Tag {
    let opened = matches!(
        context.before,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj | Tag::Num | Tag::Hyphen
    );
    // `uses reduced sets`, `on a fully equipped ship`
    let inside = match context.before {
        Tag::Prep | Tag::Verb => true,
        Tag::Adv => matches!(context.items.before_last(), Tag::Det | Tag::Poss),
        _ => false,
    };
    if (opened || inside) && (next_is_nominal(context) || context.before == Tag::Det) {
        Tag::Adj
    } else {
        Tag::Past
    }
}

fn gerund_form(context: &Context<'_>) -> Tag {
    match context.before {
        Tag::Stop | Tag::Sub if acts(context) => Tag::Noun,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj if next_is_nominal(context) => Tag::Adj,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj | Tag::Hyphen => Tag::Noun,
        Tag::Noun | Tag::Name if !goes_on_as_object(context) => Tag::Noun,
        _ => Tag::Ger,
    }
}

/// `Caching reduces latency`: a verb with a tense follows.
fn acts(context: &Context<'_>) -> bool {
    let next = context.next_classes();
    let third = next.any(Classes::VERB) && ends_in_s(context.next_word().as_bytes());
    let tensed = third || next.any(Classes::BE.with(Classes::HAVE).with(Classes::MODAL));
    tensed && !next.any(Classes::NOUN.with(Classes::ADJECTIVE))
}
