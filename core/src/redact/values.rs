//! What is written in the place of a value.

use alloc::format;
use alloc::string::String;
use core::hash::Hasher;

use siphasher::sip::SipHasher24;

use super::conversation::Conversation;
use super::numbering::Numbering;
use super::placeholder;
use crate::entity::names::Known;
use crate::entity::patterns::AT_SIGNS;
use crate::entity::patterns::divides_digits;
use crate::text::is_gap;
use crate::{Kind, Limits};

/// How masked values are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// Their kind and a number: `[EMAIL_1]`. The same value has the same number within a
    /// [`Numbering`].
    #[default]
    Placeholder,
    /// Their kind and a keyed hash: `[EMAIL_4be1b2a05c4f9d33]`. The same value has the same hash under
    /// the same key, in every stream and process. The hash is `SipHash-2-4`, a pseudorandom function:
    /// who does not hold the key can neither undo it nor try values.
    Hash {
        /// 128 secret, random bits.
        key: [u8; 16],
    },
    /// Stars: `****`, with the last four characters of card and account numbers and telephone
    /// numbers: `****1234`.
    Mask,
}

/// Writes values.
#[derive(Debug)]
pub(super) struct Values {
    style: Style,
    conversation: Conversation,
    /// Whether the conversation keeps them, so that they can be turned back.
    kept: bool,
    limit: usize,
    folded: String,
}

impl Values {
    /// Characters that stars leave.
    const LAST: usize = 4;

    pub(super) fn new(style: Style, limits: &Limits) -> Self {
        Self {
            style,
            conversation: Conversation::default(),
            kept: false,
            limit: limits.entities,
            folded: String::new(),
        }
    }

    pub(super) fn join(&mut self, conversation: Conversation, kept: bool) {
        self.conversation = conversation;
        self.kept = kept;
    }

    pub(super) fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    pub(super) fn into_numbering(self) -> Numbering {
        self.conversation.into_numbering()
    }

    /// Writes what stands for a value.
    pub(super) fn write(&mut self, kind: Kind, value: &str, out: &mut String) {
        self.fold(value);
        if kind.is_name() {
            self.conversation.name(kind, value, self.limit);
        }
        match self.style {
            Style::Placeholder => {
                let number = self.number(Some(kind));
                placeholder::write(Some(kind), number, out);
                if let Some(number) = number.filter(|_| self.kept) {
                    self.conversation.keep(Some(kind), number, value);
                }
            }
            Style::Hash { key } => {
                placeholder::write(Some(kind), Some(self.hash(kind, &key)), out);
            }
            Style::Mask => stars(kind, value, out),
        }
    }

    /// Writes what stands for text that may be a value, of which `held` has come; its number where the whole of it
    /// is to be kept.
    pub(super) fn write_undecided(&mut self, held: &str, out: &mut String) -> Option<u32> {
        if self.style == Style::Mask {
            out.push_str("****");
            return None;
        }
        let number = if self.kept {
            self.fold(held);
            self.number(None)
        } else {
            None
        };
        placeholder::write(None, number, out);
        number
    }

    /// Keeps the whole of it.
    pub(super) fn keep_undecided(&self, number: u32, value: &str) {
        self.conversation.keep(None, number, value);
    }

    /// Values are the same when they are so without regard to case, width, spaces and hyphens, and to how the
    /// sign of an address is written.
    fn fold(&mut self, value: &str) {
        self.folded.clear();
        let said = value.chars().filter(|c| !is_gap(*c) && !divides_digits(*c));
        self.folded
            .extend(said.map(narrow).flat_map(crate::text::lower));
        for code in AT_SIGNS {
            if let Some(at) = self.folded.find(code) {
                self.folded.replace_range(at..at + code.len(), "@");
            }
        }
    }

    /// Of what was folded last.
    fn number(&self, kind: Option<Kind>) -> Option<u32> {
        self.conversation
            .number(kind, &self.folded, self.limit, self.kept)
    }

    fn hash(&self, kind: Kind, key: &[u8; 16]) -> String {
        let mut hasher = SipHasher24::new_with_key(key);
        hasher.write(kind.name().as_bytes());
        hasher.write_u8(0);
        hasher.write(self.folded.as_bytes());
        format!("{:016x}", hasher.finish())
    }
}

impl Known for Values {
    fn kind_of(&self, word: &str) -> Option<Kind> {
        self.conversation.kind_of(word)
    }
}

/// The character as ASCII has it, if it is a wide form of one.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from((c as u32 - 0xfee0) as u8),
        _ => c,
    }
}

fn stars(kind: Kind, value: &str, out: &mut String) {
    out.push_str("****");
    if matches!(kind, Kind::CreditCard | Kind::Iban | Kind::Phone) {
        let digits = |c: &char| c.is_ascii_alphanumeric();
        let skipped = value
            .chars()
            .filter(digits)
            .count()
            .saturating_sub(Values::LAST);
        out.extend(value.chars().filter(digits).skip(skipped));
    }
}
