//! Writing JSON strings.

use alloc::vec::Vec;

/// Appends `text` as the content of a JSON string (RFC 8259, section 7), without the quotes.
pub(super) fn escape(text: &str, out: &mut Vec<u8>) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..0x20 => &unicode(byte),
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[plain..at]);
        out.extend_from_slice(escaped);
        plain = at + 1;
    }
    out.extend_from_slice(&text.as_bytes()[plain..]);
}

fn unicode(byte: u8) -> [u8; 6] {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
    [b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_writes_is_read_back_the_same() {
        let check = |text: &str| {
            let mut out = b"\"".to_vec();
            escape(text, &mut out);
            out.push(b'"');
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        };
        check("");
        check("plain, é, 🚀");
        check("a \"quoted\" \\ back\nslash\r\t\u{0}\u{1f}\u{7f}");
    }
}
