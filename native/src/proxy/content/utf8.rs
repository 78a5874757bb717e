//! Whether a text that comes in pieces is UTF-8.

use crate::proxy::outgoing::BodyError;

/// What has come of a character whose rest has not.
#[derive(Default)]
pub(in crate::proxy) struct Utf8(Vec<u8>);

impl Utf8 {
    /// Takes the next bytes.
    pub(in crate::proxy) fn push(&mut self, mut bytes: &[u8]) -> Result<(), BodyError> {
        while let (false, Some((first, rest))) = (self.0.is_empty(), bytes.split_first()) {
            self.0.push(*first);
            bytes = rest;
            let open = open(&self.0)?.len();
            if open == 0 {
                self.0.clear();
            }
        }
        self.0.extend_from_slice(open(bytes)?);
        Ok(())
    }

    /// Nothing follows.
    pub(in crate::proxy) fn finish(&self) -> Result<(), BodyError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(BodyError::NotUtf8)
        }
    }
}

/// The beginning of a character at the end of a text.
fn open(bytes: &[u8]) -> Result<&[u8], BodyError> {
    let text = begun(bytes).ok_or(BodyError::NotUtf8)?;
    Ok(&bytes[text.len()..])
}

/// The text that bytes begin with, where it is UTF-8; a character may go on behind them.
pub(in crate::proxy) fn begun(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Utf8;

    /// Whether it is UTF-8, in pieces of every size.
    fn is_utf8(text: &[u8]) -> bool {
        let whole = std::str::from_utf8(text).is_ok();
        for size in 1..=text.len() {
            let mut utf8 = Utf8::default();
            let pushed = text.chunks(size).try_for_each(|piece| utf8.push(piece));
            assert_eq!(
                pushed.and_then(|()| utf8.finish()).is_ok(),
                whole,
                "by {size}"
            );
        }
        whole
    }

    #[test]
    fn pieces_are_what_the_whole_is() {
        assert!(is_utf8("Grüße 🚀, José 雪".as_bytes()));
        assert!(!is_utf8(b"Jos\xe9 ada@looms.example"));
        assert!(!is_utf8(b"Jos\xe9"));
        assert!(!is_utf8(b"\xf0\x9f\x9a"));
        assert!(!is_utf8(b"\xed\xa0\x80"));
    }
}
