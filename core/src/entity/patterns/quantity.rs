//! Numbers with a unit of measure.

use super::cursor::Cursor;
use super::number::{self, Value};
use crate::entity::Kind;
use crate::text::Classes;
use crate::text::list::{List, list};

/// Units of one letter, in the case that they are written in. Apart from their number only the
/// first are told from an initial.
const LETTERS: &[u8] = b"mgltshVWLN";
const APART: &[u8] = b"mgltVWLA";
/// Symbols in the case that they are written in.
const SYMBOLS: [&str; 10] = [
    "IU", "MP", "kΩ", "MΩ", "µF", "μF", "nF", "pF", "dBm", "mmHg",
];
/// Units that the lexicon does not have.
const OTHERS: &List = list!(
    "hp bhp horsepower kilowatt kilowatts megawatt megawatts gigawatt gigawatts terawatt terawatts mpg \
    bpm nits megapixel megapixels",
);
/// What a unit is multiplied by behind a hyphen.
const TIMES: &List =
    list!("hour hours foot feet pound pounds meter meters metre metres inch inches");
/// What stands before a unit and makes another one of it.
const MADE_OF: &List = list!("metric cubic square sq cu fluid fl nautical short long");
/// Units that are joined to their number by a hyphen.
const JOINED: &List = list!(
    "mile foot inch yard meter metre kilometer kilometre pound ounce ton tonne \
    gallon liter litre acre degree kilogram gram watt kilowatt megawatt byte bit kilobyte megabyte \
    gigabyte terabyte pixel megapixel horsepower gigawatt token km cm mm kg lb oz ml mb gb tb",
);
const SCALES: &List = list!("degrees degree celsius celcius fahrenheit centigrade");

/// The quantity whose number is `value`.
pub(super) fn behind(value: Value<'_>) -> Option<(Cursor<'_>, Kind)> {
    let joined = number::hyphenated(value, JOINED).or_else(|| square(value));
    let end = match joined.filter(|_| !value.article) {
        Some(end) => times(end),
        None => measure(value)?,
    };
    Some((end, Kind::Quantity))
}

/// `-square-foot` behind a number.
fn square(value: Value<'_>) -> Option<Cursor<'_>> {
    let of = value.end.lit(b'-')?.word(list!("square cubic"))?;
    of.lit(b'-')?.word(JOINED)
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
    if let Some(end) = light(c) {
        return end.ends();
    }
    let made = c.word(MADE_OF).and_then(|end| end.maybe(b'.').gap());
    let c = made.unwrap_or(c);
    let end = simple(c, apart, words)?;
    let end = power(end);
    let end = times(end);
    let end = per(end).unwrap_or(end);
    end.ends()
}

/// Behind what the unit that ends here is multiplied by.
fn times(c: Cursor<'_>) -> Cursor<'_> {
    c.lit(b'-').and_then(|end| end.word(TIMES)).unwrap_or(c)
}

/// `light years`, `light-second`.
fn light(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let light = c.word(list!("light"))?;
    let next = light.lit(b'-').or_else(|| light.gap())?;
    next.word(list!(
        "year years day days hour hours minute minutes second seconds"
    ))
}

/// Whether `A` behind a number is its unit: no street, no beginning of `A.D.`.
fn is_ampere(c: Cursor<'_>) -> bool {
    let name = || c.gap().is_some_and(|next| next.peek().is_ascii_uppercase());
    !(c.byte(1).is_ascii_alphabetic() || name())
}

fn simple(c: Cursor<'_>, apart: bool, words: bool) -> Option<Cursor<'_>> {
    let letters = c.letters();
    if let [letter] = letters.as_bytes() {
        let known = if apart { APART } else { LETTERS };
        let known = !words && known.contains(letter);
        return (known && (letters != "A" || is_ampere(c.skip(1)))).then(|| c.skip(1));
    }
    if let Some((classes, end)) = c.classes()
        && classes.any(Classes::UNIT)
    {
        return shout(c.text_to(end)).then_some(end);
    }
    let symbols = list!("km cm mm ft kg mg lb oz ml mb gb kw kwh mph hz ghz mhz khz").has(letters);
    let symbols = !words && (symbols || SYMBOLS.contains(&letters));
    (symbols || OTHERS.has(letters)).then(|| c.skip(letters.len()))
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
        "h hr s sec min d day week month year second minute hour l dl kg g m cm mm km ft in yd lb ml gal gallon mol k w \
        kwh person capita inch square cubic million",
    );
    match c.lit(b'/') {
        Some(below) => {
            // `L/100 km`
            let hundred = below
                .digits(2, 4)
                .filter(|(number, _)| matches!(number, 10 | 100 | 1000));
            let below = hundred.map_or(below, |(_, end)| end.space());
            Some(power(below.word(OF)?))
        }
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
