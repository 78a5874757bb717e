//! Numbers with a unit of measure.

use super::amount::hyphenated;
use super::cursor::Cursor;
use super::number::{self, Value};
use crate::entity::Kind;
use crate::text::Classes;
use crate::text::list::{List, list};

/// Units of one letter, in the case that they are written in. Apart from their number only the
/// first are told from an initial.
const LETTERS: &str = "mgltshVWLN";
const APART: &str = "mgltVWL";
/// What stands before a unit and makes another one of it.
const MADE_OF: &List = list!("metric cubic square sq cu fluid nautical light short long");
/// Units that are joined to their number by a hyphen.
const JOINED: &List = list!(
    "mile foot inch yard meter metre kilometer kilometre pound ounce ton tonne \
    gallon liter litre acre degree kilogram gram watt kilowatt megawatt byte bit kilobyte megabyte \
    gigabyte terabyte pixel token km cm mm kg lb oz ml mb gb tb",
);
const SCALES: &List = list!("degrees degree celsius celcius fahrenheit centigrade");

/// The quantity whose number is `value`.
pub(super) fn behind(value: Value<'_>) -> Option<(Cursor<'_>, Kind)> {
    let joined = hyphenated(value, JOINED).filter(|_| !value.article);
    let end = match joined {
        Some(end) => end,
        None => measure(value)?,
    };
    Some((end, Kind::Quantity))
}

fn measure(value: Value<'_>) -> Option<Cursor<'_>> {
    let at = value.end;
    let (next, apart) = match at.gap() {
        Some(next) => (next, true),
        None => (at, false),
    };
    if let Some(end) = degrees(next).or_else(|| bracketed(next)) {
        return Some(end);
    }
    let end = unit(next, apart && !value.words, value.words)?;
    Some(second(end, next).unwrap_or(end))
}

/// `°C`, `°`.
fn degrees(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let sign = c.text("°").or_else(|| c.text("º"));
    if let Some(end) = sign {
        let scale = end.space().word(list!("C F K")).and_then(Cursor::ends);
        return Some(scale.unwrap_or(end));
    }
    let end = c
        .word(list!("℃ ℉"))
        .or_else(|| c.text("℃"))
        .or_else(|| c.text("℉"));
    end.or_else(|| {
        let end = c.word(list!("degrees degree deg"))?;
        end.then(SCALES)
            .or_else(|| end.then(list!("c f k")))
            .or(Some(end))
    })
}

/// `[kg]`.
fn bracketed(c: Cursor<'_>) -> Option<Cursor<'_>> {
    unit(c.lit(b'[')?, false, false)?.lit(b']')
}

/// Behind the unit that stands here.
fn unit(c: Cursor<'_>, apart: bool, words: bool) -> Option<Cursor<'_>> {
    let c = c.word(MADE_OF).and_then(Cursor::gap).unwrap_or(c);
    let end = simple(c, apart, words)?;
    let end = power(end);
    let end = per(end).unwrap_or(end);
    end.ends()
}

fn simple(c: Cursor<'_>, apart: bool, words: bool) -> Option<Cursor<'_>> {
    let letters = c.letters();
    if letters.len() == 1 {
        let known = if apart { APART } else { LETTERS };
        return (!words && known.contains(letters)).then(|| c.skip(1));
    }
    if let Some((classes, end)) = c.classes()
        && classes.any(Classes::UNIT)
    {
        return shout(c.text_to(end)).then_some(end);
    }
    let symbols = list!("km cm mm ft kg mg lb oz ml mb gb kw kwh mph hz ghz mhz khz").has(letters);
    (symbols && !words).then(|| c.skip(letters.len()))
}

/// Words in capitals are names rather than units, symbols are not.
fn shout(word: &str) -> bool {
    word.len() < 5 || word.bytes().any(|b| b.is_ascii_lowercase())
}

fn power(c: Cursor<'_>) -> Cursor<'_> {
    let end = c.text("²").or_else(|| c.text("³"));
    let end = end.or_else(|| c.lit(b'^').unwrap_or(c).lit(b'2'));
    end.or_else(|| c.lit(b'^').unwrap_or(c).lit(b'3'))
        .unwrap_or(c)
}

/// `/h`, ` per hour`.
fn per(c: Cursor<'_>) -> Option<Cursor<'_>> {
    const OF: &List = list!(
        "h hr s sec min d day week month year second minute hour l kg g m m² cm² ml gallon \
        person capita inch square cubic million",
    );
    match c.lit(b'/') {
        Some(below) => Some(power(below.word(OF)?)),
        None => c.then(list!("per"))?.then(OF),
    }
}

/// ` 2 in` behind `12 ft`.
fn second<'i>(c: Cursor<'i>, first: Cursor<'_>) -> Option<Cursor<'i>> {
    let feet = list!("ft feet foot lb lbs pounds").has(first.letters());
    let next = if feet { c.gap()? } else { return None };
    let next = next
        .word(list!("and"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    let number = next
        .digits(1, 2)
        .map(|(_, end)| end)
        .or_else(|| number::counted(next))?;
    number
        .space()
        .word(list!("in inch inches oz ounce ounces"))?
        .ends()
}
