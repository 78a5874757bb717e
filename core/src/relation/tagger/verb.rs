//! Whether a word is a verb, by what stands around it.

use super::context::Context;
use super::grammar::{VERBAL, next_is_nominal};
use crate::relation::items::ends_in_s;
use crate::relation::linking::HELPING;
use crate::relation::tag::Tag;
use crate::text::list::list;
use crate::text::{Classes, TokenKind, WordShape};

/// Whether a word that can be a verb is one here.
pub(super) fn is_verb(context: &Context<'_>) -> bool {
    let both = context.token.classes.any(Classes::NOUN);
    let third = ends_in_s(context.bytes);
    match context.before {
        Tag::To | Tag::Modal | Tag::Do | Tag::Rel => true,
        Tag::Pron => !(both && context.items.object_pronoun(context.view)),
        Tag::Not => !both || !third,
        // `this releases heat`: no plural follows it
        Tag::Det => {
            third
                && !context.items.finite()
                && list!("this that").has(context.items.last_word(context.view))
        }
        Tag::Poss | Tag::Mark | Tag::Hyphen | Tag::Be | Tag::Have => false,
        Tag::Num => {
            // `the Holm 336 exhibits …`
            let label = || {
                context.items.before_last() == Tag::Name
                    && !context.items.behind_month(context.view)
                    && after_noun(context, both, third)
            };
            third && (!both || behind_label(context) || label())
        }
        Tag::Noun | Tag::Name => agrees(context, third) && after_noun(context, both, third),
        Tag::Adv => !both || (!context.items.finite() && behind_adverb(context, third)),
        // `the latter includes`, but `sell large amounts`
        Tag::Adj => {
            let opened = matches!(context.items.before_last(), Tag::Det | Tag::Poss | Tag::Adj);
            !both && third && opened && !context.items.finite()
        }
        Tag::And | Tag::Comma => {
            let inserted = || third && closes_insertion(context);
            (!both || goes_on_as_object(context) || inserted() || continues(context, third))
                && (third || joins_base(context))
        }
        // `helps build boats`
        Tag::Verb | Tag::Past | Tag::Ger if HELPING.has(context.items.last_word(context.view)) => {
            !third && (!both || goes_on_as_object(context) || next_is_nominal(context))
        }
        // Prepositions, verbs, the start of a clause.
        _ => !both && third,
    }
}

/// A word that no list knows, in -s behind a singular: `the pact bolsters the portfolio`.
pub(super) fn is_unknown_verb(context: &Context<'_>) -> bool {
    ends_in_s(context.bytes)
        && context.bytes.len() > 4
        && context.token.shape == WordShape::Lower
        && matches!(context.before, Tag::Noun | Tag::Name)
        && !context.items.plural(context.view)
        && !context.items.finite()
        && goes_on_as_object(context)
}

/// `to streamline`, `to fully automate`
pub(super) fn behind_to(context: &Context<'_>) -> bool {
    match context.before {
        Tag::Adv => context.items.before_last() == Tag::To,
        before => before == Tag::To,
    }
}

/// Whether what follows looks like the object or the preposition of a verb.
pub(super) fn goes_on_as_object(context: &Context<'_>) -> bool {
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
        || word.ends_with("ly") && !is_verb_behind(context)
        || list!("that").has(word)
}

/// `cargo ships typically have`: the verb stands behind the adverb.
fn is_verb_behind(context: &Context<'_>) -> bool {
    let second = context.second_classes();
    second.any(VERBAL) && !second.any(Classes::NOUN.with(Classes::ADJECTIVE))
}

/// Whether a base form behind a comma or `and` can be one more verb of the clause.
fn joins_base(context: &Context<'_>) -> bool {
    let base = context.before == Tag::Comma || context.items.base_verb(context.view);
    base && context.items.finite()
}

/// `reads bytes, finds names and builds a graph`: one more verb in the third person.
fn continues(context: &Context<'_>, third: bool) -> bool {
    third && context.items.third_verb(context.view) && has_bare_object(context)
}

/// Whether a common noun that is no verb stands behind.
fn has_bare_object(context: &Context<'_>) -> bool {
    let word = context
        .next
        .is_some_and(|t| t.kind == TokenKind::Word && t.shape == WordShape::Lower);
    let next = context.next_classes();
    // `helps teams`
    let plural = next.any(Classes::NOUN) && ends_in_s(context.next_word().as_bytes());
    let verb = if plural && ends_in_s(context.bytes) {
        Classes::default()
    } else {
        Classes::VERB
    };
    let other = verb
        .with(Classes::PAST)
        .with(Classes::GERUND)
        .with(Classes::ADVERB);
    word && next_is_nominal(context) && !next.any(other) && !context.next_word().ends_with("ly")
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
    // `the Holm report on`
    let named = context.before == Tag::Name
        && !context.items.plural(context.view)
        && !context.items.joined();
    if !third && named && context.next_classes().any(Classes::PREPOSITION) {
        return false;
    }
    // `and the server answers it`
    let opens = Classes::DETERMINER
        .with(Classes::POSSESSIVE)
        .with(Classes::PRONOUN);
    if third && context.next_classes().any(opens) && context.items.behind_and() {
        return true;
    }
    !context.items.finite() && (goes_on_as_object(context) || names_doer(context, third))
}

/// `Chapter 5 covers the war`: a number that names something, with a verb and a determined object behind it.
fn behind_label(context: &Context<'_>) -> bool {
    let object = Classes::DETERMINER.with(Classes::POSSESSIVE);
    matches!(context.items.before_last(), Tag::Noun | Tag::Name)
        && !context.items.finite()
        && !context.items.plural_before_last(context.view)
        && context.next_classes().any(object)
}

/// `Acme offers personal advice`, `the heart pumps blood`, `plants use water`: a noun phrase that agrees before the
/// word, and a common one behind it.
fn names_doer(context: &Context<'_>, third: bool) -> bool {
    (third || context.before == Tag::Noun) && has_bare_object(context)
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
