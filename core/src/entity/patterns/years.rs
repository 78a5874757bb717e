//! Years in digits, which only what stands around them tells from other numbers.

use super::calendar;
use super::cursor::Cursor;
use super::label;
use super::number;
use crate::text::list::{List, list};
use crate::text::{Classes, Flags, TokenKind};

/// Words behind which a number of four digits is a year.
const SURE: &List = list!(
    "in since until till circa year during early mid late from between before after by \
    anno spring summer autumn fall winter copyright born founded",
);
/// Words behind which it is one if it is of our time.
const LIKELY: &List = list!("of to and around through about than for");
/// Words that name a year which stands behind them with a colon or in the next cell.
const LABELS: &List = list!(
    "year years founded established founding born died published publication released release \
    launched introduced created date since copyright season edition opened built formed completed \
    inception premiered",
);
/// What a thing of a year may begin with.
const OWNERS: &List = list!("the a an this that his her its their our my your 's ’s");
/// Words in the plural that a year has rather than counts.
const EVENTS: &List = list!(
    "elections earnings results sales games finals playoffs protests riots revenues profits awards \
    floods attacks figures estimates standards rules guidelines talks accounts taxes midterms reforms \
    series",
);
/// Words of three letters that a year stands before.
const SHORT: &List = list!("war hit law act ban cup tax");
/// Words in the singular of what is counted.
const COUNTED: &List = list!(
    "people men women children word page piece person seat room strong plus square cubic more other \
    followers",
);
/// What elements of a list of years stand between.
const JOINTS: &List = list!("and or to");
/// How far back the word that introduces a list of years may stand, in tokens.
const LIST: usize = 48;

/// A year, or two with a dash between.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (year, _) = c.digits(4, 4)?;
    let first = calendar::year(c)?;
    if let Some(end) = range(c, year, first) {
        return Some(end);
    }
    let near = matches!(c.peek(), b'2') || c.byte(1) == b'9';
    let previous = c.previous();
    let told = || {
        c.labelled(LABELS)
            || label::keys(c, list!("year"))
            || listed(c, first)
            || near && (LIKELY.has(previous) || calendar_word(c))
    };
    let told = marked(c, year, first)
        || told() && (near && SURE.has(previous) || !counts(first))
        || year >= 1800 && OWNERS.has(previous) && names(first);
    (told && !first.goes_on() && !number::goes_on(first)).then_some(first)
}

/// `1939–1945`, `2019–present`, `2024-25`, `2024/25`.
fn range<'i>(c: Cursor<'i>, year: u32, first: Cursor<'i>) -> Option<Cursor<'i>> {
    let joined = first.lit(b'-').or_else(|| first.lit(b'/'));
    let next = joined.or_else(|| first.text("–"))?;
    if first.peek() != b'/' {
        let end = calendar::year(next).or_else(|| next.word(list!("present now today")));
        if end.is_some() {
            return end;
        }
    }
    let (last, end) = next.digits(2, 2)?;
    let from = year % 100;
    let more = end.hyphen().is_some() || matches!(end.peek(), b'/' | b'.' | b':');
    let season = last == (from + 1) % 100;
    let span = last > from && (joined.is_none() || first.peek() == b'-' && SURE.has(c.previous()));
    let sound = year >= 1800 && (season || span) && !(more && end.byte(1).is_ascii_digit());
    let paged = || list!("page pages").has(c.previous()) || c.text_before(4).contains("p.");
    (sound && !paged() && !number::goes_on(end))
        .then_some(end)?
        .ends()
}

/// Whether marks around it show a year: a bracket, a sign, a cell, the start of a line.
fn marked(c: Cursor<'_>, year: u32, first: Cursor<'_>) -> bool {
    let recent = (1900..2040).contains(&year);
    let head = c.head();
    let first_or_recent = recent || (year >= 1400 && c.heads_line());
    let bracketed = recent && c.before() == '(' && matches!(first.peek(), b')' | b',' | b';');
    let signed = || head.ends_with(['©']) || head.ends_with("(c)") || head.ends_with("(C)");
    let cited = || {
        let closed = matches!(first.peek(), b')' | b']' | b';');
        year >= 1800 && closed && head.strip_suffix(',').is_some_and(ends_in_name)
    };
    bracketed || signed() || cited() || cell(head, first_or_recent, first) || leads(c, year, first)
}

/// Whether `text` ends with a name as one of a work's authors does.
fn ends_in_name(text: &str) -> bool {
    let last = text.rsplit(|c: char| !c.is_alphabetic()).next();
    text.ends_with("al.") || last.is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether the cell of a table holds nothing else.
fn cell(head: &str, sound: bool, first: Cursor<'_>) -> bool {
    head.ends_with('|') && sound && past_layout(first).space().peek() == b'|'
}

/// Behind the marks that end a stress.
fn past_layout(c: Cursor<'_>) -> Cursor<'_> {
    let marks = c
        .rest()
        .bytes()
        .take_while(|byte| matches!(byte, b'*' | b'_'));
    c.skip(marks.count())
}

/// Whether it heads its line: `- 1969: Apollo 11 lands`, `1969 – Apollo 11`, `## 2021`.
fn leads(c: Cursor<'_>, year: u32, first: Cursor<'_>) -> bool {
    if !(1400..2100).contains(&year) || !c.heads_line() {
        return false;
    }
    let end = past_layout(first);
    let end = end.lit(b':').map_or(end, past_layout);
    let Some(next) = end.gap() else {
        return end.peek() == 0 && c.flags().has(Flags::HEADING);
    };
    let dash = next
        .text("–")
        .or_else(|| next.text("—"))
        .or_else(|| next.lit(b'-'));
    let apart = dash.and_then(Cursor::gap);
    end.before_is(":")
        || end.before_is(":**")
        || apart.is_some_and(|next| !next.peek().is_ascii_digit())
}

/// Whether it follows a word that a year follows, or goes on a list of years behind one.
fn listed(c: Cursor<'_>, first: Cursor<'_>) -> bool {
    let (mut parted, mut aside, mut alone) = (false, false, true);
    for (token, word) in c.spoken_before().take(LIST) {
        let joint = matches!(word, "," | ";" | "&") || JOINTS.has(word);
        match token.kind {
            _ if aside => aside = word != "(",
            _ if joint => parted = true,
            TokenKind::Number if parted && is_year(word) => (parted, alone) = (false, false),
            TokenKind::Punctuation if word == ")" => aside = true,
            _ => {
                let told = !parted && (SURE.has(word) || word == "(" && !alone);
                return told && (alone || c.previous_token().is_some() || goes_on(first));
            }
        }
    }
    false
}

/// Whether a list may go on or end here.
fn goes_on(c: Cursor<'_>) -> bool {
    let next = || {
        c.gap()
            .is_none_or(|next| next.peek() == b'(' || next.word(JOINTS).is_some())
    };
    c.stops() || next()
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word
            .parse()
            .is_ok_and(|year: u32| (1000..=2100).contains(&year))
}

fn calendar_word(c: Cursor<'_>) -> bool {
    let known = Classes::MONTH.with(Classes::WEEKDAY);
    c.previous_token().is_some_and(|t| t.classes.any(known))
}

/// Whether the year belongs to the word behind it (`the 2020 election`), which counts nothing.
fn names(c: Cursor<'_>) -> bool {
    let Some(next) = c.gap() else { return false };
    let word = next.letters();
    let capital = word.len() > 1 && calendar::is_capital(next);
    capital || SHORT.has(word) || word.len() > 3 && !is_counted(word) || EVENTS.has(word)
}

/// Whether `word` seems to be what is counted, as a plural is.
fn is_counted(word: &str) -> bool {
    let plural = word.len() > 3 && word.ends_with('s');
    plural
        && !["us", "ss", "is"]
            .into_iter()
            .any(|end| word.ends_with(end))
        || COUNTED.has(word)
}

/// Whether things seem to be counted (`in 1500 cases`, `1500 to 2000 cases`).
pub(super) fn counts(c: Cursor<'_>) -> bool {
    let Some(next) = c.gap() else { return false };
    let further = next
        .word(JOINTS)
        .and_then(Cursor::gap)
        .filter(|c| c.digit_count() > 0);
    let further = further.and_then(|c| c.skip(c.digit_count()).gap());
    let next = further.unwrap_or(next);
    is_counted(next.letters()) && !calendar::is_capital(next)
}
