//! What is kept of an event until its blank line comes.

use simdutf8::basic::from_utf8;

use memchr::memchr;

use super::super::checked::Checked;
use super::super::recycle;
use super::super::repair::{repair, repaired_len};
use super::line::Field;
use super::whole::{BLOCK, front};
use crate::buffer::{BufferPool, Carry, Exhausted};

/// What became of a piece.
pub(super) enum Fit {
    Kept,
    /// The field does not count.
    Ignored,
    /// The event is larger than the limit.
    TooLarge,
}

#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that hold apart from each other"
)]
pub(super) struct Event {
    limit: usize,
    /// Its data, lines joined by LF.
    data: Carry,
    /// Bytes in the carry behind the data that do not belong to it.
    padding: usize,
    has_data: bool,
    name: Carry,
    id: Carry,
    has_id: bool,
    /// The name or id that is being read. It takes effect at the end of its line.
    value: Carry,
    number: Number,
    last_id: Checked,
    /// Bytes in the carries, all of which count.
    kept: usize,
    /// Whether more than data may be kept.
    named: bool,
    begun: bool,
    dropped: bool,
    repaired: bool,
}

impl Event {
    pub(super) fn new(limit: usize, pool: &BufferPool) -> Self {
        Self {
            limit,
            data: Carry::new(pool),
            padding: 0,
            has_data: false,
            name: Carry::new(pool),
            id: Carry::new(pool),
            has_id: false,
            value: Carry::new(pool),
            number: Number::default(),
            last_id: Checked::default(),
            kept: 0,
            named: false,
            begun: false,
            dropped: false,
            repaired: false,
        }
    }

    /// The data of a whole event; `Err` where it is no UTF-8, with whether it could be mended.
    #[inline]
    pub(super) fn data(&self) -> Result<&str, bool> {
        let padded = self.data.as_slice();
        let len = padded.len() - self.padding;
        front(padded, len).ok_or_else(|| self.grown(&padded[..len]) <= self.limit)
    }

    /// The name of a whole event; empty where it has none.
    #[inline]
    pub(super) fn name(&self) -> &str {
        if !self.named {
            return "";
        }
        core::str::from_utf8(self.name.as_slice()).unwrap_or_default()
    }

    /// The id of the last event that had one.
    pub(super) fn last_id(&self) -> &str {
        self.last_id.as_str()
    }

    pub(super) fn has_data(&self) -> bool {
        self.has_data
    }

    /// Notes that the event has more than comments.
    pub(super) fn begin(&mut self) {
        self.begun = true;
    }

    /// Whether it would be lost if the stream ended here.
    pub(super) fn is_begun(&self) -> bool {
        self.begun && !self.dropped
    }

    pub(super) fn is_dropped(&self) -> bool {
        self.dropped
    }

    /// Whether invalid UTF-8 was replaced.
    pub(super) fn is_repaired(&self) -> bool {
        self.repaired
    }

    /// A line of `field` begins. Lines of data are joined by LF.
    pub(super) fn begin_field(&mut self, field: Field) -> Result<Fit, Exhausted> {
        self.number = Number::default();
        if field != Field::Data || !core::mem::replace(&mut self.has_data, true) {
            return Ok(Fit::Kept);
        }
        self.extend(field, b"\n")
    }

    /// The first line of the event is one of data, and `piece` the beginning of its value. On
    /// [`Exhausted`] nothing has changed.
    #[inline]
    pub(super) fn begin_data(&mut self, piece: &[u8]) -> Result<Fit, Exhausted> {
        let fit = self.extend_data(piece)?;
        self.has_data = true;
        self.begun = true;
        Ok(fit)
    }

    /// A piece of the value of `field`.
    #[inline]
    pub(super) fn extend(&mut self, field: Field, piece: &[u8]) -> Result<Fit, Exhausted> {
        match field {
            Field::Data => self.extend_data(piece),
            Field::Retry => {
                self.number.read(piece);
                Ok(Fit::Kept)
            }
            Field::Event => self.extend_value(piece, None),
            Field::Id => self.extend_value(piece, memchr(0, piece)),
        }
    }

    #[inline]
    fn extend_data(&mut self, piece: &[u8]) -> Result<Fit, Exhausted> {
        if self.kept + piece.len() > self.limit {
            return Ok(Fit::TooLarge);
        }
        self.data.push(piece)?;
        self.kept += piece.len();
        Ok(Fit::Kept)
    }

    /// The last piece of the data of an event that is nothing but data: the first `len` bytes of
    /// `input`, which its blank line follows. What fills up a block is kept with it.
    #[inline]
    pub(super) fn end_data(&mut self, input: &[u8], len: usize) -> Result<Fit, Exhausted> {
        if self.kept + len > self.limit {
            return Ok(Fit::TooLarge);
        }
        let padding = (self.kept + len).wrapping_neg() % BLOCK;
        let padded = input
            .get(..len + padding)
            .filter(|padded| self.data.has_room(padded.len()));
        self.data.push(padded.unwrap_or(&input[..len]))?;
        self.kept += len;
        self.padding = self.data.len() - self.kept;
        Ok(Fit::Kept)
    }

    /// Whether it has neither name nor id, and its data as it came.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        !self.named && !self.repaired
    }

    /// A piece of a name or id; one with a NUL, found at `nul`, does not count.
    fn extend_value(&mut self, piece: &[u8], nul: Option<usize>) -> Result<Fit, Exhausted> {
        let piece = &piece[..nul.unwrap_or(piece.len())];
        if self.kept + piece.len() > self.limit {
            return Ok(Fit::TooLarge);
        }
        if nul.is_some() {
            self.clear_value();
            return Ok(Fit::Ignored);
        }
        self.value.push(piece)?;
        self.named = true;
        self.kept += piece.len();
        Ok(Fit::Kept)
    }

    /// The line of `field` is at its end. Gives the reconnection time where it told one.
    pub(super) fn end_field(&mut self, field: Field) -> Option<u64> {
        match field {
            Field::Data => {}
            Field::Retry => return self.number.value(),
            Field::Event => {
                core::mem::swap(&mut self.name, &mut self.value);
                self.named = true;
            }
            Field::Id => {
                core::mem::swap(&mut self.id, &mut self.value);
                self.has_id = true;
                self.named = true;
            }
        }
        self.clear_value();
        None
    }

    fn clear_value(&mut self) {
        self.kept -= self.value.len();
        recycle(&mut self.value);
    }

    /// The blank line came: replaces invalid UTF-8 and commits the id. Data that stands alone is
    /// left to [`data`](Self::data) where `trusting`, so that it is checked once. On [`Exhausted`]
    /// it can be called again.
    #[inline]
    pub(super) fn commit(&mut self, trusting: bool) -> Result<Fit, Exhausted> {
        if trusting && self.is_plain() {
            return Ok(Fit::Kept);
        }
        self.commit_all(trusting)
    }

    fn commit_all(&mut self, trusting: bool) -> Result<Fit, Exhausted> {
        let mut fits = !self.has_id || self.mend(|event| &mut event.id)?;
        if self.has_data && !self.name.is_empty() {
            fits = fits && self.mend(|event| &mut event.name)?;
        }
        if self.has_data && (self.has_id || self.repaired || !trusting) {
            fits = fits && self.mend_data()?;
        }
        if !fits {
            return Ok(Fit::TooLarge);
        }
        if self.has_id {
            self.last_id.take();
            if let Some(id) = self.id.take() {
                let _ = self.last_id.set(id);
            }
        }
        Ok(Fit::Kept)
    }

    /// Replaces what is no UTF-8 in the data; false where it is larger than the limit then.
    pub(super) fn mend_data(&mut self) -> Result<bool, Exhausted> {
        let padding = core::mem::take(&mut self.padding);
        self.data.truncate(self.data.len() - padding);
        self.mend(|event| &mut event.data)
    }

    fn mend(&mut self, of: fn(&mut Self) -> &mut Carry) -> Result<bool, Exhausted> {
        let bytes = of(self).as_slice();
        if from_utf8(bytes).is_ok() {
            return Ok(true);
        }
        let (old, new) = (bytes.len(), repaired_len(bytes));
        if self.kept - old + new > self.limit {
            return Ok(false);
        }
        repair(of(self), new)?;
        self.kept += new - old;
        self.repaired = true;
        Ok(true)
    }

    /// Bytes that count once `bytes` are mended.
    #[cold]
    fn grown(&self, bytes: &[u8]) -> usize {
        self.kept - bytes.len() + repaired_len(bytes)
    }

    /// Forgets the event, but for the last id.
    pub(super) fn clear(&mut self) {
        recycle(&mut self.data);
        if core::mem::take(&mut self.named) {
            for carry in self.carries() {
                recycle(carry);
            }
        }
        self.kept = 0;
        self.padding = 0;
        self.has_data = false;
        self.has_id = false;
        self.begun = false;
        self.dropped = false;
        self.repaired = false;
    }

    /// Forgets the event, and what still comes of it does not count.
    pub(super) fn drop_rest(&mut self) {
        self.clear();
        self.release();
        self.dropped = true;
    }

    /// Gives the buffers back; for when nothing is kept.
    pub(super) fn release(&mut self) {
        for carry in self.carries() {
            carry.release();
        }
    }

    fn carries(&mut self) -> [&mut Carry; 4] {
        [
            &mut self.data,
            &mut self.name,
            &mut self.id,
            &mut self.value,
        ]
    }
}

/// A reconnection time: decimal digits and nothing else. What is larger than a `u64` is the largest
/// one.
#[derive(Clone, Copy, Debug, Default)]
struct Number {
    value: u64,
    digits: bool,
    other: bool,
}

impl Number {
    fn read(&mut self, piece: &[u8]) {
        for &byte in piece {
            let digit = byte.wrapping_sub(b'0');
            self.digits |= digit < 10;
            self.other |= digit >= 10;
            self.value = self
                .value
                .saturating_mul(10)
                .saturating_add(u64::from(digit));
        }
    }

    fn value(self) -> Option<u64> {
        (self.digits && !self.other).then_some(self.value)
    }
}
