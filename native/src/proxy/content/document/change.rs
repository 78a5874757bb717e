//! What becomes of the texts of a document: they are masked, or what was masked is turned back.

use midflight_core::redact::{Conversation, Redaction};
use midflight_core::{Engine, Error, Kind, Kinds, Redactor, Wire};

use super::parts::{self, Part, collect, same_beginning, same_end};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form<'n> {
    /// What somebody says.
    Text,
    /// The same, under a name that may say what it is.
    Named(&'n str),
    /// JSON, which it stays.
    Json,
    /// A word of the protocol or the name of a member: what is no word by its form is a value.
    Word,
    /// An id that its maker has made up: its digits say nothing.
    Id,
    /// A number.
    Number,
}

/// What is done with texts.
pub(super) trait Change {
    /// A text of this form, changed.
    fn text(&self, form: Form<'_>, text: &str) -> Result<String, Error>;

    /// Texts that go on one another, changed, as many of them.
    fn texts(&self, texts: &[&str]) -> Result<Vec<String>, Error>;
}

/// Masks texts; the same value has the same number in the whole conversation.
pub(super) struct Mask<'m> {
    pub(super) engine: &'m Engine,
    pub(super) redaction: Redaction,
    pub(super) conversation: &'m Conversation,
    /// Whether the values stay in the conversation, so that they can be turned back.
    pub(super) kept: bool,
}

/// Turns placeholders back.
pub(super) struct Restore<'m> {
    pub(super) engine: &'m Engine,
    pub(super) conversation: &'m Conversation,
}

/// What stands in a part of a request of which nothing is left: providers refuse empty ones.
const NOTHING_LEFT: &str = "…";

impl Mask<'_> {
    fn redactor(&self, form: Form<'_>, kinds: Kinds) -> Redactor {
        let redaction = Redaction {
            kinds,
            ..self.redaction
        };
        let redactor = match form {
            Form::Json => self.engine.arguments_redactor(redaction),
            Form::Named(name) => self.engine.redactor(Wire::Text, redaction).named(name),
            _ => self.engine.redactor(Wire::Text, redaction),
        };
        if self.kept {
            redactor.kept_in(self.conversation)
        } else {
            redactor.in_conversation(self.conversation)
        }
    }

    /// A part, masked on its own but for what belongs to a value that it shares with other parts. Where a value of
    /// its own goes on in that, nothing of either is left.
    fn apart(&self, part: &Part, text: &str) -> Result<String, Error> {
        let mask = |text: &str| self.text(Form::Text, text);
        let Part { taken, given, .. } = part;
        let (value, placeholder) = given.as_ref().map_or((text.len(), ""), |given| {
            (given.from, &part.masked[given.at..])
        });
        let (taken, own, given) = (&text[..*taken], &text[*taken..value], &text[value..]);
        let left = mask(own)?;
        if own.len() == text.len() {
            return Ok(left);
        }
        let whole = mask(text)?;
        if whole == mask(taken)? + &left + &mask(given)? {
            return Ok(left + placeholder);
        }
        let rest = &whole[same_beginning(&whole, taken)..];
        let rest = &rest[..rest.len() - same_end(rest, given)];
        Ok(rest.to_owned() + placeholder)
    }

    /// What can be masked in a text of this form.
    fn kinds(&self, form: Form<'_>) -> Kinds {
        let asked = self.redaction.kinds;
        let only = |fits: fn(Kind) -> bool| -> Kinds {
            let kinds = Kind::ALL.into_iter().filter(|kind| asked.has(*kind));
            kinds.filter(|kind| fits(*kind)).collect()
        };
        match form {
            Form::Text | Form::Named(_) | Form::Json => asked,
            // Names, dates and the like are what the protocol's own words look like.
            Form::Word => only(|kind| kind.is_sensitive() && !kind.is_name()),
            Form::Id => only(|kind| kind == Kind::Secret),
            Form::Number => only(|kind| kind == Kind::CreditCard),
        }
    }
}

impl Change for Mask<'_> {
    fn text(&self, form: Form<'_>, text: &str) -> Result<String, Error> {
        let kinds = self.kinds(form);
        let told = !matches!(form, Form::Text | Form::Named(_) | Form::Json);
        if text.is_empty() || kinds == Kinds::NONE || told && is_plain(text) {
            return Ok(text.to_owned());
        }
        let mut redactor = self.redactor(form, kinds);
        collect(|out| {
            redactor.write(text.as_bytes(), out)?;
            redactor.finish(out).map(drop)
        })
    }

    /// Values that go over several texts are looked for first, then those of each text, which the next one may
    /// hide where there is no gap, and then those that a text before them tells.
    fn texts(&self, texts: &[&str]) -> Result<Vec<String>, Error> {
        let [_, _, ..] = texts else {
            return texts
                .iter()
                .map(|text| self.text(Form::Text, text))
                .collect();
        };
        let redactor = || self.redactor(Form::Text, self.redaction.kinds);
        let together = parts::mask(redactor(), texts)?;
        let pairs = together.iter().zip(texts);
        let apart = pairs.map(|(part, text)| self.apart(part, text));
        let apart = apart.collect::<Result<Vec<String>, Error>>()?;
        let apart: Vec<&str> = apart.iter().map(String::as_str).collect();
        let masked = parts::mask(redactor(), &apart)?.into_iter().zip(texts);
        let masked = masked.map(|(part, text)| {
            let emptied = self.kept && part.masked.is_empty() && !text.is_empty();
            if emptied {
                NOTHING_LEFT.into()
            } else {
                part.masked
            }
        });
        Ok(masked.collect())
    }
}

impl Change for Restore<'_> {
    fn text(&self, _: Form<'_>, text: &str) -> Result<String, Error> {
        if !text.contains('[') {
            return Ok(text.to_owned());
        }
        let mut restorer = self.engine.restorer(Wire::Text, self.conversation);
        collect(|out| {
            restorer.write(text.as_bytes(), out)?;
            restorer.finish(out).map(drop)
        })
    }

    fn texts(&self, texts: &[&str]) -> Result<Vec<String>, Error> {
        let texts = texts.iter();
        texts.map(|text| self.text(Form::Text, text)).collect()
    }
}

/// Whether it is a short word that no value looks like: the shortest key in capitals has 20 letters.
fn is_plain(text: &str) -> bool {
    let most = |fits: fn(u8) -> bool, length| text.len() <= length && text.bytes().all(fits);
    most(|byte| byte.is_ascii_alphabetic() || byte == b'_', 16)
        || most(|byte| byte.is_ascii_lowercase() || byte == b'_', 32)
}
