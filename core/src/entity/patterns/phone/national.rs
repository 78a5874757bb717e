//! Telephone numbers as they are dialled within a country: `Tel.: 0171 2345678`, `call me on 020 7946 0958`. Other
//! numbers are written like them, so that only what stands before one tells it.

use super::groups::{FEWEST, group};
use super::words::{COUNTED, OTHERS, SIZES};
use crate::entity::patterns::cursor::Cursor;
use crate::entity::patterns::date;
use crate::entity::patterns::label::{self, Label};
use crate::text::list::{List, list};

/// Names of a number, of which nothing else is an amount.
pub(super) const NAMES: &List = list!(
    "phone phones telephone tel fax whatsapp msisdn phonenumber landline hotline telefon telefonnummer rufnummer telefax \
    tél téléphone telephonique teléfono telefono telefone tlf tlfn puhelin telefoon telefonnr"
);
/// Names of one that are also what else is counted by.
const DEVICES: &List = list!(
    "mobile cell cellphone mob mobil handy handynummer mobilnummer mobiltelefon mobilfunk portable móvil movil celular \
    cellulare gsm sms telemóvel"
);
/// Words that announce one.
const VERBS: &List =
    list!("call dial ring phone telephone reach text contact anrufen ruf appelez llame");
const SIGNS: [char; 4] = ['☎', '☏', '📞', '📱'];
/// What a presentation as a picture is asked for with.
const PICTURE: char = '\u{fe0f}';

/// Digits of a number with its area code.
const WHOLE: usize = 9;
/// Most digits without the code of a country.
const MOST: usize = 12;

/// How a number is announced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// A sign stands between its name and it.
    Label,
    /// So does what else may be counted.
    Device,
    /// The name stands directly before it.
    Name,
    /// A word before it says that someone is called.
    Spoken,
}

/// The number that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let trunk = c.lit(b'(').unwrap_or(c);
    if trunk.digit_count() == 0 {
        return None;
    }
    let trunk = trunk.peek() == b'0' && matches!(trunk.byte(1), b'1'..=b'9');
    let told = told(c, trunk)?;
    let number = Number::read(c)?;
    let date = || day(c).is_some_and(|day| day.pos >= number.end.pos);
    let counts = || !trunk && number.end.then(COUNTED).is_some();
    (number.is_sound(trunk, told) && !date() && !counts()).then_some(number.end)
}

/// The date that begins here, in the name of a file too: `phone.2026-11-20.log`.
fn day(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if matches!(c.before(), '.' | '#') {
        return date::point(c, 0);
    }
    date::find(c)
}

fn told(c: Cursor<'_>, trunk: bool) -> Option<Told> {
    if c.head().trim_end_matches(PICTURE).ends_with(SIGNS) {
        return Some(Told::Label);
    }
    let Label { name, set_off, .. } = label::of(c);
    let other = || label::has(name, OTHERS) || label::has(name, SIZES) || name.ends_with("iPhone");
    let signed = name.trim_end_matches(PICTURE).ends_with(SIGNS);
    if signed || label::has(name, NAMES) && !other() {
        return Some(if set_off || signed {
            Told::Label
        } else {
            Told::Name
        });
    }
    if label::has(name, DEVICES) && !other() {
        return Some(if set_off { Told::Device } else { Told::Name });
    }
    (trunk && c.context(VERBS) && !other()).then_some(Told::Spoken)
}

/// What is written as one is.
struct Number<'i> {
    end: Cursor<'i>,
    digits: usize,
    groups: usize,
    /// Whether it is written as years, hours (`09.00-17.00`) or an amount are.
    other: bool,
    /// Whether one dot is all that parts it.
    decimal: bool,
}

impl<'i> Number<'i> {
    fn read(c: Cursor<'i>) -> Option<Self> {
        let (mut end, mut digits, mut groups) = (c, 0, 0);
        let (mut years, mut pairs, mut mixed, mut mark) = (true, true, false, 0);
        while let Some((next, count)) = group(end, digits) {
            let behind = next.skip(count);
            let parted = if groups == 0 { 0 } else { mark_between(end) };
            let other = matches!(behind.peek(), b':' | b'%') || behind.peek().is_ascii_alphabetic();
            let single = count == 1 && groups > 0 && parted != b'-';
            if groups > 0 && parted == b' ' && (other || single || digits + count > MOST) {
                break;
            }
            if digits + count > MOST || single {
                return None;
            }
            years &=
                count == 4 && matches!((next.peek(), next.byte(1)), (b'1', b'9') | (b'2', b'0'));
            pairs &= count == 2;
            mixed |= groups > 1 && parted != mark;
            (end, digits, groups, mark) = (behind, digits + count, groups + 1, parted);
        }
        let single = groups > 1 && c.digit_count() == 1 && digits <= WHOLE;
        Some(Self {
            end,
            digits,
            groups,
            other: years || pairs && mixed || single,
            decimal: groups == 2 && mark == b'.',
        })
    }

    fn is_sound(&self, trunk: bool, told: Told) -> bool {
        let other = self.other || self.decimal && !trunk;
        let grouped = self.groups > 1;
        let formed = match told {
            Told::Label => grouped || self.digits >= FEWEST,
            Told::Device => grouped || trunk || self.digits == 10,
            Told::Name => grouped || trunk,
            Told::Spoken => self.digits >= if grouped { WHOLE } else { WHOLE + 1 },
        };
        self.digits >= FEWEST && formed && !other
    }
}

/// The mark between two groups, or a space.
fn mark_between(end: Cursor<'_>) -> u8 {
    match end.peek() {
        0 => match end.space().peek() {
            mark @ (b'-' | b'.' | b'/') => mark,
            _ => b' ',
        },
        b')' => b' ',
        mark => mark,
    }
}
