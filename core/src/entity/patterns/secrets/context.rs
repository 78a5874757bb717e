//! What a value is assigned to: `API_TOKEN = "…"`, `"password": "…"`, `key => …`.

use super::trim::trim_end;
use crate::text::list::list;

/// Characters of a name that are looked at.
const NAME: usize = 72;

/// The name that the value behind `before` is assigned to, as it is written.
pub(super) fn assigned(before: &str) -> Option<&str> {
    let quoted = trim(before, 6, |c| c.is_whitespace() || "'\"`=\\".contains(c));
    let signs = before[quoted.len()..].contains('=');
    let operator = quoted.ends_with(['=', ':', '>', '|', ',']);
    if !signs && !operator {
        return None;
    }
    let rest = trim(quoted, 4, |c| "=:>|?,".contains(c));
    let rest = trim(rest, 4, |c| c.is_whitespace() || "'\"?]\\".contains(c));
    let name = name_at_end(rest);
    let skip = name.len().saturating_sub(NAME);
    Some(&name[name.ceil_char_boundary(skip)..])
}

/// The name of a key that is said to be what stands behind `before`: `the API key is …`.
pub(super) fn stated(before: &str) -> Option<&str> {
    let said = trim_end(before, b" \"'`");
    let text = said
        .strip_suffix(" is")
        .or_else(|| said.strip_suffix(" was"))?;
    let name = name_at_end(text);
    let (head, last) = name.rsplit_once([' ', '_', '-'])?;
    let other =
        list!("primary foreign public sort partition cache idempotency continuation page sync");
    let of = head.rsplit([' ', '_', '-']).next().unwrap_or_default();
    (list!("key token secret credential").has(last) && !other.has(of)).then_some(name)
}

fn name_at_end(text: &str) -> &str {
    let named = |c: char| c.is_ascii_alphanumeric() || "_.- \t".contains(c);
    &text[text.trim_end_matches(named).len()..]
}

/// `text` without up to `most` characters at its end that are so.
fn trim(text: &str, most: usize, is: impl Fn(char) -> bool) -> &str {
    let cut: usize = text
        .chars()
        .rev()
        .take(most)
        .take_while(|c| is(*c))
        .map(char::len_utf8)
        .sum();
    &text[..text.len() - cut]
}

/// Whether `word` (in small letters) is in `name`, and at most 20 characters stand behind it.
pub(super) fn names(name: &str, word: &str) -> bool {
    let (name, word) = (name.as_bytes(), word.as_bytes());
    let same = |(at, part): (usize, &[u8])| {
        part.eq_ignore_ascii_case(word) && name.len() - at - word.len() <= 20
    };
    name.windows(word.len()).enumerate().any(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_before_a_value_is_found() {
        let check = |before: &str, expected: Option<&str>| {
            assert_eq!(assigned(before).map(str::trim), expected, "{before}");
        };
        check("export API_TOKEN=", Some("export API_TOKEN"));
        check("{\"api key\": \"", Some("api key"));
        check("'token' => '", Some("token"));
        check("SNYK_TOKEN ?= \"", Some("SNYK_TOKEN"));
        check("SONAR.LOGIN :::= \"", Some("SONAR.LOGIN"));
        check("os.environ[\"DB_PASSWORD\"] = '", Some("DB_PASSWORD"));
        check("{\\\"password\\\":\\\"", Some("password"));
        check("the token is ", None);
        check("", None);
    }
}
