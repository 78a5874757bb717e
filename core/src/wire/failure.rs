//! Reading an `error` of a provider's.

use super::Deltas;
use crate::json::{Fault, Reader, Str};

/// What an error object tells.
#[derive(Clone, Copy, Default)]
pub(super) struct Failure<'a> {
    pub(super) code: Option<Str<'a>>,
    pub(super) kind: Option<Str<'a>>,
    pub(super) message: Option<Str<'a>>,
}

impl<'a> Failure<'a> {
    /// The value of an `error`: an object with `code`, `type` and `message`, or its message alone.
    /// `None` where it is neither.
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Option<Self>, Fault> {
        let mut failure = Self::default();
        if reader.peek()? != b'{' {
            failure.message = reader.string()?;
            return Ok(failure.message.map(|_| failure));
        }
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "message" => failure.message = reader.string()?,
                "type" => failure.kind = reader.label()?,
                "code" => failure.code = reader.label()?,
                _ => reader.skip()?,
            }
        }
        Ok(Some(failure))
    }

    /// Tells it under its code, or else its type. Some providers send an empty code, which is none.
    pub(super) fn tell(&self, deltas: &mut Deltas<'_>) {
        let code = self.code.filter(|code| !code.is_empty());
        let code = code.or(self.kind).unwrap_or_default();
        deltas.error(code, self.message.unwrap_or_default());
    }
}
