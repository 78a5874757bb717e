//! Entities that have a form of their own: addresses, numbers, dates.
//!
//! One table gives the order: the first rule that finds something at a token has the word. Rules
//! for what is told within one field come first and never wait; the others ask for further fields
//! through `cursor::Cursor::gap`, and only that can make the answer `More`.
//!
//! A rule whose kinds nobody wants is not asked, so that it neither finds nor delays. Each rule
//! keeps out the forms of others by itself (a date is no telephone number, wanted or not). What is
//! inside a value of an unwanted kind may be found: the e-mail address in a URL, the number in
//! `5 kg`.

mod amount;
mod calendar;
mod card;
mod chars;
mod clock;
mod crypto;
mod cursor;
mod date;
mod dates_in_digits;
mod domain;
mod duration;
mod email;
mod escape;
mod file_path;
mod hex;
mod iban;
mod ip;
mod label;
mod money;
mod number;
mod phone;
mod quantity;
pub(crate) mod secrets;
mod sha256;
mod ssn;
mod url;
mod version;
mod wide;
mod years;

pub(crate) use self::chars::divides_digits;
use self::cursor::{Cursor, Input};
pub(crate) use self::secrets::{Head, begins_key, is_begun_key, names_secret, names_value, paired};
use super::{Found, Kind, Kinds, Verdict};
use crate::text::{Classes, Flags, Token, TokenKind, View, WordShape};
pub(crate) use email::CODES as AT_SIGNS;

/// A recogniser: the place behind what begins here, and what it is.
type Find = for<'i> fn(Cursor<'i>) -> Option<(Cursor<'i>, Kind)>;

/// A recogniser with the tokens that it is asked about.
struct Rule {
    kinds: Kinds,
    leads: u8,
    /// What the field must hold.
    needs: Flags,
    confidence: f32,
    find: Find,
}

/// Tokens that a rule is asked about: numbers, words, known words, punctuation.
const N: u8 = 1;
const W: u8 = 2;
const K: u8 = 4;
const P: u8 = 8;

/// The flags of fields that hold more than letters, or very many.
const MARKED: Flags = Flags::FIELD_AT
    .with(Flags::FIELD_LONG)
    .with(Flags::FIELD_COLON)
    .with(Flags::FIELD_SLASH)
    .with(Flags::FIELD_DOT)
    .with(Flags::FIELD_DIGIT)
    .with(Flags::FIELD_HYPHEN);

/// The classes of words that begin a value.
const KNOWN: Classes = Classes::MONTH
    .with(Classes::WEEKDAY)
    .with(Classes::DAY_WORD)
    .with(Classes::NUMBER_WORD)
    .with(Classes::CURRENCY)
    .with(Classes::LEAD);

macro_rules! rules {
    ($($kind:ident, $leads:expr, $needs:expr, $confidence:literal, $find:path;)*) => {
        &[$(Rule {
            kinds: Kinds::of(&[Kind::$kind]),
            leads: $leads,
            needs: $needs,
            confidence: $confidence,
            find: |c| $find(c).map(|end| (end, Kind::$kind)),
        },)* AMOUNTS]
    };
}

const ANY: Flags = Flags(0);
const AT: Flags = Flags::FIELD_AT;
const DIGIT: Flags = Flags::FIELD_DIGIT;
const DOT: Flags = Flags::FIELD_DOT;
const SLASH: Flags = Flags::FIELD_SLASH;
/// Fields that may hold a character's code.
const CODED: Flags = SLASH.with(Flags::FIELD_MARK);
const LONG: Flags = Flags::FIELD_LONG.with(DIGIT);

/// The order. Secrets come before all of them.
const RULES: &[Rule] = rules! {
    Email, N | W | P, AT, 1.0, email::find;
    Url, W, Flags::FIELD_COLON.with(SLASH), 1.0, url::find;
    Uuid, N | W, LONG.with(Flags::FIELD_HYPHEN), 1.0, hex::uuid;
    Mac, N | W, ANY, 1.0, hex::mac;
    Ip, N | W | P, DIGIT, 1.0, ip::find;
    CryptoAddress, N | W, LONG, 1.0, crypto::find;
    Iban, W, DIGIT, 1.0, iban::find;
    CreditCard, N, DIGIT, 1.0, card::find;
    Ssn, N, DIGIT, 0.9, ssn::find;
    Url, N | W, DOT, 0.95, url::find;
    FilePath, W | P, SLASH, 0.9, file_path::find;
    Date, N | W | K, DIGIT, 0.95, date::find;
    Phone, N | P, DIGIT, 0.9, phone::find;
    Domain, N | W, DOT, 0.9, domain::find;
    Date, K, ANY, 0.95, date::find;
    Time, N | K, ANY, 1.0, clock::find;
    Version, N | W, DIGIT, 0.9, version::find;
};

/// Amounts share the reading of their number.
const AMOUNTS: Rule = Rule {
    kinds: Kinds::of(&[
        Kind::Percent,
        Kind::Money,
        Kind::Duration,
        Kind::Quantity,
        Kind::Number,
        Kind::Date,
    ]),
    leads: N | K | P,
    needs: ANY,
    confidence: 1.0,
    find: amount::find,
};

/// The rules for each set of leads, as bits of their places.
const BY_LEADS: [u32; 16] = {
    let (mut sets, mut at) = ([0; 16], 0);
    while at < 16 * RULES.len() {
        let (set, rule) = (at / RULES.len(), at % RULES.len());
        if RULES[rule].leads as usize & set != 0 {
            sets[set] |= 1 << rule;
        }
        at += 1;
    }
    sets
};

/// The flags that rules need stand side by side.
const FIRST_NEED: u32 = Flags::FIELD_AT.0.trailing_zeros();
const NEEDS: usize = (MARKED.0 >> FIRST_NEED) as usize;

/// The rules for each set of what a field holds, as bits of their places.
static BY_NEEDS: [u32; NEEDS + 1] = {
    let (mut sets, mut at) = ([0; NEEDS + 1], 0);
    while at < sets.len() * RULES.len() {
        let (set, rule) = (at / RULES.len(), at % RULES.len());
        let needs = RULES[rule].needs.0 as usize >> FIRST_NEED;
        if needs & set == needs {
            sets[set] |= 1 << rule;
        }
        at += 1;
    }
    sets
};

/// Whether nothing begins at token `at`, unless it has capitals within: it is a word of letters alone that is none of
/// those that begin a value, behind another word, as most are. The first look, in small.
#[inline]
pub(super) fn passes(view: &View<'_>, at: usize) -> bool {
    let token = &view.tokens[at];
    let before = at.checked_sub(1).map(|at| &view.tokens[at]);
    token.kind == TokenKind::Word
        && token.end - token.start >= LONGEST_SIGNED
        && !token.flags.any(MARKED)
        && !token.classes.any(KNOWN)
        && before.is_some_and(|before| before.kind == TokenKind::Word && !before.flags.any(MARKED))
}

/// What begins at token `at`, among `kinds`.
pub fn recognise(view: &View<'_>, at: usize, kinds: Kinds) -> Verdict {
    let token = &view.tokens[at];
    if token.kind == TokenKind::Ideographs {
        return ideographs(view, at, kinds);
    }
    let leads = leads(token) | signed(view, at);
    if leads == 0 && !secrets::may_begin(view, at) || closes(view, at) {
        return Verdict::No;
    }
    let coded = token.flags.any(CODED).then(|| escape::behind(view, at));
    let coded = coded.flatten();
    let input = Input::new(view, at, coded, kinds);
    let start = input.cursor();
    if kinds.has(Kind::Secret) {
        let found = secrets::find(start);
        if input.starved() {
            return Verdict::More;
        }
        if let Some(found) = found {
            return Verdict::Found(found);
        }
    }
    let holds = usize::from(held(start, token.flags).0 >> FIRST_NEED) & NEEDS;
    let mut left =
        BY_LEADS[usize::from(leads | if coded.is_some() { N } else { 0 })] & BY_NEEDS[holds];
    while left != 0 {
        let rule = &RULES[left.trailing_zeros() as usize];
        left &= left - 1;
        if !kinds.meets(rule.kinds) {
            continue;
        }
        let found = (rule.find)(start);
        if input.starved() {
            return Verdict::More;
        }
        if let Some((end, kind)) = found.filter(|(end, _)| end.pos > start.pos) {
            return Verdict::Found(mention(start, end, kind, rule.confidence));
        }
    }
    let found = rare(start, token.flags);
    if input.starved() {
        return Verdict::More;
    }
    found.map_or(Verdict::No, Verdict::Found)
}

/// What the field holds, without dots where none is a host's: most end a sentence or stand in a number.
fn held(c: Cursor<'_>, field: Flags) -> Flags {
    let host = |part: &[u8]| part[0] == b'.' && (part[1].is_ascii_alphabetic() || part[1] >= 0x80);
    if !field.has(DOT) || field.has(SLASH) || c.rest().as_bytes().windows(2).any(host) {
        return field;
    }
    Flags(field.0 & !DOT.0)
}

/// An address may begin with a field of a script without spaces, directly behind which its sign stands.
#[inline]
fn ideographs(view: &View<'_>, at: usize, kinds: Kinds) -> Verdict {
    let behind = usize::from(view.tokens[at].end);
    if view.text.as_bytes().get(behind) != Some(&b'@') || !kinds.has(Kind::Email) {
        return Verdict::No;
    }
    let input = Input::new(view, at, None, kinds);
    let start = input.cursor();
    let found = email::in_fields(start);
    if input.starved() {
        return Verdict::More;
    }
    found.map_or(Verdict::No, |end| {
        Verdict::Found(mention(start, end, Kind::Email, 1.0))
    })
}

/// What few fields hold: values in digits as wide as ideographs or in the code of a URL or string.
#[inline]
fn rare(c: Cursor<'_>, field: Flags) -> Option<Found> {
    if field.has(DIGIT.with(Flags::FIELD_HIGH)) {
        let (end, kind) = wide::find(c)?;
        return Some(mention(c, end, kind, 0.9));
    }
    let coded = field.has(DIGIT.with(DOT)) && field.any(Flags::FIELD_MARK.with(SLASH));
    if !coded || !c.input.kinds.has(Kind::Email) {
        return None;
    }
    let end = email::encoded(c)?;
    Some(mention(c, end, Kind::Email, 1.0))
}

fn mention(start: Cursor<'_>, end: Cursor<'_>, kind: Kind, confidence: f32) -> Found {
    let mention = Found::sure(start.pos, end.pos, kind);
    Found {
        confidence,
        ..mention
    }
}

/// What rules a token is for. A plain word is for none.
fn leads(token: &Token) -> u8 {
    match token.kind {
        TokenKind::Number => N,
        TokenKind::Word => {
            let marked = if token.flags.any(MARKED) { W } else { 0 };
            let known = token.classes.any(KNOWN) || token.flags.any(JOINED);
            marked | if known { K } else { 0 }
        }
        TokenKind::Punctuation => P,
        TokenKind::Markup | TokenKind::Ideographs | TokenKind::Emoji | TokenKind::Rest => 0,
    }
}

/// Whether a mark ends its field that neither begins a value nor leads on to one in the next field.
fn closes(view: &View<'_>, at: usize) -> bool {
    let token = &view.tokens[at];
    let ends = || view.get(at + 1).is_none_or(|t| t.flags.has(Flags::FIELD));
    let mark = |mark: &[u8]| {
        matches!(
            mark,
            [b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b'"']
        )
    };
    token.kind == TokenKind::Punctuation && mark(view.bytes(token)) && ends()
}

/// No word so long has a dollar sign that belongs to it.
const LONGEST_SIGNED: u16 = 4;

/// Known for a short word with a dollar sign directly behind it (`C$`), and for `AD`.
fn signed(view: &View<'_>, at: usize) -> u8 {
    let token = &view.tokens[at];
    let short = token.kind == TokenKind::Word && token.end - token.start < LONGEST_SIGNED;
    let sign = |next: &Token| next.start == token.end && view.bytes(next) == b"$";
    if short && (view.get(at + 1).is_some_and(sign) || view.bytes(token) == b"AD") {
        K
    } else {
        0
    }
}

/// Fields in which a known word may be joined to another or to digits: `six-mile`, `USD3`.
const JOINED: Flags = Flags::FIELD_HYPHEN.with(Flags::FIELD_DIGIT);

/// Whether a word looks like a name.
fn is_name(token: &Token) -> bool {
    matches!(
        token.shape,
        WordShape::Capital | WordShape::Upper | WordShape::Mixed
    )
}
