//! What stands before and behind a name.

use super::look::Look;
use super::run::{is_named, is_opening};
use crate::text::list::{List, list};
use crate::text::{Classes, Flags, Token, TokenKind, WordShape};

/// What a neighbouring token is to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Neighbour {
    Nothing,
    Determiner,
    Possessive,
    Preposition,
    Title,
    Auxiliary,
    Reporting,
    Verb,
    Conjunction,
    OrgWord,
    PlaceWord,
    Demonym,
    Number,
    Capital,
    Pronoun,
    Common,
    Lower,
    Comma,
    Stop,
    Colon,
    Quote,
    Opening,
    Closing,
    Owner,
    Dash,
    Slash,
    Sign,
    Mark,
}

impl Neighbour {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Mark as usize + 1;
}

/// A token that is said, and where it is.
type Spoken<'w> = Option<(usize, &'w Token)>;

/// The last token before `index` that is said, past the dot of a title: `Dr. Gruber`.
pub(super) fn before<'w>(look: &Look<'_, 'w>, index: usize) -> Spoken<'w> {
    let (at, token) = look.spoken_before(index)?;
    let dot = look.bytes(token) == b"." && !token.flags.has(Flags::SPACE);
    let titled = |(_, token): &(usize, &Token)| token.classes.any(Classes::TITLE);
    let title = dot.then(|| look.spoken_before(at)).flatten().filter(titled);
    Some(title.unwrap_or((at, token)))
}

/// Whether the token before a name is only said to persons: `Mrs. Okafor`.
pub(super) fn is_said_to_persons(look: &Look<'_, '_>, token: &Token) -> bool {
    const TO_PERSONS: &List = list!("mr mrs ms miss mx dr prof mme mlle frau herr señor señora");
    token.shape == WordShape::Capital && TO_PERSONS.has(look.bytes(token))
}

/// What stands at token `index`, behind a name.
pub(super) fn behind(look: &Look<'_, '_>, index: usize) -> Neighbour {
    neighbour(look, look.spoken(index))
}

/// What a token beside a name is to it.
pub(super) fn neighbour(look: &Look<'_, '_>, spoken: Spoken<'_>) -> Neighbour {
    spoken.map_or(Neighbour::Nothing, |(_, token)| kind(look, token))
}

fn kind(look: &Look<'_, '_>, token: &Token) -> Neighbour {
    match token.kind {
        TokenKind::Number => Neighbour::Number,
        TokenKind::Word => word(look, token),
        TokenKind::Punctuation => mark(look.word(token)),
        _ => Neighbour::Mark,
    }
}

fn mark(mark: &str) -> Neighbour {
    match mark {
        "," => Neighbour::Comma,
        "." | "!" | "?" | "..." | "…" => Neighbour::Stop,
        ":" | ";" => Neighbour::Colon,
        "\"" | "“" | "”" | "'" | "‘" | "’" | "«" | "»" => Neighbour::Quote,
        "(" | "[" => Neighbour::Opening,
        ")" | "]" => Neighbour::Closing,
        "-" | "–" | "—" | "--" => Neighbour::Dash,
        "/" => Neighbour::Slash,
        // What stands in a table's cell stands alone.
        "|" => Neighbour::Nothing,
        "@" | "#" | "$" | "&" => Neighbour::Sign,
        _ => Neighbour::Mark,
    }
}

fn word(look: &Look<'_, '_>, token: &Token) -> Neighbour {
    const ORDER: [(Classes, Neighbour); 13] = [
        (Classes::DETERMINER, Neighbour::Determiner),
        (Classes::POSSESSIVE, Neighbour::Possessive),
        (Classes::CONJUNCTION, Neighbour::Conjunction),
        (Classes::PREPOSITION, Neighbour::Preposition),
        (AUXILIARY, Neighbour::Auxiliary),
        (Classes::TITLE.with(Classes::ROLE), Neighbour::Title),
        (Classes::REPORTING, Neighbour::Reporting),
        (Classes::PRONOUN.with(Classes::RELATIVE), Neighbour::Pronoun),
        (Classes::DEMONYM, Neighbour::Demonym),
        (Classes::PLACE_WORD, Neighbour::PlaceWord),
        (Classes::ORG_WORD, Neighbour::OrgWord),
        (VERB, Neighbour::Verb),
        (Classes::NUMBER_WORD, Neighbour::Number),
    ];
    if !token.is_plain() && matches!(look.word(token), "'s" | "’s" | "'" | "’") {
        return Neighbour::Owner;
    }
    let listed = ORDER.iter().find(|(class, _)| token.classes.any(*class));
    match listed {
        Some(&(_, neighbour)) => neighbour,
        None if is_named(token) && !is_opening(token) => Neighbour::Capital,
        None if token.classes.any(Classes::COMMON) => Neighbour::Common,
        None => Neighbour::Lower,
    }
}

const AUXILIARY: Classes = Classes::BE
    .with(Classes::HAVE)
    .with(Classes::DO)
    .with(Classes::MODAL)
    .with(Classes::NEGATION);
const VERB: Classes = Classes::VERB.with(Classes::PAST).with(Classes::GERUND);

/// Single words beside a name that tell much.
pub(super) mod lexical {
    use crate::text::list::{Glance, Glances, List, list};

    const WORDS: [&List; COUNT] = [
        list!("in"),
        list!("at"),
        list!("from"),
        list!("near outside around across throughout inside"),
        list!("to toward towards"),
        list!("of"),
        list!("by"),
        list!("with"),
        list!("for"),
        list!("on"),
        list!("and or"),
        list!("via using use used installed running"),
        list!(
            "joined join joins acquired acquires acquire founded bought sued owns runs led leads \
             owned"
        ),
        list!(
            "met meet told tell married thanked thank asked hired named called starring featuring \
             feat ft invited interviewed"
        ),
        list!(
            "visit visited visiting live lives lived living based moved travel traveled northern \
             southern eastern western central downtown born located capital greater"
        ),
        list!("who whom he she his wrote said says died born explained argued"),
        list!(
            "company firm startup employees shares stock ceo spokesman spokeswoman announced \
             subsidiary team magazine newspaper band"
        ),
        list!("film movie novel book song album series game show episode"),
        list!("hi hello hey dear thanks love"),
        list!("the"),
        list!("during since after before"),
        list!("like as than about"),
        list!("between among against versus vs"),
        list!("under over into within"),
    ];

    /// How many groups there are.
    pub(crate) const COUNT: usize = 24;

    /// The group of a word, whatever its case.
    pub(crate) fn of(word: &[u8]) -> Option<usize> {
        const ALL: Glances = Glances::of(&WORDS);
        let glance = Glance::of(word);
        if !ALL.may_have(glance) {
            return None;
        }
        WORDS
            .iter()
            .position(|group| group.may_have(glance) && group.search(word))
    }
}
