//! Writing a JSON text again.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{IgnoredAny, Visitor};
use serde_json::Deserializer;

use super::DocumentError;
use super::binary::{self, Held};
use super::change::{Change, Form};
use super::depth;
use super::rules::{self, Rules, Said, Treatment};

/// What some put before UTF-8.
pub(in crate::proxy) const MARK: char = '\u{feff}';
/// Names that are remembered at most.
const CLEAN: usize = 1 << 10;
/// Bytes of a number that may be one of a card.
const LONG_NUMBER: usize = 12;

/// The JSON text with every string changed that the rules do not keep; all strings where there are none.
pub(super) fn rewrite(
    json: &str,
    rules: Option<Rules>,
    change: &dyn Change,
) -> Result<String, DocumentError> {
    let bare = json.strip_prefix(MARK).unwrap_or(json);
    // From here on it is sound.
    serde_json::from_str::<IgnoredAny>(bare)?;
    if !depth::is_readable(bare) {
        return Err(DocumentError::TooDeep);
    }
    let mut writer = Writer {
        rules,
        change,
        rest: bare,
        path: Vec::new(),
        schema: false,
        element: false,
        part: false,
        clean: HashSet::new(),
        holes: Vec::new(),
        out: String::with_capacity(json.len()),
    };
    writer.out.push_str(&json[..json.len() - bare.len()]);
    writer.value()?;
    writer.out.push_str(writer.rest);
    Ok(writer.out)
}

/// Writes a sound JSON text again.
struct Writer<'j, 'c> {
    /// `None` where every string is changed.
    rules: Option<Rules>,
    change: &'c dyn Change,
    rest: &'j str,
    /// The names of the values that it stands in.
    path: Vec<String>,
    /// Whether it stands in what says how tools or answers are to look.
    schema: bool,
    /// Whether the next value is a part of a message.
    element: bool,
    /// Whether it stands in one, and in nothing within that.
    part: bool,
    /// Names that are no values.
    clean: HashSet<String>,
    /// Texts of parts, which are changed when all of them are known.
    holes: Vec<Hole<'j>>,
    out: String,
}

/// A place for a text.
struct Hole<'j> {
    at: usize,
    written: &'j str,
    text: String,
    /// Whether the text has a space before it that is not written.
    spaced: bool,
}

impl Hole<'_> {
    /// A text for it without the space before it.
    fn bare<'t>(&self, text: &'t str) -> &'t str {
        let bare = text.strip_prefix(' ').filter(|_| self.spaced);
        bare.unwrap_or(text)
    }
}

impl<'j> Writer<'j, '_> {
    /// A value, called as the path ends.
    fn value(&mut self) -> Result<(), DocumentError> {
        self.space();
        let first = self.first();
        let element = std::mem::take(&mut self.element);
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
                let changed = self.change.text(Form::Json, written)?;
                self.out.push_str(&changed);
                return Ok(());
            }
            Treatment::Arguments => {
                let (written, text) = self.take_string()?;
                return self.put(written, &text, Form::Json);
            }
            Treatment::Schema => self.schema = true,
            Treatment::Look => {}
        }
        match first {
            '{' => {
                let outer = std::mem::replace(&mut self.part, element);
                self.items('}', Self::member)?;
                self.part = outer;
                Ok(())
            }
            '[' => self.list(),
            '"' => self.string(),
            _ => self.scalar(),
        }
    }

    fn treatment(&self, first: char) -> Treatment {
        let Some(rules) = self.rules else {
            return Treatment::Look;
        };
        if self.schema {
            return rules::in_schema(self.name(0));
        }
        match rules.of(self.name(1), self.name(0), first) {
            Treatment::Arguments if !matches!(first, '{' | '[' | '"') => Treatment::Look,
            treatment => treatment,
        }
    }

    /// A list, whose elements are called as it is. Texts of parts are changed together.
    fn list(&mut self) -> Result<(), DocumentError> {
        let first = self.holes.len();
        self.items(']', Self::list_element)?;
        self.fill(first)
    }

    fn list_element(&mut self) -> Result<(), DocumentError> {
        self.element = self.rules.is_some() && rules::names_parts(self.name(0));
        self.value()
    }

    /// Puts the changed texts in their places.
    fn fill(&mut self, first: usize) -> Result<(), DocumentError> {
        let holes = self.holes.split_off(first);
        let Some(begin) = holes.first().map(|hole| hole.at) else {
            return Ok(());
        };
        let texts: Vec<&str> = holes.iter().map(|hole| hole.text.as_str()).collect();
        let changed = self.change.texts(&texts)?;
        let behind = self.out.split_off(begin);
        let mut from = 0;
        for (hole, changed) in holes.iter().zip(&changed) {
            let to = hole.at - begin;
            self.out.push_str(&behind[from..to]);
            let (text, changed) = (hole.bare(&hole.text), hole.bare(changed));
            self.push(hole.written, text, changed)?;
            from = to;
        }
        self.out.push_str(&behind[from..]);
        Ok(())
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
        let (written, name) = self.take_string()?;
        self.name_of_member(written, &name)?;
        self.space();
        self.mark();
        let schema = self.schema;
        self.path.push(name);
        let written = self.value();
        self.path.pop();
        self.schema = schema;
        written
    }

    /// A name; most come again and again.
    fn name_of_member(&mut self, written: &str, name: &str) -> Result<(), DocumentError> {
        if self.clean.contains(name) {
            self.out.push_str(written);
            return Ok(());
        }
        let changed = self.change.text(Form::Word, name)?;
        if changed == name && self.clean.len() < CLEAN {
            self.clean.insert(changed);
            self.out.push_str(written);
            return Ok(());
        }
        self.push(written, name, &changed)
    }

    fn string(&mut self) -> Result<(), DocumentError> {
        let (written, text) = self.take_string()?;
        let name = self.name(0);
        let said = match self.rules {
            None => return self.put(written, &text, Form::Text),
            Some(_) if self.schema => rules::said_in_schema(name, &text),
            Some(rules) => rules.said(name, &text),
        };
        match said {
            Said::Sealed => {
                self.out.push_str(written);
                Ok(())
            }
            Said::Id => self.put(written, &text, Form::Id),
            Said::Word => self.put(written, &text, Form::Word),
            Said::Text => self.text(written, text),
        }
    }

    /// A string that says something, or holds bytes.
    fn text(&mut self, written: &'j str, text: String) -> Result<(), DocumentError> {
        let (head, found) = binary::held(&text, rules::names_bytes(self.name(0)));
        match found {
            Held::Foreign => return Err(DocumentError::Foreign),
            Held::Bytes => {
                let changed = self.change.text(Form::Word, head)? + &text[head.len()..];
                return self.push(written, &text, &changed);
            }
            Held::Doubtful => return self.put(written, &text, Form::Word),
            Held::Text(content, coding) => {
                let head = self.change.text(Form::Word, head)?;
                let changed = self.change.text(self.form(&content), &content)?;
                if changed != content {
                    return self.push(written, &text, &(head + &coding.write(&changed)));
                }
            }
            Held::Nothing => {}
        }
        let form = self.form(&text);
        if form != Form::Text {
            return self.put(written, &text, form);
        }
        if self.part && rules::is_part(self.name(1), self.name(0)) {
            self.leave_hole(written, text);
            return Ok(());
        }
        let changed = self.change.text(self.named(), &text)?;
        self.push(written, &text, &changed)
    }

    /// Leaves a place for a text that goes on others.
    fn leave_hole(&mut self, written: &'j str, text: String) {
        let spoken = rules::is_spoken(self.name(1), self.name(0));
        let spaced = spoken && !text.starts_with(char::is_whitespace);
        self.holes.push(Hole {
            at: self.out.len(),
            written,
            text: if spaced { format!(" {text}") } else { text },
            spaced,
        });
    }

    /// What a text is that stands here. In a schema a name says what others are to hold.
    fn named(&self) -> Form<'_> {
        if self.schema {
            Form::Text
        } else {
            Form::Named(self.name(0))
        }
    }

    /// What a text is.
    fn form(&self, text: &str) -> Form<'static> {
        let reads = self.rules.is_some_and(Rules::reads_json_in_strings);
        if reads && is_json(text) {
            Form::Json
        } else {
            Form::Text
        }
    }

    /// A number, or what is neither that nor a string.
    fn scalar(&mut self) -> Result<(), DocumentError> {
        let written = self.take()?;
        let looked_at = written.len() > LONG_NUMBER
            && self.rules.is_some()
            && rules::looks_at_number(&self.path, self.schema);
        if looked_at {
            let changed = self.change.text(Form::Number, written)?;
            if changed != written {
                self.out.push_str(&serde_json::to_string(&changed)?);
                return Ok(());
            }
        }
        self.out.push_str(written);
        Ok(())
    }

    fn put(&mut self, written: &str, text: &str, form: Form<'_>) -> Result<(), DocumentError> {
        let changed = self.change.text(form, text)?;
        self.push(written, text, &changed)
    }

    /// A string, changed; as it was written where nothing in it changes.
    fn push(&mut self, written: &str, text: &str, changed: &str) -> Result<(), DocumentError> {
        if changed == text {
            self.out.push_str(written);
        } else {
            self.out.push_str(&serde_json::to_string(changed)?);
        }
        Ok(())
    }

    /// Takes a string: as it is written, and what it says.
    fn take_string(&mut self) -> Result<(&'j str, String), serde_json::Error> {
        let written = self.take()?;
        Ok((written, unescape(written)?))
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

/// What a string says. Half of a surrogate pair, as a text that was cut has it, becomes a replacement character.
fn unescape(written: &str) -> Result<String, serde_json::Error> {
    serde_json::from_str(written).or_else(|_| {
        let Halves(text) = serde_json::from_str(written)?;
        Ok(text)
    })
}

/// A string that may hold half a pair, which serde has as bytes alone.
struct Halves(String);

impl<'de> Deserialize<'de> for Halves {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(HalvesVisitor)
    }
}

struct HalvesVisitor;

impl Visitor<'_> for HalvesVisitor {
    type Value = Halves;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Halves, E> {
        Ok(Halves(String::from_utf8_lossy(bytes).into_owned()))
    }
}

/// Whether a text is an object or array of JSON.
fn is_json(text: &str) -> bool {
    let first = text.trim_ascii_start().bytes().next();
    matches!(first, Some(b'{' | b'[')) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}
