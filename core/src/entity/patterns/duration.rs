//! Lengths of time, and days that are told by them (`two weeks ago`).

use super::cursor::Cursor;
use super::date;
use super::number::{self, Value};
use crate::entity::Kind;
use crate::text::list::{List, list};

pub(super) const UNITS: &List = list!(
    "second seconds sec secs minute minutes min mins hour hours hr hrs day \
    days night nights weekend weekends week weeks wk wks fortnight fortnights month months quarter \
    quarters year years yr yrs decade decades century centuries millennium millennia millisecond \
    milliseconds microsecond microseconds nanosecond nanoseconds ms µs μs ns weekday weekdays",
);
const SHORT: &List = list!("s h d m y w");
const JOINED: &List = list!("second minute hour day night week month year decade century");
/// What may stand between the number and the unit.
const SORTS: &List = list!("business working consecutive full more straight calendar long whole");
/// Numbers and units in one length of time.
const PARTS: usize = 4;

/// The length of time whose first number is `value`.
pub(super) fn behind(value: Value<'_>) -> Option<(Cursor<'_>, Kind)> {
    if let Some(end) = number::hyphenated(value, JOINED).filter(|_| !value.article) {
        return Some((end, Kind::Duration));
    }
    if let Some(end) = period(value) {
        return Some((end, Kind::Date));
    }
    let mut end = unit(value.end)?;
    if value.article && end.before_is("second") || end.before_is("quarters") && is_fraction(end) {
        return None;
    }
    for _ in 1..PARTS {
        let Some(next) = part(end) else { break };
        end = next;
    }
    let end = half(end).unwrap_or(end);
    match moment(end) {
        Some(end) => Some((end, Kind::Date)),
        None => Some((end, Kind::Duration)),
    }
}

/// Whether quarters are those of one thing: `three quarters of a cup`.
fn is_fraction(c: Cursor<'_>) -> bool {
    let of = c.then(list!("of"));
    of.is_some_and(|of| {
        of.then(list!("a an the all its his her their our my"))
            .is_some()
    })
}

/// Behind a unit of time.
pub(super) fn unit(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let near = c.word(UNITS).or_else(|| compact(c));
    let end = near.or_else(|| {
        let next = c.gap()?;
        // `3 h`
        let hours = next.text("h").filter(|_| next.letters().len() == 1);
        let next = next.word(SORTS).and_then(Cursor::gap).unwrap_or(next);
        hours.or_else(|| next.word(UNITS))
    });
    end?.ends()
}

/// `h` in `3h` and `3h20m`: a single `m` is a metre, `d` and `w` are days and weeks.
fn compact(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let end = c.word(SHORT).filter(|_| !c.peek().is_ascii_uppercase())?;
    let chained = end
        .digits(1, 2)
        .and_then(|(_, next)| next.word(list!("m min s")));
    match (c.peek(), chained) {
        (_, Some(end)) => Some(end),
        (b'm' | b'y' | b'w', None) => None,
        _ => Some(end),
    }
}

/// ` and 5 minutes`, ` 20m` behind a length of time.
fn part(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    let next = next
        .word(list!("and"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    let number = match next.digits(1, 3) {
        Some((_, end)) => end,
        None => number::counted(next)?,
    };
    let end = match number.word(list!("m s min")).and_then(Cursor::ends) {
        Some(end) => end,
        None => unit(number)?,
    };
    // `last 3 months and 2 days ago`: what is told from now is another mention.
    moment(end).is_none().then_some(end)
}

fn half(c: Cursor<'_>) -> Option<Cursor<'_>> {
    c.then(list!("and"))?.then(list!("a"))?.then(list!("half"))
}

/// ` ago`, ` later`, ` from now`, ` after next Friday` behind a length of time.
fn moment(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    if let Some(end) = next.word(list!("ago later hence")) {
        let other = next.word(list!("later")).is_some() && end.then(list!("this")).is_some();
        return end.ends().filter(|_| !other);
    }
    let anchor = next.word(list!("from after before"))?.gap()?;
    anchor.word(list!("now")).or_else(|| date::point(anchor, 1))
}

/// `2 next days`, `5 past years`.
fn period(value: Value<'_>) -> Option<Cursor<'_>> {
    let next = value
        .end
        .then(list!("next past last previous coming following"))?;
    next.then(UNITS)?.ends().filter(|end| end.before_is("s"))
}
