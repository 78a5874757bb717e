//! JSON objects that stand bare between events.

use memchr::memchr;

use super::super::nesting::Nesting;
use super::event::Fit;
use super::line::{Field, Line};
use super::{Found, Phase, Sse};
use crate::buffer::Exhausted;

impl Sse {
    pub(super) fn begin_object(&mut self) -> Result<Found, Exhausted> {
        self.holds = true;
        self.event.begin_data(b"")?;
        self.line = Line::Bare(Nesting::default(), false);
        Ok(Found::Nothing)
    }

    /// A line of an object, or a piece of it; `fresh` at its first byte.
    pub(super) fn object(
        &mut self,
        mut nesting: Nesting,
        fresh: bool,
        input: &mut &[u8],
    ) -> Result<Found, Exhausted> {
        if fresh && input[0] == b'\n' {
            return self.blank(input);
        }
        let line = match input[0] {
            b'\r' if fresh => 1,
            _ => memchr(b'\n', input).map_or(input.len(), |end| end + 1),
        };
        let end = nesting.read(&input[..line]);
        let piece = &input[..end.unwrap_or(line)];
        if let Fit::TooLarge = self.event.extend(Field::Data, piece)? {
            return Ok(self.drop_event());
        }
        let fresh = piece.ends_with(b"\n") || fresh && piece == b"\r";
        self.advance(input, piece.len());
        if end.is_some() {
            self.line = Line::Fresh;
            self.phase.set(Phase::Given);
            return Ok(Found::Kept);
        }
        self.line = Line::Bare(nesting, fresh);
        Ok(Found::Nothing)
    }
}
