//! Events, by their year and by the word that says what they are: `1976 Summer Olympics`, `World War II`.

use super::look::Look;
use super::run::{Run, is_function, is_named};
use crate::text::list::{List, list};
use crate::text::{Classes, Flags, Token, TokenKind, WordShape};

/// Words between a place and its vote, at most: `2010 Kenyan general local elections`.
const ADJECTIVES: usize = 2;

/// Whether a token may be a year or a month: the first look, which nearly every token fails.
#[inline]
pub(in crate::entity) fn may_open(token: &Token) -> bool {
    token.kind == TokenKind::Number && token.end - token.start == 4
        || token.classes.any(Classes::MONTH)
}

/// Whether a year stands at token `at`, or a month and its year, and where what may be an event begins behind it.
pub(super) fn behind_year(look: &Look<'_, '_>, at: usize) -> Option<usize> {
    let first = look.token(at)?;
    let month = first.kind == TokenKind::Word && first.classes.any(Classes::MONTH);
    let year = at + usize::from(month);
    if month && first.shape != WordShape::Capital {
        return None;
    }
    look.token(year).filter(|t| is_year(look, t))?;
    let fits = |t: &&Token| is_named(t) && !is_function(t) && goes_on(t);
    look.token(year + 1).filter(fits).map(|_| year + 1)
}

/// The token behind the event that a year opens, of which the names begin at token `at`.
pub(super) fn dated(look: &Look<'_, '_>, at: usize) -> Option<usize> {
    let run = Run::longest(look, at);
    if tells(look, run.last()) || tells(look, run.head()) {
        return Some(run.end);
    }
    vote(look, run.end)
}

/// The token behind `general election`.
fn vote(look: &Look<'_, '_>, at: usize) -> Option<usize> {
    const KINDS: &List = list!(
        "general presidential parliamentary legislative federal state local municipal mayoral gubernatorial \
         regional provincial national congressional special midterm snap"
    );
    const VOTES: &List = list!("election elections referendum referendums primary primaries");
    for index in at..=at + ADJECTIVES {
        let word = look.token(index).filter(|t| goes_on(t))?;
        if VOTES.has(look.bytes(word)) {
            return Some(index + 1);
        }
        if !KINDS.has(look.bytes(word)) {
            return None;
        }
    }
    None
}

/// Whether the words of a run leave no doubt: `Cannes Film Festival`, `World War II`, `Battle of Hastings`.
pub(super) fn is_event(look: &Look<'_, '_>, run: &Run) -> bool {
    const LAST: &List = list!(
        "war festival olympics paralympics universiade championship championships tournament rebellion uprising \
         revolution summit biennale marathon massacre genocide contest prix symposium crisis revolt cup"
    );
    const OF_GAMES: &List =
        list!("olympic paralympic asian commonwealth american summer winter world");
    const FIRST: &List = list!("battle siege massacre");
    if !run.words().any(|at| tells(look, at)) {
        return false;
    }
    if run.count() == 1 {
        let dated = look.token(run.end).is_some_and(|t| is_year(look, t));
        return dated && has(look, run.first(), list!("expo olympics paralympics"));
    }
    let bowl = run
        .words()
        .nth(1)
        .filter(|_| has(look, run.first(), list!("super")));
    if bowl.is_some_and(|at| has(look, at, list!("bowl"))) {
        return true;
    }
    if run.bound {
        return run.head() == run.first() && has(look, run.first(), FIRST);
    }
    if run.count() > 2 && has(look, run.last(), list!("i ii iii one two three")) {
        let counted = run.words().nth_back(1);
        return counted.is_some_and(|at| has(look, at, list!("war")));
    }
    let games = has(look, run.last(), list!("games"));
    has(look, run.last(), LAST) || games && run.words().any(|at| has(look, at, OF_GAMES))
}

/// The token behind the number that an event is told by: `Eurovision Song Contest 2017`, `World War 2`.
pub(super) fn with_number(look: &Look<'_, '_>, run: &Run) -> usize {
    let war = has(look, run.first(), list!("world")) && has(look, run.last(), list!("war"));
    let counted = |t: &Token| war && matches!(look.bytes(t), b"I" | b"1" | b"2" | b"3");
    let number = |token: &Token| goes_on(token) && (is_year(look, token) || counted(token));
    run.end + usize::from(look.token(run.end).is_some_and(number))
}

/// Whether a word may be what an event is called by.
fn tells(look: &Look<'_, '_>, index: usize) -> bool {
    look.token(index)
        .is_some_and(|t| t.classes.any(Classes::EVENT_WORD))
}

fn has(look: &Look<'_, '_>, index: usize, list: &List) -> bool {
    look.token(index).is_some_and(|t| list.has(look.bytes(t)))
}

fn goes_on(token: &Token) -> bool {
    token.flags.has(Flags::SPACE) && !token.flags.any(Flags::LINE.with(Flags::CODE))
}

/// `1066` to `2199`
pub(super) fn is_year(look: &Look<'_, '_>, token: &Token) -> bool {
    token.kind == TokenKind::Number
        && matches!(
            look.bytes(token),
            [b'1', b'0'..=b'9', _, _] | [b'2', b'0' | b'1', _, _]
        )
        && look.bytes(token).iter().all(u8::is_ascii_digit)
}
