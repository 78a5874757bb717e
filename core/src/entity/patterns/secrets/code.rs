//! Codes of digits that open something: `PIN: 4821`, `Your verification code is 482-913`, `482913 is your code`.

use super::placeholder::is_placeholder;
use super::value::Value;
use crate::entity::patterns::cursor::Cursor;
use crate::entity::patterns::label::{self, Label};
use crate::text::list::{List, list};

/// What such a code is called.
const NAMES: &List = list!(
    "otp totp passcode pincode pin verifizierungscode sicherheitscode zugangscode bestätigungscode"
);
/// That of a card.
const CARDS: &List = list!("cvv cvc");
const CODE: &List = list!("code codes");
/// All three.
const ALL: &List = list!(
    "otp totp passcode pincode pin verifizierungscode sicherheitscode zugangscode bestätigungscode cvv cvc code codes"
);
/// What a code is that opens something.
const KINDS: &List = list!(
    "verification security confirmation authentication authenticator authorization auth login access passcode otp pin \
    mfa sms time unlock door gate alarm entry lock recovery backup"
);
/// What else is called by such a word.
const OTHERS: &List = list!("id count size length type version number error status exit");

/// The code that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Value> {
    let count = c.digit_count();
    if !(3..=8).contains(&count) {
        return None;
    }
    let label = label::of(c);
    let named = label::has(label.name, ALL);
    let named = match count {
        _ if !named => count > 3 && c.heads_line() && is_yours(c.skip(count)),
        3 | 4 if is_card(label) => true,
        3 => is_named(label) && c.byte(3) == b'-',
        _ => is_named(label) || c.heads_line() && is_yours(c.skip(count)),
    };
    if !named {
        return None;
    }
    let end = halves(c).unwrap_or_else(|| c.skip(count));
    let length = end.pos - c.pos;
    let goes_on = matches!(end.peek(), b'.' | b',' | b':' | b'/' | b'-')
        && end.byte(1).is_ascii_alphanumeric();
    let whole = end.ends().is_some() && !goes_on && end.peek() != b'%';
    let long = length > 3 || is_card(label);
    (whole && long && !is_placeholder(c.text_to(end))).then_some(Value {
        rule: "access-code",
        length,
    })
}

/// Behind two groups of three digits: `482-913`.
fn halves(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, end) = c.digits(3, 3)?;
    let (_, end) = end.lit(b'-')?.digits(3, 3)?;
    Some(end)
}

fn is_card(label: Label<'_>) -> bool {
    label::has(label.name, CARDS)
}

fn is_named(label: Label<'_>) -> bool {
    let Label {
        text,
        name,
        set_off,
    } = label;
    let other = || label::has(name, OTHERS);
    if label::has(name, NAMES) {
        let written = set_off || name.bytes().all(|byte| byte.is_ascii_uppercase());
        return written && !other();
    }
    let before = &text[..text.len() - name.len()];
    let before = before.trim_end();
    let kind = &before[before.trim_end_matches(char::is_alphabetic).len()..];
    let of = KINDS.has(kind) || label::has(name, KINDS);
    set_off && label::has(name, CODE) && of && !other()
}

/// Whether what stands before is said to be a code: `… is your Looms verification code`.
fn is_yours(c: Cursor<'_>) -> bool {
    let told = c.then(list!("is")).and_then(|c| c.then(list!("your")));
    let mut at = told;
    for _ in 0..4 {
        let Some(next) = at.and_then(Cursor::gap) else {
            return false;
        };
        if next.word(CODE).or_else(|| next.word(NAMES)).is_some() {
            return true;
        }
        at = Some(next.skip(next.letters().len()));
    }
    false
}
