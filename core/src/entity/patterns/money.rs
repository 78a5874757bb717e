//! Amounts of money, with the currency before or behind the number.

use super::cursor::Cursor;
use super::number::{self, Value};
use crate::entity::Kind;
use crate::text::Classes;
use crate::text::list::{List, list};

/// Codes of ISO 4217 (and of cryptocurrencies) that stand before or behind an amount.
const CODES: &List = list!(
    "USD EUR GBP JPY CNY CHF CAD AUD NZD INR KRW RUB BRL MXN ZAR SEK NOK DKK PLN \
    CZK HUF TRY ILS HKD SGD THB IDR MYR PHP VND AED SAR EGP NGN KES ARS CLP COP PEN UAH RON BGN \
    KWD QAR BHD OMR JOD TWD PKR BDT LKR RMB BTC ETH USDT USDC RM",
);
/// What may stand before a dollar sign.
const DOLLARS: &List = list!("US USD C CA CAD A AU AUD NZ NZD HK HKD S SGD R MX Mex mxn NT");
/// Whose currency it is.
const NATIONS: &List = list!(
    "us u.s american canadian australian singapore zealand kong taiwan hong \
    british uk egyptian turkish kuwaiti iraqi jordanian bahraini tunisian algerian serbian saudi \
    omani qatari iranian yemeni malaysian indian pakistani nepalese russian chinese japanese swiss \
    french belgian mexican argentine chilean colombian philippine cuban danish norwegian swedish \
    icelandic czech polish hungarian romanian bulgarian israeli thai korean south kenyan ugandan \
    ghanaian brazilian jamaican new",
);
const MALAYSIAN: &List = list!("malaysia malaysian");
/// Parts of a unit of currency.
const PARTS: &List = list!("cent cents penny pennies pence c");

/// The end of the amount whose currency stands here.
pub(super) fn leading(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let sign = c.lit(b'-').unwrap_or(c);
    let currency = prefix(sign)?;
    let digits = currency.space();
    let digits = digits.lit(b'-').unwrap_or(digits);
    let cents = digits.lit(b'.').and_then(|c| c.digits(1, 2));
    let end = match cents {
        Some((_, end)) => end,
        None => number::numeral(digits).filter(|_| digits.peek().is_ascii_digit())?,
    };
    let scaled = scaled(end);
    if scaled.is_none() && is_other(sign.letters(), digits.text_to(end)) {
        return None;
    }
    let end = scaled.unwrap_or(end);
    let end = change(end).unwrap_or(end);
    let coded = end.gap_code();
    coded.unwrap_or(end).ends()
}

/// Whether a code that is a word, too, stands before the number of something else: `PHP 8.2`, `COP26`, `CAD 2019`.
fn is_other(code: &str, number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or(number);
    let cents = number.len() == whole.len() + 3;
    match code {
        "COP" => number.len() < 3,
        "PHP" | "PEN" => whole.len() == 1 && (code == "PHP" || !cents),
        "CAD" => {
            number.len() == 4
                && (number.starts_with("20") || number.starts_with("199"))
                && number != "2000"
        }
        _ => false,
    }
}

/// Behind a currency that stands before its amount.
fn prefix(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(end) = sign(c) {
        return Some(end);
    }
    let word = c.letters();
    let end = c.skip(word.len());
    if DOLLARS.has(word) {
        let apart = if word.len() > 1 { end.space() } else { end };
        if let Some(end) = apart.lit(b'$') {
            return Some(end);
        }
    }
    if list!("u").has(word) {
        return c
            .text("u.s")
            .or_else(|| c.text("U.S"))?
            .maybe(b'.')
            .space()
            .lit(b'$');
    }
    if is_listed(word) || list!("Rs").has(word) {
        return Some(if list!("Rs").has(word) {
            end.maybe(b'.')
        } else {
            end
        });
    }
    let country = MALAYSIAN.has(word).then(|| end.gap()).flatten();
    country.unwrap_or(c).word(list!("ringgit ringgits sen"))
}

/// Behind a currency sign.
fn sign(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let first = c.rest().chars().next()?;
    let is = matches!(
        first,
        '$' | '¢' | '£' | '¤' | '¥' | '\u{20A0}'..='\u{20C0}' | '฿' | '￥' | '＄'
    );
    is.then(|| c.skip(first.len_utf8()))
}

/// Behind `million`, `k`, `bn` and the like.
fn scaled(c: Cursor<'_>) -> Option<Cursor<'_>> {
    const WORDS: &List = list!(
        "hundred thousand million millions billion billions trillion trillions \
        lakh lakhs crore crores k m mm mn mio b bn t tn",
    );
    let near = c.word(WORDS).or_else(|| c.lit(b'-')?.word(WORDS));
    let near = near.and_then(Cursor::ends);
    near.or_else(|| {
        let next = c.gap()?;
        let end = next.word(WORDS)?.ends()?;
        let single = end.pos - next.pos == 1;
        (!single || next.peek().is_ascii_uppercase()).then_some(end)
    })
}

/// ` and 43c`, ` 50 cents` behind an amount.
fn change(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let next = c.gap()?;
    let next = next
        .word(list!("and"))
        .and_then(Cursor::gap)
        .unwrap_or(next);
    let number = match next.digits(1, 2) {
        Some((_, end)) => end,
        None => small(next)?,
    };
    number.space().word(PARTS)?.ends()
}

fn small(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let first = number::counted(c)?;
    Some(first.gap().and_then(number::counted).unwrap_or(first))
}

/// The amount of money whose number is `value`.
pub(super) fn behind(value: Value<'_>) -> Option<(Cursor<'_>, Kind)> {
    let at = value.end;
    // `a CAD model`
    if value.article && at.gap().is_some_and(|next| is_listed(next.letters())) {
        return None;
    }
    let scale = (!value.words && !value.scaled)
        .then(|| at.word(list!("k m mm mn bn b M")))
        .flatten();
    let end = scale.and_then(|at| suffix(at, true, true)).or_else(|| {
        let joined = at.lit(b'-').filter(|_| !value.article);
        let joined = joined.and_then(|c| {
            c.word(list!("dollar euro pound cent penny yen"))
                .and_then(Cursor::ends)
        });
        joined.or_else(|| suffix(at, value.scaled, !value.words))
    })?;
    let end = change(end).unwrap_or(end);
    Some((end, Kind::Money))
}

/// Behind a currency that stands behind its amount.
fn suffix(at: Cursor<'_>, scaled: bool, digits: bool) -> Option<Cursor<'_>> {
    let next = at.space();
    if digits && let Some(end) = sign(next) {
        let leads = end.peek().is_ascii_digit() || sign_leads(next, at);
        return (!leads).then_some(end);
    }
    let word = next.letters();
    if DOLLARS.has(word)
        && let Some(end) = next.skip(word.len()).lit(b'$')
    {
        return Some(end);
    }
    if digits && is_code(word) {
        return next.skip(word.len()).ends();
    }
    let mut next = next;
    for _ in 0..2 {
        let Some(nation) = next.word(NATIONS).and_then(Cursor::gap) else {
            break;
        };
        next = nation;
    }
    named(next, scaled)
}

/// Whether a sign apart from the number before it belongs to a number behind it.
fn sign_leads(sign_at: Cursor<'_>, number: Cursor<'_>) -> bool {
    if sign_at.pos == number.pos {
        return false;
    }
    let behind = sign(sign_at).and_then(Cursor::gap);
    behind.is_some_and(|next| next.peek().is_ascii_digit() && sign_at.peek() == b'$')
}

fn is_code(word: &str) -> bool {
    let lower = || list!("usd eur gbp chf rmb btc eth usdt inr cny jpy aud").has(word);
    is_listed(word)
        || lower()
        || word
            .strip_prefix(['M', 'K'])
            .is_some_and(|w| w.len() == 3 && is_listed(w))
}

/// Behind the word for a currency. Pounds without a scale weigh rather than pay.
fn named(c: Cursor<'_>, scaled: bool) -> Option<Cursor<'_>> {
    let (classes, end) = c.classes()?;
    let word = c.text_to(end);
    let weight = list!("pound pounds mark marks real won lev sen us hk mex rs rm ether").has(word);
    if !classes.any(Classes::CURRENCY) {
        return None;
    }
    let sterling = list!("pound pounds")
        .has(word)
        .then(|| end.then(list!("sterling")))
        .flatten();
    if sterling.is_some() {
        return sterling;
    }
    let word_of_code =
        word.len() == 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && !list!("yen").has(word);
    (!word_of_code && (scaled || !weight)).then_some(end)
}

impl Cursor<'_> {
    /// Behind `byte`, if it stands here, else here.
    pub(super) fn maybe(self, byte: u8) -> Self {
        self.lit(byte).unwrap_or(self)
    }

    /// Behind a currency code that stands apart (`$5 USD`).
    fn gap_code(self) -> Option<Self> {
        let next = self.gap()?;
        let word = next.letters();
        let known = list!("USD CAD AUD NZD SGD HKD MXN").has(word);
        (known && !word.bytes().any(|b| b.is_ascii_lowercase()))
            .then(|| next.skip(word.len()))?
            .ends()
    }
}

/// Whether `word` is one of [`CODES`], in capitals.
fn is_listed(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_uppercase()) && CODES.has(word)
}
