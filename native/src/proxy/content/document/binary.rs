//! What a string holds that is written as bytes: base64, bare or in an address of its own (RFC 2397).
//!
//! Pictures, sound and files are nobody's text and stay. A text in them is looked at, and what only has the
//! letters of base64 is text itself.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::proxy::content::untold::is_text;

/// Characters of bare base64 from which on it is a picture, sound or file where it is no text.
const LONG: usize = 64;
/// Characters of base64 in which a value may be looked for; in more of them chance would find some.
const SHORT: usize = 512;
/// Characters of a line at least, where base64 is divided into lines as mail has it.
const LINE: usize = 60;
/// What an address of data begins with.
const SCHEME: &str = "data:";

/// What a string holds behind its head.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing: it is text.
    Nothing,
    /// Bytes that nobody looks into.
    Bytes,
    /// The same, if they are not something else after all: no value may be found in them as they are written.
    Doubtful,
    /// A text.
    Text(String, Coding),
    /// Text that is not UTF-8.
    Foreign,
}

/// How a text is written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// In these letters, and whether it is padded to a multiple of four.
    Base64(Letters, bool),
    Percent,
}

/// The two alphabets of base64 (RFC 4648).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Standard,
    UrlSafe,
}

impl Coding {
    /// The text, written like that.
    pub(super) fn write(self, text: &str) -> String {
        match self {
            Self::Base64(letters, padded) => coder(letters, padded).encode(text),
            Self::Percent => utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
        }
    }
}

/// The head of a string that is an address of data, and what it holds; `named` where its name says that it holds
/// bytes.
pub(super) fn held(text: &str, named: bool) -> (&str, Held) {
    match address(text) {
        Some((head, data)) => (head, in_address(head, data)),
        None if named => ("", bare(text)),
        None => ("", Held::Nothing),
    }
}

/// The head and the data of an address that holds its data itself; prose may begin with its scheme.
fn address(text: &str) -> Option<(&str, &str)> {
    let scheme = text.get(..SCHEME.len())?;
    let comma = text.find(',')?;
    let told = text.get(SCHEME.len()..comma)?;
    let media_type = media_type(told);
    let sound = (media_type.is_empty() || media_type.contains('/'))
        && !told.contains(|c: char| c.is_whitespace());
    (sound && scheme.eq_ignore_ascii_case(SCHEME)).then(|| text.split_at(comma + 1))
}

fn media_type(told: &str) -> &str {
    told.split(';').next().unwrap_or("")
}

fn in_address(head: &str, data: &str) -> Held {
    let told = head[SCHEME.len()..head.len() - 1].to_ascii_lowercase();
    let media_type = media_type(&told);
    let says_text = media_type.starts_with("text/")
        || media_type.ends_with("json")
        || media_type.ends_with("xml");
    let decoded = if told.ends_with(";base64") {
        let data: String = data.split_ascii_whitespace().collect();
        decode(&data)
    } else {
        Some((percent_decode_str(data).collect(), Coding::Percent))
    };
    match decoded.map(|(bytes, coding)| (content(bytes, says_text), coding)) {
        Some((Ok(text), coding)) => Held::Text(text, coding),
        Some((Err(other), _)) => other,
        None => Held::Nothing,
    }
}

fn bare(text: &str) -> Held {
    let Some((bytes, coding)) = joined(text).and_then(|text| decode(&text)) else {
        return Held::Nothing;
    };
    match content(bytes, false) {
        Ok(content) => Held::Text(content, coding),
        Err(_) if text.len() < LONG => Held::Nothing,
        Err(Held::Bytes) if text.len() <= SHORT => Held::Doubtful,
        Err(other) => other,
    }
}

/// The text without the ends of its lines, where these are as mail has them: a list of words has others.
fn joined(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(['\n', '\r']) {
        return Some(Cow::Borrowed(text));
    }
    let lines: Vec<&str> = text.trim_ascii_end().lines().collect();
    let (last, others) = lines.split_last()?;
    let length = lines.first()?.len();
    let even = others.iter().all(|line| line.len() == length);
    (length >= LINE && even && last.len() <= length).then(|| Cow::Owned(lines.concat()))
}

/// The bytes that base64 stands for, and how it is written.
fn decode(data: &str) -> Option<(Vec<u8>, Coding)> {
    let letters = if data.contains(['-', '_']) {
        Letters::UrlSafe
    } else {
        Letters::Standard
    };
    let bytes = coder(letters, true).decode(data).ok()?;
    // Who writes none may have needed none.
    let bare = letters == Letters::UrlSafe || !data.len().is_multiple_of(4);
    let padded = data.ends_with('=') || !bare;
    (!bytes.is_empty()).then_some((bytes, Coding::Base64(letters, padded)))
}

fn coder(letters: Letters, padded: bool) -> GeneralPurpose {
    const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet: &Alphabet = match letters {
        Letters::Standard => &STANDARD,
        Letters::UrlSafe => &URL_SAFE,
    };
    GeneralPurpose::new(alphabet, CONFIG.with_encode_padding(padded))
}

/// The text that bytes are, or what else; `says_text` where they are called text.
fn content(bytes: Vec<u8>, says_text: bool) -> Result<String, Held> {
    if bytes.starts_with(b"%PDF") {
        return Err(Held::Bytes);
    }
    let begins = is_text(&bytes);
    let foreign = says_text || begins && bytes.len() >= LONG || is_utf16(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) if begins || says_text && !text.contains('\0') => Ok(text),
        _ if foreign => Err(Held::Foreign),
        _ => Err(Held::Bytes),
    }
}

/// Whether it is text in UTF-16, by its mark and its first letters.
fn is_utf16(bytes: &[u8]) -> bool {
    let (mark, rest) = bytes.split_at(bytes.len().min(2));
    let at = match mark {
        b"\xff\xfe" => 0,
        b"\xfe\xff" => 1,
        _ => return false,
    };
    let mut letters = rest.chunks_exact(2).take(8);
    letters.all(|pair| pair[1 - at] == 0 && (b' '..0x7f).contains(&pair[at]))
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

    use super::*;

    /// The text that a string holds, and how it is written again with a dot behind it.
    fn text(string: &str, named: bool) -> Option<(String, String)> {
        let (head, found) = held(string, named);
        match found {
            Held::Text(text, coding) => {
                let again = coding.write(&(text.clone() + "."));
                Some((text, head.to_owned() + &again))
            }
            _ => None,
        }
    }

    #[test]
    fn texts_are_read_and_written_as_they_were() {
        let check = |string: &str, named: bool, expected: Option<(&str, &str)>| {
            let expected = expected.map(|(text, again)| (text.to_owned(), again.to_owned()));
            assert_eq!(text(string, named), expected, "{string}");
        };
        check("QWRh", true, Some(("Ada", "QWRhLg==")));
        check("QWRhIQ==", true, Some(("Ada!", "QWRhIS4=")));
        check("QWRhIQ", true, Some(("Ada!", "QWRhIS4")));
        check("PGE_Pj8_Pg", true, Some(("<a?>??>", "PGE_Pj8_Pi4")));
        check("QWRh", false, None);
        check(
            "data:text/plain;base64,QWRh",
            false,
            Some(("Ada", "data:text/plain;base64,QWRhLg==")),
        );
        check(
            "DATA:;BASE64,QW\nRh",
            false,
            Some(("Ada", "DATA:;BASE64,QWRhLg==")),
        );
        check("data:,Ada%40a", false, Some(("Ada@a", "data:,Ada%40a%2E")));
        check("data: a list, ada@looms.example", false, None);
        check("data:list,ada@looms.example", false, None);
        check("data:image/png;base64,QWRh@", false, None);
        check("Ada and Bo", true, None);
        check("", true, None);
    }

    #[test]
    fn what_is_no_text_is_told() {
        let check = |string: &str, expected: &Held| {
            assert_eq!(&held(string, true).1, expected, "{string}");
        };
        let bytes: Vec<u8> = (0..=255).cycle().take(900).collect();
        let long = BASE64_STANDARD_NO_PAD.encode(&bytes);
        check(&long, &Held::Bytes);
        check(&format!("data:image/png;base64,{long}"), &Held::Bytes);
        check(&format!("data:text/csv;base64,{long}"), &Held::Foreign);
        check(&BASE64_STANDARD.encode(&bytes[..60]), &Held::Doubtful);
        check(&BASE64_STANDARD.encode(&bytes[128..140]), &Held::Nothing);
        check(&format!("{} {long}", &long[..60]), &Held::Nothing);
        check(&"4111111111111111\n".repeat(40), &Held::Nothing);
        let mail: Vec<&str> = [&long[..76], &long[76..152], &long[152..156]].into();
        check(&mail.join("\r\n"), &Held::Doubtful);
        let marked = |text: &str| {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
            BASE64_STANDARD.encode(bytes)
        };
        check(&marked(&"Ada Lovelace ".repeat(9)), &Held::Foreign);
        let latin = [&b"Mail ".repeat(20)[..], b"Jos\xe9"].concat();
        check(&BASE64_URL_SAFE_NO_PAD.encode(latin), &Held::Foreign);
        let pdf = [&b"%PDF-1.4\n1 0 obj\n".repeat(40)[..], b"\xe9"].concat();
        check(&BASE64_STANDARD.encode(pdf), &Held::Bytes);
        check(&BASE64_STANDARD.encode([0; 900]), &Held::Bytes);
        check(&BASE64_STANDARD.encode([0x7f; 900]), &Held::Bytes);
    }
}
