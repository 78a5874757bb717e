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
    let (mut form, mut at) = (form.as_bytes(), 0);
    let text = text.as_bytes();
    while let [mark, rest @ ..] = form {
        if *mark == b'<' {
            let end = rest.iter().position(|byte| *byte == b'>')?;
            at += run(&rest[..end], &text[at..])?;
            form = &rest[end + 1..];
        } else {
            if text.get(at) != Some(mark) {
                return None;
            }
            at += 1;
            form = rest;
        }
    }
    Some(at)
}

/// How many characters of a set stand at the front of `text`.
fn run(set: &[u8], text: &[u8]) -> Option<usize> {
    let (letter, count) = set.split_first()?;
    let (least, behind) = number(count);
    let most = match behind {
        [] => least,
        [b'-', most @ ..] => number(most).0,
        _ => usize::MAX,
    };
    let is = |byte: &u8| is(*letter, *byte);
    let found = text.iter().take(most).take_while(|byte| is(byte)).count();
    (found >= least).then_some(found)
}

/// The number at the front of `text`, and what is behind it.
fn number(text: &[u8]) -> (usize, &[u8]) {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
    let (digits, behind) = text.split_at(digits.count());
    let value = |value, digit: &u8| value * 10 + usize::from(digit - b'0');
    (digits.iter().fold(0, value), behind)
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
