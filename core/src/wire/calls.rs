//! Which tool call a piece belongs to.

use alloc::vec::Vec;

use super::Deltas;
use crate::Code;
use crate::json::Str;

/// The tool calls of a stream, numbered from 0 in order of appearance.
#[derive(Debug, Default)]
pub(super) struct Calls {
    known: Vec<Call>,
    refused: bool,
}

#[derive(Debug)]
struct Call {
    choice: u32,
    index: Option<u32>,
    /// A hash of the provider's id; 0 where it tells none.
    id: u64,
    closed: bool,
}

/// What a piece tells of its call.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tag<'a> {
    pub(super) choice: u32,
    pub(super) index: Option<u32>,
    pub(super) id: Str<'a>,
    pub(super) name: Str<'a>,
}

impl Calls {
    /// Calls of one stream. Pieces of further ones are passed over.
    const MOST: usize = 4096;

    /// The call of a piece; told if it is new. `None` where there are too many.
    pub(super) fn find(&mut self, tag: &Tag<'_>, deltas: &mut Deltas<'_>) -> Option<u32> {
        let id = hash(tag.id.raw());
        let known = self.known.iter().rposition(|call| call.holds(tag, id));
        known.map_or_else(|| self.begin(tag, deltas), |at| Some(at as u32))
    }

    /// A call that begins with this piece, whatever came before; told.
    pub(super) fn begin(&mut self, tag: &Tag<'_>, deltas: &mut Deltas<'_>) -> Option<u32> {
        if self.known.len() >= Self::MOST {
            if !core::mem::replace(&mut self.refused, true) {
                deltas.diagnose(Code::TooManyChannels, "further tool calls are passed over");
            }
            return None;
        }
        let call = self.known.len() as u32;
        deltas.tool_call(tag.choice, call, tag.id, tag.name);
        self.known.push(Call {
            choice: tag.choice,
            index: tag.index,
            id: hash(tag.id.raw()),
            closed: false,
        });
        Some(call)
    }

    /// The newest call under the index of `tag`, if it is open still; closes it.
    pub(super) fn close(&mut self, tag: &Tag<'_>) -> Option<u32> {
        let at = self.known.iter().rposition(|call| call.holds(tag, 0))?;
        let closed = core::mem::replace(&mut self.known[at].closed, true);
        (!closed).then_some(at as u32)
    }

    /// The next call of a choice that is open still, which is closed with that.
    pub(super) fn close_next(&mut self, choice: u32) -> Option<u32> {
        self.close_first(|call| call.choice == choice)
    }

    /// The next call that is open still, with its choice; it is closed with that.
    pub(super) fn close_any(&mut self) -> Option<(u32, u32)> {
        let at = self.close_first(|_| true)?;
        Some((self.known[at as usize].choice, at))
    }

    fn close_first(&mut self, wanted: impl Fn(&Call) -> bool) -> Option<u32> {
        let at = self
            .known
            .iter()
            .position(|call| !call.closed && wanted(call))?;
        self.known[at].closed = true;
        Some(at as u32)
    }
}

impl Call {
    /// Whether a piece continues this call, asked for the newest call first.
    ///
    /// The index decides where it is told, unless a piece with a name of its own and another id
    /// begins a further call under it (as gateways do that count every call 0). Without an index
    /// the id decides, and without both a piece that has no name continues the newest call.
    fn holds(&self, tag: &Tag<'_>, id: u64) -> bool {
        let named = !tag.name.is_empty();
        let same_index = tag.index.is_some() && tag.index == self.index;
        self.choice == tag.choice
            && match (tag.index, id) {
                (Some(_), 0) => same_index,
                (Some(_), _) => same_index && (id == self.id || self.id == 0 || !named),
                (None, 0) => !named,
                (None, _) => id == self.id,
            }
    }
}

/// FNV-1a, never 0 but for the empty string.
pub(super) fn hash(id: &str) -> u64 {
    if id.is_empty() {
        return 0;
    }
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    id.bytes().fold(0xcbf2_9ce4_8422_2325, step) | 1
}
