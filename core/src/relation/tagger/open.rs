//! Nouns, verbs, adjectives and adverbs, of which there are ever more.

use super::context::Context;
use super::grammar::next_is_nominal;
use crate::relation::tag::Tag;
use crate::text::list::list;
use crate::text::{Classes, TokenKind, WordShape};

/// Nouns, verbs, adjectives, adverbs.
pub(super) fn open(context: &Context<'_>) -> Tag {
    let classes = context.token.classes;
    let word = context.bytes;
    if adverb_before_verb(context) {
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
    } else if classes.any(Classes::NOUN) {
        Tag::Noun
    } else if classes.any(Classes::ADVERB)
        && !(classes.any(Classes::ADJECTIVE) && next_is_nominal(context))
    {
        Tag::Adv
    } else if classes.any(Classes::ADJECTIVE) {
        Tag::Adj
    } else if classes.any(Classes::NUMBER_WORD.with(Classes::MAGNITUDE)) {
        Tag::Num
    } else {
        by_suffix(word)
    }
}

/// `and first released`: an adverb although it is an adjective as well.
fn adverb_before_verb(context: &Context<'_>) -> bool {
    let next = context.next_classes();
    let verb = next.any(Classes::PAST) && !next.any(Classes::NOUN.with(Classes::ADJECTIVE));
    let behind = matches!(
        context.before,
        Tag::And | Tag::Comma | Tag::Be | Tag::Have | Tag::Pron
    );
    context.token.classes.any(Classes::ADVERB) && verb && behind
}

fn by_suffix(word: &[u8]) -> Tag {
    const ADJECTIVES: [&str; 11] = [
        "ous", "ive", "able", "ible", "ful", "ical", "less", "ish", "ary", "ial", "ional",
    ];
    if word.len() > 4 && word.ends_with(b"ly") {
        Tag::Adv
    } else if word.len() > 5 && ADJECTIVES.iter().any(|end| word.ends_with(end.as_bytes())) {
        Tag::Adj
    } else {
        Tag::Noun
    }
}

/// A past form before a noun is an adjective behind what opens a noun phrase.
fn past_form(context: &Context<'_>) -> Tag {
    let opened = matches!(
        context.before,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj | Tag::Num | Tag::Hyphen
    );
    let after_prep = matches!(context.before, Tag::Prep);
    if (opened || after_prep) && (next_is_nominal(context) || context.before == Tag::Det) {
        Tag::Adj
    } else {
        Tag::Past
    }
}

fn gerund_form(context: &Context<'_>) -> Tag {
    match context.before {
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj if next_is_nominal(context) => Tag::Adj,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Adj | Tag::Hyphen => Tag::Noun,
        Tag::Noun | Tag::Name if !goes_on_as_object(context) => Tag::Noun,
        _ => Tag::Ger,
    }
}

/// Whether what follows looks like the object or the preposition of a verb.
fn goes_on_as_object(context: &Context<'_>) -> bool {
    let Some(next) = context.next else {
        return false;
    };
    let opens = Classes::DETERMINER
        .with(Classes::POSSESSIVE)
        .with(Classes::PRONOUN)
        .with(Classes::PREPOSITION)
        .with(Classes::SUBORDINATOR);
    let word = context.next_word();
    (next.classes.any(opens) && !list!("of").has(word))
        || next.kind == TokenKind::Number
        || matches!(word, "$" | "``" | "\"" | "“")
        || matches!(
            next.shape,
            WordShape::Capital | WordShape::Upper | WordShape::Mixed
        )
        || word.ends_with("ly")
        || list!("that").has(word)
}

/// Whether a word that can be a verb is one here.
fn is_verb(context: &Context<'_>) -> bool {
    let both = context.token.classes.any(Classes::NOUN);
    let third = context.bytes.ends_with(b"s") && !context.bytes.ends_with(b"ss");
    match context.before {
        Tag::To | Tag::Modal | Tag::Do | Tag::Rel => true,
        Tag::Pron => !(both && context.items.object_pronoun(context.view)),
        Tag::Not => !both || !third,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Hyphen | Tag::Be | Tag::Have => false,
        Tag::Noun | Tag::Name => agrees(context, third) && after_noun(context, both),
        Tag::Adv => !both || (goes_on_as_object(context) && !context.items.finite()),
        Tag::And | Tag::Comma => {
            (!both || goes_on_as_object(context)) && (context.items.finite() || third)
        }
        // Adjectives, numbers, prepositions, verbs, the start of a clause.
        _ => !both && third,
    }
}

fn agrees(context: &Context<'_>, third: bool) -> bool {
    context.before == Tag::Name
        || third != context.items.plural(context.view)
        || context.items.joined()
}

fn after_noun(context: &Context<'_>, both: bool) -> bool {
    if !both {
        return true;
    }
    !context.items.finite() && goes_on_as_object(context)
}
