//! The same stream, its placeholders turned back into values.

use super::conversation::Conversation;
use super::voice::Purpose;
use super::{Redaction, Redactor};
use crate::decoder::Decoder;
use crate::{Ending, Engine, Error, Framing, Kinds};

/// Turns the placeholders in one stream back into the values that its conversation keeps, in the
/// stream's own wire: in text, reasoning and tool arguments, where a value becomes part of a JSON string, and in every
/// other string of its frames by itself.
///
/// A placeholder may be divided among deltas: what could still become one is held back, and nothing else.
/// One that the conversation does not keep stays as it is.
///
/// ```
/// use midflight_core::redact::Conversation;
/// use midflight_core::{Config, Engine, Kinds, Wire};
///
/// let engine = Engine::new(Config::default())?;
/// let conversation = Conversation::default();
/// let (mut asked, mut said) = (Vec::new(), Vec::new());
/// let redactor = engine.redactor(Wire::Text, Kinds::sensitive());
/// let mut redactor = redactor.kept_in(&conversation);
/// redactor.write(b"Mail ada@example.org.", &mut |bytes| asked.extend_from_slice(bytes))?;
/// redactor.finish(&mut |bytes| asked.extend_from_slice(bytes))?;
/// assert_eq!(asked, b"Mail [EMAIL_1].");
///
/// let mut restorer = engine.restorer(Wire::Text, &conversation);
/// restorer.write(b"I wrote to [EMA", &mut |bytes| said.extend_from_slice(bytes))?;
/// restorer.write(b"IL_1] and [EMAIL_2].", &mut |bytes| said.extend_from_slice(bytes))?;
/// restorer.finish(&mut |bytes| said.extend_from_slice(bytes))?;
/// assert_eq!(said, b"I wrote to ada@example.org and [EMAIL_2].");
/// # Ok::<(), midflight_core::Error>(())
/// ```
pub struct Restorer(Redactor);

impl Restorer {
    pub(crate) fn new(
        engine: &Engine,
        decoder: Decoder,
        framing: Option<Framing>,
        conversation: &Conversation,
    ) -> Self {
        let redaction = Redaction::from(Kinds::NONE);
        let rewriter = Redactor::of(engine, decoder, framing, Purpose::Restore, redaction);
        Self(rewriter.in_conversation(conversation))
    }

    /// Reads the next bytes of the stream, split anywhere, and hands what is certain to `out`.
    ///
    /// # Errors
    ///
    /// As for [`Redactor::write`].
    pub fn write(&mut self, bytes: &[u8], out: &mut dyn FnMut(&[u8])) -> Result<(), Error> {
        self.0.write(bytes, out)
    }

    /// Tells that no bytes follow; what was held back is handed to `out`.
    ///
    /// # Errors
    ///
    /// As for [`Redactor::write`].
    pub fn finish(&mut self, out: &mut dyn FnMut(&[u8])) -> Result<Ending, Error> {
        self.0.finish(out)
    }

    /// Bytes of text that are held back now, in all channels.
    pub fn held(&self) -> usize {
        self.0.held()
    }
}
