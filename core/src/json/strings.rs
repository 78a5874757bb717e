//! All strings of a document, wherever they stand.

use memchr::memchr;

use super::{Reader, Str};

/// The strings that are values, in their order, each with the key that stands nearest before it. They end
/// where the document is malformed.
pub(crate) struct Strings<'a> {
    reader: Reader<'a>,
    key: Str<'a>,
}

impl<'a> Strings<'a> {
    /// Those of `document`.
    pub(crate) fn of(document: &'a str) -> Self {
        Self {
            reader: Reader::new(document),
            key: Str::default(),
        }
    }
}

impl<'a> Iterator for Strings<'a> {
    type Item = (Str<'a>, Str<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let reader = &mut self.reader;
        loop {
            reader.at += memchr(b'"', &reader.text.as_bytes()[reader.at..])?;
            let string = reader.quoted().ok()?;
            if reader.peek() != Ok(b':') {
                return Some((self.key, string));
            }
            self.key = string;
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::Strings;

    #[test]
    fn every_string_comes_with_the_key_before_it() {
        let check = |document: &str, expected: &[(&str, &str)]| {
            let found: Vec<(String, String)> = Strings::of(document)
                .map(|(key, value)| (key.to_text(), value.to_text()))
                .collect();
            let expected: Vec<(String, String)> = expected
                .iter()
                .map(|&(key, value)| (key.into(), value.into()))
                .collect();
            assert_eq!(found, expected, "{document}");
        };
        check("", &[]);
        check("[DONE]", &[]);
        check(r#"["a", "b"]"#, &[("", "a"), ("", "b")]);
        check(
            r#"{"k" : "v", "n": 1, "o": {"k\"": ["a", {"x":"\u0041"}]}}"#,
            &[("k", "v"), ("k\"", "a"), ("x", "A")],
        );
        check(r#"{"k": "v", "w": "un"#, &[("k", "v")]);
    }
}
