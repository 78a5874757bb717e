//! What a recogniser is asked about.

use core::cell::Cell;

use super::Cursor;
use crate::entity::Kinds;
use crate::text::list::Glance;
use crate::text::{Flags, View};

/// Tokens of one field that are looked at from where a recogniser begins.
const FIELD_HORIZON: usize = 64;

/// What one question is about. A recogniser whose answer hangs on a token that is not there yet
/// leaves `starved` set: everything else that it read can no longer change, so that its answer
/// can't either.
pub(in crate::entity::patterns) struct Input<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) at: usize,
    /// Where the mention may begin: the token, without what a code before it ends with.
    pub(super) start: usize,
    pub(in crate::entity::patterns) kinds: Kinds,
    /// The two characters before the token, the nearer one first; spaces where there is none.
    pub(super) before: [char; 2],
    starved: Cell<bool>,
    /// The letters that were asked for last.
    pub(super) lettered: Cell<Letters>,
    /// The digits that were asked for last.
    numbered: Cell<Digits>,
    /// The field that was asked for last.
    following: Cell<Field>,
}

/// The digits at a place.
#[derive(Clone, Copy, Default)]
struct Digits {
    pos: usize,
    /// The end of the field.
    end: usize,
    /// Their value, and in the lower half how many there are.
    number: u64,
}

/// The letters at a place.
#[derive(Clone, Copy, Default)]
pub(super) struct Letters {
    pub(super) pos: usize,
    /// The end of the field.
    pub(super) end: usize,
    /// With their length.
    pub(super) glance: Glance,
}

/// A field by the token that it begins with.
#[derive(Clone, Copy, Default)]
pub(super) struct Field {
    first: usize,
    pub(super) end: usize,
    /// The first token behind it.
    pub(super) next: usize,
}

impl<'v> Input<'v> {
    /// The question about token `at`, whose first bytes may belong to the code of a character before it.
    pub(in crate::entity::patterns) fn new(
        view: &'v View<'v>,
        at: usize,
        coded: Option<usize>,
        kinds: Kinds,
    ) -> Self {
        let start = usize::from(view.tokens[at].start);
        let before = match coded {
            Some(_) => [' '; 2],
            None => last_two(&view.text[..start]),
        };
        Self {
            view,
            at,
            start: start + coded.unwrap_or_default(),
            kinds,
            before,
            starved: Cell::new(false),
            lettered: Cell::default(),
            numbered: Cell::default(),
            following: Cell::default(),
        }
    }

    /// The field that begins at token `first`, which several rules ask for one after the other.
    #[inline]
    pub(super) fn following(&self, first: usize) -> Field {
        let mut following = self.following.get();
        if following.first != first {
            let (end, next) = field(self.view, first, FIELD_HORIZON);
            following = Field { first, end, next };
            self.following.set(following);
        }
        following
    }

    /// The value of the digits at `pos`, and in the lower half how many there are. Most rules ask for those of
    /// the same place.
    #[inline(never)]
    pub(super) fn number(&self, pos: usize, end: usize) -> u64 {
        let known = self.numbered.get();
        if (known.pos, known.end) == (pos, end) {
            return known.number;
        }
        let text = self.view.text.as_bytes();
        let rest = text.get(pos..end).unwrap_or_default();
        let (mut value, mut count) = (0_u32, 0_u64);
        for digit in rest.iter().take_while(|byte| byte.is_ascii_digit()) {
            let digit = u32::from(digit - b'0');
            value = value.saturating_mul(10).saturating_add(digit);
            count += 1;
        }
        let number = u64::from(value) << 32 | count;
        self.numbered.set(Digits { pos, end, number });
        number
    }

    /// Whether the end of the open text was met.
    pub(in crate::entity::patterns) fn starved(&self) -> bool {
        self.starved.get()
    }

    /// Notes that the answer hangs on what follows.
    pub(super) fn starve(&self) {
        self.starved.set(true);
    }

    /// The place of the token that the question is about.
    pub(in crate::entity::patterns) fn cursor(&self) -> Cursor<'_> {
        let (end, next) = field(self.view, self.at, FIELD_HORIZON);
        Cursor {
            input: self,
            pos: self.start,
            end,
            next,
        }
    }
}

fn last_two(text: &str) -> [char; 2] {
    match text.as_bytes() {
        [.., further, last] if last.is_ascii() && further.is_ascii() => {
            [char::from(*last), char::from(*further)]
        }
        _ => {
            let mut back = text.chars().rev();
            [(); 2].map(|()| back.next().unwrap_or(' '))
        }
    }
}

/// The end of the field that token `at` stands in, and the first token behind it.
pub(super) fn field(view: &View<'_>, at: usize, horizon: usize) -> (usize, usize) {
    let rest = &view.tokens[at..view.tokens.len().min(at + horizon)];
    let length = rest[1..].iter().position(|t| t.flags.has(Flags::FIELD));
    let length = length.map_or(rest.len(), |n| n + 1);
    (usize::from(rest[length - 1].end), at + length)
}
