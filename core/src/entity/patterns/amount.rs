//! What a number counts: a percentage, money, a length of time, a quantity, or nothing.

use super::cursor::Cursor;
use super::number::{self, Value};
use super::{duration, money, quantity};
use crate::entity::{Kind, Kinds};
use crate::text::list::list;

type Reading<'i> = (Cursor<'i>, Kind);
type Reader = for<'i> fn(Value<'i>) -> Option<Reading<'i>>;

const READERS: [(Kinds, Reader); 4] = [
    (Kinds::of(&[Kind::Percent]), percent),
    (Kinds::of(&[Kind::Money]), money::behind),
    (Kinds::of(&[Kind::Duration, Kind::Date]), duration::behind),
    (Kinds::of(&[Kind::Quantity]), quantity::behind),
];

/// The amount that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Reading<'_>> {
    let first = c.peek();
    let mark = first.is_ascii_punctuation() && !matches!(first, b'-' | b'+' | b'$');
    // `5%-6%`: a hyphen behind an amount is no sign.
    let dash = first == b'-' && matches!(c.before(), '%' | '€' | '°');
    if mark || dash || !number::may_begin(c) {
        return None;
    }
    let kinds = c.input.kinds;
    if kinds.has(Kind::Money)
        && !first.is_ascii_digit()
        && let Some(end) = money::leading(c)
    {
        return Some((end, Kind::Money));
    }
    let number = if first.is_ascii_digit() { c } else { signed(c) };
    let value = number::value(number)?;
    // `in his 30s`: an age.
    let age = value.end.peek() == b's' && list!("his her their my your our").has(c.previous());
    if age || (number.pos > c.pos && value.end.peek() == b'-') {
        return None;
    }
    let read = |&(of, read): &(Kinds, Reader)| kinds.meets(of).then(|| read(value)).flatten();
    let units = !value.end.stops();
    let reading = units.then(|| READERS.iter().find_map(read)).flatten();
    let reading = reading.or_else(|| bare(value));
    reading.filter(|(_, kind)| kinds.has(*kind))
}

/// Behind a sign that belongs to the number.
fn signed(c: Cursor<'_>) -> Cursor<'_> {
    let sign = ["-", "+", "−"].into_iter().find_map(|sign| c.text(sign));
    sign.unwrap_or(c)
}

fn bare(value: Value<'_>) -> Option<Reading<'_>> {
    let end = value.end;
    if end.is_last() {
        return (!value.words).then_some((end, Kind::Number));
    }
    let thousands = end.word(list!("k K M B bn mn")).filter(|_| !value.scaled);
    let end = thousands.and_then(Cursor::ends).unwrap_or(end);
    let ordinal = end.word(list!("st nd rd th s"));
    // `4:3`
    let ratio = end.peek() == b':' && end.byte(1).is_ascii_digit();
    (!value.words && ordinal.is_none() && !ratio).then_some((end.ends()?, Kind::Number))
}

fn percent(value: Value<'_>) -> Option<Reading<'_>> {
    if value.article {
        return None;
    }
    let at = value.end.lit(b'-').unwrap_or_else(|| value.end.space());
    let sign = ["%", "‰", "％"].into_iter().find_map(|sign| at.text(sign));
    let words = || {
        let word = at.word(list!("percent percents percentage percentages pct"));
        let word = word.or_else(|| at.word(list!("per"))?.then(list!("cent")))?;
        let points = word
            .before_is("percentage")
            .then(|| word.then(list!("point points")))
            .flatten();
        Some(points.unwrap_or(word))
    };
    let end = sign.or_else(words)?;
    let whole = sign.is_some() || end.ends().is_some();
    whole.then_some((end, Kind::Percent))
}
