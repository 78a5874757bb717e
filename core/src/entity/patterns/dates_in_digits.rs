//! Dates that begin with digits: `2025-05-12T14:30Z`, `12/05/2025`, `12 May 2025`, `1990s`, `2024`.

use super::calendar::{self, Day};
use super::cursor::Cursor;
use super::{clock, date, number, version, years};
use crate::text::list::{List, list};

/// The date that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    // No part of a date in digits has three of them, or more than four, and none is one of a time.
    let digits = c.digit_count();
    let timed = c.byte(digits) == b':' && c.byte(digits + 1).is_ascii_digit();
    let never = digits > 4 || timed || (digits == 3 && c.skip(3).stops());
    if never || !may_begin(c) || version::is_announced(c) {
        return None;
    }
    full(c)
        .or_else(|| day_and_month(c))
        .or_else(|| short(c))
        .or_else(|| decade(c))
        .or_else(|| short_decade(c))
        .or_else(|| nth(c))
        .or_else(|| ancient(c))
        .or_else(|| years::find(c))
}

/// A date in digits that another date names.
pub(super) fn point(c: Cursor<'_>) -> Option<Cursor<'_>> {
    full(c)
        .or_else(|| day_and_month(c))
        .or_else(|| decade(c))
        .or_else(|| nth(c))
}

/// What stands in digits behind a weekday: `14th`, `7/6`, `2018-7-6`, `12 May`.
pub(super) fn behind_weekday(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let slashed = || two(c, b"/.-").filter(|(day, _)| day.is_valid() || day.swapped().is_valid());
    let alone = || {
        let (_, digits) = c.digits(1, 2)?;
        let end = calendar::day(c)?;
        let ordinal = end.pos > digits.pos;
        let hour = clock::half_of_day(end).is_some() || end.then(list!("o oclock")).is_some();
        (!hour && (ordinal || !number::goes_on(end))).then_some(end)
    };
    full(c)
        .or_else(|| day_and_month(c))
        .or_else(|| slashed().map(|(_, end)| end))
        .or_else(alone)
}

fn may_begin(c: Cursor<'_>) -> bool {
    let before = c.before();
    let joined =
        matches!(before, '/' | '.' | ':' | '-' | ',') && c.before_back(1).is_alphanumeric();
    number::may_begin(c) || (c.fresh() && !joined && before != '$')
}

/// Three parts: year first or last, the month in digits or as a word.
fn full(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (first, at) = c.digits(1, 4)?;
    let digits = at.pos - c.pos;
    let divider = at.peek();
    if !matches!(divider, b'-' | b'/' | b'.') {
        return None;
    }
    let next = at.skip(1);
    if let Some((_, end)) = calendar::month(next) {
        return named(first, digits, end, divider);
    }
    let (second, end) = next.digits(1, 4)?;
    let (third, end) = end.lit(divider)?.digits(1, 4)?;
    let last = Day {
        day: third,
        month: second,
    };
    let year_first = digits == 4 && last.is_valid();
    let day = Day {
        day: first,
        month: second,
    };
    let length = end.digits_before();
    let valid = day.is_valid() || day.swapped().is_valid();
    // Only a day comes first where dots divide.
    let dotted = divider != b'.' || (day.is_valid() && two_digit_year(c));
    let year_last = digits < 3 && valid && (length == 4 || (length == 2 && dotted));
    let more = end.peek() == divider && end.byte(1).is_ascii_digit();
    if (!year_first && !year_last) || more {
        return None;
    }
    moment(end).or_else(|| end.ends())
}

/// Whether a year of two digits may be meant behind dots, which divide a version, too.
fn two_digit_year(c: Cursor<'_>) -> bool {
    const BEFORE: &List = list!("on by since until till before after from at date dated of");
    let name = c.previous_token().is_some_and(super::is_name) && !BEFORE.has(c.previous());
    !name && !version::is_told(c)
}

/// The time of day that ISO 8601 joins with `T`.
fn moment(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let time = c.lit(b'T').or_else(|| c.lit(b't'))?;
    clock::of_day(time)?.ends()
}

/// `05-Aug-2016`, `21-May`, `2019/aug/01`.
fn named(first: u32, digits: usize, end: Cursor<'_>, divider: u8) -> Option<Cursor<'_>> {
    let last = end.lit(divider).and_then(|c| c.digits(1, 4));
    let sound = if digits == 4 {
        (1000..=2100).contains(&first)
    } else {
        (1..=31).contains(&first)
    };
    sound.then(|| last.map_or(end, |(_, end)| end))?.ends()
}

/// `12 May 2025`, `12th of May, 2025`, `2017 april`, `12 May`.
fn day_and_month(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = calendar::year(c) {
        let (sure, end) = calendar::month(end.gap()?)?;
        return end.ends().filter(|_| sure);
    }
    let next = calendar::days(c)?.gap()?;
    let next = next
        .word(list!("day"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    let named = next.word(list!("of")).and_then(Cursor::gap);
    let start = named.unwrap_or(next);
    let (sure, end) = calendar::month(start)?;
    let clear = sure || named.is_some() || calendar::is_capital(start);
    let end = end.ends().filter(|_| clear)?;
    Some(calendar::year_behind(end).unwrap_or(end))
}

/// Two parts: `2024-05`, `05/2024`, and `11/20` or `5.12` where a word says that it is a day.
fn short(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (parts, end) = two(c, b"/-.")?;
    let (digits, divider) = (c.digit_count(), c.byte(c.digit_count()));
    let last = end.digits_before();
    let year = |year: u32| (1900..=2100).contains(&year);
    let month = |month: u32| (1..=12).contains(&month);
    let year_first =
        digits == 4 && divider == b'-' && last == 2 && year(parts.day) && month(parts.month);
    let year_last = last == 4 && divider == b'/' && year(parts.month) && month(parts.day);
    let span = digits == 4 && last == 4 && divider == b'-' && year(parts.day) && year(parts.month);
    let day = list!("on by until till since before dated").has(c.previous()) && told(c).is_some();
    (year_first || year_last || span || day).then_some(end)
}

/// `11/20` or `5.12`, where a word says that it is a day.
pub(super) fn told(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (parts, end) = two(c, b"/.")?;
    let short = c.digit_count() < 3 && end.digits_before() < 3;
    let day = parts.is_valid() || parts.swapped().is_valid();
    (short && day && !number::goes_on(end)).then_some(end)
}

/// Two numbers with one of `dividers` between, not followed by a third.
fn two<'i>(c: Cursor<'i>, dividers: &[u8]) -> Option<(Day, Cursor<'i>)> {
    let (day, at) = c.digits(1, 4)?;
    let divider = at.peek();
    let (month, end) = dividers
        .contains(&divider)
        .then(|| at.skip(1))?
        .digits(1, 4)?;
    let more = matches!(end.peek(), b'/' | b'-' | b'.' | b':') && end.byte(1).is_ascii_digit();
    let end = (!more && end.peek() != b'%').then_some(end)?.ends()?;
    Some((Day { day, month }, end))
}

/// `1990s`, `1990's`.
pub(super) fn decade(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (year, end) = c.digits(4, 4)?;
    let plural = end
        .text("'s")
        .or_else(|| end.text("’s"))
        .or_else(|| end.word(list!("s")))?;
    (year % 10 == 0 && (1000..=2100).contains(&year))
        .then_some(plural)?
        .ends()
}

/// `'80s`, `the 90s`.
fn short_decade(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (decade, end) = c.digits(2, 2)?;
    let end = end
        .word(list!("s"))
        .filter(|_| decade > 10 && decade % 10 == 0)?;
    let quoted = || matches!(c.before(), '\'' | '’' | '‘') && !matches!(end.peek(), b'\'');
    let told = list!("the early mid late").has(c.previous()) || quoted();
    let timed = || {
        end.then(list!("timeout limit window delay interval timer mark"))
            .is_some()
    };
    (told && !timed()).then_some(end)?.ends()
}

/// `753 BC`, `300–200 BCE`, `79 AD`.
fn ancient(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, first) = c.digits(1, 4)?;
    let dash = first.lit(b'-').or_else(|| first.text("–"));
    let last = dash.and_then(|next| next.digits(1, 4));
    era(last.map_or(first, |(_, end)| end)).filter(|end| !years::counts(*end))
}

/// Behind the name of an era.
pub(super) fn era(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.space();
    let end = next.word(list!("BC BCE CE AD")).filter(|end| {
        !next
            .text_to(*end)
            .contains(|c: char| c.is_ascii_lowercase())
    })?;
    end.ends()
}

/// `21st century`, `3rd week of 2018`, `15th day of next month`.
fn nth(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, digits) = c.digits(1, 2)?;
    date::nth_behind(digits.word(list!("st nd rd th"))?, 2)
}
