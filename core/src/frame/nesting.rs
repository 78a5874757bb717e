//! Where a JSON object, array or string ends, without reading what it says.

use memchr::memchr2;

/// How far a value has been read: open brackets, and whether a string is open. What is kept is
/// enough to go on at any byte, so each byte is looked at once however a stream is split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Nesting {
    depth: usize,
    string: bool,
    /// The last byte was a backslash within a string.
    escape: bool,
}

impl Nesting {
    /// Whether `first` begins a value that brackets or quotes close.
    pub(super) fn encloses(first: u8) -> bool {
        matches!(first, b'{' | b'[' | b'"')
    }

    /// Reads on: the byte of `input` behind the value's end, if it lies there.
    pub(super) fn read(&mut self, input: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < input.len() {
            at = if self.string {
                self.in_string(input, at)
            } else {
                self.between(input, at)
            };
            if self.depth == 0 && !self.string && at > 0 {
                return Some(at);
            }
        }
        None
    }

    /// Goes on in a string to behind its quote, or to the end of `input`.
    fn in_string(&mut self, input: &[u8], mut at: usize) -> usize {
        if core::mem::take(&mut self.escape) {
            at += 1;
        }
        while let Some(found) = memchr2(b'"', b'\\', input.get(at..).unwrap_or_default()) {
            at += found + 1;
            if input[at - 1] == b'"' {
                self.string = false;
                return at;
            }
            if at == input.len() {
                self.escape = true;
                return at;
            }
            at += 1;
        }
        input.len()
    }

    /// Goes on outside of strings, to behind what opens a string or closes the value.
    fn between(&mut self, input: &[u8], mut at: usize) -> usize {
        while at < input.len() {
            let byte = input[at];
            at += 1;
            match byte {
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'"' => self.string = true,
                _ => continue,
            }
            if self.string || self.depth == 0 {
                break;
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::Nesting;

    #[test]
    fn finds_the_end_at_every_split() {
        for (value, rest) in [
            ("{}", ""),
            (r#"{"a":[1,{"b":"]}"}]}"#, ",{}"),
            (r#""a\\\"b""#, "\"c\""),
            (r#"{"\\":"\\\\","é":"\"}"}"#, "]"),
            ("[[],[[]]]", "]"),
            ("{{", ""),
        ] {
            let bytes = [value, rest].concat().into_bytes();
            let end = (value != "{{").then_some(value.len());
            assert_eq!(Nesting::default().read(&bytes), end, "{value}");
            for cut in 0..value.len() {
                let mut nesting = Nesting::default();
                assert_eq!(nesting.read(&bytes[..cut]), None, "{value} cut at {cut}");
                let found = nesting.read(&bytes[cut..]).map(|at| at + cut);
                assert_eq!(found, end, "{value} cut at {cut}");
            }
        }
    }
}
