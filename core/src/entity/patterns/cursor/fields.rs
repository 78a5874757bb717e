//! From one field to the next, and the ends of both field and text.

use super::Cursor;
use super::input::{Field, field};
use crate::text::Flags;

/// Bytes from the start of a mention behind which no further field is asked for.
const HORIZON: usize = 112;
/// Bytes of white space within a mention.
const WIDEST_GAP: usize = 8;

impl<'i> Cursor<'i> {
    /// The whole field, however long, from here.
    pub(in crate::entity::patterns) fn long_rest(self) -> &'i str {
        let view = self.input.view;
        let (end, _) = field(view, self.input.at, view.tokens.len());
        view.text.get(self.pos..end).unwrap_or_default()
    }

    /// All that has come behind this place, and whether more may follow.
    pub(in crate::entity::patterns) fn all_behind(self) -> (&'i str, bool) {
        let view = self.input.view;
        let end = view.tokens.last().map_or(0, |token| usize::from(token.end));
        (
            view.text.get(self.pos..end).unwrap_or_default(),
            !view.closed,
        )
    }

    /// The start of the next field of the same line, if this one is at its end.
    pub(in crate::entity::patterns) fn gap(self) -> Option<Self> {
        self.further(HORIZON)
    }

    /// The same, up to so many bytes from the start of the mention.
    pub(in crate::entity::patterns) fn further(self, most: usize) -> Option<Self> {
        let input = self.input;
        if self.pos != self.end || self.pos > input.start + most {
            return None;
        }
        let Some(token) = input.view.get(self.next) else {
            if !input.view.closed {
                input.starve();
            }
            return None;
        };
        let start = usize::from(token.start);
        let near = (self.pos + 1..=self.pos + WIDEST_GAP).contains(&start);
        if !near || !token.flags.has(Flags::FIELD) || token.flags.has(Flags::LINE) {
            return None;
        }
        let Field { end, next, .. } = input.following(self.next);
        Some(Self {
            input,
            pos: start,
            end,
            next,
        })
    }

    /// The same place, with the fields that stand directly behind its own as parts of that, as those of scripts
    /// without spaces do.
    pub(in crate::entity::patterns) fn glued(mut self) -> Self {
        let view = self.input.view;
        let beyond = |at: usize| {
            view.text
                .as_bytes()
                .get(at)
                .is_some_and(|byte| !byte.is_ascii_whitespace())
        };
        while beyond(self.end) && self.end < self.input.start + HORIZON {
            match view.get(self.next) {
                Some(token) if usize::from(token.start) == self.end => {
                    Field {
                        end: self.end,
                        next: self.next,
                        ..
                    } = self.input.following(self.next);
                }
                None if !view.closed => {
                    self.starve();
                    break;
                }
                _ => break,
            }
        }
        self
    }

    /// Whether no field follows this one in its line, as far as that has come.
    pub(in crate::entity::patterns) fn ends_line(self) -> bool {
        let view = self.input.view;
        if let Some(token) = view.get(self.next) {
            return token.flags.has(Flags::LINE);
        }
        let behind = view.text.get(self.pos..).unwrap_or_default();
        let behind = behind.trim_start_matches([' ', '\t', '\r']);
        behind.is_empty() || behind.starts_with('\n')
    }

    /// The next field if this one is at its end, else this place.
    #[inline]
    pub(in crate::entity::patterns) fn space(self) -> Self {
        self.gap().unwrap_or(self)
    }

    /// Whether the text ends here.
    pub(in crate::entity::patterns) fn is_last(self) -> bool {
        let view = self.input.view;
        self.pos == self.end && view.closed && view.get(self.next).is_none()
    }

    /// Whether a mark stands here that parts what is before it from all that follows in the field, or
    /// nothing follows at all.
    pub(in crate::entity::patterns) fn stops(self) -> bool {
        match self.peek() {
            0 => self.is_last(),
            mark => matches!(mark, b'.' | b',' | b';' | b'!' | b'?' | b')'),
        }
    }
}
