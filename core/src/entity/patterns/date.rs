//! Days, months, years and other periods of the calendar.

use super::calendar;
use super::cursor::Cursor;
use super::dates_in_digits;
use super::number;
use super::years;
use crate::text::list::{Glances, List, list};

/// What makes a period another one.
const RELATIVE: &List = list!("this next last previous past coming following current upcoming");
const PERIODS: &List = list!(
    "day days week weeks weekend weekends month months quarter quarters year years \
    decade decades century centuries hour hours minute minutes spring summer autumn fall winter \
    morning afternoon evening night weekday weekdays fortnight millennium",
);
const PARTS_OF_DAY: &List = list!("morning afternoon evening night");
const SIDES: &List = list!("end beginning start middle");
const PHASES: &List = list!("early mid late earlier later");
/// Words behind which a short or doubtful name of a month is one.
const BEFORE_MONTH: &List =
    list!("in of since until till by last next early late mid this during from to");
/// Words behind which `last` is a verb.
const AUXILIARY: &List =
    list!("will would can could may might should shouldn't must not to won't can't");
const TODAY: &List = list!("today yesterday tomorrow");
const QUARTERS: &List = list!("q h");
const SEASONS: &List = list!("spring summer autumn fall winter");
/// What a day is told from by what is around it.
const AROUND: &List = list!("day week");
/// What a day or period may begin with, so that one look tells that another word begins none.
const FIRST: Glances = Glances::of(&calendar::WORDS)
    .and(list!("ad tonight"))
    .and(TODAY)
    .and(RELATIVE)
    .and(PHASES)
    .and(SIDES)
    .and(QUARTERS)
    .and(SEASONS)
    .and(AROUND);
/// How deep one period may name another (`the end of the last week of July`).
const DEPTH: u8 = 3;

/// The date that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if c.peek().is_ascii_digit() {
        return dates_in_digits::find(c);
    }
    if !c.fresh() || matches!(c.before(), '-' | '.' | '@' | '#' | '$') {
        return None;
    }
    point(c, DEPTH)
}

/// Behind a day or a period of the calendar, however it is told.
pub(super) fn point(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let c = c.word(list!("the")).and_then(Cursor::gap).unwrap_or(c);
    if c.peek().is_ascii_digit() {
        return dates_in_digits::point(c);
    }
    if !c.may_be(&FIRST) {
        return None;
    }
    anno(c)
        .or_else(|| day_word(c))
        .or_else(|| weekday(c, depth))
        .or_else(|| month(c))
        .or_else(|| quarter(c))
        .or_else(|| {
            if depth > 0 {
                worded(c, depth - 1)
            } else {
                None
            }
        })
}

/// Periods that are told by several words.
fn worded(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    relative(c, depth)
        .or_else(|| phase(c, depth))
        .or_else(|| side(c, depth))
        .or_else(|| nth(c, depth))
        .or_else(|| week(c, depth))
        .or_else(|| season(c))
        .or_else(|| around(c))
}

/// `AD 9`.
fn anno(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (year, end) = c.text("AD")?.gap()?.digits(1, 4)?;
    (year <= 2100 && !years::counts(end)).then_some(end)?.ends()
}

/// `today`, `tomorrow night`, `the day after tomorrow`.
fn day_word(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = c.word(list!("tonight")) {
        return end.ends();
    }
    let end = c.word(TODAY)?;
    end.then(PARTS_OF_DAY).unwrap_or(end).ends()
}

/// `the day after tomorrow`.
fn around(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let side = c.word(AROUND)?.then(list!("after before"))?.gap()?;
    side.word(list!("tomorrow yesterday next last"))
}

/// `Monday`, `Tue May 9`, `Friday 7/6`, `wednesday the thirty first`.
fn weekday(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let (sure, end) = calendar::weekday(c)?;
    if let Some(end) = dated(end) {
        return Some(end);
    }
    let clear =
        sure || calendar::is_capital(c) && list!("on next last this or and by").has(c.previous());
    let end = clear.then_some(end)?.ends()?;
    let early = end.then(list!("early late")).unwrap_or(end);
    let end = early.then(PARTS_OF_DAY).unwrap_or(end);
    let next = end.gap().filter(|_| depth > 0);
    let of = next.and_then(|n| relative(n.word(list!("of")).and_then(Cursor::gap).unwrap_or(n), 0));
    Some(of.unwrap_or(end))
}

/// The date behind a weekday.
fn dated(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.maybe(b'.').maybe(b',').gap()?;
    let named = next
        .word(list!("the"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    if named.peek().is_ascii_digit() {
        return dates_in_digits::behind_weekday(named);
    }
    let (_, end) = calendar::month(named).map_or_else(|| ordinal_day(named, next), Some)?;
    if named.pos == next.pos {
        calendar::behind_month(end)
    } else {
        Some(end)
    }
}

fn ordinal_day<'i>(named: Cursor<'i>, next: Cursor<'i>) -> Option<(bool, Cursor<'i>)> {
    let end = calendar::day_in_words(named).filter(|_| named.pos > next.pos)?;
    Some((true, end))
}

/// `May 12th, 2025`, `October`, `Nov/2`.
fn month(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (sure, end) = calendar::month(c)?;
    if let Some(end) = calendar::behind_month(end) {
        return Some(end);
    }
    let verb = list!("may march mar").has(c.letters()) && !calendar::is_capital(c);
    let clear = sure || (BEFORE_MONTH.has(c.previous()) && !verb);
    end.ends().filter(|_| clear)
}

/// `Q3 2025`.
fn quarter(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let number = c.word(QUARTERS)?;
    let (number, end) = number.digits(1, 1)?;
    let most = if list!("q").has(c.letters()) { 4 } else { 2 };
    if c.peek().is_ascii_lowercase() || !(1..=most).contains(&number) {
        return None;
    }
    let next = end
        .lit(b'-')
        .or_else(|| end.lit(b'/'))
        .or_else(|| end.gap());
    let next = next.map(|n| n.word(list!("of")).and_then(Cursor::gap).unwrap_or(n));
    let year = next.and_then(calendar::year);
    year.or_else(|| end.ends().filter(|_| most == 4))
}

/// `next Tuesday`, `last 3 months`, `this past Wednesday`, `the last four months of 2021`.
fn relative(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let first = c.word(RELATIVE)?.gap()?;
    let next = first
        .word(list!("past upcoming coming"))
        .and_then(Cursor::gap)
        .unwrap_or(first);
    if let Some((_, end)) = calendar::weekday(next) {
        let dated = dated(end);
        let end = dated.or_else(|| end.ends())?;
        return Some(end.then(PARTS_OF_DAY).unwrap_or(end));
    }
    if let Some((sure, end)) = calendar::month(next) {
        return end.ends().filter(|_| sure || calendar::is_capital(next));
    }
    if next.peek().is_ascii_digit() && c.word(list!("this next last")).is_some() {
        let day = dates_in_digits::told(next).or_else(|| dates_in_digits::point(next));
        if day.is_some() {
            return day;
        }
    }
    let counted = count(next).and_then(Cursor::gap).unwrap_or(next);
    if c.word(list!("last")).is_some() && counted.pos > next.pos && AUXILIARY.has(c.previous()) {
        return None;
    }
    let unit = counted
        .word(list!("business calendar working"))
        .and_then(Cursor::gap)
        .unwrap_or(counted);
    let end = unit.word(PERIODS).and_then(Cursor::ends)?;
    Some(of(end, depth).unwrap_or(end))
}

fn count(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let digits = c.digits(1, 3).map(|(_, end)| end);
    if let Some(end) = c.word(list!("couple")) {
        return Some(end.then(list!("of")).unwrap_or(end));
    }
    digits
        .or_else(|| c.word(list!("few several")))
        .or_else(|| number::counted(c))
}

/// ` of July`, ` of 2021`, ` of the next month`.
fn of(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let next = c.then(list!("of"))?.gap()?;
    inner(next, depth)
}

/// A period within another: years need no further sign here.
fn inner(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let named = c.word(list!("the")).and_then(Cursor::gap).unwrap_or(c);
    let month =
        || calendar::month(named).and_then(|(_, end)| calendar::behind_month(end).or(Some(end)));
    calendar::year(named)
        .or_else(|| dates_in_digits::decade(named))
        .or_else(month)
        .or_else(|| if depth > 0 { point(c, depth - 1) } else { None })
}

/// `early March`, `mid-2024`, `later this week`.
fn phase(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let end = c.word(PHASES)?;
    let next = end.lit(b'-').or_else(|| end.gap())?;
    let next = next.word(list!("in")).and_then(Cursor::gap).unwrap_or(next);
    if let Some(end) = inner(next, depth) {
        return Some(end);
    }
    next.word(list!(
        "morning afternoon evening spring summer autumn winter"
    ))?
    .ends()
}

/// `end of the year`, `beginning of May 2020`.
fn side(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let next = c.word(SIDES)?.then(list!("of"))?.gap()?;
    let unit = next
        .word(list!("the"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    let period = unit.word(list!("day week weekend month quarter year decade century"));
    period.and_then(Cursor::ends).or_else(|| inner(next, depth))
}

/// `first week of 2015`, `second of August`, `fourth quarter of 2020`, `21st century`.
fn nth(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let ordinal = c
        .word(list!("last"))
        .or_else(|| calendar::day_in_words(c))?;
    nth_behind(ordinal, depth)
}

/// What is counted by the ordinal that ends here.
pub(super) fn nth_behind(ordinal: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let next = ordinal.gap()?;
    if next.word(list!("of")).is_some() || calendar::month(next).is_some() {
        let month = next.word(list!("of")).and_then(Cursor::gap).unwrap_or(next);
        let (_, end) = calendar::month(month)?;
        return Some(calendar::year_behind(end).unwrap_or(end));
    }
    let next = count(next).and_then(Cursor::gap).unwrap_or(next);
    if let Some(end) = next.word(list!("century millennium")) {
        return dates_in_digits::era(end).or_else(|| end.ends());
    }
    let period = next.word(list!("half")).or_else(|| next.word(PERIODS));
    let end = period.or_else(|| calendar::weekday(next).map(|(_, end)| end))?;
    let end = end.then(PARTS_OF_DAY).unwrap_or(end);
    let year = || {
        end.gap()
            .and_then(calendar::year)
            .filter(|_| end.before_is("quarter") || end.before_is("half"))
    };
    of(end, depth).or_else(year)
}

/// `summer 2017`, `the spring of 1995`.
fn season(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.word(SEASONS)?.gap()?;
    calendar::year(
        next.word(list!("of in"))
            .and_then(Cursor::gap)
            .unwrap_or(next),
    )
}

/// `week 27 of last year`.
fn week(c: Cursor<'_>, depth: u8) -> Option<Cursor<'_>> {
    let next = c.word(list!("week"))?.gap()?;
    if let Some(named) = next.word(list!("of")).and_then(Cursor::gap) {
        return point(named, 0);
    }
    let (number, end) = next.digits(1, 2)?;
    let end = end.ends().filter(|_| (1..=53).contains(&number))?;
    Some(of(end, depth).unwrap_or(end))
}
