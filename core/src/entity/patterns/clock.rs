//! Times of day.

use super::cursor::Cursor;
use super::number;
use crate::text::list::{Glances, List, list};

const MINUTE_WORDS: &List = list!("five ten fifteen twenty thirty forty fifty");
const HOURS: &List = list!("one two three four five six seven eight nine ten eleven twelve");
const NOON: &List = list!("noon midnight midday");
const PARTS: &List = list!("half quarter");

/// The time of day that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if !c.fresh() || !number::may_begin(c) && c.peek().is_ascii_digit() {
        return None;
    }
    let end = if c.peek().is_ascii_digit() {
        let clear = !matches!(c.before(), '$' | '£' | '€') && !c.skip(c.digit_count()).is_last();
        clear.then(|| in_digits(c)).flatten()?
    } else {
        in_words(c)?
    };
    Some(in_the(end).unwrap_or(end))
}

fn in_digits(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = of_day(c) {
        let half = half_of_day(end);
        if half.is_none() && is_other(c, end) {
            return None;
        }
        let end = half.unwrap_or(end);
        return Some(zone(end).unwrap_or(end));
    }
    let (hour, end) = c.digits(1, 4)?;
    let clock = (1..=12).contains(&hour) || (100..=1259).contains(&hour) && hour % 100 < 60;
    let dotted = end
        .lit(b'.')
        .and_then(|c| c.digits(2, 2))
        .filter(|(minute, _)| *minute < 60);
    let at = dotted.map_or(end, |(_, end)| end);
    if clock && let Some(end) = half_of_day(at) {
        return Some(zone(end).unwrap_or(end));
    }
    let told = list!("at").has(c.previous());
    if told && dotted.is_some() && hour < 25 && !goes_on(at) {
        return at.ends();
    }
    if end.stops() {
        return None;
    }
    if told && let Some(end) = end.word(list!("a p")) {
        return end.ends();
    }
    if hour < 13
        && let Some(end) = o_clock(end).or_else(|| end.then(list!("noon midnight")))
    {
        return Some(end);
    }
    in_the(end).filter(|_| hour < 13).or_else(|| past(end))
}

/// Whether two numbers with a colon are a verse, a ratio or a court's file: `John 3:16`, `1:25 scale`,
/// `1:21-cv-01234`.
fn is_other(c: Cursor<'_>, end: Cursor<'_>) -> bool {
    const BOOKS: &List = list!(
        "genesis exodus leviticus numbers deuteronomy joshua judges ruth samuel kings chronicles ezra nehemiah \
        esther job psalm psalms proverbs ecclesiastes isaiah jeremiah lamentations ezekiel daniel hosea joel amos \
        obadiah jonah micah nahum habakkuk zephaniah haggai zechariah malachi matthew mark luke john acts romans \
        corinthians galatians ephesians philippians colossians thessalonians timothy titus philemon hebrews james \
        peter jude revelation quran surah",
    );
    const RATIOS: &List = list!("ratio ratios scale odds diluted dilution");
    let told = list!("at by until till before after around from").has(c.previous());
    let court = end
        .lit(b'-')
        .is_some_and(|next| next.word(list!("cv cr mc md mj bk")).is_some());
    let verse = c.previous().starts_with(char::is_uppercase) && BOOKS.has(c.previous());
    court || verse || !told && (c.context(RATIOS) || end.then(RATIOS).is_some())
}

/// Whether a unit stands behind `at 6.45`.
fn goes_on(c: Cursor<'_>) -> bool {
    use crate::text::Classes;
    let of = Classes::UNIT
        .with(Classes::CURRENCY)
        .with(Classes::MAGNITUDE);
    let next = c.space();
    matches!(next.peek(), b'%' | b'$') || next.classes().is_some_and(|(classes, _)| classes.any(of))
}

/// `14:30`, `14:30:05.123`, with an offset from UTC directly behind.
pub(super) fn of_day(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (hour, end) = c.digits(1, 2)?;
    let (minute, end) = end.lit(b':')?.digits(2, 2)?;
    if hour > 24 || minute > 59 {
        return None;
    }
    let seconds = end
        .lit(b':')
        .and_then(|c| c.digits(2, 2))
        .filter(|(s, _)| *s < 61);
    let end = match seconds {
        Some((_, end)) => end
            .lit(b'.')
            .and_then(|c| c.digits(1, 9))
            .map_or(end, |(_, end)| end),
        None => end,
    };
    let end = offset(end).unwrap_or(end);
    let more = end.peek() == b':' && end.byte(1).is_ascii_alphanumeric();
    let half = end.word(list!("am pm a p")).is_some();
    (!more && (half || end.ends().is_some())).then_some(end)
}

/// `Z`, `+02:00`, `-0700`.
fn offset(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = c.lit(b'Z') {
        return Some(end);
    }
    let (_, hours) = c
        .lit(b'+')
        .or_else(|| c.lit(b'-'))?
        .digits(2, 2)
        .or_else(|| {
            let (_, end) = c.lit(b'+').or_else(|| c.lit(b'-'))?.digits(4, 4)?;
            Some((0, end))
        })?;
    let minutes = hours.lit(b':').and_then(|c| c.digits(2, 2));
    Some(minutes.map_or(hours, |(_, end)| end))
}

/// `am`, ` p.m.`, ` PM` behind an hour.
pub(super) fn half_of_day(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c
        .lit(b'.')
        .filter(|n| n.word(list!("am pm")).is_some())
        .unwrap_or_else(|| c.space());
    if let Some(end) = next.word(list!("am pm")) {
        let word = next.text_to(end);
        let form = word.bytes().all(|b| b.is_ascii_lowercase())
            || word.bytes().all(|b| b.is_ascii_uppercase());
        return end.ends().filter(|_| form);
    }
    let end = next
        .word(list!("a p"))?
        .space()
        .lit(b'.')?
        .space()
        .word(list!("m"))?;
    end.space().lit(b'.').unwrap_or(end).ends()
}

/// ` UTC`, ` GMT+2` behind a time.
fn zone(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    let end = next
        .word(list!("UTC GMT"))
        .filter(|_| next.peek().is_ascii_uppercase())?;
    let shift = end
        .lit(b'+')
        .or_else(|| end.lit(b'-'))
        .and_then(|c| c.digits(1, 2));
    shift.map_or(end, |(_, end)| end).ends()
}

/// ` o'clock` behind an hour.
fn o_clock(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    let forms = ["o'clock", "o’clock", "oclock", "O'Clock", "O'clock"];
    forms.into_iter().find_map(|form| next.text(form))?.ends()
}

/// ` min past eight` behind a number.
fn past(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    let next = next
        .word(list!("min mins minute minutes"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    hour_past(next)
}

/// `past seven`, `to five o'clock`.
fn hour_past(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let sure = c.word(list!("past")).is_some();
    let next = c.word(list!("past to"))?.gap()?;
    let digits = next.digits(1, 2).filter(|(hour, _)| sure && *hour < 13);
    let end = next.word(HOURS).or(digits.map(|(_, end)| end))?.ends()?;
    Some(o_clock(end).unwrap_or(end))
}

/// `noon`, `half past seven`, `quarter to five`, `ten o'clock`, `one in the morning`.
fn in_words(c: Cursor<'_>) -> Option<Cursor<'_>> {
    const FIRST: Glances = Glances::of(&[number::COUNTS, NOON, PARTS]);
    if !c.may_be(&FIRST) {
        return None;
    }
    if let Some(end) = c.word(NOON) {
        return end.ends();
    }
    if let Some(end) = c.word(PARTS) {
        return hour_past(end.gap()?);
    }
    if let Some(hour) = c.word(HOURS) {
        let minutes = hour.gap().filter(|m| {
            m.word(list!("one two three four five six seven eight nine"))
                .is_none()
        });
        let minutes = minutes.and_then(number::counted);
        let told = list!("at by until till around").has(c.previous());
        if let Some(end) = minutes {
            let end = end.gap().and_then(|next| next.word(HOURS)).unwrap_or(end);
            return half_of_day(end)
                .or_else(|| in_the(end))
                .or_else(|| end.ends().filter(|_| told));
        }
        let end = o_clock(hour)
            .or_else(|| in_the(hour))
            .or_else(|| half_of_day(hour));
        return end.or_else(|| c.word(MINUTE_WORDS).and_then(past_words));
    }
    past_words(number::counted(c)?)
}

fn past_words(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    let next = next
        .word(list!("minutes"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    hour_past(next)
}

/// ` in the morning`, ` at night` behind an hour.
fn in_the(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    if let Some(night) = next.word(list!("at")) {
        return night.then(list!("night"))?.ends();
    }
    next.word(list!("in"))?
        .then(list!("the"))?
        .then(list!("morning afternoon evening"))?
        .ends()
}
