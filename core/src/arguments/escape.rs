//! An escape of a JSON string (RFC 8259, section 7), read byte by byte.

/// The bytes of an escape; two of them where they are a surrogate pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Escape {
    bytes: [u8; Escape::LONGEST],
    len: u8,
}

impl Escape {
    /// `\ud83d\ude80`.
    const LONGEST: usize = 12;
    /// `\u00e9`.
    const UNIT: usize = 6;

    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads on; `None` when more must come.
    pub(super) fn read(&mut self, text: &mut &str) -> Option<(Self, char)> {
        loop {
            if let Some((len, c)) = whole(self.bytes()) {
                return Some((self.take(len), c));
            }
            match text.as_bytes().first() {
                Some(&byte) if fits(self.bytes(), byte) => {
                    self.bytes[usize::from(self.len)] = byte;
                    self.len += 1;
                    *text = &text[1..];
                }
                Some(_) => return self.give_up(),
                None => return None,
            }
        }
    }

    /// What it stands for when nothing follows; `None` when it is empty.
    pub(super) fn give_up(&mut self) -> Option<(Self, char)> {
        let bytes = self.bytes();
        let (len, c) = whole(bytes).or_else(|| broken(bytes))?;
        Some((self.take(len), c))
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// Takes its first bytes off.
    fn take(&mut self, len: usize) -> Self {
        let mut taken = *self;
        taken.len = len as u8;
        self.bytes.copy_within(len.., 0);
        self.len -= len as u8;
        taken
    }
}

/// The escape that `raw` begins with: its length and what it stands for. One that JSON does not
/// know is the backslash alone.
pub(super) fn first(raw: &[u8]) -> (usize, char) {
    let mut len = 0;
    while raw.get(len).is_some_and(|&byte| fits(&raw[..len], byte)) {
        len += 1;
    }
    let bytes = &raw[..len];
    whole(bytes).or_else(|| broken(bytes)).unwrap_or((1, '\\'))
}

/// Whether `next` can go on an escape.
fn fits(bytes: &[u8], next: u8) -> bool {
    match bytes.len() {
        0 => next == b'\\',
        1 => bytes[0] == b'\\' && (next == b'u' || simple(next).is_some()),
        2..=5 | 8..=11 => bytes[1] == b'u' && next.is_ascii_hexdigit(),
        6 => next == b'\\' && matches!(unit(bytes), 0xd800..0xdc00),
        7 => next == b'u',
        _ => false,
    }
}

fn whole(bytes: &[u8]) -> Option<(usize, char)> {
    if *bytes.first()? != b'\\' {
        return Some((1, char::from(bytes[0])));
    }
    match (bytes.len(), bytes.get(1)?) {
        (2.., &letter) if letter != b'u' => simple(letter).map(|c| (2, c)),
        (Escape::UNIT, _) => match unit(bytes) {
            0xd800..0xdc00 => None,
            unit => Some((Escape::UNIT, alone(unit))),
        },
        (Escape::LONGEST, _) => {
            let pair = [unit(bytes), unit(&bytes[Escape::UNIT..])];
            Some(match char::decode_utf16(pair).next() {
                Some(Ok(c)) => (Escape::LONGEST, c),
                _ => (Escape::UNIT, char::REPLACEMENT_CHARACTER),
            })
        }
        _ => None,
    }
}

/// What an escape that does not go on begins with.
fn broken(bytes: &[u8]) -> Option<(usize, char)> {
    match bytes.len() {
        0 => None,
        Escape::UNIT.. => Some((Escape::UNIT, char::REPLACEMENT_CHARACTER)),
        _ => Some((1, char::from(bytes[0]))),
    }
}

/// The number in `\u00e9`.
fn unit(bytes: &[u8]) -> u16 {
    let hex = bytes
        .get(2..6)
        .and_then(|hex| core::str::from_utf8(hex).ok());
    hex.and_then(|hex| u16::from_str_radix(hex, 16).ok())
        .unwrap_or(0xfffd)
}

fn alone(unit: u16) -> char {
    char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn simple(letter: u8) -> Option<char> {
    Some(match letter {
        b'"' | b'\\' | b'/' => char::from(letter),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    })
}
