//! Writing a JSON text again.

use midflight_core::Error;
use serde::de::IgnoredAny;
use serde_json::Deserializer;

use super::DocumentError;
use super::rules::{Rules, Treatment};

/// What a text is.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Text,
    Json,
}

/// What becomes of a text.
pub(super) type Change<'c> = dyn Fn(Form, &str) -> Result<String, Error> + 'c;

/// The JSON text with every string changed that the rules do not keep; all strings where there are none.
pub(super) fn rewrite(
    json: &str,
    rules: Option<Rules>,
    change: &Change<'_>,
) -> Result<String, DocumentError> {
    // From here on it is sound, and nested no deeper than that reads.
    serde_json::from_str::<IgnoredAny>(json)?;
    let mut writer = Writer {
        rules,
        change,
        rest: json,
        path: Vec::new(),
        out: String::with_capacity(json.len()),
    };
    writer.value()?;
    writer.out.push_str(writer.rest);
    Ok(writer.out)
}

/// Writes a sound JSON text again.
struct Writer<'j, 'c> {
    /// `None` where every string is changed.
    rules: Option<Rules>,
    change: &'c Change<'c>,
    rest: &'j str,
    /// The names of the values that it stands in.
    path: Vec<String>,
    out: String,
}

impl<'j> Writer<'j, '_> {
    /// A value, called as the path ends.
    fn value(&mut self) -> Result<(), DocumentError> {
        self.space();
        let first = self.first();
        match self.treatment(first) {
            Treatment::Keep => {
                let kept = self.take()?;
                self.out.push_str(kept);
                return Ok(());
            }
            Treatment::Drop => {
                self.take()?;
                self.out.push_str("null");
                return Ok(());
            }
            Treatment::Arguments if first != '"' => {
                let written = self.take()?;
                let changed = (self.change)(Form::Json, written)?;
                self.out.push_str(&changed);
                return Ok(());
            }
            Treatment::Arguments => return self.string(true),
            Treatment::Look => {}
        }
        match first {
            '{' => self.items('}', Self::member),
            // Its elements are called as it is.
            '[' => self.items(']', Self::value),
            '"' => self.string(false),
            _ => {
                let scalar = self.take()?;
                self.out.push_str(scalar);
                Ok(())
            }
        }
    }

    fn treatment(&self, first: char) -> Treatment {
        let Some(rules) = self.rules else {
            return Treatment::Look;
        };
        match rules.of(self.name(1), self.name(0), first) {
            Treatment::Arguments if !matches!(first, '{' | '[' | '"') => Treatment::Look,
            treatment => treatment,
        }
    }

    /// An object or array, to its closing bracket.
    fn items(
        &mut self,
        end: char,
        item: fn(&mut Self) -> Result<(), DocumentError>,
    ) -> Result<(), DocumentError> {
        self.mark();
        loop {
            self.space();
            match self.first() {
                first if first == end => {
                    self.mark();
                    return Ok(());
                }
                ',' => self.mark(),
                _ => item(self)?,
            }
        }
    }

    fn member(&mut self) -> Result<(), DocumentError> {
        let written = self.take()?;
        let name: String = serde_json::from_str(written)?;
        match self.rules {
            Some(_) => self.out.push_str(written),
            None => self.put(written, &name, Form::Text)?,
        }
        self.space();
        self.mark();
        self.path.push(name);
        let written = self.value();
        self.path.pop();
        written
    }

    fn string(&mut self, arguments: bool) -> Result<(), DocumentError> {
        let written = self.take()?;
        let text: String = serde_json::from_str(written)?;
        if !arguments
            && self
                .rules
                .is_some_and(|rules| rules.keeps(self.name(0), &text))
        {
            self.out.push_str(written);
            return Ok(());
        }
        let reads = self.rules.is_some_and(Rules::reads_json_in_strings);
        let json = arguments || reads && is_json(&text);
        self.put(written, &text, if json { Form::Json } else { Form::Text })
    }

    /// A string, changed; as it was written where nothing in it changes.
    fn put(&mut self, written: &str, text: &str, form: Form) -> Result<(), DocumentError> {
        let changed = (self.change)(form, text)?;
        if changed == text {
            self.out.push_str(written);
        } else {
            self.out.push_str(&serde_json::to_string(&changed)?);
        }
        Ok(())
    }

    /// The name that is `up` steps from the end of the path.
    fn name(&self, up: usize) -> &str {
        self.path.iter().rev().nth(up).map_or("", String::as_str)
    }

    /// Takes a whole value.
    fn take(&mut self) -> Result<&'j str, serde_json::Error> {
        let mut values = Deserializer::from_str(self.rest).into_iter::<IgnoredAny>();
        values.next().transpose()?;
        let (value, rest) = self.rest.split_at(values.byte_offset());
        self.rest = rest;
        Ok(value)
    }

    fn first(&self) -> char {
        self.rest.chars().next().unwrap_or('}')
    }

    /// Copies white space.
    fn space(&mut self) {
        let rest = self.rest.trim_ascii_start();
        self.out
            .push_str(&self.rest[..self.rest.len() - rest.len()]);
        self.rest = rest;
    }

    /// Copies a bracket, comma or colon.
    fn mark(&mut self) {
        let mut rest = self.rest.chars();
        self.out.extend(rest.next());
        self.rest = rest.as_str();
    }
}

/// Whether a text is an object or array of JSON.
fn is_json(text: &str) -> bool {
    let first = text.trim_ascii_start().bytes().next();
    matches!(first, Some(b'{' | b'[')) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}
