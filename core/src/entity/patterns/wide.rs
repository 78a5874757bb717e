//! Numbers in digits as wide as ideographs: `４１１１　１１１１…`, `４１５－５５５－０１３２`.

use super::cursor::Cursor;
use super::{card, ssn};
use crate::entity::Kind;

/// Most digits of a number.
const MOST: usize = 19;
/// Most groups of digits.
const GROUPS: usize = 5;

/// A number: its digits and the sizes of its groups.
#[derive(Default)]
struct Number {
    plus: bool,
    digits: [u8; MOST],
    length: usize,
    groups: [usize; GROUPS],
    count: usize,
}

/// The number that begins here, and what it is.
pub(super) fn find(c: Cursor<'_>) -> Option<(Cursor<'_>, Kind)> {
    let kinds = [Kind::CreditCard, Kind::Ssn, Kind::Phone].into_iter();
    let mut wanted = kinds.filter(|kind| c.input.kinds.has(*kind)).peekable();
    wanted.peek()?;
    let (number, end) = Number::read(c)?;
    let kind = wanted.find(|kind| number.is(*kind))?;
    Some((end.ends()?, kind))
}

impl Number {
    fn is(&self, kind: Kind) -> bool {
        match kind {
            Kind::CreditCard => self.is_card(),
            Kind::Ssn => self.is_ssn(),
            _ => self.is_phone(),
        }
    }

    fn is_card(&self) -> bool {
        let sizes = matches!(self.groups(), [_] | [4, 4, 4, 4] | [4, 6, 5 | 4]);
        sizes && !self.plus && card::is_number(self.digits())
    }

    fn is_ssn(&self) -> bool {
        let parts = [self.value(0..3), self.value(3..5), self.value(5..9)];
        self.groups() == [3, 2, 4] && ssn::is_given(parts)
    }

    /// An international one, or one of the North American plan.
    fn is_phone(&self) -> bool {
        let digits = self.digits();
        if self.plus {
            return (8..=15).contains(&digits.len()) && digits[0] > 0;
        }
        match (self.groups(), digits) {
            ([3, 3, 4] | [10], local) | ([1, 3, 3, 4] | [11], [1, local @ ..]) => {
                local[0] > 1 && local[3] > 1
            }
            _ => false,
        }
    }

    /// The number that begins here, with what divides it. Its first digit is a wide one.
    fn read(c: Cursor<'_>) -> Option<(Self, Cursor<'_>)> {
        let mut number = Self::default();
        let signed = c.text("＋").or_else(|| c.lit(b'+'));
        number.plus = signed.is_some();
        let mut end = signed.unwrap_or(c);
        if !end.rest().starts_with(is_wide) || is_digit(c.before()) {
            return None;
        }
        end = number.group(end)?;
        while let Some(behind) = divided(end).filter(|next| next.rest().starts_with(is_digit)) {
            end = number.group(behind)?;
        }
        Some((number, end))
    }

    /// Takes the digits here; `None` where they are too many.
    fn group<'i>(&mut self, c: Cursor<'i>) -> Option<Cursor<'i>> {
        let (mut end, before) = (c, self.length);
        while let Some(first) = end.rest().chars().next().filter(|c| is_digit(*c)) {
            *self.digits.get_mut(self.length)? = value(first);
            self.length += 1;
            end = end.skip(first.len_utf8());
        }
        *self.groups.get_mut(self.count)? = self.length - before;
        self.count += 1;
        Some(end)
    }

    fn groups(&self) -> &[usize] {
        &self.groups[..self.count]
    }

    fn digits(&self) -> &[u8] {
        &self.digits[..self.length]
    }

    fn value(&self, range: core::ops::Range<usize>) -> u32 {
        let digits = &self.digits[range];
        digits.iter().fold(0, |n, digit| n * 10 + u32::from(*digit))
    }
}

/// Behind a hyphen or a white space.
fn divided(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let hyphen = c.hyphen().map(|(_, behind)| behind);
    hyphen.or_else(|| c.text("－")).or_else(|| c.gap())
}

fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || is_wide(c)
}

fn value(digit: char) -> u8 {
    let zero = if digit.is_ascii() { '0' } else { '０' };
    (digit as u32 - zero as u32) as u8
}
