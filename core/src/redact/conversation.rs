//! The numbers and values of a conversation, which goes on over several requests and answers.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use core::ops::Bound;

use super::numbering::Numbering;
use super::placeholder;
use crate::Kind;
use crate::lock::Lock;

/// What the redactors and restorers of one conversation share: the numbers that values were given, and
/// the values that a [`Restorer`](super::Restorer) turns placeholders back into. Cloning it shares it.
///
/// It remembers [`Limits::entities`](crate::Limits::entities) values, as [`Numbering`] does.
#[derive(Clone, Debug, Default)]
pub struct Conversation(Arc<Lock<State>>);

#[derive(Debug, Default)]
struct State {
    numbering: Numbering,
    /// By their placeholders.
    values: BTreeMap<String, String>,
    bytes: usize,
}

impl Conversation {
    /// One that goes on with these numbers.
    pub(super) fn of(numbering: Numbering) -> Self {
        Self(Arc::new(Lock::new(State {
            numbering,
            ..State::default()
        })))
    }

    /// Whether no placeholder can be turned back.
    pub fn is_empty(&self) -> bool {
        self.0.with(|state| state.values.is_empty())
    }

    /// Bytes of the values, placeholders, numbers and names that it holds.
    pub fn bytes(&self) -> usize {
        self.0.with(|state| state.bytes + state.numbering.bytes())
    }

    /// Gives no value the number of a placeholder that stands in `text` and is not its own: it was
    /// written by somebody else, and must not be turned back. The text may be JSON, in which characters stand in
    /// code (`\\u005bEMAIL_1]`).
    pub fn reserve(&self, text: &str) {
        self.reserve_in(text);
        if text.contains("\\u") {
            self.reserve_in(&uncoded(text));
        }
    }

    fn reserve_in(&self, text: &str) {
        self.0.with(|state| {
            for (whole, name, number) in placeholder::all(text) {
                let kind = Kind::ALL
                    .into_iter()
                    .find(|kind| placeholder::names(*kind, name));
                let known = kind.is_some() || name == placeholder::UNDECIDED;
                if known && !state.values.contains_key(whole) {
                    state.numbering.reserve(kind, number);
                }
            }
        });
    }

    /// The numbers.
    pub(super) fn into_numbering(self) -> Numbering {
        match Arc::try_unwrap(self.0) {
            Ok(state) => state.into_inner().numbering,
            Err(shared) => shared.with(|state| state.numbering.clone()),
        }
    }

    /// The number of a value, given to it now where it has none; `None` past the limit.
    pub(super) fn number(&self, kind: Option<Kind>, value: &str, limit: usize) -> Option<u32> {
        self.0
            .with(|state| state.numbering.number(kind, value, limit))
    }

    /// Notes what a name that was masked may be shortened to.
    pub(super) fn name(&self, kind: Kind, value: &str, limit: usize) {
        self.0
            .with(|state| state.numbering.name(kind, value, limit));
    }

    /// The kind of the name that was masked and goes by this one word.
    pub(super) fn kind_of(&self, word: &str) -> Option<Kind> {
        self.0.with(|state| state.numbering.kind_of(word))
    }

    /// Keeps the value that a placeholder stands for. The first way in which it was written stays.
    pub(super) fn keep(&self, placeholder: &str, value: &str) {
        self.0.with(|state| {
            if !state.values.contains_key(placeholder) {
                state.bytes += placeholder.len() + value.len();
                state.values.insert(placeholder.into(), value.into());
            }
        });
    }

    /// Hands the value to `found`, where there is one.
    pub(super) fn value(&self, placeholder: &str, found: impl FnOnce(&str)) -> bool {
        self.0.with(|state| {
            let value = state.values.get(placeholder);
            value.map(|value| found(value)).is_some()
        })
    }

    /// Whether a placeholder that can be turned back begins so.
    pub(super) fn begins(&self, with: &str) -> bool {
        self.0.with(|state| {
            let from = (Bound::Included(with), Bound::Unbounded);
            let first = state.values.range::<str, _>(from).next();
            first.is_some_and(|(found, _)| found.starts_with(with))
        })
    }
}

/// The text with each `\u005b` as its character, as far as one code says it.
fn uncoded(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut plain = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let code = part
            .get(..4)
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                plain.push_str(&part[4..]);
            }
            None => plain.push_str(part),
        }
    }
    plain
}
