//! Tokens.

use super::Classes;

/// A token of a window's text: a word, a number, or one piece of punctuation. 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its first byte within the window's text.
    pub start: u16,
    /// The byte behind its last.
    pub end: u16,
    /// What it is made of.
    pub kind: TokenKind,
    /// How a word is capitalised; `WordShape::None` for all that is no word.
    pub shape: WordShape,
    /// What stands before it and what the field around it holds.
    pub flags: Flags,
    /// What the lexicon knows of the word; empty for all that is no word.
    pub classes: Classes,
}

impl Token {
    /// Whether, where it is a word, it is of ASCII letters, digits and hyphens alone.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        !self.flags.any(Flags::FIELD_MARK.with(Flags::FIELD_HIGH))
    }
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and hyphens (`O'Brien`, `Jean-Luc`, `don't`), digits behind
    /// letters (`B2B`, `F1`) and combining marks. A possessive `'s` is a token of its own.
    Word,
    /// Digits, with inner dots and commas between digits (`1,234.5`, `192.168.0.1`); directly
    /// following letters are a word of their own (`5kg` is `5` and `kg`, `3rd` is `3` and `rd`).
    Number,
    /// One mark of punctuation or a symbol; equal marks in a row are one token (`...`, `--`).
    Punctuation,
    /// Markdown that is layout and not said: emphasis (`*`, `**`, `_`, `~~`), heading marks, list
    /// marks, quote marks and code ticks. Recognisers look past it.
    Markup,
    /// Ideographs, kana and other letters of scripts without spaces.
    Ideographs,
    /// Emoji and their modifiers.
    Emoji,
    /// What is left of a field that has more than its share of tokens.
    Rest,
}

impl TokenKind {
    /// Whether a token of this kind can be a bracket, a quote or another mark.
    #[inline]
    pub(crate) fn marks(self) -> bool {
        matches!(self, Self::Punctuation | Self::Markup | Self::Rest)
    }
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordShape {
    /// No word.
    None,
    /// `word`
    Lower,
    /// `Word`, also `Jean-Luc` and `O'Brien`.
    Capital,
    /// `WORD`, of two letters and more.
    Upper,
    /// `W`
    Initial,
    /// `iPhone`, `McDonald`, `OpenAI`
    Mixed,
}

/// A set of facts about a token's place. The `FIELD_` facts hold for the whole field that the token
/// stands in, so that one look at a plain word's token rules out most patterns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(pub u16);

impl Flags {
    /// White space, or nothing, stands before the token.
    pub const SPACE: Self = Self(1);
    /// A line end stands before it.
    pub const LINE: Self = Self(1 << 1);
    /// It is the first word of its sentence (after quotes, brackets, markup and list numbers).
    pub const START: Self = Self(1 << 2);
    /// It stands in a code fence or between code ticks.
    pub const CODE: Self = Self(1 << 3);
    /// It begins a field.
    pub const FIELD: Self = Self(1 << 4);
    /// The field holds `@`.
    pub const FIELD_AT: Self = Self(1 << 5);
    /// The field holds `:`.
    pub const FIELD_COLON: Self = Self(1 << 6);
    /// The field holds `/` or `\`.
    pub const FIELD_SLASH: Self = Self(1 << 7);
    /// The field holds `.`.
    pub const FIELD_DOT: Self = Self(1 << 8);
    /// The field holds a digit.
    pub const FIELD_DIGIT: Self = Self(1 << 9);
    /// The field holds `-`.
    pub const FIELD_HYPHEN: Self = Self(1 << 10);
    /// The field is 16 bytes long or longer.
    pub const FIELD_LONG: Self = Self(1 << 11);
    /// It stands in a heading.
    pub const HEADING: Self = Self(1 << 12);
    /// The field holds another mark of ASCII.
    pub const FIELD_MARK: Self = Self(1 << 13);
    /// The field holds a character beyond ASCII.
    pub const FIELD_HIGH: Self = Self(1 << 14);

    /// Whether all of `other` hold.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether one of `other` holds.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
