//! Numbers of JSON in text, as models answer in it: masked they are strings.

use core::ops::Range;

/// The quote that stands around the placeholder for a value of `text`, where that is a bare number of JSON
/// and no string yet; empty where it is none. It looks no further than one byte behind the value.
pub(super) fn around(text: &str, value: Range<usize>) -> &str {
    let (before, number) = (text[..value.start].trim_ascii_end(), &text[value.clone()]);
    let ends = matches!(
        text.as_bytes().get(value.end),
        None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n')
    );
    if !ends || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return "";
    }
    match before.strip_suffix(':') {
        Some(key) => last_quote(key.trim_ascii_end()),
        None if is_element(before) => "\"",
        None => "",
    }
}

/// The quote that a key ends with, with the backslashes of a string that quotes JSON.
fn last_quote(key: &str) -> &str {
    let name = key.strip_suffix(['"', '\'']).unwrap_or(key);
    if name.len() == key.len() {
        return "";
    }
    &key[name.trim_end_matches('\\').len()..]
}

/// Whether nothing but numbers stands between an opening bracket and the end of `before`.
fn is_element(before: &str) -> bool {
    let numbers = |c: char| c.is_ascii_digit() || " \t\r\n,.+-eE".contains(c);
    let list = before.trim_end_matches(numbers);
    before.ends_with([',', '[']) && list.ends_with('[')
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn a_number_of_json_gets_quotes() {
        let check = |before: &str, behind: &str, expected: &str| {
            let text = format!("{before}4155550132{behind}");
            let value = before.len()..before.len() + 10;
            assert_eq!(around(&text, value), expected, "{text}");
        };
        check(r#"{"phone": "#, "}", "\"");
        check(r#"{"phone":"#, ",", "\"");
        check("{\"phone\" :\n", "\n}", "\"");
        check(r#"{\"phone\": "#, "}", r#"\""#);
        check("{'phone': ", "}", "'");
        check("[", "]", "\"");
        check("[12, -3.5e7,\n  ", ",", "\"");
        check(r#"{"phone": ""#, "\"", "");
        check(r#"{"phone": "#, "x", "");
        check("phone: ", ",", "");
        check("call ", ",", "");
        check("at 12, ", ",", "");
        check("[", ")", "");
        check("", "", "");
    }
}
