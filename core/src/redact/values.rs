//! What is written in the place of a value.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Write;
use core::hash::Hasher;

use hashbrown::HashMap;
use siphasher::sip::SipHasher24;

use crate::graph::NodeId;
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

/// The numbers that values were given, which go on from one answer of a conversation to the next.
///
/// It remembers [`Limits::entities`] values, by their hashes. Past that a new value's placeholder
/// bears no number: `[EMAIL]`.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    seen: HashMap<NodeId, u32>,
    given: HashMap<Kind, u32>,
}

/// Writes values.
#[derive(Debug)]
pub(super) struct Values {
    style: Style,
    numbering: Numbering,
    limit: usize,
    folded: String,
}

impl Values {
    /// Characters that stars leave.
    const LAST: usize = 4;

    pub(super) fn new(style: Style, limits: &Limits) -> Self {
        Self {
            style,
            numbering: Numbering::default(),
            limit: limits.entities,
            folded: String::new(),
        }
    }

    pub(super) fn set_numbering(&mut self, numbering: Numbering) {
        self.numbering = numbering;
    }

    pub(super) fn into_numbering(self) -> Numbering {
        self.numbering
    }

    /// Writes what stands for a value.
    pub(super) fn write(&mut self, kind: Kind, value: &str, out: &mut String) {
        self.fold(value);
        match self.style {
            Style::Placeholder => {
                let number = self.number(kind);
                bracket(kind, number.map(|number| number.to_string()), out);
            }
            Style::Hash { key } => bracket(kind, Some(self.hash(kind, &key)), out),
            Style::Mask => stars(kind, value, out),
        }
    }

    /// Writes what stands for text that may be a value.
    pub(super) fn write_undecided(&self, out: &mut String) {
        out.push_str(match self.style {
            Style::Mask => "****",
            _ => "[UNDECIDED]",
        });
    }

    /// Values are the same when they are so without regard to case, spaces and hyphens.
    fn fold(&mut self, value: &str) {
        self.folded.clear();
        let said = value.chars().filter(|c| !c.is_whitespace() && *c != '-');
        self.folded.extend(said.flat_map(char::to_lowercase));
    }

    fn number(&mut self, kind: Kind) -> Option<u32> {
        let id = NodeId::global(kind, &self.folded);
        let Numbering { seen, given } = &mut self.numbering;
        if let Some(&number) = seen.get(&id) {
            return Some(number);
        }
        if seen.len() >= self.limit {
            return None;
        }
        let number = given.entry(kind).or_insert(0);
        *number += 1;
        seen.insert(id, *number);
        Some(*number)
    }

    fn hash(&self, kind: Kind, key: &[u8; 16]) -> String {
        let mut hasher = SipHasher24::new_with_key(key);
        hasher.write(kind.name().as_bytes());
        hasher.write_u8(0);
        hasher.write(self.folded.as_bytes());
        format!("{:016x}", hasher.finish())
    }
}

fn bracket(kind: Kind, mark: Option<String>, out: &mut String) {
    out.push('[');
    out.extend(kind.name().chars().map(|c| c.to_ascii_uppercase()));
    if let Some(mark) = mark {
        let _ = write!(out, "_{mark}");
    }
    out.push(']');
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
