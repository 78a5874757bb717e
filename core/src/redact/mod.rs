//! The same stream, masked.
//!
//! What has been written out is at every moment, and for every split of the input, a prefix of the
//! masked whole: text is held back from the first byte that could still become part of a masked
//! value, and from nowhere earlier.

mod again;
mod conversation;
mod danger;
mod frame;
mod held;
mod json;
mod kept;
mod label;
mod left_out;
mod look;
mod mask;
mod nobody;
mod numbering;
mod outline;
mod own;
mod pieces;
mod placeholder;
mod prose;
mod quote;
mod rest;
mod restore;
mod restorer;
mod site;
mod sites;
mod values;
mod voice;
mod write;

use crate::decoder::{Decoder, Heard};
use crate::{Code, Delta, Ending, Engine, Error, Framing, Kinds};

use frame::Rewriter;
use voice::Purpose;

pub use conversation::Conversation;
pub use held::Held;
pub use numbering::Numbering;
pub use restorer::Restorer;
pub use values::Style;

/// What is masked, and how.
#[derive(Clone, Copy, Debug)]
pub struct Redaction {
    /// The kinds that are masked.
    pub kinds: Kinds,
    /// How values are written.
    pub style: Style,
}

impl Default for Redaction {
    /// Personal data and secrets, as numbered placeholders.
    fn default() -> Self {
        Self {
            kinds: Kinds::sensitive(),
            style: Style::default(),
        }
    }
}

impl From<Kinds> for Redaction {
    fn from(kinds: Kinds) -> Self {
        let style = Style::default();
        Self { kinds, style }
    }
}

/// Masks one stream, in its own wire.
///
/// ```
/// use midflight_core::{Config, Engine, Kinds, Wire};
///
/// let engine = Engine::new(Config::default())?;
/// let mut redactor = engine.redactor(Wire::Text, Kinds::sensitive());
/// let mut out = Vec::new();
/// let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
/// redactor.write(b"Write to ada@exa", &mut write)?;
/// redactor.write(b"mple.org today.", &mut write)?;
/// redactor.finish(&mut write)?;
/// assert_eq!(out, b"Write to [EMAIL_1] today.");
/// # Ok::<(), midflight_core::Error>(())
/// ```
pub struct Redactor {
    decoder: Decoder,
    rewriter: Rewriter,
    finished: bool,
}

impl Redactor {
    pub(crate) fn new(
        engine: &Engine,
        decoder: Decoder,
        framing: Option<Framing>,
        redaction: Redaction,
    ) -> Self {
        Self::of(engine, decoder, framing, Purpose::Mask, redaction)
    }

    fn of(
        engine: &Engine,
        decoder: Decoder,
        framing: Option<Framing>,
        purpose: Purpose,
        redaction: Redaction,
    ) -> Self {
        let framing = framing.unwrap_or(Framing::Raw);
        Self {
            decoder,
            rewriter: Rewriter::new(engine, framing, purpose, redaction),
            finished: false,
        }
    }

    /// Reads the next bytes of the stream, split anywhere, and hands what is certain to `out`.
    ///
    /// # Errors
    ///
    /// [`Error::PoolExhausted`] when no buffer is free to put the bytes in; the rest of them can be
    /// handed over again. [`Error::Unmasked`] when there is none to mask their text in, [`Error::Lost`] when a frame
    /// was dropped (it is too large, or its checksum is wrong); every later call fails so too.
    /// [`Error::Finished`] after [`finish`](Self::finish).
    pub fn write(&mut self, bytes: &[u8], out: &mut dyn FnMut(&[u8])) -> Result<(), Error> {
        if self.finished {
            return Err(Error::Finished);
        }
        let Self {
            decoder, rewriter, ..
        } = self;
        let read = decoder.write(bytes, &mut |heard| hear(heard, rewriter, out));
        rewriter.failure().and(read)
    }

    /// Masks what is held back without waiting for what decides it, and hands it to `out`. For a
    /// caller whose reader must not wait longer: what may be a value is written as `[UNDECIDED]`, and
    /// the rest of it is left out when it comes.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn release_held(&mut self, out: &mut dyn FnMut(&[u8])) -> Result<(), Error> {
        if self.finished {
            return Err(Error::Finished);
        }
        self.rewriter.release_held(out);
        self.rewriter.failure()
    }

    /// Bytes of text that are held back now, in all channels; at most 512 in each.
    pub fn held(&self) -> usize {
        self.rewriter.held()
    }

    /// Keeps a histogram of the bytes that are held back.
    #[must_use]
    pub fn measured(mut self) -> Self {
        self.rewriter.measure();
        self
    }

    /// Whether `auto` found nothing that tells the stream's wire. Its frames are masked one by one then, so
    /// that a value which two of them hold together is not found.
    pub fn is_guess(&self) -> bool {
        self.decoder.is_guess()
    }

    /// Takes the text for the value of a member of that name in a JSON object, as a label before it in prose would
    /// have it: `hunter2!x` is a password where `password` is its name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.rewriter.set_name(label::of(name));
        self
    }

    /// The histogram; `None` unless it is [`measured`](Self::measured).
    pub fn held_back(&self) -> Option<&Held> {
        self.rewriter.held_back()
    }

    /// Goes on with the numbers that values were given before in the same conversation.
    #[must_use]
    pub fn with_numbering(mut self, numbering: Numbering) -> Self {
        self.rewriter.join(Conversation::of(numbering), false);
        self
    }

    /// Gives numbers together with all that write in this conversation.
    #[must_use]
    pub fn in_conversation(mut self, conversation: &Conversation) -> Self {
        self.rewriter.join(conversation.clone(), false);
        self
    }

    /// The same, and the conversation keeps the values, so that a [`Restorer`] can turn their
    /// placeholders back. Only [`Style::Placeholder`] can be turned back. What has to be masked undecided
    /// is kept too, and numbered: `[UNDECIDED_1]`.
    #[must_use]
    pub fn kept_in(mut self, conversation: &Conversation) -> Self {
        self.rewriter.join(conversation.clone(), true);
        self
    }

    /// The numbers that values were given, for the next answer of the same conversation.
    pub fn into_numbering(self) -> Numbering {
        self.rewriter.into_numbering()
    }

    /// Tells that no bytes follow: what was held back is decided and handed to `out`.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write).
    pub fn finish(&mut self, out: &mut dyn FnMut(&[u8])) -> Result<Ending, Error> {
        if self.finished {
            return Err(Error::Finished);
        }
        let Self {
            decoder, rewriter, ..
        } = self;
        let ending = decoder.finish(&mut |heard| hear(heard, rewriter, out));
        rewriter.failure()?;
        let ending = ending?;
        rewriter.finish(out);
        if !decoder.tail().is_empty() {
            out(decoder.tail());
        }
        self.finished = true;
        rewriter.failure()?;
        Ok(ending)
    }
}

fn hear(heard: Heard<'_>, rewriter: &mut Rewriter, out: &mut dyn FnMut(&[u8])) {
    match heard {
        Heard::Wire(wire) => rewriter.set_framing(wire.framing().unwrap_or(Framing::Raw)),
        Heard::Framing(framing) => rewriter.set_framing(framing),
        Heard::Frame(frame) => rewriter.begin(frame),
        Heard::Delta(Delta::Text {
            channel,
            text,
            place,
        }) => rewriter.text(channel, text, place, out),
        Heard::Delta(Delta::Echo {
            channel,
            text,
            place,
            extent,
        }) => rewriter.echo(channel, text, place, extent),
        Heard::Delta(Delta::Shadow(place)) => rewriter.shadow(place),
        Heard::Delta(Delta::Close(channel)) => rewriter.close(channel),
        Heard::Unknown => rewriter.foreign(),
        // Messages of errors quote what they are about.
        Heard::Delta(Delta::Error { .. }) => {
            rewriter.foreign();
            rewriter.finished();
        }
        Heard::Delta(Delta::Finish { .. }) => rewriter.finished(),
        Heard::Delta(Delta::ToolCall { choice, .. }) => rewriter.call(choice, out),
        Heard::Done => rewriter.end(out),
        Heard::Diagnostic(diagnostic) => match diagnostic.code {
            Code::UnknownWire => rewriter.guess(),
            Code::FrameTooLarge | Code::BadChecksum | Code::InvalidMessage => {
                rewriter.lose(&diagnostic);
            }
            _ => rewriter.doubt(),
        },
        Heard::Delta(_) => {}
    }
}
