//! Noun phrases and adjective phrases.

use super::{Chunk, Kind, chunk};
use crate::relation::items::Items;
use crate::relation::tag::Tag;
use crate::text::View;
use crate::text::list::list;

/// A noun phrase or an adjective phrase from `at`; at least one item long.
pub(super) fn noun(items: &Items, view: &View<'_>, at: usize) -> Chunk {
    let mut end = at + 1;
    while goes_on(items, view, at, end) {
        end += 1;
    }
    if matches!(items.tag(end - 1), Tag::Hyphen | Tag::Mark) && end - 1 > at {
        end -= 1;
    }
    let head = (at..end).rev().find(|&i| items.tag(i).heads());
    match head {
        Some(head) => chunk(Kind::Noun, at, end, head),
        None if items.tag(end - 1) == Tag::Adj && items.tag(at) != Tag::Det => {
            chunk(Kind::Adjective, at, end, end - 1)
        }
        None => chunk(Kind::Noun, at, end, end - 1),
    }
}

/// Whether the item at `end` belongs to the noun phrase that begins at `at`.
fn goes_on(items: &Items, view: &View<'_>, at: usize, end: usize) -> bool {
    let (last, tag) = (items.tag(end - 1), items.tag(end));
    match tag {
        Tag::Noun | Tag::Name => !year_before_name(items, view, at, end),
        Tag::Num | Tag::Adj => true,
        Tag::Mark | Tag::Hyphen => last.nominal(),
        Tag::Det if last == Tag::Num => is_rate(items, view, end),
        Tag::Det | Tag::Poss => last == Tag::Det,
        Tag::Past => last == Tag::Hyphen,
        Tag::Adv => {
            matches!(last, Tag::Det | Tag::Poss)
                && matches!(items.tag(end + 1), Tag::Adj | Tag::Num)
        }
        Tag::And => joins_within(items, view, end),
        Tag::Comma => last == Tag::Adj && is_adjective_behind(items, at, end + 1),
        _ => false,
    }
}

/// `$3 a share`, `two an hour`
fn is_rate(items: &Items, view: &View<'_>, determiner: usize) -> bool {
    list!("a an").has(items.bytes(view, determiner))
        && list!(
            "share hour day week month year minute second night piece unit copy person head barrel pound ounce ton \
             tonne gallon litre liter mile kilometer kilometre acre bushel"
        )
        .has(items.bytes(view, determiner + 1))
}

/// Whether the item behind a comma goes on with the adjectives of the phrase from `at`. Between a determiner and its
/// noun, what no list knows is one too: `the final, delicate stages`.
fn is_adjective_behind(items: &Items, at: usize, next: usize) -> bool {
    let determined = matches!(items.tag(at), Tag::Det | Tag::Poss);
    let headless = || !(at..next).any(|i| items.tag(i).heads());
    match items.tag(next) {
        Tag::Adj => behind_adjectives(items, next),
        Tag::Noun => determined && headless() && items.tag(next + 1) == Tag::Noun,
        _ => false,
    }
}

/// `In 1990 Acme grew`: a year ends its phrase.
fn year_before_name(items: &Items, view: &View<'_>, at: usize, end: usize) -> bool {
    let alone = end == at + 1 && items.tag(at) == Tag::Num && at > 0;
    alone
        && items.tag(at - 1) == Tag::Prep
        && items.word(view, at).len() == 4
        && items.tag(end) == Tag::Name
}

/// `large and small companies`, `Johnson & Johnson`.
fn joins_within(items: &Items, view: &View<'_>, and: usize) -> bool {
    let adjectives = items.tag(and - 1) == Tag::Adj && items.tag(and + 1) == Tag::Adj;
    (adjectives && behind_adjectives(items, and + 1))
        || (items.word(view, and) == "&" && items.tag(and + 1) == Tag::Name)
        || (items.tag(and - 1) == Tag::Num && items.tag(and + 1) == Tag::Num)
}

fn behind_adjectives(items: &Items, from: usize) -> bool {
    let mut at = from;
    while items.tag(at) == Tag::Adj && at < from + 4 {
        at += 1;
    }
    items.tag(at).heads()
}
