//! Words that are adverbs only here, and words of order that are none.

use super::context::Context;
use super::grammar::next_is_nominal;
use crate::relation::linking::links;
use crate::relation::tag::Tag;
use crate::text::Classes;
use crate::text::list::{List, list};

/// `never played better`: an adverb without an ending of its own, behind a verb that takes no adjective.
pub(super) fn is_flat_adverb(context: &Context<'_>) -> bool {
    const FLAT: &List = list!(
        "better best worse worst faster fastest harder hardest longer longest earlier sooner slower higher lower closer \
         deeper hard fast late early"
    );
    matches!(context.before, Tag::Verb | Tag::Past | Tag::Ger)
        && FLAT.has(context.bytes)
        && !links(context.items.last_word(context.view))
        && !next_is_nominal(context)
}

/// `and first released`: an adverb although it is an adjective as well.
pub(super) fn adverb_before_verb(context: &Context<'_>) -> bool {
    let next = context.next_classes();
    let verb = next.any(Classes::PAST) && !next.any(Classes::NOUN.with(Classes::ADJECTIVE));
    let behind = matches!(
        context.before,
        Tag::And | Tag::Comma | Tag::Be | Tag::Have | Tag::Pron | Tag::Noun | Tag::Name
    );
    context.token.classes.any(Classes::ADVERB) && verb && behind
}

/// `The first, at the river, …`: a word of order that stands for what it counts. But `in the last, delicate stages`.
pub(super) fn is_ordinal_noun(context: &Context<'_>) -> bool {
    context.before == Tag::Det
        && (context.items.len() == 1 || context.next_word() != ",")
        && list!("first second third fourth last latter former next best worst").has(context.bytes)
        && !next_is_nominal(context)
}
