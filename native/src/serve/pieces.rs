//! A recorded stream in the pieces that a provider would send.

use bytes::Bytes;
use midflight_core::Framing;

/// Characters of a token of plain text.
const TOKEN: usize = 6;

/// An event, a line, an element, a message or a token at a time; together the whole.
pub(super) fn of(bytes: &Bytes, framing: Framing) -> Vec<Bytes> {
    let mut pieces = Vec::new();
    let mut rest = bytes.clone();
    while !rest.is_empty() {
        let end = end(&rest, framing).clamp(1, rest.len());
        pieces.push(rest.split_to(end));
    }
    pieces
}

/// Where the first piece ends; the whole where it does not.
fn end(bytes: &[u8], framing: Framing) -> usize {
    match framing {
        Framing::Sse => blank_line(bytes),
        Framing::Ndjson => line(bytes),
        Framing::JsonArray => element(bytes),
        Framing::EventStream => message(bytes),
        _ => token(bytes),
    }
}

fn line(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|&byte| byte == b'\n');
    end.map_or(bytes.len(), |end| end + 1)
}

/// Behind a blank line, whatever ends the lines: LF, CR LF or CR.
fn blank_line(bytes: &[u8]) -> usize {
    let mut fresh = false;
    let mut at = 0;
    while at < bytes.len() {
        let length = match &bytes[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        if length > 0 && fresh {
            return at + length;
        }
        fresh = length > 0;
        at += length.max(1);
    }
    bytes.len()
}

/// Behind the first bracket that closes an element of an array.
fn element(bytes: &[u8]) -> usize {
    let (mut depth, mut text, mut escaped) = (0_u32, false, false);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = text,
            b'"' => text = !text,
            b'{' if !text => depth += 1,
            b'}' if !text && depth == 1 => return at + 1,
            b'}' if !text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    bytes.len()
}

/// A message of an AWS event stream begins with its length.
fn message(bytes: &[u8]) -> usize {
    match bytes {
        [a, b, c, d, ..] => u32::from_be_bytes([*a, *b, *c, *d]) as usize,
        _ => bytes.len(),
    }
}

/// A word with the space before it, long ones in two; never within a character.
fn token(bytes: &[u8]) -> usize {
    let starts = bytes.iter().enumerate().skip(1);
    let starts = starts.filter(|&(_, &byte)| byte & 0xC0 != 0x80);
    let mut characters = starts.zip(1..);
    let end =
        characters.find(|&((_, &byte), length)| byte == b' ' || byte == b'\n' || length == TOKEN);
    end.map_or(bytes.len(), |((at, _), _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_divided_where_their_framing_says() {
        let check = |framing, input: &'static [u8], expected: &[&[u8]]| {
            let pieces = of(&Bytes::from_static(input), framing);
            assert_eq!(pieces, expected);
        };
        check(
            Framing::Sse,
            b"data: a\n\ndata: b\n\n",
            &[b"data: a\n\n", b"data: b\n\n"],
        );
        check(
            Framing::Sse,
            b"data: a\r\n\r\ndata: b",
            &[b"data: a\r\n\r\n", b"data: b"],
        );
        check(Framing::Sse, b"a\r\rb\r\r", &[b"a\r\r", b"b\r\r"]);
        check(Framing::Ndjson, b"{}\n{}", &[b"{}\n", b"{}"]);
        check(
            Framing::JsonArray,
            b"[{\"a\":\"}\\\"\"},\n{\"b\":{}}]",
            &[b"[{\"a\":\"}\\\"\"}", b",\n{\"b\":{}}", b"]"],
        );
        check(
            Framing::EventStream,
            b"\0\0\0\x05x\0\0\0\0",
            &[b"\0\0\0\x05x", b"\0", b"\0\0\0"],
        );
        check(
            Framing::Raw,
            b"An example, said Bo",
            &[b"An", b" examp", b"le,", b" said", b" Bo"],
        );
        check(
            Framing::Raw,
            "日本語日本語日本語".as_bytes(),
            &["日本語日本語".as_bytes(), "日本語".as_bytes()],
        );
        check(Framing::Raw, b"", &[]);
    }
}
