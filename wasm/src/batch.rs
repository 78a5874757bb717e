//! What a write found, as the TypeScript package reads it out of the module's memory: a list of
//! 32-bit words, and all strings one behind the other.
//!
//! A record is a [`Tag`] and the fields that belong to it. A string is one word, its length in
//! UTF-16 units: strings are read in the order in which they were written. A position is two
//! words, the lower half first. What is not there is [`NONE`].

use alloc::string::String;
use alloc::vec::Vec;

/// A field that is not there.
pub(crate) const NONE: u32 = u32::MAX;

/// What a record is. `batch.ts` has the same list.
#[derive(Clone, Copy)]
pub(crate) enum Tag {
    Wire,
    Piece,
    ToolCall,
    Usage,
    Finish,
    Error,
    Diagnostic,
    Mention,
    Entity,
    Relation,
    End,
}

/// Where the words and the strings are, for the other side.
#[repr(C)]
#[derive(Default)]
pub(crate) struct Header {
    words: u32,
    words_len: u32,
    text: u32,
    text_len: u32,
    /// Whether all of the text is ASCII, so that a byte is a unit.
    ascii: u32,
}

/// The records of one write.
#[derive(Default)]
pub(crate) struct Batch {
    words: Vec<u32>,
    text: String,
    /// UTF-16 units of the text.
    units: usize,
    header: Header,
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.text.clear();
        self.units = 0;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    #[inline]
    pub(crate) fn begin(&mut self, tag: Tag) {
        self.words.push(tag as u32);
    }

    #[inline]
    pub(crate) fn word(&mut self, word: u32) {
        self.words.push(word);
    }

    #[inline]
    pub(crate) fn option(&mut self, word: Option<u32>) {
        self.words.push(word.unwrap_or(NONE));
    }

    #[inline(always)]
    pub(crate) fn position(&mut self, position: u64) {
        self.word(position as u32);
        self.word((position >> 32) as u32);
    }

    pub(crate) fn text(&mut self, text: &str) {
        let units = units(text);
        self.words.push(units as u32);
        self.units += units;
        self.text.push_str(text);
    }

    /// A text whose length is told in bytes.
    pub(crate) fn bytes_of(&mut self, text: &str) {
        self.words.push(text.len() as u32);
        self.text.push_str(text);
    }

    pub(crate) fn optional_text(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.word(NONE),
        }
    }

    /// Where it all is; good until the next write.
    pub(crate) fn finish(&mut self) -> *const Header {
        let address = |at: *const u8| at.addr() as u32;
        self.header = Header {
            words: address(self.words.as_ptr().cast()),
            words_len: self.words.len() as u32,
            text: address(self.text.as_ptr()),
            text_len: self.text.len() as u32,
            ascii: u32::from(self.units == self.text.len()),
        };
        &raw const self.header
    }
}

/// The length of `text` in UTF-16 units: one a character, and one more for those of four bytes.
pub(crate) fn units(text: &str) -> usize {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let units = eights.iter().fold(text.len(), |units, eight| {
        beyond(units, u64::from_le_bytes(*eight))
    });
    beyond(units, few(rest))
}

/// What the characters of up to eight bytes add to the units, each byte being counted as one.
#[inline(always)]
fn beyond(units: usize, bytes: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let further = bytes >> 7 & !bytes >> 6 & ONES;
    let four = bytes >> 7 & bytes >> 6 & bytes >> 5 & bytes >> 4 & ONES;
    units - further.count_ones() as usize + four.count_ones() as usize
}

/// Fewer than eight bytes as one number.
#[inline(always)]
fn few(mut bytes: &[u8]) -> u64 {
    let mut number = 0;
    if let Some((four, behind)) = bytes.split_first_chunk() {
        (number, bytes) = (u64::from(u32::from_le_bytes(*four)), behind);
    }
    if let Some((two, behind)) = bytes.split_first_chunk() {
        (number, bytes) = (number << 16 | u64::from(u16::from_le_bytes(*two)), behind);
    }
    bytes
        .iter()
        .fold(number, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::units;

    #[test]
    fn units_are_those_of_utf_16() {
        for text in ["", "abc", "é", "日本", "😀 and 🏳️‍🌈"] {
            assert_eq!(units(text), text.encode_utf16().count(), "{text}");
        }
    }
}
