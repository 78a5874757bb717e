//! What a character is to the reader: one table for ASCII, range checks for the rest.

use super::Flags;

/// Bits of [`CLASS`]. The others are those of [`Flags`] for what a field holds.
pub(super) const LOWER: u16 = 1;
pub(super) const UPPER: u16 = 1 << 1;
pub(super) const SPACE: u16 = 1 << 2;
/// Begins or continues a character beyond ASCII.
pub(super) const HIGH: u16 = Flags::FIELD_HIGH.0;
pub(super) const OTHER: u16 = Flags::FIELD_MARK.0;
pub(super) const DIGIT: u16 = Flags::FIELD_DIGIT.0;
pub(super) const LETTER: u16 = LOWER | UPPER;
/// What a byte can tell of the field that it stands in.
pub(super) const FIELD: u16 = Flags::FIELD_AT.0
    | Flags::FIELD_COLON.0
    | Flags::FIELD_SLASH.0
    | Flags::FIELD_DOT.0
    | DIGIT
    | HIGH
    | OTHER
    | Flags::FIELD_HYPHEN.0;

/// The class of every byte.
pub(super) static CLASS: [u16; 256] = classes();

const fn classes() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = class_of(byte as u8);
        byte += 1;
    }
    table
}

const fn class_of(byte: u8) -> u16 {
    match byte {
        b'a'..=b'z' => LOWER,
        b'A'..=b'Z' => UPPER,
        b'0'..=b'9' => DIGIT,
        b'\t'..=b'\r' | b' ' => SPACE,
        b'@' => Flags::FIELD_AT.0,
        b':' => Flags::FIELD_COLON.0,
        b'/' | b'\\' => Flags::FIELD_SLASH.0,
        b'.' => Flags::FIELD_DOT.0,
        b'-' => Flags::FIELD_HYPHEN.0,
        0x80.. => HIGH,
        _ => OTHER,
    }
}

/// How a character divides fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Script {
    /// White space, between fields.
    Space,
    /// Of a script that puts spaces between words; also numbers, symbols and emoji.
    #[default]
    Spaced,
    /// Belongs to what stands before it: combining marks, joiners, the kana length mark.
    Inherited,
    Han,
    Hiragana,
    Katakana,
    Thai,
    Lao,
    Myanmar,
    Khmer,
    /// Opening brackets of East Asia.
    Opening,
    /// Other punctuation of East Asia, and the danda.
    Closing,
}

impl Script {
    /// Whether its words stand side by side.
    pub(super) fn is_run(self) -> bool {
        !matches!(
            self,
            Self::Space | Self::Spaced | Self::Inherited | Self::Opening | Self::Closing
        )
    }
}

/// The script of a character, as far as fields need it.
pub(super) fn script(c: char) -> Script {
    match c as u32 {
        0x0e00..=0x0e7f => Script::Thai,
        0x0e80..=0x0eff => Script::Lao,
        0x1000..=0x109f => Script::Myanmar,
        0x1780..=0x17ff => Script::Khmer,
        0x0964 | 0x0965 => Script::Closing,
        0x3001..=0x30ff | 0xff01..=0xff9f => east_asian(c),
        0x3100..=0x312f
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfaff
        | 0x2_0000..=0x3_ffff => Script::Han,
        0x31f0..=0x31ff => Script::Katakana,
        _ if is_inherited(c) => Script::Inherited,
        _ if is_gap(c) => Script::Space,
        _ => Script::Spaced,
    }
}

/// Whether a character stands between fields: white space, also of no width.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_unseen(c)
}

/// Whether a character is a space of no width, or forbids one.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn east_asian(c: char) -> Script {
    match c {
        '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '〘' | '〚' | '〝' | '（' | '［'
        | '｛' | '｢' => Script::Opening,
        '、' | '。' | '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛' | '〞'
        | '〟' | '！' | '，' | '．' | '：' | '；' | '？' | '）' | '］' | '｝' | '｡' | '｣' | '､' => {
            Script::Closing
        }
        'ー' | '\u{3099}' | '\u{309a}' | 'ﾞ' | 'ﾟ' => Script::Inherited,
        '々'..='〇' | '〡'..='〩' | '〸'..='〻' => Script::Han,
        'ぁ'..='ゟ' => Script::Hiragana,
        '゠'..='ヿ' | 'ｦ'..='ﾝ' => Script::Katakana,
        _ => Script::Spaced,
    }
}

/// Combining marks, joiners, variation selectors and other characters without a place of their
/// own, where `char::is_alphabetic` does not know them.
#[inline]
pub(super) fn is_inherited(c: char) -> bool {
    c >= '\u{ad}' && is_inherited_beyond(c)
}

fn is_inherited_beyond(c: char) -> bool {
    match c as u32 {
        0x00ad
        | 0x0300..=0x036f
        | 0x0483..=0x0489
        | 0x0591..=0x05bd
        | 0x05bf..=0x05c7
        | 0x0610..=0x061a
        | 0x064b..=0x065f
        | 0x06d6..=0x06ed
        | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff
        | 0x200c..=0x200f
        | 0x202a..=0x202e
        | 0x2061..=0x2064
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f
        | 0xe_0001..=0xe_007f
        | 0xe_0100..=0xe_01ef => true,
        // Viramas, nuktas and accents of the scripts of India.
        0x0900..=0x0dff => !c.is_alphanumeric() && !matches!(c, '।' | '॥' | '॰' | '෴'),
        _ => false,
    }
}

/// Emoji and pictographs, without their modifiers that are [`is_inherited`].
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c as u32, 0x231a..=0x231b | 0x23cf..=0x23fa | 0x2600..=0x27bf | 0x2b05..=0x2b07
        | 0x2b1b..=0x2b1c | 0x2b50 | 0x2b55 | 0x1_f000..=0x1_faff)
}

/// Quotes, dashes, spaces and signs of currencies: most of what is neither ASCII nor a letter.
#[inline]
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}')
}

/// An apostrophe within a word.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Brackets and quotes that open what follows, and marks that introduce it.
pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '`' | '¿' | '¡' | '•'
    ) || script(c) == Script::Opening
}

/// Quotes and brackets that may stand between a stop and the end of its sentence.
pub(super) fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | ')'
            | ']'
            | '}'
            | '”'
            | '’'
            | '»'
            | '›'
            | '“'
            | '」'
            | '』'
            | '】'
            | '）'
            | '》'
            | '〉'
            | '〕'
            | '］'
            | '｝'
            | '｣'
            | '〗'
            | '〙'
            | '〛'
            | '〞'
            | '〟'
    )
}

/// Marks of emphasis and code.
pub(super) fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '`')
}

/// The character of `text` that begins at byte `at`; NUL behind its end.
#[inline]
pub(super) fn char_at(text: &str, at: usize) -> char {
    let byte = text.as_bytes().get(at).copied().unwrap_or_default();
    if byte < 0x80 {
        return char::from(byte);
    }
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .unwrap_or_default()
}

/// The last character of `text`.
#[inline]
pub(super) fn last_char(text: &str) -> Option<char> {
    match text.as_bytes().last() {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.chars().next_back(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_scripts_apart() {
        let check = |text: &str, expected: Script| {
            for c in text.chars() {
                assert_eq!(script(c), expected, "{c:?}");
            }
        };
        check("aé5@.한ا’🎉“", Script::Spaced);
        check(
            " \u{a0}\u{3000}\t\u{2009}\u{200b}\u{2060}\u{feff}",
            Script::Space,
        );
        check("東京々〇", Script::Han);
        check("ひらがな", Script::Hiragana);
        check("カタカナ・ｶ", Script::Katakana);
        check("ภาษาไทย", Script::Thai);
        check("。、！？」』）：।", Script::Closing);
        check("「『（【", Script::Opening);
        check("\u{301}\u{fe0f}\u{200d}ー\u{94d}", Script::Inherited);
    }

    #[test]
    fn the_table_agrees_with_the_standard_library() {
        for byte in 0..0x80_u8 {
            let c = char::from(byte);
            let class = CLASS[usize::from(byte)];
            assert_eq!(class & LOWER != 0, c.is_ascii_lowercase(), "{c:?}");
            assert_eq!(class & UPPER != 0, c.is_ascii_uppercase(), "{c:?}");
            assert_eq!(class & DIGIT != 0, c.is_ascii_digit(), "{c:?}");
            assert_eq!(class & SPACE != 0, c.is_whitespace(), "{c:?}");
        }
    }
}
