//! Forms of tokens, in a small notation.
//!
//! A form is text that stands for itself, with sets of characters between angle brackets: a letter
//! for the set and how many there are. `ghp_<a36>` is `ghp_` and 36 letters or digits; `<d10-13>` is 10
//! to 13 digits, `<b100+>` at least 100 characters of base64. A set takes all that it can.
//!
//! | letter | characters |
//! |---|---|
//! | `a` | letters and digits |
//! | `b` | those of base64 without padding |
//! | `d` | digits |
//! | `h` | hexadecimal digits |
//! | `l` | letters |
//! | `t` | those of base32 in capitals |
//! | `u` | capitals and digits |
//! | `w` | letters, digits, `_` and `-` |
//! | `x` | the same, `.` and `=` |
//! | `y` | letters, digits, `_`, `~`, `.` and `-` |
//! | `z` | letters, digits, `_`, `~` and `.` |

/// Length of what of `text` has the form.
pub(super) fn length(form: &str, text: &str) -> Option<usize> {
    let (mut form, mut at) = (form, 0);
    let text = text.as_bytes();
    while !form.is_empty() {
        let plain = form.find('<').unwrap_or(form.len());
        let (literal, rest) = form.split_at(plain);
        if !text.get(at..)?.starts_with(literal.as_bytes()) {
            return None;
        }
        at += literal.len();
        form = rest;
        if let Some((set, behind)) = rest.strip_prefix('<').and_then(|set| set.split_once('>')) {
            at += run(set, &text[at..])?;
            form = behind;
        }
    }
    Some(at)
}

/// How many characters of a set stand at the front of `text`.
fn run(set: &str, text: &[u8]) -> Option<usize> {
    let (letter, count) = set.split_at(1);
    let (least, most) = match count.split_once('-') {
        Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
        None => match count.strip_suffix('+') {
            Some(least) => (least.parse().ok()?, usize::MAX),
            None => (count.parse().ok()?, count.parse().ok()?),
        },
    };
    let is = |byte: &u8| is(letter.as_bytes()[0], *byte);
    let found = text.iter().take(most).take_while(|byte| is(byte)).count();
    (found >= least).then_some(found)
}

fn is(set: u8, byte: u8) -> bool {
    let extra: &[u8] = match set {
        b'd' => return byte.is_ascii_digit(),
        b'h' => return byte.is_ascii_hexdigit(),
        b'l' => return byte.is_ascii_alphabetic(),
        b't' => return matches!(byte, b'A'..=b'Z' | b'2'..=b'7'),
        b'u' => return matches!(byte, b'A'..=b'Z' | b'0'..=b'9'),
        b'b' => b"+/",
        b'w' => b"_-",
        b'x' => b"_-.=",
        b'y' => b"_~.-",
        b'z' => b"_~.",
        _ => b"",
    };
    byte.is_ascii_alphanumeric() || extra.contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn forms_say_what_stands_where() {
        let check = |form: &str, text: &str, expected: Option<usize>| {
            assert_eq!(length(form, text), expected, "{form} {text}");
        };
        check("ab", "abc", Some(2));
        check("ab", "b", None);
        check("p_<a3>", "p_x1Yz", Some(5));
        check("p_<a3>", "p_x1", None);
        check("p_<d2-3>-<h2+>", "p_123-0fG", Some(8));
        check("p_<d2-3>-<h2+>", "p_1234-0f", None);
        check("<u4>=", "AB12=x", Some(5));
        check("<w4>AA", "a_-bAAA", Some(6));
        check("<t2>", "A1", None);
    }
}
