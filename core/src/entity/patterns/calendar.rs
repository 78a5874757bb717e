//! The words of the calendar: months, weekdays, days of a month and years behind them.

use super::cursor::Cursor;
use crate::text::list::{List, list};

/// A day of a year.
#[derive(Clone, Copy)]
pub(super) struct Day {
    pub(super) day: u32,
    pub(super) month: u32,
}

impl Day {
    /// Whether both are in their ranges.
    pub(super) fn is_valid(self) -> bool {
        (1..=31).contains(&self.day) && (1..=12).contains(&self.month)
    }

    /// The same two numbers in the other order.
    pub(super) fn swapped(self) -> Self {
        Self {
            day: self.month,
            month: self.day,
        }
    }
}

/// Names of months that are no other word.
const MONTHS: &List =
    list!("january february april june july august september october november december");
/// Those that are, and short forms: a month by what stands around them.
const OTHERS: &List = list!("march may jan feb mar apr jun jul aug sep sept oct nov dec");
const WEEKDAYS: &List = list!(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays \
    wednesdays thursdays fridays saturdays sundays",
);
const SHORT_WEEKDAYS: &List = list!("mon tue tues thu thur thurs fri");
/// Short forms that are words, too.
const DOUBTFUL: &List = list!("wed sat sun");
const ORDINALS: &List = list!(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh \
    twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth \
    thirtieth",
);
/// Those before which a smaller one may stand.
const TENS: &List = list!("twenty thirty");
const ORDINAL_UNITS: &List = list!("first second third fourth fifth sixth seventh eighth ninth");

/// Words that a name of the calendar or an ordinal begins with.
pub(super) const WORDS: [&List; 7] = [
    MONTHS,
    OTHERS,
    WEEKDAYS,
    SHORT_WEEKDAYS,
    DOUBTFUL,
    ORDINALS,
    TENS,
];

/// The month that stands here: whether it can be nothing else, and the place behind it.
pub(super) fn month(c: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    let sure = c.word(MONTHS);
    let end = sure.or_else(|| c.word(OTHERS))?;
    Some((sure.is_some(), end))
}

/// The weekday that stands here: whether it can be nothing else, and the place behind it.
pub(super) fn weekday(c: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    if let Some(end) = c.word(WEEKDAYS) {
        return Some((true, end));
    }
    if let Some(end) = c.word(SHORT_WEEKDAYS) {
        return Some((is_capital(c), end));
    }
    c.word(DOUBTFUL).map(|end| (false, end))
}

/// Whether a capital stands here.
pub(super) fn is_capital(c: Cursor<'_>) -> bool {
    c.peek().is_ascii_uppercase()
}

/// The end of the date that goes on behind the name of its month; `None` for a bare month.
pub(super) fn behind_month(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let joined = c.lit(b'-').or_else(|| c.lit(b'/'));
    if let Some(next) = joined.or_else(|| c.text("–")) {
        return joined_behind(next, c.peek());
    }
    if c.peek().is_ascii_digit() {
        let end = days(c)?;
        return Some(year_behind(end).unwrap_or(end));
    }
    let comma = c.lit(b',');
    let next = comma.unwrap_or(c.maybe(b'.')).gap()?;
    if let Some(end) = year(next) {
        return Some(end);
    }
    if comma.is_some() {
        return None;
    }
    if next.word(list!("of in")).is_some() {
        return year_behind(c);
    }
    let end = days(next).or_else(|| day_in_words(next))?;
    Some(year_behind(end).unwrap_or(end))
}

/// `May-21`, `May-2021`, `Sep-23-2020`, `May/22`.
fn joined_behind(next: Cursor<'_>, divider: u8) -> Option<Cursor<'_>> {
    if let Some(end) = year(next) {
        return Some(end);
    }
    if let Some((_, end)) = month(next) {
        return behind_month(end).or_else(|| end.ends());
    }
    let end = day(next)?;
    let full = end.lit(divider).and_then(|c| c.digits(2, 4));
    Some(full.map_or(end, |(_, end)| end))
}

/// Behind a day, or the first and the last with a dash between: `5–7`.
pub(super) fn days(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let first = day(c)?;
    let dash = first.lit(b'-').or_else(|| first.text("–"));
    let number = |c: Cursor<'_>| c.digits(1, 2).map(|(day, _)| day);
    let last = dash.filter(|next| number(*next) > number(c));
    Some(last.and_then(day).unwrap_or(first))
}

/// Behind a day of a month in digits, with or without its ending.
pub(super) fn day(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (day, end) = c.digits(1, 2)?;
    let end = end.word(list!("st nd rd th")).unwrap_or(end);
    let more = matches!(end.peek(), b'.' | b',' | b':' | b'/') && end.byte(1).is_ascii_digit();
    let unit = matches!(end.peek(), b'%' | b'$');
    let sound = (1..=31).contains(&day) && !more && !unit;
    sound.then_some(end)?.ends()
}

/// Behind `first`, `twenty-second`, `thirty first`, `3rd`.
pub(super) fn day_in_words(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(tens) = c.word(TENS) {
        let next = tens.lit(b'-').or_else(|| tens.gap())?;
        return next.word(ORDINAL_UNITS);
    }
    c.word(ORDINALS)
}

/// Behind the year that follows a month or a day: ` 2025`, `, 2025`, ` of 1995`, ` in 2020`.
pub(super) fn year_behind(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap().map(|n| n.lit(b',').map_or(n, Cursor::space));
    let next = next.or_else(|| c.lit(b',')?.gap())?;
    let told = next.word(list!("of in")).and_then(Cursor::gap);
    if let Some(end) = year(told.unwrap_or(next)) {
        return Some(end);
    }
    let (_, end) = told?.maybe(b'\'').digits(2, 2)?;
    end.ends()
}

/// Behind a year of four digits from 1000 to 2100.
pub(super) fn year(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (year, end) = c.digits(4, 4)?;
    let more = matches!(end.peek(), b'.' | b',' | b':' | b'/') && end.byte(1).is_ascii_digit();
    let sound = (1000..=2100).contains(&year) && !more && !matches!(end.peek(), b'%' | b'$');
    sound.then_some(end)?.ends()
}
