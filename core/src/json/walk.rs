//! All keys, strings and scalars of a document, each with its path.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use super::{Raw, Reader, Str};

/// What a document holds at one place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node<'a> {
    /// A key.
    Key(Str<'a>),
    /// A string that is a value.
    String(Str<'a>),
    /// A number, `true`, `false` or `null`.
    Scalar(Raw<'a>),
}

/// Goes over a document in its order, up to its end or to where it is malformed.
pub(crate) struct Walk<'a> {
    reader: Reader<'a>,
    key: Str<'a>,
    path: String,
    levels: Vec<Level>,
    /// Brackets that are open beyond the deepest level.
    deeper: usize,
}

/// An open bracket.
struct Level {
    /// Bytes of the path before it.
    path: usize,
    /// The element at hand; `None` in an object.
    element: Option<usize>,
}

impl<'a> Walk<'a> {
    /// That of `document`.
    pub(crate) fn of(document: &'a str) -> Self {
        Self {
            reader: Reader::new(document),
            key: Str::default(),
            path: String::new(),
            levels: Vec::new(),
            deeper: 0,
        }
    }

    /// The path of what was told last, as `.choices[0].text`.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The key that stands nearest before it.
    pub(crate) fn key(&self) -> Str<'a> {
        self.key
    }

    fn open(&mut self, array: bool) {
        if self.levels.len() == Reader::MAX_DEPTH {
            self.deeper += 1;
            return;
        }
        self.levels.push(Level {
            path: self.path.len(),
            element: array.then_some(0),
        });
        self.name_element();
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(level) = self.levels.pop() {
            self.path.truncate(level.path);
        }
    }

    fn comma(&mut self) {
        if let Some(Level {
            element: Some(element),
            ..
        }) = self.levels.last_mut().filter(|_| self.deeper == 0)
        {
            *element += 1;
            self.name_element();
        }
    }

    /// Ends the path with the element at hand.
    fn name_element(&mut self) {
        let Some(level) = self.levels.last() else {
            return;
        };
        if let Some(element) = level.element {
            self.path.truncate(level.path);
            // A string takes everything.
            let _ = write!(self.path, "[{element}]");
        }
    }

    fn enter(&mut self, key: Str<'a>) {
        self.key = key;
        if self.deeper == 0 {
            let before = self.levels.last().map_or(0, |level| level.path);
            self.path.truncate(before);
            self.path.push('.');
            self.path.push_str(key.raw());
        }
    }

    fn string(&mut self) -> Option<Node<'a>> {
        let string = self.reader.quoted().ok()?;
        if self.reader.peek() != Ok(b':') {
            return Some(Node::String(string));
        }
        self.enter(string);
        Some(Node::Key(string))
    }

    fn scalar(&mut self) -> Node<'a> {
        let (text, start) = (self.reader.text, self.reader.at);
        let ends = |byte: &u8| b",:\"[]{} \t\r\n".contains(byte);
        let length = text.as_bytes()[start..].iter().position(ends);
        self.reader.at = length.map_or(text.len(), |length| start + length);
        let text = &text[start..self.reader.at];
        Node::Scalar(Raw { text, start })
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        loop {
            match self.reader.peek().ok()? {
                b'"' => return self.string(),
                byte @ (b'{' | b'[') => self.open(byte == b'['),
                b'}' | b']' => self.close(),
                b',' => self.comma(),
                b':' => {}
                _ => return Some(self.scalar()),
            }
            self.reader.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::{Node, Walk};

    #[test]
    fn everything_comes_with_its_path() {
        let check = |document: &str, expected: &[&str]| {
            let mut walk = Walk::of(document);
            let mut found: Vec<String> = Vec::new();
            while let Some(node) = walk.next() {
                let (mark, text) = match node {
                    Node::Key(key) => ('k', key.to_text()),
                    Node::String(string) => ('"', string.to_text()),
                    Node::Scalar(raw) => ('#', raw.text.to_string()),
                };
                found.push(format!("{} {mark}{text}", walk.path()));
            }
            assert_eq!(found, expected, "{document}");
        };
        check("", &[]);
        check("[DONE]", &["[0] #DONE"]);
        check(r#" "a" "#, &[" \"a"]);
        check(
            r#"{"a" : [1, {"b": "c", "d": [[], null]}, "e"], "f": -2.5e3}"#,
            &[
                ".a ka",
                ".a[0] #1",
                ".a[1].b kb",
                ".a[1].b \"c",
                ".a[1].d kd",
                ".a[1].d[1] #null",
                ".a[2] \"e",
                ".f kf",
                ".f #-2.5e3",
            ],
        );
        check("]}{\"a\":\"b\"", &[".a ka", ".a \"b"]);
        check("{\"a\":\"b", &[".a ka"]);
        let deep = "[".repeat(200) + "\"a\"" + &"]".repeat(200) + ",{\"b\":1}";
        let path = format!("{} \"a", "[0]".repeat(128));
        check(&deep, &[&path, ".b kb", ".b #1"]);
    }
}
