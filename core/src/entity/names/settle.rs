//! What single words settle, whatever the weights say.

use super::look::Look;
use super::phrases::Phrase;
use super::run::{Run, is_named};
use super::{acronym, event};
use crate::Kind;
use crate::text::list::{List, list};
use crate::text::{Classes, Flags, Token, WordShape};

/// How sure a kind is that was not weighed.
pub(super) const CONFIDENCE: f32 = 0.5;

/// The kind of a run, by what was weighed and by the words that leave no choice.
pub(super) fn settled(
    look: &Look<'_, '_>,
    run: &Run,
    phrase: Option<Phrase>,
    weighed: Option<(Kind, f32)>,
) -> Option<(Kind, f32)> {
    let last = look.token(run.last())?;
    let kind = weighed.map(|(kind, _)| kind);
    if weighed.is_some() && acronym::is_of_term(look, run) {
        return None;
    }
    if phrase.is_none() && is_food(look, run, last) {
        return None;
    }
    if event::is_event(look, run) {
        let told = weighed.filter(|&(kind, _)| kind == Kind::Event);
        return told.or(Some((Kind::Event, CONFIDENCE)));
    }
    if let Some(certain) = certain(look, run, last, phrase, kind) {
        return Some((certain, CONFIDENCE));
    }
    weighed.filter(|&(kind, _)| kind != Kind::Person || !is_no_person(look, run, last))
}

/// The kind that the words tell where another was weighed, or none.
fn certain(
    look: &Look<'_, '_>,
    run: &Run,
    last: &Token,
    phrase: Option<Phrase>,
    weighed: Option<Kind>,
) -> Option<Kind> {
    const WATERS: &List = list!("river reef ocean sea mountains desert island islands peninsula");
    const COMPANY: &List = list!("inc llc ltd gmbh corp");
    let word = look.bytes(last);
    let several = run.count() > 1;
    let head = look.token(run.head());
    let body = run.bound && run.joined && head.is_some_and(|t| t.classes.any(Classes::ORG_WORD));
    match weighed {
        None | Some(Kind::Person | Kind::Organization) if run.is_version(look) => {
            Some(Kind::Product)
        }
        Some(Kind::Person | Kind::Location | Kind::Work) if body => Some(Kind::Organization),
        Some(Kind::Person | Kind::Location) if phrase == Some(Phrase::Organization) => {
            Some(Kind::Organization)
        }
        Some(Kind::Organization) if several && WATERS.has(word) => Some(Kind::Location),
        None if phrase == Some(Phrase::Place) && is_compared(look, run) => Some(Kind::Location),
        None if several && COMPANY.has(word) => Some(Kind::Organization),
        None if !several => listed(last),
        None if run.possessive && last.classes.any(Classes::ORG_WORD) => Some(Kind::Organization),
        _ => None,
    }
}

/// The kind of a word that is listed as one kind of name and is nothing else.
fn listed(word: &Token) -> Option<Kind> {
    let only = |class: Classes| word.classes.any(class) && !word.classes.any(Classes(!class.0));
    if word.flags.any(Flags::START.with(Flags::HEADING)) {
        None
    } else if only(Classes::PRODUCT) {
        Some(Kind::Product)
    } else if only(Classes::ORGANIZATION) {
        Some(Kind::Organization)
    } else {
        None
    }
}

/// `than the United States`
fn is_compared(look: &Look<'_, '_>, run: &Run) -> bool {
    let article = look.spoken_before(run.first());
    let article = article.filter(|(_, t)| list!("the").has(look.bytes(t)));
    let before = article.and_then(|(at, _)| look.spoken_before(at));
    before.is_some_and(|(_, t)| list!("than").has(look.bytes(t)))
}

/// Whether it is something to eat: `Basmati Rice`, but not `Jerry Rice`.
fn is_food(look: &Look<'_, '_>, run: &Run, last: &Token) -> bool {
    const FOODS: &List = list!(
        "rice butter juice powder sauce yogurt yoghurt paprika basil flour sugar vinegar salt cheese broth syrup \
        pasta noodles soup cumin cinnamon parsley cilantro oregano thyme turmeric garlic onions tomatoes potatoes \
        beans lentils tofu milk paste zest mustard mayonnaise extract pepper"
    );
    const PLANTS: &List =
        list!("olive basil rosemary ginger coconut sesame vegetable sunflower peanut");
    let oil = list!("oil").has(look.bytes(last));
    if !oil && !FOODS.has(look.bytes(last)) {
        return false;
    }
    let Some(first) = look.token(run.first()) else {
        return false;
    };
    let word_before = run.last().checked_sub(1).and_then(|at| look.token(at));
    let before = word_before
        .filter(|t| is_named(t))
        .map_or(&b""[..], |t| look.bytes(t));
    if oil {
        return PLANTS.has(before);
    }
    // What is a family name too is food behind few words.
    let named = last.classes.any(Classes::SURNAME.with(Classes::FIRST_NAME));
    let person = if named {
        !list!("basmati jasmine brown white wild fried fresh dried").has(before)
    } else {
        first.classes.any(Classes::FIRST_NAME) && !PLANTS.has(look.bytes(first))
    };
    !before.is_empty() && !person
}

/// Whether what seems to be a person's name is another's, or what one is named after.
fn is_no_person(look: &Look<'_, '_>, run: &Run, last: &Token) -> bool {
    const THINGS: &List = list!("resources sonnet opus haiku grüße holders");
    let word = look.word(last);
    let several = run.count() > 1;
    // An initial is no programming language.
    let first = look
        .token(run.first())
        .filter(|t| t.shape != WordShape::Initial);
    let first = first.map_or(Classes::default(), |t| t.classes);
    let person = Classes::FIRST_NAME.with(Classes::SURNAME);
    let product = first.any(Classes::PRODUCT) && !first.any(person);
    let club = first.any(Classes::PLACE) && (word.starts_with("Saint-") || word.starts_with("St-"));
    let numbered = last.flags.has(Flags::FIELD_DIGIT) && word.bytes().any(|b| b.is_ascii_digit());
    let claim = !several && list!("copyright").has(word);
    let other = claim
        || several && (THINGS.has(word) || product || club || numbered || is_acronym(word, last));
    other || names_a_term(look, run) || names_a_day(look, run) || is_model(look, run)
}

/// Whether a model says who it is: `I am Claude, made by Anthropic`.
fn is_model(look: &Look<'_, '_>, run: &Run) -> bool {
    /// Tokens in which it is told.
    const NEAR: usize = 8;
    let first = look.token(run.first()).map_or(&b""[..], |t| look.bytes(t));
    let mut behind = (run.end..run.end + NEAR).map_while(|at| look.token(at));
    run.count() == 1
        && list!("claude").has(first)
        && behind.any(|t| list!("anthropic ai llm chatbot").has(look.bytes(t)))
}

/// `CSS`: what no family name is, since it has no vowel.
fn is_acronym(word: &str, token: &Token) -> bool {
    let vowel = |b: u8| b"AEIOUY".contains(&b);
    let name = Classes::NAME_SUFFIX.with(Classes::SURNAME);
    token.shape == WordShape::Upper
        && word.is_ascii()
        && !token.classes.any(name)
        && !word.bytes().any(vowel)
}

/// Whether what one is named after stands there, and not who: `Turing machine`, `Fourier transform`.
fn names_a_term(look: &Look<'_, '_>, run: &Run) -> bool {
    const TERMS: &List = list!(
        "machine machines test theorem equation equations law laws algorithm transform transforms effect distribution constant \
        chain chains process method space spaces number numbers equilibrium hypothesis conjecture lemma inequality \
        paradox syndrome disease series matrix function functions integral sequence operator filter code codes scale \
        diagram diagrams curve bundle manifold algebra group groups formula model models noise tree trees period"
    );
    let next = (run.count() == 1).then(|| look.token(run.end)).flatten();
    let plain = |token: &&Token| token.flags.has(Flags::SPACE) && token.shape == WordShape::Lower;
    next.filter(plain)
        .is_some_and(|token| TERMS.has(look.bytes(token)))
}

/// `Crohn's disease`, `Valentine's Day`, `Newton's laws`
fn names_a_day(look: &Look<'_, '_>, run: &Run) -> bool {
    const OWNED: &List = list!(
        "disease syndrome law laws theorem lemma conjecture inequality paradox equation equations"
    );
    let owner = |t: &Token| matches!(look.word(t), "'s" | "’s");
    let owns = look.token(run.end).is_some_and(owner);
    let next = owns.then(|| look.token(run.end + 1)).flatten();
    next.is_some_and(|t| {
        let word = look.word(t);
        matches!(word, "Day" | "Eve") || OWNED.has(word)
    })
}
