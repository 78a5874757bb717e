//! Nouns, verbs, adjectives and adverbs, of which there are ever more.

use super::context::Context;
use super::grammar::next_is_nominal;
use crate::relation::items::ends_in_s;
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
        if is_ordinal_noun(context) {
            Tag::Noun
        } else {
            Tag::Adv
        }
    } else if classes.any(Classes::ADJECTIVE) {
        if is_ordinal_noun(context) {
            Tag::Noun
        } else {
            Tag::Adj
        }
    } else if classes.any(Classes::NUMBER_WORD.with(Classes::MAGNITUDE)) {
        Tag::Num
    } else if is_unknown_verb(context) {
        Tag::Verb
    } else {
        by_suffix(context)
    }
}

/// A word that no list knows, in -s behind a singular: `the pact bolsters the portfolio`.
fn is_unknown_verb(context: &Context<'_>) -> bool {
    ends_in_s(context.bytes)
        && context.bytes.len() > 4
        && context.token.shape == WordShape::Lower
        && matches!(context.before, Tag::Noun | Tag::Name)
        && !context.items.plural(context.view)
        && !context.items.finite()
        && goes_on_as_object(context)
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

/// `The first, at the river, …`: a word of order that stands for what it counts. But `in the last, delicate stages`.
fn is_ordinal_noun(context: &Context<'_>) -> bool {
    context.before == Tag::Det
        && (context.items.len() == 1 || context.next_word() != ",")
        && list!("first second third fourth last latter former next best worst").has(context.bytes)
        && !next_is_nominal(context)
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
    } else if word.len() > 5 && has_one(&ADJECTIVES) && !has_one(&NOUNS) {
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
    let third = ends_in_s(context.bytes);
    match context.before {
        Tag::To | Tag::Modal | Tag::Do | Tag::Rel => true,
        Tag::Pron => !(both && context.items.object_pronoun(context.view)),
        Tag::Not => !both || !third,
        Tag::Det | Tag::Poss | Tag::Mark | Tag::Hyphen | Tag::Be | Tag::Have => false,
        Tag::Num => third && (!both || behind_label(context)),
        Tag::Noun | Tag::Name => agrees(context, third) && after_noun(context, both, third),
        Tag::Adv => !both || (!context.items.finite() && behind_adverb(context, third)),
        // `the latter includes`, but `sell large amounts`
        Tag::Adj => {
            let opened = matches!(context.items.before_last(), Tag::Det | Tag::Poss | Tag::Adj);
            !both && third && opened && !context.items.finite()
        }
        Tag::And | Tag::Comma => {
            let inserted = || third && closes_insertion(context);
            (!both || goes_on_as_object(context) || inserted()) && (context.items.finite() || third)
        }
        // Prepositions, verbs, the start of a clause.
        _ => !both && third,
    }
}

/// `Acme, a bank, features services`: a second comma before the first verb.
fn closes_insertion(context: &Context<'_>) -> bool {
    context.before == Tag::Comma
        && !context.items.finite()
        && context.items.behind_comma()
        && context.next.is_some_and(|t| t.kind == TokenKind::Word)
        && next_is_nominal(context)
}

fn agrees(context: &Context<'_>, third: bool) -> bool {
    context.before == Tag::Name
        || third != context.items.plural(context.view)
        || context.items.joined()
        || third && context.items.attached_to_singular(context.view)
}

fn after_noun(context: &Context<'_>, both: bool, third: bool) -> bool {
    if !both {
        return true;
    }
    !context.items.finite() && (goes_on_as_object(context) || third && names_doer(context))
}

/// `Chapter 5 covers the war`: a number that names something, with a verb and a determined object behind it.
fn behind_label(context: &Context<'_>) -> bool {
    let object = Classes::DETERMINER.with(Classes::POSSESSIVE);
    matches!(context.items.before_last(), Tag::Noun | Tag::Name)
        && !context.items.finite()
        && !context.items.plural_before_last(context.view)
        && context.next_classes().any(object)
}

/// `Acme offers personal advice`: a name with a common noun phrase behind the word.
fn names_doer(context: &Context<'_>) -> bool {
    let word = context
        .next
        .is_some_and(|t| t.kind == TokenKind::Word && t.shape == WordShape::Lower);
    let verb = Classes::VERB.with(Classes::PAST).with(Classes::GERUND);
    context.before == Tag::Name
        && word
        && next_is_nominal(context)
        && !context.next_classes().any(verb)
}

/// `the firm also hosts events`
fn behind_adverb(context: &Context<'_>, third: bool) -> bool {
    let subject = matches!(
        context.items.before_last(),
        Tag::Noun | Tag::Name | Tag::Pron | Tag::Rel
    );
    goes_on_as_object(context)
        || third && subject && !context.items.plural_before_last(context.view)
}
