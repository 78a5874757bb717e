//! Numbers with the code of their country.

use super::groups::{MOST, group};
use crate::entity::patterns::cursor::Cursor;

/// Fewest digits of one with its code.
const LEAST: usize = 8;

/// How a plus sign is written in URLs and in strings of code.
const PLUS: [&str; 4] = ["%2B", "%2b", "\\u002B", "\\u002b"];

/// `+44 20 3456 7890`, `(+45) 12 34 56 78`, `0049 176 12345678`, `011-82-10-1234-5678`.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let bracket = c.lit(b'(');
    let start = bracket.unwrap_or(c);
    let code = match plus(start) {
        Some(code) => code,
        None => dialled(start)?,
    };
    if !matches!(code.peek(), b'1'..=b'9') {
        return None;
    }
    let (mut end, mut digits) = (code, 0);
    if bracket.is_some() {
        let count = code.digit_count();
        (end, digits) = (code.skip(count).lit(b')').filter(|_| count < 4)?, count);
    }
    let american = code.peek() == b'1';
    while let Some((next, count)) = group(end, digits) {
        if digits + count > MOST {
            return (next.pos > end.pos && end.gap().is_some())
                .then_some(end)
                .filter(|_| digits >= LEAST);
        }
        (end, digits) = (next.skip(count), digits + count);
        if american && digits == 11 {
            break;
        }
    }
    (digits >= LEAST && (!american || digits == 11)).then_some(end)
}

/// Behind a plus sign, as it is or in code.
pub(super) fn plus(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let coded = || PLUS.iter().find_map(|code| c.text(code));
    c.lit(b'+').or_else(coded)
}

/// Behind the prefix that dials abroad.
fn dialled(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let us = c.text("011-").or_else(|| c.text("011 "));
    let end = us.or_else(|| c.text("00"))?;
    let end = end.space();
    let whole = end.digit_count() > 3
        || end.pos > c.pos + 2
        || !matches!(end.byte(end.digit_count()), b'.' | b',' | b':');
    let grouped = end.digit_count() < 4;
    (whole && (grouped || c.before() != '(')).then_some(end)
}
