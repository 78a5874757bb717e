//! Text that may turn out to be none.

/// As far as the bytes are UTF-8, characters are passed on whole; behind that, bytes are as they came.
#[derive(Default)]
pub(super) struct Sound {
    /// The beginning of a character.
    open: Vec<u8>,
    ended: bool,
}

/// What came, divided.
pub(super) struct Divided {
    pub(super) text: Vec<u8>,
    /// What is no text any more.
    pub(super) rest: Vec<u8>,
}

impl Sound {
    /// Takes the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Divided {
        let mut text = std::mem::take(&mut self.open);
        text.extend_from_slice(bytes);
        let (sound, open) = match std::str::from_utf8(&text) {
            _ if self.ended => (0, false),
            Ok(_) => (text.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_none()),
        };
        let mut rest = text.split_off(sound);
        if open {
            self.open = std::mem::take(&mut rest);
        }
        self.ended |= !rest.is_empty();
        Divided { text, rest }
    }

    /// Nothing follows: the beginning of a character that has come.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_begins_at_the_same_byte_for_every_split() {
        let check = |bytes: &[u8], expected: &str| {
            for size in 1..=bytes.len() {
                let (mut sound, mut text, mut rest) = (Sound::default(), Vec::new(), Vec::new());
                for piece in bytes.chunks(size) {
                    let divided = sound.push(piece);
                    text.extend(divided.text);
                    rest.extend(divided.rest);
                }
                rest.extend(sound.finish());
                assert_eq!(text, expected.as_bytes(), "by {size}");
                assert_eq!([text, rest].concat(), bytes, "by {size}");
            }
        };
        check("aé€😀".as_bytes(), "aé€😀");
        check(b"a\xc3\xffb\xc3\xa9", "a");
        check(b"so\xe2\x82", "so");
        check(b"\xf0\x9f\x98 \x80x", "");
    }
}
