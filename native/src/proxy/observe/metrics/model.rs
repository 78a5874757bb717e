//! Who answered, as OpenTelemetry wants to know it.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::recorded::{Label, Name};

/// What OpenTelemetry wants to know of who answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::proxy) struct Model {
    /// `gen_ai.operation.name`
    pub(in crate::proxy) operation: &'static str,
    /// `gen_ai.provider.name`
    pub(in crate::proxy) provider: &'static str,
    /// `gen_ai.request.model`, where the request is known.
    pub(in crate::proxy) asked: Option<String>,
    /// `gen_ai.response.model`, where the wire tells it.
    pub(in crate::proxy) answered: Option<String>,
}

impl Model {
    pub(super) fn labels(&self) -> Vec<Label> {
        let known = [
            ("gen_ai.operation.name", self.operation),
            ("gen_ai.provider.name", self.provider),
        ];
        let told = [
            ("gen_ai.request.model", self.asked.as_deref()),
            ("gen_ai.response.model", self.answered.as_deref()),
        ];
        let told = told
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let labels = known.into_iter().chain(told);
        labels
            .map(|(name, value)| (Name(name), value.to_owned()))
            .collect()
    }
}

/// The names of models that figures are told by. They come from the network, and each is kept for good, so
/// that they are few: the first ones; all others go by one name.
#[derive(Default)]
pub(in crate::proxy) struct Models(Mutex<HashSet<String>>);

impl Models {
    /// Names at most.
    const MOST: usize = 64;
    /// Bytes of a name at most.
    const LENGTH: usize = 128;
    /// What OpenTelemetry calls a value that is none of those it tells apart.
    const OTHER: &str = "_OTHER";

    /// What a model goes by; `None` where it has no name.
    pub(in crate::proxy) fn name(&self, model: Option<&str>) -> Option<String> {
        let model = model.filter(|model| !model.is_empty())?;
        let told = if is_name(model) && self.admits(model) {
            model
        } else {
            Self::OTHER
        };
        Some(told.to_owned())
    }

    fn admits(&self, model: &str) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.contains(model) || known.len() < Self::MOST && known.insert(model.to_owned())
    }
}

/// Whether it is a word such as providers call their models by, and no text.
fn is_name(model: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/".contains(&byte);
    model.len() <= Models::LENGTH && model.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_models_are_words_and_few() {
        let models = Models::default();
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(models.name(Some(name)).as_deref(), expected, "{name}");
        };
        assert_eq!(models.name(None), None);
        check("", None);
        check("gpt-4.1-mini", Some("gpt-4.1-mini"));
        check(
            "meta-llama/Llama-3.1-8B:free",
            Some("meta-llama/Llama-3.1-8B:free"),
        );
        for other in [
            "ada@looms.example",
            "a b",
            "a\"b",
            "a\nb",
            "é",
            &"m".repeat(129),
        ] {
            check(other, Some("_OTHER"));
        }
        for number in 2..64 {
            let name = format!("m{number}");
            check(&name, Some(&name));
        }
        check("m64", Some("_OTHER"));
        check("gpt-4.1-mini", Some("gpt-4.1-mini"));
    }
}
