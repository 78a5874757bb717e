//! Hugging Face's Text Generation Inference, `/generate_stream`.
//!
//! | what | read from |
//! |---|---|
//! | text | `token.text`, but for special tokens (`token.special`) |
//! | finish | `details.finish_reason` |
//! | usage | `details.input_length`, `details.generated_tokens` |
//! | error | `error_type`, `error` |
//! | end | `details`, or a `generated_text` |
//! | echo | `generated_text`: the whole text; shadows are `top_tokens`, `details.prefill`, `details.tokens`, `token.id` of text and all of `details.best_of_sequences` |

use super::{Decode, Deltas, Ending, Seen, Usage};
use crate::json::{Fault, Raw, Reader, Str};
use crate::{Channel, Frame, Framing, Limits};

const TEXT: Channel = Channel::Text { choice: 0 };

/// The wire `tgi`.
#[derive(Debug)]
pub struct Tgi {
    depth: usize,
    seen: Seen,
    spoken: bool,
}

#[derive(Default)]
struct Event<'a> {
    token: Option<Token<'a>>,
    details: Option<Details<'a>>,
    generated: Option<Str<'a>>,
    top_tokens: Option<Raw<'a>>,
    error: Option<Str<'a>>,
    error_type: Option<Str<'a>>,
}

#[derive(Default)]
struct Token<'a> {
    id: Option<Raw<'a>>,
    text: Str<'a>,
    special: Option<bool>,
}

#[derive(Default)]
struct Details<'a> {
    reason: Option<Str<'a>>,
    usage: Usage,
    prefill: Option<Raw<'a>>,
    tokens: Option<Raw<'a>>,
    sequences: Option<Raw<'a>>,
    top_tokens: Option<Raw<'a>>,
}

impl Tgi {
    /// One for a stream.
    pub fn new(limits: &Limits) -> Self {
        Self {
            depth: limits.json_depth,
            seen: Seen::default(),
            spoken: false,
        }
    }

    /// Whether a frame is of this wire.
    pub(super) fn detect(frame: &Frame<'_>) -> bool {
        let detects = |event: Event<'_>| {
            let token = event.token.is_some_and(|token| token.special.is_some());
            token || event.error.is_some() && event.error_type.is_some()
        };
        frame.read_as(Event::read).is_some_and(detects)
    }

    fn speak(&mut self, token: &Token<'_>, deltas: &mut Deltas<'_>) {
        if token.special != Some(true) && !token.text.is_empty() {
            self.spoken = true;
            deltas.text(TEXT, token.text);
            if let Some(id) = token.id {
                deltas.shadow(id);
            }
        }
    }

    fn end(&mut self, deltas: &mut Deltas<'_>) {
        self.seen.end = true;
        if core::mem::take(&mut self.spoken) {
            deltas.close(TEXT);
        }
    }
}

impl Decode for Tgi {
    fn framing(&self) -> Framing {
        Framing::Sse
    }

    fn decode(&mut self, frame: &Frame<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        if matches!(frame.trimmed(), "" | "[DONE]") {
            return Ok(());
        }
        let mut event = Event::default();
        let mut reader = frame.json(self.depth)?;
        event.read(&mut reader)?;
        deltas.unknown_fields(&reader);
        if let Some(token) = &event.token {
            self.speak(token, deltas);
        }
        if event.generated.is_some() || event.details.is_some() {
            self.end(deltas);
        }
        event.repeat(deltas);
        if let Some(details) = event.details {
            if details.usage != Usage::default() {
                deltas.usage(details.usage);
            }
            if let Some(reason) = details.reason {
                deltas.finish(0, reason);
            }
        }
        if let Some(message) = event.error {
            self.seen.error = true;
            deltas.error(event.error_type.unwrap_or_default(), message);
        }
        Ok(())
    }

    fn ending(&self) -> Ending {
        self.seen.ending()
    }
}

impl<'a> Event<'a> {
    /// Tells where the text stands again.
    fn repeat(&self, deltas: &mut Deltas<'_>) {
        if let Some(text) = self.generated {
            deltas.echo_whole(TEXT, text);
        }
        let details = self.details.as_ref();
        let details = details.map(|d| [d.prefill, d.tokens, d.sequences, d.top_tokens]);
        let shadows = details.into_iter().flatten().chain([self.top_tokens]);
        for shadow in shadows.flatten() {
            deltas.shadow(shadow);
        }
    }

    /// Reads a whole frame.
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            match &*key {
                "token" => self.token = token(reader)?,
                "details" => self.details = details(reader)?,
                "generated_text" => self.generated = reader.string()?,
                "top_tokens" => self.top_tokens = Some(reader.raw()?),
                "error" => self.error = reader.string()?,
                "error_type" => self.error_type = reader.string()?,
                "index" => reader.skip()?,
                _ => reader.skip_unknown()?,
            }
        }
        reader.end()
    }
}

fn token<'a>(reader: &mut Reader<'a>) -> Result<Option<Token<'a>>, Fault> {
    let there = reader.peek()? == b'{';
    let mut token = Token::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "text" => token.text = reader.string()?.unwrap_or_default(),
            "special" => token.special = reader.bool()?,
            "id" => token.id = Some(reader.raw()?),
            "logprob" => reader.skip()?,
            _ => reader.skip_unknown()?,
        }
    }
    Ok(there.then_some(token))
}

fn details<'a>(reader: &mut Reader<'a>) -> Result<Option<Details<'a>>, Fault> {
    let there = reader.peek()? == b'{';
    let mut details = Details::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "finish_reason" => details.reason = reader.string()?.filter(|r| !r.is_empty()),
            "generated_tokens" => details.usage.output_tokens = reader.u64()?,
            "input_length" => details.usage.input_tokens = reader.u64()?,
            "tokens" => details.tokens = Some(reader.raw()?),
            "best_of_sequences" => details.sequences = Some(reader.raw()?),
            "top_tokens" => details.top_tokens = Some(reader.raw()?),
            "prefill" => details.prefill = Some(reader.raw()?),
            "seed" => reader.skip()?,
            _ => reader.skip_unknown()?,
        }
    }
    Ok(there.then_some(details))
}
