//! Words of the grammar: determiners, pronouns, prepositions and the like, which are few, and what their
//! neighbours make of them.

use super::context::Context;
use crate::relation::items::Items;
use crate::relation::tag::Tag;
use crate::text::list::{List, list};
use crate::text::{Classes, TokenKind, WordShape};

/// The words that [`special`] is about.
pub(super) const SPECIAL: &List = list!(
    "that nor because instead ahead regardless such well prior thanks rather other more less fewer than at about around"
);

/// Classes of words that have no other use than their grammar's.
#[inline(always)]
pub(super) fn function(classes: Classes) -> Option<Tag> {
    const TABLE: [(Classes, Tag); 12] = [
        (Classes::NEGATION, Tag::Not),
        (Classes::BE, Tag::Be),
        (Classes::HAVE, Tag::Have),
        (Classes::DO, Tag::Do),
        (Classes::MODAL, Tag::Modal),
        (Classes::POSSESSIVE, Tag::Poss),
        (Classes::RELATIVE, Tag::Rel),
        (Classes::PRONOUN, Tag::Pron),
        (Classes::DETERMINER, Tag::Det),
        (Classes::CONJUNCTION, Tag::And),
        (Classes::SUBORDINATOR, Tag::Sub),
        (Classes::PREPOSITION, Tag::Prep),
    ];
    const ALL: Classes = {
        let (mut all, mut at) = (Classes(0), 0);
        while at < TABLE.len() {
            all = all.with(TABLE[at].0);
            at += 1;
        }
        all
    };
    if !classes.any(ALL) {
        return None;
    }
    let found = TABLE.iter().find(|(class, _)| classes.any(*class));
    found.map(|&(_, tag)| tag)
}

/// Words whose neighbours decide first.
pub(super) fn special(context: &Context<'_>) -> Option<Tag> {
    if list!("that").has(context.bytes) {
        Some(that(context))
    } else if joins_nouns(context) {
        Some(Tag::And)
    } else if is_compound(context) {
        Some(Tag::Prep)
    } else if is_comparison(context) || is_estimate(context) {
        Some(Tag::Adv)
    } else {
        None
    }
}

/// `neither Ada nor Bob`, but not `nor sold`
fn joins_nouns(context: &Context<'_>) -> bool {
    let opens = Classes::DETERMINER.with(Classes::POSSESSIVE);
    let next = context.next_classes().any(opens)
        || context
            .next
            .is_some_and(|t| !matches!(t.shape, WordShape::Lower | WordShape::None));
    list!("nor").has(context.bytes) && context.before.heads() && next
}

/// `like` behind an auxiliary: `did not like`, `would like`.
pub(super) fn is_liking(before: Tag, items: &Items) -> bool {
    let helper = match before {
        Tag::Not => items.before_last(),
        before => before,
    };
    matches!(helper, Tag::Do | Tag::Modal | Tag::To)
}

/// `two of whom`, `most of which`: the relative pronoun stands for a noun.
pub(super) fn is_counted(context: &Context<'_>) -> bool {
    let items = context.items;
    let count = matches!(items.before_last(), Tag::Num | Tag::Pron | Tag::Det);
    count && context.before == Tag::Prep && list!("of").has(items.last_word(context.view))
}

/// The words of prepositions such as `because of`, but for those that are prepositions alone.
fn is_compound(context: &Context<'_>) -> bool {
    let first = match context.next_word() {
        "of" => list!("because instead ahead regardless"),
        "as" => list!("such well"),
        "to" => list!("prior thanks"),
        "than" => list!("rather other"),
        _ => return false,
    };
    first.has(context.bytes)
}

/// `more than` before a number.
fn is_comparison(context: &Context<'_>) -> bool {
    let next = context.next_word();
    let more = list!("more less fewer").has(context.bytes) && list!("than").has(next);
    let counts = next.starts_with(|c: char| c.is_ascii_digit()) || list!("a half one").has(next);
    more || (list!("than").has(context.bytes) && context.before == Tag::Adv && counts)
}

/// `at least five`, `hurt about 30 others`, but not `spoke about 30 others`.
fn is_estimate(context: &Context<'_>) -> bool {
    if list!("at").has(context.bytes) {
        return list!("least most").has(context.next_word());
    }
    let counts = context
        .next
        .is_some_and(|next| next.kind == TokenKind::Number);
    let acts = matches!(
        context.before,
        Tag::Verb | Tag::Past | Tag::Ger | Tag::Be | Tag::Prep
    );
    list!("about around").has(context.bytes) && counts && acts && !context.items.tells(context.view)
}

fn that(context: &Context<'_>) -> Tag {
    let next = context.next_classes();
    let verb_next = next.any(VERBAL) && !next.any(Classes::NOUN);
    match context.before {
        Tag::Noun | Tag::Name | Tag::Num | Tag::Pron | Tag::And | Tag::Comma if verb_next => {
            Tag::Rel
        }
        Tag::And | Tag::Comma if next.any(Classes::PRONOUN) => Tag::Sub,
        Tag::Be if begins_clause(context) => Tag::Sub,
        Tag::Verb | Tag::Past | Tag::Ger | Tag::Noun | Tag::Adj | Tag::Pron | Tag::Name => Tag::Sub,
        _ if verb_next || !next_is_nominal(context) => Tag::Pron,
        _ => Tag::Det,
    }
}

/// `the problem is that they …`, but not `it is that book`
fn begins_clause(context: &Context<'_>) -> bool {
    let Some(next) = context.next else {
        return false;
    };
    let opens = Classes::DETERMINER
        .with(Classes::POSSESSIVE)
        .with(Classes::PRONOUN);
    let capital = !matches!(next.shape, WordShape::Lower | WordShape::None);
    next.classes.any(opens) || capital
}

const VERBAL: Classes = Classes::VERB
    .with(Classes::BE)
    .with(Classes::HAVE)
    .with(Classes::DO)
    .with(Classes::MODAL)
    .with(Classes::PAST);

/// `to` before a base form is the infinitive's.
pub(super) fn to(context: &Context<'_>) -> Tag {
    let Some(next) = context.next else {
        return Tag::Prep;
    };
    let word = context.next_word();
    let classes = next.classes;
    let base = classes.any(VERBAL.with(Classes::ADVERB))
        && !classes.any(Classes::GERUND)
        && !classes.any(Classes::DETERMINER.with(Classes::POSSESSIVE))
        && next.shape == WordShape::Lower
        && !(classes.any(Classes::NOUN) && word.ends_with('s'));
    if base || word.ends_with("ly") {
        Tag::To
    } else {
        Tag::Prep
    }
}

/// `9 am`, `a human being`
pub(super) fn stands_for_noun(context: &Context<'_>) -> bool {
    match context.before {
        Tag::Num => list!("am").has(context.bytes),
        Tag::Adj | Tag::Det => list!("being").has(context.bytes),
        _ => false,
    }
}

/// Whether a determiner such as `this` or `all` stands for a whole noun phrase.
pub(super) fn stands_alone(context: &Context<'_>) -> bool {
    let determined = context.next.is_some_and(|next| {
        next.classes
            .any(Classes::DETERMINER.with(Classes::POSSESSIVE))
    });
    !determined && !list!("the a an every no").has(context.bytes)
}

/// Whether the next word can go on with a noun phrase.
pub(super) fn next_is_nominal(context: &Context<'_>) -> bool {
    let Some(next) = context.next else {
        return false;
    };
    match next.kind {
        TokenKind::Word if next.classes.any(Classes::NOUN.with(Classes::ADJECTIVE)) => true,
        TokenKind::Word if next.classes.any(VERBAL) => {
            next.classes.any(Classes::PAST.with(Classes::GERUND)) || next.shape != WordShape::Lower
        }
        TokenKind::Word => {
            function(next.classes).is_none() || list!("own").has(context.next_word())
        }
        TokenKind::Number | TokenKind::Ideographs => true,
        TokenKind::Punctuation => matches!(
            context.next_word(),
            "$" | "€" | "£" | "``" | "\"" | "“" | "#"
        ),
        _ => false,
    }
}
