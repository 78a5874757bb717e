//! What a value is assigned to: `API_TOKEN = "…"`, `"password": "…"`, `key => …`.

use super::password::is_mixed;
use super::trim::trim_end;
use super::value::ends_with;
use crate::entity::patterns::cursor::Cursor;
use crate::text::list::list;

/// Characters of a name that are looked at.
const NAME: usize = 72;

/// The name that the value behind `before` is assigned to, as it is written.
pub(super) fn assigned(before: &str) -> Option<&str> {
    let quoted = trim(before, 6, |c| c.is_whitespace() || "'\"`*=\\".contains(c));
    let signs = before[quoted.len()..].contains('=');
    let operator =
        quoted.ends_with(['=', ':', '>', '|', ',', '→', '–', '—']) || quoted.ends_with(" -");
    let member = quoted.ends_with("::");
    if !signs && (!operator || member) {
        return None;
    }
    let rest = trim(quoted, 4, |c| "=:>|?,→–—-".contains(c));
    // A terminal asks with what was given before: `Secret Access Key [None]: `.
    let asked = rest
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once(" ["));
    let rest = asked.map_or(rest, |(rest, _)| rest);
    // Commas part the elements of lists, in which code has names as well.
    let marks = if quoted.ends_with(',') {
        "'\"?]\\"
    } else {
        "'\"`*?]\\"
    };
    let rest = trim(rest, 6, |c| c.is_whitespace() || marks.contains(c));
    let name = name_at_end(rest);
    let head = &rest[..rest.len() - name.len()];
    if let Some(other) = elsewhere(head, name.trim(), signs) {
        return Some(other);
    }
    let skip = name.len().saturating_sub(NAME);
    Some(&name[name.ceil_char_boundary(skip)..])
}

/// The name in `head`, where `name` only says that a value follows.
fn elsewhere<'t>(head: &'t str, name: &str, sign: bool) -> Option<&'t str> {
    let ends = |words: &[&str]| words.iter().any(|word| ends_with(name, word));
    if ends(FOR_OTHERS)
        && let Some(name) = paired(head)
    {
        return Some(name);
    }
    if name == "default" {
        return head.rsplit_once("variable \"")?.1.split('"').next();
    }
    let typed = sign && ends(&["str", "string"]);
    typed.then(|| self::typed(head)).flatten()
}

/// Fields whose values another one names.
const FOR_OTHERS: &[&str] = &["value", "default", "string", "td"];

/// `name`, or what lines before say that its value is called.
pub(super) fn or_beside<'t>(name: &'t str, beside: &'t str) -> &'t str {
    let name_ends = |word: &&str| ends_with(name.trim(), word);
    let other = !beside.is_empty() && FOR_OTHERS.iter().any(name_ends);
    if other { beside } else { name }
}

/// What the field behind it says that a `value` in quotes is called: `\"value\": \"…\", \"name\": \"DB_PASSWORD\"`. Only
/// what may be a password waits for it.
pub(super) fn named_behind<'i>(c: Cursor<'i>, name: &str, text: &str) -> Option<&'i str> {
    let quote = c.before();
    if !matches!(quote, '"' | '\'') || !ends_with(name.trim(), "value") {
        return None;
    }
    let value = text.split_once(quote)?.0;
    if !is_mixed(value) {
        return None;
    }
    let field = over_marks(c.skip(value.len()));
    let word = field.letters();
    let behind = field.skip(word.len());
    let named = names_value(word) && field.pos > c.pos + value.len() + 1;
    let name = named.then(|| over_marks(behind))?.rest();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !"_.-".contains(c));
    Some(&name[..end.unwrap_or(name.len())])
}

/// Behind the quotes, signs and spaces between a field's name and its value, and between two fields.
fn over_marks(mut c: Cursor<'_>) -> Cursor<'_> {
    loop {
        c = match c.peek() {
            b'"' | b'\'' | b'\\' | b',' | b':' | b'=' => c.skip(1),
            _ => match c.gap() {
                Some(next) => next,
                None => return c,
            },
        };
    }
}

/// The name before a type: `password: string = "…"`, `KEY: &'static str = "…"`.
fn typed(before: &str) -> Option<&str> {
    let name = trim_end(before, b" &'").strip_suffix(':')?;
    let name = name_at_end(name.trim_end_matches('?')).trim();
    (!name.is_empty()).then_some(name)
}

/// The name in the element before: `<key>password</key><string>`, `<td>Password</td><td>`.
fn cell(before: &str) -> Option<&str> {
    let cell = trim_end(before, b"< \t\r\n");
    let cell = cell
        .strip_suffix("</key>")
        .or_else(|| cell.strip_suffix("</td>"))?;
    cell.rsplit_once('>').map(|(_, name)| name)
}

/// The name at the end of `before`, as a value of its own, that a `value` behind it has: `- name: DB_PASSWORD`,
/// `key="password"`, `variable "password" {`.
pub(crate) fn paired(before: &str) -> Option<&str> {
    if let Some(cell) = cell(before) {
        return Some(cell);
    }
    let pair = trim_end(before, b" \t\r\n{");
    if let Some((_, variable)) = pair
        .strip_suffix('"')
        .and_then(|pair| pair.rsplit_once('"'))
        && pair.contains("variable \"")
    {
        return Some(variable);
    }
    let pair = trim_end(before, b" \t\r\n,;-\"'\\");
    let head = pair.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "_.-".contains(c));
    let key = trim_end(head, b" \t\"'\\");
    let key = key.strip_suffix([':', '='])?;
    let key = key.trim_end_matches([' ', '"', '\'', '\\']);
    let word = key.rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    names_value(word).then_some(&pair[head.len()..])
}

/// Whether a field of this name says what the field `value` beside it is.
pub(crate) fn names_value(field: &str) -> bool {
    let fields = [
        "name",
        "key",
        "Name",
        "Key",
        "ParameterKey",
        "id",
        "label",
        "field",
        "variable",
    ];
    fields.contains(&field)
}

/// The name of a key that is said to be what stands behind `before`: `the API key is …`.
pub(super) fn stated(before: &str) -> Option<&str> {
    let said = trim_end(before, b" \"'`");
    if let Some((head, name)) = said.rsplit_once([' ', '\t'])
        && (head.ends_with("#define") || head.ends_with("configure set"))
    {
        return Some(name);
    }
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
        check("Secrets::", None);
        check("the token is ", None);
        check("", None);
    }
}
