//! What a frame says besides its wire's text: fields that the wire does not know or makes no use of, such as
//! annotations. Providers add fields, and a value may stand in any of them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use memchr::memchr2;

use super::danger::SHORTEST;
use super::frame::is_plain;
use super::kept::Kept;
use super::label;
use super::own::{self, is_own};
use super::pieces::Pieces;
use super::placeholder;
use super::site::{self, without_names};
use super::sites::Sites;
use crate::json::{Node, Raw, Reader, Str, Strings, Walk};
use crate::wire::{Form, Place};
use crate::{Framing, Kind, Kinds, base64};

/// Digits of a card's number; those of times in nanoseconds are fewer.
const CARD: core::ops::RangeInclusive<usize> = 15..=19;
/// The key of the base64 string in which Bedrock's chunks hold their data.
const INNER: &str = "bytes";

/// A string, key or number that may have to be masked.
pub(super) struct Stray {
    pub(super) place: Place,
    pub(super) text: String,
    /// What it is masked as.
    pub(super) what: Sort,
    /// What it is the value of, where that may say what it is.
    pub(super) name: String,
    /// What can be masked in it.
    pub(super) kinds: Kinds,
}

/// What a stray is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A text of its own.
    Alone,
    /// JSON that is to stay JSON.
    Json,
    /// A number, which becomes a string where it is masked.
    Number,
    /// A text that other frames may go on with: the place where it stands, and how that is taken.
    At(String, site::Sort),
}

/// A frame's JSON.
struct Document<'d> {
    text: &'d str,
    /// Where it stands in the frame's data, if that holds it in base64.
    within: Range<usize>,
    sites: Sites,
    /// Whether the frame is one of which nothing is known.
    foreign: bool,
    kinds: Kinds,
    /// Whether its strings may go on in other frames.
    goes_on: bool,
}

/// Whether it is an object or array.
pub(super) fn is_json(text: &str) -> bool {
    let mut reader = Reader::new(text);
    text.trim_start().starts_with(['{', '[']) && reader.skip().and_then(|()| reader.end()).is_ok()
}

/// Finds the strings of frames that no delta stands for.
#[derive(Default)]
pub(super) struct Rest {
    /// The last frame that holds none, without its pieces.
    bare: Vec<u8>,
    inner: Vec<u8>,
    /// First halves of characters whose second ones come in the next frame, by their places.
    halves: Vec<(String, u16)>,
}

impl Rest {
    /// Places that may wait for the second half of a character at a time.
    const HALVES: usize = 16;

    /// Those of the frame that are not among its pieces, which are in order; `None` where it is as good as
    /// the last one, which held nothing.
    pub(super) fn strays(
        &mut self,
        frame: &Kept,
        framing: Framing,
        pieces: &Pieces,
        kinds: Kinds,
        foreign: bool,
    ) -> Option<Vec<Stray>> {
        // What is within other data does not show in the frame.
        let flat = framing != Framing::EventStream;
        if flat && !foreign && self.is_bare(frame.data(), pieces) {
            return None;
        }
        let mut inner = core::mem::take(&mut self.inner);
        let (document, within) = document(&mut inner, frame, framing, pieces);
        let text = core::str::from_utf8(document).unwrap_or_default();
        let inner_at = within.clone();
        let mut strays = if foreign || has_stray(text, pieces) || has_value(text, pieces) {
            let event = core::str::from_utf8(frame.event()).unwrap_or_default();
            let sites = Sites::of(text, event);
            // Events that a wire knows and that bear no text are whole.
            let goes_on = foreign || !pieces.is_empty() || !sites.are_typed();
            let document = Document {
                text,
                within,
                sites,
                foreign,
                kinds,
                goes_on,
            };
            self.find(&document, pieces)
        } else {
            Vec::new()
        };
        self.inner = inner;
        if !inner_at.is_empty() {
            strays.extend(self.beside(frame, &inner_at, kinds));
        }
        Some(strays)
    }

    /// Those beside the string in which a Bedrock chunk holds its data, which stands at `within`. They are
    /// nobody's own.
    pub(super) fn beside(
        &mut self,
        frame: &Kept,
        within: &Range<usize>,
        kinds: Kinds,
    ) -> Vec<Stray> {
        let text = core::str::from_utf8(frame.data()).unwrap_or_default();
        // Most often there is nothing but padding.
        let around = [text.get(..within.start), text.get(within.end..)];
        let mut strings = Strings::of(text).filter(|(_, value)| value.range() != *within);
        let may_be = |part: &&str| may_be_value(part.as_bytes());
        if strings.all(|(_, value)| is_plain(value.raw())) && !around.iter().flatten().any(may_be) {
            return Vec::new();
        }
        let document = Document {
            text,
            within: 0..0,
            sites: Sites::default(),
            foreign: true,
            kinds,
            goes_on: false,
        };
        let mut strays = self.find(&document, &Pieces::default());
        strays.retain(|stray| stray.place.range != *within && !is_plain(&stray.text));
        strays
    }

    /// Whether the frame holds nothing to mask besides its pieces: nor does then the next, if it is but for
    /// its pieces the same.
    pub(super) fn note(&mut self, bare: bool, frame: &Kept, pieces: &Pieces) {
        self.bare.clear();
        if bare {
            for part in pieces.between(frame.data()) {
                self.bare.extend_from_slice(part);
            }
        }
    }

    /// The strings and keys beside its pieces in which a placeholder may stand, whole.
    pub(super) fn placeheld(
        &mut self,
        frame: &Kept,
        framing: Framing,
        pieces: &Pieces,
    ) -> Vec<(Place, String)> {
        let (data, within) = self.document(frame, framing, pieces);
        let text = core::str::from_utf8(data).unwrap_or_default();
        let holds = |text: &str| placeholder::all(text).next().is_some();
        if !holds(text) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for node in Walk::of(text) {
            let (Node::Key(string) | Node::String(string)) = node else {
                continue;
            };
            if holds(string.raw()) && !pieces.cover(&string.range()) {
                let place = Place {
                    range: string.range(),
                    form: Form::Content,
                    within: within.clone(),
                };
                found.push((place, string.to_text()));
            }
        }
        found
    }

    /// Whether the frame is but for its pieces the last one, as most are.
    fn is_bare(&self, data: &[u8], pieces: &Pieces) -> bool {
        let mut parts = pieces.between(data);
        let rest = parts.try_fold(&*self.bare, |bare, part| bare.strip_prefix(part));
        !self.bare.is_empty() && rest.is_some_and(<[u8]>::is_empty)
    }

    fn find(&mut self, document: &Document<'_>, pieces: &Pieces) -> Vec<Stray> {
        let mut strays = Vec::new();
        let mut walk = Walk::of(document.text);
        while let Some(node) = walk.next() {
            match node {
                Node::String(value) if is_stray(walk.key(), value, pieces) => {
                    strays.push(self.string(&walk, value, document));
                }
                Node::Key(key) if document.looks_at_key(key, pieces) => {
                    strays.push(document.stray(key.range(), key.to_text(), Sort::Alone));
                }
                Node::Scalar(raw) if document.looks_at_number(raw, pieces) => {
                    let number = document.stray(raw.range(), raw.text.to_string(), Sort::Number);
                    strays.push(Stray {
                        kinds: document.kinds_of_number(number.kinds),
                        ..number.named(walk.key())
                    });
                }
                _ => {}
            }
        }
        strays
    }

    fn string(&mut self, walk: &Walk<'_>, value: Str<'_>, document: &Document<'_>) -> Stray {
        let path = walk.path();
        let (key, sort) = (
            document.sites.key(path),
            document.sites.sort(path, !document.foreign),
        );
        let own = own::kinds_of(walk.key().raw(), value.raw(), document.kinds);
        let pieces = sort == site::Sort::Pieces && own.is_none();
        let text = if pieces {
            self.joined(&key, value)
        } else {
            value.to_text()
        };
        let what = match () {
            () if pieces => Sort::At(key, sort),
            () if is_json(&text) => Sort::Json,
            () if document.goes_on && own.is_none() => Sort::At(key, sort),
            () => Sort::Alone,
        };
        let mut stray = document.stray(value.range(), text, what);
        stray.kinds = own.unwrap_or(stray.kinds);
        stray.named(walk.key())
    }

    /// The text of a piece, with the half of a character that the last one at its place ended with.
    fn joined(&mut self, key: &str, value: Str<'_>) -> String {
        let waiting = self.halves.iter().position(|(of, _)| of == key);
        let half = waiting.map(|at| self.halves.swap_remove(at).1);
        let mut text = String::new();
        match value.undo(&mut text, half) {
            Some(half) if self.halves.len() < Self::HALVES => {
                self.halves.push((key.to_string(), half));
            }
            Some(_) => text.push(char::REPLACEMENT_CHARACTER),
            None => {}
        }
        text
    }

    /// The frame's JSON and, where a Bedrock chunk holds it in base64, the place of that.
    pub(super) fn document<'d>(
        &'d mut self,
        frame: &'d Kept,
        framing: Framing,
        pieces: &Pieces,
    ) -> (&'d [u8], Range<usize>) {
        document(&mut self.inner, frame, framing, pieces)
    }
}

impl Stray {
    fn named(self, name: Str<'_>) -> Self {
        let name = label::of(&name.to_text()).to_string();
        Self { name, ..self }
    }
}

impl Document<'_> {
    /// In an event that the wire knows, most names of members are its own.
    fn looks_at_key(&self, key: Str<'_>, pieces: &Pieces) -> bool {
        let raw = key.raw();
        let may = self.foreign || may_be_value(raw.as_bytes());
        may && raw.len() >= SHORTEST && !pieces.cover(&key.range())
    }

    /// There, numbers are its own but for cards.
    fn looks_at_number(&self, raw: Raw<'_>, pieces: &Pieces) -> bool {
        let may = self.foreign || is_long_number(raw.text.as_bytes());
        may && raw.text.len() >= SHORTEST && !pieces.cover(&raw.range())
    }

    /// What of `kinds` can be masked in a number.
    fn kinds_of_number(&self, kinds: Kinds) -> Kinds {
        if self.foreign {
            kinds
        } else {
            kinds.and(Kinds::of(&[Kind::CreditCard]))
        }
    }

    fn stray(&self, range: Range<usize>, text: String, what: Sort) -> Stray {
        let form = match what {
            Sort::Number => Form::Value,
            _ => Form::Content,
        };
        // Names, dates and the like are masked in what looks like text: a known protocol has words and times
        // of its own.
        let is_text = self.foreign || text.contains(' ');
        let piece = matches!(what, Sort::At(_, site::Sort::Pieces));
        Stray {
            place: Place {
                range,
                form,
                within: self.within.clone(),
            },
            kinds: if is_text || piece {
                self.kinds
            } else {
                without_names(self.kinds)
            },
            text,
            what,
            name: String::new(),
        }
    }
}

/// Whether a string of the document is no piece and no mark of the protocol.
fn has_stray(document: &str, pieces: &Pieces) -> bool {
    Strings::of(document).any(|(key, value)| is_stray(key, value, pieces))
}

/// Whether a key or number beside the pieces may be a value.
fn has_value(document: &str, pieces: &Pieces) -> bool {
    pieces.between(document.as_bytes()).any(may_be_value)
}

/// Whether an address or a card's number may stand in it; behind a backslash, any letter may.
fn may_be_value(bytes: &[u8]) -> bool {
    let mut runs = bytes.split(|byte| !byte.is_ascii_digit());
    memchr2(b'@', b'\\', bytes).is_some() || runs.any(is_long_number)
}

/// Whether it has as many digits as a card's number, and nothing else.
fn is_long_number(bytes: &[u8]) -> bool {
    CARD.contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit)
}

fn is_stray(key: Str<'_>, value: Str<'_>, pieces: &Pieces) -> bool {
    !(value.is_empty() || pieces.cover(&value.range()) || is_own(key.raw(), value.raw()))
}

pub(super) fn document<'d>(
    inner: &'d mut Vec<u8>,
    frame: &'d Kept,
    framing: Framing,
    pieces: &Pieces,
) -> (&'d [u8], Range<usize>) {
    let data = frame.data();
    let may_hold = framing == Framing::EventStream && pieces.may_be_within();
    match may_hold.then(|| decode(data, inner)).flatten() {
        Some(within) => (inner, within),
        None => (data, 0..0),
    }
}

/// Has `inner` hold the data within a Bedrock chunk; tells where it stands.
fn decode(data: &[u8], inner: &mut Vec<u8>) -> Option<Range<usize>> {
    let document = core::str::from_utf8(data).ok()?;
    let (_, bytes) = Strings::of(document).find(|(key, _)| key.raw() == INNER)?;
    base64::decode(bytes.raw().as_bytes(), inner).then(|| bytes.range())
}
