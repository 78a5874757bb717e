//! The cells in which a value may stand: a kind, a wire in a framing, and a channel in a form.

use midflight_core::{Engine, Kind, Kinds, Wire};

use super::framings::DRESSES;
use super::hearing::Hearing;
use super::masked;
use super::sensitive::{OTHERS, VALUES, keys};
use super::speeches::{SPEECHES, Speech};

/// Texts around a value, and ones in which it begins or ends the stream.
pub const AROUND: [(&str, &str); 4] = [
    ("It is ", ", so they said."),
    ("", " was told to us."),
    ("It is ", ""),
    ("a \"b\"\n", " é."),
];

/// A wire in a framing, and a way of saying something on it.
pub struct Cell<'s> {
    pub speech: &'s Speech,
    pub wire: Wire,
    pub dress: Option<usize>,
}

impl<'s> Cell<'s> {
    /// On the first wire that says it, as that frames it.
    pub fn plain(speech: &'s Speech) -> Self {
        let (wire, dress) = (speech.wires[0], None);
        Self {
            speech,
            wire,
            dress,
        }
    }

    /// What is said of a case in the masked whole.
    pub fn expected(&self, engine: &Engine, case: &Case<'_>) -> String {
        let text = self.speech.written(&case.text());
        let stream = self.make(&[&text]);
        let whole = masked(engine, self.read_as(), case.kinds(), [&*stream]);
        let expected = self.heard(engine, &whole);
        let mark = format!("[{}_1]", case.kind.name().to_ascii_uppercase());
        let (name, value) = (self.name(), case.value);
        assert!(
            expected.contains(&mark),
            "{name}: {expected:?} masks {value}"
        );
        expected
    }

    /// For a person.
    pub fn name(&self) -> String {
        let framing = self.dress.map_or("", |dress| DRESSES[dress].name);
        format!("{} {} {framing}", self.wire.name(), self.speech.name)
    }

    /// A stream of one text in pieces.
    pub fn make(&self, pieces: &[&str]) -> Vec<u8> {
        let stream = (self.speech.make)(self.wire, pieces);
        match self.dress {
            Some(dress) => DRESSES[dress].dress(stream),
            None => stream,
        }
    }

    /// As what it is read.
    pub fn read_as(&self) -> Wire {
        let dress = self.dress.map(|dress| &DRESSES[dress]);
        dress.map_or(self.wire, |dress| dress.wire(self.wire))
    }

    fn heard(&self, engine: &Engine, bytes: &[u8]) -> String {
        let mut hearing = Hearing::new(engine, self.read_as());
        hearing.hear(bytes);
        hearing.finish()
    }
}

/// Every cell but plain text.
pub fn cells() -> Vec<Cell<'static>> {
    let mut cells = Vec::new();
    for speech in SPEECHES {
        for &wire in speech.wires {
            let dresses = (0..DRESSES.len()).filter(|dress| DRESSES[*dress].fits(wire));
            for dress in std::iter::once(None).chain(dresses.map(Some)) {
                cells.push(Cell {
                    speech,
                    wire,
                    dress,
                });
            }
        }
    }
    cells
}

/// What is masked, and a value of it.
pub struct Case<'v> {
    pub kind: Kind,
    pub value: &'v str,
    pub around: (&'v str, &'v str),
}

impl Case<'_> {
    /// The value with words around it, the one before it telling what it is where that is needed.
    pub fn text(&self) -> String {
        let lead = match self.kind {
            Kind::Event => "the ",
            Kind::Work => "the album ",
            _ => "",
        };
        [self.around.0, lead, self.value, self.around.1].concat()
    }

    /// Whether it is recognised at all: names lean on the words around them.
    pub fn is_known(&self, engine: &Engine) -> bool {
        let text = self.text();
        let masked = masked(engine, Wire::Text, self.kinds(), [text.as_bytes()]);
        let known = masked != text.as_bytes();
        assert!(known || self.kind.is_name(), "{text:?}");
        known
    }

    /// What is masked.
    pub fn kinds(&self) -> Kinds {
        if self.kind.is_sensitive() {
            Kinds::sensitive()
        } else {
            [self.kind].into_iter().collect()
        }
    }
}

/// Every value there is.
pub fn values() -> Vec<(Kind, String)> {
    let told = VALUES.iter().chain(&OTHERS);
    let told = told.map(|(kind, value)| (*kind, (*value).to_owned()));
    let keys = keys().into_iter().map(|key| (Kind::Secret, key));
    told.chain(keys).collect()
}
