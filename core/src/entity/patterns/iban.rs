//! International bank account numbers: the countries' lengths and the check of ISO 7064.

use super::cursor::Cursor;
use super::number;

/// Countries with the length of their numbers, as in the IBAN registry.
const LENGTHS: &str = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28\
EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28\
LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22\
RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

/// The account number that begins here, in one piece or in groups.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    if !c.fresh()
        || number::is_signed(c)
        || !c.byte(2).is_ascii_digit()
        || !c.byte(3).is_ascii_digit()
    {
        return None;
    }
    let left = length(c.rest().get(..2)?)?;
    let (mut end, mut left, mut check) = (c.skip(4), left - 4, Check::default());
    let divider = end.peek();
    while left > 0 {
        let size = if is_part(divider) || divider == 0 {
            left.min(4)
        } else {
            4.min(left)
        };
        if !is_part(divider) {
            end = if divider == b'-' {
                end.lit(b'-')?
            } else {
                one_space(end)?
            };
        }
        for at in 0..size {
            check.add(end.byte(at))?;
        }
        end = end.skip(size);
        left -= size;
    }
    (0..4).try_for_each(|at| check.add(c.byte(at)))?;
    (check.0 == 1 && !is_hexadecimal(c.skip(4).text_to(end)))
        .then_some(end)?
        .ends()
}

/// Whether its letters, which are small ones, might be digits of a hash.
fn is_hexadecimal(account: &str) -> bool {
    let mut letters = account.bytes().filter(u8::is_ascii_alphabetic).peekable();
    let small = letters.peek().is_some_and(u8::is_ascii_lowercase);
    small && letters.all(|byte| byte.is_ascii_hexdigit())
}

fn one_space(c: Cursor<'_>) -> Option<Cursor<'_>> {
    c.gap().filter(|next| next.pos == c.pos + 1)
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn length(country: &str) -> Option<usize> {
    let entries = LENGTHS.as_bytes().chunks_exact(4);
    let found = entries
        .into_iter()
        .find(|entry| entry[..2].eq_ignore_ascii_case(country.as_bytes()))?;
    Some(usize::from(found[2] - b'0') * 10 + usize::from(found[3] - b'0'))
}

/// The number so far, modulo 97.
#[derive(Default)]
struct Check(u32);

impl Check {
    fn add(&mut self, byte: u8) -> Option<()> {
        let value = (byte as char).to_digit(36).filter(|_| is_part(byte))?;
        let scale = if value > 9 { 100 } else { 10 };
        self.0 = (self.0 * scale + value) % 97;
        Some(())
    }
}
