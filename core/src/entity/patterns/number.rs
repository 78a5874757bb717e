//! Numbers as they are written: in digits, as fractions, in words.

use super::cursor::Cursor;
use crate::text::Classes;
use crate::text::list::{List, list};

const UNITS: &List = list!("one two three four five six seven eight nine");
const SCALES: &List = list!(
    "hundred thousand million billion trillion dozen lakh lakhs crore crores \
    millions billions trillions bn mn tn",
);
/// Words that count: those and all others.
pub(super) const COUNTS: &List = list!(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion \
    dozen lakh lakhs crore crores millions billions trillions bn mn tn couple few several",
);
const LARGE: &List = list!(
    "hundred thousand million millions billion billions trillion trillions bn mn \
    tn lakh lakhs crore crores",
);
/// Words in one number, so that its end is always near.
const WORDS: usize = 8;

/// A number and what is known of how it is written.
#[derive(Clone, Copy)]
pub(super) struct Value<'i> {
    /// The place behind it.
    pub(super) end: Cursor<'i>,
    /// Whether it is in words, which alone are no mention.
    pub(super) words: bool,
    /// Whether it is an article (`a mile`).
    pub(super) article: bool,
    /// Whether a word such as `million` belongs to it.
    pub(super) scaled: bool,
}

/// Whether a number may begin here: it is not the rest of a word, a date, a ratio or a version.
pub(super) fn may_begin(c: Cursor<'_>) -> bool {
    let (before, further) = (c.before(), c.before_back(1));
    if c.after_markup() {
        return true;
    }
    match before {
        ',' => !further.is_numeric(),
        '.' | ':' | '/' | '\'' | '’' => !further.is_alphanumeric(),
        '-' | '‑' => !further.is_alphabetic() && further != '-',
        '#' | '\\' | '@' => false,
        _ => !super::chars::is_word_char(before),
    }
}

/// Whether a sign stands before it that is no mark of a line, as a difference between two files has: `-4111…`.
pub(super) fn is_signed(c: Cursor<'_>) -> bool {
    matches!(c.before(), '-' | '+') && !c.before_back(1).is_whitespace()
}

/// Whether a number that is nobody's amount may begin here, also as an element of a list without spaces.
pub(super) fn stands_alone(c: Cursor<'_>) -> bool {
    let parted = !matches!(c.before(), '/' | '.') && !is_signed(c);
    parted && (may_begin(c) || c.before() == ',')
}

/// Whether the mark that divides its groups stands before it too, so that it is the rest of a longer one.
pub(super) fn is_rest(c: Cursor<'_>, mark: Option<char>) -> bool {
    mark == Some(c.before()) && !c.before_back(1).is_whitespace()
}

/// The number that begins here, with the words that scale it.
pub(super) fn value(c: Cursor<'_>) -> Option<Value<'_>> {
    if c.peek().is_ascii_digit() || vulgar(c).is_some() {
        let end = numeral(c)?;
        let end = and_a_half(end).unwrap_or(end);
        let scaled = end.then(LARGE).or_else(|| end.lit(b'-')?.word(LARGE));
        return Some(Value {
            end: scaled.unwrap_or(end),
            words: false,
            article: false,
            scaled: scaled.is_some(),
        });
    }
    words(c)
}

/// ` and a half` behind digits.
fn and_a_half(c: Cursor<'_>) -> Option<Cursor<'_>> {
    c.then(list!("and"))?
        .then(list!("a"))?
        .then(list!("half quarter"))
}

/// Behind digits with separators and decimals, a fraction or a mixed number.
pub(super) fn numeral(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = vulgar(c) {
        return Some(end);
    }
    let whole = decimal(c)?;
    if let Some(end) = vulgar(whole) {
        return Some(end);
    }
    let plain = whole.pos - c.pos == c.digit_count();
    if let Some(end) = plain.then(|| over(whole)).flatten() {
        return Some(end);
    }
    let mixed = plain.then(|| whole.gap()).flatten();
    let mixed = mixed.and_then(|next| vulgar(next).or_else(|| fraction(next)));
    Some(mixed.unwrap_or(whole))
}

/// `1,234.5`, `1.234,50`, `12.5`, `.5`.
fn decimal(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let count = c.digit_count();
    let whole = c.skip(count);
    if count == 0 || count > 40 {
        return None;
    }
    if (1..=3).contains(&count) {
        for (group, point) in [(b',', b'.'), (b'.', b',')] {
            let end = grouped(whole, group);
            let clear = end.pos - whole.pos > 4 || with_decimals(end, b',', 2).pos > end.pos;
            if end.pos > whole.pos && (group == b',' || clear) {
                return whole_number(with_decimals(end, point, 1));
            }
        }
        if let Some(end) = indian(whole).filter(|_| count < 3) {
            return whole_number(with_decimals(end, b'.', 1));
        }
    }
    let end = with_decimals(whole, b'.', 1);
    let end = if end.pos == whole.pos {
        one_decimal(whole).unwrap_or_else(|| with_decimals(whole, b',', 2))
    } else {
        end
    };
    whole_number(end)
}

/// Behind groups of three digits.
fn grouped(c: Cursor<'_>, by: u8) -> Cursor<'_> {
    let mut end = c;
    while let Some((_, next)) = end.lit(by).and_then(|c| c.digits(3, 3)) {
        end = next;
    }
    end
}

/// Behind groups of two digits and one of three: `12,00,000`.
fn indian(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut end = c;
    while let Some((_, next)) = end.lit(b',').and_then(|c| c.digits(2, 2)) {
        end = next;
    }
    let (_, last) = end.lit(b',')?.digits(3, 3)?;
    (end.pos > c.pos).then_some(last)
}

/// Behind a comma and one digit, where a sign of percent or of the euro follows: `3,5 %`.
fn one_decimal(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, end) = c.lit(b',')?.digits(1, 1)?;
    let sign = end.space();
    (sign.peek() == b'%' || sign.text("€").is_some()).then_some(end)
}

fn with_decimals(c: Cursor<'_>, point: u8, least: usize) -> Cursor<'_> {
    let most = if least == 1 { 30 } else { least };
    let decimals = c.lit(point).and_then(|c| c.digits(least, most));
    decimals.map_or(c, |(_, end)| end)
}

/// The place itself, unless the digits go on in the way of a date, an address or a version.
fn whole_number(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let on = matches!(c.peek(), b'.') && c.byte(1).is_ascii_digit();
    (!on && !c.peek().is_ascii_digit()).then_some(c)
}

/// `/2` behind digits.
fn over(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (below, end) = c.lit(b'/')?.digits(1, 3)?;
    (below > 0 && end.peek() != b'/').then_some(end)
}

fn fraction(c: Cursor<'_>) -> Option<Cursor<'_>> {
    over(c.digits(1, 2)?.1)
}

/// One character that is a fraction, such as `½`.
fn vulgar(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if c.peek().is_ascii() {
        return None;
    }
    let first = c.rest().chars().next()?;
    let is = matches!(first, '¼' | '½' | '¾' | '⅐'..='⅞');
    is.then(|| c.skip(first.len_utf8()))
}

/// `five`, `twenty-five`, `one hundred and five`, `two and a half million`, `a couple of`, `half a`.
fn words(c: Cursor<'_>) -> Option<Value<'_>> {
    let half = c
        .word(list!("half quarter"))
        .map(|end| end.then(list!("a an")).unwrap_or(end));
    let article = c.word(list!("a an"));
    let of_article = article.and_then(|a| {
        a.then(list!(
            "half quarter couple few dozen hundred thousand million billion"
        ))
    });
    let (mut end, mut words) = match (half, article, of_article) {
        (Some(end), ..) | (_, Some(_), Some(end)) => (end, true),
        (_, Some(end), None) => (end, false),
        _ => (counted(c)?, true),
    };
    let mut scaled = last_word_scales(c, end);
    for _ in 0..if words { WORDS } else { 0 } {
        let Some(next) = further(end) else { break };
        scaled |= last_word_scales(end, next);
        (end, words) = (next, true);
    }
    Some(Value {
        end,
        words: true,
        article: !words,
        scaled,
    })
}

/// Behind the next word of a number.
fn further(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    if let Some(joined) = next.word(list!("and")) {
        let joined = joined.gap()?;
        let half = joined
            .word(list!("a"))
            .and_then(|a| a.then(list!("half quarter")));
        return half
            .or_else(|| joined.word(list!("half")))
            .or_else(|| counted(joined));
    }
    next.word(list!("of"))
        .filter(|_| c.before_is("couple"))
        .or_else(|| counted(next))
}

/// Behind one word that counts, or two with a hyphen.
pub(super) fn counted(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let end = c.word(COUNTS)?;
    let joined = end
        .lit(b'-')
        .and_then(|c| c.word(UNITS).or_else(|| c.word(SCALES)));
    Some(joined.unwrap_or(end))
}

fn last_word_scales(from: Cursor<'_>, to: Cursor<'_>) -> bool {
    let text = from.text_to(to).as_bytes();
    let mut words = text.rsplit(|byte| matches!(byte, b' ' | b'-'));
    LARGE.has(words.next().unwrap_or_default())
}

/// Behind a hyphen and a word of `list` that the number stands before: `six-mile`.
pub(super) fn hyphenated<'i>(value: Value<'i>, list: &List) -> Option<Cursor<'i>> {
    let unit = value.end.lit(b'-')?;
    let word = unit.letters();
    list.has(word).then(|| unit.skip(word.len()))
}

/// Whether the number has a unit, a currency or a scale behind it, so that it is no day or year.
pub(super) fn goes_on(c: Cursor<'_>) -> bool {
    const COUNTED: Classes = Classes::UNIT
        .with(Classes::CURRENCY)
        .with(Classes::MAGNITUDE)
        .with(Classes::TIME_UNIT);
    let Some(next) = c.gap() else { return false };
    let lead = list!("quarter quarters second seconds").has(next.letters());
    let known = next
        .classes()
        .is_some_and(|(classes, _)| classes.any(COUNTED));
    matches!(next.peek(), b'%' | b'$') || (known && !lead) || next.text("€").is_some()
}
