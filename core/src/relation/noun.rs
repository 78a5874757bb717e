//! Statements without a verb: appositions and possessives.

use super::chunk::Kind;
use super::clause::{Claim, Shape};
use super::items::ends_in_s;
use super::phrase::{Phrase, Phrases};
use super::subject::Way;
use super::tag::Tag;
use crate::text::Classes;
use crate::text::list::{List, list};

/// Hands the statements that the noun phrase at chunk `at` makes with its neighbours to `out`.
pub(super) fn claims(phrases: &Phrases<'_>, at: usize, out: &mut dyn FnMut(Claim)) {
    let found = role_behind(phrases, at)
        .or_else(|| role_before(phrases, at))
        .or_else(|| possessive(phrases, at));
    if let Some(claim) = found {
        out(claim);
    }
}

/// `Ada Park, CEO of Brightwater`: the role at chunk `at` behind a name.
fn role_behind(phrases: &Phrases<'_>, at: usize) -> Option<Claim> {
    let name = at.checked_sub(2)?;
    let behind = phrases.kind(name) == Kind::Noun && phrases.kind(at - 1) == Kind::Comma;
    behind.then(|| role(phrases, name, at)).flatten()
}

/// `the president of France, Ada Park`: the role at chunk `at` before a name.
fn role_before(phrases: &Phrases<'_>, at: usize) -> Option<Claim> {
    let name = at + 4;
    let before = phrases.kind(name) == Kind::Noun && phrases.kind(name - 1) == Kind::Comma;
    let closed = matches!(phrases.kind(name + 1), Kind::Comma | Kind::Stop);
    (before && closed && !is_within(phrases, at, name))
        .then(|| role(phrases, name, at))
        .flatten()
}

/// `the coast of Maine, United States`: the place at chunk `name` is the one around the place before the comma,
/// unless that has it as its capital.
fn is_within(phrases: &Phrases<'_>, at: usize, name: usize) -> bool {
    let place = |k: usize| phrases.is_place(Phrase::of(&phrases.chunks[k]));
    place(name) && place(name - 2) && !list!("capital").has(phrases.head(at))
}

/// The statement that the name at chunk `name` has the role at chunk `at`.
fn role(phrases: &Phrases<'_>, name: usize, at: usize) -> Option<Claim> {
    let subject = Phrase::of(&phrases.chunks[name]);
    let role = Phrase::of(&phrases.chunks[at]);
    let with = list!("of at in for").has(phrases.word(at + 1));
    let linked = with && phrases.kind(at + 2) == Kind::Noun;
    if !linked
        || !is_holder(phrases, subject, role)
        || !is_role(phrases, role)
        || is_apart(phrases, subject, role)
    {
        return None;
    }
    let last = usize::from(phrases.chunks[at + 1].last);
    let object = phrases.phrase(at + 2, phrases.attached(at + 2, false));
    Some(Claim {
        predicate: (behind_determiner(phrases, role), last),
        preposition: Some(last - 1),
        ..claim(subject, role, object)
    })
}

/// `a bank in Oslo, owner of …`, `in Oslo, a $5 million stake in …`: the role is none of the place's, or is none.
fn is_apart(phrases: &Phrases<'_>, subject: Phrase, role: Phrase) -> bool {
    const PLACES: &List = list!(
        "capital city town village region state province country county district island port suburb seat home part \
         member area borough municipality site centre center heart hub birthplace neighborhood neighbourhood resort"
    );
    let place =
        phrases.is_place(subject) && !PLACES.has(phrases.items.bytes(phrases.view(), role.head));
    place || phrases.items.tag(role.first) == Tag::Num
}

/// `Acme's founder, Ada Park`: the possessive at chunk `at` before a name.
fn possessive(phrases: &Phrases<'_>, at: usize) -> Option<Claim> {
    let follows = phrases.kind(at + 1) == Kind::Comma && phrases.kind(at + 2) == Kind::Noun;
    // `Despite Acme's efforts, Foo won`: the name is a verb's subject.
    let verb = (at + 3..at + 6).find(|&k| phrases.kind(k) != Kind::Adverb);
    let acts = verb.is_some_and(|k| phrases.kind(k) == Kind::Verb);
    if !follows || acts || phrases.kind(at + 3) == Kind::And {
        return None;
    }
    let whole = Phrase::of(&phrases.chunks[at]);
    let is_mark = |i: &usize| phrases.items.tag(*i) == Tag::Mark;
    let mark = (whole.first + 1..whole.head).find(is_mark)?;
    let subject = Phrase::of(&phrases.chunks[at + 2]);
    let role = Phrase {
        first: mark + 1,
        ..whole
    };
    let owner = Phrase {
        last: mark,
        head: mark - 1,
        ..whole
    };
    (is_role(phrases, role) && phrases.is_named(subject)).then(|| claim(subject, role, owner))
}

fn claim(subject: Phrase, role: Phrase, object: Phrase) -> Claim {
    Claim {
        subject,
        predicate: (role.first, role.last),
        head: role.head,
        preposition: None,
        object,
        asserted: true,
        shape: Shape::Apposition,
        way: Way::Direct,
    }
}

fn behind_determiner(phrases: &Phrases<'_>, role: Phrase) -> usize {
    let determiner = phrases.items.tag(role.first) == Tag::Det && role.head > role.first;
    role.first + usize::from(determiner)
}

/// Whether a phrase names who may have that role: no date or amount, and no single name for a role of several.
fn is_holder(phrases: &Phrases<'_>, subject: Phrase, role: Phrase) -> bool {
    let word = |item| phrases.items.bytes(phrases.view(), item);
    let several = ends_in_s(word(role.head)) && !ends_in_s(word(subject.head));
    let counted = (role.first..role.head).any(|item| phrases.items.tag(item) == Tag::Num);
    let value = phrases.items.tag(subject.head) == Tag::Num;
    phrases.is_named(subject) && !several && !counted && !value
}

/// Whether a phrase says what somebody is: a common noun, or a title in capitals (`CEO`).
fn is_role(phrases: &Phrases<'_>, role: Phrase) -> bool {
    let classes = phrases.token(role.head).classes;
    let word = phrases.items.word(phrases.view(), role.head);
    let chief = word.len() == 3 && word.starts_with('C') && word.ends_with('O');
    let named = phrases.items.tag(role.head) == Tag::Name;
    let determined = phrases.items.tag(role.first) == Tag::Det && !named;
    phrases.items.tag(role.head) == Tag::Noun
        || determined
        || chief
        || classes.any(Classes::ROLE.with(Classes::TITLE))
}
