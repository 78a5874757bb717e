//! What a frame says besides its wire's text: fields that the wire does not know or makes no use of, such as
//! annotations. Providers add fields, and a value may stand in any of them.

use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::kept::Kept;
use super::pieces::Pieces;
use crate::json::{Reader, Str, Strings};
use crate::wire::{Form, Place};
use crate::{Channel, Framing, Kind, Kinds, base64};

/// Keys whose values are the protocol's own as long as they look it, besides those that end with `id`.
const OWN: [&str; 14] = [
    "type",
    "object",
    "role",
    "model",
    "event",
    "status",
    "finish_reason",
    "created_at",
    "createTime",
    "signature",
    "thought_signature",
    "thoughtSignature",
    "encrypted_content",
    "obfuscation",
];
/// The key of the base64 string in which Bedrock's chunks hold their data.
const INNER: &str = "bytes";

/// A string that may have to be masked.
pub(super) struct Stray {
    pub(super) place: Place,
    pub(super) text: String,
    /// What it is masked as: text, or JSON that is to stay JSON.
    pub(super) channel: Channel,
    /// What can be masked in it.
    pub(super) kinds: Kinds,
}

impl Stray {
    fn new(value: Str<'_>, within: Range<usize>, kinds: Kinds) -> Self {
        let (text, choice) = (value.to_text(), 0);
        let channel = if is_json(&text) {
            Channel::Tool { choice, call: 0 }
        } else {
            Channel::Text { choice }
        };
        Self {
            place: Place {
                range: value.range(),
                form: Form::Content,
                within,
            },
            channel,
            kinds: kinds_in(&text, kinds),
            text,
        }
    }
}

/// Whether it is an object or array.
fn is_json(text: &str) -> bool {
    let mut reader = Reader::new(text);
    text.trim_start().starts_with(['{', '[']) && reader.skip().and_then(|()| reader.end()).is_ok()
}

/// Finds the strings of frames that no delta stands for.
#[derive(Default)]
pub(super) struct Rest {
    clean: Clean,
    /// The last frame that holds none, without its pieces.
    bare: Vec<u8>,
    inner: Vec<u8>,
}

impl Rest {
    /// Those of the frame that are not among its pieces, which are in order, nor known to hold nothing.
    pub(super) fn strays(
        &mut self,
        frame: &Kept,
        framing: Framing,
        pieces: &Pieces,
        kinds: Kinds,
    ) -> Vec<Stray> {
        // What is within other data does not show in the frame.
        let flat = framing != Framing::EventStream;
        if flat && self.is_bare(frame.data(), pieces) {
            return Vec::new();
        }
        let strays = self.find(frame, framing, pieces, kinds);
        self.bare.clear();
        if strays.is_empty() {
            self.bare.extend(pieces.between(frame.data()).flatten());
        }
        strays
    }

    /// Whether the frame is but for its pieces the last one, as most are.
    fn is_bare(&self, data: &[u8], pieces: &Pieces) -> bool {
        let mut parts = pieces.between(data);
        let rest = parts.try_fold(&*self.bare, |bare, part| bare.strip_prefix(part));
        !self.bare.is_empty() && rest.is_some_and(<[u8]>::is_empty)
    }

    fn find(
        &mut self,
        frame: &Kept,
        framing: Framing,
        pieces: &Pieces,
        kinds: Kinds,
    ) -> Vec<Stray> {
        let Self { clean, inner, .. } = self;
        let (document, within) = document(inner, frame, framing, pieces);
        let document = core::str::from_utf8(document).unwrap_or_default();
        let strays = Strings::of(document).filter_map(|(key, value)| {
            let range = value.range();
            let known = pieces.cover(&range) || clean.holds(value) || is_own(key, value);
            (!known).then(|| Stray::new(value, within.clone(), kinds))
        });
        strays.collect()
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

    /// A string in which nothing is masked: frames repeat most of what is beside the text.
    pub(super) fn note_clean(&mut self, text: &str) {
        self.clean.add(text);
    }
}

fn document<'d>(
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

/// Whether it is no text but a mark of the protocol.
fn is_own(key: Str<'_>, value: Str<'_>) -> bool {
    let key = key.raw();
    let named = key.ends_with("id") || key.ends_with("Id") || OWN.contains(&key);
    named && !value.raw().contains([' ', '@', '\\'])
}

/// Names, dates and the like are masked in what looks like text: the protocol has words and times of its own.
fn kinds_in(text: &str, kinds: Kinds) -> Kinds {
    if text.contains(' ') {
        return kinds;
    }
    let masked = |kind: &Kind| kinds.has(*kind) && kind.is_sensitive() && !kind.is_name();
    Kind::ALL.into_iter().filter(masked).collect()
}

/// The last short strings that were looked at and hold nothing.
#[derive(Default)]
struct Clean(VecDeque<String>);

impl Clean {
    const STRINGS: usize = 16;
    const BYTES: usize = 64;

    fn holds(&self, value: Str<'_>) -> bool {
        let is = |text: &str| self.0.iter().any(|known| known == text);
        value.is_empty() || value.plain().is_some_and(is)
    }

    fn add(&mut self, text: &str) {
        if text.len() > Self::BYTES {
            return;
        }
        if self.0.len() == Self::STRINGS {
            self.0.pop_front();
        }
        self.0.push_back(text.to_string());
    }
}
